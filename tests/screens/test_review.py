"""The review: everything that was said, each line a way to change it and back, and nothing sent before it is confirmed."""

import re
import threading
from dataclasses import replace

import pytest
from textual.geometry import Size
from textual.pilot import Pilot

from kiosk.domain.documents.document import Picture
from kiosk.domain.filing.answers import Capacity, Draft, Leaving, Observation, Person, Remaining, Scope
from kiosk.domain.filing.journey import Step
from kiosk.domain.people.identity import parse_cedula
from kiosk.services.documents import attachments
from kiosk.services.filing import drafts
from kiosk.services.kiosk import Kiosk
from screens.session.visit import place_of
from screens.visit.deliberate import Deliberate
from screens.visit.review_lines import reminders, review_lines
from screens.widgets.button import Button
from screens.widgets.lines import FigureRow, Line, Lines
from screens.widgets.picture import CellPicture
from tests import filing
from tests.screens.harness import RealStart, Start, settled, shown, type_in, until
from tests.screens.places import answers_of, app_of, draft_with, kiosk_of, press, screen_name, show
from tests.screens.samples import Sample, put_beyond

REVIEW = "Review"


@pytest.fixture(autouse=True)
def _beyond(monkeypatch: pytest.MonkeyPatch) -> None:
    """End at the consent: what comes there has tests of its own."""
    put_beyond(monkeypatch, Step.CONSENT)


def lines_of(kiosk: Kiosk, draft: Draft) -> list[Line]:
    procedure = kiosk.catalogue.procedure("egreso-ssc")
    assert procedure
    return review_lines(draft, procedure, kiosk.catalogue)


def said(lines: list[Line]) -> str:
    return "\n".join(f"{each.heading}|{each.label}|{each.text}|{each.detail}" for each in lines)


def place_of_line(pilot: Pilot[None], label: str) -> int:
    """Return where a line stands among those that can be changed."""
    return [line.label for line in pilot.app.screen.query_one(Lines).lines if line.value].index(label)


async def test_it_says_everything_in_full_for_it_is_the_persons_own_screen(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        draft = filing.answer_all(kiosk)
        draft = drafts.save(kiosk, draft.id, Observation("Vivo lejos."))
        text = said(lines_of(kiosk, draft))
        for words in (
            "Usted|Su cédula|9900000010",
            "Su nombre|Demostración Ñusta María José",
            "099 123 4567",
            filing.EMAIL,
            "Falta verificar su correo",
            "Pichincha",
            "Egreso de jefes de familia",
            "Toda su familia, también usted",
            "Demostración Juan|Esposo o esposa|Cédula 2500000019",
            "Menor sin cédula, nació el 04/05/2019",
            "Cédula, parte de atrás|● listo",
            "Documento del menor sin cédula|! dudoso",
            "Solicitud de egreso, llena y firmada|! dudoso",
            "Dudoso|Solicitud de egreso, llena y firmada|! Las letras salieron muy pequeñas.",
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
        assert "Cédula, parte de adelante|● listo" in text
        assert "Cédula, parte de atrás|● listo, en el otro PDF" in text
        assert "Solicitud de egreso, llena y firmada|· falta" in text


async def test_a_new_head_is_named_only_while_one_is_asked_for(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        rosa = Person("head", "Rosa", "Demostración", parse_cedula("2500000019"))
        leaving = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NEW_HEAD, new_head=rosa)
        assert "Nuevo jefe|Demostración Rosa|Cédula 2500000019" in said(lines_of(kiosk, draft_with(kiosk, leaving)))
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


async def test_where_nobody_stays_nothing_is_said_of_those_who_do(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        procedure = kiosk.catalogue.procedure("egreso-ssc")
        assert procedure
        without = "los dependientes pueden quedar sin seguro"
        alone = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NOBODY)
        for leaving in (alone, filing.family()):
            assert not any(without in each for each in reminders(draft_with(kiosk, leaving), procedure))
        staying = replace(alone, remaining=Remaining.UNDECIDED)
        assert any(without in each for each in reminders(draft_with(kiosk, staying), procedure))


async def test_what_was_said_and_put_stands_by_person_then_what_it_is_for(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        lines = lines_of(kiosk, filing.answer_all(kiosk))
        headings = [line.heading for line in lines if line.heading]
        assert headings == ["Usted", "Demostración Juan", "Demostración Rosa", "Cómo se le responde", "Lo que pide"]
        labels = [line.label for line in lines]
        assert labels.index("Cédula, parte de adelante") < labels.index("Esposo o esposa") < labels.index("Hijo o hija")
        assert labels.index("Hijo o hija") < labels.index("Documento del menor sin cédula") < labels.index("Teléfono")


async def test_the_papers_of_whoever_represents_another_are_there_though_they_do_not_leave(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        leaving = replace(filing.family(), scope=Scope.SOME, applicant_leaves=False, people=filing.family().people[:1])
        draft = draft_with(kiosk, leaving, capacity=Capacity.REPRESENTATIVE)
        labels = [line.label for line in lines_of(kiosk, draft)]
        assert "Documento que prueba la representación" in labels
        assert "Solicitud de egreso, llena y firmada" in labels


async def test_papers_are_small_pictures_drawn_once_and_side_by_side(real: RealStart, monkeypatch: pytest.MonkeyPatch) -> None:
    async with real() as pilot:
        threads: list[bool] = []
        picture = attachments.picture

        def noting(kiosk: Kiosk, draft_id: str, slot_id: str) -> Picture | None:
            threads.append(threading.current_thread() is threading.main_thread())
            return picture(kiosk, draft_id, slot_id)

        monkeypatch.setattr(attachments, "picture", noting)
        draft = filing.answer_all(kiosk_of(pilot))
        for _time in range(2):
            await show_again(pilot, draft)
            await until(pilot, lambda: all(each.picture for each in pilot.app.screen.query(CellPicture)))
        assert threads == [False] * len(draft.attachments)
        mine = [each.region for each in pilot.app.screen.query(CellPicture)][:3]
        assert len({each.y for each in mine}) == 1
        assert all(each.height <= 4 for each in mine)


async def show_again(pilot: Pilot[None], draft: Draft) -> None:
    """Show the review, in the same visit where one is under way."""
    app = app_of(pilot)
    if app.session is None:
        await show(pilot, draft, REVIEW)
    else:
        app.show_place(place_of(REVIEW))
        await settled(pilot)


async def test_a_picture_that_comes_before_its_place_is_laid_out_is_shown_there(ground: Start) -> None:
    picture, line = Picture(2, 2, bytes(12)), Line("front", "Cédula", "● listo", figure=Size(2, 1))
    async with ground(Sample()) as pilot:
        row = FigureRow(line, 1)
        row.show_picture(picture)
        await pilot.app.screen.query_one("#column").mount(row)
        assert row.query_one(CellPicture).picture is picture


async def test_a_digit_opens_its_line_from_the_reading_and_from_the_button(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, filing.answer_all(kiosk_of(pilot)), REVIEW)
        assert re.search(r" 2 +Su nombre", shown(pilot))
        await press(pilot, "2")
        assert screen_name(pilot) == "Names"
        await press(pilot, "escape")
        assert screen_name(pilot) == "Review"
        pilot.app.screen.query_one("Button.-primary").focus()
        await press(pilot, "3")
        assert screen_name(pilot) == "InWhatCapacity"


async def test_a_papers_line_opens_the_paper_and_both_ways_come_back_to_it(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, filing.answer_all(kiosk_of(pilot)), REVIEW)
        for way in ("escape", "enter"):
            await press(pilot, "5")
            assert screen_name(pilot) == "SeeDocument"
            await press(pilot, way)
            assert screen_name(pilot) == "Review", way
            assert pilot.app.screen.query_one(Lines).here == 4, way


async def test_a_press_in_haste_does_not_accept_what_came_into_sight_with_it(
    real: RealStart, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with real() as pilot:
        await show(pilot, filing.answer_all(kiosk_of(pilot)), REVIEW)
        monkeypatch.setattr(Deliberate, "QUIET_SECONDS", 60.0)
        for _page in range(12):
            await press(pilot, "enter")
        assert isinstance(pilot.app.focused, Button)
        assert screen_name(pilot) == "Review"


async def test_a_line_leads_to_its_question_and_back_to_the_same_line(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, filing.answer_all(kiosk_of(pilot)), REVIEW)
        pilot.app.screen.query_one(Lines).here = place_of_line(pilot, "Teléfono") - 1
        await press(pilot, "down", "enter")
        assert screen_name(pilot) == "Telephone"
        field = pilot.app.screen.query("Field").first()
        field.value = ""  # type: ignore[attr-defined] # a Field
        await type_in(pilot, "022345678")
        assert screen_name(pilot) == "Review"
        contact = answers_of(pilot).contact
        assert contact
        assert contact.telephone == "+59322345678"
        assert re.search(r"▸\d? *Teléfono", shown(pilot))
        assert "02 234 5678" in shown(pilot)


async def test_the_people_are_changed_in_their_list(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, filing.answer_all(kiosk_of(pilot)), REVIEW)
        pilot.app.screen.query_one(Lines).here = place_of_line(pilot, "Esposo o esposa")
        await press(pilot, "right")
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


async def test_enter_reads_on_from_the_line_that_one_came_back_to(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, filing.answer_all(kiosk_of(pilot)), REVIEW)
        await press(pilot, "2", "escape")
        for _page in range(8):
            assert screen_name(pilot) == "Review", "who knows only Enter would go round in circles"
            if isinstance(pilot.app.focused, Button):
                break
            await press(pilot, "enter")
        assert "Enter aceptar" in shown(pilot)


OPENED = ["Number", "Names", "InWhatCapacity", "Telephone", "Email", "VerifyEmail", "ChooseProvince", "HowMany"]


@pytest.mark.parametrize("screen", OPENED)
async def test_esc_and_continuar_both_come_back_to_the_line_that_was_opened(real: RealStart, screen: str) -> None:
    async with real() as pilot:
        await show(pilot, filing.answer_all(kiosk_of(pilot)), REVIEW)
        lines = pilot.app.screen.query_one(Lines)
        values = [line.value for line in lines.lines if line.value]
        here = next(place for place, value in enumerate(values) if value == screen)
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
