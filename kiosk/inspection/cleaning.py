"""A harmless PDF without what tells of its maker and without its catalogue: its pages are kept as they are, bit by bit."""

import io

import pikepdf

from kiosk.inspection import segments
from kiosk.inspection.arranging import written
from kiosk.inspection.hostile_pdf import dictionaries, does_more_than_show
from kiosk.inspection.report import Refusal

_PAGE_KEYS = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/Group", "/UserUnit", "/Annots"}
)
_TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/OPI", "/Alternates", "/StructParent", "/StructParents")
_SHOWN = frozenset(
    {
        *("/Type", "/Subtype", "/Rect", "/F", "/AP", "/AS", "/C", "/IC", "/CA", "/ca", "/BM", "/Border", "/BS", "/BE", "/RD"),
        *("/QuadPoints", "/InkList", "/Vertices", "/L", "/LE", "/DA", "/Q"),
    }
)
"""What an annotation looks like; all else says of whom it is, when, and where it leads, each program in keys of its own."""
_PICTURE_KEYS = frozenset(
    {
        *("/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask"),
        *("/Decode", "/Interpolate", "/SMask", "/SMaskInData", "/Matte", "/Filter", "/DecodeParms", "/Length"),
    }
)
_JPX_SAYS = (b"uuid", b"xml ", b"asoc", b"lbl ")
"""Boxes of a JPEG 2000 that hold words (ISO 15444-1, I.7; 15444-2, M.11)."""
_INHERITED = ("/MediaBox", "/CropBox", "/Rotate", "/Resources")


def cleaned(content: bytes) -> bytes | None:
    """Return a PDF without its metadata; None where it has to be rebuilt from what its pages look like."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            return None if does_more_than_show(document) else _cleaned(document)
    except (
        pikepdf.PdfError,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        RuntimeError,
        Refusal,
    ):  # what pdfium shows all the same
        return None


def _cleaned(document: pikepdf.Pdf) -> bytes:
    clean = pikepdf.new()
    for page in document.pages:
        _strip(page)
        clean.pages.append(page)
    for each in dictionaries(clean):
        for key in _TELLING:
            if key in each:
                del each[key]
        if isinstance(each, pikepdf.Stream):
            _strip_picture(each)
    return written(clean)


def _strip(page: pikepdf.Page) -> None:
    """Leave of a page what it shows: links are no part of that."""
    for key in _INHERITED:
        value = _inherited(page.obj, key)
        if value is not None:
            page.obj[key] = value
    for key in set(page.obj.keys()) - _PAGE_KEYS:
        del page.obj[key]
    if "/Annots" in page.obj:
        shown = [
            each
            for each in page.obj.Annots
            if isinstance(each, pikepdf.Dictionary) and each.get("/Subtype") not in {"/Link", "/Popup"}
        ]
        for each in shown:
            for key in set(each.keys()) - _SHOWN:
                del each[key]
        page.obj.Annots = pikepdf.Array(shown)


def _inherited(node: pikepdf.Object, key: str) -> pikepdf.Object | None:
    for _depth in range(50):
        if key in node:
            return node[key]
        parent = node.get("/Parent")
        if not isinstance(parent, pikepdf.Dictionary):
            return None
        node = parent
    return None


def _strip_picture(stream: pikepdf.Stream) -> None:
    """Strip a picture's own metadata; raises Refusal where they cannot be told from it."""
    if stream.get("/Subtype") == pikepdf.Name.Image:
        for key in set(stream.keys()) - _PICTURE_KEYS:
            del stream[key]
    filters = stream.get("/Filter")
    names = [str(each) for each in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names == ["/DCTDecode"]:
        raw = stream.read_raw_bytes()
        bare = segments.stripped(segments.segments(raw))
        if bare != raw:
            stream.write(bare, filter=pikepdf.Name.DCTDecode, decode_parms=_parameters(stream))
    elif "/DCTDecode" in names or ("/JPXDecode" in names and any(box in stream.read_raw_bytes() for box in _JPX_SAYS)):
        raise ValueError("picture")


def _parameters(stream: pikepdf.Stream) -> pikepdf.Dictionary | None:
    parameters = stream.get("/DecodeParms")
    return parameters if isinstance(parameters, pikepdf.Dictionary) else None
