"""Pages find their places by what was read on them; what contradicts the request finds none, and only doubts are asked."""

from datetime import UTC, date, datetime

import pytest
from stdnum import luhn

from kiosk.domain.documents.reading import PageSeen, Side, cedulas, side_of
from kiosk.domain.filing.answers import Answers, Applicant, Capacity, Draft, Leaving, Person, Scope
from kiosk.domain.filing.gathered import Gathered, SeenPage, is_whole, sort_out
from kiosk.domain.filing.procedure import Procedure
from kiosk.procedures.loading import load
from tests import filing

FRONT = "CÉDULA DE CIUDADANÍA\nAPELLIDOS\nDEMOSTRACIÓN\nNOMBRES\n{name}\nNACIONALIDAD SEXO\n{number}\nFIRMA"
BACK = "ESTADO CIVIL INSTRUCCION\nCASADA BASICA\nOCUPACION\nI<MUESTRA{number}<<<<<\n0000000<0000000<<\nDEMOSTRACION<<{name}<<<<"
FORM = "Solicitud de egreso voluntario del Seguro Social Campesino\nQuien pide " + "palabra " * 70
BIRTH = "Partida de nacimiento de la menor, inscrita en el registro " + "palabra " * 40
MARIA, JUAN = filing.MARIA.number, filing.JUAN.number
STRANGER = "990000777" + luhn.calc_check_digit("990000777")
ME = ("cedula-front:applicant", "cedula-back:applicant", "application-form")


def procedure() -> Procedure:
    found = load(demo=True).procedure(filing.PROCEDURE)
    assert found is not None
    return found


def draft(*people: Person) -> Draft:
    applicant = Applicant(filing.MARIA, "María", "Demostración", Capacity.HEAD)
    leaving = Leaving(Scope.SOME if people else Scope.ME, applicant_leaves=True, people=people)
    now = datetime(2026, 11, 23, tzinfo=UTC)
    return Draft("0" * 32, "K7P49WXM", Answers(applicant=applicant, leaving=leaving), now, now)


JUAN_TOO = Person("p1", "Juan", "Demostración", filing.JUAN, kinship="spouse")
A_CHILD = Person("p2", "Rosa", "Demostración", birth_date=date(2015, 4, 12), kinship="child")


def page(at: int, text: str, of: int = 0, *, words: int | None = None) -> SeenPage:
    counted = sum(len(each) >= 4 for each in text.split()) if words is None else words
    return SeenPage((at, of), PageSeen(None, side_of(text), tuple(cedulas(text)), text, counted))


def front(at: int, number: str = MARIA, of: int = 0) -> SeenPage:
    return page(at, FRONT.format(name="MARÍA", number=number), of)


def back(at: int, number: str = MARIA, of: int = 0) -> SeenPage:
    return page(at, BACK.format(name="MARIA", number=number), of)


def placed(gathered: Gathered) -> dict[str, tuple[tuple[int, int], ...]]:
    return {each.slot.id: each.picks for each in gathered.placings}


def test_three_files_in_any_order_find_their_places_and_nothing_more_need_be_read() -> None:
    mine, pages = draft(), [page(0, FORM), back(1), front(2)]
    gathered = sort_out(procedure(), mine, pages)
    assert placed(gathered) == dict(zip(ME, (((2, 0),), ((1, 0),), ((0, 0),)), strict=True))
    assert is_whole(procedure(), mine, gathered)
    assert not is_whole(procedure(), mine, sort_out(procedure(), mine, pages[:2]))
    assert not gathered.doubts


def test_both_sides_in_one_pdf_stand_together_and_serve_for_both() -> None:
    mine = draft()
    gathered = sort_out(procedure(), mine, [front(0), back(0, of=1), page(1, FORM)])
    assert placed(gathered) == {ME[0]: ((0, 0), (0, 1)), ME[2]: ((1, 0),)}
    assert is_whole(procedure(), mine, gathered)


def test_one_pdf_of_everything_is_taken_apart() -> None:
    pages = [front(0), page(0, FORM, 1), page(0, "Firma", 2), back(0, of=3)]
    assert placed(sort_out(procedure(), draft(), pages)) == {ME[0]: ((0, 0), (0, 3)), ME[2]: ((0, 1), (0, 2))}


def test_a_sheet_with_both_sides_stands_in_both_places() -> None:
    both = page(0, FRONT.format(name="MARÍA", number=MARIA) + "\n" + BACK.format(name="MARIA", number=MARIA))
    assert both.sides == {Side.FRONT, Side.BACK}
    assert placed(sort_out(procedure(), draft(), [both])) == {ME[0]: ((0, 0),), ME[1]: ((0, 0),)}


def test_another_persons_card_of_the_request_goes_to_that_person() -> None:
    family = draft(JUAN_TOO)
    gathered = sort_out(procedure(), family, [front(0, JUAN), back(1, JUAN), front(2), back(3)])
    assert placed(gathered) == {
        ME[0]: ((2, 0),),
        ME[1]: ((3, 0),),
        "cedula-front:p1": ((0, 0),),
        "cedula-back:p1": ((1, 0),),
    }


def test_a_strangers_card_goes_nowhere_and_is_counted() -> None:
    gathered = sort_out(procedure(), draft(), [front(0, STRANGER)])
    assert placed(gathered) == {}
    assert gathered.strangers == 1
    assert not gathered.doubts


def test_a_back_is_known_by_the_end_of_a_number_that_was_misread() -> None:
    family = draft(JUAN_TOO)
    gathered = sort_out(procedure(), family, [page(0, BACK.format(name="MARIA", number="YYON000010"))])
    assert placed(gathered) == {ME[1]: ((0, 0),)}
    assert gathered.placings[0].sure


def test_a_side_without_a_number_is_put_where_only_one_place_is_free_and_marked() -> None:
    unread = page(0, "APELLIDOS\nDEMOSTRACIÓN\nNOMBRES\nMARÍA\nNACIONALIDAD SEXO")
    (placing,) = sort_out(procedure(), draft(), [unread]).placings
    assert (placing.slot.id, placing.sure) == (ME[0], False)
    gathered = sort_out(procedure(), draft(JUAN_TOO), [unread])
    assert not gathered.placings
    (doubt,) = gathered.doubts
    assert [each.id for each in doubt.slots] == [ME[0], "cedula-front:p1"]


def test_a_doubt_that_is_settled_leaves_the_other_papers_fewer_places() -> None:
    unread = "APELLIDOS\nDEMOSTRACIÓN\nNOMBRES\nMARÍA\nNACIONALIDAD SEXO"
    gathered = sort_out(procedure(), draft(JUAN_TOO), [page(0, unread), page(1, unread)])
    first = gathered.doubts[0]
    gathered = gathered.decided(first, first.slots[1])
    assert placed(gathered) == {"cedula-front:p1": ((0, 0),)}
    (doubt,) = gathered.doubts
    assert [each.id for each in doubt.slots] == [ME[0]]
    assert gathered.decided(doubt, None).doubts == ()


def test_the_forms_own_pages_stand_in_their_order_and_anothers_are_left_out() -> None:
    pages = [SeenPage((0, 0), form_page=2), SeenPage((1, 0), foreign=True), SeenPage((2, 0), form_page=1)]
    gathered = sort_out(procedure(), draft(), pages)
    assert placed(gathered) == {ME[2]: ((2, 0), (0, 0))}
    assert gathered.foreign == 1


def test_a_paper_with_writing_is_asked_of_and_a_photograph_of_a_family_is_not() -> None:
    family = draft(A_CHILD)
    gathered = sort_out(procedure(), family, [page(0, BIRTH), page(1, "", words=0), page(2, FORM)])
    (doubt,) = gathered.doubts
    assert doubt.pick == (0, 0)
    assert [each.id for each in doubt.slots] == ["minor-document:p2"]


def test_where_no_letters_can_be_read_the_person_says_what_each_paper_is() -> None:
    gathered = sort_out(procedure(), draft(), [SeenPage((at, 0)) for at in range(9)])
    assert not gathered.placings
    assert len(gathered.doubts) == 6
    assert [each.id for each in gathered.doubts[0].slots] == list(ME)


def test_the_newest_of_two_alike_is_taken() -> None:
    assert placed(sort_out(procedure(), draft(), [front(4), front(7)])) == {ME[0]: ((4, 0),)}


@pytest.mark.parametrize("text", ["", "arroz papas sal", "Solicitud de trabajo"])
def test_what_is_no_paper_of_the_request_shows_no_side(text: str) -> None:
    assert not page(0, text).sides
    assert not page(0, text).is_form
