"""How much memory the child takes at most for each of the largest documents that are accepted, a fresh child for each."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
from PIL import Image

from kiosk.inspection.judged.inspector import Inspector
from tests.bench.comparison import Row
from tests.inspection.hostile import camera_photo, photo
from tests.inspection.processes import children

_GOAL = 400_000_000


def measure(_folder: Path) -> list[Row]:
    """Measure the largest of each kind, and tell which one takes most."""
    peaks = {name: _peak(made()) for name, made in _LARGEST.items()}
    worst = max(peaks, key=lambda name: peaks[name])
    others = ", ".join(f"{name} {peak / 1e6:.0f}" for name, peak in peaks.items() if name != worst)
    what = f"peak memory of the child: {worst} (MB; {others})"
    return [Row(what, "–", f"{peaks[worst] / 1e6:.0f} MB", "", None, "< 400 MB", peaks[worst] < _GOAL)]


def _peak(content: bytes) -> int:
    """Return the bytes of memory that a fresh child took at most to look at a document that it accepts."""
    before = children()
    inspector = Inspector()
    found = inspector.inspect(content)
    assert found.media_type, [str(each.code) for each in found.findings]
    (child,) = children() - before
    status = Path(f"/proc/{child}/status").read_text(encoding="ascii")
    inspector.close()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) * 1024


def _png(mode: str) -> bytes:
    if mode == "I;16":
        image = Image.fromarray(np.tile(np.arange(7_000, dtype=np.uint16) * 9, (5_000, 1)))
    else:
        image = Image.new(mode, (7_000, 5_000), (230, 230, 230, 200)[: len(mode)])
    written = io.BytesIO()
    image.save(written, "PNG", compress_level=1)
    return written.getvalue()


def _scan() -> bytes:
    """Return a PDF of twenty scanned pages, of which none is like another, over the limit."""
    document = pikepdf.new()
    inspector = Inspector()
    for number in range(20):
        page = inspector.arrange([camera_photo((2480, 3508 - number), quality=40)], [(0, 0)])
        with pikepdf.open(io.BytesIO(page)) as single:
            document.pages.extend(single.pages)
    inspector.close()
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


_LARGEST: dict[str, Callable[[], bytes]] = {
    "JPEG of 120 megapixels": lambda: photo((12_000, 10_000)),
    "progressive JPEG of 90 megapixels": lambda: photo((10_000, 9_000), progressive=True),
    "the same of 45 in full colours": lambda: photo((9_000, 5_000), progressive=True, subsampling=0),
    "PNG of 35 megapixels with transparency": lambda: _png("RGBA"),
    "the same of 16 bits": lambda: _png("I;16"),
    "photo of 16 megapixels, reduced": lambda: camera_photo((4600, 3450), quality=96),
    "PDF of 20 scanned pages, reduced": _scan,
}
