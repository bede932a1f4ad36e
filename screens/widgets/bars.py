"""Bars with their numbers beside them, drawn in full blocks and shades only, so that the raw console draws them too."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from typing_extensions import override

LABEL, NOTE = 22, 12
"""Cells of the label on the left, and of the number on the right."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `value` is drawn full, what it is a part `of` in a shade behind it; `note` is the number as it is read."""

    label: str
    value: float
    note: str
    of: float = 0


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars under a heading; their lengths are told by the longest of all that are shown."""

    heading: str
    bars: tuple[Bar, ...]


class BarPlot(Widget):
    """Draws them, a line each."""

    DEFAULT_CSS = "BarPlot { width: 100%; height: auto; margin-top: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Bar | str] = []

    def show(self, groups: Sequence[Bars]) -> None:
        """Show other bars."""
        self._lines = []
        for group in groups:
            if group.heading:
                self._lines += ["", group.heading] if self._lines else [group.heading]
            self._lines += group.bars
        self.refresh(layout=True)

    @override
    def render(self) -> RenderResult:
        longest = max((max(each.value, each.of) for each in self._lines if isinstance(each, Bar)), default=0) or 1
        room = max(1, self.size.width - LABEL - NOTE)
        return Content("\n").join(self._drawn(each, room / longest) for each in self._lines)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - textual's signature
        """Return a row a line."""
        return len(self._lines)

    @staticmethod
    def _drawn(line: Bar | str, cells: float) -> Content:
        """Draw a line; what is there at all has one cell at least, for none would say that it was nothing."""
        if isinstance(line, str):
            return Content(line).stylize("$dim")
        full = max(round(line.value * cells), line.value > 0)
        shade = max(round(line.of * cells) - full, 0)
        label = Content(line.label).truncate(LABEL - 1, ellipsis=True)
        return Content.assemble(
            label, " " * (LABEL - label.cell_length), ("█" * full + "░" * shade, "$dim"), " ", (line.note, "bold")
        )
