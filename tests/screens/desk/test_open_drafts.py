"""Going on with a filing without its code: found by name or code, named in the log, and never while another writes it."""

from dataclasses import replace

from sqlmodel import select
from textual.pilot import Pilot

from kiosk.domain.filing.answers import Contact
from kiosk.services.filing import drafts, leases
from kiosk.services.kiosk import Kiosk
from kiosk.storage.claims import Claims
from kiosk.storage.tables import DraftRow, Event
from screens.widgets.field import Field
from screens.widgets.rows import Rows
from tests import filing
from tests.screens.harness import Picture, RealStart, settled, shown, type_in
from tests.screens.places import app_of, kiosk_of, press, screen_name

ROOM = "3"


def beside(kiosk: Kiosk, actor: str) -> Kiosk:
    """Return the kiosk as another connection has it."""
    return replace(kiosk, claims=Claims(kiosk.settings.data_dir / "claims", kiosk.settings.kiosk.id)).acting_as(actor)


def begun(kiosk: Kiosk, *, let_go: bool = True, code: str = "K7P49WXM") -> str:
    """Begin a filing up to the contact, and return the draft."""
    draft = filing.begin(kiosk)
    with kiosk.database.transaction() as session:
        drafts.row_of(session, draft.id).code = code
    drafts.save(kiosk, draft.id, Contact("+593991234567", None))
    if let_go:
        leases.let_go(kiosk)
    return draft.id


def last_event(kiosk: Kiosk, draft: str) -> tuple[str, str, str]:
    with kiosk.database.reading() as session:
        event = session.exec(select(Event).where(Event.filing == draft).order_by(Event.id.desc())).first()  # type: ignore[union-attr] # a column
        assert event is not None
        return event.name, event.actor, event.why


async def open_room(pilot: Pilot[None]) -> None:
    await press(pilot, ROOM)
    await settled(pilot)
    assert screen_name(pilot) == "OpenDrafts"


async def test_ones_own_filing_stands_first_and_is_taken_up_with_enter(desk: RealStart, picture: Picture) -> None:
    async with desk() as pilot:
        kiosk = kiosk_of(pilot)
        own = begun(kiosk)
        luis, citizen = beside(kiosk, "luis"), beside(kiosk, "citizen")
        begun(luis, code="A" * 8), begun(luis, let_go=False, code="B" * 8), begun(citizen, let_go=False, code="C" * 8)
        await open_room(pilot)
        await picture(pilot, "open_drafts")
        await press(pilot, "enter")
        assert screen_name(pilot) == "HowMany"
        assert app_of(pilot).visit.draft == drafts.read(kiosk, own)
        assert last_event(kiosk, own) == ("draft_taken_up", "rosa", "own")
        await press(pilot, "f4")


async def test_anothers_is_taken_up_with_the_reason(desk: RealStart, picture: Picture) -> None:
    async with desk() as pilot:
        kiosk = kiosk_of(pilot)
        draft = begun(kiosk.acting_as("citizen"))
        await open_room(pilot)
        await press(pilot, "1")
        await picture(pilot, "open_drafts_why")
        await press(pilot, "escape")
        assert screen_name(pilot) == "OpenDrafts"
        assert last_event(kiosk, draft)[0] == "answer_saved", "nothing was opened"
        await press(pilot, "1", "enter")
        assert screen_name(pilot) == "HowMany"
        assert last_event(kiosk, draft) == ("draft_taken_up", "rosa", "present")


async def test_one_that_another_writes_is_refused_with_who_it_is(desk: RealStart) -> None:
    async with desk() as pilot:
        luis = beside(kiosk_of(pilot), "luis")
        begun(luis, let_go=False)
        await open_room(pilot)
        assert "lo llena luis" in shown(pilot)
        await press(pilot, "1", "enter")
        assert screen_name(pilot) == "OpenDrafts"
        assert "lo está llenando ahora luis" in " ".join(shown(pilot).split())
        leases.let_go(luis)
        await press(pilot, "1", "enter")
        assert screen_name(pilot) == "HowMany"


async def test_many_are_cut_and_found_by_part_of_the_name_or_the_code(desk: RealStart, picture: Picture) -> None:
    async with desk() as pilot:
        kiosk = kiosk_of(pilot)
        one = begun(kiosk)
        with kiosk.database.transaction() as session:
            row = session.get(DraftRow, one)
            assert row is not None
            for n in range(100):
                other = {"id": f"{n:032}", "code": f"CCCC{n:04}", "answers": row.answers.replace("María", f"Pedro{n}")}
                session.add(DraftRow(**{**row.model_dump(), **other}))
        await open_room(pilot)
        assert "Hay 71 más" in shown(pilot)
        assert len(pilot.app.screen.query_one(Rows).rows) == 30
        for typed, count in [("maria nusta", 1), ("PEDRO9", 11), ("cccc-0042", 1), ("%", 0), ("[bold]", 0)]:
            field = pilot.app.screen.query_one(Field)
            field.value = ""
            field.focus_entry()
            await type_in(pilot, typed)
            assert len(pilot.app.screen.query_one(Rows).rows) == count, typed
        await picture(pilot, "open_drafts_none")


async def test_what_was_sent_or_has_expired_is_not_there(desk: RealStart, clock: filing.StoppedClock) -> None:
    async with desk() as pilot:
        kiosk = kiosk_of(pilot)
        begun(kiosk)
        clock.advance(days=8)
        filing.submit(kiosk, filing.answer_all(kiosk))
        await open_room(pilot)
        assert "No hay ningún trámite sin terminar" in shown(pilot)
