"""Cleaning of text that comes from outside: one function, because a terminal obeys what it is shown."""

import re
import unicodedata

_UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories that a terminal may obey or that change what is read: controls, formats (bidi, zero-width), surrogates."""


def clean(text: str, *, limit: int = 200) -> str:
    """Return `text` in NFC on one line, without control, bidi or zero-width characters, at most `limit` characters."""
    spaced = re.sub(r"\s+", " ", text[: limit * 8])
    kept = "".join(char for char in unicodedata.normalize("NFC", spaced) if unicodedata.category(char) not in _UNSAFE)
    return re.sub(r" {2,}", " ", kept).strip()[:limit]


def clean_lines(text: str, *, limit: int = 2000) -> str:
    """Clean a text of several lines, keeping its line breaks."""
    return "\n".join(clean(line, limit=limit) for line in text[: limit * 2].splitlines()).strip()[:limit]
