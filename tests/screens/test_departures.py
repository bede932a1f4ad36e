"""Whoever leaves, leaves nothing at the printer for the next one, however the visit ends."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlmodel import col, select
from textual.pilot import Pilot

from kiosk.domain.machine.message import Media, MessageKind, MessageState
from kiosk.services.cases import receipts
from kiosk.services.filing import slips
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox, prints
from kiosk.storage.tables import Message
from screens.visit.deliberate import Deliberate
from screens.widgets.button import Button
from tests import filing
from tests.filing import number_of
from tests.screens.harness import RealStart, until
from tests.screens.places import app_of, draft_with, kiosk_of, press, screen_name, show
from tests.screens.scripted import PAPER_OUT, ScriptedPrinter


@pytest.fixture(autouse=True)
def _in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let buttons take a press at once: tests do not wait."""
    monkeypatch.setattr(Deliberate, "QUIET_SECONDS", 0)


def printed(kiosk: Kiosk, draft: str) -> list[tuple[str, str]]:
    """Return kind and state of what was to be printed for a draft, oldest first."""
    with kiosk.database.reading() as session:
        query = select(Message).where(col(Message.reference) == draft, col(Message.kind).in_(prints.PRINTS))
        rows = session.exec(query.order_by(col(Message.created_at), col(Message.id))).all()
        return [(each.kind, each.state) for each in rows]


async def choose(pilot: Pilot[None], label: str) -> None:
    next(each for each in pilot.app.screen.query(Button) if each.label == label and each.display).focus()
    await press(pilot, "enter")


async def with_a_slip_that_waits(pilot: Pilot[None], printer: ScriptedPrinter) -> str:
    """Stand in the middle of a visit whose slip waits for paper, and return the draft."""
    kiosk = kiosk_of(pilot)
    draft = draft_with(kiosk)
    await show(pilot, draft)
    slips.print_slip(kiosk, draft.id)
    app_of(pilot).deliver_now()
    await until(pilot, lambda: printer.waiting)
    return draft.id


async def save_and_leave(pilot: Pilot[None]) -> None:
    await press(pilot, "f4")
    await until(pilot, lambda: screen_name(pilot) == "Dialog")
    await choose(pilot, "Guardar y volver otro día")


async def discard_and_leave(pilot: Pilot[None]) -> None:
    await press(pilot, "f4")
    await until(pilot, lambda: screen_name(pilot) == "Dialog")
    await choose(pilot, "Borrar todo")


@pytest.mark.parametrize("leave", [save_and_leave, discard_and_leave])
async def test_leaving_in_the_middle_empties_the_printer_of_this_person(
    real: RealStart, leave: Callable[[Pilot[None]], Awaitable[None]]
) -> None:
    printer = ScriptedPrinter(says=PAPER_OUT)
    async with real(devices={"printer": printer}) as pilot:
        draft = await with_a_slip_that_waits(pilot, printer)
        await leave(pilot)
        await until(pilot, lambda: screen_name(pilot) == "Welcome")
        await until(pilot, lambda: not printer.waiting)
        assert printed(kiosk_of(pilot), draft) == [("slip_print", "withdrawn")]


async def test_ending_at_the_receipt_empties_the_printer(real: RealStart) -> None:
    printer = ScriptedPrinter(says=PAPER_OUT)
    async with real(devices={"printer": printer}) as pilot:
        kiosk = kiosk_of(pilot)
        draft = filing.submit(kiosk, filing.answer_all(kiosk))
        await show(pilot, draft)
        app_of(pilot).deliver_now()
        await until(pilot, lambda: printer.waiting)
        await press(pilot, "enter")
        await choose(pilot, "Ya lo copié")
        assert screen_name(pilot) == "Welcome"
        await until(pilot, lambda: not printer.waiting)
        assert receipts.print_status(kiosk, number_of(draft)).state is MessageState.WITHDRAWN


async def test_a_screen_that_fails_leaves_nothing_at_the_printer(real: RealStart) -> None:
    printer = ScriptedPrinter(says=PAPER_OUT)

    async def fail() -> None:
        async with real(devices={"printer": printer}) as pilot:
            await with_a_slip_that_waits(pilot, printer)
            app_of(pilot).fail(ZeroDivisionError())
            assert await asyncio.to_thread(printer.emptied.wait, 20)

    with pytest.raises(ZeroDivisionError):
        await fail()


async def test_the_end_of_the_program_leaves_nothing_at_the_printer(real: RealStart) -> None:
    printer = ScriptedPrinter(says=PAPER_OUT)
    async with real(devices={"printer": printer}) as pilot:
        await with_a_slip_that_waits(pilot, printer)
        app_of(pilot).end()
        assert await asyncio.to_thread(printer.emptied.wait, 20)


async def test_a_printer_that_hangs_keeps_nobody_from_beginning(real: RealStart) -> None:
    printer = ScriptedPrinter(says=PAPER_OUT)
    async with real(devices={"printer": printer}) as pilot:
        draft = await with_a_slip_that_waits(pilot, printer)
        printer.may_remove.clear()
        await save_and_leave(pilot)
        await until(pilot, lambda: screen_name(pilot) == "Welcome")
        await press(pilot, "enter")
        assert screen_name(pilot) == "Start"
        assert printed(kiosk_of(pilot), draft) == [("slip_print", "withdrawn")]
        printer.may_remove.set()
        await until(pilot, lambda: not printer.waiting)


async def test_what_was_asked_for_just_before_the_end_is_taken_back_too(real: RealStart) -> None:
    printer = ScriptedPrinter(says=PAPER_OUT)
    async with real(devices={"printer": printer}) as pilot:
        draft = await with_a_slip_that_waits(pilot, printer)
        app, kiosk = app_of(pilot), kiosk_of(pilot)
        may_print = asyncio.Event()
        loop, begun = asyncio.get_running_loop(), asyncio.Event()

        def slow() -> None:
            loop.call_soon_threadsafe(begun.set)
            asyncio.run_coroutine_threadsafe(may_print.wait(), loop).result(20)
            slips.print_slip(kiosk, draft)

        call = asyncio.create_task(app.in_thread(slow))
        await begun.wait()
        await save_and_leave(pilot)
        await until(pilot, lambda: printed(kiosk, draft) == [("slip_print", "withdrawn")])
        may_print.set()
        await call
        await until(pilot, lambda: printed(kiosk, draft) == [("slip_print", "withdrawn")] * 2)
        await until(pilot, lambda: not printer.waiting)


async def test_of_who_walks_away_only_the_slip_that_was_asked_for_may_still_come_out(real: RealStart) -> None:
    printer = ScriptedPrinter(says=PAPER_OUT)
    async with real(devices={"printer": printer}) as pilot:
        draft = await with_a_slip_that_waits(pilot, printer)
        app_of(pilot).abandon()
        await until(pilot, lambda: screen_name(pilot) == "Welcome")
        await until(pilot, lambda: not app_of(pilot).departures.busy)
        assert printed(kiosk_of(pilot), draft) == [("slip_print", "sending")]
        assert len(printer.jobs) == 1


async def test_nothing_is_put_into_the_tray_of_who_walked_away_and_asked_for_nothing(real: RealStart) -> None:
    printer = ScriptedPrinter(says=PAPER_OUT)
    async with real(devices={"printer": printer}) as pilot:
        draft = draft_with(kiosk_of(pilot))
        await show(pilot, draft)
        app_of(pilot).abandon()
        await until(pilot, lambda: screen_name(pilot) == "Welcome")
        await until(pilot, lambda: not app_of(pilot).departures.busy)
        assert printed(kiosk_of(pilot), draft.id) == []
        assert not printer.jobs


async def test_the_slip_of_who_walked_away_is_taken_back_when_somebody_comes(real: RealStart) -> None:
    printer = ScriptedPrinter(says=PAPER_OUT)
    async with real(devices={"printer": printer}) as pilot:
        draft = await with_a_slip_that_waits(pilot, printer)
        app_of(pilot).abandon()
        await until(pilot, lambda: screen_name(pilot) == "Welcome" and not app_of(pilot).departures.busy)
        await press(pilot, "enter")
        await until(pilot, lambda: not printer.waiting)
        assert {state for _kind, state in printed(kiosk_of(pilot), draft)} == {"withdrawn"}


async def test_the_slip_is_not_printed_any_more_when_somebody_is_there_first(real: RealStart) -> None:
    printer = ScriptedPrinter(says=PAPER_OUT)
    async with real(devices={"printer": printer}) as pilot:
        draft = await with_a_slip_that_waits(pilot, printer)
        printer.may_remove.clear()
        app_of(pilot).abandon()
        await until(pilot, lambda: screen_name(pilot) == "Welcome")
        await press(pilot, "enter")
        printer.may_remove.set()
        await until(pilot, lambda: not printer.waiting)
        await asyncio.to_thread(app_of(pilot).departures.end)
        assert printed(kiosk_of(pilot), draft) == [("slip_print", "withdrawn")]


async def test_a_blank_form_may_stay(real: RealStart) -> None:
    printer = ScriptedPrinter(Media.ROLL, Media.A4, says=PAPER_OUT)
    async with real(devices={"printer": printer}) as pilot:
        kiosk = kiosk_of(pilot)
        draft = await with_a_slip_that_waits(pilot, printer)
        with kiosk.database.transaction() as session:
            outbox.enqueue(kiosk, session, MessageKind.BLANK_FORM_PRINT, filing.PROCEDURE, kiosk.clock.now())
        app_of(pilot).deliver_now()
        await until(pilot, lambda: len(printer.waiting) == 2)
        app_of(pilot).end_visit()
        await until(pilot, lambda: len(printer.waiting) == 1)
        assert printed(kiosk, draft) == [("slip_print", "withdrawn")]
        assert printed(kiosk, filing.PROCEDURE) == [("blank_form_print", "sending")]
