"""Which documents a filing needs, as slots: by its procedure, in the version with which it began."""

from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.procedure import Slot, slots
from kiosk.services.kiosk import Kiosk


def slots_of(kiosk: Kiosk, draft: Draft, *, filed: bool = False) -> tuple[Slot, ...]:
    """Return the slots of a draft's procedure; none before one was chosen.

    Of one that was `filed` they are those of today's version where that of its beginning is gone.
    """
    choice = draft.answers.choice
    procedure = kiosk.catalogue.procedure(choice.procedure, choice.version) if choice else None
    if choice and filed and procedure is None:
        procedure = kiosk.catalogue.procedure(choice.procedure)
    return slots(procedure, draft.answers) if procedure else ()
