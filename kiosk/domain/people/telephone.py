"""Ecuadorian telephones, typed as people write them and kept as E.164."""

import re

import phonenumbers

from kiosk.domain.errors import BadInput
from kiosk.domain.text import without_separators
from kiosk.locale import _


def parse_telephone(typed: str) -> str:
    """Return the number as E.164 (`+593991234567`): a mobile of 10 digits beginning 09, a landline of 9 beginning 02 to 07.

    +593, 00593 and 593 stand for the 0. Raises BadInput.
    """
    digits = re.sub(r"[()/]", "", without_separators(typed))
    if not digits:
        raise BadInput(_("Escriba un número de teléfono, o elija «No tengo teléfono»."), field="telephone")
    if not re.fullmatch(r"\+?[0-9]+", digits):
        raise BadInput(_("El teléfono tiene solo números. Borre las letras o signos."), field="telephone")
    national = re.sub(r"^(\+593|00593|593)0?", "0", digits)
    if national.startswith("09") and len(national) != 10:
        raise BadInput(
            _("Un celular tiene 10 números y empieza con 09: escribió {written}.").format(written=len(national)),
            field="telephone",
        )
    if not re.fullmatch(r"09\d{8}|0[2-7]\d{7}", national):
        raise BadInput(
            _("Escriba un celular (10 números, empieza con 09) o un fijo (9 números, empieza con 02 a 07)."),
            field="telephone",
        )
    parsed = phonenumbers.parse(national, "EC")
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def shown(e164: str) -> str:
    """Return a stored number as people here write it: `099 123 4567`, `02 394 5666`."""
    national = "0" + e164.removeprefix("+593")
    if national.startswith("09"):
        return f"{national[:3]} {national[3:6]} {national[6:]}"
    return f"{national[:2]} {national[2:5]} {national[5:]}"
