"""What judging and mending a document costs beside the one decoding or drawing that nobody can do without."""

import io
import sys
from pathlib import Path
from statistics import median

import pypdfium2
from PIL import Image

from kiosk.inspection.judged.inspector import CHILD, Inspector
from tests.bench.comparison import Row, compared, in_turn, seconds, timed
from tests.inspection.hostile import camera_photo

_BLIND = f"""import sys
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from kiosk.inspection.child import documents
from kiosk.inspection.legibility import measured
measured.marks_on = lambda page: []
documents.main()"""
"""A child that does not look for the form's QR: only the bench has one."""
_MOST_MORE = 0.020


def measure(_folder: Path) -> list[Row]:
    """Measure a photo, a scan, the search for a QR on the photo, and a photo that has to be reduced."""
    inspector, blind = Inspector(command=CHILD), Inspector(command=(sys.executable, "-I", "-B", "-c", _BLIND))
    ordinary, heavy = camera_photo((4000, 3000), quality=72), camera_photo((4000, 3000), quality=92)
    scan = inspector.arrange([camera_photo((2480, 3508), quality=75)], [(0, 0)])
    decodes, draws = "Pillow decodes it once", "pypdfium2 draws it once at 150 dpi"
    rows = [
        compared("judging a 12-megapixel photo, without OCR and QR", decodes, *_photo(blind, ordinary), most=1.5),
        _mark(inspector, blind, ordinary),
        compared("judging a scanned A4 page of 300 dpi, without OCR and QR", draws, *_scan(blind, scan), most=2),
        compared("reducing a photo of 5 MB", "Pillow decodes and encodes it once", *_heavy(inspector, heavy), most=2.5),
    ]
    inspector.close()
    blind.close()
    return rows


def _photo(inspector: Inspector, content: bytes) -> tuple[list[float], list[float]]:
    return in_turn(timed(lambda: inspector.inspect(content)), timed(lambda: Image.open(io.BytesIO(content)).load()))


def _mark(inspector: Inspector, blind: Inspector, content: bytes) -> Row:
    looking, not_looking = in_turn(timed(lambda: inspector.inspect(content)), timed(lambda: blind.inspect(content)))
    more = median(looking) - median(not_looking)
    what = "looking for the QR on it as well"
    return Row(
        what, "not looking", seconds(median(looking)), seconds(median(not_looking)), None, "≤ 20 ms more", more <= _MOST_MORE
    )


def _scan(inspector: Inspector, content: bytes) -> tuple[list[float], list[float]]:
    def draw() -> None:
        with pypdfium2.PdfDocument(content) as document:
            document[0].render(scale=150 / 72).to_pil()

    return in_turn(timed(lambda: inspector.inspect(content)), timed(draw))


def _heavy(inspector: Inspector, content: bytes) -> tuple[list[float], list[float]]:
    def again() -> None:
        Image.open(io.BytesIO(content)).save(io.BytesIO(), "JPEG", quality=85)

    return in_turn(timed(lambda: inspector.inspect(content)), timed(again))
