"""What comes from outside is shown as it is, and nothing is drawn that the raw console cannot draw."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

import screens
from kiosk.settings import Settings
from screens.frame.themes import THEMES
from tests.screens.harness import RealStart, Start, settled, shown, type_in
from tests.screens.samples import Sample

CONSOLE_GLYPHS = set("¡¿ÁÉÍÓÚÜÑáéíóúüñ·«»°×—–…•●■▸↑↓←→✗│─┌┐└┘├┤┬┴┼━┃┏┓┗┛═║╔╗╚╝╭╮╰╯█░▒")
"""What our screens may use of Debian's Lat15 console fonts (console-setup 1.221: read from Fixed, Terminus and VGA)."""


async def test_a_name_that_looks_like_markup_is_a_name(ground: Start, settings: Settings) -> None:
    named = replace(settings, kiosk=replace(settings.kiosk, dispensary="[@click=app.quit]Salir[/] [/foo]"))
    async with ground(Sample(), given=named) as pilot:
        assert "[@click=app.quit]Salir[/] [/foo]" in shown(pilot)


async def test_a_refused_address_with_markup_is_shown_as_it_was_typed(ground: Start) -> None:
    async with ground(Sample()) as pilot:
        assert isinstance(pilot.app.screen, Sample)
        await type_in(pilot, "[bold]x[/nothing]")
        assert "[bold]x[/nothing]" in shown(pilot)


def test_no_screen_builds_text_from_markup() -> None:
    """A plain string is markup to textual's own widgets, so only Words may be a Static, and nothing parses markup."""
    folder = Path(screens.__file__).parent
    sources = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.py")}
    wrong = [
        f"{path.relative_to(folder)}: {word}"
        for path, source in sources.items()
        for word in ("from_markup", "Label(", "Static(", "OptionList", "DataTable", "markup=True", "textual.widgets import Button")
        if word in source and not (path.name == "words.py" and word == "Static(")
    ]
    assert wrong == []


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_raw_console_can_draw_every_glyph(real: RealStart, size: tuple[int, int]) -> None:
    async with real(size=size) as pilot:
        pilot.app.theme = THEMES["console"].name
        drawn = set()
        for keys in ([], ["5"], ["escape", "2"], ["x", "enter"], ["escape", "enter"], ["enter"], ["9", "enter"], ["f1"]):
            await pilot.press(*keys)
            await settled(pilot)
            drawn |= set(shown(pilot))
        assert {glyph for glyph in drawn if glyph > "~"} - CONSOLE_GLYPHS == set()


def test_no_screen_says_anything_that_the_raw_console_cannot_draw() -> None:
    folder = Path(screens.__file__).parent
    other_terminals_only = {("frame.py", "□"), ("picture.py", "▀")}
    wrong = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                wrong |= {(path.name, glyph) for glyph in node.value if glyph > "~" and glyph not in CONSOLE_GLYPHS}
    assert wrong - other_terminals_only == set()
