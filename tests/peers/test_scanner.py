"""The scanner against SANE's own virtual ones: what they can do, what comes from them, their faults, and giving up."""

import io
import os
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from kiosk.adapters.documents import scanimage, scanner
from kiosk.domain.documents.document import Paper
from kiosk.domain.documents.scanner import Abilities, Feed, ScannerFault, ScannerTrouble, Wish
from kiosk.domain.errors import NotFound
from tests.scanners import failing_scanner, page_scanner, pattern_scanner, slow_scanner

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.peer("scanimage")

DEVICE = "test:0"
FEEDER = "Automatic Document Feeder"


def never() -> bool:
    return False


def scanned(config: Path, wish: Wish = Wish()) -> Image.Image:  # noqa: B008 - a frozen value
    able = scanner.abilities(DEVICE, config, given_up=never)
    return Image.open(io.BytesIO(scanner.scan(able, wish, config, given_up=never)))


def children() -> set[int]:
    """Return the processes that this one has started and that still run."""
    every = [(task / "children").read_text() for task in Path("/proc/self/task").iterdir()]
    return {int(each) for each in " ".join(every).split()}


def test_several_scanners_are_told_apart_by_clean_names(tmp_path: Path) -> None:
    devices = scanner.list_devices(pattern_scanner(tmp_path, number_of_devices="3"), given_up=never)
    assert [each.name for each in devices] == ["test:0", "test:1", "test:2"]
    assert {each.label for each in devices} == {"Noname frontend-tester"}


def test_no_scanner_at_all_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "dll.conf").write_text("")
    with pytest.raises(ScannerTrouble, match="No se encuentra ningún escáner") as raised:
        scanner.list_devices(tmp_path, given_up=never)
    assert raised.value.fault is ScannerFault.NONE_FOUND


def test_what_a_scanner_can_do_is_read_from_its_options(tmp_path: Path) -> None:
    able = scanner.abilities(DEVICE, pattern_scanner(tmp_path), given_up=never)
    assert able == Abilities(
        device=DEVICE,
        feeds={Feed.GLASS: "Flatbed", Feed.FEEDER: FEEDER},
        grey="Gray",
        colour="Color",
        deep=True,
        resolutions=(1.0, 1200.0),
        in_between=True,
        width=300.0,
        height=300.0,
    )


@pytest.mark.parametrize(
    ("written", "feeds", "grey", "colour", "dpi"),
    [
        (
            (
                "    --mode Black & White|Gray[Error Diffusion]|True Gray|24bit Color[Fast] [24bit Color[Fast]]\n"
                "    --resolution 100|150|200|300|400|600|1200dpi [100]\n"
                "    --source FlatBed|Automatic Document Feeder(left aligned,Duplex) [FlatBed]\n"
            ),
            {Feed.GLASS: "FlatBed", Feed.BOTH_SIDES: "Automatic Document Feeder(left aligned,Duplex)"},
            "True Gray",
            "24bit Color[Fast]",
            300,
        ),
        (
            (
                "    --resolution 75|150dpi [75]\n    --mode Lineart|Gray [Gray]\n"
                "    --source ADF Front|ADF Back|ADF Duplex [ADF Front]\n"
            ),
            {Feed.FEEDER: "ADF Front", Feed.BOTH_SIDES: "ADF Duplex"},
            "Gray",
            "",
            150,
        ),
        ("    --source Flatbed [inactive]\n    --resolution auto||75|90dpi [inactive]\n", {Feed.GLASS: ""}, "", "", None),
        ("nonsense \x1b[2J\n    -x 0..4000pel [9]\n", {Feed.GLASS: ""}, "", "", None),
    ],
    ids=["Brother", "Fujitsu", "inactive", "nonsense"],
)
def test_the_options_of_other_drivers_are_understood(
    written: str, feeds: dict[Feed, str], grey: str, colour: str, dpi: int | None
) -> None:
    able = scanner.read_abilities(DEVICE, written)
    assert (able.feeds, able.grey, able.colour, able.resolution(300)) == (feeds, grey, colour, dpi)
    assert (able.width, able.height) == (0, 0)


@pytest.mark.parametrize(("colour", "mode"), [(False, "L"), (True, "RGB")])
def test_a_page_comes_as_a_picture_of_three_hundred_dots_an_inch(tmp_path: Path, *, colour: bool, mode: str) -> None:
    page = scanned(pattern_scanner(tmp_path), Wish(colour=colour))
    assert (page.format, page.mode) == ("JPEG", mode)
    assert abs(page.width - 2480) < 16
    assert abs(page.height - 3508) < 16
    assert page.info["dpi"][0] == pytest.approx(300, abs=1)


def test_a_card_is_scanned_alone_and_a_preview_is_small(tmp_path: Path) -> None:
    config = pattern_scanner(tmp_path)
    assert scanned(config, Wish(Paper.CARD)).size == pytest.approx((1240, 874), abs=16)
    assert max(scanned(config, Wish(dpi=75)).size) < 900


def test_a_scanner_that_cannot_do_as_much_gives_what_it_can(tmp_path: Path) -> None:
    page = scanned(pattern_scanner(tmp_path, resolution_max="150.0", geometry_max="100.0"))
    assert page.size == pytest.approx((591, 591), abs=16)


def test_what_lies_on_the_glass_is_what_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = Image.new("RGB", (600, 400), "white")
    drawn.paste((200, 30, 30), (0, 0, 300, 400))
    config = page_scanner(tmp_path / "sane", drawn, monkeypatch)
    able = scanner.abilities("pnm:0", config, given_up=never)
    page = Image.open(io.BytesIO(scanner.scan(able, Wish(colour=True), config, given_up=never))).convert("RGB")
    assert page.size == (600, 400)
    left, right = page.getpixel((100, 200)), page.getpixel((500, 200))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert max(abs(got - meant) for got, meant in zip(left, (200, 30, 30), strict=True)) < 12
    assert min(right) > 245


@pytest.mark.parametrize(
    ("status", "fault", "words"),
    [
        ("DEVICE_BUSY", ScannerFault.BUSY, "está ocupado"),
        ("JAMMED", ScannerFault.JAMMED, "se atascó"),
        ("NO_DOCS", ScannerFault.NO_PAPER, "Ponga las hojas"),
        ("COVER_OPEN", ScannerFault.COVER_OPEN, "Ciérrela"),
        ("IO_ERROR", ScannerFault.UNPLUGGED, "Revise su cable"),
        ("NO_MEM", ScannerFault.NO_MEMORY, "le falta espacio para escanear"),
        ("ACCESS_DENIED", ScannerFault.DENIED, "no tiene permiso"),
        ("EOF", ScannerFault.NOTHING_CAME, "no mandó ninguna imagen"),
        ("UNSUPPORTED", ScannerFault.UNKNOWN, "no pudo terminar"),
        ("INVAL", ScannerFault.UNKNOWN, "no pudo terminar"),
    ],
)
def test_each_fault_says_what_to_do(tmp_path: Path, status: str, fault: ScannerFault, words: str) -> None:
    config = failing_scanner(tmp_path, status)
    able = scanner.abilities(DEVICE, config, given_up=never)
    with pytest.raises(ScannerTrouble, match=words) as raised:
        scanner.scan(able, Wish(), config, given_up=never)
    assert raised.value.fault is fault
    feeding = Wish(feed=Feed.FEEDER)
    with pytest.raises(ScannerTrouble) as raised:
        scanner.scan_stack(able, feeding, config, given_up=never, told=lambda _sheet, _done: None)
    assert raised.value.fault is fault


def test_a_scanner_that_is_gone_is_said_to_be_unplugged(tmp_path: Path) -> None:
    with pytest.raises(ScannerTrouble) as raised:
        scanner.abilities("test:7", pattern_scanner(tmp_path), given_up=never)
    assert raised.value.fault is ScannerFault.UNPLUGGED


def test_a_kiosk_without_the_program_says_whom_to_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ScannerTrouble, match="Avise al personal") as raised:
        scanner.list_devices(None, given_up=never)
    assert raised.value.fault is ScannerFault.NO_PROGRAM


def test_a_stack_comes_sheet_by_sheet_until_the_feeder_is_empty(tmp_path: Path) -> None:
    config = pattern_scanner(tmp_path)
    able = scanner.abilities(DEVICE, config, given_up=never)
    told: list[tuple[int, float]] = []
    wish = Wish(feed=Feed.FEEDER, dpi=100)
    sheets = scanner.scan_stack(able, wish, config, given_up=never, told=lambda sheet, done: told.append((sheet, done)))
    assert len(sheets) == 10
    assert {Image.open(io.BytesIO(each)).format for each in sheets} == {"JPEG"}
    assert told == sorted(told, key=lambda each: each[0])
    assert told[-1][0] >= 10


def test_more_sheets_than_a_document_may_have_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "SHEETS_LIMIT", 4)
    config = pattern_scanner(tmp_path)
    able = scanner.abilities(DEVICE, config, given_up=never)
    with pytest.raises(ScannerTrouble, match="Son más de 4 hojas") as raised:
        scanner.scan_stack(able, Wish(feed=Feed.FEEDER), config, given_up=never, told=lambda _sheet, _done: None)
    assert raised.value.fault is ScannerFault.TOO_MANY


def test_a_sheet_beyond_all_measure_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanimage, "SHEET_BYTES", 20_000)
    config = pattern_scanner(tmp_path, test_picture="Grid")
    able = scanner.abilities(DEVICE, config, given_up=never)
    for feed, scan in ((Feed.GLASS, scanner.scan), (Feed.FEEDER, scanner.scan_stack)):
        with pytest.raises(ScannerTrouble) as raised:
            scan(able, Wish(feed=feed, colour=True), config, given_up=never, told=lambda _sheet, _done: None)
        assert raised.value.fault is ScannerFault.TOO_LARGE


def test_how_far_it_is_is_told_while_it_runs(tmp_path: Path) -> None:
    config = pattern_scanner(tmp_path)
    able = scanner.abilities(DEVICE, config, given_up=never)
    told: list[float] = []
    scanner.scan(able, Wish(), config, given_up=never, told=lambda _sheet, done: told.append(done))
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)


@pytest.mark.parametrize("feed", [Feed.GLASS, Feed.FEEDER])
def test_giving_up_ends_the_program_at_once_and_nothing_comes(tmp_path: Path, feed: Feed) -> None:
    config = slow_scanner(tmp_path)
    able = scanner.abilities(DEVICE, config, given_up=never)
    begun = threading.Event()

    def told(_sheet: int, done: float) -> None:
        if done > 0:
            begun.set()

    before, started = children(), time.monotonic()
    scan: Callable[..., object] = scanner.scan if feed is Feed.GLASS else scanner.scan_stack
    with pytest.raises(NotFound, match="Se dejó de esperar"):
        scan(able, Wish(feed=feed), config, given_up=begun.is_set, told=told)
    assert time.monotonic() - started < scanimage._END_SECONDS
    assert children() == before


def test_a_program_that_does_not_listen_is_ended_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "scanimage"
    program.write_text("#!/bin/sh\ntrap '' TERM PIPE\necho 'Progress: 1.0%' >&2\nwhile :; do read -t 60 _line </dev/zero; done\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(scanimage, "_END_SECONDS", 0.3)
    begun = threading.Event()
    before = children()
    with pytest.raises(NotFound):
        scanner.scan(Abilities(DEVICE), Wish(), None, given_up=begun.is_set, told=lambda _sheet, _done: begun.set())
    assert children() == before


def stand_in(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program of the test's own before the real scanimage."""
    program = folder / "scanimage"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")


@pytest.mark.parametrize(
    ("script", "fault"),
    [
        ("exec sleep 60", ScannerFault.SILENT),
        ("echo scanimage: sane_read: Scanner cover is open >&2; exec sleep 60", ScannerFault.COVER_OPEN),
    ],
    ids=["silent", "complained"],
)
def test_a_scanner_that_hangs_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, fault: ScannerFault
) -> None:
    stand_in(tmp_path, script, monkeypatch)
    monkeypatch.setattr(scanimage, "SILENT_SECONDS", 0.3 if fault is ScannerFault.SILENT else 5.0)
    monkeypatch.setattr(scanimage, "_END_SECONDS", 0.3)
    before = children()
    with pytest.raises(ScannerTrouble) as raised:
        scanner.list_devices(None, given_up=never)
    assert raised.value.fault is fault
    assert children() == before


def test_no_page_ever_has_a_name_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    config = pattern_scanner(tmp_path / "sane")
    able = scanner.abilities(DEVICE, config, given_up=never)
    seen: list[bool] = []

    def told(_sheet: int, _done: float) -> None:
        seen.extend(each.is_symlink() for folder in place.iterdir() for each in os.scandir(folder))

    sheets = scanner.scan_stack(able, Wish(feed=Feed.FEEDER, dpi=200), config, given_up=never, told=told)
    assert len(sheets) == 10
    assert seen
    assert all(seen)
    assert not list(place.iterdir())


def test_the_program_is_told_nothing_of_the_kiosk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, 'printf \'test:0\\037%s\\037%s\\n\' "${KIOSK_SECRET-none}" "$SANE_CONFIG_DIR"', monkeypatch)
    monkeypatch.setenv("KIOSK_SECRET", "canary")
    (device,) = scanner.list_devices(Path("/nowhere"), given_up=never)
    assert device.label == "none /nowhere"


def test_nothing_is_left_open(tmp_path: Path) -> None:
    config = pattern_scanner(tmp_path)
    able = scanner.abilities(DEVICE, config, given_up=never)
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _again in range(2):
        scanner.scan_stack(able, Wish(feed=Feed.FEEDER, dpi=20), config, given_up=never, told=lambda _sheet, _done: None)
        scanner.scan(able, Wish(dpi=20), config, given_up=never)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
