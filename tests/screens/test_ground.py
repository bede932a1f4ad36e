"""What every screen does: frame, keys, errors, waiting, and no way out."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from textual.events import MouseDown, Paste

from kiosk.settings import Settings
from screens.apps.kiosk import KioskApp
from screens.apps.locked_app import Ending
from screens.entrance.welcome import Welcome
from screens.frame.dialog import Answer, Dialog
from screens.visit.inactivity import StillThere
from screens.widgets.choices import Choices
from screens.widgets.field import Field
from tests.screens.harness import StandIn, Start, settled, shown
from tests.screens.samples import Sample


async def test_the_frame_shows_place_time_and_only_the_keys_that_work(ground: Start) -> None:
    async with ground(Sample()) as pilot:
        page = shown(pilot)
        assert "Seguro Social Campesino · Dispensario 0417" in page
        assert "10:41" in page
        assert "Enter siguiente · Esc atrás · F1 ayuda" in page
        assert "DEMOSTRACIÓN" not in page


async def test_the_screen_opens_with_the_cursor_where_the_first_answer_goes(ground: Start) -> None:
    async with ground(Sample()) as pilot:
        assert pilot.app.focused is pilot.app.screen.query_one(Field).entry


async def test_digits_are_spaced_while_they_are_typed(ground: Start) -> None:
    async with ground(Sample()) as pilot:
        await pilot.press(*"9900000010")
        assert pilot.app.screen.query_one(Field).entry.value == "99 0000 0010"


async def test_a_number_corrected_in_its_middle_is_spaced_again(ground: Start) -> None:
    async with ground(Sample()) as pilot:
        await pilot.press(*"990000001", "left", "left", "backspace", "5", "end", "0")
        assert pilot.app.screen.query_one(Field).entry.value == "99 0000 5010"


async def test_what_was_pasted_too_long_can_be_deleted_again(ground: Start) -> None:
    async with ground(Sample()) as pilot:
        entry = pilot.app.screen.query_one(Field).entry
        entry.post_message(Paste("9" * 100_000))
        await pilot.press("end", "backspace")
        before = len(entry.value)
        await pilot.press("backspace", "backspace")
        assert len(entry.value) == before - 2


async def test_enter_moves_on_and_in_the_last_field_continues(ground: Start) -> None:
    sample = Sample()
    async with ground(sample) as pilot:
        await pilot.press(*"9900000010", "enter", "2", "enter")
        await settled(pilot)
        assert sample.answers == ["99 0000 0010"]
        assert sample.query_one(Choices).value == "dependant"


async def test_nothing_is_chosen_beforehand_and_the_first_enter_only_chooses(ground: Start) -> None:
    sample = Sample()
    async with ground(sample) as pilot:
        await pilot.press(*"9900000010", "enter")
        assert sample.query_one(Choices).value is None
        await pilot.press("enter")
        assert sample.query_one(Choices).value == "head"
        assert sample.answers == []


async def test_a_refusal_is_said_once_at_its_field_and_goes_when_mended(ground: Start) -> None:
    async with ground(Sample()) as pilot:
        await pilot.press("enter", "1", "enter")
        await settled(pilot)
        assert shown(pilot).count("Escriba los 10 números de su cédula.") == 1
        assert pilot.app.focused is pilot.app.screen.query_one(Field).entry
        await pilot.press("9")
        await settled(pilot)
        assert "Escriba los 10 números" not in shown(pilot)


async def test_pasted_bytes_that_a_terminal_would_obey_are_dropped(ground: Start) -> None:
    async with ground(Sample()) as pilot:
        pilot.app.screen.query_one(Field).entry.post_message(Paste("99\x1b]52;c;AAAA\x07\x9b31m\u202e10"))
        await settled(pilot)
        assert not set("\x1b\x07\x9b\u202e") & set(pilot.app.screen.query_one(Field).entry.value)


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Hold a service until the test lets it go."""
    event = threading.Event()
    yield event
    event.set()


async def test_a_second_press_while_a_service_runs_is_nothing(ground: Start, gate: threading.Event) -> None:
    calls: list[int] = []

    def service(_kiosk: object) -> str:
        calls.append(1)
        gate.wait(5)
        return "done"

    sample = Sample(service)
    async with ground(sample) as pilot:
        await pilot.press(*"9900000010", "enter", "1", "enter", "enter", "enter")
        gate.set()
        await settled(pilot)
        assert calls == [1]
        assert sample.answers == ["done"]


async def test_a_wait_is_shown_with_its_seconds_and_can_be_given_up(ground: Start, gate: threading.Event) -> None:
    sample = Sample(lambda _kiosk: gate.wait(20))
    async with ground(sample) as pilot:
        await pilot.press(*"9900000010", "enter", "1", "enter")
        async with asyncio.timeout(10):
            while "Un momento… 3 s · Esc: no esperar más" not in shown(pilot):
                await pilot.pause(0.05)
        await pilot.press("escape")
        await settled(pilot)
        assert "Un momento…" not in shown(pilot)
        assert pilot.app.screen is sample


async def test_an_unforeseen_error_ends_without_a_trace_and_forgets_the_visit(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_kiosk: object) -> None:
        secret = "9900000010"
        raise RuntimeError(secret)

    app = KioskApp(settings, compose=StandIn)  # type: ignore[arg-type] # a stand-in for the parts that no screen here asks for
    with pytest.raises(RuntimeError):  # noqa: PT012 - textual's pilot hands the error to the test; the program itself begins anew
        async with app.run_test() as pilot:
            await settled(pilot)
            app.show(Sample(broken))
            await settled(pilot)
            await pilot.press(*"9900000010", "enter", "1", "enter")
            await settled(pilot)
    printed = capsys.readouterr()
    assert app.ending is Ending.FAILED
    assert app.session is None
    assert "Traceback" not in printed.out + printed.err
    assert not app._exit_renderables


async def test_a_question_of_a_screen_that_is_being_taken_away_ends_nothing(ground: Start) -> None:
    class Leaving(Sample):
        async def go_on(self) -> None:
            self.kiosk_app.show(Sample())
            await self.ask("¿Sí?", "", [Answer("yes", "Sí")])

    async with ground(Leaving()) as pilot:
        await pilot.press(*"9900000010", "enter", "1", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Dialog)
        await pilot.press("escape")
        await settled(pilot)
        assert "9900" not in shown(pilot)  # the next screen stands there, and takes keys
        await pilot.press(*"25")
        await settled(pilot)
        assert pilot.app.screen.query_one(Field).value == "25"


async def test_what_is_given_up_does_not_end_the_application(ground: Start) -> None:
    async def given_up() -> None:
        raise asyncio.CancelledError

    async with ground(Sample()) as pilot:
        pilot.app.call_next(given_up)
        pilot.app.call_later(given_up)
        await settled(pilot)
        await pilot.press(*"25")
        await settled(pilot)
        assert pilot.app.screen.query_one(Field).value == "25"


async def test_a_press_beyond_the_window_takes_no_focus_away(ground: Start) -> None:
    async with ground(Sample()) as pilot:
        for x, y in ((200, 5), (5, 200), (80, 23), (79, 24)):
            pilot.app.post_message(MouseDown(None, x, y, 0, 0, 1, shift=False, meta=False, ctrl=False))
        await settled(pilot)
        await pilot.press(*"25")
        await settled(pilot)
        assert pilot.app.screen.query_one(Field).value == "25"


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q", "ctrl+z", "ctrl+p", "ctrl+d", "ctrl+backslash", "f10", "escape"])
async def test_no_key_leads_out_of_the_welcome_screen(ground: Start, key: str) -> None:
    async with ground() as pilot:
        await pilot.press(key)
        await settled(pilot)
        assert isinstance(pilot.app.screen, Welcome)
        assert pilot.app.is_running
        assert pilot.app.return_code is None


async def test_ctrl_q_ends_a_demonstration(ground: Start, settings: Settings) -> None:
    async with ground(given=replace(settings, demo=True)) as pilot:
        assert "DEMOSTRACIÓN — Ctrl+Q para cerrar" in shown(pilot)
        await pilot.press("ctrl+q")
        assert pilot.app.return_code == 0


async def test_nothing_reaches_the_clipboard_or_a_toast(ground: Start) -> None:
    async with ground(Sample()) as pilot:
        await pilot.press(*"9900000010")
        pilot.app.copy_to_clipboard("9900000010")
        pilot.app.notify("9900000010")
        assert pilot.app.clipboard == ""
        assert not pilot.app._notifications


async def test_a_window_too_small_says_so(ground: Start) -> None:
    async with ground(Sample(), size=(50, 15)) as pilot:
        assert "Haga más grande la ventana, por favor." in shown(pilot)


@pytest.mark.parametrize("moved", [False, True])
async def test_a_window_too_small_gives_the_focus_back_where_it_belongs_now(ground: Start, *, moved: bool) -> None:
    async with ground(Sample()) as pilot:
        before, button = pilot.app.screen.focused, pilot.app.screen.query_one("Button.-primary")
        assert before is not None
        await pilot.resize_terminal(1, 1)
        await settled(pilot)
        if moved:
            before.display = False
            button.focus()
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert pilot.app.screen.focused is (button if moved else before)


async def test_a_short_window_still_shows_the_buttons(ground: Start) -> None:
    async with ground(Sample(), size=(80, 20)) as pilot:
        assert "Continuar" in shown(pilot)
        assert "Número de cédula" in shown(pilot)


async def test_help_explains_the_screen_and_goes(ground: Start) -> None:
    async with ground(Sample()) as pilot:
        await pilot.press("f1")
        await settled(pilot)
        assert "Es la tarjeta celeste." in shown(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, Sample)


async def test_who_walks_away_is_warned_and_then_forgotten(ground: Start) -> None:
    now = [0.0]
    async with ground(Sample()) as pilot:
        app = pilot.app
        assert isinstance(app, KioskApp)
        app.inactivity._clock = lambda: now[0]
        await pilot.press(*"9900000010")
        now[0] = 119.0
        app._tick()
        assert isinstance(app.screen, Sample)
        now[0] = 121.0
        app._tick()
        await settled(pilot)
        assert "En 29 segundos se borrará esta pantalla" in " ".join(shown(pilot).replace("┃", " ").split())
        now[0] = 151.0
        app._tick()
        await settled(pilot)
        assert isinstance(app.screen, Welcome)
        assert "99 0000 0010" not in shown(pilot)


async def test_any_key_goes_on_after_the_warning_and_does_nothing_else(ground: Start) -> None:
    now = [0.0]
    async with ground(Sample()) as pilot:
        app = pilot.app
        assert isinstance(app, KioskApp)
        app.inactivity._clock = lambda: now[0]
        await pilot.press("9")
        now[0] = 121.0
        app._tick()
        await settled(pilot)
        assert isinstance(app.screen, StillThere)
        await pilot.press("5")
        await settled(pilot)
        assert isinstance(app.screen, Sample)
        assert app.screen.query_one(Field).entry.value == "9"
