"""Tells a card from a sheet by their letters: against the paper's longer side a card's are twice as high and more.

Their shapes tell less (1.59 and 1.41), for a photo is seldom taken from right above. Letters 2 mm high are 23 thousandths of a
card's longer side, 4 mm 13 of an A4 sheet's: the cards that the tests draw have 16 to 32 of it, the pages 5 to 12.
"""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_LONG_SIDE = 1188
"""Pixels of the paper's longer side: at four a millimetre of A4 a letter has ten and more."""
_TILE = 48
"""Pixels of the side of a tile: ink is told from ground in each by itself, and a letter of a card fits."""
_LOWEST, _HIGHEST = 5, 120
"""Pixels in height: what is lower is a line that was drawn, what is higher a picture."""
_BETWEEN = 17.0
"""Pixels in height between a card's letters and a sheet's."""
_FEWEST = 25
"""Pieces of lines from which on their height tells something."""
_WIDE, _TALL = 0.55, 0.4
"""The part of a sheet's shorter and longer side that its letters take at least: copies of cards lie on sheets, too."""


def sheet(page: Image.Image, box: tuple[float, float, float, float], *, upright: bool) -> float:
    """Tell by the letters within a box how much a paper looks like a sheet (above 0) and not like a card (below); 0 says nothing.

    It is the natural logarithm of how much lower than between the two its letters are.
    """
    scale = _LONG_SIDE / max(box[2] - box[0], box[3] - box[1])
    width, height = (max(2 * _TILE, round(side * scale)) for side in (box[2] - box[0], box[3] - box[1]))
    levels = np.asarray(page.resize((width, height), Image.Resampling.BILINEAR, box=box, reducing_gap=2.0))
    heights, wide, tall = _lines(levels if upright else np.rot90(levels))
    if len(heights) < _FEWEST:
        return 0.0
    found = math.log(_BETWEEN / float(np.median(heights)))
    return 0.0 if found > 0 and (min(wide, tall) < _WIDE or max(wide, tall) < _TALL) else found


def _lines(levels: NDArray[np.uint8]) -> tuple[NDArray[np.intp], float, float]:
    """Return the heights in pixels of all pieces of lines, a tile wide, and which part of width and height they take."""
    rows, columns = levels.shape[0] // _TILE, levels.shape[1] // _TILE
    levels = levels[: rows * _TILE, : columns * _TILE]
    parts = levels.reshape(rows, _TILE, columns, _TILE)
    ground = np.sort(parts[:, ::4].max(axis=1), axis=-1)[..., _TILE * 3 // 4].astype(np.float32)
    contrast = ground - parts.min(axis=1).min(axis=-1)
    inked = contrast > 0.4 * float(np.percentile(contrast, 90))
    limit = np.where(inked, ground - 0.45 * contrast, 0).astype(np.uint8)
    dark = (parts < limit[:, None, :, None]).sum(axis=-1) > 0.04 * _TILE
    line = np.pad(dark.reshape(rows * _TILE, columns), ((1, 1), (0, 0))).T
    strips, places = np.nonzero(line[:, 1:] != line[:, :-1])  # begin and end by turns, strip by strip
    strips, begins, heights = strips[::2], places[::2], places[1::2] - places[::2]
    letters = (heights >= _LOWEST) & (heights <= _HIGHEST)
    if not letters.any():
        return heights[letters], 0.0, 0.0
    wide = float(np.ptp(strips[letters]) + 1) / columns
    low, high = np.percentile(begins[letters], (2, 98))
    return heights[letters], wide, float(high - low) / levels.shape[0]
