"""Sending what waits: claim one message with a lease, render it, hand it over, and write down what the other side said.

The claim is a transaction of its own, so that several at once never send the same message, and one that dies in the
middle leaves a lease that runs out. Nothing is called accepted before the other side accepted it.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from kiosk.adapters import log
from kiosk.adapters.printer import PrinterFailed
from kiosk.domain.errors import KioskError, OutOfService
from kiosk.domain.message import MessageKind, MessageState
from kiosk.locale import _
from kiosk.ports import MailDeferred, MailRefused, MailUnknown
from kiosk.services import rendering
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Message

LEASE = timedelta(minutes=2)
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=14)
PRINTS = tuple(each for each in MessageKind if each.is_print)
MAIL = (MessageKind.EMAIL_CODE, MessageKind.FILING_EMAIL)
_OPEN = (MessageState.QUEUED, MessageState.DEFERRED, MessageState.SENDING)


def deliver_due(kiosk: Kiosk) -> int:
    """Print and send everything that is due now; return how many went out."""
    return deliver_prints(kiosk) + deliver_mail(kiosk)


def deliver_prints(kiosk: Kiosk) -> int:
    """Print what is due now; return how many the printer took."""
    return _drain(kiosk, PRINTS) if kiosk.printer else 0


def deliver_mail(kiosk: Kiosk) -> int:
    """Send what is due now, codes first; return how many the mail server accepted."""
    return sum(_drain(kiosk, (kind,)) for kind in MAIL) if kiosk.mailer else 0


def _drain(kiosk: Kiosk, kinds: tuple[MessageKind, ...]) -> int:
    accepted = 0
    while (message := _claim(kiosk, kinds)) is not None:
        state, cause = _hand_over(kiosk, message)
        _settle(kiosk, message.id, state, cause)
        accepted += state is MessageState.ACCEPTED
    return accepted


def _claim(kiosk: Kiosk, kinds: tuple[MessageKind, ...]) -> Message | None:
    """Take the oldest message that is due, for as long as the lease."""
    now = kiosk.clock.now().at
    went_back = col(Message.next_try_at) > now + LONGEST_WAIT  # no wait is as long: the clock did, and would keep it for years
    due = (col(Message.kind).in_(kinds), col(Message.state).in_(_OPEN), (col(Message.next_try_at) <= now) | went_back)
    with kiosk.database.reading() as session:  # most looks find nothing: they must not wait for the writing lock
        if not session.exec(select(func.count()).where(*due)).one():
            return None
    with kiosk.database.transaction() as session:
        message = session.exec(select(Message).where(*due).order_by(col(Message.created_at)).limit(1)).one_or_none()
        if message is not None:
            message.state, message.next_try_at, message.tries = MessageState.SENDING, now + LEASE, message.tries + 1
        return message


def _hand_over(kiosk: Kiosk, message: Message) -> tuple[MessageState, str]:
    try:
        _send(kiosk, message)
    except (MailDeferred, PrinterFailed, OutOfService) as error:  # the last: a database or disk that may be mended meanwhile
        return MessageState.DEFERRED, str(error)
    except MailUnknown as error:
        again = message.kind != MessageKind.EMAIL_CODE  # a receipt goes again under the same Message-ID; a code is offered anew
        return MessageState.DEFERRED if again else MessageState.UNKNOWN, str(error)
    except MailRefused as error:
        return MessageState.FAILED, str(error)
    except KioskError as error:
        return MessageState.FAILED, error.message
    except Exception as error:  # noqa: BLE001 - one poisoned message must not hold up the rest
        log.error("message_failed", kind=message.kind, error=type(error).__name__)
        return MessageState.FAILED, _("No se pudo preparar. Avise al personal.")
    return MessageState.ACCEPTED, ""


def _send(kiosk: Kiosk, message: Message) -> None:
    kind = MessageKind(message.kind)
    if kind.is_print and kiosk.printer is not None:
        kiosk.printer.print_pdf(rendering.printed(kiosk, message), _title(kind))
    elif kiosk.mailer is not None:
        kiosk.mailer.send(rendering.mailed(kiosk, message))


def _title(kind: MessageKind) -> str:
    """Return what a print is called in the printer's queue: the kind of paper, and nothing of anybody."""
    match kind:
        case MessageKind.RECEIPT_PRINT:
            return _("Comprobante")
        case MessageKind.FORM_PRINT | MessageKind.BLANK_FORM_PRINT:
            return _("Solicitud")
        case _:
            return _("Código para continuar")


def _settle(kiosk: Kiosk, message_id: str, state: MessageState, cause: str) -> None:
    now = kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        message = session.get(Message, message_id)
        if message is None:
            return
        wait = _wait(message, state, now)
        if wait is None and state is MessageState.DEFERRED:
            state = MessageState.FAILED
        message.state, message.cause, message.settled_at = state, cause, now
        message.next_try_at = now + wait if wait is not None else None


def _wait(message: Message, state: MessageState, now: datetime) -> timedelta | None:
    """Return how long until the next try, growing from 30 s to 6 h; None when there is none (settled, or 14 days old)."""
    if state is not MessageState.DEFERRED or now - message.created_at > GIVE_UP_AFTER:
        return None
    return min(FIRST_WAIT * (1 << min(message.tries - 1, 20)), LONGEST_WAIT)


def waiting(session: Session) -> int:
    """Return how many messages still wait."""
    return session.exec(select(func.count()).where(col(Message.state).in_(_OPEN))).one()
