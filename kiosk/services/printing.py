"""Paper: what waits is handed to the printer, followed until the printer says that it is done, and taken back from it.

A print is wanted while its person stands there: it is withdrawn when they leave, when they give up waiting, or after ten
minutes, so that nobody finds another's paper when the printer is filled again. Of a job that is over nothing stays there.
"""

import time
from collections.abc import Callable, Collection
from datetime import timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from kiosk.adapters import log
from kiosk.domain.errors import KioskError, OutOfService
from kiosk.domain.message import JobState, Media, MessageKind, MessageState, PrintJob, PrintStatus, Trouble
from kiosk.locale import _
from kiosk.ports import Printer, PrinterFailed
from kiosk.services import outbox, rendering
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Message

PRINTS = tuple(each for each in MessageKind if each.is_print)
WANTED_FOR = timedelta(minutes=10)
_LONG = (MessageKind.RIGHTS_PRINT, MessageKind.CONFIRMATION_PRINT)
"""What is read and signed, or read at home: on a sheet where there is one, on the roll it is half a metre."""
_LOOK_AGAIN = 0.3
_SETTLED = (MessageState.ACCEPTED, MessageState.FAILED, MessageState.WITHDRAWN, MessageState.UNKNOWN)
_IS_PRINT = col(Message.kind).in_(PRINTS)


def deliver_prints(kiosk: Kiosk) -> int:
    """Hand over what is due, look at what the printer has; return how many it is done with since the last time."""
    if kiosk.printer is None:
        return 0
    _withdraw_late(kiosk)
    _clear(kiosk, kiosk.printer)  # before anything is printed for the next person
    while found := outbox.claim(kiosk, PRINTS):
        for message in found:
            _hand_over(kiosk, kiosk.printer, message)
    done = sum(_follow(kiosk, kiosk.printer, message) for message in _at_the_printer(kiosk))
    _clear(kiosk, kiosk.printer)
    return done


def finish(kiosk: Kiosk, seconds: float, go_on: Callable[[], bool] = lambda: True) -> None:
    """Deliver prints until the printer is done with them, at most so long, and as long as `go_on`."""
    until = time.monotonic() + seconds
    deliver_prints(kiosk)
    while under_way(kiosk) and go_on() and time.monotonic() < until:
        time.sleep(_LOOK_AGAIN)
        deliver_prints(kiosk)


def under_way(kiosk: Kiosk) -> bool:
    """Tell whether this process follows a print, which is then to be looked at again soon."""
    return bool(_at_the_printer(kiosk))


def withdraw(kiosk: Kiosk, reference: str, kinds: Collection[MessageKind] = PRINTS) -> None:
    """Take back what is not printed yet of a filing: out of the outbox, and out of the printer's queue."""
    if kiosk.printer is None:
        return
    _withdraw(kiosk, col(Message.reference) == reference, kinds)
    _clear(kiosk, kiosk.printer)


def withdraw_left_over(kiosk: Kiosk) -> None:
    """Take back, at a start, what nobody is printing any more: its person's visit ended with the program, or the power."""
    with kiosk.database.reading() as session:
        personal = select(Message).where(_IS_PRINT, col(Message.kind) != MessageKind.BLANK_FORM_PRINT)
        still_open = session.exec(personal.where(col(Message.state).in_(outbox.OPEN), col(Message.next_try_at).is_not(None))).all()
    left = [
        each.id
        for each in still_open
        if (not each.claim or kiosk.claims.is_void(each.claim, each.id))
        and (not each.owner or kiosk.claims.is_void(each.owner, each.id))  # else somebody waits for it at another screen
    ]
    _withdraw(kiosk, col(Message.id).in_(left))


def media_of(kiosk: Kiosk, message: Message) -> Media:
    """Return the paper that a print goes on: the one it was asked for, else the usual one of its kind."""
    if message.media:
        return Media(message.media)
    kind, there = MessageKind(message.kind), kiosk.printer.media if kiosk.printer else (Media.A4,)
    is_long = kind in _LONG and Media.A4 in there
    return Media.A4 if kind.is_form or is_long else there[0]


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


def _hand_over(kiosk: Kiosk, printer: Printer, message: Message) -> None:
    """Give a print to the printer, unless it has it already: from one who died between handing it over and writing it down."""
    name = _name(message)
    try:
        job = message.job or (printer.find(name) if message.tries > 1 else None)
        if job is None:
            media = media_of(kiosk, message)
            page = rendering.printed(kiosk, message, media)
            if _was_withdrawn(kiosk, message):
                return
            job = printer.submit(page, media, name)
    except PrinterFailed as error:
        outbox.settle(kiosk, message, MessageState.DEFERRED, error.trouble, error.message)
    except OutOfService as error:  # a database or disk that may be mended meanwhile
        outbox.settle(kiosk, message, MessageState.DEFERRED, Trouble.DISK, error.message)
    except KioskError as error:
        outbox.settle(kiosk, message, MessageState.FAILED, Trouble.GONE, error.message)
    except Exception as error:  # noqa: BLE001 - one poisoned print must not hold up the rest
        log.error("message_failed", kind=MessageKind(message.kind), error=error)
        outbox.settle(kiosk, message, MessageState.FAILED, Trouble.DEFECT, _("No se pudo preparar. Avise al personal."))
    else:
        _keep_job(kiosk, message, job)


def _was_withdrawn(kiosk: Kiosk, message: Message) -> bool:
    """Tell whether the person left while their page was being drawn."""
    with kiosk.database.reading() as session:
        row = session.get(Message, message.id)
        return row is None or row.state == MessageState.WITHDRAWN


def _keep_job(kiosk: Kiosk, message: Message, job: str) -> None:
    """Write down which job a print is: of one that was withdrawn while it was being handed over, too, for it is to be removed."""
    try:
        with kiosk.database.transaction() as session:
            if (row := session.get(Message, message.id)) is not None:
                row.job = job
    except BaseException:
        kiosk.claims.release(message.id)  # whoever takes it next finds the job by its name
        raise


def _name(message: Message) -> str:
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


def _at_the_printer(kiosk: Kiosk) -> list[Message]:
    held = kiosk.claims.held()
    if not held:
        return []
    with kiosk.database.reading() as session:
        sent = select(Message).where(_IS_PRINT, col(Message.state) == MessageState.SENDING, col(Message.job) > "")
        return [each for each in session.exec(sent).all() if each.id in held]


def _follow(kiosk: Kiosk, printer: Printer, message: Message) -> bool:
    """Write down what the printer says of a job now; tell whether it is done."""
    try:
        job = printer.look(message.job)
    except PrinterFailed as error:
        job = PrintJob(JobState.OPEN, error.trouble, error.message)
    match job.state:
        case JobState.OPEN:
            _note(kiosk, message, job)
        case JobState.DONE:
            outbox.settle(kiosk, message, MessageState.ACCEPTED)
        case JobState.GONE:
            outbox.settle(kiosk, message, MessageState.UNKNOWN, Trouble.GONE, _("La impresora ya no tiene la hoja."))
        case JobState.CANCELLED:
            outbox.settle(kiosk, message, MessageState.FAILED, Trouble.ABORTED, _("Se canceló en la impresora."))
        case JobState.ABORTED:
            try:
                printer.remove(message.job)
            except PrinterFailed:  # were it handed over anew now, no row would know of this one
                _note(kiosk, message, job)
            else:
                outbox.settle(kiosk, message, MessageState.DEFERRED, job.trouble, job.cause)
    return job.state is JobState.DONE


def _note(kiosk: Kiosk, message: Message, job: PrintJob) -> None:
    """Write down what an open job waits for, and that it is still followed."""
    now = kiosk.clock.now().at
    fresh = message.next_try_at is not None and now < message.next_try_at - outbox.LEASE / 2 <= now + outbox.LEASE
    if fresh and (message.trouble, message.cause) == (job.trouble, job.cause):
        return
    with kiosk.database.transaction() as session:
        row = session.get(Message, message.id)
        if row is not None and row.claim == message.claim:
            row.trouble, row.cause, row.next_try_at = job.trouble, job.cause, now + outbox.LEASE


def _withdraw_late(kiosk: Kiosk) -> None:
    """Take back what nobody waits for any more, by the time that passed: a clock that leaps ends no print, and keeps none."""
    own = select(Message.id, Message.created_at).where(_IS_PRINT, *_still_open(), outbox.is_own(kiosk))
    with kiosk.database.reading() as session:
        late = [name for name, created_at in session.exec(own).all() if kiosk.clock.since(created_at) > WANTED_FOR]
    if late:
        _withdraw(kiosk, col(Message.id).in_(late))


def _still_open() -> tuple[ColumnElement[bool], ...]:
    return col(Message.state).in_(outbox.OPEN), col(Message.next_try_at).is_not(None)


def _withdraw(kiosk: Kiosk, which: ColumnElement[bool], kinds: Collection[MessageKind] = PRINTS) -> None:
    """Settle open prints as withdrawn."""
    now = kiosk.clock.now().at
    query = select(Message).where(col(Message.kind).in_(kinds), *_still_open(), which)
    with kiosk.database.reading() as session:
        if session.exec(query.limit(1)).first() is None:
            return
    with kiosk.database.transaction() as session:
        for row in session.exec(query).all():
            row.state, row.claim, row.settled_at, row.next_try_at = MessageState.WITHDRAWN, "", now, None
            if row.tries and not row.job:  # it is being handed over, or whoever did died before it was written down
                row.job = outbox.UNSEEN
            kiosk.claims.release(row.id)


def _clear(kiosk: Kiosk, printer: Printer) -> None:
    """Remove from the printing system the jobs of prints that are settled; what cannot be removed now is, the next time."""
    with kiosk.database.reading() as session:
        own = select(Message).where(_IS_PRINT, col(Message.job) > "", outbox.is_own(kiosk))
        left = session.exec(own).all()  # few, by the index of `job` alone
    for message in left:
        if message.state not in _SETTLED:
            continue
        try:
            job = printer.find(_name(message)) if message.job == outbox.UNSEEN else message.job
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
