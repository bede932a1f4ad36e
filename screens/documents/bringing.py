"""A document's way, from where it comes to where it stands, as one dialogue; the page that wants it stays below.

Each screen on the way gives a value: where it comes from, what was chosen there, whether it may stand.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from kiosk.domain.documents.brought import Brought
from kiosk.domain.documents.document import Paper
from kiosk.domain.errors import AskFirst, KioskError
from kiosk.domain.filing.journey import Step
from kiosk.domain.filing.procedure import ForEach, Requirement, Slot, slots
from kiosk.domain.filing.sorted_pages import Sorted
from kiosk.locale import _
from kiosk.services.documents import gathering, sorting
from kiosk.services.documents.attachments import SameFile
from kiosk.services.filing import drafts
from screens.documents.are_these import AreThese, WhichPaper
from screens.documents.choose_source import INBOX, PRINT, SCANNER, STICK, ChooseSource, sources_for
from screens.documents.copier import ChooseArrived
from screens.documents.document import CHANGE, CONTENT, SeeDocument
from screens.documents.everything import EVERYTHING
from screens.documents.find_scanner import FindScanner
from screens.documents.put_all import PutAll
from screens.documents.scan import Scan
from screens.documents.source import GivingScreen, Keep
from screens.documents.stick import ChooseFile
from screens.frame.dialog import Answer
from screens.frame.screen import KioskScreen
from screens.session.visit import Place
from screens.visit.question import JourneyScreen

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk

Result = TypeVar("Result")
GivenUp = Callable[[], bool]
Taking = Callable[["Kiosk", Brought, GivenUp], Result]
"""Keeps what was brought, unless waiting was given up; what it returns is never None."""

OF_CASE: Final = Place(Step.ATTACH_DOCUMENTS)
"""Where the sources stand that serve a case: papers are put there, too."""


async def fill(page: JourneyScreen, place: Place, slot: Slot) -> Place:
    """Have a slot of the draft filled, and see how it looks; return where the person goes on."""
    came = await _choose(page, place, slot, lambda way: _from(way, page, place, slot, partial(_into, slot)))
    return await see(page, place, *came) if came else place


async def see(page: JourneyScreen, place: Place, slot: Slot, remarks: tuple[str, ...] = ()) -> Place:
    """Show what stands in a slot, with what is to be said once of how it got there; return where the person goes on."""
    became = await page.app.push_screen_wait(SeeDocument(place, slot, remarks))
    if became == CHANGE:
        return await fill(page, place, slot)
    back = page.session.next_place() if became == CONTENT and page.session.mending == place else place
    return back if back.step is Step.REVIEW else place


async def put_all(page: JourneyScreen) -> bool:
    """Put everything at once, asking one by one for what only its person can know; tell whether they agreed to it."""
    pile: gathering.Pile | None = await _choose(page, page.place, EVERYTHING, lambda way: _gather(way, page))
    if pile is None:
        return False
    while pile.gathered.doubts:
        doubt, chosen = pile.gathered.doubts[0], await page.app.push_screen_wait(WhichPaper(page.place, pile))
        if chosen is None:
            return False
        pile.gathered = pile.gathered.decided(doubt, next((each for each in doubt.slots if each.id == chosen), None))
    return bool(pile.gathered.placings and await page.app.push_screen_wait(AreThese(page.place, pile)))


async def fetch(page: KioskScreen, slot: Slot, take: Taking[Result], *, by_eye: Taking[Result] | None = None) -> Result | None:
    """Get a paper for a case that was filed, and have it kept by `take`; return what that does, None where none was chosen.

    `by_eye` is called in its place once a person said that it is the right paper, where `take` asks first.
    """
    app, wanted = page.kiosk_app, replace(slot, requirement=replace(slot.requirement, form=False))
    if app.staff or app.session is None:
        app.begin_visit()  # nothing is held of anybody in it, and what a copier sends is shown from here on

    async def keep(source: GivingScreen, brought: Brought, given_up: GivenUp) -> Result | None:
        try:
            return await source.call(take, brought, given_up, say=_("Revisando su documento…"))
        except AskFirst as doubt:
            if by_eye is None:
                raise
            if not await _is_this(source, doubt):
                return None
            return await source.call(by_eye, brought, given_up, say=_("Revisando su documento…"))

    kept: Result | None = await _choose(page, OF_CASE, wanted, lambda way: _from(way, page, OF_CASE, wanted, keep))
    return kept


def paper_slot(name: str) -> Slot:
    """Return a place for a page that is none of the procedure's."""
    return Slot(name, Requirement(name, name, "", ForEach.CASE, paper=Paper.PAGE))


async def _choose(page: KioskScreen, place: Place, slot: Slot, get: Callable[[str], Awaitable[Result | None]]) -> Result | None:
    """Let the source be chosen where there are several, again after each that was left; one without any tells so at the stick's."""
    offered = [each.id for each in sources_for(page.kiosk_app.settings, slot)] or [STICK]
    if len(offered) == 1 and offered != [PRINT]:
        return await get(offered[0])
    while (way := await page.app.push_screen_wait(ChooseSource(place, slot))) is not None:
        if (got := await get(way)) is not None:
            return got
    return None


async def _from(way: str, page: KioskScreen, place: Place, slot: Slot, keep: Keep) -> Any:  # noqa: ANN401 - what `keep` returns
    """Let something be chosen of one source; return what became of it."""
    if way == SCANNER:
        session = page.kiosk_app.visit
        session.scanner = session.scanner or await page.app.push_screen_wait(FindScanner(place, slot))
        return await page.app.push_screen_wait(Scan(place, slot, keep, session.scanner)) if session.scanner else None
    chosen = ChooseArrived if way == INBOX else ChooseFile
    return await page.app.push_screen_wait(chosen(place, slot, keep))


async def _gather(way: str, page: JourneyScreen) -> gathering.Pile | None:
    """Have all that comes from one source looked at: of the stick what lies on it, else what is chosen."""

    async def as_it_is(_source: GivingScreen, brought: Brought, _given_up: GivenUp) -> Brought:
        return brought

    brought = None if way == STICK else await _from(way, page, page.place, EVERYTHING, as_it_is)
    if brought is None and way != STICK:
        return None
    pile: gathering.Pile | None = await page.app.push_screen_wait(PutAll(page.place, brought))
    return pile


async def _into(slot: Slot, source: GivingScreen, brought: Brought, given_up: GivenUp) -> tuple[Slot, tuple[str, ...]] | None:
    """Put what was brought into a slot of the draft; return where it stands, with what is to be said of it.

    None where its person does not want the same file twice, or says that it is another paper.
    """
    said, draft = {"twice": False, "by_eye": False}, source.draft.id
    for _time in (*said, None):  # each is asked once at most
        try:
            went = await source.call(
                lambda kiosk: sorting.attach_sorted(kiosk, draft, slot.id, brought, **said, given_up=given_up),
                say=_("Revisando su documento…"),
            )
        except KioskError as refused:
            source.keep(await source.call(drafts.read, draft))  # the form may have been placed before
            if not await _agreed(source, brought, refused, said):
                return None
        else:
            return _placed(source, slot, brought, went)
    return None


async def _agreed(source: GivingScreen, brought: Brought, refused: KioskError, said: dict[str, bool]) -> bool:
    """Ask what a refusal leaves to the person, and keep a yes in what they `said`; raises one that leaves nothing."""
    if isinstance(refused, AskFirst):
        said["by_eye"] = await _is_this(source, refused)
        return said["by_eye"]
    if not isinstance(refused, SameFile):
        raise refused
    source.session.files[refused.slot] = brought.mark
    answers = [Answer("twice", _("Ponerlo también aquí")), Answer("no", _("No, elegir otro"))]
    said["twice"] = await source.ask(_("¿Ponerlo también aquí?"), refused.message, answers) == "twice"
    return said["twice"]


async def _is_this(source: GivingScreen, doubt: AskFirst) -> bool:
    """Ask whether a paper that cannot be told by itself is the one that is wanted."""
    answers = [Answer("yes", _("Sí, la miré y es esta")), Answer("no", _("No, elegir otra"))]
    return await source.ask(_("¿Es este el papel?"), doubt.message, answers) == "yes"


def _placed(source: GivingScreen, slot: Slot, brought: Brought, went: Sorted) -> tuple[Slot, tuple[str, ...]]:
    """Hold what was placed; return the slot to be seen, the one that was opened or else that of the form, and the remarks."""
    source.keep(went.draft)
    filled = [slot_id for slot_id, _pages in went.placed]
    source.session.files |= dict.fromkeys(filled, brought.mark)
    seen, procedure = slot.id if slot.id in filled else filled[0], source.session.procedure
    asked = slots(procedure, went.draft.answers) if procedure else ()
    remarks = (*went.remarks, source.parting) if source.parting else went.remarks
    return next((each for each in asked if each.id == seen), slot), remarks
