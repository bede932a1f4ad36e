"""The way to a question in the middle of the journey, without walking there key by key."""

from textual.pilot import Pilot

from kiosk.domain.filing.answers import Answers, Capacity, Contact, Draft, Leaving
from kiosk.services.filing import drafts
from kiosk.services.kiosk import Kiosk
from screens.apps.serving import ServingApp
from screens.session.visit import place_of
from tests import filing
from tests.screens.harness import settled


def app_of(pilot: Pilot[None]) -> ServingApp:
    app = pilot.app
    assert isinstance(app, ServingApp)
    return app


def kiosk_of(pilot: Pilot[None]) -> Kiosk:
    kiosk = app_of(pilot).kiosk
    assert kiosk is not None
    return kiosk


def answers_of(pilot: Pilot[None]) -> Answers:
    """Return what is saved, not what the screen holds."""
    draft = app_of(pilot).visit.draft
    assert draft is not None
    return drafts.read(kiosk_of(pilot), draft.id).answers


def leaving_of(pilot: Pilot[None]) -> Leaving:
    leaving = answers_of(pilot).leaving
    assert leaving is not None
    return leaving


def draft_with(kiosk: Kiosk, leaving: Leaving | None = None, *, capacity: Capacity = Capacity.HEAD) -> Draft:
    """Begin a draft without an e-mail, and answer up to where a test begins."""
    draft = filing.begin(kiosk, capacity=capacity)
    draft = drafts.save(kiosk, draft.id, Contact("+593991234567", None))
    return drafts.save(kiosk, draft.id, leaving) if leaving else draft


async def show(pilot: Pilot[None], draft: Draft, screen: str = "") -> None:
    """Show a question of this draft, given as `module:Class`; without one, the next."""
    app = app_of(pilot)
    visit = app.begin_visit()
    visit.draft = draft
    app.show_place(place_of(screen) if screen else visit.next_place())
    await settled(pilot)


def screen_name(pilot: Pilot[None]) -> str:
    return type(pilot.app.screen).__name__


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, waiting after each for what it sets off."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)
