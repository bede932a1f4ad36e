"""Documents from the memory stick: chosen, refused in words that mend it, and a stick that comes late or goes early."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kiosk.domain.documents.document import LARGEST_BYTES, Inspection, Origin, Paper
from kiosk.inspection.judged.inspector import Inspector
from kiosk.services.documents import attachments
from screens.documents.stick import ChooseFile
from screens.widgets.picture import CellPicture
from screens.widgets.rows import Rows
from tests import filing
from tests.screens.harness import RealStart, shown, until
from tests.screens.places import app_of, draft_with, kiosk_of, press, screen_name, show
from tests.screens.sticks import BACK, FRONT, ONLY_ME, draft_of, files_shown, listed, plug_in, pull_out, slots_of


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Give the folder where a memory stick appears when it is plugged in."""
    return tmp_path / "stick"


@pytest.fixture(autouse=True)
def _always_the_same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: "K7P49WXM")


async def test_a_file_is_chosen_looked_at_and_shown_and_the_next_place_follows(real: RealStart, stick: Path) -> None:
    plug_in(stick, foto__jpg=filing.photograph(), carta__docx=b"PK\x03\x04")
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "1")
        await files_shown(pilot)
        assert listed(pilot) == ["foto.jpg"]
        assert "1 archivo no se muestra: no es JPG ni PDF." in shown(pilot)
        await press(pilot, "enter")
        assert "¿Se ve completo y derecho?" in shown(pilot)
        assert "Es una foto." in shown(pilot)
        assert pilot.app.screen.query_one(CellPicture).picture == attachments.picture(kiosk_of(pilot), draft_of(pilot).id, FRONT)
        await press(pilot, "enter")
        assert pilot.app.screen.query_one(Rows).here == BACK
        assert slots_of(pilot) == {FRONT}


async def test_a_file_that_is_still_being_copied_is_refused_and_taken_when_it_is_whole(real: RealStart, stick: Path) -> None:
    whole = filing.photograph()
    plug_in(stick, foto__jpg=whole[: len(whole) // 2])
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "1")
        await files_shown(pilot)
        await press(pilot, "enter")
        assert "La foto está incompleta" in shown(pilot)
        assert slots_of(pilot) == set()
        plug_in(stick, foto__jpg=whole)
        pilot.app.screen.query_one(Rows).focus()
        await press(pilot, "enter")
        assert slots_of(pilot) == {FRONT}


async def test_a_stick_of_photos_of_another_kind_says_how_to_get_a_jpg(real: RealStart, stick: Path) -> None:
    plug_in(stick, IMG_1__heic=b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", carta__tif=b"II*\x00" + bytes(50))
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "1")
        await until(pilot, lambda: "En su memoria hay 2 archivos" in shown(pilot))
        page = " ".join(shown(pilot).replace("│", " ").split())
        assert "elija «Más compatible»" in page
        assert "elija guardar como PDF o JPG" in page


async def test_a_refused_file_is_explained_and_the_place_takes_the_next_one(real: RealStart, stick: Path) -> None:
    plug_in(stick, roto__pdf=b"%PDF-1.4 nothing")
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "1")
        await files_shown(pilot)
        await press(pilot, "enter")
        assert "El PDF no se puede abrir" in shown(pilot)
        assert slots_of(pilot) == set()
        plug_in(stick, bueno__pdf=filing.paper())
        await until(pilot, lambda: "bueno.pdf" in listed(pilot))
        await press(pilot, str(listed(pilot).index("bueno.pdf") + 1))
        assert slots_of(pilot) == {FRONT}


async def test_without_a_stick_it_says_what_to_do_and_files_appear_by_themselves(real: RealStart, stick: Path) -> None:
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "1")
        await until(pilot, lambda: "No hay ninguna memoria conectada" in shown(pilot))
        assert "Sus archivos aparecen aquí solos" in shown(pilot)
        plug_in(stick, foto__jpg=filing.photograph())
        await files_shown(pilot)
        assert "No hay ninguna memoria" not in shown(pilot)
        assert pilot.app.focused is pilot.app.screen.query_one(Rows)


async def test_a_stick_pulled_out_meanwhile_is_told_and_the_place_keeps_what_it_had(real: RealStart, stick: Path) -> None:
    plug_in(stick, foto__jpg=filing.photograph())
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        kiosk = kiosk_of(pilot)
        draft = attachments.attach(kiosk, draft_with(kiosk, ONLY_ME).id, FRONT, filing.photograph("A"))
        await show(pilot, draft)
        await press(pilot, "1", "tab", "tab", "enter")
        await files_shown(pilot)
        pull_out(stick)
        await press(pilot, "enter")
        assert "memoria" in shown(pilot)
        assert screen_name(pilot) == "ChooseFile"
        assert slots_of(pilot) == {FRONT}


@pytest.fixture
def gate() -> threading.Event:
    """Hold the inspection until the test lets it go."""
    return threading.Event()


async def test_whoever_gives_up_waiting_finds_nothing_put_there_later(real: RealStart, stick: Path, gate: threading.Event) -> None:
    plug_in(stick, foto__jpg=filing.photograph())
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        kiosk = kiosk_of(pilot)
        looked_at = threading.Event()

        class Slow(Inspector):
            def inspect(
                self, content: bytes, paper: Paper = Paper.PAGE, *, most: int = LARGEST_BYTES, origin: Origin = Origin.FILE
            ) -> Inspection:
                gate.wait(20)
                found = kiosk.inspector.inspect(content, paper, most=most, origin=origin)
                looked_at.set()
                return found

        app_of(pilot).kiosk = replace(kiosk, inspector=Slow())
        await show(pilot, draft_with(kiosk, ONLY_ME))
        await press(pilot, "1")
        await files_shown(pilot)
        before = set(threading.enumerate())
        await pilot.press("enter")
        await until_waiting(pilot)
        at_work = set(threading.enumerate()) - before
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ChooseFile)
        gate.set()
        await until(pilot, looked_at.is_set)
        await until(pilot, lambda: not any(each.is_alive() for each in at_work))
        assert slots_of(pilot) == set()


async def until_waiting(pilot: Pilot[None]) -> None:
    """Wait for the line that says what is waited for."""
    for _look in range(500):
        if "Revisando su documento…" in shown(pilot):
            return
        await pilot.pause(0.02)
    pytest.fail(f"nothing says what is waited for:\n{shown(pilot)}")


async def test_a_file_name_is_no_markup_and_rings_no_bell(real: RealStart, stick: Path) -> None:
    plug_in(stick)
    (stick / "[@click=app.quit]x\x07.pdf").write_bytes(filing.paper())
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "1")
        await files_shown(pilot)
        assert "[@click=app.quit]x.pdf" in shown(pilot)


async def test_a_kiosk_that_reads_no_stick_promises_no_files(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "1")
        await until(pilot, lambda: "Este kiosco no lee memorias USB." in shown(pilot))
        assert "aparecen aquí solos" not in shown(pilot)
