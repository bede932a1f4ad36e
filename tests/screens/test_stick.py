"""The stick with a small picture of the marked file: beside the list, made when the mark rests, never in the way of the keys."""

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from kiosk.domain.filing.answers import Leaving, Remaining, Scope
from screens.widgets.picture import CellPicture
from screens.widgets.rows import Rows, cut_in_the_middle
from tests import filing
from tests.screens.harness import SIZES, Picture, RealStart, shown, until
from tests.screens.places import app_of, draft_with, kiosk_of, press, screen_name, show

ONLY_ME = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NOBODY)
WHEN = 1_790_000_000


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Give the folder where a memory stick is mounted."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def _always_the_same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: "K7P49WXM")


def put(stick: Path, name: str | bytes, content: bytes, at: int) -> None:
    import os

    path = stick / (os.fsdecode(name) if isinstance(name, bytes) else name)
    path.write_bytes(content)
    os.utime(path, (WHEN + at, WHEN + at))


async def open_front(pilot: Pilot[None]) -> None:
    await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
    await press(pilot, "1")
    await until(pilot, lambda: pilot.app.screen.query_one(Rows).rows)


def seen(pilot: Pilot[None]) -> bool:
    return bool(pilot.app.screen.query("#stick-picture")) and bool(pilot.app.screen.query_one("#stick-picture").display)


async def test_the_marked_file_is_seen_beside_the_list(real: RealStart, stick: Path) -> None:
    put(stick, "foto.jpg", filing.photograph(), 2)
    put(stick, "hoja.pdf", filing.paper(), 1)
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await open_front(pilot)
        await until(pilot, lambda: seen(pilot))
        drawn = pilot.app.screen.query_one(CellPicture)
        assert drawn.picture is not None
        assert drawn.picture.width > drawn.picture.height
        await press(pilot, "down")
        await until(pilot, lambda: drawn.picture and drawn.picture.width < drawn.picture.height)


async def test_a_file_that_cannot_be_shown_says_so_and_the_next_one_is_seen(real: RealStart, stick: Path) -> None:
    put(stick, "roto.pdf", b"%PDF-1.4 nothing", 2)
    put(stick, "foto.jpg", filing.photograph(), 1)
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await open_front(pilot)
        await until(pilot, lambda: "puede mostrar." in shown(pilot))
        await press(pilot, "down")
        await until(pilot, lambda: "puede mostrar." not in shown(pilot))
        assert pilot.app.screen.query_one(CellPicture).display


async def test_a_narrow_window_has_the_list_alone(real: RealStart, stick: Path) -> None:
    put(stick, "foto.jpg", filing.photograph(), 1)
    async with real(size=(66, 24), KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await open_front(pilot)
        await until(pilot, lambda: seen(pilot))
        assert pilot.app.screen.query_one("#stick-picture").size.width == 0


@pytest.mark.parametrize(
    "name",
    [
        b"[@click=app.quit]x.jpg",
        b"[red]x[.jpg",
        b"\x1b]0;x\x07\x1b[2J.jpg",
        "\u202egpj.jpg".encode(),
        b"x" * 251 + b".jpg",
        b"mala\xff\xfe.jpg",
    ],
)
async def test_a_hostile_name_is_shown_cleaned_and_its_file_taken(real: RealStart, stick: Path, name: bytes) -> None:
    put(stick, name, filing.photograph(), 1)
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await open_front(pilot)
        assert not set("\x1b\x07\u202e") & set(shown(pilot))
        await press(pilot, "enter")
        assert screen_name(pilot) == "SeeDocument"
        draft = app_of(pilot).visit.draft
        assert draft is not None
        assert [each.slot for each in draft.attachments] == ["cedula-front:applicant"]


async def test_the_same_file_in_a_second_place_is_asked_about(real: RealStart, stick: Path) -> None:
    put(stick, "foto.jpg", filing.photograph(), 1)
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await open_front(pilot)
        await press(pilot, "enter", "enter", "2")
        await until(pilot, lambda: pilot.app.screen.query_one(Rows).rows)
        await press(pilot, "enter")
        assert "¿Ponerlo también aquí?" in shown(pilot)
        await press(pilot, "shift+tab", "enter")
        assert screen_name(pilot) == "SeeDocument"


async def test_a_file_that_stands_in_a_place_is_marked_and_the_next_new_one_is_where_the_keys_begin(
    real: RealStart, stick: Path
) -> None:
    put(stick, "delante.jpg", filing.photograph("DELANTE"), 3)
    put(stick, "detras.jpg", filing.photograph("DETRAS"), 2)
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await open_front(pilot)
        assert not [row for row in rows_of(pilot).rows if "ya lo puso" in row.note]
        await press(pilot, "enter", "enter", "2")
        await until(pilot, lambda: rows_of(pilot).rows)
        assert [(row.label, "● ya lo puso" in row.note) for row in rows_of(pilot).rows] == [
            ("delante.jpg", True),
            ("detras.jpg", False),
        ]
        assert str(rows_of(pilot).here).endswith("detras.jpg")
        await press(pilot, "escape", "1", "tab", "tab", "tab", "enter", "shift+tab", "enter")  # taken out again
        assert screen_name(pilot) == "AttachDocuments"
        await press(pilot, "1")
        await until(pilot, lambda: rows_of(pilot).rows)
        assert not [row for row in rows_of(pilot).rows if "ya lo puso" in row.note], "it stands nowhere any more"


def rows_of(pilot: Pilot[None]) -> Rows:
    return pilot.app.screen.query_one(Rows)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_long_names_that_differ_at_their_end_are_told_apart(real: RealStart, stick: Path, size: tuple[int, int]) -> None:
    for number in (1, 2):
        name = f"Cédula de Juan Demostración escaneada en la biblioteca de la parroquia, los dos lados, hoja {number}.jpg"
        put(stick, name, filing.photograph(str(number)), number)
    async with real(size=size, KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await open_front(pilot)
        lines = [line for line in shown(pilot).splitlines() if "…" in line]
        assert len(lines) == 2
        assert all("Cédula de" in line for line in lines)
        assert {number for number in "12" for line in lines if f"hoja {number}.jpg" in line} == {"1", "2"}


@pytest.mark.parametrize(
    ("text", "cells", "cut"),
    [
        ("foto.jpg", 8, "foto.jpg"),
        ("fotografía.jpg", 10, "fot…ía.jpg"),
        ("書類書類書類.jpg", 12, None),
        ("abc", 0, "abc"),
    ],
)
def test_a_name_is_cut_in_its_middle_to_the_cells_that_there_are(text: str, cells: int, cut: str | None) -> None:
    found = cut_in_the_middle(text, cells)
    assert cell_len(found) <= max(cells, 3)
    if cut is not None:
        assert found == cut
    else:
        assert found.endswith("jpg")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures_of_the_stick(real: RealStart, picture: Picture, stick: Path, size: tuple[int, int]) -> None:
    put(stick, "foto de la cédula.jpg", filing.photograph(), 40)
    for number in range(30):
        put(stick, f"IMG_{number:04}.jpg", filing.paper(), number)
    async with real(size=size, KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await open_front(pilot)
        await until(pilot, lambda: seen(pilot))
        await picture(pilot, f"stick-{size[0]}x{size[1]}")
        await press(pilot, "end")
        drawn = pilot.app.screen.query_one(CellPicture)
        await until(pilot, lambda: drawn.picture and drawn.picture.width < drawn.picture.height)
        await picture(pilot, f"stick_end-{size[0]}x{size[1]}")
