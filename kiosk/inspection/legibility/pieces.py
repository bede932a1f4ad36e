"""Tells whether anything like a paper lies in a picture that shows no lines of letters: a plain piece with straight edges.

A paper is plain between its few strokes, ends in straight edges, and differs from what it lies on; hands are plain, but round,
and cloths are of many pieces. Colours tell pieces apart, and skin; a paper may have any.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kiosk.domain.documents.document import Paper
from kiosk.inspection.legibility.paper_edges import PaperBox, find_paper, narrowed, shape_off
from kiosk.inspection.legibility.writing import LINES, View, grown, has_strokes, lines_of_letters, wider

_SIDE, _FINER = 80, 4
"""Points of the picture's longer side: each is as bright as the brightest of four by four, so that letters vanish."""
_SEED = 5
_MOST = 4
"""Points of the side of a plain place from which a piece is grown, and how many pieces are looked at."""
_LEVELS, _COLOURS = 0.3, 0.1
"""By how much levels (as a logarithm) and colours may differ within a piece: a bulb's light fades."""
_BRIGHTNESS = 0.05
"""What brightness counts against plainness where a piece is begun."""
_PART, _SHORT, _LONG = (0.045, 0.92), 0.125, 2.4
"""The part of the picture that a paper takes, its shorter side against the picture's longer one, and how much longer it is."""
_FILLED, _FILLED_BY_A_HAND = 0.82, 0.945
"""The part of the narrowest box around it that a paper fills, and that a drawn hand does not."""
_STEP = 0.1
"""By how much it differs from what is around it, as a logarithm: a lamp's light fades by less."""
_DARKER = -0.15
"""A paper is hardly ever darker than what it lies on."""
_SKIN = 0.79
"""Green against red, where there is less blue than green: skin has less, white paper more under any bulb."""
_FEW_LINES = 8
"""Lines of letters under which there are none: drawn hands and cloths came to 9 at most, a readable sheet to 10 and more."""
_PLAIN = 0.04
"""How much points of a sheet that fills the picture differ from their neighbours at most, where there is little on it."""
_BRIGHT, _SCANNED, _COLOURLESS = 0.72, 0.85, 0.25
"""How bright a ground is on which a few strokes are surely on paper, and any there may be; and how little its colours differ."""
_ANGLES = np.radians(np.arange(0, 90, 7.5))

_SHAPED = 0.12
"""How far a paper's shape may be off where its edges are believed."""
_FILLED_AROUND = 0.72
"""The part of the narrowest box that a piece fills which surely is a paper, for it bears lines of letters."""
_AWAY = 0.14
"""The part of it by which it is away from every rim: what is cut or lies half in the dark runs to one."""
_BURNT, _HIDDEN = 250, 0.01
"""Levels from which on nobody knows what was there, and the part of a picture from which on letters may be missing for it."""
_NEAR = 0.06
"""The part of the picture's longer side by which two boxes of the same paper differ at most."""
_MANY_RIMS = 2
"""What reaches so many of the picture's rims may be more than a paper."""
_WRITTEN = {Paper.CARD: 0.6, Paper.PAGE: 0.32}
"""The least part of its longer side over which lines of letters are found on a paper that can be read."""
_SMALLER = 0.7
"""The part of the picture's longer side under which a paper that was written upon so far does not fill it."""

_Box = tuple[float, float, float, float]
_Numbers = NDArray[np.float32]
_Which = NDArray[np.bool_]


def look_for_paper(view: View, paper: Paper) -> tuple[PaperBox, int]:
    """Return where the paper is in a picture, and how many lines of letters show that there is one.

    `LINES` and more are enough, as is a piece that is like a paper: then its edges are known as well.
    """
    found, lines = find_paper(view.grey, paper), lines_of_letters(view)
    if lines.count >= LINES and lines.box is not None:
        return (found if _is_sure(found, lines.box) else _around(view, lines.box, found, paper)), lines.count
    piece = next((each for each in pieces(view) if each.like_a_paper), None)
    return (found, lines.count) if piece is None else (piece.found(view.grey.size, paper), LINES)


def _is_sure(found: PaperBox, written: _Box) -> bool:
    """Tell whether edges that were found are a paper's, around what is written."""
    shaped = max(found.shape_off, found.narrowing) < _SHAPED
    return found.edges and not found.touching and shaped and _holds(found, written)


def _holds(found: PaperBox, written: _Box) -> bool:
    """Tell whether the middle of what is written lies within the paper."""
    left, top, right, bottom = found.box
    return left < (written[0] + written[2]) / 2 < right and top < (written[1] + written[3]) / 2 < bottom


def _agree(one: _Box, other: _Box, long_side: float) -> bool:
    """Tell whether two boxes of a picture are about the same."""
    return max(abs(here - there) for here, there in zip(one, other, strict=True)) < _NEAR * long_side


def _around(view: View, written: _Box, found: PaperBox, paper: Paper) -> PaperBox:
    """Return the paper around what is written: as far as it is of one colour, else where letters are."""
    size, ground = view.grey.size, _ground(view)
    bright, colours = _split(ground)
    levels = np.log(bright)
    rows, columns = levels.shape
    left, top, right, bottom = (part / size[place % 2] for place, part in enumerate(written))
    begun = np.zeros(levels.shape, bool)
    begun[int(top * rows) : math.ceil(bottom * rows), int(left * columns) : math.ceil(right * columns)] = True
    alike = (np.abs(colours - np.median(colours[begun], axis=0)).max(axis=2) < _COLOURS) & (
        np.abs(levels - np.median(levels[begun])) < _LEVELS
    )
    whole = _closed(grown(begun & alike, alike))
    if _rims(whole) < _MANY_RIMS and (there := _described(whole, levels, colours).around(size, paper)):
        return found if found.edges and _agree(found.box, there.box, max(size)) else there
    away = min(*written[:2], size[0] - written[2], size[1] - written[3])
    long_side = max(written[2] - written[0], written[3] - written[1]) / _WRITTEN[paper]
    hidden = float((ground.min(axis=2) > _BURNT).mean()) > _HIDDEN
    if not (hidden or (found.edges and _holds(found, written))) and (
        found.inner or (long_side < _SMALLER * max(size) and away > _AWAY * max(size))
    ):
        return PaperBox(written, paper.millimetres[0], edges=False, touching=False, long_side=long_side, shape_off=0.0, inner=True)
    return found


def missing(view: View, lines: int, *, in_focus: bool) -> float:
    """Tell how surely a picture in which no piece is like a paper shows none: 0 it may well show one, 0.5 hardly, 1 surely none.

    What is out of `in_focus` may have lost its letters.
    """
    ground = _ground(view)
    bright, colours = _split(ground)
    if float(np.percentile(_unrest(np.log(bright), colours), 30)) < _PLAIN:
        paper = np.median(ground, axis=(0, 1)) / 255
        white, written = float(np.ptp(paper)) < _COLOURLESS, has_strokes(view)
        if white and paper.mean() > (_BRIGHT if written else _SCANNED):
            return 0.0
        if written or (white and paper.mean() > _BRIGHT):
            return 0.5
    return 1.0 if in_focus and lines < _FEW_LINES else 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a picture that is of one colour: how straight its edges, how long its sides, and how unlike what is around it."""

    filled: float
    short: float
    long: float
    rims: int
    step: float
    brighter: float
    colour: tuple[float, float, float]
    narrowing: float
    box: tuple[float, float, float, float]
    """From left, top to right, bottom, as parts of the picture; the sides are parts of its longer one."""

    def found(self, size: tuple[int, int], paper: Paper) -> PaperBox:
        """Return where it is in a picture of so many pixels, as the paper that was asked for."""
        left, top, right, bottom = (part * size[place % 2] for place, part in enumerate(self.box))
        long, short, touching = self.long * max(size), self.short * max(size), self.rims > 0
        off = shape_off((long, short), paper) if touching else 0.0
        return PaperBox(
            (left, top, right, bottom), paper.millimetres[0], edges=True, touching=touching, long_side=long, shape_off=off
        )

    def around(self, size: tuple[int, int], paper: Paper) -> PaperBox | None:
        """Return the same where it bears lines of letters and its shape is the paper's."""
        shaped = shape_off((_SIDE * self.long, _SIDE * self.short), paper) < _SHAPED
        found = replace(self.found(size, paper), narrowing=self.narrowing)
        return found if shaped and self.filled > _FILLED_AROUND else None

    @property
    def like_a_paper(self) -> bool:
        """Whether it has a paper's shape, edges and plainness."""
        red, green, blue = self.colour
        skin = green < _SKIN * red and blue < green
        return (
            self.short > _SHORT
            and self.long < _LONG * self.short
            and self.filled > (_FILLED_BY_A_HAND if skin else _FILLED)
            and self.step > _STEP
            and self.brighter > _DARKER
        )


def pieces(view: View) -> Iterator[Piece]:
    """Give the plainest and brightest pieces of a picture, without those that are too small or large or reach its rims."""
    bright, colours = _split(_ground(view))
    levels = np.log(bright)
    unrest, level = _unrest(levels, colours), _windowed(levels)
    taken = np.zeros(levels.shape, np.float32)
    for _piece in range(_MOST):
        order = unrest - _BRIGHTNESS * level + 1000 * (_windowed(taken) > 0.2)
        row, column = (int(place) for place in np.unravel_index(int(order.argmin()), order.shape))
        if order[row, column] > 500:
            return
        seed = np.s_[row : row + _SEED, column : column + _SEED]
        alike = (np.abs(colours - np.median(colours[seed], axis=(0, 1))).max(axis=2) < _COLOURS) & (
            np.abs(levels - level[row, column]) < _LEVELS
        )
        begun = np.zeros_like(alike)
        begun[seed] = alike[seed]
        taken[seed] = 1
        if begun.any():
            whole = grown(begun, alike)
            taken[whole] = 1
            closed = _closed(whole)
            if _PART[0] < closed.mean() < _PART[1] and _rims(closed) < _MANY_RIMS:
                yield _described(closed, levels, colours)


def _ground(view: View) -> _Numbers:
    """Return a small picture of what lies between strokes, rows × columns × three colours."""
    scale = _SIDE / max(view.grey.size)
    width, height = (max(2 * _SEED, round(side * scale)) for side in view.grey.size)
    tiles = view.coloured((_FINER * width, _FINER * height)).reshape(height, _FINER, width, _FINER, 3)
    found: _Numbers = tiles.max(axis=3).max(axis=1).astype(np.float32)
    return found


def _split(ground: _Numbers) -> tuple[_Numbers, _Numbers]:
    """Return how bright each point is, and its colours apart from that."""
    bright: _Numbers = ground.mean(axis=2) + 1
    return bright, ground / bright[..., None]


def _windowed(values: _Numbers) -> _Numbers:
    """Return the mean of each square of points in which a piece may begin."""
    total = np.pad(values.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    mean: _Numbers = (total[_SEED:, _SEED:] - total[:-_SEED, _SEED:] - total[_SEED:, :-_SEED] + total[:-_SEED, :-_SEED]) / _SEED**2
    return mean


def _unrest(levels: _Numbers, colours: _Numbers) -> _Numbers:
    """Return the standard deviation of levels and colours in each square of points."""
    planes = (levels, *(colours[..., plane] for plane in range(3)))
    return np.sqrt(np.maximum(sum(_windowed(each**2) - _windowed(each) ** 2 for each in planes), 0))


def _narrower(mask: _Which, side: int) -> _Which:
    return ~wider(~mask, side)


def _closed(mask: _Which) -> _Which:
    return _narrower(wider(mask, 5), 5)


def _rims(mask: _Which) -> int:
    """Count the picture's rims that a mask reaches."""
    return sum(float(rim.mean()) > 0.1 for rim in (mask[0], mask[-1], mask[:, 0], mask[:, -1]))


def _described(whole: _Which, levels: _Numbers, colours: _Numbers) -> Piece:
    filled, short, long = _boxed(whole)
    edge = whole & ~_narrower(whole, 5)
    around = wider(whole, 7) & ~wider(whole, 5)
    step = brighter = 0.0
    if edge.any() and around.any():
        apart = levels[around] - np.median(levels[edge])
        other = np.abs(colours[around] - np.median(colours[edge], axis=0)).max(axis=1)
        step, brighter = float(np.median(np.maximum(np.abs(apart), other))), -float(np.median(apart))
    red, green, blue = (float(each) for each in np.median(colours[whole], axis=0))
    (top, bottom), (left, right) = (np.percentile(places, (1, 99)) for places in np.nonzero(whole))
    inside = whole[int(top) : int(bottom) + 1, int(left) : int(right) + 1]
    rows, columns = whole.shape
    box = (float(left) / columns, float(top) / rows, float(right + 1) / columns, float(bottom + 1) / rows)
    return Piece(
        filled,
        short / max(rows, columns),
        long / max(rows, columns),
        _rims(whole),
        step,
        brighter,
        (red, green, blue),
        max(narrowed(inside), narrowed(inside.T)),
        box,
    )


def _boxed(mask: _Which) -> tuple[float, float, float]:
    """Return which part of the smallest box around it, at any angle, a mask fills, and that box's shorter and longer side."""
    rows, columns = np.nonzero(mask)
    turned = np.outer(np.cos(_ANGLES), columns) + np.outer(np.sin(_ANGLES), rows)
    across = np.outer(np.cos(_ANGLES), rows) - np.outer(np.sin(_ANGLES), columns)
    spans = [np.ptp(np.percentile(each, (1, 99), axis=1), axis=0) / 0.98 + 1 for each in (turned, across)]
    one, other = min(zip(*(each.tolist() for each in spans), strict=True), key=math.prod)
    return len(rows) / (one * other), min(one, other), max(one, other)
