"""The application form on the screens: a blank one from the welcome, and what is said once one's own was printed."""

import pytest
from textual.pilot import Pilot

from kiosk.domain.filing.journey import Step
from kiosk.services.filing import drafts, forms
from screens.apps.kiosk import KioskApp
from screens.documents.form_printed import ask_after_print, ways_back
from screens.entrance.welcome import Welcome
from screens.session.visit import Place
from screens.visit.question import JourneyScreen
from screens.widgets.button import Button
from tests.filing import begin, choice, family
from tests.screens.harness import SIZES, Picture, RealStart, settled, shown, until

at_both_sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


class Documents(JourneyScreen):
    """Stands for the screen from which the form is printed."""

    def question(self) -> str:
        return "Ponga sus documentos, uno por uno"

    def buttons(self) -> tuple[Button, ...]:
        return (Button("Imprimir la solicitud", self.go_on, primary=True),)

    async def go_on(self) -> None:
        assert await self.call(forms.print_form, self.draft.id)
        await ask_after_print(self)


async def before_documents(pilot: Pilot[None]) -> None:
    """Begin a visit whose draft says who leaves, and stand before the documents."""
    app = app_of(pilot)
    kiosk = app.kiosk
    assert kiosk is not None
    draft = begin(kiosk)
    drafts.save(kiosk, draft.id, choice(kiosk))
    app.begin_visit().draft = drafts.save(kiosk, draft.id, family())
    app.show(Documents(Place(Step.ATTACH_DOCUMENTS)))
    await settled(pilot)


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


def app_of(pilot: Pilot[None]) -> KioskApp:
    assert isinstance(pilot.app, KioskApp)
    return pilot.app


@at_both_sizes
async def test_a_blank_form_is_printed_from_the_welcome(real: RealStart, picture: Picture, size: tuple[int, int]) -> None:
    async with real(size=size) as pilot:
        await press(pilot, "6")
        await until(pilot, lambda: "Recoja la hoja." in " ".join(shown(pilot).replace("│", " ").split()))
        await picture(pilot, f"blank_printed-{size[0]}x{size[1]}")
        kiosk = app_of(pilot).kiosk
        assert kiosk is not None
        await until(pilot, lambda: list(kiosk.settings.printer.folder.glob("solicitud-*.pdf")))


async def test_without_a_printer_no_form_is_offered(real: RealStart) -> None:
    async with real(KIOSK_PRINTER__KIND="none") as pilot:
        assert "Imprimir" not in shown(pilot)
        await press(pilot, "7")
        assert isinstance(pilot.app.screen, Welcome)
        assert not list(app_of(pilot).settings.printer.folder.glob("*.pdf"))


@at_both_sizes
async def test_once_printed_it_is_said_what_comes_out_and_what_to_do(
    real: RealStart, picture: Picture, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: "K7P49WXM")
    async with real(size=size) as pilot:
        await before_documents(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: "Recoja las hojas." in " ".join(shown(pilot).replace("│", " ").replace("║", " ").split()))
        await picture(pilot, f"form_printed-{size[0]}x{size[1]}")
        text = " ".join(shown(pilot).split())
        assert "K7P4-9WXM" in text
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, Documents), "staying is the answer that changes nothing"
        await press(pilot, "enter")
        await until(pilot, lambda: "Volver otro día" in shown(pilot))
        await press(pilot, "shift+tab", "enter")
        assert isinstance(pilot.app.screen, Welcome)


@pytest.mark.parametrize(
    ("given", "said", "unsaid"),
    [
        ({"KIOSK_SCANNER__KIND": "sane"}, "Escanéela aquí", "Tómele una foto"),
        ({"KIOSK_INBOX__FOLDER": "inbox"}, "Escanéela en la copiadora", "Tómele una foto"),
        ({"KIOSK_STICK__FOLDER": "stick"}, "Tómele una foto con un teléfono y tráigala en una memoria USB.", "Escanéela aquí"),
        ({}, "Entréguela al personal.", "memoria USB"),
    ],
    ids=["scanner", "copier", "stick", "nothing"],
)
async def test_only_the_ways_are_named_by_which_a_signed_form_gets_into_this_kiosk(
    real: RealStart, given: dict[str, str], said: str, unsaid: str
) -> None:
    async with real(**given) as pilot:
        words = " ".join(ways_back(app_of(pilot).settings))
        assert said in words
        assert unsaid not in words
        assert ("personal" in words) is (not {"KIOSK_SCANNER__KIND", "KIOSK_INBOX__FOLDER"} & set(given))
        await before_documents(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: "Recoja las hojas." in " ".join(shown(pilot).replace("┃", " ").split()))
        assert "Ponga todas las hojas aquí" not in shown(pilot)
