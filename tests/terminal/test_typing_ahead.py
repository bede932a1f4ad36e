"""What comes in one burst, from a quick typist or a card reader, lands where it was meant."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.loaded import PROGRAM
from tests.terminal.driver import Terminal
from tests.terminal.places import accept_notice


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    env = {"KIOSK_DATA_DIR": str(tmp_path)}
    with Terminal([*PROGRAM, "--demo"], env=env, forked=True) as terminal:
        terminal.wait("Empezar")
        terminal.key("enter")
        accept_notice(terminal)
        terminal.wait("¿Cuál es su número de cédula?")
        yield terminal


@pytest.mark.parametrize("between", ["\r", "\t"])
def test_what_follows_enter_or_tab_in_the_same_burst_lands_in_the_next_field(terminal: Terminal, between: str) -> None:
    terminal.type("9900000010\r")
    terminal.wait("¿Cómo se llama?")
    terminal.type(f"Quispe Ñato{between}María Luisa")
    terminal.wait("María Luisa")
    assert "║ María Luisa " in terminal.text
    assert "│ Quispe Ñato " in terminal.text
