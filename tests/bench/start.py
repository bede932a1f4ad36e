"""From the start of the program to its first screen, on a real pseudo-terminal."""

from pathlib import Path

from tests.bench.comparison import Row, compared, in_turn
from tests.bench.programs import start_kiosk, start_smallest


def measure(folder: Path) -> list[Row]:
    """Compare the starts; the data folder is that of a kiosk that was started before."""
    data = folder / "data"
    with start_kiosk(data) as terminal:
        terminal.wait("Empezar")
        terminal.settle(quiet=1.0)

    def ours() -> float:
        with start_kiosk(data) as terminal:
            return terminal.wait("Empezar") - terminal.started

    def theirs() -> float:
        with start_smallest(folder) as terminal:
            return terminal.wait("Continuar") - terminal.started

    return [compared("start to the first screen", "smallest Textual app", *in_turn(ours, theirs), most=1.3)]
