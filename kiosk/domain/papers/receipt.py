"""What stands on the receipt, decided before it is drawn, so that the words can be tested without a PDF."""

from dataclasses import dataclass

from kiosk.domain.machine.message import MessageState, PrintStatus


@dataclass(frozen=True, slots=True)
class ReceiptContent:
    """The receipt's words in their order; identity and e-mail are masked before they get here."""

    institution: str
    dispensary: str
    place: str
    """Parish, canton, province."""
    number: str
    groups: tuple[str, ...]
    filed_at: str
    """Local date and time, with the mark of an untrusted clock."""
    procedure: str
    applicant: str
    """Masked identity."""
    leavers: tuple[str, ...]
    """Masked, with kinship: never a name in full."""
    documents: tuple[str, ...]
    received: str
    """What is true from the first moment on: received here, when."""
    answer: str
    """How the answer will come."""
    come_back: str
    """From when on to come back, without a full stop: what with is said where it stands. A date where the clock can be trusted."""
    hours: str
    ask: str
    cancel: str
    next_steps: tuple[str, ...]
    cost: str
    contact: tuple[str, ...]
    legal_base: tuple[str, ...]
    qr: str
    """The signed code that proves the receipt (domain.papers.receipt_code)."""
    code_lines: tuple[str, ...]
    """The same code in lines, to copy where there is no reader."""
    chained: str = ""
    """The beginning of its filing's hash in the chain of events (domain.machine.chain.printed)."""
    copy: int = 1
    """1 is the first print; later ones are marked."""
    vouched: tuple[str, ...] = ()
    """What staff saw, by their name, with nothing in it that could name the person."""
    signature: str = ""
    """What stands below the line of the one that is signed and kept; nothing on the person's own."""


@dataclass(frozen=True, slots=True)
class SlipContent:
    """The slip that brings a draft back."""

    institution: str
    dispensary: str
    code: str
    """Grouped: `K7P4-9WXM`."""
    expires_on: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReceiptStanding:
    """What became of a receipt: its paper, the second one that is signed and `kept`, and the mail to a masked `address`.

    `mail` is None where none is sent.
    """

    paper: PrintStatus
    kept: PrintStatus
    mail: MessageState | None
    address: str
    can_mail: bool
