"""A procedure as data: what an office may change without code. Which documents a case needs is computed here only."""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.documents.document import Attachment, MediaType, Paper
from kiosk.domain.filing.answers import Answers, Capacity, Draft, Person, Remaining
from kiosk.domain.filing.leaving import head_leaves, must_say_who_stays
from kiosk.domain.people.identity import IdentityKind
from kiosk.domain.working_days import Holidays


class ForEach(StrEnum):
    """For whom a requirement asks a document."""

    CASE = "case"
    PERSON = "person"
    """The applicant and each person leaving."""


class When(StrEnum):
    """When a requirement or a consequence applies."""

    ALWAYS = "always"
    WITH_CEDULA = "with_cedula"
    WITH_FOREIGN_CODE = "with_foreign_code"
    WITHOUT_IDENTITY = "without_identity"
    REPRESENTATIVE = "representative"
    HEAD_LEAVES = "head_leaves"
    HEAD_LEAVES_OTHERS_STAY = "head_leaves_others_stay"


@dataclass(frozen=True, slots=True)
class Requirement:
    """One document that is asked for. `satisfied_by` names a requirement whose PDF of two or more pages serves for this one too.

    `paper` is what it shows, `bears_identity` whether the identity number stands on it, and `form` whether it is the
    application form, which the kiosk prints and whose QR is known again.
    """

    id: str
    name: str
    hint: str
    for_each: ForEach
    when: When = When.ALWAYS
    satisfied_by: str | None = None
    paper: Paper = Paper.PAGE
    bears_identity: bool = False
    form: bool = False


@dataclass(frozen=True, slots=True)
class Consequence:
    """Something that leaving may cause, said with "puede"."""

    text: str
    when: When = When.ALWAYS


@dataclass(frozen=True, slots=True)
class Kinship:
    """A kinship to choose from."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure in one version; times are days, None where unknown."""

    id: str
    version: str
    name: str
    short_name: str
    sector: str
    category: str
    audience: str
    summary: str
    cost: str
    legal_base: tuple[str, ...]
    contact: tuple[str, ...]
    requirements: tuple[Requirement, ...]
    consequences: tuple[Consequence, ...]
    kinships: tuple[Kinship, ...]
    next_steps: tuple[str, ...]
    alternative: str = ""
    """What is offered first when the head leaves and others stay ("cambio de jefe de familia")."""
    usual_days: int | None = None
    answer_working_days: int | None = None

    def kinship_name(self, kinship: str) -> str:
        """Return the name of a kinship by its id, or the id itself where the list no longer has it."""
        return next((each.name for each in self.kinships if each.id == kinship), kinship)


@dataclass(frozen=True, slots=True)
class Category:
    """A category within a sector."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of the institution's catalogue."""

    id: str
    name: str
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Province:
    """A province by its two-digit code."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything to choose from. `cedula_prefixes` are the prefixes that need no second look."""

    provinces: tuple[Province, ...]
    cedula_prefixes: frozenset[str]
    sectors: tuple[Sector, ...]
    procedures: tuple[Procedure, ...]
    holidays: Holidays = field(default_factory=Holidays)

    def procedure(self, procedure: str, version: str | None = None) -> Procedure | None:
        """Return a procedure by id, in the version asked for or the newest."""
        found = [each for each in self.procedures if each.id == procedure and version in {None, each.version}]
        return max(found, key=lambda each: each.version) if found else None

    def offered(self, sector: str, category: str) -> tuple[Procedure, ...]:
        """Return the procedures of a category, each in its newest version: what a new filing may choose."""
        newest = {each.id: self.procedure(each.id) for each in self.procedures}
        return tuple(each for each in newest.values() if each and (each.sector, each.category) == (sector, category))

    def sectors_offered(self) -> tuple[Sector, ...]:
        """Return the sectors that hold something to choose: the others would lead nowhere."""
        return tuple(each for each in self.sectors if self.categories_offered(each))

    def categories_offered(self, sector: Sector) -> tuple[Category, ...]:
        """Return the categories of a sector that hold something to choose."""
        return tuple(each for each in sector.categories if self.offered(sector.id, each.id))

    def province_name(self, code: str) -> str:
        """Return a province's name, or its code where there is none."""
        return next((each.name for each in self.provinces if each.code == code), code)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for one document: `id` is `requirement` or `requirement:person`; `person_name` is empty for the whole case."""

    id: str
    requirement: Requirement
    person: str = ""
    person_name: str = ""


def applies(when: When, answers: Answers, person: Person | None = None) -> bool:
    """Tell whether a condition holds for these answers (and, for conditions on a person, for this one)."""
    applicant, leaving = answers.applicant, answers.leaving
    others_may_stay = bool(applicant and leaving and must_say_who_stays(applicant, leaving))
    others_stay = others_may_stay and leaving is not None and leaving.remaining in {Remaining.NEW_HEAD, Remaining.UNDECIDED}
    kind = person.identity.kind if person and person.identity else None
    return {
        When.ALWAYS: True,
        When.WITH_CEDULA: kind is IdentityKind.CEDULA,
        When.WITH_FOREIGN_CODE: kind is IdentityKind.FOREIGN_CODE,
        When.WITHOUT_IDENTITY: person is not None and kind is None,
        When.REPRESENTATIVE: bool(applicant and applicant.capacity is Capacity.REPRESENTATIVE),
        When.HEAD_LEAVES: bool(applicant and leaving and head_leaves(applicant, leaving)),
        When.HEAD_LEAVES_OTHERS_STAY: others_stay,
    }[when]


def slots(procedure: Procedure, answers: Answers) -> tuple[Slot, ...]:
    """Return the places to fill, in the procedure's order, person by person, the applicant first."""
    if answers.applicant is None:
        return ()
    applicant = Person("applicant", answers.applicant.given_names, answers.applicant.surnames, answers.applicant.identity)
    people = (applicant, *(each for each in answers.leavers if each.key != "applicant"))
    personal = [each for each in procedure.requirements if each.for_each is ForEach.PERSON]
    general = [each for each in procedure.requirements if each.for_each is ForEach.CASE]
    return tuple(
        [
            Slot(f"{need.id}:{person.key}", need, person.key, person.full_name)
            for person in people
            for need in personal
            if applies(need.when, answers, person)
        ]
        + [Slot(need.id, need) for need in general if applies(need.when, answers)]
    )


def open_slots(procedure: Procedure, draft: Draft) -> tuple[Slot, ...]:
    """Return the slots that still need a document."""
    filled = {each.slot: each for each in draft.attachments}

    def covered(slot: Slot) -> bool:
        if slot.id in filled:
            return True
        other = slot.requirement.satisfied_by
        twin = filled.get(f"{other}:{slot.person}" if slot.person else str(other)) if other else None
        return twin is not None and twin.media_type is MediaType.PDF and twin.pages > 1

    return tuple(slot for slot in slots(procedure, draft.answers) if not covered(slot))


def attachments_in_use(procedure: Procedure, draft: Draft) -> tuple[Attachment, ...]:
    """Return the documents that are still asked for, slot by slot; the others belong to answers that were changed since."""
    filled = {each.slot: each for each in draft.attachments}
    return tuple(filled[slot.id] for slot in slots(procedure, draft.answers) if slot.id in filled)
