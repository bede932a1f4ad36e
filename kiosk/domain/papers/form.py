"""What stands on the application form, decided before it is drawn, so that its words can be tested without a PDF."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormChoice:
    """A box to tick; a chosen one is ticked already."""

    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FormField:
    """What is asked, with its answer; where there is none, a line to write on or `choices` to tick."""

    label: str
    value: str = ""
    choices: tuple[FormChoice, ...] = ()
    wide: bool = False
    """Whether the answer is longer than others, and gets more of a line: a name."""


@dataclass(frozen=True, slots=True)
class FormPerson:
    """A row of those who leave; what is empty is written by hand."""

    name: str = ""
    identity: str = ""
    kinship: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class FormSigner:
    """Somebody who signs or puts a thumb print; empty names are written by hand."""

    name: str = ""
    identity: str = ""


@dataclass(frozen=True, slots=True)
class PaperToBring:
    """A document that is asked for: `when` says of whom or in which case, and is empty where it is always asked for."""

    name: str
    hint: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class ToBring:
    """The list of what to bring, which goes with a blank form."""

    procedure: str
    cost: str
    of_each_person: tuple[PaperToBring, ...]
    of_the_case: tuple[PaperToBring, ...]
    steps: tuple[str, ...]
    contact: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FormContent:
    """The form's words in their order. `code` is the form's own (form_mark.form_id), "" on a blank form, which has no QR."""

    institution: str
    code: str
    place: tuple[FormField, ...]
    applicant: tuple[FormField, ...]
    leavers: tuple[FormPerson, ...]
    scope: tuple[FormChoice, ...]
    leavers_hint: str
    """On a blank form, what to do where more leave than there are rows."""
    new_head: tuple[FormField, ...]
    """Empty where nobody has to be named."""
    new_head_hint: str
    request: str
    consequences: tuple[str, ...]
    applicant_signs: FormSigner
    others_sign: tuple[FormSigner, ...]
    signing_hint: str
    """Who of the others signs; empty where nobody else leaves."""
    to_bring: ToBring | None = None
