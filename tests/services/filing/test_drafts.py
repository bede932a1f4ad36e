"""The draft: saved answer by answer, brought back by its code, removed at a wish."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy
from sqlmodel import AutoString, SQLModel, col, select

from kiosk.domain.errors import BadInput, NotFound, TryLater
from kiosk.domain.filing.answers import Contact, Draft, Observation
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.resume_code import grouped
from kiosk.services.documents import attachments
from kiosk.services.filing import attestations, confirmations, drafts, verification
from kiosk.services.kiosk import Kiosk
from kiosk.services.upkeep import housekeeping
from kiosk.storage.tables import Event
from tests.filing import StoppedClock, answer_all, begin, open_kiosk, photograph, submit


def test_an_answer_that_was_saved_is_there_after_opening_the_kiosk_anew(kiosk: Kiosk) -> None:
    draft = begin(kiosk)
    drafts.save(kiosk, draft.id, Contact("+593991234567", None))
    kiosk.database.close()
    again = open_kiosk(kiosk.settings.data_dir, StoppedClock())
    assert drafts.read(again, draft.id).answers.contact == Contact("+593991234567", None)
    assert [each.kind for each in drafts.read(again, draft.id).acceptances] == ["notice"]


def test_the_code_and_the_last_four_bring_a_draft_back_however_they_are_typed(kiosk: Kiosk) -> None:
    draft = begin(kiosk)
    assert drafts.resume(kiosk, grouped(draft.code).lower(), " 0010 ") == draft


def test_the_code_alone_brings_nothing_back_and_an_unknown_code_is_refused_in_the_same_words(kiosk: Kiosk) -> None:
    draft = begin(kiosk)
    with pytest.raises(NotFound) as wrong_four:
        drafts.resume(kiosk, draft.code, "0011")
    unknown = "".join("3" if char != "3" else "4" for char in draft.code)
    with pytest.raises(NotFound) as wrong_code:
        drafts.resume(kiosk, unknown, "0010")
    assert wrong_four.value.message == wrong_code.value.message


def test_after_five_wrong_tries_the_right_one_waits_and_the_waits_grow(kiosk: Kiosk, clock: StoppedClock) -> None:
    draft = begin(kiosk)

    def guess(four: str) -> None:
        drafts.resume(kiosk, draft.code, four)

    for _try in range(5):
        with pytest.raises(NotFound):
            guess("9999")
    with pytest.raises(TryLater) as first:
        guess("0010")
    assert first.value.wait == pytest.approx(30)
    clock.advance(seconds=31)
    with pytest.raises(NotFound):
        guess("9999")
    with pytest.raises(TryLater) as second:
        guess("0010")
    assert second.value.wait == pytest.approx(60)
    clock.advance(seconds=61)
    guess("0010")


def test_wrong_tries_at_one_code_do_not_hold_up_another_person(kiosk: Kiosk) -> None:
    mine, other = begin(kiosk), begin(kiosk)
    for _try in range(5):
        with pytest.raises(NotFound):
            drafts.resume(kiosk, mine.code, "9999")
    assert drafts.resume(kiosk, other.code, "0010").id == other.id


def test_an_expired_draft_is_not_brought_back_and_goes_at_the_next_start(kiosk: Kiosk, clock: StoppedClock) -> None:
    draft = answer_all(kiosk)
    clock.advance(days=7, seconds=1)
    with pytest.raises(NotFound):
        drafts.resume(kiosk, draft.code, "0010")
    assert housekeeping.purge_expired_drafts(kiosk) == 1
    assert list((kiosk.settings.data_dir / "vault").iterdir()) == []
    with pytest.raises(NotFound):
        drafts.read(kiosk, draft.id)


def test_discarding_removes_rows_and_documents_at_once(kiosk: Kiosk) -> None:
    draft = answer_all(kiosk)
    drafts.discard(kiosk, draft.id)
    assert list((kiosk.settings.data_dir / "vault").iterdir()) == []
    with pytest.raises(NotFound):
        drafts.resume(kiosk, draft.code, "0010")


def test_declining_the_consent_keeps_nothing_but_the_fact(kiosk: Kiosk) -> None:
    draft = answer_all(kiosk)
    drafts.decline(kiosk, draft.id)
    with kiosk.database.reading() as session:
        connection = session.connection()
        left = {
            table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()  # noqa: S608 - names of our own tables
            for table in ("draft", "document", "acceptance", "verification", "message", "case_file")
        }
        facts = connection.exec_driver_sql("SELECT filing FROM event WHERE name = 'consent_declined'").all()
    assert set(left.values()) == {0}
    assert [tuple(fact) for fact in facts] == [(None,)]


def test_a_sent_filing_is_not_changed_any_more(kiosk: Kiosk) -> None:
    sent = submit(kiosk, answer_all(kiosk))
    for change in (
        lambda: drafts.save(kiosk, sent.id, Contact(None, None)),
        lambda: drafts.discard(kiosk, sent.id),
        lambda: attachments.remove(kiosk, sent.id, sent.attachments[0].slot),
    ):
        with pytest.raises(BadInput, match="ya está recibido"):
            change()


def test_the_code_of_a_sent_filing_leads_to_its_number(kiosk: Kiosk) -> None:
    sent = submit(kiosk, answer_all(kiosk))
    assert drafts.resume(kiosk, sent.code, "0010").number == sent.number


def test_a_draft_in_use_does_not_expire_under_the_hands_of_the_person(kiosk: Kiosk, clock: StoppedClock) -> None:
    draft = answer_all(kiosk)
    slot = draft.attachments[0].slot
    uses: tuple[Callable[[], Draft], ...] = (
        lambda: drafts.resume(kiosk, draft.code, "0010"),
        lambda: attachments.remove(kiosk, draft.id, slot),
        lambda: attachments.attach(kiosk, draft.id, slot, photograph()),
    )
    for use in uses:
        clock.advance(days=6, hours=23)
        assert use().expires_at == clock.at + timedelta(days=7)
        clock.advance(hours=2)
        assert housekeeping.purge_expired_drafts(kiosk) == 0


def test_a_draft_that_this_program_cannot_read_is_told_so_without_repeating_it(kiosk: Kiosk) -> None:
    draft = begin(kiosk)
    with kiosk.database.transaction() as session:
        row = drafts.row_of(session, draft.id)
        row.answers = row.answers.replace('"head"', '"9900000010-of-tomorrow"')
    with pytest.raises(NotFound, match="otra versión") as failure:
        drafts.resume(kiosk, draft.code, "0010")
    assert "9900000010" not in repr(failure.value.__cause__)
    drafts.discard(kiosk, draft.id)


@pytest.mark.parametrize("ending", [drafts.decline, drafts.discard])
def test_what_is_ended_twice_is_one_fact_that_names_no_filing(kiosk: Kiosk, ending: Callable[[Kiosk, str], None]) -> None:
    draft = answer_all(kiosk)
    for _press in range(2):
        ending(kiosk, draft.id)
    with kiosk.database.reading() as session:
        ended = ["consent_declined", "draft_discarded"]
        assert session.exec(select(Event.filing).where(col(Event.name).in_(ended))).all() == [None]


def hanging(kiosk: Kiosk, draft_id: str) -> set[str]:
    """Return every table in which some column holds a draft's id."""
    with kiosk.database.reading() as session:
        return {
            table.name
            for table in SQLModel.metadata.tables.values()
            for column in table.columns
            if isinstance(column.type, AutoString)
            and session.connection().execute(sqlalchemy.select(column).where(column == draft_id).limit(1)).first()
        }


def expire(kiosk: Kiosk, draft_id: str) -> None:
    clock = kiosk.clock
    assert isinstance(clock, StoppedClock)
    clock.advance(days=8)
    assert housekeeping.purge_expired_drafts(kiosk) == 1, draft_id


@pytest.mark.parametrize("ending", [drafts.decline, drafts.discard, expire])
def test_of_a_draft_that_ended_no_table_holds_anything_but_what_was_done(
    kiosk: Kiosk, ending: Callable[[Kiosk, str], None]
) -> None:
    rosa = kiosk.acting_as("rosa")
    draft = answer_all(rosa)
    attestations.vouch(rosa, draft.id, Subject.IDENTITY, Seen.CARD, reason="duda")
    verification.request_code(rosa, draft.id)
    confirmations.print_slip(rosa, draft.id)
    held = {"draft", "document", "acceptance", "attestation", "verification", "message", "event"}
    assert hanging(kiosk, draft.id) == held, "a new table that holds a draft's id goes with it, and is named here"
    ending(kiosk, draft.id)
    assert hanging(kiosk, draft.id) == {"event"}, "what is chained stays, and says of nobody whose it was"


@pytest.mark.parametrize("sign", ["\x1b[2J", "\x9b31m", "\u202e", "\u200b", "\ud800", "\x00", "\x07"])
def test_no_answer_keeps_a_sign_that_a_terminal_obeys(kiosk: Kiosk, sign: str) -> None:
    draft = answer_all(kiosk)
    applicant, leaving = draft.answers.applicant, draft.answers.leaving
    assert applicant is not None
    assert leaving is not None
    drafts.save(kiosk, draft.id, Observation(f"uno{sign}\ndos"))
    drafts.save(kiosk, draft.id, replace(applicant, given_names=f"Ana{sign}"))
    people = (replace(leaving.people[0], surnames=f"Paz{sign}"), *leaving.people[1:])
    drafts.save(kiosk, draft.id, replace(leaving, people=people))
    answers = drafts.read(kiosk, draft.id).answers
    assert sign not in repr(answers)
    assert sign.encode("unicode_escape").decode() not in repr(answers)
    assert answers.observation is not None
    assert "\ndos" in answers.observation.text
