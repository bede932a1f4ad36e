"""What a member of staff saw and answers for, so that a paper seen at the counter need not be proved by a machine."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Subject(StrEnum):
    """What is vouched for."""

    IDENTITY = "identity"
    """That the person is who the number says; overrides the warnings about it."""
    CONTACT = "contact"
    """That the address is the person's own, that they have none, or that they will bring one later."""
    READING = "reading"
    """Who read the consent aloud."""


class Seen(StrEnum):
    """How it was seen."""

    CARD = "card"
    """"Vi la cédula original"."""
    APP = "app"
    """"Vi la app GOB.EC"."""
    OTHER_PAPER = "other_paper"
    KNOWN = "known"
    """Known to the dispensary; a reason is asked for."""
    OWN_ADDRESS = "own_address"
    """They opened their mail, or showed it."""
    NO_EMAIL = "no_email"
    EMAIL_LATER = "email_later"
    READ_ALOUD = "read_aloud"
    """The consent was read to them."""
    READ_BY_THEMSELVES = "read_by_themselves"


class Confirmation(StrEnum):
    """How the person confirmed what staff had typed with them."""

    NONE = ""
    PAPER = "paper"
    """A slip signed or thumb-printed and scanned back."""
    SCREEN = "screen"
    """At the public screen, with the resume code."""


@dataclass(frozen=True, slots=True)
class Attestation:
    """One statement: `value` is the number or address that it is about, or who read aloud; `at` is UTC.

    `person` is the key in the filing.
    """

    subject: Subject
    how: Seen
    actor: str
    at: datetime
    person: str = "applicant"
    value: str = ""
    document_number: str = ""
    reason: str = ""
