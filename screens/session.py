"""What is held of the person in front, and the movement between steps: computed from the answers, never from a stored page."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from kiosk.domain import journey
from kiosk.domain.acceptance import Acceptance
from kiosk.domain.answers import Draft
from kiosk.domain.journey import Step
from kiosk.domain.procedure import Catalogue, Procedure

SCREENS: Final[dict[Step, tuple[str, ...]]] = {
    Step.NOTICE: ("screens.notice:Notice",),
    Step.IDENTIFY: ("screens.identify:Number", "screens.identify:Names", "screens.identify:InWhatCapacity"),
    Step.CONTACT: ("screens.contact:Telephone", "screens.contact:Email"),
    Step.VERIFY_EMAIL: ("screens.verify_email:VerifyEmail",),
    Step.CHOOSE_PROCEDURE: ("screens.choose_procedure:ChooseProcedure",),
    Step.WHO_LEAVES: ("screens.who_leaves:WhoLeaves",),
    Step.ATTACH_DOCUMENTS: ("screens.attach_documents:AttachDocuments",),
    Step.REVIEW: ("screens.review:Review",),
    Step.CONSENT: ("screens.consent:Consent",),
    Step.RECEIPT: ("screens.receipt:Receipt",),
}
"""The screens of each step, one question each; imported only when they are shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """A step, and which of its questions."""

    step: Step
    part: int = 0

    @property
    def screen(self) -> str:
        """The screen as `module:Class`."""
        return SCREENS[self.step][self.part]


@dataclass(slots=True)
class Session:
    """One person's visit: gone from memory when it ends. `typed` holds answers of a step that is not saved yet."""

    catalogue: Catalogue
    began_at: datetime
    notice: Acceptance | None = None
    draft: Draft | None = None
    typed: dict[str, Any] = field(default_factory=dict)

    @property
    def procedure(self) -> Procedure | None:
        """The procedure that was chosen, in the version of the draft."""
        choice = self.draft.answers.choice if self.draft else None
        return self.catalogue.procedure(choice.procedure, choice.version) if choice else None

    def next_place(self) -> Place:
        """Return where the person is: the first step that is still to be answered."""
        return Place(journey.next_step(self.draft, self.procedure, notice_accepted=self.notice is not None))

    def place_after(self, place: Place) -> Place:
        """Return where to go when this question was answered."""
        if place.part + 1 < len(SCREENS[place.step]):
            return Place(place.step, place.part + 1)
        accepted = self.notice is not None or self.draft is not None
        return Place(journey.step_after(place.step, self.draft, self.procedure, notice_accepted=accepted))

    def place_before(self, place: Place) -> Place | None:
        """Return where "Atrás" leads, or None where that is the welcome screen."""
        if place.part:
            return Place(place.step, place.part - 1)
        before = journey.step_before(place.step, self.draft, self.procedure)
        return Place(before, len(SCREENS[before]) - 1) if before else None

    def may_visit(self, step: Step) -> bool:
        """Tell whether a step may be shown now."""
        accepted = self.notice is not None or self.draft is not None
        return journey.may_visit(step, self.draft, self.procedure, notice_accepted=accepted)
