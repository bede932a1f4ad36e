"""What services ask of a device that has more than one implementation, and how such a device fails; nothing else stands between."""

from email.message import EmailMessage
from typing import Protocol

from kiosk.domain.errors import KioskError


class MailDeferred(KioskError):
    """Not sent now; the same message may go later. The message is the cause in words, with no address in it."""


class MailRefused(KioskError):
    """Refused for good: this address, this content or this sender. The message is the cause in words, with no address in it."""


class MailUnknown(KioskError):
    """Handed over, and then the connection broke before the answer: it may have gone. The message is the cause in words."""


class Mailer(Protocol):
    """Hands one message over; when it returns, the other side has accepted it."""

    def send(self, message: EmailMessage) -> None:
        """Send; raises MailDeferred, MailRefused or MailUnknown."""
