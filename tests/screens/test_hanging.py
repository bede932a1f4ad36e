"""What wraps stands below the first word of its line, not below the dot or sign before it."""

from collections.abc import Iterable

import pytest
from textual.widget import Widget

from screens.frame.dialog import Answer, Dialog
from screens.frame.screen import KioskScreen
from screens.widgets.words import Words
from tests.screens.harness import RealStart, Start, settled, shown
from tests.screens.places import app_of

LONG = "Se borran las copias de los documentos que el IESS ya tiene, y también las de los que nadie pidió ni mandó."


class Text(KioskScreen):
    """A page with this text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def question(self) -> str:
        return "¿Está todo bien?"

    def content(self) -> Iterable[Widget]:
        return (Words(self.text),)


@pytest.mark.parametrize("lead", ["• ", "● ", "→ ", "! ", "1. ", "12. ", "▸ 1 (●) ", "  "])
async def test_a_line_that_wraps_hangs_below_its_first_word(ground: Start, lead: str) -> None:
    async with ground(Text(f"Antes\n\n{lead}{LONG}\nDespués")) as pilot:
        lines = shown(pilot).splitlines()
        place = next(y for y, line in enumerate(lines) if "Se borran" in line)
        begins = lines[place].index("Se borran")
        assert lines[place + 1][:begins].strip("│ ") == ""
        assert lines[place + 1][begins].isalpha()
        assert lines[place + 2][begins - len(lead) :].startswith("Después")


async def test_a_dialogue_hangs_its_list(real: RealStart) -> None:
    async with real() as pilot:
        app_of(pilot).push_screen(Dialog("¿Borrar?", f"• {LONG}\n• Nada más.", [Answer("", "No")]))
        await settled(pilot)
        lines = shown(pilot).splitlines()
        place = next(y for y, line in enumerate(lines) if "• Se borran" in line)
        assert lines[place + 1][lines[place].index("Se borran")].isalpha()
        assert lines[place + 1][lines[place].index("•")] == " "
