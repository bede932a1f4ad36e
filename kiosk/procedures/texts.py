"""The notice and the consent as files: Markdown of headings, paragraphs and lists only, since the screens show no more."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.procedures.files import BUILT_IN
from kiosk.procedures.mistake import Mistake

NOTICE = "notice.md"
CONSENT = "consent.md"
PLACEHOLDERS = frozenset(
    {"address", "complaints", "contact", "copies_days", "draft_days", "officer", "responsible", "retention", "rights"}
)
"""What may stand between braces; each is filled with what the settings say (kiosk/services/papers/legal_texts.py)."""

VERSION_LINE = re.compile(r"Versión (\d{4}-\d{2}(?:-\d{2})?)")


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text as an office wrote it, its placeholders still open."""

    version: str
    body: str


def read_text(name: str, folder: Path | None = None) -> TextFile:
    """Return the text of an office's folder, or else the kiosk's own; raises OSError, and ValueError where it has mistakes."""
    own = folder / name if folder is not None else BUILT_IN / name
    path = own if own.is_file() else BUILT_IN / name
    body = path.read_text(encoding="utf-8-sig").strip()
    for mistake in text_mistakes(body):
        raise ValueError(f"{path}:{mistake.line}: {mistake.message}")
    version = VERSION_LINE.match(body)
    return TextFile(version[1] if version else "", body)


def text_mistakes(source: str) -> Iterator[Mistake]:
    """Yield what is wrong in a text, line by line."""
    lines = source.splitlines()
    if not lines or not VERSION_LINE.fullmatch(lines[0].strip()):
        yield Mistake(1, "", _("La primera línea debe decir la versión, como «Versión 2026-11»."))
    for number, line in enumerate(lines, start=1):
        if line != clean(line, limit=len(line)):
            yield Mistake(number, "", _("El texto tiene espacios de más o caracteres que no se ven. Bórrelos."))
        if re.match(r"(#{1,2}(?!#) |- )?[^#\-\s]", line) is None and line:
            yield Mistake(number, "", _("Solo puede haber títulos (# o ##), párrafos y listas (-)."))
        if found := re.search(r"[\[\]<>*_`|\\]", re.sub(r"\{\w*\}", "", line)):
            yield Mistake(number, "", _("El texto tiene «{sign}», que la pantalla no muestra. Bórrelo.").format(sign=found[0]))
        for name in re.findall(r"\{(.*?)\}", line):
            if name not in PLACEHOLDERS:
                known = ", ".join(sorted(PLACEHOLDERS))
                yield Mistake(number, clean(name), _("Entre llaves solo puede estar: {known}.").format(known=known))
