"""Sending what waits: claim a message, render it, hand it over, and write down what the other side said.

Nothing is called accepted before the other side accepted it. Codes have a lane of their own: somebody stands there and
waits, while receipts may be many, and the server that takes them slow.
"""

import contextlib
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from email.message import EmailMessage
from typing import NamedTuple, TypeVar

from kiosk.adapters import log
from kiosk.domain.errors import KioskError, OutOfService
from kiosk.domain.machine.message import MessageKind, MessageState, Trouble
from kiosk.locale import _
from kiosk.ports import DeliveryFailed, MailDeferred, Mailer, MailRefused, MailUnknown
from kiosk.services.delivery import printing, rendering
from kiosk.services.followup import notification
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.storage.tables import Message

CODES = (MessageKind.EMAIL_CODE,)
RECEIPTS = (
    *(MessageKind.FILING_EMAIL, MessageKind.CORRECTION_EMAIL, MessageKind.ANSWER_EMAIL, MessageKind.WITHDRAWAL_EMAIL),
    MessageKind.TROUBLE_EMAIL,
)
_STATES: dict[type[DeliveryFailed], MessageState] = {
    MailDeferred: MessageState.DEFERRED,
    MailRefused: MessageState.FAILED,
    MailUnknown: MessageState.UNKNOWN,
}
Result = TypeVar("Result")
TOGETHER = 8
"""Messages that are claimed in one transaction, and rendered ahead."""
FEW = 4
"""So many are left when the next are claimed."""
HANDS = 2


class SendOutcome(NamedTuple):
    """What became of a message."""

    state: MessageState
    trouble: Trouble = Trouble.NONE
    cause: str = ""


def always() -> bool:
    """Go on until nothing is due."""
    return True


def deliver_due(kiosk: Kiosk) -> int:
    """Print and send everything that is due now; return how many went out."""
    return printing.deliver_prints(kiosk) + deliver_mail(kiosk)


def deliver_mail(kiosk: Kiosk) -> int:
    """Send everything that is due now, codes first; return how many were accepted. Raises OutOfService."""
    return _connected(
        kiosk, lambda mailer: _one_by_one(kiosk, mailer, CODES, always, None) + _receipts(kiosk, mailer, always, None)
    )


def deliver_codes(kiosk: Kiosk, go_on: Callable[[], bool] = always, *, due_by: datetime | None = None) -> int:
    """Send the codes that are due now (or by then), as long as `go_on`; return how many were accepted. Raises OutOfService."""
    return _connected(kiosk, lambda mailer: _one_by_one(kiosk, mailer, CODES, go_on, due_by))


def deliver_receipts(kiosk: Kiosk, go_on: Callable[[], bool] = always, *, due_by: datetime | None = None) -> int:
    """Send the other mail, as `deliver_codes` does those."""
    return _connected(kiosk, lambda mailer: _receipts(kiosk, mailer, go_on, due_by))


def _connected(kiosk: Kiosk, work: Callable[[Mailer], int]) -> int:
    if kiosk.mailer is None:
        return 0
    try:
        return work(kiosk.mailer)
    finally:
        kiosk.mailer.hang_up()


def _receipts(kiosk: Kiosk, mailer: Mailer, go_on: Callable[[], bool], due_by: datetime | None) -> int:
    """Send while the next are rendered: that takes as long as many a server does, half of it in the child that draws.

    They are claimed before, for one that is poisoned may end the program; what was not sent waits as before.
    """
    accepted = 0
    waiting: deque[tuple[Message, Future[EmailMessage | SendOutcome]]] = deque()
    with ThreadPoolExecutor(HANDS, thread_name_prefix="ahead") as hands:
        try:
            while go_on():
                if len(waiting) <= FEW:
                    claimed = outbox.claim(kiosk, RECEIPTS, TOGETHER, due_by=due_by)
                    waiting.extend((each, hands.submit(_rendered, kiosk, each)) for each in claimed)
                if not waiting:
                    break
                accepted += _deliver(kiosk, mailer, *waiting.popleft())
        finally:
            for message, rendered in waiting:
                rendered.cancel()
                with contextlib.suppress(OutOfService):  # it was left in the middle, then
                    outbox.give_back(kiosk, message)
    return accepted + _one_by_one(kiosk, mailer, RECEIPTS, go_on, due_by)  # what somebody left in the middle


def _one_by_one(
    kiosk: Kiosk, mailer: Mailer, kinds: tuple[MessageKind, ...], go_on: Callable[[], bool], due_by: datetime | None
) -> int:
    accepted = 0
    while go_on() and (found := outbox.claim(kiosk, kinds, due_by=due_by)):
        accepted += sum(_deliver(kiosk, mailer, message) for message in found)
    return accepted


def _deliver(kiosk: Kiosk, mailer: Mailer, message: Message, ahead: Future[EmailMessage | SendOutcome] | None = None) -> bool:
    rendered = ahead.result() if ahead else _rendered(kiosk, message)
    outcome = rendered if isinstance(rendered, SendOutcome) else _sent(mailer, message, rendered)
    outbox.settle(kiosk, message, *outcome)
    if message.kind == MessageKind.ANSWER_EMAIL:
        notification.note_mail(kiosk, message.id)
    return outcome.state is MessageState.ACCEPTED


def _rendered(kiosk: Kiosk, message: Message) -> EmailMessage | SendOutcome:
    return _tried(message, lambda: rendering.mailed(kiosk, message))


def _sent(mailer: Mailer, message: Message, mail: EmailMessage) -> SendOutcome:
    return _tried(message, lambda: mailer.send(mail)) or SendOutcome(MessageState.ACCEPTED)


def _tried(message: Message, work: Callable[[], Result]) -> Result | SendOutcome:
    try:
        return work()
    except DeliveryFailed as error:
        return SendOutcome(_STATES[type(error)], error.trouble, error.message)
    except OutOfService as error:  # a database or disk that may be mended meanwhile
        return SendOutcome(MessageState.DEFERRED, Trouble.DISK, error.message)
    except KioskError as error:
        return SendOutcome(MessageState.FAILED, Trouble.GONE, error.message)
    except Exception as error:  # noqa: BLE001 - one poisoned message must not hold up the rest
        log.error("message_failed", kind=MessageKind(message.kind), error=error)
        return SendOutcome(MessageState.FAILED, Trouble.DEFECT, _("No se pudo preparar. Avise al personal."))
