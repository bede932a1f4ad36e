"""Codes and case numbers drawn large, in full blocks only, so that the raw console draws them too."""

from collections.abc import Sequence

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from typing_extensions import override

HEIGHT = 5
_ROWS = {
    "0": " ███ |█   █|█ █ █|█   █| ███ ",  # with a dot: a case number may hold the letter O too
    "1": "  █  | ██  |  █  |  █  | ███ ",
    "2": "████ |    █| ███ |█    |█████",
    "3": "████ |    █| ███ |    █|████ ",
    "4": "█   █|█   █|█████|    █|    █",
    "5": "█████|█    |████ |    █|████ ",
    "6": " ███ |█    |████ |█   █| ███ ",
    "7": "█████|    █|   █ |  █  |  █  ",
    "8": " ███ |█   █| ███ |█   █| ███ ",
    "9": " ███ |█   █| ████|    █| ███ ",
    "A": " ███ |█   █|█████|█   █|█   █",
    "B": "████ |█   █|████ |█   █|████ ",
    "C": " ████|█    |█    |█    | ████",
    "D": "████ |█   █|█   █|█   █|████ ",
    "E": "█████|█    |████ |█    |█████",
    "F": "█████|█    |████ |█    |█    ",
    "G": " ████|█    |█  ██|█   █| ████",
    "H": "█   █|█   █|█████|█   █|█   █",
    "I": " ███ |  █  |  █  |  █  | ███ ",
    "J": "  ███|   █ |   █ |█  █ | ██  ",
    "K": "█  █ |█ █  |██   |█ █  |█  █ ",
    "L": "█    |█    |█    |█    |█████",
    "M": "█   █|██ ██|█ █ █|█   █|█   █",
    "N": "█   █|██  █|█ █ █|█  ██|█   █",
    "O": " ███ |█   █|█   █|█   █| ███ ",
    "P": "████ |█   █|████ |█    |█    ",
    "Q": " ███ |█   █|█ █ █|█  █ | ██ █",
    "R": "████ |█   █|████ |█  █ |█   █",
    "S": " ████|█    | ███ |    █|████ ",
    "T": "█████|  █  |  █  |  █  |  █  ",
    "U": "█   █|█   █|█   █|█   █| ███ ",
    "V": "█   █|█   █|█   █| █ █ |  █  ",
    "W": "█   █|█   █|█ █ █|██ ██|█   █",
    "X": "█   █| █ █ |  █  | █ █ |█   █",
    "Y": "█   █| █ █ |  █  |  █  |  █  ",
    "Z": "█████|   █ |  █  | █   |█████",
    "-": "     |     | ███ |     |     ",
    " ": "     |     |     |     |     ",
}
GLYPHS = {char: tuple(rows.split("|")) for char, rows in _ROWS.items()}
ADVANCE = 6
"""Cells from one character to the next."""


class BigNumber(Widget):
    """A number by its groups: as many groups a line as fit, hyphens between, and the plain text where nothing fits."""

    def __init__(self, groups: Sequence[str], *, id: str | None = None) -> None:  # noqa: A002 - textual's name
        super().__init__(id=id, classes="big-number")
        self.groups = tuple(groups)

    @override
    def render(self) -> RenderResult:
        return Content("\n".join(self._lines(self.size.width)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - textual's signature
        """Return the rows it takes at a width."""
        return len(self._lines(width))

    def _lines(self, width: int) -> list[str]:
        drawn: list[str] = []
        for text in _wrapped(self.groups, max(1, (width + 1) // ADVANCE)):
            if len(text) * ADVANCE - 1 > width:
                return ["-".join(self.groups)]
            if drawn:
                drawn.append("")
            drawn += [" ".join(GLYPHS[char][row] for char in text).rstrip() for row in range(HEIGHT)]
        return drawn


def _wrapped(groups: Sequence[str], most: int) -> list[str]:
    lines = [groups[0]]
    for group in groups[1:]:
        if len(lines[-1]) + 1 + len(group) <= most:
            lines[-1] += f"-{group}"
        else:
            lines[-1] += "-" if len(lines[-1]) < most else ""
            lines.append(group)
    return lines
