"""Scanning with SANE's own virtual scanners: finding one, seeing before, one side, both sides and stacks, faults and giving up."""

import asyncio
import io
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from pypdf import PdfReader
from textual.pilot import Pilot

from kiosk.domain.documents.document import Finding, Inspection, MediaType, Origin, Paper, Verdict
from kiosk.domain.documents.scanner import ScannerDevice
from kiosk.domain.filing.answers import Draft, Leaving, Remaining, Scope
from kiosk.inspection.codes import Code
from kiosk.inspection.judged.inspector import Inspector
from kiosk.inspection.judged.sentences import sentence
from kiosk.services.documents import scanning
from kiosk.services.filing import drafts
from kiosk.services.kiosk import Kiosk
from screens.widgets.choices import Choices
from screens.widgets.picture import CellPicture
from screens.widgets.rows import Rows
from tests.scanners import failing_scanner, page_scanner, pattern_scanner, slow_scanner
from tests.screens.harness import SIZES, Picture, RealStart, shown, until
from tests.screens.places import app_of, draft_with, kiosk_of, press, screen_name, show

pytestmark = pytest.mark.peer("scanimage")

ONLY_ME = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NOBODY)
FRONT, BACK, FORM = "cedula-front:applicant", "cedula-back:applicant", "application-form"


@pytest.fixture(autouse=True)
def _always_the_same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: "K7P49WXM")


def with_scanner(config: Path, **more: str) -> dict[str, str]:
    """Return the settings of a kiosk with a scanner, and with neither stick nor printer unless `more` has them."""
    return {"KIOSK_SCANNER__KIND": "sane", "KIOSK_SCANNER__CONFIG": str(config), "KIOSK_PRINTER__KIND": "none", **more}


def draft_of(pilot: Pilot[None]) -> Draft:
    draft = app_of(pilot).visit.draft
    assert draft is not None
    return drafts.read(kiosk_of(pilot), draft.id)


def slots_of(pilot: Pilot[None]) -> dict[str, tuple[MediaType, int]]:
    return {each.slot: (each.media_type, each.pages) for each in draft_of(pilot).attachments}


class Lenient(Inspector):
    """Takes any JPEG or PDF: the patterns of a virtual scanner are no papers that anybody can read."""

    def inspect(self, content: bytes, paper: Paper = Paper.PAGE, *, most: int = 0, origin: Origin = Origin.FILE) -> Inspection:  # noqa: ARG002 - the inspector's signature
        media_type = MediaType.of(content)
        pages = len(PdfReader(io.BytesIO(content)).pages) if media_type is MediaType.PDF else 1
        return Inspection(Verdict.FINE, media_type, pages, len(content), content=content, original_bytes=len(content))


class Strict(Lenient):
    """Takes nothing that is scanned: it is too dark."""

    def inspect(self, content: bytes, paper: Paper = Paper.PAGE, *, most: int = 0, origin: Origin = Origin.FILE) -> Inspection:
        found = super().inspect(content, paper, most=most, origin=origin)
        return replace(found, verdict=Verdict.UNREADABLE, findings=(Finding("too_dark", sentence(Code.TOO_DARK, 0, 0, origin)),))


def form() -> Image.Image:
    """Return a page with writing on it."""
    page = Image.new("L", (1240, 1754), "white")
    for line in range(20):
        ImageDraw.Draw(page).text((100, 120 + 70 * line), "Solicitud de egreso voluntario", fill="black", font_size=44)
    return page


async def open_slot(pilot: Pilot[None], number: int) -> None:
    """Open a place of the documents, and wait until the scanner was found or was not."""
    app_of(pilot).kiosk = replace(kiosk_of(pilot), inspector=Lenient())
    await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
    await press(pilot, str(number))


async def test_a_kiosk_with_a_scanner_alone_goes_straight_to_it(real: RealStart, tmp_path: Path) -> None:
    async with real(**with_scanner(pattern_scanner(tmp_path / "sane"))) as pilot:
        await open_slot(pilot, 1)
        assert "Ponga la cédula en el escáner" in shown(pilot)
        await press(pilot, "escape")
        assert screen_name(pilot) == "AttachDocuments"


async def test_where_there_is_more_than_one_source_it_is_chosen_and_back_leads_there(real: RealStart, tmp_path: Path) -> None:
    given = with_scanner(pattern_scanner(tmp_path / "sane"), KIOSK_STICK__FOLDER=str(tmp_path / "stick"))
    async with real(**given) as pilot:
        await open_slot(pilot, 1)
        assert [row.value for row in pilot.app.screen.query_one(Rows).rows] == ["scanner", "stick"]
        await press(pilot, "2")
        assert screen_name(pilot) == "ChooseFile"
        await press(pilot, "escape")
        assert screen_name(pilot) == "ChooseSource"
        await press(pilot, "1")
        assert screen_name(pilot) == "Scan"
        await press(pilot, "escape", "escape")
        assert screen_name(pilot) == "AttachDocuments"


async def test_the_application_form_can_be_printed_where_there_is_a_printer(real: RealStart, tmp_path: Path) -> None:
    given = with_scanner(pattern_scanner(tmp_path / "sane"), KIOSK_PRINTER__KIND="folder")
    async with real(**given) as pilot:
        await open_slot(pilot, 3)
        assert [row.value for row in pilot.app.screen.query_one(Rows).rows] == ["print", "scanner"]
        await press(pilot, "1")
        assert "ponga su huella" in shown(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "ChooseSource"


async def test_no_scanner_says_what_to_do_and_it_is_looked_for_again(real: RealStart, tmp_path: Path) -> None:
    config = tmp_path / "sane"
    config.mkdir()
    (config / "dll.conf").write_text("")
    async with real(**with_scanner(config)) as pilot:
        await open_slot(pilot, 1)
        assert "No se encuentra ningún escáner" in shown(pilot)
        pattern_scanner(config)
        await press(pilot, "enter")
        assert screen_name(pilot) == "Scan"


async def test_one_of_several_scanners_is_chosen_and_taken_again_for_the_next_paper(real: RealStart, tmp_path: Path) -> None:
    async with real(**with_scanner(pattern_scanner(tmp_path / "sane", number_of_devices="3"))) as pilot:
        await open_slot(pilot, 1)
        assert "¿Cuál escáner usa?" in shown(pilot)
        assert "Número 1 de 3 iguales." in shown(pilot)
        await press(pilot, "2")
        assert screen_name(pilot) == "Scan"
        await press(pilot, "escape", "3")
        assert "Ponga el papel en el escáner" in shown(pilot)


async def test_the_scanner_of_the_settings_is_taken_without_asking(real: RealStart, tmp_path: Path) -> None:
    config = pattern_scanner(tmp_path / "sane", number_of_devices="3")
    async with real(**with_scanner(config, KIOSK_SCANNER__DEVICE="test:2")) as pilot:
        await open_slot(pilot, 1)
        assert screen_name(pilot) == "Scan"


async def test_how_the_paper_lies_is_seen_before_and_nothing_is_kept(real: RealStart, tmp_path: Path) -> None:
    async with real(**with_scanner(pattern_scanner(tmp_path / "sane"))) as pilot:
        await open_slot(pilot, 1)
        assert not pilot.app.screen.query_one(CellPicture).display
        await press(pilot, "shift+tab", "enter")
        picture = pilot.app.screen.query_one(CellPicture)
        assert picture.display
        assert picture.picture is not None
        assert picture.picture.width > picture.picture.height
        assert "Así está puesto" in shown(pilot)
        assert slots_of(pilot) == {}


async def test_a_page_is_scanned_and_shown(real: RealStart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with real(**with_scanner(page_scanner(tmp_path / "sane", form(), monkeypatch), KIOSK_SCANNER__DEVICE="pnm:0")) as pilot:
        await open_slot(pilot, 3)
        await press(pilot, "enter")
        assert screen_name(pilot) == "SeeDocument"
        assert slots_of(pilot) == {FORM: (MediaType.JPEG, 1)}


async def test_a_side_that_does_not_serve_is_told_before_the_other_one_is_scanned(real: RealStart, tmp_path: Path) -> None:
    async with real(**with_scanner(pattern_scanner(tmp_path / "sane"))) as pilot:
        await open_slot(pilot, 1)
        app_of(pilot).kiosk = replace(kiosk_of(pilot), inspector=Strict())
        await press(pilot, "enter")
        assert "Este lado no salió bien" in shown(pilot)
        assert "Cierre bien la tapa" in " ".join(shown(pilot).split())
        assert "dé la vuelta" not in shown(pilot)
        await press(pilot, "shift+tab", "enter")
        assert slots_of(pilot) == {}
        assert screen_name(pilot) == "Scan"


async def test_both_sides_of_a_card_become_one_document(real: RealStart, tmp_path: Path) -> None:
    async with real(**with_scanner(pattern_scanner(tmp_path / "sane"))) as pilot:
        await open_slot(pilot, 1)
        await press(pilot, "enter")
        assert "Ahora dé la vuelta a la cédula" in shown(pilot)
        await press(pilot, "enter")
        assert slots_of(pilot) == {FRONT: (MediaType.PDF, 2)}


async def test_whoever_does_not_turn_the_card_over_has_nothing_put_there(real: RealStart, tmp_path: Path) -> None:
    async with real(**with_scanner(pattern_scanner(tmp_path / "sane"))) as pilot:
        await open_slot(pilot, 1)
        await press(pilot, "enter", "escape")
        assert screen_name(pilot) == "Scan"
        assert slots_of(pilot) == {}


async def test_sheets_one_by_one_and_a_stack_become_one_document(real: RealStart, tmp_path: Path) -> None:
    async with real(**with_scanner(pattern_scanner(tmp_path / "sane", geometry_max="100"))) as pilot:
        await open_slot(pilot, 3)
        pilot.app.screen.query_one("#field-manner", Choices).choose("more")
        await press(pilot, "enter")
        assert "Ya hay 1 hoja" in shown(pilot)
        await press(pilot, "enter", "shift+tab", "enter")
        assert slots_of(pilot) == {FORM: (MediaType.PDF, 2)}
        await press(pilot, "shift+tab", "left", "enter")  # past turning, to "Cambiar"
        pilot.app.screen.query_one("#field-manner", Choices).choose("stack")
        await press(pilot, "enter")
        assert slots_of(pilot) == {FORM: (MediaType.PDF, 10)}


@pytest.mark.parametrize(
    ("status", "words"), [("JAMMED", "se atascó"), ("COVER_OPEN", "Ciérrela"), ("IO_ERROR", "Revise su cable")]
)
async def test_after_a_fault_the_slot_takes_the_next_good_paper(real: RealStart, tmp_path: Path, status: str, words: str) -> None:
    config = failing_scanner(tmp_path / "sane", status)
    async with real(**with_scanner(config)) as pilot:
        await open_slot(pilot, 2)
        await press(pilot, "enter")
        assert words in shown(pilot)
        assert slots_of(pilot) == {}
        pattern_scanner(config)
        await press(pilot, "enter")
        assert set(slots_of(pilot)) == {BACK}


async def test_how_far_it_is_is_shown_and_esc_gives_up_with_nothing_put_there(real: RealStart, tmp_path: Path) -> None:
    async with real(**with_scanner(slow_scanner(tmp_path / "sane"))) as pilot:
        await open_slot(pilot, 3)
        await pilot.press("enter")
        async for _look in looks(pilot):
            if " 1 %" in shown(pilot):
                break
        await press(pilot, "escape")
        assert screen_name(pilot) == "Scan"
        assert "%" not in shown(pilot)
        await until(pilot, lambda: not scanning_processes())
        assert slots_of(pilot) == {}


async def looks(pilot: Pilot[None]):  # type: ignore[no-untyped-def] # noqa: ANN201 - an async generator of nothing
    for _look in range(1000):
        await pilot.pause(0.02)
        yield
    pytest.fail(f"it never came:\n{shown(pilot)}")


def scanning_processes() -> list[str]:
    """Return the scanimage processes that this one started."""
    every = [each for task in Path("/proc/self/task").iterdir() for each in (task / "children").read_text().split()]
    names = [Path(f"/proc/{each}/comm") for each in every]
    return [name.read_text() for name in names if name.exists() and "scanimage" in name.read_text()]


async def test_the_same_scan_in_a_second_place_is_asked_about(
    real: RealStart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = page_scanner(tmp_path / "sane", form(), monkeypatch)
    async with real(**with_scanner(config, KIOSK_SCANNER__DEVICE="pnm:0")) as pilot:
        await open_slot(pilot, 2)
        await press(pilot, "enter", "enter")
        await press(pilot, "3", "enter")
        assert "¿Ponerlo también aquí?" in shown(pilot)
        await press(pilot, "enter")
        assert set(slots_of(pilot)) == {BACK}
        await press(pilot, "enter", "shift+tab", "enter")
        assert set(slots_of(pilot)) == {BACK, FORM}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures_of_scanning(real: RealStart, picture: Picture, tmp_path: Path, size: tuple[int, int]) -> None:
    name = f"{size[0]}x{size[1]}"
    config = pattern_scanner(tmp_path / "sane", number_of_devices="2")
    given = with_scanner(config, KIOSK_PRINTER__KIND="folder", KIOSK_STICK__FOLDER="/nowhere", KIOSK_INBOX__FOLDER="/nowhere")
    async with real(size=size, **given) as pilot:
        await open_slot(pilot, 3)
        await picture(pilot, f"sources-{name}")
        await press(pilot, "2")
        await picture(pilot, f"scanners-{name}")
        await press(pilot, "1")
        await picture(pilot, f"scan-{name}")
        await press(pilot, "shift+tab", "enter")
        await picture(pilot, f"scan_preview-{name}")
        failing_scanner(config, "JAMMED")
        await press(pilot, "right", "enter")
        await picture(pilot, f"scan_jammed-{name}")


async def test_who_stops_looking_for_the_scanner_is_not_told_that_it_is_still_looked_for(
    real: RealStart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()

    def never_finds(_kiosk: Kiosk, given_up: Callable[[], bool]) -> tuple[ScannerDevice, ...]:
        while not given_up():
            ended.wait(0.01)
        ended.set()
        return ()

    monkeypatch.setattr(scanning, "devices", never_finds)
    async with real(**with_scanner(pattern_scanner(tmp_path / "sane"))) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await pilot.press("1")
        async with asyncio.timeout(10):
            while "Buscando el escáner…" not in shown(pilot):
                await pilot.pause(0.02)
        await press(pilot, "escape")
        assert "Encienda el escáner" in shown(pilot)
        assert "Buscando el escáner…" not in shown(pilot)
        await until(pilot, ended.is_set)
