"""The slip and the forms while they are printed: how far they are, giving up, and the code to be copied meanwhile."""

import pytest
from textual.pilot import Pilot

from kiosk.domain.filing.answers import Leaving, Remaining, Scope
from kiosk.domain.filing.journey import Step
from kiosk.domain.machine.message import Media, MessageKind, MessageState
from kiosk.services.filing import forms
from kiosk.services.messages import prints
from screens.documents.form_printed import ask_after_print
from screens.session.visit import Place
from screens.visit.question import JourneyScreen
from screens.visit.your_code import YourCode
from screens.widgets.button import Button
from tests import filing
from tests.screens.harness import SIZES, Picture, RealStart, settled, shown, until
from tests.screens.places import app_of, draft_with, kiosk_of, press, screen_name, show
from tests.screens.scripted import DONE, PAPER_OUT, ScriptedPrinter, StopWatch

ONLY_ME = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NOBODY)


@pytest.fixture(autouse=True)
def watch(monkeypatch: pytest.MonkeyPatch) -> StopWatch:
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: "K7P49WXM")
    return StopWatch(monkeypatch)


class Documents(JourneyScreen):
    """Stands for the screen from which the form is printed."""

    def question(self) -> str:
        return "Ponga sus documentos, uno por uno"

    def buttons(self) -> tuple[Button, ...]:
        return (Button("Imprimir la solicitud", self.go_on, primary=True),)

    async def go_on(self) -> None:
        assert await self.call(forms.print_form, self.draft.id)
        await ask_after_print(self)


def text(pilot: Pilot[None]) -> str:
    return " ".join(shown(pilot).replace("│", " ").replace("┃", " ").split())


async def says(pilot: Pilot[None], words: str) -> None:
    await until(pilot, lambda: words in text(pilot))


def offered(pilot: Pilot[None]) -> list[str]:
    return [each.label for each in pilot.app.screen.query(Button) if each.display]


async def choose(pilot: Pilot[None], label: str) -> None:
    next(each for each in pilot.app.screen.query(Button) if each.label == label and each.display).focus()
    await press(pilot, "enter")


async def at_the_code(pilot: Pilot[None]) -> str:
    app, draft = app_of(pilot), filing.begin(kiosk_of(pilot))
    app.begin_visit().draft = draft
    app.show(YourCode(Place(Step.CONTACT)))
    await settled(pilot)
    return draft.id


@pytest.mark.parametrize("size", [*SIZES, (60, 18)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_slip_is_followed_given_up_and_printed_again(
    real: RealStart, picture: Picture, size: tuple[int, int], watch: StopWatch, clock: filing.StoppedClock
) -> None:
    name, printer = f"{size[0]}x{size[1]}", ScriptedPrinter()
    async with real(size=size, devices={"printer": printer}) as pilot:
        draft = await at_the_code(pilot)
        assert offered(pilot) == ["Imprimir", "Ya lo anoté"]
        await choose(pilot, "Imprimir")
        await says(pilot, "→ Imprimiendo su número para volver… 0 s")
        assert offered(pilot) == ["Ya lo anoté"]
        printer.says[Media.ROLL] = PAPER_OUT
        watch.seconds = 5
        await says(pilot, "! La impresora no tiene papel. Avise al personal. Copie el número a mano. Esperando 5 s")
        assert offered(pilot) == ["No esperar más", "Ya lo anoté"]
        await picture(pilot, f"slip_waits-{name}")
        await choose(pilot, "No esperar más")
        await says(pilot, "Ya no se imprime. Copie el número a mano.")
        assert printer.waiting == []
        assert prints.standing(kiosk_of(pilot), MessageKind.SLIP_PRINT, draft).state is MessageState.WITHDRAWN
        printer.says[Media.ROLL] = DONE
        clock.advance(seconds=1)
        await choose(pilot, "Imprimir")
        await says(pilot, "Recoja el papel. Si no salió, copie el número.")
        assert offered(pilot) == ["Imprimir", "Ya lo anoté"]


async def test_who_needs_the_slip_to_go_home_leaves_once_it_is_no_longer_waited_for(real: RealStart) -> None:
    printer = ScriptedPrinter(says=PAPER_OUT)
    async with real(devices={"printer": printer}) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await choose(pilot, "Volver otro día")
        await says(pilot, "La impresora no tiene papel.")
        assert "Su número para volver es K7P4-9WXM" in text(pilot)
        assert offered(pilot) == ["No esperar más", "Seguir aquí"], "leaving would take the paper back"
        await choose(pilot, "No esperar más")
        await says(pilot, "Ya no se imprime. Copie el número a mano.")
        assert printer.waiting == []
        await choose(pilot, "Volver otro día")
        assert screen_name(pilot) == "Welcome"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_form_and_slip_are_told_together(real: RealStart, picture: Picture, size: tuple[int, int]) -> None:
    printer = ScriptedPrinter(Media.ROLL, Media.A4, says=DONE)
    printer.says[Media.ROLL] = PAPER_OUT
    async with real(size=size, devices={"printer": printer}) as pilot:
        kiosk, app = kiosk_of(pilot), app_of(pilot)
        app.begin_visit().draft = draft_with(kiosk, ONLY_ME)
        app.show(Documents(Place(Step.ATTACH_DOCUMENTS)))
        await settled(pilot)
        await choose(pilot, "Imprimir la solicitud")
        await says(pilot, "La impresora no tiene papel.")
        assert offered(pilot) == ["No esperar más", "Seguir aquí"]
        await picture(pilot, f"form_waits-{size[0]}x{size[1]}")
        printer.says[Media.ROLL] = DONE
        await says(pilot, "Recoja las hojas.")
        assert offered(pilot) == ["Volver otro día", "Seguir aquí"]


async def test_a_blank_form_is_followed_at_the_welcome_and_forgotten_with_the_next_person(real: RealStart) -> None:
    printer = ScriptedPrinter(Media.A4, says=PAPER_OUT)
    async with real(devices={"printer": printer}) as pilot:
        await press(pilot, "6")
        await says(pilot, "! La impresora no tiene papel. Avise al personal. Puede pedir una en papel.")
        assert "Es gratis" not in text(pilot)
        app_of(pilot).end_visit()
        await settled(pilot)
        assert "Es gratis" in text(pilot)
        assert "La impresora" not in text(pilot)
