"""The receipt of a case: its content, its PDF, its prints, and whether the person said that it came out."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlmodel import Session, func, select

from kiosk.adapters.drawing.child import draw
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import Media, MessageKind, MessageState, PrintStatus
from kiosk.domain.moment import Moment
from kiosk.domain.papers.receipt import ReceiptContent, ReceiptStanding
from kiosk.domain.papers.receipt_key import PublicKey
from kiosk.domain.people import email
from kiosk.services.cases.lookup import as_filed_draft, case_of
from kiosk.services.filing.from_rows import as_filed
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox, prints
from kiosk.services.papers.receipt import compose, signed
from kiosk.storage.tables import Case

_ASKED: Final = {
    MessageKind.RECEIPT_PRINT: "receipt_print_asked",
    MessageKind.KEPT_RECEIPT_PRINT: "kept_receipt_print_asked",
}


def content(kiosk: Kiosk, number: CaseNumber, *, copy: int = 1) -> ReceiptContent:
    """Return what stands on the receipt of a case; raises NotFound."""
    with kiosk.database.reading() as session:
        return content_of(kiosk, session, case_of(session, number), copy=copy)


def content_of(kiosk: Kiosk, session: Session, case: Case, *, copy: int = 1, kept: bool = False) -> ReceiptContent:
    """Return what stands on the receipt of a case's row, or on the one that is signed and kept."""
    draft, submitted = _as_filed(session, case)
    code, chained = signed(kiosk, draft, submitted), events.filed_link(session, case.id)
    return compose(kiosk.settings, kiosk.catalogue, draft, submitted, code=code, chained=chained, copy=copy, kept=kept)


def code_of(kiosk: Kiosk, session: Session, case: Case) -> str:
    """Return the signed code of a case's receipt, which holds the documents as they were filed; raises KioskError as `signed`."""
    return signed(kiosk, *_as_filed(session, case))


def pdf(kiosk: Kiosk, number: CaseNumber, media: Media | None = None, *, copy: int = 1) -> bytes:
    """Return the receipt as PDF, on the kiosk's paper where none is named."""
    return draw(content(kiosk, number, copy=copy), media or Media(kiosk.settings.printer.paper))


def print_status(kiosk: Kiosk, number: CaseNumber) -> PrintStatus:
    """Return how far the newest print of a receipt got."""
    with kiosk.database.reading() as session:
        return _status(kiosk, session, case_of(session, number))


def standing(kiosk: Kiosk, number: CaseNumber) -> ReceiptStanding:
    """Return what became of a receipt on paper and by mail, as far as its screen may tell; raises NotFound."""
    with kiosk.database.reading() as session:
        case = case_of(session, number)
        mail = outbox.newest(session, MessageKind.FILING_EMAIL, case.id)
        return ReceiptStanding(
            paper=_status(kiosk, session, case),
            kept=prints.status(kiosk, session, MessageKind.KEPT_RECEIPT_PRINT, case.id),
            mail=MessageState(mail.state) if mail else None,
            address=email.masked(case.email) if case.email else "",
            can_mail=kiosk.mailer is not None,
        )


def print_again(kiosk: Kiosk, number: CaseNumber, media: Media | None = None, *, kept: bool = False) -> PrintStatus:
    """Print the receipt once more, marked as a copy, on another paper where one is named; a print still open is taken back.

    With `kept` also the one that is signed and kept, where there is one and it did not come out.
    """
    moment, kinds = kiosk.clock.now(), [MessageKind.RECEIPT_PRINT]
    if kept and standing(kiosk, number).kept.state not in {None, MessageState.ACCEPTED}:
        kinds.append(MessageKind.KEPT_RECEIPT_PRINT)
    stop_printing(kiosk, number)
    with kiosk.database.transaction() as session:
        case = case_of(session, number)
        for kind in kinds if kiosk.printer is not None else ():
            outbox.enqueue(kiosk, session, kind, case.id, moment, media=media or "")
            copies = prints.status(kiosk, session, kind, case.id).copies
            events.record(kiosk, session, _ASKED[kind], case.id, str(copies))
        return _status(kiosk, session, case)


def stop_printing(kiosk: Kiosk, number: CaseNumber) -> None:
    """Take back the prints of a receipt that are not done: the person does not want to wait any longer."""
    with kiosk.database.reading() as session:
        reference = case_of(session, number).id
    prints.withdraw(kiosk, reference, (MessageKind.RECEIPT_PRINT, MessageKind.KEPT_RECEIPT_PRINT))


def confirm_printed(kiosk: Kiosk, number: CaseNumber, came_out: bool) -> None:  # noqa: FBT001 - the answer to a question, yes or no
    """Keep what the person answered to "¿Salió su comprobante?"."""
    now = kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        case = case_of(session, number)
        if came_out:
            case.receipt_seen_at = now
        events.record(kiosk, session, "receipt_came_out" if came_out else "receipt_did_not_come_out", case.id)


def open_keys(kiosk: Kiosk) -> PublicKey:
    """Return the public key that receipts are signed with, made at the first start; raises OutOfService."""
    return kiosk.receipt_keys.open(_last_issued(kiosk))


def replace_key(kiosk: Kiosk) -> PublicKey:
    """Begin a new key, and return its public one; receipts of cases filed until now stay genuine. Raises KioskError."""
    kiosk.receipt_keys.replace(_last_issued(kiosk))
    public = open_keys(kiosk)  # it asks for the time anew: a case filed meanwhile may be signed with the old key
    with kiosk.database.transaction() as session:
        events.record(kiosk, session, "receipt_key_replaced", detail=public.name)
    return public


def _last_issued(kiosk: Kiosk) -> datetime:
    """Return now, or the newest case's time where the clock went back since: no key may end before what it signed."""
    now = kiosk.clock.now().at
    with kiosk.database.reading() as session:
        newest = session.exec(select(func.max(Case.submitted_at))).one()
    return max(now, newest) if newest else now


def _as_filed(session: Session, case: Case) -> tuple[Draft, Moment]:
    draft = replace(as_filed_draft(session, case), attachments=as_filed(session, case))
    return draft, Moment(case.submitted_at, case.clock_trusted)


def _status(kiosk: Kiosk, session: Session, case: Case) -> PrintStatus:
    came_out = case.receipt_seen_at is not None
    return prints.status(kiosk, session, MessageKind.RECEIPT_PRINT, case.id, came_out=came_out)
