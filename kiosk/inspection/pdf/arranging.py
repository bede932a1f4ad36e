"""Puts pages of several documents into one PDF, and turns pages: neither codes a picture again."""

import io
from collections.abc import Sequence

import pikepdf

from kiosk.domain.documents.document import MediaType
from kiosk.inspection.codes import Code
from kiosk.inspection.limits import PAGES_LIMIT
from kiosk.inspection.pictures import segments
from kiosk.inspection.pictures.jpeg import Jpeg
from kiosk.inspection.report import Refusal

_A4 = (595.28, 841.89)
_SPACES = {1: pikepdf.Name.DeviceGray, 3: pikepdf.Name.DeviceRGB, 4: pikepdf.Name.DeviceCMYK}
_PLACED = {
    1: "{w} 0 0 {h} 0 0",
    2: "-{w} 0 0 {h} {w} 0",
    3: "-{w} 0 0 -{h} {w} {h}",
    4: "{w} 0 0 -{h} 0 {h}",
    5: "0 -{h} -{w} 0 {w} {h}",
    6: "0 -{h} {w} 0 0 {h}",
    7: "0 {h} {w} 0 0 0",
    8: "0 {h} -{w} 0 {w} 0",
}
"""What lays the unit square on a page of w × h points as each EXIF orientation says (ISO 32000-1, 8.3.3)."""


def turn(content: bytes, degrees: int) -> bytes:
    """Turn all of a document clockwise by 90, 180 or 270 degrees; raises Refusal."""
    if MediaType.of(content) is MediaType.JPEG:
        return Jpeg(content).turned(degrees).stripped()
    with opened(content) as document:
        return _turned(document, [degrees] * len(document.pages))


def turn_pages(content: bytes, degrees: Sequence[int]) -> bytes:
    """Turn each page of a PDF clockwise by its own multiple of 90 degrees; raises Refusal."""
    with opened(content) as document:
        return _turned(document, degrees)


def arrange(documents: Sequence[bytes], picks: Sequence[tuple[int, int]]) -> bytes:
    """Return one PDF of the picked (document, page) pairs, both from 0; raises Refusal."""
    if not picks:
        raise Refusal(Code.NO_SUCH_PAGE)
    arranged = pikepdf.new()
    sources = [None if MediaType.of(each) is MediaType.JPEG else opened(each) for each in documents]
    for number, page in picks:
        if not 0 <= number < len(documents):
            raise Refusal(Code.NO_SUCH_PAGE)
        source = sources[number]
        pages = 1 if source is None else len(source.pages)
        if not 0 <= page < pages:
            raise Refusal(Code.NO_SUCH_PAGE)
        if source is None:
            photo = Jpeg(documents[number])
            add_photo(arranged, photo, fitted(photo.size))
        else:
            arranged.pages.append(source.pages[page])
    return written(arranged)


def photos(pictures: Sequence[tuple[bytes, tuple[float, float]]]) -> bytes:
    """Return a PDF with a page for each JPEG, of so many points, width × height."""
    document = pikepdf.new()
    for content, points in pictures:
        add_photo(document, Jpeg(content), points)
    return written(document)


def add_photo(document: pikepdf.Pdf, photo: Jpeg, points: tuple[float, float]) -> None:
    """Add a page of so many points, width × height as it is seen, that shows a JPEG as it was coded."""
    image = document.make_stream(segments.stripped(photo.segments))
    image.update(
        pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=photo.frame.width,
            Height=photo.frame.height,
            BitsPerComponent=8,
            ColorSpace=_SPACES.get(photo.frame.colours, pikepdf.Name.DeviceRGB),
            Filter=pikepdf.Name.DCTDecode,
        )
    )
    if photo.frame.colours == 4 and photo.by_adobe:  # which stores the opposite of the ink
        image.Decode = pikepdf.Array([1, 0] * 4)
    document.add_blank_page(page_size=points)
    page = document.pages[-1]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=image))
    matrix = _PLACED[photo.orientation].format(w=f"{points[0]:.2f}", h=f"{points[1]:.2f}")
    page.Contents = document.make_stream(f"q {matrix} cm /P Do Q".encode())


def written(document: pikepdf.Pdf) -> bytes:
    """Return a PDF's bytes: the same ones each time, and without a password."""
    target = io.BytesIO()
    document.save(
        target,
        deterministic_id=True,
        encryption=False,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,  # nothing is unpacked that need not be
        fix_metadata_version=False,
    )
    return target.getvalue()


def _turned(document: pikepdf.Pdf, degrees: Sequence[int]) -> bytes:
    for page, each in zip(document.pages, degrees, strict=True):
        if each:
            page.rotate(each, relative=True)
    return written(document)


def opened(content: bytes, *, most: int = PAGES_LIMIT) -> pikepdf.Pdf:
    """Open a PDF of at most so many pages; raises Refusal."""
    try:
        document = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as locked:
        raise Refusal(Code.PDF_LOCKED) from locked
    except (pikepdf.PdfError, ValueError) as damage:
        raise Refusal(Code.PDF_DAMAGED) from damage
    if len(document.pages) > most:
        raise Refusal(Code.TOO_MANY_PAGES, len(document.pages))
    return document


def fitted(size: tuple[int, int]) -> tuple[float, float]:
    """Return the points, width × height, at which so many pixels fit a sheet of A4, upright or lying."""
    sheet = _A4 if size[0] <= size[1] else _A4[::-1]
    scale = min(sheet[0] / size[0], sheet[1] / size[1])
    return max(1.0, size[0] * scale), max(1.0, size[1] * scale)
