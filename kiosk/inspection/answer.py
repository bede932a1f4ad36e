"""Checks what the child says. It may have been taken over by the file that it looked at, so each value is bounded here."""

from kiosk.domain.document import Finding, Inspection, MediaType, Picture, Verdict
from kiosk.inspection.codes import Code
from kiosk.inspection.limits import PAGES_LIMIT, PICTURE_HEIGHT, PICTURE_WIDTH, RULES_VERSION
from kiosk.inspection.sentences import sentence

_KEYS = {"media_type", "pages", "width", "height", "findings", "picture"}
_LARGEST_NUMBER = 1_000_000_000
_MOST_FINDINGS = 10


def believe(header: object, body: bytes, content: bytes, document_bytes: int) -> Inspection:
    """Return the inspection that an answer stands for; ValueError where it cannot be true."""
    if not isinstance(header, dict) or set(header) != _KEYS:
        raise ValueError("keys")
    media_type = MediaType.of(content)
    if header["media_type"] != media_type:
        raise ValueError("media_type")
    findings = _findings(header["findings"], document_bytes)
    picture = _picture(header["picture"], body)
    pages, width, height = (_number(header[name]) for name in ("pages", "width", "height"))
    if not findings and not (media_type and 1 <= pages <= PAGES_LIMIT and width and height and picture):
        raise ValueError("nothing seen, nothing found")
    return Inspection(
        Verdict.REFUSED if findings else Verdict.FINE,
        media_type,
        pages,
        len(content),
        width,
        height,
        findings,
        picture,
        RULES_VERSION,
        b"" if findings else content,
        len(content),
    )


def _number(value: object, largest: int = _LARGEST_NUMBER) -> int:
    if type(value) is not int or not 0 <= value <= largest:
        raise ValueError(value)
    return value


def _findings(value: object, document_bytes: int) -> tuple[Finding, ...]:
    if not isinstance(value, list) or len(value) > _MOST_FINDINGS:
        raise ValueError("findings")
    return tuple(_finding(each, document_bytes) for each in value)


def _finding(value: object, document_bytes: int) -> Finding:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("finding")
    code = Code(value[0])
    return Finding(code, sentence(code, _number(value[1]), document_bytes))


def _picture(value: object, body: bytes) -> Picture | None:
    if value is None and not body:
        return None
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("picture")
    width, height = _number(value[0], PICTURE_WIDTH), _number(value[1], PICTURE_HEIGHT)
    if not width or not height or len(body) != width * height * 3:
        raise ValueError("picture")
    return Picture(width, height, body)
