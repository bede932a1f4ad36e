"""People's names: as they are typed, refused only where they can be no name, and as they are shown."""

import re

from kiosk.domain.errors import BadInput
from kiosk.domain.text import clean
from kiosk.locale import _

LONGEST_NAME = 80


def full_name(surnames: str, given_names: str) -> str:
    """Return a whole name as the card has it, surnames first: so it stands on every screen, list and paper, and in every sentence.

    Who is spoken of as one of the family is called by the given names alone ("¿Qué es Juan de usted?"), never by both turned round.
    """
    return f"{surnames} {given_names}".strip()


def parse_name(typed: str, *, field: str) -> str:
    """Return names or surnames, spaces tidied; raises BadInput on `field` when there are none, or signs that no name has."""
    name = clean(typed, limit=LONGEST_NAME + 1)
    if not name:
        message = _("Escriba los apellidos.") if field == "surnames" else _("Escriba los nombres.")
        raise BadInput(message, field=field)
    if len(name) > LONGEST_NAME:
        raise BadInput(_("Es muy largo: caben {longest} letras. Escriba una parte.").format(longest=LONGEST_NAME), field=field)
    if not re.fullmatch(r"[^\W\d_]+(?:[ .'’\-]+[^\W\d_]+)*\.?", name):
        raise BadInput(_("Aquí van solo letras. Borre los números o signos."), field=field)
    return name
