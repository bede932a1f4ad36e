"""What the institute answered, and the number of the paper that says so."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kiosk.domain.errors import BadInput
from kiosk.domain.text import clean
from kiosk.locale import _

LONGEST_REFERENCE = 60
_QUIPUX = re.compile(r"[A-Z0-9]{2,}(-[A-Z0-9.]{2,})+-\d{4}-\d{3,6}-[A-Z]{1,3}")
"""`INSTITUTION-AREA-YEAR-NNNN-TYPE`, areas within areas included: IESS-SSC-2026-0123-O."""


class Outcome(StrEnum):
    """What was decided; a record that was wrong is annulled, and stays."""

    GRANTED = "granted"
    REFUSED = "refused"
    MORE_WANTED = "more_wanted"
    """More documents are asked for: the case goes on, and another answer follows."""
    ANNULLED = "annulled"

    @property
    def is_final(self) -> bool:
        """Whether the institute has nothing more to decide."""
        return self in {Outcome.GRANTED, Outcome.REFUSED}


@dataclass(frozen=True, slots=True)
class TypedDecision:
    """An answer as it is typed in."""

    outcome: Outcome
    reference: str
    decided_on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """An answer as it is kept; the times are local. `position` counts a case's answers from 1."""

    answered: TypedDecision
    position: int
    recorded_at: datetime
    actor: str
    handed_out_at: datetime | None = None
    handed_out_by: str = ""
    has_scan: bool = False


def reference_as_typed(typed: str) -> str:
    """Return a document's number in capitals, without blanks; raises BadInput when it is too long to be one."""
    reference = re.sub(r"\s", "", clean(typed, limit=LONGEST_REFERENCE * 2)).upper()
    if len(reference) > LONGEST_REFERENCE:
        sentence = _("El número es muy largo: caben {most} letras. Cópielo del papel otra vez.")
        raise BadInput(sentence.format(most=LONGEST_REFERENCE), field="reference")
    return reference


def reference_doubt(reference: str) -> str:
    """Return why a number deserves a second look, nothing where it has Quipux's form. It may be kept all the same."""
    if not reference:
        return _("No escribió el número del documento. Con él, el IESS encuentra su respuesta.")
    if _QUIPUX.fullmatch(reference):
        return ""
    return _("Los números de Quipux son como IESS-SSC-2026-0123-O. Este no: compárelo con el papel.")


def parse_decided_on(typed: str, filed_on: date, today: date) -> date:
    """Return the day on the answer, typed as `23/11/2026`; raises BadInput in the future, or before the case was filed."""
    parts = re.fullmatch(r"(\d{1,2})[\s/.\-]+(\d{1,2})[\s/.\-]+(\d{4})", typed.strip(), re.ASCII)
    if not parts:
        raise BadInput(_("Escriba día, mes y año con números, como 23/11/2026."), field="decided_on")
    try:
        day = date(int(parts[3]), int(parts[2]), int(parts[1]))
    except ValueError:
        raise BadInput(_("Esa fecha no existe. Revise el día y el mes."), field="decided_on") from None
    ensure_possible(day, filed_on, today)
    return day


def ensure_possible(day: date, filed_on: date, today: date) -> None:
    """Raise BadInput on a day on which no answer can have been given."""
    if day > today:
        raise BadInput(_("Esa fecha todavía no llega. Copie la fecha del papel."), field="decided_on")
    if day < filed_on:
        sentence = _("El trámite se registró el {day}: la respuesta no puede ser anterior. Copie la fecha del papel.")
        raise BadInput(sentence.format(day=f"{filed_on:%d/%m/%Y}"), field="decided_on")
