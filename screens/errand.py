"""Bringing a paper to a case that was filed: the same sources as for a draft, with another end.

An errand stands where a question of the journey does, and says what becomes of what was brought, and which screens are around.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kiosk.domain.documents.document import Origin
from kiosk.domain.filing.journey import Step
from kiosk.domain.filing.procedure import Slot
from screens.session import Place

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk
    from screens.base import KioskScreen
    from screens.host import Host

Taking = Callable[["Kiosk", Sequence[bytes], Origin, Callable[[], bool]], Any]
"""Keeps the documents that came so, unless waiting was given up; what it returns goes to the screen that is shown then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand(Place):
    """What becomes of a paper: `take` keeps it, `after` is the screen that follows, `around` the one to go back to."""

    take: Taking
    after: "Callable[[Any], KioskScreen]"
    around: "Callable[[], KioskScreen]"
    by_eye: Taking | None = None
    """As `take`, once a person said that it is the right paper, where `take` asks first."""


def fetch(  # noqa: PLR0913 - an errand, part by part
    app: "Host",
    slot: Slot,
    *,
    take: Taking,
    after: "Callable[[Any], KioskScreen]",
    around: "Callable[[], KioskScreen]",
    by_eye: Taking | None = None,
) -> None:
    """Go and get a paper for a slot, in place of the screen that stands in front."""
    from screens.sources import source_screen  # noqa: PLC0415 - imported when a paper is wanted

    if app.staff or app.session is None:
        app.begin_visit()  # nothing is held of anybody in it, and what a copier sends is shown from here on
    errand = Errand(Step.ATTACH_DOCUMENTS, take=take, after=after, around=around, by_eye=by_eye)
    app.show(source_screen(app, errand, replace(slot, requirement=replace(slot.requirement, form=False))))


def leave(screen: "KioskScreen") -> None:
    """Leave what stands around an errand: to the desk's screen below, or at the kiosk for good."""
    if not screen.kiosk_app.staff:
        screen.kiosk_app.end_visit()
    else:
        screen.dismiss(None)
