"""Judging, within the transaction of an act, whether whoever acts may: a role that was taken away holds at once."""

from sqlmodel import Session

from kiosk.domain.desk.permits import Role, may, refusal
from kiosk.domain.errors import KioskError
from kiosk.locale import _
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Staff


def ensure(kiosk: Kiosk, session: Session, act: str) -> None:
    """Refuse whom their role does not allow an act, and whoever was revoked; raises KioskError.

    Every event asks this itself (`journal.events`); ask it first where something leaves the database before the event is written.
    Citizens, the machine, and the account that runs a command are not staff, and have no row.
    """
    if not kiosk.by_staff or (row := session.get(Staff, kiosk.actor)) is None:
        return
    if row.revoked_at is not None:
        raise KioskError(_("Usted ya no tiene acceso. Hable con quien administra el kiosco."))
    if not may(Role(row.role), act):
        raise KioskError(refusal(Role(row.role), act))
