"""Explains every mistake of a file at once, each with its line, to whoever edits procedures with a text editor."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kiosk.domain.filing.procedure import Sector
from kiosk.locale import _
from kiosk.procedures import catalogue_file, procedure_file
from kiosk.procedures.files import BUILT_IN, CATALOGUE, HOLIDAYS, SHARED, TERRITORY
from kiosk.procedures.lines import LineNumbers
from kiosk.procedures.mistake import Mistake, PendingMistake, shown
from kiosk.procedures.texts import text_mistakes


def check(path: Path) -> tuple[Mistake, ...]:
    """Return every mistake of a procedure or of what all share (TOML), or of a legal text (Markdown), line by line; raises OSError.

    A procedure's sector is looked up in the catalogue beside its file, or else in the kiosk's own.
    """
    if path.suffix == ".md":
        return _check_text(path)
    return read(path, None if path.name in SHARED else _sectors_for(path))[1]


def read(path: Path, sectors: tuple[Sector, ...] | None) -> tuple[dict[str, Any], tuple[Mistake, ...]]:
    """Return the values and the mistakes of a file; a procedure is held against `sectors`. Raises OSError."""
    content = path.read_bytes()
    try:
        source = content.decode("utf-8-sig").replace("\r\n", "\n")
        values = tomllib.loads(source)
    except UnicodeDecodeError as error:
        return {}, (_encoding_mistake(content, error),)
    except tomllib.TOMLDecodeError as error:
        return {}, (_syntax_mistake(str(error), source),)
    lines = LineNumbers(source)
    mistakes = (
        Mistake(lines.of(each.place), shown(each.place), each.message) for each in _complaints(path.name, values, sectors or ())
    )
    return values, tuple(sorted(mistakes, key=lambda each: each.line))


def _check_text(path: Path) -> tuple[Mistake, ...]:
    content = path.read_bytes()
    try:
        return tuple(text_mistakes(content.decode("utf-8-sig").strip()))
    except UnicodeDecodeError as error:
        return (_encoding_mistake(content, error),)


def _encoding_mistake(content: bytes, error: UnicodeDecodeError) -> Mistake:
    line = content[: error.start].count(b"\n") + 1
    return Mistake(line, "", _("El archivo no es texto UTF-8. Guárdelo como UTF-8."))


def _complaints(name: str, values: dict[str, Any], sectors: tuple[Sector, ...]) -> Iterator[PendingMistake]:
    if name == CATALOGUE:
        return catalogue_file.catalogue_complaints(values)
    if name == TERRITORY:
        return catalogue_file.territory_complaints(values)
    if name == HOLIDAYS:
        return catalogue_file.holiday_complaints(values)
    return procedure_file.complaints(values, sectors)


def _sectors_for(path: Path) -> tuple[Sector, ...]:
    """Return the sectors that a procedure's file may name; those of the kiosk when the catalogue beside it is unsound."""
    beside = path.parent / CATALOGUE
    if beside.is_file():
        values, mistakes = read(beside, None)
        if not mistakes:
            return catalogue_file.build_sectors(values)
    return catalogue_file.build_sectors(read(BUILT_IN / CATALOGUE, None)[0])


def _syntax_mistake(reason: str, source: str) -> Mistake:
    """Return what tomllib found, with the line that it tells inside its message."""
    found = re.search(r"\(at line (\d+), column \d+\)", reason)
    line = int(found[1]) if found else max(1, len(source.rstrip().splitlines()))
    plain = re.sub(r" \(at .*\)$", "", reason)
    return Mistake(line, "", _("Esta línea no está escrita como TOML: {reason}.").format(reason=plain))
