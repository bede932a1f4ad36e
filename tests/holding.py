"""What stands on a case's receipt, as whoever holds it shows it."""

from kiosk.domain.cases.status import CaseStatus
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases import holder, receipts
from kiosk.services.cases import status as case_status
from kiosk.services.cases.lookup import case_of
from kiosk.services.cases.status import StatusQuestion
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from tests.filing import MARIA


def seal(kiosk: Kiosk, number: CaseNumber) -> str:
    """Return the 16 signs of the seal on a case's receipt."""
    with kiosk.database.reading() as session:
        return events.filed_link(session, case_of(session, number).id)[: holder.SEAL_WHOLE]


def shown(kiosk: Kiosk, number: CaseNumber) -> holder.Proof:
    """Show a case's receipt, as its holder does."""
    return holder.by_receipt(kiosk, number, receipts.content(kiosk, number).qr)


def asked(kiosk: Kiosk, number: CaseNumber, last_four: str = MARIA.last_four) -> StatusQuestion:
    """Return what its holder types to ask how a case stands."""
    return StatusQuestion(number, last_four, seal(kiosk, number)[: holder.SEAL_SHOWN])


def status(kiosk: Kiosk, number: CaseNumber) -> CaseStatus | None:
    """Ask how a case stands, as its holder does."""
    told = case_status.status_of(kiosk, asked(kiosk, number))
    return told.status if told else None
