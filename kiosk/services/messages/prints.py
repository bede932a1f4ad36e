"""Prints as their owner sees them: which paper they go on, how far they are, and that they are taken back.

A print is wanted while its person stands there: it is withdrawn when they leave, when they give up waiting, or after ten
minutes, so that nobody finds another's paper when the printer is filled again. Of a job that is over nothing stays there.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement
from sqlmodel import Session, case, col, select, update

from kiosk.domain.machine.message import Media, MessageKind, MessageState, PrintStatus, Trouble
from kiosk.locale import _
from kiosk.ports import Printer, PrinterFailed
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.storage.tables import Message

PRINTS = tuple(each for each in MessageKind if each.is_print)
IS_PRINT = col(Message.kind).in_(PRINTS)
_LONG = (MessageKind.RIGHTS_PRINT, MessageKind.CONFIRMATION_PRINT)
"""What is read and signed, or read at home: on a sheet where there is one, on the roll it is half a metre."""
_SETTLED = (MessageState.ACCEPTED, MessageState.FAILED, MessageState.WITHDRAWN, MessageState.UNKNOWN)


def withdraw(kiosk: Kiosk, reference: str, kinds: Collection[MessageKind] = PRINTS) -> None:
    """Take back what is not printed yet of a filing: out of the outbox, and out of the printer's queue."""
    if kiosk.printer is None:
        return
    withdraw_those(kiosk, col(Message.reference) == reference, kinds)
    clear(kiosk, kiosk.printer)


def withdraw_asked_for(kiosk: Kiosk, kinds: Collection[MessageKind] = PRINTS) -> None:
    """Take back what was asked for in this visit, which is over, and is not printed yet; a blank form may stay."""
    if kiosk.printer is not None and (name := kiosk.claims.name):
        withdraw_those(kiosk, (col(Message.owner) == name) & (col(Message.kind) != MessageKind.BLANK_FORM_PRINT), kinds)
        clear(kiosk, kiosk.printer)


def withdraw_left_over(kiosk: Kiosk) -> None:
    """Take back, at a start, what nobody waits for any more: its person's visit ended with the program, or the power."""
    with kiosk.database.reading() as session:
        personal = select(Message).where(IS_PRINT, col(Message.kind) != MessageKind.BLANK_FORM_PRINT)
        unsettled = session.exec(personal.where(*still_open())).all()
    left = [
        each.id
        for each in unsettled
        if not each.owner or kiosk.claims.is_void(each.owner)  # else somebody waits for it at another screen
    ]
    if left:
        withdraw_those(kiosk, col(Message.id).in_(left))


def media_of(kiosk: Kiosk, message: Message) -> Media:
    """Return the paper that a print goes on: the one it was asked for, else the usual one of its kind."""
    if message.media:
        return Media(message.media)
    kind, there = MessageKind(message.kind), kiosk.printer.media if kiosk.printer else (Media.A4,)
    is_long = kind in _LONG and Media.A4 in there
    return Media.A4 if kind.is_form or is_long else there[0]


def ask(kiosk: Kiosk, kind: MessageKind, reference: str) -> bool:
    """Have a paper printed; return False where the kiosk has no printer."""
    if kiosk.printer is None:
        return False
    moment = kiosk.clock.now()
    with kiosk.database.transaction() as session:
        outbox.enqueue(kiosk, session, kind, reference, moment)
    return True


def standing(kiosk: Kiosk, kind: MessageKind, reference: str) -> PrintStatus:
    """Return how far the newest print of a paper got."""
    with kiosk.database.reading() as session:
        return status(kiosk, session, kind, reference)


def status(kiosk: Kiosk, session: Session, kind: MessageKind, reference: str, *, came_out: bool = False) -> PrintStatus:
    """Return what is known of the newest print of a kind about a reference."""
    message = outbox.newest(session, kind, reference)
    media = media_of(kiosk, message) if message else None
    return PrintStatus(
        state=MessageState(message.state) if message else None,
        cause=message.cause if message else "",
        copies=message.copy_number if message else 0,
        can_print=kiosk.printer is not None,
        came_out=came_out,
        trouble=Trouble(message.trouble) if message else Trouble.NONE,
        media=media,
        others=() if kind.is_form or not kiosk.printer else tuple(each for each in kiosk.printer.media if each is not media),
    )


def name(message: Message) -> str:
    """Return what a print is called in the printer's queue: the kind of paper, chance, and nothing of anybody."""
    match MessageKind(message.kind):
        case MessageKind.RECEIPT_PRINT | MessageKind.KEPT_RECEIPT_PRINT:
            title = _("Comprobante")
        case MessageKind.FORM_PRINT | MessageKind.BLANK_FORM_PRINT:
            title = _("Solicitud")
        case MessageKind.CONFIRMATION_PRINT:
            title = _("Hoja para firmar")
        case MessageKind.CORRECTION_PRINT:
            title = _("Pedido de documento")
        case MessageKind.ANSWER_PRINT:
            title = _("Respuesta")
        case MessageKind.WITHDRAWAL_PRINT:
            title = _("Constancia")
        case MessageKind.RIGHTS_PRINT:
            title = _("Datos personales")
        case _:
            title = _("Número para volver")
    return f"{title} {message.id[:12]}"


def still_open() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on a print that is neither settled nor given up."""
    return col(Message.state).in_(outbox.OPEN), col(Message.next_try_at).is_not(None)


def withdraw_those(kiosk: Kiosk, which: ColumnElement[bool], kinds: Collection[MessageKind] = PRINTS) -> None:
    """Settle open prints as withdrawn."""
    handed_over = (col(Message.tries) > 0) & (col(Message.job) == "")  # or whoever did died before it was written down
    taken_back = {
        "state": MessageState.WITHDRAWN,
        "settled_at": kiosk.clock.now().at,
        "next_try_at": None,
        "job": case((handed_over, outbox.UNSEEN), else_=col(Message.job)),
    }
    with kiosk.database.transaction() as session:
        session.execute(update(Message).where(col(Message.kind).in_(kinds), *still_open(), which).values(taken_back))


def clear(kiosk: Kiosk, printer: Printer) -> None:
    """Remove from the printing system the jobs of prints that are settled; what cannot be removed now is, the next time."""
    with kiosk.database.reading() as session:
        own = select(Message).where(IS_PRINT, col(Message.job) > "", outbox.is_own(kiosk))
        left = session.exec(own).all()  # few, by the index of `job` alone
    for message in left:
        if message.state not in _SETTLED:
            continue
        try:
            job = printer.find(name(message)) if message.job == outbox.UNSEEN else message.job
            if job:
                printer.remove(job)
        except PrinterFailed as error:
            if error.trouble is Trouble.NO_PRINTER:  # nobody answers: each one more would be waited for as long
                return
            continue
        with kiosk.database.transaction() as session:
            row = session.get(Message, message.id)
            if row is not None and row.job == message.job:  # else it was handed over just now, and is known from here on
                row.job = ""
