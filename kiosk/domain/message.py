"""What waits to be sent or printed, and how far it got; "accepted" only when the other side said so."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MessageKind(StrEnum):
    """What a row of the outbox stands for; its text is rendered when it is sent."""

    EMAIL_CODE = "email_code"
    FILING_EMAIL = "filing_email"
    RECEIPT_PRINT = "receipt_print"
    SLIP_PRINT = "slip_print"
    FORM_PRINT = "form_print"
    BLANK_FORM_PRINT = "blank_form_print"

    @property
    def is_print(self) -> bool:
        """Whether it goes to the printer and not to the mail server."""
        return self not in {MessageKind.EMAIL_CODE, MessageKind.FILING_EMAIL}


class MessageState(StrEnum):
    """How far a message got."""

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    UNKNOWN = "unknown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class CodeStatus:
    """What is known of the newest e-mail code of a draft; `can_send` is False on a kiosk without mail."""

    state: MessageState | None
    cause: str
    at: datetime | None
    can_send: bool
    live_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class PrintStatus:
    """What is known of the newest print of a receipt; `copies` counts the prints so far, `came_out` is what the person said."""

    state: MessageState | None
    cause: str
    copies: int
    can_print: bool
    came_out: bool = False
