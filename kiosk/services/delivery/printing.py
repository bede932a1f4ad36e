"""The worker that prints: hands what waits to the printer, follows it until the printer is done, and withdraws what is late."""

import time
from collections.abc import Callable
from datetime import timedelta

from sqlmodel import col, select

from kiosk.adapters import log
from kiosk.domain.errors import KioskError, OutOfService
from kiosk.domain.machine.message import JobState, MessageKind, MessageState, PrintJob, Trouble
from kiosk.locale import _
from kiosk.ports import Printer, PrinterFailed
from kiosk.services.delivery import rendering
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox, prints
from kiosk.storage.tables import Message

WANTED_FOR = timedelta(minutes=10)
_LOOK_AGAIN = 0.3


def deliver_prints(kiosk: Kiosk) -> int:
    """Hand over what is due, look at what the printer has; return how many it is done with since the last time."""
    if kiosk.printer is None:
        return 0
    _withdraw_late(kiosk)
    prints.clear(kiosk, kiosk.printer)  # before anything is printed for the next person
    while found := outbox.claim(kiosk, prints.PRINTS):
        for message in found:
            _hand_over(kiosk, kiosk.printer, message)
    done = sum(_follow(kiosk, kiosk.printer, message) for message in _at_the_printer(kiosk))
    prints.clear(kiosk, kiosk.printer)
    return done


def finish(kiosk: Kiosk, seconds: float, go_on: Callable[[], bool] = lambda: True) -> None:
    """Deliver prints, or have whoever does do it, until the printer is done with them, at most so long, and as long as `go_on`."""
    until, held = time.monotonic() + seconds, kiosk.delivery.is_held
    try:
        kiosk.delivery.ring()
        while True:
            if kiosk.delivery.take():
                deliver_prints(kiosk)
            if not under_way(kiosk) or not go_on() or time.monotonic() > until:
                return
            time.sleep(_LOOK_AGAIN)
    finally:
        if not held:
            kiosk.delivery.release()


def under_way(kiosk: Kiosk) -> bool:
    """Tell whether a print is new, or being printed, which is then to be looked at again soon."""
    if kiosk.printer is None:
        return False
    soon = col(Message.state).in_((MessageState.QUEUED, MessageState.SENDING))
    with kiosk.database.reading() as session:
        return session.exec(select(Message.id).where(prints.IS_PRINT, soon, outbox.is_own(kiosk)).limit(1)).first() is not None


def _hand_over(kiosk: Kiosk, printer: Printer, message: Message) -> None:
    """Give a print to the printer, unless it has it already: from one who died between handing it over and writing it down."""
    name = prints.name(message)
    try:
        job = message.job or (printer.find(name) if message.tries > 1 else None)
        if job is None:
            media = prints.media_of(kiosk, message)
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
    with kiosk.database.transaction() as session:  # where it fails, the job is found by its name
        if (row := session.get(Message, message.id)) is not None:
            row.job = job


def _at_the_printer(kiosk: Kiosk) -> list[Message]:
    sent = (col(Message.state) == MessageState.SENDING) & (col(Message.job) > "")
    with kiosk.database.reading() as session:
        return list(session.exec(select(Message).where(prints.IS_PRINT, sent, outbox.is_own(kiosk))).all())


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
    """Write down what an open job waits for."""
    if (message.trouble, message.cause) == (job.trouble, job.cause):
        return
    with kiosk.database.transaction() as session:
        row = session.get(Message, message.id)
        if row is not None and row.state == MessageState.SENDING:
            row.trouble, row.cause = job.trouble, job.cause


def _withdraw_late(kiosk: Kiosk) -> None:
    """Take back what nobody waits for any more, by the time that passed: a clock that leaps ends no print, and keeps none."""
    own = select(Message.id, Message.created_at).where(prints.IS_PRINT, *prints.still_open(), outbox.is_own(kiosk))
    with kiosk.database.reading() as session:
        late = [name for name, created_at in session.exec(own).all() if kiosk.clock.since(created_at) > WANTED_FOR]
    if late:
        prints.withdraw_those(kiosk, col(Message.id).in_(late))
