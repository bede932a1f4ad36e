"""Finds the paper within a photo: a card that lies on a table, or a scan that is the paper from edge to edge."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from kiosk.domain.documents.document import Paper

_SMALL = 160
"""Pixels of the longer side at which the paper is looked for."""
_LEAST_PART, _MOST_PART = 0.06, 0.93
_FILLED, _ASKEW = 0.72, 0.4
"""The part of its box that a found paper fills at least when it lies straight, and when it lies askew."""
_HALF = 0.5
"""Between table and paper: from where on it is paper."""
_REACH, _FADING = 3, 0.5
"""Within so many pixels to either side of its edge a paper differs from the table, by this part of all that it does at least."""
_DARKER = 25
"""Levels by which something is clearly darker than the table."""
_USUAL_SHAPES = (4 / 3, 3 / 2, 16 / 9, 297 / 210, 11 / 8.5)
"""Of cameras' pictures, and of A4 and letter sheets."""
_SAME_SHAPE = 0.012
_SPREAD, _STEP = 30, 14
"""Levels by which a pattern's bright parts differ from its dark ones, and neighbouring points of it from each other."""
_RESTLESS, _RESTLESS_SIDES = 0.12, 2
"""The part of a side whose points differ so, and of how many sides: letters that are cut stand at one."""
_MIDDLE = 0.6
"""The part of width and height that is taken for paper where its edges cannot be told."""
_MISSHAPEN = 0.15


@dataclass(frozen=True, slots=True)
class PaperBox:
    """Where the paper is: a box in pixels of the picture, how long the longer side is in truth, and how it lies in the frame."""

    box: tuple[float, float, float, float]
    millimetres: float
    edges: bool
    """Whether the paper's own edges were seen; else the whole picture is taken for the paper."""
    touching: bool
    """Whether a paper whose other edges are seen runs out of the frame."""

    long_side: float
    """The paper's longer side in pixels of the picture."""

    shape_off: float
    """How far the shape in the frame is from the paper's, as a logarithm; 0 where it tells nothing."""

    inner: bool = False
    """Whether the box is only the middle of a picture whose surroundings tell nothing of where the paper ends."""

    narrowing: float = 0.0
    """How much narrower the paper is at one end than at the other, as a logarithm: 0 seen from above."""


def find_paper(page: Image.Image, paper: Paper) -> PaperBox:
    """Look for the paper by what differs from the picture's rim."""
    whole = PaperBox(
        (0, 0, *page.size),
        _millimetres(page.size, paper),
        edges=False,
        touching=False,
        long_side=max(page.size),
        shape_off=_frame_off(page.size, paper),
    )
    scale = max(page.size) / _SMALL
    if min(page.size) < 64 or scale < 1:
        return whole
    small = page.resize(
        (max(8, round(page.width / scale)), max(8, round(page.height / scale))), Image.Resampling.BOX, reducing_gap=1.0
    )
    levels = np.asarray(small, np.int16)
    if _is_patterned(levels):
        return _on_a_pattern(page, paper, levels, whole)
    return _on_a_table(page, paper, levels, whole)


def _on_a_table(page: Image.Image, paper: Paper, levels: NDArray[np.int16], whole: PaperBox) -> PaperBox:
    """Return a paper that is unlike the plain table that it lies on; the whole picture where none is seen to be."""
    mask = _unlike_the_rim(levels)
    if mask is None or not mask.any() or _fades(levels):
        return whole
    rows, columns = _span(mask.mean(axis=1)), _span(mask.mean(axis=0))
    inside = mask[rows[0] : rows[1], columns[0] : columns[1]]
    part = inside.size / mask.size
    if not _LEAST_PART < part < _MOST_PART or inside.mean() < _ASKEW:
        return whole
    across, down = page.width / mask.shape[1], page.height / mask.shape[0]
    box = (columns[0] * across, rows[0] * down, columns[1] * across, rows[1] * down)
    at_rim = (rows[0] == 0, rows[1] == mask.shape[0], columns[0] == 0, columns[1] == mask.shape[1])
    if (at_rim[0] and at_rim[1]) or (at_rim[2] and at_rim[3]):
        return whole  # a band of colour across a paper, no table
    touching = any(at_rim)
    sides = (box[2] - box[0], box[3] - box[1])
    narrowing = 0.0 if touching else max(narrowed(inside), narrowed(inside.T))
    if inside.mean() >= _FILLED:
        off = shape_off(sides, paper)
        return PaperBox(
            box, paper.millimetres[0], edges=True, touching=touching, long_side=max(sides), shape_off=off, narrowing=narrowing
        )
    # Its box says nothing of a paper that lies askew; its area does.
    long_side = float(inside.sum() * across * down * _aspect(paper.millimetres)) ** 0.5
    return PaperBox(
        box, paper.millimetres[0], edges=True, touching=touching, long_side=long_side, shape_off=0.0, narrowing=narrowing
    )


def _rim(levels: NDArray[np.int16]) -> NDArray[np.int16]:
    return np.concatenate([levels[:2].ravel(), levels[-2:].ravel(), levels[:, :2].ravel(), levels[:, -2:].ravel()])


def _is_patterned(levels: NDArray[np.int16]) -> bool:
    """Tell a cloth, grass or planks around a paper: their levels change along the rim, in short steps and everywhere."""
    dull, shining = np.percentile(_rim(levels), (20, 80))
    sides = (levels[1], levels[-2], levels[:, 1], levels[:, -2])
    restless = [float((np.abs(side[2:] - side[:-2]) > _STEP).mean()) > _RESTLESS for side in sides]
    return bool(shining - dull > _SPREAD) and sum(restless) >= _RESTLESS_SIDES


def _on_a_pattern(page: Image.Image, paper: Paper, levels: NDArray[np.int16], whole: PaperBox) -> PaperBox:
    """Return a paper that is brighter than nearly all of the pattern that it lies on; else the middle, which is all paper."""
    bright = (
        np.asarray(Image.fromarray(levels > np.percentile(_rim(levels), 95)).convert("L").filter(ImageFilter.MedianFilter(7))) > 0
    )
    if bright.any():
        rows, columns = _span(bright.mean(axis=1)), _span(bright.mean(axis=0))
        across, down = page.width / levels.shape[1], page.height / levels.shape[0]
        box = (columns[0] * across, rows[0] * down, columns[1] * across, rows[1] * down)
        sides = (box[2] - box[0], box[3] - box[1])
        inside = bright[rows[0] : rows[1], columns[0] : columns[1]]
        part = inside.size / bright.size
        if inside.mean() > _FILLED and _LEAST_PART < part < _MOST_PART and shape_off(sides, paper) < _MISSHAPEN:
            return PaperBox(box, paper.millimetres[0], edges=True, touching=False, long_side=max(sides), shape_off=0.0)
    spare = ((1 - _MIDDLE) / 2 * page.width, (1 - _MIDDLE) / 2 * page.height)
    return replace(whole, box=(*spare, page.width - spare[0], page.height - spare[1]), shape_off=0.0, inner=True)


def narrowed(mask: NDArray[np.bool_]) -> float:
    """Compare how wide a mask is near its first and its last row; a turned rectangle is as wide at both."""
    rows = mask.shape[0]
    ends = (mask[rows // 10 : max(rows // 5, rows // 10 + 1)], mask[-max(rows // 5, rows // 10 + 1) : -(rows // 10) or None])
    first, last = (max(1, int(np.median([np.ptp(np.flatnonzero(row)) if row.any() else 0 for row in end]))) for end in ends)
    return abs(math.log(first / last))


def _aspect(sides: tuple[float, float]) -> float:
    return max(sides) / max(1.0, min(sides))


def shape_off(sides: tuple[float, float], paper: Paper) -> float:
    """Return how far a shape is from a paper's: the natural logarithm of the ratio, without sign."""
    return abs(math.log(_aspect(sides) / _aspect(paper.millimetres)))


def _frame_off(size: tuple[int, int], paper: Paper) -> float:
    """Compare a whole picture's shape with the paper's; one of a camera or a sheet says nothing of what was taken."""
    usual = any(abs(_aspect(size) - shape) < _SAME_SHAPE for shape in _USUAL_SHAPES)
    return 0.0 if usual else shape_off(size, paper)


def _table_and_bright(levels: NDArray[np.int16]) -> tuple[float, float]:
    """Return the usual level of the picture's rim, and that of what is bright."""
    return float(np.median(_rim(levels))), float(np.percentile(levels, 85))


def _unlike_the_rim(levels: NDArray[np.int16]) -> NDArray[np.bool_] | None:
    """Return what is much brighter or darker than the rim, or None where the rim is as bright as the rest."""
    table, bright = _table_and_bright(levels)
    if bright - table < _DARKER:
        return None
    dull, shining, darkest = np.percentile(_rim(levels), (20, 80, 1))
    # A dark band on a bright card is not the table, either; joints of planks are, but for where a lamp's light hides what is one.
    dark = min(table - _DARKER, float(darkest)) if shining - dull < 2 * _SPREAD else table - _DARKER
    mask: NDArray[np.bool_] = (levels > table + _HALF * (bright - table)) | (levels < dark)
    return mask


def _fades(levels: NDArray[np.int16]) -> bool:
    """Tell whether what is bright fades into the rest, as a lamp's reflection does; a blurred paper ends within a few pixels."""
    table, bright = _table_and_bright(levels)
    steps = np.concatenate([_outer_steps(turned, table + _HALF * (bright - table)) for turned in (levels, levels.T)])
    return len(steps) > 0 and float(np.median(steps)) < _FADING * (bright - table)


def _outer_steps(levels: NDArray[np.int16], limit: float) -> NDArray[np.int16]:
    """Return by how much each row changes within a few pixels where its first and its last bright point is."""
    found = []
    for side in (levels, levels[:, ::-1]):
        mask = side > limit
        first = mask.argmax(axis=1)
        rows = np.flatnonzero(mask.any(axis=1) & (first >= _REACH) & (first < side.shape[1] - _REACH))
        found.append(side[rows, first[rows] + _REACH] - side[rows, first[rows] - _REACH])
    return np.concatenate(found)


def _span(share: NDArray[np.floating]) -> tuple[int, int]:
    """Return from where to where most is paper."""
    places = np.flatnonzero(share > 0.35 * share.max())
    return int(places[0]), int(places[-1]) + 1


def _millimetres(size: tuple[int, int], paper: Paper) -> float:
    """Return the longer side of what fills a picture: cards are copied onto whole sheets, too, whose shape tells."""
    aspect = _aspect(size)
    sheet = Paper.PAGE.millimetres
    if paper is Paper.CARD and abs(aspect - _aspect(sheet)) < _SAME_SHAPE:
        return sheet[0]
    return paper.millimetres[0]
