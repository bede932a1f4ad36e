"""A mail that came back, and whose fault that is: staff ask for another address only where the address is to blame."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.machine.message import Trouble
from kiosk.locale import _


class ReportedAction(StrEnum):
    """What a report says of the delivery (RFC 3464, 2.3.3)."""

    FAILED = "failed"
    DELAYED = "delayed"
    """The server goes on trying, and tells this in between."""
    DELIVERED = "delivered"


_ADDRESS = {
    *("5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.4", "5.1.6", "5.1.10"),
    "5.2.1",  # the mailbox was closed
    "5.4.4",  # the domain has no mail server
    *("5.7.17", "5.7.18"),  # it belongs to somebody else by now (RFC 7293)
}
_NO_SUCH_MAILBOX = {550, 551, 553}
"""What servers without such numbers answer when there is no such mailbox (RFC 5321, 4.2.3)."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a report says of a message: its row's id; `status` (RFC 3463) and `reply` (SMTP's), "" and 0 where they are not told."""

    message: str
    outcome: ReportedAction
    status: str = ""
    reply: int = 0

    def verdict(self) -> tuple[Trouble, str]:
        """Return whose fault a failure is (by IANA's list of enhanced status codes), and a clause that says it with the numbers."""
        numbers = " ".join(each for each in (str(self.reply or ""), self.status) if each) or _("sin número")
        trouble, words = self._cause()
        return trouble, words.format(numbers=numbers)

    def _cause(self) -> tuple[Trouble, str]:
        kind, _dot, subject = self.status.partition(".")
        if self.status in _ADDRESS or (subject in {"", "0.0"} and self.reply in _NO_SUCH_MAILBOX):
            return Trouble.ADDRESS, _("el correo volvió: esa dirección no existe o ya no recibe correo ({numbers})")
        if subject == "2.2":
            return Trouble.OTHER, _("el correo volvió: el buzón de la persona está lleno ({numbers})")
        if subject in {"2.3", "3.4"} or subject.startswith("6."):
            return Trouble.CONTENT, _("el correo volvió: su servidor no acepta este mensaje ({numbers})")
        if subject in {"1.7", "1.8"} or subject.startswith("7."):
            return Trouble.SENDER, _("el correo volvió: su servidor no acepta correo de este kiosco ({numbers})")
        if subject.startswith("4.") or kind == "4":
            return Trouble.OTHER, _("el correo volvió: su servidor no lo recibió en varios días ({numbers})")
        return Trouble.OTHER, _("el correo volvió sin entregarse ({numbers})")
