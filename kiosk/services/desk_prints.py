"""The desk's prints: put into the outbox and followed, whatever paper it is."""

from kiosk.domain.message import MessageKind, PrintStatus
from kiosk.services import outbox, prints
from kiosk.services.kiosk import Kiosk


def print_paper(kiosk: Kiosk, kind: MessageKind, reference: str) -> bool:
    """Put a paper into the outbox; False where the kiosk has no printer."""
    if kiosk.printer is None:
        return False
    moment = kiosk.clock.now()
    with kiosk.database.transaction() as session:
        outbox.enqueue(kiosk, session, kind, reference, moment)
    return True


def status(kiosk: Kiosk, kind: MessageKind, reference: str) -> PrintStatus:
    """Return how far the newest print of a paper got."""
    with kiosk.database.reading() as session:
        return prints.status(kiosk, session, kind, reference)
