"""What a person answered: one frozen value, saved whole, from which the journey computes where they are."""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from kiosk.domain.documents.document import Attachment
from kiosk.domain.filing.acceptance import Acceptance
from kiosk.domain.filing.attestation import Attestation
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.people.identity import Identity
from kiosk.domain.people.names import full_name
from kiosk.domain.text import clean, clean_lines


class Capacity(StrEnum):
    """In what capacity the applicant asks."""

    HEAD = "head"
    DEPENDANT = "dependant"
    REPRESENTATIVE = "representative"


class Role(StrEnum):
    """As what somebody beside the applicant stands in a filing."""

    LEAVER = "leaver"
    NEW_HEAD = "new_head"


class Scope(StrEnum):
    """Who leaves, as it is asked."""

    ME = "me"
    SOME = "some"
    ALL = "all"


class Remaining(StrEnum):
    """What becomes of those who stay when the head leaves."""

    NOBODY = "nobody"
    NEW_HEAD = "new_head"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the family: `identity`, or for a minor without one `birth_date`; `key` outlives edits of the list."""

    key: str
    given_names: str
    surnames: str
    identity: Identity | None = None
    birth_date: date | None = None
    kinship: str = ""
    capacity: Capacity | None = None
    """What somebody who is represented is in the insurance; of others it follows from the applicant's."""

    @property
    def full_name(self) -> str:
        """As the card has it, surnames first."""
        return full_name(self.surnames, self.given_names)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks. `doubts` are the warnings about the identity that the person confirmed."""

    identity: Identity
    given_names: str
    surnames: str
    capacity: Capacity
    doubts: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        """As the card has it, surnames first."""
        return full_name(self.surnames, self.given_names)


@dataclass(frozen=True, slots=True)
class Contact:
    """How the answer reaches the person: telephone in E.164 or None, e-mail or None ("No tengo correo")."""

    telephone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class EmailCheck:
    """What became of the e-mail's verification; it never blocks a filing."""

    email: str
    verified_at: datetime | None = None
    postponed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The procedure that was chosen, in the version that it had then; codes of the catalogue."""

    province: str
    sector: str
    category: str
    procedure: str
    version: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who leaves: `people` are others than the applicant."""

    scope: Scope
    applicant_leaves: bool
    people: tuple[Person, ...] = ()
    remaining: Remaining | None = None
    new_head: Person | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """What the person adds in their own words."""

    text: str


Answer = Applicant | Contact | EmailCheck | Choice | Leaving | Observation
AnyAnswer = TypeVar("AnyAnswer", bound=Answer)


@dataclass(frozen=True, slots=True)
class Answers:
    """All the answers so far; None is not answered yet."""

    applicant: Applicant | None = None
    contact: Contact | None = None
    email_check: EmailCheck | None = None
    choice: Choice | None = None
    leaving: Leaving | None = None
    observation: Observation | None = None

    def with_answer(self, answer: Answer) -> "Answers":
        """Return the answers with this one put in its place."""
        match answer:
            case Applicant():
                return replace(self, applicant=answer)
            case Contact():
                return replace(self, contact=answer)
            case EmailCheck():
                return replace(self, email_check=answer)
            case Choice():
                return replace(self, choice=answer)
            case Leaving():
                return replace(self, leaving=answer)
            case Observation():
                return replace(self, observation=answer)

    @property
    def leavers(self) -> tuple[Person, ...]:
        """Everybody who leaves, the applicant first under the key "applicant"."""
        if self.leaving is None or self.applicant is None:
            return ()
        mine = Person("applicant", self.applicant.given_names, self.applicant.surnames, self.applicant.identity)
        return ((mine,) if self.leaving.applicant_leaves else ()) + self.leaving.people


@dataclass(frozen=True, slots=True)
class Draft:
    """A filing under way, as the screens see it. `number` is there once it was submitted.

    `entered_by` is the member of staff who typed in it last; nobody where the person did all of it alone.
    """

    id: str
    code: str
    answers: Answers
    created_at: datetime
    expires_at: datetime
    attachments: tuple[Attachment, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    number: CaseNumber | None = None
    attestations: tuple[Attestation, ...] = ()
    entered_by: str = ""


def cleaned(answer: AnyAnswer) -> AnyAnswer:
    """Return an answer with every text in it cleaned, whatever typed it: terminals, papers and mails will show it."""
    return _cleaned(answer, clean_lines if isinstance(answer, Observation) else clean)  # type: ignore[no-any-return] # same type out as in


def _cleaned(value: Any, clean_text: Callable[[str], str]) -> Any:  # noqa: ANN401 - walks whatever an answer is made of
    if isinstance(value, str) and not isinstance(value, StrEnum):
        return clean_text(value)
    if isinstance(value, tuple):
        return tuple(_cleaned(each, clean_text) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _cleaned(getattr(value, each.name), clean_text) for each in fields(value)})
    return value
