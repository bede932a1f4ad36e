"""The slip with the resume code, for the person who goes home for a paper, and before an idle screen is wiped."""

from kiosk.domain.machine.message import MessageKind
from kiosk.services.filing.drafts import row_of
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox


def print_slip(kiosk: Kiosk, draft_id: str) -> bool:
    """Put a slip into the outbox; False where the kiosk has no printer."""
    if kiosk.printer is None:
        return False
    moment = kiosk.clock.now()
    with kiosk.database.transaction() as session:
        row_of(session, draft_id)
        outbox.enqueue(kiosk, session, MessageKind.SLIP_PRINT, draft_id, moment)
    return True
