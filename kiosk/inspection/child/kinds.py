"""What a file is when it is neither JPEG nor PDF: its name ("una foto HEIC") helps people, "tipo no permitido" does not."""

from kiosk.domain.documents.document import MediaType
from kiosk.inspection.codes import Code

_STARTS: tuple[tuple[bytes, Code], ...] = (
    (b"GIF8", Code.GIF),
    (b"II*\x00", Code.TIFF),
    (b"MM\x00*", Code.TIFF),
    (b"BM", Code.OTHER_IMAGE),
    (b"\x00\x00\x00\x0cjP  ", Code.OTHER_IMAGE),
    (b"\xff\x0a", Code.OTHER_IMAGE),
    (b"8BPS", Code.OTHER_IMAGE),
    (b"\xd0\xcf\x11\xe0", Code.OFFICE),
    (b"{\\rtf", Code.OFFICE),
    (b"MZ", Code.PROGRAM),
    (b"\x7fELF", Code.PROGRAM),
    (b"#!", Code.PROGRAM),
    (b"\xca\xfe\xba\xbe", Code.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Code.PROGRAM),
    (b"dex\n", Code.PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", Code.PROGRAM),
    (b"Rar!", Code.ARCHIVE),
    (b"7z\xbc\xaf", Code.ARCHIVE),
    (b"\x1f\x8b", Code.ARCHIVE),
    (b"ID3", Code.VIDEO),
    (b"OggS", Code.VIDEO),
    (b"\x1aE\xdf\xa3", Code.VIDEO),
)
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


PNG = b"\x89PNG\r\n\x1a\n"
"""How a PNG begins: it is not kept, but converted."""


def kind_not_taken(start: bytes) -> Code | None:
    """Name the kind of a file by its first bytes (1024 are enough); None where it may be attached."""
    return None if MediaType.of(start) or start.startswith(PNG) else foreign_kind(start)


def foreign_kind(content: bytes) -> Code:
    """Name the kind of a file that is not taken, by its content."""
    if content[4:8] == b"ftyp":
        return _media_container(content[8:12])
    if content[:4] == b"RIFF":
        return Code.WEBP if content[8:12] == b"WEBP" else Code.VIDEO
    if content[:4] == b"PK\x03\x04":
        return _zip_kind(content)
    for start, code in _STARTS:
        if content.startswith(start):
            return code
    return Code.TEXT if _is_text(content[:1024]) else Code.UNKNOWN


def _media_container(brand: bytes) -> Code:
    if brand in _HEIC_BRANDS:
        return Code.HEIC
    return Code.OTHER_IMAGE if brand in {b"avif", b"avis"} else Code.VIDEO


def _zip_kind(content: bytes) -> Code:
    office = (b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis.opendocument")
    if any(mark in content[:4096] for mark in office):
        return Code.OFFICE
    return Code.PROGRAM if b"AndroidManifest.xml" in content else Code.ARCHIVE


def _is_text(start: bytes) -> bool:
    if b"\x00" in start and not start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    controls = sum(byte < 0x20 and byte not in b"\t\n\r\f" for byte in start)
    return controls == 0 or start.startswith((b"\xff\xfe", b"\xfe\xff"))
