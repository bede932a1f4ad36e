"""What was done in a month, as the institute's transparency table counts it; its file is read whole or not at all."""

import re
from dataclasses import dataclass

from kiosk.domain.errors import BadInput
from kiosk.locale import _

HEADER = ("year", "month", "complaints", "attentions")
MOST_BYTES = 100_000
"""More than two hundred years take."""
_LINE = re.compile(r"(\d{4}),(\d{1,2}),(\d{1,9}),(\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class MonthFigures:
    """A month's complaints and attentions."""

    year: int
    month: int
    complaints: int
    attentions: int


def parse_months(content: bytes) -> tuple[MonthFigures, ...]:
    """Read a CSV file of months; raises BadInput on its first mistake, naming the line."""
    if len(content) > MOST_BYTES:
        raise BadInput(_("El archivo es demasiado grande: con todos los meses cabe en {most} kB.").format(most=MOST_BYTES // 1000))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(content.count(b"\n", 0, error.start) + 1, _("no es texto: guarde la tabla como CSV")) from None
    header, *lines = text.rstrip("\r\n").split("\n")
    if header.removesuffix("\r") != ",".join(HEADER):
        raise _wrong(1, _("debe decir {header}").format(header=",".join(HEADER)))
    found: dict[tuple[int, int], MonthFigures] = {}
    for number, line in enumerate(lines, 2):
        month = _month(line.removesuffix("\r"), number)
        if (month.year, month.month) in found:
            raise _wrong(number, _("ese mes ya está en otra línea"))
        found[month.year, month.month] = month
    if not found:
        raise _wrong(2, _("no hay ningún mes"))
    return tuple(sorted(found.values()))


def _month(line: str, number: int) -> MonthFigures:
    match = _LINE.fullmatch(line)
    if not match:
        raise _wrong(number, _("debe tener cuatro números separados por comas: año, mes, quejas y atenciones"))
    month = MonthFigures(*map(int, match.groups()))
    if not (2000 <= month.year <= 2100 and 1 <= month.month <= 12):
        raise _wrong(number, _("el año va de 2000 a 2100, y el mes de 1 a 12"))
    return month


def _wrong(number: int, message: str) -> BadInput:
    return BadInput(_("Línea {number}: {message}.").format(number=number, message=message))
