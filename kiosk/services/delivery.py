"""Sending what waits: claim a message, render it, hand it over, and write down what the other side said.

Nothing is called accepted before the other side accepted it.
"""

from kiosk.adapters import log
from kiosk.domain.errors import KioskError, OutOfService
from kiosk.domain.message import MessageKind, MessageState, Trouble
from kiosk.locale import _
from kiosk.ports import DeliveryFailed, MailDeferred, Mailer, MailRefused, MailUnknown
from kiosk.services import outbox, printing, rendering
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Message

CODES = (MessageKind.EMAIL_CODE,)
RECEIPTS = (MessageKind.FILING_EMAIL,)
_STATES: dict[type[DeliveryFailed], MessageState] = {
    MailDeferred: MessageState.DEFERRED,
    MailRefused: MessageState.FAILED,
    MailUnknown: MessageState.UNKNOWN,
}


def deliver_due(kiosk: Kiosk) -> int:
    """Print and send everything that is due now; return how many went out."""
    return printing.deliver_prints(kiosk) + deliver_mail(kiosk)


def deliver_mail(kiosk: Kiosk) -> int:
    """Send what is due now, codes before all else; return how many the mail server accepted."""
    if kiosk.mailer is None:
        return 0
    accepted = 0
    try:
        while found := outbox.claim(kiosk, CODES) or outbox.claim(kiosk, RECEIPTS):
            for message in found:
                accepted += _deliver(kiosk, kiosk.mailer, message)
    finally:
        kiosk.mailer.hang_up()
    return accepted


def _deliver(kiosk: Kiosk, mailer: Mailer, message: Message) -> bool:
    try:
        state, trouble, cause = _send(kiosk, mailer, message)
    except BaseException:
        kiosk.claims.release(message.id)
        raise
    outbox.settle(kiosk, message, state, trouble, cause)
    return state is MessageState.ACCEPTED


def _send(kiosk: Kiosk, mailer: Mailer, message: Message) -> tuple[MessageState, Trouble, str]:
    try:
        mailer.send(rendering.mailed(kiosk, message))
    except DeliveryFailed as error:
        return _STATES[type(error)], error.trouble, error.message
    except OutOfService as error:  # a database or disk that may be mended meanwhile
        return MessageState.DEFERRED, Trouble.DISK, error.message
    except KioskError as error:
        return MessageState.FAILED, Trouble.GONE, error.message
    except Exception as error:  # noqa: BLE001 - one poisoned message must not hold up the rest
        log.error("message_failed", kind=message.kind, error=type(error).__name__)
        return MessageState.FAILED, Trouble.DEFECT, _("No se pudo preparar. Avise al personal.")
    return MessageState.ACCEPTED, Trouble.NONE, ""
