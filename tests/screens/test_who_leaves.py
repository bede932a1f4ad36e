"""Who leaves: each capacity is asked what concerns it, people are added, changed and taken off, and nothing typed is lost."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.domain.documents.document import MediaType
from kiosk.domain.filing.answers import Capacity, Leaving, Person, Remaining, Scope
from kiosk.domain.filing.journey import Step
from kiosk.domain.people.identity import parse_cedula
from kiosk.services.documents import attachments
from screens.widgets.choices import Choices, OptionRow
from screens.widgets.field import Field
from tests import filing
from tests.screens.harness import SIZES, Picture, RealStart, shown, type_in
from tests.screens.places import answers_of, draft_with, kiosk_of, leaving_of, press, screen_name, show
from tests.screens.samples import put_beyond

JUAN = Person("p1", "Juan", "Demostración", parse_cedula("2500000019"), kinship="spouse")
PEOPLE = "People"
NEW_HEAD = "NewHead"
SOME = Leaving(Scope.SOME, applicant_leaves=True, remaining=Remaining.UNDECIDED)
ME = Leaving(Scope.ME, applicant_leaves=True)


@pytest.fixture(autouse=True)
def _beyond(monkeypatch: pytest.MonkeyPatch) -> None:
    """End at the documents: what comes there has tests of its own."""
    put_beyond(monkeypatch, Step.ATTACH_DOCUMENTS)
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: "K7P49WXM")


@pytest.mark.parametrize(
    ("capacity", "key", "scope", "leaves", "then"),
    [
        (Capacity.DEPENDANT, "1", Scope.ME, True, "Beyond"),
        (Capacity.DEPENDANT, "2", Scope.SOME, True, "People"),
        (Capacity.DEPENDANT, "3", Scope.SOME, False, "People"),
        (Capacity.DEPENDANT, "4", Scope.ALL, True, "People"),
        (Capacity.HEAD, "1", Scope.ME, True, "Beyond"),
        (Capacity.HEAD, "2", Scope.ME, True, "WhoStays"),
        (Capacity.HEAD, "3", Scope.SOME, True, "People"),
        (Capacity.HEAD, "4", Scope.SOME, False, "People"),
        (Capacity.HEAD, "5", Scope.ALL, True, "People"),
    ],
)
async def test_how_many_leave_and_whether_the_applicant_does_is_one_answer(  # noqa: PLR0913, PLR0917 - a row of the table
    real: RealStart,
    capacity: Capacity,
    key: str,
    scope: Scope,
    leaves: bool,  # noqa: FBT001 - a column of the table
    then: str,
) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), capacity=capacity))
        await press(pilot, key)
        assert (leaving_of(pilot).scope, leaving_of(pilot).applicant_leaves) == (scope, leaves)
        assert screen_name(pilot) == then


async def test_a_head_alone_in_the_insurance_is_not_asked_who_stays(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot)))
        await press(pilot, "1")
        assert leaving_of(pilot).remaining is Remaining.NOBODY
        await press(pilot, "escape")
        assert "(●) Solo yo; nadie más" in shown(pilot)
        await press(pilot, "2")
        assert leaving_of(pilot).remaining is None
        assert "nadie más se queda" not in shown(pilot)


async def test_a_head_who_leaves_is_first_offered_the_change_of_head_and_may_go_and_ask(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ME), "WhoStays")
        assert "puede pedir el cambio de jefe de familia" in " ".join(shown(pilot).replace("│", " ").split())
        await press(pilot, "tab", "tab", "enter")  # past the way on
        told = " ".join(shown(pilot).replace("│", " ").replace("┃", " ").split())
        assert "«¿Cómo hago el cambio de jefe de familia, para que mi familia siga en el seguro?»" in told, "what to ask"
        assert "+593 2 394 5666" in told, "whom, where nobody is there"


async def test_a_new_head_is_named_and_the_documents_follow(real: RealStart) -> None:
    async with real(demo=True) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ME), "WhoStays")
        await press(pilot, "1")
        await type_in(pilot, "", "Demostración", "Rosa")
        assert leaving_of(pilot).new_head == Person("head", "Rosa", "Demostración")
        assert screen_name(pilot) == "Beyond"


async def test_the_new_head_cannot_be_the_one_who_leaves(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), replace(ME, remaining=Remaining.NEW_HEAD)), NEW_HEAD)
        await type_in(pilot, "9900000010", "Demostración", "Rosa")
        assert "Ese es su propio número." in shown(pilot)
        assert pilot.app.screen.query_one("#field-given_names", Field).value == "Rosa"


async def test_what_was_typed_of_the_new_head_is_still_there_after_going_back(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), replace(ME, remaining=Remaining.NEW_HEAD)), NEW_HEAD)
        await press(pilot, "enter", *"Rosa", "escape", "enter")
        assert pilot.app.screen.query_one("#field-surnames", Field).value == "Rosa"


async def test_a_person_is_added_by_keyboard_alone(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), SOME), PEOPLE)
        await press(pilot, "enter")
        await type_in(pilot, "25-0000-0019")
        assert "¿Está bien escrito?" in shown(pilot)
        await press(pilot, "enter")
        await type_in(pilot, "Demostración", "Juan")
        await press(pilot, "enter")
        assert leaving_of(pilot).people == (JUAN,)
        assert "Cédula 2500000019" in shown(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "WhoStays"


async def test_a_minor_without_a_cedula_is_added_with_the_birth_date(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), SOME), PEOPLE)
        await press(pilot, "enter")
        pilot.app.screen.query_one("#paper-birth_date").focus()
        await press(pilot, "enter")
        await type_in(pilot, "3", "5", "1990")
        assert "Esta persona ya tiene 18 años: escriba el número de su cédula." in shown(pilot)
        pilot.app.screen.query_one("#field-birth_date", Field).value = ""
        await type_in(pilot, "3", "5", "2015")
        await type_in(pilot, "Demostración", "Luz")
        await press(pilot, *"hi", "enter")
        assert leaving_of(pilot).people == (Person("p1", "Luz", "Demostración", None, date(2015, 5, 3), "child"),)


async def test_a_foreigner_without_a_cedula_is_added_with_the_code(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), SOME), PEOPLE)
        await press(pilot, "enter")
        pilot.app.screen.query_one("#paper-code").focus()
        await press(pilot, "enter")
        await type_in(pilot, "ec-00123")
        assert "EC-00123" in shown(pilot)
        assert "letra por letra" in shown(pilot), "nothing can check it but the eye"
        await press(pilot, "enter")
        await type_in(pilot, "Demostración", "Ana")
        await press(pilot, "enter")
        identity = leaving_of(pilot).people[0].identity
        assert identity
        assert identity.number == "EC-00123"


@pytest.mark.parametrize(
    ("number", "words"),
    [("9900000010", "Ese es su propio número."), ("2500000019", "Ese número ya es de Demostración Juan."), ("25", "Faltan 8")],
)
async def test_a_number_that_cannot_be_this_persons_is_told_beside_its_field(real: RealStart, number: str, words: str) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), replace(SOME, people=(JUAN,))), PEOPLE)
        await press(pilot, "shift+tab", "enter")
        await type_in(pilot, number)
        assert shown(pilot).count(words) == 1, "once, at its field"


async def test_what_was_typed_of_a_person_is_still_there_after_going_back_to_the_list(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), SOME), PEOPLE)
        await press(pilot, "enter")
        await press(pilot, *"2500", "escape", "enter")
        assert pilot.app.screen.query_one("#field-number", Field).value == "2500"


async def test_a_person_is_changed_in_place(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), filing.family()), PEOPLE)
        await press(pilot, "up", "enter")  # the way up from the button leads to the first line that can be changed
        await press(pilot, "enter", "enter", "enter", "enter")  # to change them; the number, which is asked about; the surnames
        await press(pilot, "end", *" José", "enter", "enter")
        assert [(each.key, each.given_names) for each in leaving_of(pilot).people] == [("p1", "Juan José"), ("p2", "Rosa")]
        assert screen_name(pilot) == "People"


async def test_a_person_is_taken_off_and_their_key_is_not_given_again_while_their_documents_are_there(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        draft = draft_with(kiosk, replace(SOME, people=(JUAN,)))
        draft = attachments.attach(kiosk, draft.id, "cedula-front:p1", filing.photograph())
        assert draft.attachments[0].media_type is MediaType.JPEG
        await show(pilot, draft, PEOPLE)
        await press(pilot, "up", "enter", "tab", "enter")
        assert leaving_of(pilot).people == ()
        await press(pilot, "enter")
        await type_in(pilot, "2500000019")
        await press(pilot, "enter")
        await type_in(pilot, "Demostración", "Rosa")
        await press(pilot, "enter")
        assert [each.key for each in leaving_of(pilot).people] == ["p2"]


async def test_leaving_alone_after_all_takes_the_others_off_only_when_confirmed(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), filing.family()), "HowMany")
        await press(pilot, "1", "escape")
        assert len(leaving_of(pilot).people) == 2
        assert screen_name(pilot) == "HowMany"
        assert "(●) Toda mi familia" in shown(pilot), "what is chosen is what stands"
        await press(pilot, "1", "left", "enter")
        assert leaving_of(pilot).people == ()


async def test_a_representative_says_only_whom_and_need_not_be_family(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), capacity=Capacity.REPRESENTATIVE))
        assert "¿A quién representa?" in shown(pilot)
        await press(pilot, "enter")
        await type_in(pilot, "2500000019")
        await press(pilot, "enter")
        await type_in(pilot, "Demostración", "Juan")
        await press(pilot, *"no", "enter")
        assert "¿Qué es Juan en el Seguro Social Campesino?" in shown(pilot)
        await press(pilot, "1")
        leaving = leaving_of(pilot)
        juan = replace(JUAN, kinship="", capacity=Capacity.HEAD)
        assert (leaving.scope, leaving.applicant_leaves, leaving.people) == (Scope.SOME, False, (juan,))
        await press(pilot, "enter")
        assert "la familia de esa persona" in shown(pilot)
        await press(pilot, "1")
        assert leaving_of(pilot).remaining is Remaining.NOBODY
        assert screen_name(pilot) == "Beyond"


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
async def test_a_child_is_head_of_a_family_only_after_a_question(real: RealStart, picture: Picture, size: tuple[int, int]) -> None:
    async with real(size=size) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), capacity=Capacity.REPRESENTATIVE))
        await press(pilot, "enter")
        pilot.app.screen.query_one("#paper-birth_date").focus()
        await press(pilot, "enter")
        await type_in(pilot, "4", "5", "2019", "Demostración", "Luz")
        await press(pilot, *"hi", "enter", "1")
        assert "¿Luz es jefe o jefa de familia?" in shown(pilot)
        assert "es menor de edad" in shown(pilot)
        await picture(pilot, f"child_as_head-{size[0]}x{size[1]}")
        await press(pilot, "enter")
        assert screen_name(pilot) == "PersonCapacity"
        assert "(●) Jefe o jefa de familia" in shown(pilot), "what was chosen stands until another line is"
        assert answers_of(pilot).leaving is None, "nothing is kept before it is answered"
        await press(pilot, "1", "left", "enter")
        assert leaving_of(pilot).people[0].capacity is Capacity.HEAD, "a question, and no ban"
        assert screen_name(pilot) == "People"


async def test_a_child_who_is_a_dependant_and_whoever_has_a_cedula_are_asked_nothing(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), capacity=Capacity.REPRESENTATIVE))
        await press(pilot, "enter")
        pilot.app.screen.query_one("#paper-birth_date").focus()
        await press(pilot, "enter")
        await type_in(pilot, "4", "5", "2019", "Demostración", "Luz")
        await press(pilot, *"hi", "enter", "2")
        assert screen_name(pilot) == "People"
        assert leaving_of(pilot).people[0].capacity is Capacity.DEPENDANT


async def test_nobody_goes_on_with_an_empty_list_or_without_an_answer(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot)))
        await press(pilot, "tab", "enter")
        assert "Elija quién sale" in shown(pilot)
        await press(pilot, "5")
        assert screen_name(pilot) == "People"
        assert "Agregar persona" in shown(pilot)
        assert "[Continuar]" not in shown(pilot)


async def test_kinship_must_be_chosen(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), SOME), PEOPLE)
        await press(pilot, "enter")
        pilot.app.screen.query_one("#paper-birth_date").focus()
        await press(pilot, "enter")
        await type_in(pilot, "3", "5", "2015", "Demostración", "Luz")
        assert pilot.app.screen.query_one(Choices).value is None
        await press(pilot, "tab", "enter")
        assert "Elija qué es de usted" in shown(pilot)
        error, first = pilot.app.screen.query_one(".choices .error"), pilot.app.screen.query(OptionRow).first()
        assert error.region.bottom <= first.region.y, "above the answers, where the eye is"
