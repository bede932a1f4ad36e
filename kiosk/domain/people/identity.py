"""Identity numbers: the cédula and the code for foreigners. Blocking and warning differ, and both stand here only.

The cédula is ten digits with a Luhn check digit. Its province prefix and third digit are only warned about, because
the registry has issued numbers that break the published pattern.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from stdnum import luhn

from kiosk.domain.errors import BadInput
from kiosk.domain.text import HYPHENS, without_separators
from kiosk.locale import _

CEDULA_DIGITS = 10
HIGHEST_THIRD_DIGIT = 6


class IdentityKind(StrEnum):
    """Which document identifies a person."""

    CEDULA = "cedula"
    FOREIGN_CODE = "foreign_code"


@dataclass(frozen=True, slots=True)
class Identity:
    """An identity number, normalised: ten digits, or the foreign code in capitals."""

    kind: IdentityKind
    number: str

    @property
    def masked(self) -> str:
        """The number with its end hidden, for papers and lists: `9900••••••`."""
        shown = 4 if len(self.number) >= 8 else 1
        return self.number[:shown] + "•" * (len(self.number) - shown)

    @property
    def last_four(self) -> str:
        """The last four characters, that together with a resume code open a draft."""
        return self.number[-4:]


def parse_cedula(typed: str) -> Identity:
    """Return the cédula that was typed, spaces, dots and hyphens forgiven.

    Raises BadInput on a wrong length, anything but digits, or a wrong check digit (Luhn).
    """
    digits = without_separators(typed)
    if not digits:
        raise BadInput(_("Escriba los 10 números de su cédula."), field="number")
    if not re.fullmatch(r"[0-9]+", digits):
        raise BadInput(_("La cédula tiene solo números. Borre las letras o signos."), field="number")
    if len(digits) < CEDULA_DIGITS:
        missing = CEDULA_DIGITS - len(digits)
        message = (
            _("Falta un número: escribió {written} de 10.")
            if missing == 1
            else _("Faltan {missing} números: escribió {written} de 10.")
        )
        raise BadInput(message.format(missing=missing, written=len(digits)), field="number")
    if len(digits) > CEDULA_DIGITS:
        raise BadInput(
            _("Hay números de más: escribió {written} y la cédula tiene 10.").format(written=len(digits)),
            field="number",
        )
    if not luhn.is_valid(digits):
        raise BadInput(_("Algún número no coincide. Compare con su cédula, número por número, y corrija."), field="number")
    return Identity(IdentityKind.CEDULA, digits)


def cedula_doubts(identity: Identity, provinces: Collection[str]) -> tuple[str, ...]:
    """Return why a cédula deserves a second look: a prefix outside `provinces` (two digits each), or a third digit over 6."""
    if identity.kind is not IdentityKind.CEDULA:
        return ()
    doubts = []
    if identity.number[:2] not in provinces:
        doubts.append(_("Los dos primeros números ({prefix}) no son los de una provincia.").format(prefix=identity.number[:2]))
    if int(identity.number[2]) > HIGHEST_THIRD_DIGIT:
        doubts.append(_("El tercer número ({digit}) no es usual.").format(digit=identity.number[2]))
    return tuple(doubts)


def parse_foreign_code(typed: str) -> Identity:
    """Return the code for foreigners: 5 to 20 of A–Z, 0–9 and hyphen; recorded as it is, not validated (format not published)."""
    code = re.sub(rf"[{HYPHENS}]", "-", re.sub(r"[\s.]", "", typed)).upper()
    if not code:
        raise BadInput(_("Escriba el código de extranjero que le dio el IESS."), field="number")
    if not re.fullmatch(r"[A-Z0-9-]{5,20}", code) or not code.strip("-"):
        raise BadInput(_("El código de extranjero tiene de 5 a 20 letras, números o guiones. Revise y corrija."), field="number")
    return Identity(IdentityKind.FOREIGN_CODE, code)


def spellings(typed: str) -> tuple[str, str]:
    """Return how a typed identity may stand in a row: a code for foreigners keeps its hyphens, a cédula has none."""
    compact = without_separators(typed).upper()
    return compact, "".join(typed.split()).upper()
