"""The review: everything that was said, each line a way to change it and back, and nothing sent before it is confirmed."""

from dataclasses import replace

import pytest

from kiosk.domain.answers import Draft, Leaving, Observation, Person, Remaining, Scope
from kiosk.domain.identity import parse_cedula
from kiosk.domain.journey import Step
from kiosk.services import attachments, drafts
from kiosk.services.kiosk import Kiosk
from screens import session
from screens.review_lines import reminders, review_lines
from screens.widgets.button import Button
from screens.widgets.lines import Line, Lines
from tests import filing
from tests.screens.harness import RealStart, shown, type_in
from tests.screens.places import answers_of, draft_with, kiosk_of, press, screen_name, show

REVIEW = "screens.review:Review"


@pytest.fixture(autouse=True)
def _beyond(monkeypatch: pytest.MonkeyPatch) -> None:
    """End at the consent: what comes there has tests of its own."""
    monkeypatch.setitem(session.SCREENS, Step.CONSENT, ("tests.screens.samples:Beyond",))


def lines_of(kiosk: Kiosk, draft: Draft) -> list[Line]:
    procedure = kiosk.catalogue.procedure("egreso-ssc")
    assert procedure
    return review_lines(draft, procedure, kiosk.catalogue)


def said(lines: list[Line]) -> str:
    return "\n".join(f"{each.label}|{each.text}|{each.detail}" for each in lines)


async def test_it_says_everything_in_full_for_it_is_the_persons_own_screen(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        draft = filing.answer_all(kiosk)
        draft = drafts.save(kiosk, draft.id, Observation("Vivo lejos."))
        text = said(lines_of(kiosk, draft))
        for words in (
            "Cédula 9900000010",
            "María José Demostración Ñusta",
            "099 123 4567",
            filing.EMAIL,
            "Falta verificar su correo",
            "Pichincha",
            "Egreso de jefes de familia",
            "Toda su familia, también usted",
            "Esposo o esposa|Juan Demostración|Cédula 2500000019",
            "Menor sin cédula, nació el 4/5/2019",
            "De usted|Cédula, parte de atrás: foto JPG",
            "Rosa|Documento del menor sin cédula: foto JPG",
            "Del trámite|Solicitud de egreso, llena y firmada: PDF, 1 página",
            "Observación|Vivo lejos.",
        ):
            assert words in text


async def test_doubts_that_were_confirmed_are_said_once_more(real: RealStart) -> None:
    async with real() as pilot:
        text = said(lines_of(kiosk_of(pilot), filing.answer_all(kiosk_of(pilot))))
        assert "! Los dos primeros números (25) no son los de una provincia. Usted dijo que está bien." in text


async def test_a_back_within_the_pdf_of_the_front_counts_as_there(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        draft = draft_with(kiosk, Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NOBODY))
        draft = attachments.attach(kiosk, draft.id, "cedula-front:applicant", filing.paper(pages=2))
        text = said(lines_of(kiosk, draft))
        assert "Cédula, parte de adelante: PDF, 2 páginas" in text
        assert "Cédula, parte de atrás: está en el PDF de la otra parte" in text


async def test_a_new_head_is_named_only_while_one_is_asked_for(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        rosa = Person("head", "Rosa", "Demostración", parse_cedula("2500000019"))
        leaving = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NEW_HEAD, new_head=rosa)
        assert "Nuevo jefe|Rosa Demostración|Cédula 2500000019" in said(lines_of(kiosk, draft_with(kiosk, leaving)))
        for other in (replace(leaving, remaining=Remaining.UNDECIDED), replace(filing.family(), new_head=rosa)):
            assert "Nuevo jefe" not in said(lines_of(kiosk, draft_with(kiosk, other)))


async def test_the_reminders_are_those_of_this_very_case(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        procedure = kiosk.catalogue.procedure("egreso-ssc")
        assert procedure
        alone = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.UNDECIDED)
        assert any("se quedan" in each for each in reminders(draft_with(kiosk, alone), procedure))
        assert not any("se quedan" in each for each in reminders(draft_with(kiosk, filing.family()), procedure))


async def test_a_line_leads_to_its_question_and_back_to_the_same_line(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, filing.answer_all(kiosk_of(pilot)), REVIEW)
        await press(pilot, "down", "down", "down", "down", "enter")
        assert screen_name(pilot) == "Telephone"
        field = pilot.app.screen.query("Field").first()
        field.value = ""  # type: ignore[attr-defined] # a Field
        await type_in(pilot, "022345678")
        assert screen_name(pilot) == "Review"
        contact = answers_of(pilot).contact
        assert contact
        assert contact.telephone == "+59322345678"
        assert "▸ Teléfono" in shown(pilot)
        assert "02 234 5678" in shown(pilot)


async def test_the_people_are_changed_in_their_list(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, filing.answer_all(kiosk_of(pilot)), REVIEW)
        lines = pilot.app.screen.query_one(Lines)
        lines.here = [line.text for line in lines.lines if line.value].index("Juan Demostración")
        await press(pilot, "enter")
        assert screen_name(pilot) == "People"
        await press(pilot, "enter")
        assert screen_name(pilot) == "Review"


async def test_enter_reads_on_to_the_end_and_aceptar_leads_to_the_consent_without_sending(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, filing.answer_all(kiosk_of(pilot)), REVIEW)
        for _page in range(6):
            assert screen_name(pilot) == "Review"
            if isinstance(pilot.app.focused, Button):
                break
            await press(pilot, "enter")
        assert "Enter aceptar" in shown(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "Beyond"


OPENED = ["Number", "Names", "InWhatCapacity", "Telephone", "Email", "VerifyEmail", "ChooseProvince", "HowMany"]


@pytest.mark.parametrize("screen", OPENED)
async def test_esc_and_continuar_both_come_back_to_the_line_that_was_opened(real: RealStart, screen: str) -> None:
    async with real() as pilot:
        await show(pilot, filing.answer_all(kiosk_of(pilot)), REVIEW)
        lines = pilot.app.screen.query_one(Lines)
        values = [line.value for line in lines.lines if line.value]
        here = next(place for place, value in enumerate(values) if value.endswith(f":{screen}"))
        for way in ("escape", "continue"):
            pilot.app.screen.query_one(Lines).here = here
            await press(pilot, "right")
            assert screen_name(pilot) == screen
            if way == "escape":
                await press(pilot, "escape")
            else:
                pilot.app.screen.query_one("#later" if screen == "VerifyEmail" else "Button.-primary").focus()
                await press(pilot, "enter")
                if "¿Está bien escrito?" in shown(pilot):
                    await press(pilot, "enter")
            assert screen_name(pilot) == "Review", way
            assert pilot.app.screen.query_one(Lines).here == here, way
