"""Compares points of letters over a short way and over a long one: how much changes, and how steeply their strongest edges do."""

import math

import numpy as np
from numpy.typing import NDArray

TILE = 16
"""Pixels of the side of a tile: about a letter's height."""
NEAR, FAR = 2, 8
"""Pixels over which letters are compared: within an edge, and over more than a stroke."""
_FEW_STRONG = 5
"""Tiles from which on a direction says something of how steep edges are."""

_Grey = NDArray[np.float32]


def steepness(patches: _Grey, noise: float) -> float:
    """Tell how much of the strongest change over a long way comes about over a short one, in the worst direction: 1 at once."""
    found = [1.0]
    if not len(patches):
        return 0.0
    for near, far in zip(_differences(patches, NEAR), _differences(patches, FAR), strict=True):
        steps, whole = (np.abs(each).max(axis=(1, 2)) - 3 * noise for each in (near, far))
        strong = whole > 0.6 * float(np.percentile(whole, 95))
        if strong.sum() > _FEW_STRONG:
            found.append(float(np.median(steps[strong] / np.maximum(whole[strong], 1))))
    return min(found)


def changes(patches: _Grey, lag: int, noise: float) -> list[float]:
    """Return the mean square of what changes over `lag` pixels in each direction, less what noise adds."""
    flat = [each.ravel() for each in _differences(patches, lag)]
    return [max(float(change @ change) / change.size - 2 * noise**2, 0.0) for change in flat]


def _differences(patches: _Grey, lag: int) -> list[_Grey]:
    """Return what changes over `lag` pixels to the right, down, and along both diagonals."""
    slant = round(lag / math.sqrt(2))
    here, right, down = patches[:, :TILE, :TILE], patches[:, :TILE, lag : lag + TILE], patches[:, lag : lag + TILE, :TILE]
    falling = patches[:, slant : slant + TILE, slant : slant + TILE]
    aside, below = patches[:, :TILE, slant : slant + TILE], patches[:, slant : slant + TILE, :TILE]
    return [one - other for one, other in ((here, right), (here, down), (here, falling), (aside, below))]
