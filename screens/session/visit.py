"""What is held of the person in front, and the movement between steps: computed from the answers, never from a stored page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from kiosk.domain.documents.document import Picture
from kiosk.domain.documents.scanner import Abilities
from kiosk.domain.filing import journey
from kiosk.domain.filing.acceptance import Acceptance
from kiosk.domain.filing.answers import Choice, Draft
from kiosk.domain.filing.journey import Step
from kiosk.domain.filing.procedure import Catalogue, Procedure
from screens.session.step_times import StepTimes

if TYPE_CHECKING:
    from textual.screen import Screen

QUESTIONS: Final[dict[Step, tuple[str, ...]]] = {
    Step.CHOOSE_PROCEDURE: (
        "ChooseProvince",
        "ChooseSector",
        "ChooseCategory",
        "ChooseProcedure",
        "Start",
    ),
    Step.NOTICE: ("Notice",),
    Step.IDENTIFY: ("Number", "Names", "InWhatCapacity"),
    Step.CONTACT: ("Telephone", "Email"),
    Step.VERIFY_EMAIL: ("VerifyEmail",),
    Step.WHO_LEAVES: (
        "HowMany",
        "People",
        "WhoStays",
        "NewHead",
    ),
    Step.ATTACH_DOCUMENTS: ("AttachDocuments",),
    Step.REVIEW: ("Review",),
    Step.CONSENT: ("HowToConfirm", "Consent", "ConfirmOnPaper"),
    Step.RECEIPT: ("Receipt",),
}
"""The questions of each step in their order, each named as the class of its screen (screens.apps.questions)."""


class ScreenClass(Protocol):
    """A screen's class, as far as it is known here."""

    def __call__(self, place: "Place") -> "Screen[None]":
        """Make one for a place."""

    def asked(self, session: "Session") -> bool:
        """Tell whether it is asked of this person."""


@dataclass(frozen=True, slots=True)
class Place:
    """A step, and which of its questions."""

    step: Step
    part: int = 0

    @property
    def question(self) -> str:
        """The question's name."""
        return QUESTIONS[self.step][self.part]


def place_of(question: str) -> Place:
    """Return the place of a question by its name."""
    return next(Place(step, questions.index(question)) for step, questions in QUESTIONS.items() if question in questions)


@dataclass(slots=True)
class Session:
    """One person's visit: gone from memory when it ends. `typed` holds answers of a step that is not saved yet."""

    catalogue: Catalogue
    screens: Mapping[str, ScreenClass]
    """What shows each question, by its name."""
    began_at: datetime
    province: str = ""
    """Where the dispensary is; it is asked where the settings do not say so."""
    choice: Choice | None = None
    """The procedure while there is no draft to keep it."""
    notice: Acceptance | None = None
    draft: Draft | None = None
    staff: str = ""
    """The member of staff who types with the person; nobody where they are alone."""
    typed: dict[str, Any] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    """What stood in the fields of questions that were left backwards, for when they are asked again."""
    reads: bool = False
    """Whether documents are being read behind; `being_read` is the one, `tried` are those that were."""
    being_read: str = ""
    tried: set[str] = field(default_factory=set)
    files: dict[str, str] = field(default_factory=dict)
    """By its place, which file of a stick was put there in this visit, so that it is not offered as if it were new."""
    scanner: Abilities | None = None
    """The scanner that served in this visit, which is taken again without looking for it."""
    thumbnails: dict[str, Picture] = field(default_factory=dict)
    """The papers' small pictures as the review shows them, by the papers' ids."""
    mending: Place | None = None
    """The question that was opened from the review: leaving it, either way, leads back there."""
    times: StepTimes = field(default_factory=StepTimes)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was said yet that others should not see."""
        return self.draft is None and not self.typed and not self.written

    @property
    def procedure(self) -> Procedure | None:
        """The procedure that was chosen, in the version of the draft."""
        choice = self.draft.answers.choice if self.draft else self.choice
        return self.catalogue.procedure(choice.procedure, choice.version) if choice else None

    def next_place(self) -> Place:
        """Return where the person is: the first step that is still to be answered."""
        return self.place_at(journey.next_step(self.draft, self.procedure, notice_accepted=self.notice is not None))

    def place_at(self, step: Step) -> Place:
        """Return the first question of a step that is asked of this person."""
        return self._first(Place(step, part) for part in range(len(QUESTIONS[step]))) or Place(step)

    def place_after(self, place: Place) -> Place:
        """Return where to go when this question was answered."""
        if place == self.mending and self.next_place().step is Step.REVIEW:
            return self.next_place()
        later = self._first(Place(place.step, part) for part in range(place.part + 1, len(QUESTIONS[place.step])))
        if later:
            return later
        accepted = self.notice is not None or self.draft is not None
        return self.place_at(journey.step_after(place.step, self.draft, self.procedure, notice_accepted=accepted))

    def place_before(self, place: Place) -> Place | None:
        """Return where "Atrás" leads, or None where that is the welcome screen."""
        if place == self.mending:
            return self.place_at(Step.REVIEW)
        earlier = self._first(Place(place.step, part) for part in reversed(range(place.part)))
        if earlier:
            return earlier
        before = journey.step_before(place.step, self.draft, self.procedure)
        return self._first(Place(before, part) for part in reversed(range(len(QUESTIONS[before])))) if before else None

    def _first(self, places: Iterable[Place]) -> Place | None:
        """Return the first of these questions that is asked; the only question of a step always is."""
        return next((each for each in places if len(QUESTIONS[each.step]) == 1 or self.screens[each.question].asked(self)), None)

    def may_visit(self, step: Step) -> bool:
        """Tell whether a step may be shown now."""
        accepted = self.notice is not None or self.draft is not None
        return journey.may_visit(step, self.draft, self.procedure, notice_accepted=accepted)
