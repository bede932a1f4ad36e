"""What judging and mending a document costs beside the one decoding or drawing that nobody can do without."""

import io
from pathlib import Path

import pypdfium2
from PIL import Image

from kiosk.inspection.inspector import Inspector
from tests.bench.comparison import Row, compared, in_turn, timed
from tests.inspection.hostile import camera_photo, photo
from tests.inspection.processes import children


def measure(_folder: Path) -> list[Row]:
    """Measure a photo, a scan and a photo that has to be reduced, and the memory of the child that does it."""
    inspector = Inspector()
    ordinary, heavy = camera_photo((4000, 3000), quality=72), camera_photo((4000, 3000), quality=92)
    scan = inspector.arrange([camera_photo((2480, 3508), quality=75)], [(0, 0)])
    rows = [
        compared("judging a 12-megapixel photo, QR included", "Pillow decodes it once", *_photo(inspector, ordinary), most=1.5),
        compared("judging a scanned A4 page of 300 dpi", "pypdfium2 draws it once at 150 dpi", *_scan(inspector, scan), most=2),
        compared("reducing a photo of 5 MB", "Pillow decodes and encodes it once", *_heavy(inspector, heavy), most=2.5),
    ]
    inspector.close()
    return [*rows, _memory()]


def _photo(inspector: Inspector, content: bytes) -> tuple[list[float], list[float]]:
    return in_turn(timed(lambda: inspector.inspect(content)), timed(lambda: Image.open(io.BytesIO(content)).load()))


def _scan(inspector: Inspector, content: bytes) -> tuple[list[float], list[float]]:
    def draw() -> None:
        with pypdfium2.PdfDocument(content) as document:
            document[0].render(scale=150 / 72).to_pil()

    return in_turn(timed(lambda: inspector.inspect(content)), timed(draw))


def _heavy(inspector: Inspector, content: bytes) -> tuple[list[float], list[float]]:
    def again() -> None:
        Image.open(io.BytesIO(content)).save(io.BytesIO(), "JPEG", quality=85)

    return in_turn(timed(lambda: inspector.inspect(content)), timed(again))


def _memory() -> Row:
    before = children()
    inspector = Inspector()
    inspector.inspect(photo((12_000, 10_000)))
    inspector.inspect(camera_photo((4600, 3450), quality=96))
    (child,) = children() - before
    status = Path(f"/proc/{child}/status").read_text(encoding="ascii")
    inspector.close()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024
    return Row("peak memory of the child", "–", f"{peak:.0f} MiB", "", None, "< 400 MB", peak * 1.048576 < 400)
