"""The slip on which the person confirms what staff typed: an act of theirs, and no document that a procedure asks for."""

from typing import Final

from kiosk.domain.filing.procedure import ForEach, Requirement, Slot
from kiosk.locale import _

CONFIRMATION: Final = "confirmation"
"""The slot in which the signed slip stands."""


def confirmation_slot() -> Slot:
    """Return the place of the signed slip."""
    hint = _("La hoja que se imprimió aquí, ya con la firma o la huella.")
    return Slot(CONFIRMATION, Requirement(CONFIRMATION, _("Confirmación firmada"), hint, ForEach.CASE))
