"""What a visit leaves behind that nobody saw end: a print of a program that is no more, a draft that something still held."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from kiosk.domain.filing.answers import Contact, Draft
from kiosk.domain.machine.message import Media
from kiosk.services.delivery import printing
from kiosk.services.filing import drafts, leases, slips
from kiosk.services.kiosk import Kiosk
from kiosk.storage.claims import Claims
from kiosk.storage.tables import Message
from tests import filing
from tests.screens.harness import RealStart, settled, until
from tests.screens.places import app_of, draft_with, kiosk_of, screen_name
from tests.screens.scripted import PAPER_OUT, ScriptedPrinter
from tests.screens.test_departures import printed


def with_a_slip_at_the_printer(folder: Path, printer: ScriptedPrinter) -> tuple[Kiosk, str]:
    kiosk = replace(filing.open_kiosk(folder), printer=printer)
    draft = draft_with(kiosk)
    slips.print_slip(kiosk, draft.id)
    printing.deliver_prints(kiosk)
    assert printer.waiting
    return kiosk, draft.id


def writer(kiosk: Kiosk, draft: str) -> str:
    """Return what another machine sees of who writes a draft."""
    with kiosk.database.reading() as session:
        return drafts.row_of(session, draft).writer


async def test_what_an_end_without_warning_left_is_taken_back_at_the_next_start(real: RealStart, tmp_path: Path) -> None:
    printer = ScriptedPrinter(says=PAPER_OUT)
    before, draft = with_a_slip_at_the_printer(tmp_path / "data", printer)
    with before.database.transaction() as session:
        row = session.exec(select(Message)).one()
        row.owner = f"{row.owner[:5]}{'0' * 24}"  # of a process that is no more
    before.database.close()
    async with real(devices={"printer": printer}) as pilot:
        await until(pilot, lambda: not printer.waiting)
        assert printed(kiosk_of(pilot), draft) == [("slip_print", "withdrawn")]
        assert len(printer.jobs) == 1


async def test_what_another_living_program_prints_is_left_to_it_at_a_start(real: RealStart, tmp_path: Path) -> None:
    printer = ScriptedPrinter(says=PAPER_OUT)
    before, draft = with_a_slip_at_the_printer(tmp_path / "data", printer)
    async with real(devices={"printer": printer}) as pilot:
        await settled(pilot)
        assert printed(kiosk_of(pilot), draft) == [("slip_print", "sending")]
    before.database.close()


def test_what_is_discarded_while_it_is_at_the_printer_is_taken_back_from_there(tmp_path: Path) -> None:
    printer = ScriptedPrinter(says=PAPER_OUT)
    kiosk, draft = with_a_slip_at_the_printer(tmp_path / "data", printer)
    drafts.discard(kiosk, draft)
    printing.deliver_prints(kiosk)
    assert not printer.waiting
    kiosk.database.close()


def test_what_is_discarded_while_it_is_being_handed_over_is_taken_back_from_the_printer(tmp_path: Path) -> None:
    kiosk, draft = None, ""

    class Slow(ScriptedPrinter):
        def submit(self, pdf: bytes, media: Media, name: str) -> str:
            assert kiosk is not None
            drafts.discard(kiosk, draft)
            return super().submit(pdf, media, name)

    printer = Slow(says=PAPER_OUT)
    kiosk = replace(filing.open_kiosk(tmp_path / "data"), printer=printer)
    draft = draft_with(kiosk).id
    slips.print_slip(kiosk, draft)
    printing.deliver_prints(kiosk)
    assert len(printer.jobs) == 1
    assert not printer.waiting
    kiosk.database.close()


@pytest.mark.parametrize("given_up", ["a save", "a resume"])
async def test_what_ends_only_after_its_person_has_left_holds_no_draft(real: RealStart, given_up: str) -> None:
    async with real() as pilot:
        app, kiosk = app_of(pilot), kiosk_of(pilot)
        draft = draft_with(kiosk)
        beside = replace(kiosk, claims=Claims(kiosk.settings.data_dir / "claims", kiosk.settings.kiosk.id)).acting_as("rosa")
        visit = app.begin_visit()
        if given_up == "a save":
            visit.draft = draft
            app.show_place(visit.next_place())
            await settled(pilot)
        else:
            leases.let_go(kiosk)
            assert not writer(kiosk, draft.id)
        may_end = asyncio.Event()
        loop, begun = asyncio.get_running_loop(), asyncio.Event()

        def slow() -> Draft:
            loop.call_soon_threadsafe(begun.set)
            asyncio.run_coroutine_threadsafe(may_end.wait(), loop).result(20)
            if given_up == "a save":
                return drafts.save(kiosk, draft.id, Contact("+593987654321", None))
            return drafts.resume(kiosk, draft.code, filing.MARIA.last_four)

        call = asyncio.create_task(app.in_thread(slow))
        await begun.wait()
        app.end_visit()
        await until(pilot, lambda: screen_name(pilot) == "Welcome")
        may_end.set()
        await call
        assert drafts.save(beside, draft.id, Contact(None, None)).id == draft.id


async def test_a_draft_whose_opening_was_given_up_is_free_once_its_person_has_left(real: RealStart) -> None:
    async with real() as pilot:
        app, kiosk = app_of(pilot), kiosk_of(pilot)
        draft = draft_with(kiosk)
        app.begin_visit()  # it is held, and the visit does not know of it
        app.end_visit()
        await until(pilot, lambda: writer(kiosk, draft.id) == "")
