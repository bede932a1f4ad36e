"""In a large window the buttons are larger, in a small one smaller, and none runs out of its row."""

from collections.abc import Sequence
from typing import Any

import pytest
from textual.screen import Screen

from screens.frame.dialog import Answer, Dialog
from screens.frame.screen import KioskScreen
from screens.widgets.button import Button
from tests.screens.harness import SIZES, Start, settled, shown

FOUR = ("Quitar", "Cambiar", "Girar", "Sí, es este")
NOTICE = ("Atrás", "Leer todo", "Me lo leyeron", "Leí y acepto")
START = ("Atrás", "Imprimir qué debo traer", "Empezar")
LONG = ("Borrar todo", "Guardar y volver otro día", "Volver")


class WithButtons(KioskScreen):
    """A question with a row of buttons."""

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__()
        self._labels = labels

    def question(self) -> str:
        return "¿Se ve completo y derecho?"

    def buttons(self) -> Sequence[Button]:
        return [Button(each, self.go_on, primary=each == self._labels[-1]) for each in self._labels]


@pytest.mark.parametrize("size", [(60, 18), (72, 24), *SIZES, (160, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("labels", [FOUR, NOTICE, START, LONG], ids=["four", "notice", "start", "long"])
async def test_every_button_stands_whole_in_its_row(ground: Start, size: tuple[int, int], labels: Sequence[str]) -> None:
    async with ground(WithButtons(labels), size=size) as pilot:
        _all_whole(pilot.app.screen)
        assert f"{labels[-1]}{']]' if size[1] < 24 else ''}" in shown(pilot).replace(" ]]", "]]")
        await pilot.app.push_screen(Dialog("¿Seguro?", "Se borra.", [Answer(each[:3].lower(), each) for each in LONG]))
        await settled(pilot)
        _all_whole(pilot.app.screen)


def _all_whole(screen: Screen[Any]) -> None:
    row = screen.query_one("#buttons").region
    for button in screen.query(Button):
        assert button.region.width > len(button.label)
        assert row.contains_region(button.region)
