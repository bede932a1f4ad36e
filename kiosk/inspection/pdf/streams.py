"""What single values and streams of a PDF hold, and whether it is what it should be: contents, fonts, profiles, pictures."""

import re

import pikepdf

from kiosk.inspection.pictures import segments

_NAME = re.compile(rb"/[^\x00\t\n\f\r ()<>\[\]{}/%]*")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_SAYS_MORE = re.compile(rb"%|\b(?:BDC|BMC|EMC|MP|DP)\b")
"""Comments, and marks around content, which may hold words of their own."""
_MARKS = frozenset({"BDC", "BMC", "EMC", "MP", "DP"})
_MOST_REWRITTEN = 2_000_000
"""Bytes of content in which marks are looked for one by one; that takes some seconds."""
_FONT_STARTS = (b"%!", b"\x80\x01", b"\x00\x01\x00\x00", b"true", b"ttcf", b"OTTO", b"\x01\x00")
_JPX_SAYS = (b"uuid", b"xml ", b"asoc", b"lbl ")
"""Boxes of a JPEG 2000 that hold words (ISO 15444-1, I.7; 15444-2, M.11)."""


_DEEPEST = 4
_LONGEST_WORD = 127


class CannotClean(ValueError):
    """What it shows cannot be told from what it says."""


def said(name: str) -> str:
    """Return a name without escapes, a letter for each of its bytes."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), name.encode()).decode("latin-1")


def names(stream: pikepdf.Stream) -> set[str]:
    """Return all names in a content stream, and more where its strings look like some."""
    return {
        _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), each).decode("latin-1")
        for each in _NAME.findall(stream.read_bytes())
    }


def quiet(stream: pikepdf.Stream) -> bool:
    """Take comments and marks out of a content stream, and tell whether any were; CannotClean where that would take too long."""
    content = stream.read_bytes()
    if not _SAYS_MORE.search(content):
        return False
    if len(content) > _MOST_REWRITTEN:
        raise CannotClean("marks")
    kept = [each for each in pikepdf.parse_content_stream(stream) if str(each.operator) not in _MARKS]
    stream.write(pikepdf.unparse_content_stream(kept))
    return True


def is_profile(value: object) -> bool:
    """Tell a colour profile by its header (ICC.1, 7.2)."""
    if not isinstance(value, pikepdf.Stream):
        return False
    content = value.read_bytes()
    return content[36:40] == b"acsp" and int.from_bytes(content[:4], "big") == len(content)


def is_mapping(value: object) -> bool:
    """Tell a table from a font's codes to letters."""
    return isinstance(value, pikepdf.Stream) and b"begincmap" in value.read_bytes()


def font_program(value: object) -> object:
    """Return a font's program; raises CannotClean where it is another one."""
    if not isinstance(value, pikepdf.Stream) or not value.read_bytes().startswith(_FONT_STARTS):
        raise CannotClean("font")
    return value


def strip_picture(stream: pikepdf.Stream) -> None:
    """Strip a picture's own metadata; raises Refusal or CannotClean where they cannot be told from it."""
    filters = stream.get("/Filter")
    names = [str(each) for each in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names == ["/DCTDecode"]:
        raw = stream.read_raw_bytes()
        bare = segments.stripped(segments.segments(raw))
        if bare != raw:
            parameters = stream.get("/DecodeParms")
            parameters = parameters if isinstance(parameters, pikepdf.Dictionary) else None
            stream.write(bare, filter=pikepdf.Name.DCTDecode, decode_parms=parameters)
    elif "/DCTDecode" in names or ("/JPXDecode" in names and any(box in stream.read_raw_bytes() for box in _JPX_SAYS)):
        raise CannotClean("picture")


def plain(value: object, depth: int = 0) -> bool:
    """Keep numbers, names and lists of these."""
    if isinstance(value, pikepdf.Array):
        return depth < _DEEPEST and all(plain(each, depth + 1) for each in value)
    if isinstance(value, pikepdf.Name):
        return len(str(value)) <= _LONGEST_WORD
    return not isinstance(value, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.String, str, bytes))


def short(value: object) -> bool:
    """Keep a short string of letters, numbers and signs that operators need."""
    return isinstance(value, pikepdf.String) and bool(re.fullmatch(rb"[\w ./#+-]{0,80}", bytes(value)))
