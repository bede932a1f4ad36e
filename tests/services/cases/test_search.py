"""Whatever somebody has of a case finds it: the number, a code from a slip, an identity, or a part of a name."""

import pytest

from kiosk.domain.errors import BadInput, NotFound
from kiosk.domain.filing.answers import Leaving, Remaining, Scope
from kiosk.domain.people.folding import key_of, search_keys, words_of
from kiosk.services.cases import search
from kiosk.services.filing import search_words
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Correction
from tests import filing
from tests.filing import StoppedClock


def numbers(kiosk: Kiosk, typed: str) -> list[str]:
    """Return the numbers of what is found."""
    return [each.number for each in search.find(kiosk, typed).cases]


def found_or_refused(kiosk: Kiosk, typed: str) -> list[str] | str:
    """Return the numbers of what is found, or that it was refused in a sentence."""
    try:
        return numbers(kiosk, typed)
    except BadInput as refused:
        return "refused" if refused.field == "what" else refused.message


def file_more(kiosk: Kiosk, clock: StoppedClock, names: list[tuple[str, str]], of: str) -> list[str]:
    """File copies of a case a minute apart, each for another applicant alone; return their numbers."""
    made: list[str] = []
    for given, surnames in names:
        clock.advance(minutes=1)
        with kiosk.database.transaction() as session:
            row = session.get(Case, of)
            assert row is not None
            place = len(made) + 100
            values = row.model_dump() | {
                "id": f"{place:032x}",
                "number": f"0417B-26-{place:06d}-?",
                "given_names": given,
                "surnames": surnames,
                "identity_number": f"99{place:08d}",
                "submitted_at": clock.at,
            }
            session.add(Case(**values))
            session.flush()
            search_words.write(session, values["id"], clock.at, [f"{given} {surnames}"])
            made.append(values["number"])
    return made


def test_a_name_is_folded_and_cut_into_words_and_pairs() -> None:
    assert words_of("D'Ángelo  Ñusta-Güiña") == ("d", "angelo", "nusta", "guina")
    assert search_keys(["María José", "José Ñusta"]) == {"maria", "jose", "nusta", "+jose maria", "+jose nusta"}
    assert len(search_keys(["María José Quispe Tipán"])) == 15
    long_name = "María de los Ángeles de la Cruz Quispe Tipán"
    assert len(search_keys([long_name])) == 50 + len(words_of(long_name))
    assert key_of(words_of("de los angeles cruz quispe")) == "+angeles cruz los quispe"
    assert max(map(len, search_keys(["a" * 80 + " " + "b" * 80, "c" * 80 + " " + "d" * 80]))) <= 120


def test_it_is_found_by_each_thing_that_somebody_may_have_of_it(kiosk: Kiosk) -> None:
    draft = filing.submit(kiosk, filing.answer_all(kiosk))
    number = str(draft.number)
    for typed in (
        number,
        number.replace("-", " ").lower(),
        number.replace("-", "–"),
        draft.code,
        f"{draft.code[:4]}-{draft.code[4:]}".lower(),
        "99 0000 0010",
        "2500000019",  # of somebody who leaves
        "maria",
        "ÑUSTA demostracion josé",
        "demostración mar",
        "juan demos",  # of somebody who leaves
        "rosa",
    ):
        assert numbers(kiosk, typed) == [number], typed


def test_who_was_found_is_told_where_it_is_not_the_applicant(kiosk: Kiosk) -> None:
    filing.submit(kiosk, filing.answer_all(kiosk))
    assert [each.person for each in search.find(kiosk, "juan demostracion").cases] == ["Demostración Juan"]
    assert [each.person for each in search.find(kiosk, "2500000019").cases] == ["Demostración Juan"]
    assert [each.person for each in search.find(kiosk, "maria demostracion").cases] == [""]


def test_words_of_two_people_are_nobodys_name(kiosk: Kiosk) -> None:
    filing.submit(kiosk, filing.answer_all(kiosk))
    assert numbers(kiosk, "juan jose") == []
    assert numbers(kiosk, "juan jose demostracion") == []
    assert numbers(kiosk, "maria jose demostracion nusta juan") == []


def test_a_wrong_check_character_is_told_and_nothing_is_guessed(kiosk: Kiosk) -> None:
    number = str(filing.submit(kiosk, filing.answer_all(kiosk)).number)
    with pytest.raises(BadInput, match="Revise el número") as refused:
        search.find(kiosk, number[:-1] + ("0" if number[-1] != "0" else "1"))
    assert "quiso" not in refused.value.message
    with pytest.raises(BadInput, match="no coincide"):
        search.find(kiosk, "9900000011")


def test_the_code_of_a_filing_that_was_not_sent_says_where_it_is(kiosk: Kiosk) -> None:
    draft = filing.begin(kiosk)
    with pytest.raises(NotFound, match="sin terminar"):
        search.find(kiosk, draft.code)


def test_the_slip_of_a_correction_finds_its_case(kiosk: Kiosk, clock: StoppedClock) -> None:
    draft = filing.submit(kiosk, filing.answer_all(kiosk))
    with kiosk.database.transaction() as session:
        session.add(
            Correction(
                id="c" * 32,
                case_id=draft.id,
                slot="form",
                wanted="better",
                code="ACDEFGHJ",
                asked_at=clock.at,
                asked_by="rosa",
            )
        )
    assert numbers(kiosk, "acde-fghj") == [draft.number]


def test_signs_markup_and_escape_sequences_are_texts_like_any_other(kiosk: Kiosk) -> None:
    filing.submit(kiosk, filing.answer_all(kiosk))
    for typed in ("%", "_", "%%__", "", "   ", "\x1b\x07", "[/]", "* " * 50_000, "a b c d e f g h i"):
        with pytest.raises(BadInput):
            search.find(kiosk, typed)
    for typed in ("[@click=app.quit]x[/]", "[/foo]", "' OR 1=1 --", "a" * 100_000, "1" * 100_000, "m_ria", "\x1b]0;x\x07"):
        assert found_or_refused(kiosk, typed) in ([], "refused"), typed


def test_the_newest_come_first_and_more_of_them_is_told(kiosk: Kiosk, clock: StoppedClock) -> None:
    draft = filing.submit(kiosk, filing.answer_all(kiosk))
    made = file_more(kiosk, clock, [("Zoila", "Quispe")] * 60, draft.id)
    found = search.find(kiosk, "zoila")
    assert [each.number for each in found.cases] == made[::-1][:50]
    assert found.more
    assert not search.find(kiosk, "maria").more


def test_three_words_are_found_in_one_person_however_common_their_pairs_are(kiosk: Kiosk, clock: StoppedClock) -> None:
    draft = filing.submit(kiosk, filing.answer_all(kiosk))
    pairs = [("Ana Lucía", "Tipán"), ("Ana", "Quispe Tipán"), ("Lucía", "Quispe Tipán"), ("Ana Lucía", "Quispe")] * 3
    made = file_more(kiosk, clock, [*pairs, ("Ana Lucía", "Quispe Tipán")], draft.id)
    assert numbers(kiosk, "tipan ana lucia quis") == [made[-1]]
    assert numbers(kiosk, "lucia ana quispe tipan") == [made[-1]]


def test_a_beginning_that_too_many_names_have_asks_for_more_letters(
    kiosk: Kiosk, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_ENDINGS", 2)
    draft = filing.submit(kiosk, filing.answer_all(kiosk))
    made = file_more(kiosk, clock, [("Luz", "Ala"), ("Luzmila", "Ala"), ("Luzuriaga", "Ala"), ("Luzia", "Ala")], draft.id)
    with pytest.raises(BadInput, match="más letras"):
        search.find(kiosk, "lu")
    assert numbers(kiosk, "luz") == [made[0]], "the word itself"
    assert numbers(kiosk, "ala luzm") == [made[1]]


def test_a_case_without_others_is_found_too(kiosk: Kiosk) -> None:
    alone = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.UNDECIDED)
    draft = filing.submit(kiosk, filing.answer_all(kiosk, leaving=alone))
    assert numbers(kiosk, "nusta maria") == [draft.number]
