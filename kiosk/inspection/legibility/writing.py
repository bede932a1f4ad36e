"""Tells lines of letters from all else that a picture may show, and a sheet that bears nothing from one that is hard to read."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

_SIDES = ((500, 1), (1000, 1), (1600, 2))
"""Pixels of the longer side at which letters are looked for, the quickest first, and what a line counts there: a hand is no line
in the last, where those of an A4 sheet that fills a quarter of the picture's width and height are found."""
_FINER = 1250
_SMALL = 320
"""Pixels of the longer side, or some more, at which colours are seen."""
_TILE = 16
_REACH = 6
"""Pixels to either side within which a stroke's ground is found."""
_DEEP = 0.4
"""The part of a tile's contrast by which a stroke is darker than the ground at both of its sides."""
_STROKES = 0.02
"""The part of a tile that strokes take, those that run across and those that run down: grain and joints run one way only."""
_GROUND = (0.55, 0.95)
"""The part of a tile of letters that is bare ground: a cloth's patterns have less of it."""
_ALIKE, _ALIKE_IN_COLOUR = 0.12, 0.08
"""By how much the ground of neighbouring tiles of a line may differ, in level and in colour: petals do."""
_LEAST_CONTRAST = 12
_SHORT_LINE, _LINE = 3, 5
"""Tiles beside each other that make a piece of a line, and a line."""
LINES = 16
"""Lines from which on a picture surely shows letters."""

_APART = 3
"""Tiles between lines of one paper at most."""

_PALE = ((0.1, 0.1), (0.05, 0.25))
"""Contrast and sharpness under which what is seen shines through from the other side: faint pencil has a sharpness of 0.5."""
_BRIGHT_GROUND = 0.85
"""Only what is brighter is told to be empty paper."""
_FEW = 0.003
"""The part of a sheet under which dots that do not stand together are dust."""

_Levels = NDArray[np.uint8]
_Numbers = NDArray[np.floating]
_Which = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class View:
    """A picture as it is looked at: whole in grey, and small in colours, for those tell grounds apart and no letters."""

    grey: Image.Image
    small: Image.Image
    looked: "dict[int, tuple[_Which, _Numbers, _Numbers]]" = field(default_factory=dict)
    """What was found at each scale, for who asks again."""

    @classmethod
    def of(cls, page: Image.Image) -> "View":
        """Look at a picture in colours or grey."""
        return cls(page.convert("L"), page.reduce(_part(page)).convert("RGB"))

    def coloured(self, size: tuple[int, int]) -> NDArray[np.uint8]:
        """Return it in colours at a small size, width × height."""
        box = (0.0, 0.0, self.grey.width / _part(self.grey), self.grey.height / _part(self.grey))
        return np.asarray(self.small.resize(size, Image.Resampling.BOX, box=box))


def _part(page: Image.Image) -> int:
    return max(1, max(page.size) // _SMALL)


@dataclass(frozen=True, slots=True)
class LetterLines:
    """Lines of letters in a picture: how many places have one, and the box in pixels that holds most of them."""

    count: int
    box: tuple[float, float, float, float] | None


def lines_of_letters(view: View) -> LetterLines:
    """Look for places with tiles beside or below each other that bear strokes both ways on alike ground.

    At the scale that shows most, and none finer than one that shows enough: papers that fill their picture show that at a glance.
    """
    found = LetterLines(0, None)
    for side, worth in _SIDES:
        if found.count < LINES and (worth == 1 or max(view.grey.size) >= _FINER):
            lines = _lines(view, side, _LINE)
            found = max(found, LetterLines(worth * lines.count, lines.box), key=lambda each: each.count)
    return found


def short_lines(view: View) -> int:
    """Count places with a piece of a line, at the scale at which most papers show some."""
    return _lines(view, _SIDES[1][0], _SHORT_LINE).count


def _lines(view: View, side: int, length: int) -> LetterLines:
    if side not in view.looked:
        view.looked[side] = _letters(view, side)
    letters, bright, colours = view.looked[side]
    across = _rows(letters, bright, colours, length)
    down = _rows(letters.T, bright.T, colours.transpose(1, 0, 2), length)
    count = max(int(across.sum()), int(down.sum()))
    if not count:
        return LetterLines(0, None)
    tiles = np.zeros(letters.shape, bool)
    for place in range(length):
        tiles[:, place : place + across.shape[1]] |= across
        tiles[place : place + down.shape[1]] |= down.T
    return LetterLines(count, _box(tiles, view.grey.size))


def _box(tiles: _Which, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """Return the box in pixels of the largest heap of tiles, which may be some tiles apart."""
    near = wider(tiles, 2 * _APART + 1)
    heap, left = tiles & False, tiles
    while int(left.sum()) > int(heap.sum()):
        begun = np.zeros_like(left)
        begun[np.unravel_index(int(left.argmax()), left.shape)] = True
        one = grown(begun, near) & tiles
        heap, left = max(heap, one, key=lambda each: int(each.sum())), left & ~one
    rows, columns = np.nonzero(heap)
    across, down = size[0] / tiles.shape[1], size[1] / tiles.shape[0]
    return (
        float(columns.min() * across),
        float(rows.min() * down),
        float((columns.max() + 1) * across),
        float((rows.max() + 1) * down),
    )


def grown(begun: _Which, alike: _Which) -> _Which:
    """Return all that is alike and connected with what is begun, in any of eight directions."""
    rows, columns = _runs(alike), _runs(alike.T)
    found, count = begun & alike, -1
    while count != (count := int(found.sum())):
        found = _filled(wider(found, 3) & alike, rows)
        found = _filled(found.T, columns).T & alike
    return found


def _runs(alike: _Which) -> NDArray[np.intp]:
    """Return the number of the run of alike points in its row that each belongs to; 0 is none."""
    before = np.pad(alike, ((0, 0), (1, 0)))[:, :-1]
    return np.where(alike, (alike & ~before).ravel().cumsum().reshape(alike.shape), 0)


def _filled(found: _Which, runs: NDArray[np.intp]) -> _Which:
    """Return every run of which a point is found."""
    touched = np.zeros(int(runs.max()) + 1, bool)
    touched[runs[found]] = True
    touched[0] = False
    filled: _Which = touched[runs]
    return filled


def wider(mask: _Which, side: int) -> _Which:
    """Return a mask with all that is near it, in a square of so many points."""
    return np.asarray(Image.fromarray(mask.astype(np.uint8)).filter(ImageFilter.MaxFilter(side))) > 0


def scaled(page: Image.Image, side: int = _SIDES[1][0]) -> Image.Image:
    """Return a picture with so many pixels on its longer side at most, in whole tiles."""
    scale = min(1.0, side / max(page.size))
    width, height = (max(4 * _TILE, round(length * scale) // _TILE * _TILE) for length in page.size)
    return page.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=2.0)


def _letters(view: View, side: int) -> tuple[_Which, _Numbers, _Numbers]:
    """Return which tiles bear strokes both ways on bare ground, how bright that is, and each tile's colours."""
    levels = np.asarray(scaled(view.grey, side))
    tiles = _tiled(levels)
    darkest, bright = tiles.min(axis=2), tiles.max(axis=2).astype(np.float32)
    letters = bright - darkest > _LEAST_CONTRAST  # most tiles of a sheet are plain, and looked at no further
    some, inked = _TILE**2 * 9 // 20, tiles[letters]
    bright[letters] = np.partition(inked[:, ::2], some, axis=1)[:, some]
    contrast = bright - darkest
    bare = np.zeros(letters.shape)
    bare[letters] = np.greater(inked, _whole(bright - 0.3 * contrast)[letters]).mean(axis=1)
    letters &= (contrast > _LEAST_CONTRAST) & (contrast > 0.1 * bright) & (bare > _GROUND[0]) & (bare < _GROUND[1])
    limit = _whole(_DEEP * contrast)
    for turned in (False, True):
        if letters.any():
            deep = _depth(np.ascontiguousarray(levels.T)).T if turned else _depth(levels)
            letters[letters] = np.greater(_tiled(deep)[letters], limit[letters]).mean(axis=1) > _STROKES
    colours = view.coloured((letters.shape[1], letters.shape[0])).astype(np.float32) + 1
    return letters, bright, colours / colours.mean(axis=2, keepdims=True)


def _whole(limits: _Numbers) -> _Levels:
    """Return limits that whole levels pass just where they pass these: whole numbers compare many times as fast."""
    whole: _Levels = limits.astype(np.uint8)[..., None]
    return whole


def _depth(levels: _Levels, reach: int = _REACH) -> _Levels:
    """Return by how much each point is darker than what is brightest near it in its row, at the side that is darker."""
    before, after = _brightest_before(levels, reach), _brightest_before(levels[:, ::-1], reach)[:, ::-1]
    return np.minimum(before, after) - levels


def _brightest_before(levels: _Levels, reach: int) -> _Levels:
    found, seen = levels, 0
    while seen < reach:
        step = min(seen + 1, reach - seen)
        wider = found.copy()
        np.maximum(found[:, step:], found[:, :-step], out=wider[:, step:])
        found, seen = wider, seen + step
    return found


def _tiled(levels: NDArray[np.generic]) -> NDArray[np.generic]:
    rows, columns = levels.shape[0] // _TILE, levels.shape[1] // _TILE
    parts = levels[: rows * _TILE, : columns * _TILE].reshape(rows, _TILE, columns, _TILE)
    return parts.transpose(0, 2, 1, 3).reshape(rows, columns, _TILE * _TILE)


def _rows(letters: _Which, bright: _Numbers, colours: _Numbers, length: int) -> _Which:
    """Return where so many tiles in a row bear letters on one ground."""
    last = letters.shape[1] - length + 1
    if last < 1:
        return letters[:, :0]
    places = range(length)
    together = np.logical_and.reduce([letters[:, place : place + last] for place in places])
    beside = np.stack([bright[:, place : place + last] for place in places])
    hues = np.stack([colours[:, place : place + last] for place in places])
    alike = np.ptp(beside, axis=0) < _ALIKE * beside.max(axis=0)
    found: _Which = together & alike & (np.ptp(hues, axis=0).max(axis=2) < _ALIKE_IN_COLOUR)
    return found


_DARK_STROKE, _LITTLE_WRITING = 0.45, 0.0015
_WRITING_SIDE, _BROAD = 400, 12
"""Pixels at which a signature's strokes are one wide still, and those of letters from a felt pen are no wider than looked for."""


def has_strokes(view: View) -> bool:
    """Tell whether something dark was written somewhere: an edge is dark at one side only, and no stroke."""
    scale = min(1.0, _WRITING_SIDE / max(view.grey.size))
    size = tuple(max(4 * _TILE, round(side * scale)) for side in view.grey.size)
    levels = np.asarray(view.grey.resize((size[0], size[1]), Image.Resampling.BILINEAR, reducing_gap=2.0))
    dark = [deep / (levels + deep + 1.0) > _DARK_STROKE for deep in (_depth(levels, _BROAD), _depth(levels.T, _BROAD).T)]
    return float((dark[0] | dark[1]).mean()) > _LITTLE_WRITING


def is_empty(flat: _Numbers, inked: _Which, sharpness: float, light: dict[str, float]) -> bool:
    """Tell that a bright sheet bears nothing of its own: noise, dust, or what shines through from the other side."""
    if light["ground"] < _BRIGHT_GROUND:
        return False
    if light["ink"] < _FEW and not _stands_together(inked):
        return True
    if light["contrast"] > _PALE[0][0]:
        return False
    return any(light["contrast"] < pale and sharpness < soft for pale, soft in _PALE) or _is_noise(flat)


def _stands_together(inked: _Which) -> bool:
    """Tell whether any tile that is inked has two such neighbours."""
    padded = np.pad(inked, 1).astype(np.uint8)
    rows, columns = inked.shape
    around = sum(padded[down : down + rows, across : across + columns] for down in range(3) for across in range(3))
    return bool((inked & (around >= 3)).any())


def _is_noise(flat: _Numbers) -> bool:
    """Tell whether nothing is left but for a few dots where three by three pixels are made one: strokes stay, noise does not."""
    rows, columns = flat.shape[0] - 2, flat.shape[1] - 2
    smooth = np.add.reduce([flat[down : down + rows, across : across + columns] for down in range(3) for across in range(3)])
    tiled = _tiled(smooth / 9)
    spread = np.ptp(tiled, axis=2)
    quiet = float(np.percentile(spread, 25))
    return quiet < 6 and not _stands_together(spread > 1.8 * quiet + 2.5)
