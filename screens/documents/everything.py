"""All the documents at once: they stand for a place of their own, so that every source can bring them as it brings one."""

from typing import Final

from kiosk.domain.documents.document import Paper
from kiosk.domain.filing.procedure import ForEach, Requirement, Slot
from kiosk.locale import _

EVERYTHING: Final = Slot(
    "everything",
    Requirement("everything", _("Todos sus documentos"), _("El kiosco los reconoce y los ordena."), ForEach.CASE, paper=Paper.PAGE),
)
"""The place for a whole stick, pile or file: its pages are sorted into their own."""
