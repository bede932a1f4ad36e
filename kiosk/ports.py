"""What services ask of a device that has more than one implementation, and how such a device fails; nothing else stands between."""

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import NamedTuple, Protocol

from kiosk.domain.errors import KioskError
from kiosk.domain.machine.message import Media, PrintJob, Trouble


class DeliveryFailed(KioskError):
    """Not delivered. The message is the cause in words, with nothing of anybody in it; `trouble` the same for programs."""

    def __init__(self, message: str, trouble: Trouble = Trouble.OTHER) -> None:
        super().__init__(message)
        self.trouble = trouble


class MailDeferred(DeliveryFailed):
    """Not sent now; the same message may go later."""


class MailRefused(DeliveryFailed):
    """Refused for good: this address, this content or this sender."""


class MailUnknown(DeliveryFailed):
    """Handed over, and then the connection broke before the answer: it may have gone."""


class PrinterFailed(DeliveryFailed):
    """Not printed now; it may be tried again."""


class MailboxFailed(DeliveryFailed):
    """The mailbox of returned mail cannot be looked into now."""


class Mailer(Protocol):
    """Hands messages over, one at a time; when `send` returns, the other side has accepted it."""

    def send(self, message: EmailMessage) -> None:
        """Send, on the connection of the message before where it still stands; raises MailDeferred, MailRefused or MailUnknown."""

    def hang_up(self) -> None:
        """Take leave of the server: nothing waits to be sent. Sending may begin again any time."""

    def check(self) -> None:
        """Greet the server as for a message and send none; raises MailDeferred, or MailRefused, with the cause."""


class Mailbox(Protocol):
    """Where mail comes back to. Each mail that was given is either removed or left, and a mail that was left is not given again."""

    read_to: str
    """The name of the last mail that was removed or left, to be remembered until the next look."""

    def letters(self, read_to: str) -> Iterator[tuple[str, bytes]]:
        """Give the name and the beginning of some mails after the one named `read_to`, the oldest first; raises MailboxFailed."""

    def remove(self, name: str) -> None:
        """Remove a mail; raises MailboxFailed."""

    def leave(self, name: str) -> None:
        """Leave a mail where it is; raises MailboxFailed."""

    def hang_up(self) -> None:
        """Take leave of the server. Reading may begin again any time."""

    def check(self) -> None:
        """Look whether it can be read, and read nothing; raises MailboxFailed."""


class Printer(Protocol):
    """Takes jobs and tells what becomes of each. A job's `name` is ours, and says nothing of anybody."""

    media: tuple[Media, ...]
    """The paper that it can print on; the first is that of receipts."""

    def submit(self, pdf: bytes, media: Media, name: str) -> str:
        """Hand a PDF over to be printed on one side, and return how its job is called there; raises PrinterFailed."""

    def find(self, name: str) -> str | None:
        """Return the job that was submitted under this name, if the printing system knows it; raises PrinterFailed."""

    def look(self, job: str) -> PrintJob:
        """Return how far a job got; raises PrinterFailed when the printing system cannot be asked."""

    def remove(self, job: str) -> None:
        """Cancel a job if it still waits, and leave nothing of it behind; raises PrinterFailed."""

    def check(self, media: Media) -> PrintJob:
        """Return what the printer for this paper would say of a job now (OPEN with its trouble, if any); raises PrinterFailed."""


class Devices(NamedTuple):
    """What of the outside world a kiosk has, each made when it is asked for: one of them may be what is wrong."""

    mailer: Callable[[], Mailer | None]
    mailbox: Callable[[], Mailbox | None]
    printer: Callable[[], Printer | None]
