"""What waits to be sent or printed, and how far it got; "accepted" only when the other side said so."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Media(StrEnum):
    """The two kinds of paper that a kiosk prints on, each with a printer of its own where there are two."""

    ROLL = "roll"
    """80 mm wide, as long as needed."""
    A4 = "a4"


class MessageKind(StrEnum):
    """What a row of the outbox stands for; its text is rendered when it is sent."""

    EMAIL_CODE = "email_code"
    FILING_EMAIL = "filing_email"
    RECEIPT_PRINT = "receipt_print"
    SLIP_PRINT = "slip_print"
    FORM_PRINT = "form_print"
    BLANK_FORM_PRINT = "blank_form_print"
    CONFIRMATION_PRINT = "confirmation_print"
    """What staff typed, for the person's signature or thumb print; its reference is the filing."""
    KEPT_RECEIPT_PRINT = "kept_receipt_print"
    """The second receipt of an assisted filing, signed by the person and kept."""
    CORRECTION_PRINT = "correction_print"
    """Which document is asked for again; its reference is the correction."""
    CORRECTION_EMAIL = "correction_email"
    ANSWER_EMAIL = "answer_email"
    """What the institute answered; its reference is the filing."""
    ANSWER_PRINT = "answer_print"
    WITHDRAWAL_PRINT = "withdrawal_print"
    """The proof that a consent or a request was taken back; its reference is the withdrawal."""
    WITHDRAWAL_EMAIL = "withdrawal_email"
    """That a consent or a request was taken back, or that this was undone; its reference is the withdrawal."""
    RIGHTS_PRINT = "rights_print"
    """Everything held about an identity; its reference is the rights request."""
    TROUBLE_EMAIL = "trouble_email"
    """To the responsible person, when something has not worked for a day; its reference is the trouble's name."""

    @property
    def is_print(self) -> bool:
        """Whether it goes to the printer and not to the mail server."""
        return self.value.endswith("_print")

    @property
    def is_form(self) -> bool:
        """Whether it is an application form, which is A4 always and printed on one side."""
        return self in {MessageKind.FORM_PRINT, MessageKind.BLANK_FORM_PRINT}


class MessageState(StrEnum):
    """How far a message got.

    A print is being sent until the printer says that it is done; one that is taken back (the person left, or gave up
    waiting) is withdrawn. What is deferred, or a receipt whose fate is unknown, has a time for its next try.
    """

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    UNKNOWN = "unknown"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class Trouble(StrEnum):
    """Why a message is not where it should be, for programs; the words beside it are for people."""

    NONE = ""
    # Mail.
    ADDRESS = "address"
    """This address was refused for good, at once or by a bounce that came back later."""
    CONTENT = "content"
    SENDER = "sender"
    BUSY = "busy"
    """The server asks to come back later (4xx)."""
    UNREACHABLE = "unreachable"
    """No name, no route, nobody who answers there."""
    LATE = "late"
    CUT = "cut"
    TLS = "tls"
    """What was asked for cannot be encrypted, or its certificate is not to be trusted."""
    CREDENTIALS = "credentials"
    # Paper.
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    JAM = "jam"
    INK_OUT = "ink_out"
    OFFLINE = "offline"
    STOPPED = "stopped"
    """The queue was stopped, or takes no jobs."""
    NO_PRINTER = "no_printer"
    """There is no queue of that name, or no printing service."""
    ABORTED = "aborted"
    """The printer gave the job up."""
    # Both.
    DISK = "disk"
    GONE = "gone"
    """What it is about was removed, or is past its time."""
    DEFECT = "defect"
    """It could not be prepared: a mistake of ours."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CodeStatus:
    """What is known of the newest e-mail code of a draft; `can_send` is False on a kiosk without mail.

    `at` is when it came into its state, `next_try_at` when a deferred mail is tried again.
    """

    state: MessageState | None
    cause: str
    at: datetime | None
    can_send: bool
    live_until: datetime | None = None
    trouble: Trouble = Trouble.NONE
    next_try_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PrintStatus:
    """What is known of the newest print of a paper; `copies` counts the prints so far, `came_out` is what the person said.

    While it is being printed, `trouble` and `cause` tell what the printer waits for. `media` is the paper it is printed on,
    `others` are those that it could be printed on instead.
    """

    state: MessageState | None
    cause: str
    copies: int
    can_print: bool
    came_out: bool = False
    trouble: Trouble = Trouble.NONE
    media: Media | None = None
    others: tuple[Media, ...] = ()


class JobState(StrEnum):
    """How far a print job got, in the printing system's own eyes."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"
    ABORTED = "aborted"
    GONE = "gone"
    """The printing system does not know it (any more)."""


@dataclass(frozen=True, slots=True)
class PrintJob:
    """What the printing system says of a job; `trouble` and `cause` while it waits for somebody to help the printer."""

    state: JobState
    trouble: Trouble = Trouble.NONE
    cause: str = ""
