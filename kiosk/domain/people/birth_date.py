"""The birth date of a minor who has no cédula, as people write it."""

import re
from datetime import date

from kiosk.domain.errors import BadInput
from kiosk.locale import _

MAJORITY = 18
"""Years from which a person has a cédula of their own and no longer counts as a minor (Código Civil, art. 21)."""


def parse_birth_date(typed: str, today: date) -> date:
    """Return a date typed as day, month and year (`3/5/2015`, `03-05-2015`); raises BadInput unless it is a minor's."""
    parts = re.fullmatch(r"(\d{1,2})[\s/.\-]+(\d{1,2})[\s/.\-]+(\d{4})", typed.strip(), re.ASCII)
    if not parts:
        raise BadInput(_("Escriba el día, el mes y el año con números; el año, con sus 4."), field="birth_date")
    try:
        born = date(int(parts[3]), int(parts[2]), int(parts[1]))
    except ValueError:
        raise BadInput(_("Esa fecha no existe. Revise el día y el mes."), field="birth_date") from None
    if born > today:
        raise BadInput(_("Esa fecha todavía no llega. Revise el año."), field="birth_date")
    if age(born, today) >= MAJORITY:
        raise BadInput(_("Esta persona ya tiene 18 años: escriba el número de su cédula."), field="birth_date")
    return born


def age(born: date, today: date) -> int:
    """Return the age in whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
