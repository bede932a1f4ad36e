"""Measures how legible a page is, in the child: plain figures, normalised to the paper; what they mean is judged elsewhere.

Everything is told from a picture reduced to a few pixels a millimetre of paper: what does not show there hinders no reader.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from kiosk.domain.documents.document import PageFacts, Paper
from kiosk.inspection.legibility.letter_size import sheet
from kiosk.inspection.legibility.paper_edges import PaperBox, shape_off
from kiosk.inspection.legibility.pieces import look_for_paper, missing
from kiosk.inspection.legibility.steepness import FAR, NEAR, TILE, changes, steepness
from kiosk.inspection.legibility.writing import LINES, View, is_empty, scaled, short_lines

WORKING_LONG_SIDE = 1700
"""Pixels of the longer side that are to be handed in, where the page has as many: so a card on a table is still large enough."""
SCORES = frozenset(
    {
        "sharpness",  # what letters change over two pixels against eight, in the worst direction: 0.3 to 0.6 sharp, 0.03 hopeless
        "contrast",  # ink against ground, 0 to 1
        "faint",  # the same for the weakest tenth
        "noise",  # standard deviation in levels of the quiet parts
        "ground",  # the level of the paper, 0 black to 1 white
        "washed",  # how much of the ink is lost to light, 0 where the ground is not burnt
        "burnt",  # the part that is burnt to white, where the ground is not
        "dim",  # the part that lies in the dark
        "uneven",  # how much darker the paper's dark parts are than its bright ones: 0 evenly lit, 1 black against white
        "ink",  # the part that bears letters
        "runs_out",  # the part of the rim that is an edge of letters, at the worst side
        "touching",  # 1 where a paper whose other edges are seen runs out of the frame
        "shape_off",  # how far the shape is from the paper's: the natural logarithm of the ratio, without sign
        "narrowing",  # how much narrower the paper is at one end than at the other, as a logarithm: 0 seen from above
        "upright",  # 0 where lines of letters run up or down, 1 where they run across
        "tilt",  # degrees by which strokes lean to either side, 0 to 45
        "agreement",  # how far strokes agree on that, 0 to 1
        "sheet",  # how much a paper's letters are a sheet's (above 0) or a card's (below), as a logarithm: 0 says nothing
        "empty",  # 1 where a bright sheet bears nothing of its own
        "no_paper",  # 1 where nothing like a paper is seen
        "edges_seen",  # 1 where the paper was found within the picture, 0 where all of it is taken for the paper
    }
)
"""Every name that a page's scores may bear."""
_DOTS = {Paper.CARD: 5.0, Paper.PAGE: 4.0}
"""Pixels a millimetre at which each paper is measured."""
_BURNT_GROUND, _BURNT = 0.965, 252
"""From where on a paper (0 to 1) or a point (level) may be white or burnt, nobody knows."""
_FEW_TILES, _MOST_TILES = 60, 300
"""Tiles with letters: from how many on lines of them can be told, and how many are enough to tell sharpness."""
_FINE = ((16, 0.5), (3, 0.38))
"""So few pieces of lines, and so steep edges, from which on strokes are broad and not blurred: letters so blurred that they cannot
be read come to 0.37, shaken ones to 0.5 with pieces left."""
_SOFT, _IN_DOUBT, _STEEP = 0.19, 0.1, 0.3
"""Sharpness under which strokes may only be broad, what it is where nobody can tell, and from which steepness on."""
_FOCUSED, _WEAK = 0.42, 0.12
"""From where on edges are in focus, and under which contrast there is hardly anything that could be: letters are not lost there."""
_SOME = 16
"""One of so many points tells how strong the strongest are."""
_LINE_MILLIMETRES = 1.3
"""At this coarseness letters run together and lines of them are bars."""
_MILLIMETRES_AN_INCH = 25.4
_LEAST_CONTRAST = 6
"""Levels of grey under which a tile shows no ink."""

_AGREED = 0.15
"""How far strokes agree on how they lean where they lie askew: those of a signature or a stamp to 0.08, letters from 0.27 on."""
_LITTLE = 0.08
"""In a direction in which hardly anything changes, as along drawn lines, nothing can be blurred."""
_OF_A_SHADOW = 0.55
"""The part of its unevenness that a shadow keeps when evenly fading light is taken out: its edge is steep."""
_LYING = 0.38
"""Below this lines of letters run up or down: as the rule of what lies sideways has it."""
_LIKE_A_CARD = 0.08
"""How far a card's shape may be off; a passport's, and a sheet's, is by 0.11."""

_Grey = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Tiles:
    """A page in tiles: the brightest level of each, how far the darkest is from it, and which hold letters."""

    bright: _Grey
    contrast: _Grey
    inked: NDArray[np.bool_]
    noise: float


def measure(page: Image.Image, native: tuple[int, int], paper: Paper) -> PageFacts:
    """Measure a page, in colours or grey, reduced or not, whose true size is `native` pixels, and which should show `paper`."""
    view = View.of(page)
    page, (found, lines) = view.grey, look_for_paper(view, paper)
    dpi = max(native) / max(page.size) * found.long_side / found.millimetres * _MILLIMETRES_AN_INCH
    flat = np.asarray(_normal(page, found, paper), np.float32)
    tiles = _tiles(flat)
    upright = _upright(flat, round(_LINE_MILLIMETRES * _DOTS[paper])) if tiles.inked.sum() > _FEW_TILES else 0.5
    light, letters = _light(flat, tiles), _letters(flat, tiles)
    if letters["sharpness"] < _SOFT and (steep := steepness(_patches(flat, tiles), tiles.noise)) > _STEEP:
        short = short_lines(view)
        if any(short < few and steep > enough for few, enough in _FINE):  # broad strokes change little over a short way
            letters["sharpness"] = steep / 2
        elif short < _FINE[-1][0]:
            letters["sharpness"] = max(letters["sharpness"], _IN_DOUBT)
    scores = {
        "empty": float(is_empty(flat, tiles.inked, letters["sharpness"], light)),
        "no_paper": 0.0 if lines >= LINES else _no_paper(view, lines),
        "sheet": _sheet(page, found, upright=upright > _LYING),
        "edges_seen": float(found.edges),
        "touching": float(found.touching),
        "shape_off": found.shape_off,
        "narrowing": found.narrowing,
        "runs_out": 0.0 if found.inner or (found.edges and not found.touching) else _runs_out(flat, tiles),
        "upright": upright,
        **light,
        **letters,
    }
    return PageFacts(*native, round(dpi), 0, {name: round(float(np.nan_to_num(value)), 4) for name, value in scores.items()})


def _no_paper(view: View, lines: int) -> float:
    """Tell how surely the whole picture, in which no piece is like a paper, shows none."""
    levels = np.asarray(scaled(view.grey), np.float32)
    tiles = _tiles(levels)
    in_focus = _light(levels, tiles)["contrast"] < _WEAK or steepness(_patches(levels, tiles), tiles.noise) > _FOCUSED
    return missing(view, lines, in_focus=in_focus)


def _sheet(page: Image.Image, found: PaperBox, *, upright: bool) -> float:
    """Tell by letters and shape a sheet (above 0) from a card (below); 0 where that cannot be told."""
    said = 0.0 if found.inner else sheet(page, found.box, upright=upright)
    sides = (found.box[2] - found.box[0], found.box[3] - found.box[1])
    like_a_card = shape_off(sides, Paper.CARD) < _LIKE_A_CARD
    return said if said > 0 or like_a_card else 0.0  # an open passport has large letters as well


def _normal(page: Image.Image, found: PaperBox, paper: Paper) -> Image.Image:
    """Return the paper alone at the scale at which it is measured; what is smaller is enlarged, and so shows as soft as it is."""
    scale = found.millimetres * _DOTS[paper] / found.long_side
    left, top, right, bottom = found.box
    size = tuple(max(3 * TILE, min(2000, round(side * scale))) for side in (right - left, bottom - top))
    return page.resize((size[0], size[1]), Image.Resampling.BILINEAR, box=found.box, reducing_gap=2.0)


def _tiles(flat: _Grey) -> _Tiles:
    rows, columns = flat.shape[0] // TILE, flat.shape[1] // TILE
    parts = flat[: rows * TILE, : columns * TILE].reshape(rows, TILE, columns, TILE)
    bright, dark = parts.max(axis=1).max(axis=2), parts.min(axis=1).min(axis=2)
    noise = _noise(parts)
    contrast = np.maximum(bright - dark - 4 * noise, 0)
    # The ground's own pattern is weaker than the ink that stands on it; a shadow weakens both alike.
    relative = contrast / np.maximum(bright, 1)
    strong, strongest = (float(np.percentile(relative, part)) for part in (95, 99.5))
    strong = max(strong, strongest / 2)  # where there is little ink, most tiles only hold noise
    return _Tiles(bright, contrast, (contrast > _LEAST_CONTRAST) & (relative > 0.45 * strong), noise)


def _noise(parts: _Grey) -> float:
    """Return the standard deviation in levels of what is no drawing: that of the quietest quarter of the tiles."""
    some = parts[:, ::2]
    steps = some[..., :-1] - some[..., 1:]
    steps = np.abs(steps, out=steps).mean(axis=1).mean(axis=2)
    return max(0.3, float(np.percentile(steps, 25)) * math.sqrt(math.pi) / 2)


def _light(flat: _Grey, tiles: _Tiles) -> dict[str, float]:
    """Tell ink against ground, the ground's level, and which part is burnt or in the dark."""
    inked = tiles.contrast[tiles.inked]
    contrast, faint = (float(np.percentile(inked, part)) for part in (60, 10)) if len(inked) else (0.0, 0.0)
    ground = float(np.percentile(tiles.bright, 60))
    around = _ground(tiles.bright)
    base = float(np.percentile(around, 10))
    washed = base > _BURNT_GROUND * 255
    return {
        "contrast": contrast / 255,
        "faint": faint / 255,
        "noise": tiles.noise,
        "ground": ground / 255,
        "washed": 1 - contrast / 255 if washed else 0.0,
        "burnt": 0.0 if washed else float((flat[::2, ::2] > _BURNT).mean()),
        "dim": float((tiles.bright < 0.2 * ground).mean()),
        "uneven": _uneven(around),
        "ink": float(tiles.inked.mean()),
    }


def _uneven(around: _Grey) -> float:
    """Tell how much darker dark parts are than bright ones; light that fades evenly, as a bulb's does, is no shadow."""
    apart = _apart(around)
    rows, columns = np.indices(around.shape)
    plane = np.stack([np.ones(around.size), rows.ravel(), columns.ravel()], axis=1)
    levels = np.log(np.maximum(around.ravel(), 1))
    faded = plane @ np.linalg.lstsq(plane, levels, rcond=None)[0]
    left = _apart(np.exp(levels - faded))
    return apart if left > _OF_A_SHADOW * apart else left


def _apart(levels: NDArray[np.floating]) -> float:
    dull, shining = np.percentile(levels, (15, 90))
    return 1 - float(dull) / max(float(shining), 1e-3)


def _ground(bright: _Grey) -> _Grey:
    """Return the level of the paper around each tile: the brightest of it and its eight neighbours."""
    padded = np.pad(bright, 1, mode="edge")
    rows = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])
    return np.maximum(np.maximum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])


def _letters(flat: _Grey, tiles: _Tiles) -> dict[str, float]:
    """Tell how sharp letters are and how they lean.

    What changes over a short way, squared, less what noise adds, is set against what changes over a long one. Neither contrast
    nor the number of letters plays a part. The worst of four directions counts: a shaken hand blurs one of them.
    """
    patches = _patches(flat, tiles)
    if not len(patches):
        return {"sharpness": 0.0, "tilt": 0.0, "agreement": 0.0}
    near, far = (changes(patches, lag, tiles.noise) for lag in (NEAR, FAR))
    much = max(*far, 1.0)
    sharpness = min(one / much for one, other in zip(near, far, strict=True) if other > _LITTLE * much)
    return {"sharpness": sharpness if max(far) > 1.0 else 0.0, **_tilt(patches)}


def _patches(flat: _Grey, tiles: _Tiles) -> _Grey:
    """Return the inked tiles (at most some, spread evenly), with what stands right of them and below."""
    side = TILE + FAR
    rows, columns = (places * TILE for places in np.nonzero(tiles.inked))
    room = (rows + side <= flat.shape[0]) & (columns + side <= flat.shape[1])
    step = 1 + int(room.sum()) // _MOST_TILES
    rows, columns = rows[room][::step], columns[room][::step]
    patches: _Grey = np.lib.stride_tricks.sliding_window_view(flat, (side, side))[rows, columns]
    return patches


def _tilt(patches: _Grey) -> dict[str, float]:
    """Tell by how many degrees strokes lean away from upright and level, and how much they agree on it (0 to 1)."""
    across = patches[:, 1:-1, 2:] - patches[:, 1:-1, :-2]
    down = patches[:, 2:, 1:-1] - patches[:, :-2, 1:-1]
    square = across * across + down * down
    strong = square > 0.1 * float(np.percentile(square.ravel()[::_SOME], 99))
    weights = np.where(strong, 1 / np.maximum(square, 1e-3), 0)
    # The fourth power of (across, down) as a complex number makes all four directions of a right angle one.
    even, odd = (across - down) * (across + down), 2 * across * down
    real, imaginary = float(np.vdot(weights, (even - odd) * (even + odd))), 2 * float(np.vdot(weights, even * odd))
    agreement = math.hypot(real, imaginary) / max(float(square[strong].sum()), 1.0)
    tilt = abs(math.degrees(math.atan2(imaginary, real))) / 4 if agreement > _AGREED else 0.0
    return {"tilt": tilt, "agreement": agreement}


def _runs_out(flat: _Grey, tiles: _Tiles) -> float:
    """Return the part of the picture's own rim, at its worst side, that is an edge of letters."""
    if not tiles.inked.any():
        return 0.0
    strong = 0.5 * float(np.percentile(tiles.contrast[tiles.inked], 60))
    sides = (flat[1], flat[-2], flat[:, 1], flat[:, -2])
    return max(float((np.abs(side[3:] - side[:-3]) > strong).mean()) for side in sides)


def _upright(flat: _Grey, coarse: int) -> float:
    """Tell how lines of letters lie: from 0 (they run up or down) to 1 (they run across)."""
    ink, down = flat[1:, 1:] - flat[1:, :-1], flat[1:, 1:] - flat[:-1, 1:]
    ink = np.add(np.abs(ink, out=ink), np.abs(down, out=down), out=ink)
    rows, columns = ink.shape[0] // coarse, ink.shape[1] // coarse
    bars = ink[: rows * coarse, : columns * coarse].reshape(rows, coarse, -1).sum(axis=1)
    bars = np.add.reduce([bars[:, place::coarse] for place in range(coarse)]) / coarse**2
    bars = np.minimum(bars, max(float(np.percentile(bars, 98)), 0.25 * float(bars.max())))  # one heavy rule is no line of letters
    level, standing = (float(((part[2:] - part[:-2]) ** 2).mean()) for part in (bars, bars.T))
    return level / (level + standing) if level + standing > 0 else 0.5
