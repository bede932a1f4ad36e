"""Cleaning of text that comes from outside: one function, because a terminal obeys what it is shown."""

import re
import unicodedata

HYPHENS = "\\-\u2010-\u2015\u2212"
"""Everything that a keyboard or a pasted text may hold for a hyphen, to stand inside the brackets of a pattern."""
_UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories that a terminal may obey or that change what is read: controls, formats (bidi, zero-width), surrogates."""
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that show nothing: a name made of them would look empty."""
_MARKS_AT_MOST = 2
"""Combining marks in a row that are kept; heaps of them spill over the neighbouring lines."""


def clean(text: str, *, limit: int = 200) -> str:
    """Return `text` in NFC on one line, without control, bidi, zero-width or invisible characters, at most `limit` characters."""
    kept: list[str] = []
    marks = 0
    for char in re.sub(r"\s+", " ", unicodedata.normalize("NFC", text[: limit * 8])):
        category = unicodedata.category(char)
        if category in _UNSAFE or char in _INVISIBLE:
            continue
        marks = marks + 1 if category.startswith("M") else 0
        if marks <= _MARKS_AT_MOST:
            kept.append(char)
    composed = unicodedata.normalize("NFC", "".join(kept))
    return re.sub(r" {2,}", " ", composed).strip()[:limit].rstrip()


def clean_lines(text: str, *, limit: int = 2000) -> str:
    """Clean a text of several lines, keeping its line breaks but no more than one empty line in a row."""
    lines = "\n".join(clean(line, limit=limit) for line in text[: limit * 2].splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()[:limit].rstrip()


def without_separators(typed: str) -> str:
    """Return a number or code without the spaces, dots and hyphens that people put between its groups."""
    return re.sub(rf"[\s.{HYPHENS}]", "", typed)
