"""Hasty hands: a press too often, a press for what nobody has seen yet, and a reader's burst do nothing; what is typed arrives."""

import asyncio
import time

import pytest
from textual import events
from textual.pilot import Pilot

from kiosk.domain.filing.acceptance import GivenHow
from kiosk.domain.filing.answers import Contact
from kiosk.services.filing import drafts
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import legal_texts
from screens.session.visit import place_of
from screens.terminal.haste import Haste
from screens.visit.your_code import YourCode
from screens.widgets.button import Button
from screens.widgets.choices import Choices
from screens.widgets.field import Field
from screens.widgets.reading import LegalReading
from tests import filing
from tests.screens.harness import Picture, RealStart, Start, settled, shown
from tests.screens.places import app_of, kiosk_of, press, screen_name
from tests.screens.samples import Sample

hasty = pytest.mark.usefixtures("held_to_the_clock")
SEEN = Haste.SIGHT + 0.05


def send(pilot: Pilot[None], *keys: str, at: float | None = None) -> None:
    """Press keys at once, as they come from a terminal, waiting for nothing; `at` says when they were pressed."""
    for key in keys:
        character = {"enter": "\r", "escape": "\x1b", "space": " "}.get(key, key if len(key) == 1 else None)
        event = events.Key(key, character)
        event.time = event.time if at is None else at
        pilot.app.post_message(event)


@hasty
async def test_a_hasty_enter_does_not_accept_the_notice(real: RealStart) -> None:
    async with real() as pilot:
        await asyncio.sleep(SEEN)
        await press(pilot, "enter")
        await asyncio.sleep(SEEN)
        for _press in range(12):  # a hand that goes on pressing, faster than anybody reads
            send(pilot, "enter")
            await asyncio.sleep(0.05)
        await settled(pilot)
        assert screen_name(pilot) == "Notice"
        assert app_of(pilot).visit.notice is None


@hasty
async def test_no_number_of_enters_accepts_the_notice(real: RealStart) -> None:
    async with real() as pilot:
        for _press in range(5):
            await asyncio.sleep(SEEN)
            await press(pilot, "enter")
        assert screen_name(pilot) == "Notice"
        assert "↓ elegir" in shown(pilot)
        assert app_of(pilot).visit.notice is None


async def test_the_notice_opens_in_its_three_lines_with_nothing_chosen(real: RealStart, picture: Picture) -> None:
    async with real() as pilot:
        await to_notice(pilot)
        assert isinstance(pilot.app.focused, LegalReading)
        page = shown(pilot)
        assert "Versión 2026-12, resumen" in page
        assert "artículo 12" not in page
        await picture(pilot, "notice-80x24")


async def test_what_was_in_sight_is_what_is_recorded(real: RealStart) -> None:
    async with real() as pilot:
        await to_notice(pilot)
        await press(pilot, "down", "enter")
        notice = app_of(pilot).visit.notice
        short = legal_texts.in_short(legal_texts.notice(kiosk_of(pilot)))
        assert notice is not None
        assert (notice.version, notice.sha256, notice.how) == (short.version, short.sha256, GivenHow.READ)


async def test_who_reads_it_whole_accepts_the_whole(real: RealStart, picture: Picture) -> None:
    async with real() as pilot:
        await to_notice(pilot)
        pilot.app.screen.query_one("#whole", Button).focus()
        await press(pilot, "enter")
        await picture(pilot, "notice_whole-80x24")
        reading = pilot.app.screen.query_one(LegalReading)
        for _page in range(20):
            if reading.in_sight:
                break
            await press(pilot, "enter")
        await press(pilot, "down", "enter")
        notice, whole = app_of(pilot).visit.notice, legal_texts.notice(kiosk_of(pilot))
        assert notice is not None
        assert (notice.version, notice.sha256) == (whole.version, whole.sha256)


async def test_who_opens_the_whole_and_does_not_read_it_accepts_what_was_seen(real: RealStart) -> None:
    async with real() as pilot:
        await to_notice(pilot)
        pilot.app.screen.query_one("#whole", Button).focus()
        await press(pilot, "enter")
        pilot.app.screen.query_one("Button.-primary", Button).focus()
        await press(pilot, "enter")
        notice = app_of(pilot).visit.notice
        assert notice is not None
        assert notice.version.endswith("resumen")


@hasty
async def test_a_press_before_the_screen_could_be_seen_is_dropped_and_the_next_one_counts(ground: Start) -> None:
    sample = Sample()
    async with ground() as pilot:
        app_of(pilot).show(sample)
        send(pilot, "escape")
        await settled(pilot)
        assert pilot.app.screen is sample
        await asyncio.sleep(SEEN)
        send(pilot, "escape")
        await settled(pilot)
        assert pilot.app.screen is not sample


@hasty
async def test_what_is_typed_for_a_screen_that_is_still_being_built_arrives_with_its_enter(ground: Start) -> None:
    sample = Sample()
    async with ground() as pilot:
        app_of(pilot).show(sample)
        send(pilot, *"9900000010", "enter")
        await settled(pilot)
        assert sample.query_one(Field).value == "99 0000 0010"
        assert pilot.app.focused is sample.query_one(Choices)


@hasty
@pytest.mark.parametrize("key", ["enter", "space", "escape"])
async def test_the_same_press_twice_within_a_moment_is_one(ground: Start, key: str) -> None:
    pressed: list[str] = []

    class Counted(Sample):
        AUTO_FOCUS = "Button.-primary"

        async def go_on(self) -> None:
            pressed.append("go on")

        async def back(self) -> None:
            pressed.append("back")

    async with ground(Counted()) as pilot:
        seen = time.monotonic() + Haste.SIGHT
        for later in (0.0, 0.1, 0.2, 0.3 + Haste.AGAIN):
            send(pilot, key, at=seen + later)
            await settled(pilot)
        assert len(pressed) == 2


@hasty
async def test_letters_twice_in_a_moment_are_two_letters(ground: Start) -> None:
    async with ground(Sample()) as pilot:
        await asyncio.sleep(SEEN)
        send(pilot, *"2500  000019")
        await settled(pilot)
        assert pilot.app.screen.query_one(Field).entry.value.replace(" ", "") == "2500000019"


@hasty
async def test_a_readers_burst_chooses_nothing_in_a_menu_and_a_hand_does(real: RealStart) -> None:
    async with real() as pilot:
        await asyncio.sleep(SEEN)
        before = screen_name(pilot)
        send(pilot, *"0417A26", "enter")
        await asyncio.sleep(0.2)
        await settled(pilot)
        assert screen_name(pilot) == before
        send(pilot, "4")
        await asyncio.sleep(0.1)
        await settled(pilot)
        assert screen_name(pilot) == "AskForCase"


@hasty
async def test_a_readers_burst_chooses_nothing_among_choices(ground: Start) -> None:
    async with ground(Sample()) as pilot:
        choices = pilot.app.screen.query_one(Choices)
        choices.focus()
        await asyncio.sleep(SEEN)
        send(pilot, *"2112", "enter")
        await asyncio.sleep(0.2)
        await settled(pilot)
        assert choices.value is None
        send(pilot, "2")
        await asyncio.sleep(0.1)
        await settled(pilot)
        assert choices.value == "dependant"


@hasty
async def test_enters_that_go_on_from_the_names_never_answer_the_question_after_them(real: RealStart) -> None:
    async with real() as pilot:
        app, kiosk = app_of(pilot), kiosk_of(pilot)
        visit = app.begin_visit()
        visit.draft = filing.begin(kiosk)
        visit.draft = drafts.save(kiosk, visit.draft.id, Contact(None, None))
        pressed = time.monotonic()
        send(pilot, "enter", at=pressed)
        app.show_place(visit.next_place())
        await settled(pilot)
        assert screen_name(pilot) == "HowMany"
        for _press in range(4):  # slower than a held key, faster than anybody reads five answers
            pressed += 0.45
            send(pilot, "enter", at=pressed)
            await settled(pilot)
        assert screen_name(pilot) == "HowMany"
        assert pilot.app.screen.query_one(Choices).value is None
        send(pilot, "down", at=pressed + 0.1)
        send(pilot, "enter", at=pressed + 0.2)
        await settled(pilot)
        assert screen_name(pilot) == "WhoStays", "whoever has moved there means it"


@hasty
async def test_a_hand_that_goes_back_and_back_is_heard_where_a_press_would_answer(real: RealStart) -> None:
    async with real() as pilot:
        app, kiosk = app_of(pilot), kiosk_of(pilot)
        app.begin_visit().draft = filing.begin(kiosk)
        app.show_place(place_of("InWhatCapacity"))
        await settled(pilot)
        pressed = time.monotonic() + SEEN
        send(pilot, "escape", at=pressed)
        await settled(pilot)
        assert screen_name(pilot) == "Names"
        app.show_place(place_of("InWhatCapacity"))
        await settled(pilot)
        send(pilot, "escape", at=pressed + 0.45)  # slower than a held key: one that was dropped held up the next, on and on
        await settled(pilot)
        assert screen_name(pilot) == "Names"


@hasty
async def test_the_code_is_there_for_a_while_before_it_can_be_passed(real: RealStart) -> None:
    async with real() as pilot:
        await show_code(pilot)
        for _press in range(3):
            await asyncio.sleep(0.4)
            send(pilot, "enter")
            await settled(pilot)
        assert screen_name(pilot) == "YourCode"
        assert "Anótelo primero" in shown(pilot)


async def to_notice(pilot: Pilot[None]) -> None:
    await press(pilot, "enter", "enter")
    assert screen_name(pilot) == "Notice"


async def show_code(pilot: Pilot[None]) -> None:
    app = app_of(pilot)
    app.begin_visit().draft = filing.begin(kiosk_of(pilot))
    app.show(YourCode(place_of("InWhatCapacity")))
    await settled(pilot)


async def test_a_key_that_nobody_took_does_nothing_at_the_screen_that_came_meanwhile(real: RealStart) -> None:
    async with real() as pilot:
        await press(pilot, "enter")
        assert screen_name(pilot) != "YourCode"
        came_back = events.Key("escape", "\x1b")
        came_back._set_forwarded()
        app_of(pilot).show_help("# Ayuda")
        await pilot.app.on_event(came_back)
        await settled(pilot)
        assert screen_name(pilot) == "Overlay", "it was pressed at the one before"


@hasty
async def test_what_is_typed_while_the_next_screen_is_fetched_arrives_there(
    real: RealStart, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with real() as pilot:
        at_once = app_of(pilot).ready

        async def late() -> Kiosk:
            await asyncio.sleep(0.6)
            return await at_once()

        monkeypatch.setattr(app_of(pilot), "ready", late)
        await asyncio.sleep(SEEN)
        send(pilot, "4")
        for letter in "0417A260000375":
            await asyncio.sleep(0.08)  # a quick hand's; no reader's
            send(pilot, letter)
        await settled(pilot)
        assert screen_name(pilot) == "AskForCase"
        assert pilot.app.screen.query(Field).first().value == "0417A260000375"


async def test_who_comes_back_to_a_field_goes_on_behind_what_was_typed(real: RealStart) -> None:
    async with real() as pilot:
        await press(pilot, "4", *"0417A26000037", "enter", "up", "5")
        assert pilot.app.screen.query(Field).first().value == "0417A260000375"
