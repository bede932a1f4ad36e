"""What a table of a file must hold, said once as values, so that every mistake of a file is found in one look."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.procedures.mistake import PendingMistake, Place

Rule = Callable[[object, Place], Iterator[PendingMistake]]
"""Looks at one value that stands at a place."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table: the rule for its value, and whether it must be there."""

    rule: Rule
    needed: bool = True


Shape = Mapping[str, Key]


def look(values: Mapping[str, Any], shape: Shape, place: Place = ()) -> Iterator[PendingMistake]:
    """Yield what is wrong in a table: keys that are missing or unknown, and values against their rules."""
    for name, key in shape.items():
        if name in values:
            yield from key.rule(values[name], (*place, name))
        elif key.needed:
            yield PendingMistake((*place, name), _("Falta «{key}».").format(key=name))
    for name in values:
        if name not in shape:
            known = ", ".join(shape)
            message = _("«{key}» no se conoce aquí. Se conocen: {known}.").format(key=clean(name), known=known)
            yield PendingMistake((*place, name), message)


def text(longest: int) -> Rule:
    """Return the rule for a text to be shown: one line, not empty, nothing that a screen or terminal could obey."""

    def rule(value: object, place: Place) -> Iterator[PendingMistake]:
        if not isinstance(value, str):
            yield PendingMistake(place, _("Debe ser un texto entre comillas."))
        elif not value.strip():
            yield PendingMistake(place, _("El texto está vacío."))
        elif value != clean(value, limit=len(value)):
            yield PendingMistake(place, _("El texto tiene saltos de línea, espacios de más o caracteres que no se ven. Bórrelos."))
        elif found := re.search(r"[\[\]<>\\]", value):
            yield PendingMistake(place, _("El texto tiene «{sign}», que la pantalla no muestra. Bórrelo.").format(sign=found[0]))
        elif len(value) > longest:
            message = _("El texto es muy largo: tiene {length} letras y caben {longest}.")
            yield PendingMistake(place, message.format(length=len(value), longest=longest))

    return rule


def pattern(expression: str, message: Callable[[], str]) -> Rule:
    """Return the rule for a text that follows a pattern; `message` tells, in the language of the moment, how to write it."""

    def rule(value: object, place: Place) -> Iterator[PendingMistake]:
        if not isinstance(value, str):
            yield PendingMistake(place, _("Debe ser un texto entre comillas."))
        elif not re.fullmatch(expression, value, re.ASCII):
            yield PendingMistake(place, message())

    return rule


def one_of(allowed: type[StrEnum]) -> Rule:
    """Return the rule for a word out of a list."""
    words = [str(each) for each in allowed]

    def rule(value: object, place: Place) -> Iterator[PendingMistake]:
        if not isinstance(value, str) or value not in words:
            yield PendingMistake(place, _("Debe ser una de estas palabras: {words}.").format(words=", ".join(words)))

    return rule


def flag(value: object, place: Place) -> Iterator[PendingMistake]:
    """Look at a value that must be true or false."""
    if not isinstance(value, bool):
        yield PendingMistake(place, _("Debe ser true o false, sin comillas."))


def days(value: object, place: Place) -> Iterator[PendingMistake]:
    """Look at a number of days."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 3650:
        yield PendingMistake(place, _("Debe ser un número de días, entero y mayor que cero."))


def several(rule: Rule, *, at_least: int = 1) -> Rule:
    """Return the rule for a list whose every element follows `rule`."""

    def whole(value: object, place: Place) -> Iterator[PendingMistake]:
        if not isinstance(value, list):
            yield PendingMistake(place, _("Debe ser una lista, entre corchetes."))
            return
        if len(value) < at_least:
            yield PendingMistake(place, _("La lista está vacía."))
        for index, element in enumerate(value):
            yield from rule(element, (*place, index))

    return whole


def tables(shape: Shape, *, unique: str, at_least: int = 1) -> Rule:
    """Return the rule for a list of tables of one shape, in which no two have the same `unique` ("" allows it)."""

    def each(value: object, place: Place) -> Iterator[PendingMistake]:
        if isinstance(value, dict):
            yield from look(value, shape, place)
        else:
            yield PendingMistake(place, _("Debe ser una tabla con: {keys}.").format(keys=", ".join(shape)))

    def whole(value: object, place: Place) -> Iterator[PendingMistake]:
        yield from several(each, at_least=at_least)(value, place)
        if isinstance(value, list) and unique:
            yield from repeated([part.get(unique) if isinstance(part, dict) else None for part in value], place, unique)

    return whole


def repeated(values: Collection[object], place: Place, key: str) -> Iterator[PendingMistake]:
    """Yield a complaint for each text that stood before in the same list."""
    seen: list[object] = []
    for index, value in enumerate(values):
        if isinstance(value, str) and value in seen:
            yield PendingMistake((*place, index, key), _("«{value}» está repetido.").format(value=clean(value)))
        seen.append(value)


IDENTIFIER = pattern(r"[a-z0-9][a-z0-9-]{0,39}", lambda: _("Debe tener solo letras minúsculas sin tilde, números y guiones."))
NAME = text(100)
SENTENCE = text(400)
