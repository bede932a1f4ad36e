"""Which documents a filing needs, as slots: by its procedure, in the version with which it began."""

from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.procedure import Procedure, Slot, slots
from kiosk.services.kiosk import Kiosk


def procedure_of(kiosk: Kiosk, draft: Draft, *, filed: bool = False) -> Procedure | None:
    """Return a draft's procedure in the version with which it began; None before one was chosen.

    Of one that was `filed` it is today's version where that of its beginning is gone.
    """
    choice = draft.answers.choice
    if choice is None:
        return None
    began_with = kiosk.catalogue.procedure(choice.procedure, choice.version)
    return kiosk.catalogue.procedure(choice.procedure) if began_with is None and filed else began_with


def slots_of(kiosk: Kiosk, draft: Draft, *, filed: bool = False) -> tuple[Slot, ...]:
    """Return the slots of a draft's procedure (see `procedure_of`); none before one was chosen."""
    procedure = procedure_of(kiosk, draft, filed=filed)
    return slots(procedure, draft.answers) if procedure else ()
