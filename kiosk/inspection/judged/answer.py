"""Checks what the child says. It may have been taken over by the file that it looked at, so each value is bounded here."""

import re

from kiosk.domain.documents.document import (
    Finding,
    IndexedPicture,
    Inspection,
    MediaType,
    Origin,
    PageFacts,
    Paper,
    Picture,
    Verdict,
)
from kiosk.domain.papers.form_mark import parse_form_mark
from kiosk.inspection.codes import Code
from kiosk.inspection.judged.judging import judge
from kiosk.inspection.judged.sentences import sentence
from kiosk.inspection.limits import PAGES_LIMIT, PICTURE_HEIGHT, PICTURE_WIDTH, RULES_VERSION

_KEYS = {"media_type", "pages", "width", "height", "findings", "picture", "facts", "marks"}
_LARGEST_NUMBER = 1_000_000_000
_MOST_FINDINGS = 10
_MOST_SCORES = 40
_MOST_MARKS = 4
"""On one page: a mark of the form, and those of a page or two that lie beside it."""
_SCORE = re.compile(r"[a-z][a-z0-9_]{0,31}")


def judged(  # noqa: PLR0913 - the answer, and all that was asked
    header: object, body: bytes, content: bytes, document_bytes: int, *, paper: Paper, origin: Origin
) -> Inspection:
    """Return the inspection that an answer about `content`, which shows `paper`, stands for; ValueError where it cannot be true."""
    if not isinstance(header, dict) or set(header) != _KEYS:
        raise ValueError("keys")
    findings = _findings(header["findings"], document_bytes, origin)
    picture, kept = _picture(header["picture"], body)
    media_type = MediaType.of(content if findings else kept)
    if header["media_type"] != media_type or (findings and kept) or len(kept) > document_bytes:
        raise ValueError("content")
    pages, width, height = (number(header[name]) for name in ("pages", "width", "height"))
    if not findings and not (media_type and 1 <= pages <= PAGES_LIMIT and width and height and picture):
        raise ValueError("nothing seen, nothing found")
    facts = _facts(header["facts"], pages)
    verdict, doubts = (Verdict.REFUSED, ()) if findings else judge(facts, paper)
    findings += tuple(Finding(code, sentence(code, page, document_bytes, origin)) for code, page in doubts)
    if not verdict.may_be_attached:
        kept = b""
    return Inspection(
        verdict,
        media_type,
        pages,
        len(kept) or len(content),
        width,
        height,
        findings,
        picture,
        RULES_VERSION,
        kept,
        len(content),
        facts,
        _marks(header["marks"], pages),
    )


def refused(header: object) -> tuple[Code, int] | None:
    """Return why the child would not do what it was asked, None where it did; ValueError where it says neither."""
    if not isinstance(header, dict):
        raise ValueError("header")  # noqa: TRY004 - a lie is a lie, whatever its type
    if "refused" not in header:
        return None
    if set(header) != {"refused"}:
        raise ValueError("keys")
    return _code(header["refused"])


def size(header: object, body: bytes, most: tuple[int, int], depth: int) -> tuple[int, int]:
    """Return width × height of a picture of so many bytes a pixel that fills the body; ValueError where it cannot be true."""
    if not isinstance(header, dict) or set(header) != {"picture"} or not isinstance(header["picture"], list):
        raise ValueError("keys")
    width, height = (number(each, limit) for each, limit in zip(header["picture"], most, strict=True))
    if not width or not height or len(body) != width * height * depth:
        raise ValueError("picture")
    return width, height


def indexed(header: object, body: bytes, most: tuple[int, int], colours: int) -> IndexedPicture:
    """Return a picture of at most so many colours, whose every pixel is one of them; ValueError where it cannot be true."""
    if not isinstance(header, dict) or "colours" not in header:
        raise ValueError("keys")
    end = 3 * number(header["colours"], colours)
    pixels = body[end:]
    width, height = size({name: value for name, value in header.items() if name != "colours"}, pixels, most, 1)
    if max(pixels) >= end // 3:
        raise ValueError("colour")
    return IndexedPicture(width, height, body[:end], pixels)


def document(header: object, body: bytes, media_type: MediaType) -> bytes:
    """Return the document that the child made; ValueError where it is of another type."""
    if header != {} or MediaType.of(body) is not media_type:
        raise ValueError("document")
    return body


def number(value: object, largest: int = _LARGEST_NUMBER) -> int:
    """Return a whole number from 0 on; ValueError where it is none."""
    if type(value) is not int or not 0 <= value <= largest:
        raise ValueError(value)
    return value


def _rows(value: object, most: int, length: int) -> list[list[object]]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError("rows")
    if not all(isinstance(each, list) and len(each) == length for each in value):
        raise ValueError("row")
    return value


def _findings(value: object, document_bytes: int, origin: Origin) -> tuple[Finding, ...]:
    found = [_code(each) for each in _rows(value, _MOST_FINDINGS, 2)]
    return tuple(Finding(code, sentence(code, amount, document_bytes, origin)) for code, amount in found)


def _code(value: object) -> tuple[Code, int]:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("code")
    return Code(value[0]), number(value[1])


def _picture(value: object, body: bytes) -> tuple[Picture | None, bytes]:
    if value is None:
        return None, body
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("picture")
    width, height = number(value[0], PICTURE_WIDTH), number(value[1], PICTURE_HEIGHT)
    end = width * height * 3
    if not end or len(body) < end:
        raise ValueError("picture")
    return Picture(width, height, body[:end]), body[end:]


def _facts(value: object, pages: int) -> tuple[PageFacts, ...]:
    return tuple(_page_facts(each) for each in _rows(value, pages, 5))


def _page_facts(value: list[object]) -> PageFacts:
    width, height, dpi, turned = (number(each) for each in value[:4])
    scores = value[4]
    if turned not in {0, 90, 180, 270} or not isinstance(scores, dict) or len(scores) > _MOST_SCORES:
        raise ValueError("facts")
    for name, score in scores.items():
        number_like = type(score) in {int, float} and -_LARGEST_NUMBER <= score <= _LARGEST_NUMBER  # no NaN is
        if not _SCORE.fullmatch(name) or not number_like:
            raise ValueError("score")
    return PageFacts(width, height, dpi, turned, {name: float(score) for name, score in scores.items()})


def _marks(value: object, pages: int) -> tuple[tuple[int, str], ...]:
    found = []
    for page, text in _rows(value, _MOST_MARKS * PAGES_LIMIT, 2):
        if not isinstance(text, str) or len(text) > 13 or parse_form_mark(text) is None:
            raise ValueError("mark")
        found.append((number(page, max(0, pages - 1)), text))
    if any([page for page, _text in found].count(page) > _MOST_MARKS for page, _text in found):
        raise ValueError("marks")
    return tuple(found)
