"""Which part of a page is looked at: plain arithmetic on fractions, so that enlarging and moving never leave the page."""

from dataclasses import dataclass, replace

from kiosk.domain.documents.document import Part
from kiosk.locale import _

LARGEST = 32


@dataclass(frozen=True, slots=True)
class Framing:
    """A page (from 0) looked at `times` larger than whole (1 to 32), around a point given as fractions of the page."""

    page: int = 0
    times: float = 1
    x: float = 0.5
    y: float = 0.5

    def larger(self, x: float | None = None, y: float | None = None) -> "Framing":
        """Look closer, at the middle of what is seen or at a point of the page."""
        at_x, at_y = self.x if x is None else x, self.y if y is None else y
        return replace(self, times=min(LARGEST, self.times * 2), x=at_x, y=at_y)

    def smaller(self) -> "Framing":
        """Step back; the whole page lies in the middle."""
        return replace(self, times=self.times / 2) if self.times > 2 else Framing(self.page)

    def filling(self, page: tuple[int, int], room: tuple[int, int], side: int) -> "Framing":
        """Look at it so large that its width (0) or height (1) fills that of the room, from its top left corner on."""
        whole = min(room[0] / page[0], room[1] / page[1])
        times = min(float(LARGEST), room[side] / page[side] / whole)
        return Framing(self.page, times, 0.0, 0.0) if times > 1 else Framing(self.page)

    def part(self, page: tuple[int, int], room: tuple[int, int]) -> Part:
        """Return the part that fills `room` (pixels), of a page of such proportions; what is left over of the room stays empty."""
        fit = min(room[0] / page[0], room[1] / page[1]) * self.times
        width, height = min(1.0, room[0] / (page[0] * fit)), min(1.0, room[1] / (page[1] * fit))
        left = min(max(self.x - width / 2, 0.0), 1 - width)
        return Part(left, min(max(self.y - height / 2, 0.0), 1 - height), width, height)

    def moved(self, right: int, down: int, part: Part) -> "Framing":
        """Move by half of the part that is seen; the edge of the page stops it."""
        x, y = self.x + right * part.width / 2, self.y + down * part.height / 2
        x = min(max(x, part.width / 2), 1 - part.width / 2)
        return replace(self, x=x, y=min(max(y, part.height / 2), 1 - part.height / 2))


def in_figures(times: float) -> str:
    """Return how many times larger, as 2 or 2,4."""
    return f"{times:.1f}".removesuffix(".0").replace(".", ",")


def where(part: Part) -> str:
    """Say in words where on the page a part lies."""
    across = 1 if part.width >= 1 else round(2 * part.left / (1 - part.width))
    down = 1 if part.height >= 1 else round(2 * part.top / (1 - part.height))
    return {
        (0, 0): _("arriba a la izquierda"),
        (1, 0): _("arriba"),
        (2, 0): _("arriba a la derecha"),
        (0, 1): _("a la izquierda"),
        (1, 1): _("en el medio"),
        (2, 1): _("a la derecha"),
        (0, 2): _("abajo a la izquierda"),
        (1, 2): _("abajo"),
        (2, 2): _("abajo a la derecha"),
    }[across, down]
