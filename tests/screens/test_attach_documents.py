"""The documents: each in its place with its state in words, taken from the stick, looked at, seen, replaced and removed."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.geometry import Region
from textual.widget import Widget

from kiosk.domain.documents.document import Picture
from kiosk.services.documents import attachments
from kiosk.settings import Settings
from screens.apps.kiosk import KioskApp
from screens.frame.screen import KioskScreen
from screens.widgets.picture import CellPicture
from screens.widgets.rows import Rows
from screens.widgets.writing import Writing
from tests import filing
from tests.screens.harness import SIZES, RealStart, Start, shown, until
from tests.screens.harness import Picture as Compare
from tests.screens.places import draft_with, kiosk_of, press, screen_name, show
from tests.screens.sticks import BACK, FORM, FRONT, ONLY_ME, draft_of, files_shown, plug_in, slots_of


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Give the folder where a memory stick appears when it is plugged in."""
    return tmp_path / "stick"


@pytest.fixture(autouse=True)
def _always_the_same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: "K7P49WXM")


async def test_each_place_says_whether_it_is_filled_and_the_keys_begin_at_the_next_open_one(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        draft = attachments.attach(kiosk, draft_with(kiosk, ONLY_ME).id, FRONT, filing.photograph())
        await show(pilot, draft)
        assert screen_name(pilot) == "AttachDocuments"
        assert "Faltan 2 de 3" in shown(pilot)
        assert [row.note for row in pilot.app.screen.query_one(Rows).rows[:3]] == ["● listo", "· falta", "· falta"]
        assert pilot.app.screen.query_one(Rows).here == BACK
        assert "La otra parte de la cédula" in shown(pilot)


async def test_one_pdf_of_both_sides_serves_for_both_places(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        draft = attachments.attach(kiosk, draft_with(kiosk, ONLY_ME).id, FRONT, filing.paper(pages=2))
        await show(pilot, draft)
        assert "● sirve el PDF de dos páginas" in shown(pilot)
        assert pilot.app.screen.query_one(Rows).here == FORM


async def test_a_document_is_removed_only_after_asking(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        await show(pilot, attachments.attach(kiosk, draft_with(kiosk, ONLY_ME).id, FRONT, filing.photograph()))
        await press(pilot, "1", "tab", "tab", "tab", "enter")
        assert "Lo que usted trajo queda como está." in shown(pilot)
        await press(pilot, "enter")
        assert slots_of(pilot) == {FRONT}
        await press(pilot, "enter", "shift+tab", "enter")
        assert screen_name(pilot) == "AttachDocuments"
        assert slots_of(pilot) == set()


@pytest.mark.parametrize("reads", [True, False], ids=["reads sticks", "reads none"])
async def test_when_all_is_there_the_stick_may_go_and_the_keys_stand_on_the_way_on(
    real: RealStart,
    stick: Path,
    reads: bool,  # noqa: FBT001 - drawn by pytest
) -> None:
    async with real(**{"KIOSK_STICK__FOLDER": str(stick)} if reads else {}) as pilot:
        draft = filing.answer_all(kiosk_of(pilot))
        await show(pilot, draft, "AttachDocuments")
        assert ("Si puso una memoria, ya puede sacarla." in shown(pilot)) is reads
        assert "Pulse «Continuar»." in " ".join(shown(pilot).replace("│", " ").split())
        await press(pilot, "enter")
        assert screen_name(pilot) == "Review"


async def test_while_a_document_is_missing_there_is_no_way_on_but_to_put_it(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        assert "Continuar" not in shown(pilot)
        assert "Volver otro día" in shown(pilot)
        await press(pilot, "shift+tab", "enter")
        assert screen_name(pilot) == "PutAll"


@pytest.mark.parametrize(
    ("printer", "said"),
    [("folder", "Recoja el papel. Si no salió, copie el número."), ("none", "no tiene impresora: copie este número")],
)
async def test_whoever_must_go_home_takes_the_code_along(real: RealStart, printer: str, said: str) -> None:
    async with real(KIOSK_PRINTER__KIND=printer) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "tab", "tab", "enter")
        await until(pilot, lambda: said in " ".join(shown(pilot).replace("┃", " ").replace("│", " ").split()))
        assert "Su número para volver es K7P4-9WXM" in shown(pilot)
        await press(pilot, "shift+tab", "enter")
        assert screen_name(pilot) == "Welcome"


async def test_an_observation_is_written_whole_and_no_longer_than_fits(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "end", "enter")
        pilot.app.screen.query_one(Writing).insert("a" * 499)
        await press(pilot, *"bc", "enter")
        observation = draft_of(pilot).answers.observation
        assert observation is not None
        assert observation.text == "a" * 499 + "b"
        assert "● escrito" in shown(pilot)


async def test_what_is_pasted_into_an_observation_is_cleaned(real: RealStart) -> None:
    from textual.events import Paste

    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "end", "enter")
        pilot.app.post_message(Paste("uno\x1b]52;c;AA\x07\ndos\u202e"))
        await press(pilot, "enter")
        observation = draft_of(pilot).answers.observation
        assert observation is not None
        assert not set("\x1b\x07\n\u202e") & set(observation.text)
        assert observation.text.startswith("uno")


async def test_more_time_is_given_while_papers_are_looked_for(real: RealStart) -> None:
    now = [0.0]
    async with real() as pilot:
        app = pilot.app
        assert isinstance(app, KioskApp)
        app.inactivity._clock = lambda: now[0]
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        app.inactivity.touch()
        now[0] = 599.0
        app._tick()
        assert screen_name(pilot) == "AttachDocuments"
        now[0] = 601.0
        app._tick()
        assert screen_name(pilot) == "StillThere"


class Chessboard(KioskScreen):
    """A picture of black, grey and white."""

    def question(self) -> str:
        return "¿Se ve?"

    def content(self) -> Iterable[Widget]:
        return (CellPicture(Picture(3, 2, b"\x00\x00\x00\x80\x80\x80\xff\xff\xff" * 2)),)


async def test_the_raw_console_tells_writing_from_paper_by_greys(ground: Start, settings: Settings) -> None:
    async with ground(Chessboard(), given=replace(settings, screen=replace(settings.screen, theme="console"))) as pilot:
        (strip,) = pilot.app.screen.query_one(CellPicture).render_lines(Region(0, 0, 3, 1))
        assert strip.text == " ▒█"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures_of_the_documents(real: RealStart, picture: Compare, stick: Path, size: tuple[int, int]) -> None:
    name = f"{size[0]}x{size[1]}"
    async with real(size=size, KIOSK_STICK__FOLDER=str(stick)) as pilot:
        kiosk = kiosk_of(pilot)
        draft = draft_with(kiosk, filing.family())
        draft = attachments.attach(kiosk, draft.id, "cedula-front:p1", filing.paper(pages=2))
        await show(pilot, draft)
        await picture(pilot, f"attach_documents-{name}")
        await press(pilot, "enter")
        await until(pilot, lambda: "No hay ninguna memoria" in shown(pilot))
        await picture(pilot, f"stick_missing-{name}")
        plug_in(stick, **{"foto de la cédula__jpg": filing.photograph()})
        await files_shown(pilot)
        await press(pilot, "enter")
        await picture(pilot, f"document-{name}")
        await press(pilot, "enter", "end", "enter")
        await picture(pilot, f"observation-{name}")
