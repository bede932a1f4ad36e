"""What the terminal sends becomes keys, touches and pastes, or nothing; and no sequence ends or holds up the reading."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from screens.terminal.keyboard import LONGEST_PASTE, LONGEST_SILENCE, MOST_CELLS, Incoming
from tests.screens.harness import Start, settled, shown
from tests.screens.samples import Sample
from tests.terminal import hostile


def read(*pieces: str, silence: int = 0) -> list[Message]:
    incoming = Incoming()
    found = [each for piece in pieces for each in incoming.feed(piece)]
    return [*found, *(each for _tenth in range(silence) for each in incoming.tick())]


def keys(messages: Iterable[Message]) -> list[str]:
    return [each.key for each in messages if isinstance(each, events.Key)]


def pastes(messages: Iterable[Message]) -> list[str]:
    return [each.text for each in messages if isinstance(each, events.Paste)]


@pytest.mark.parametrize("sent", hostile.SILENT)
def test_what_means_nothing_is_no_key_and_the_next_one_is_read(sent: bytes) -> None:
    assert keys(read(sent.decode("utf-8", "surrogateescape"), "x")) == ["x"]


@pytest.mark.parametrize("cut", range(1, 6))
def test_a_paste_is_one_whose_marks_come_in_two_pieces(cut: int) -> None:
    start, end = "\x1b[200~", "\x1b[201~"
    found = read(start[:cut], f"{start[cut:]}uno{end[:cut]}", f"{end[cut:]}x")
    assert (pastes(found), keys(found)) == (["uno"], ["x"])


def test_nothing_in_a_paste_is_a_key() -> None:
    found = read("\x1b[200~\x1b[A\x1bOP5\r\x1b[200~\x1b]0;x\x07\x1b[201~5")
    assert (len(pastes(found)), keys(found)) == (1, ["5"])


def test_a_paste_without_an_end_ends_with_the_silence_and_keys_are_read_again() -> None:
    incoming = Incoming()
    assert list(incoming.feed("\x1b[200~abc")) == []
    found = [each for _tenth in range(LONGEST_SILENCE) for each in incoming.tick()]
    assert pastes(found) == ["abc"]
    assert keys(incoming.feed("5")) == ["5"]


def test_of_a_long_paste_the_beginning_is_kept() -> None:
    (pasted,) = pastes(read("\x1b[200~" + "9" * 1_000_000, "\x1b[201~"))
    assert pasted == "9" * LONGEST_PASTE


def test_a_mouse_beyond_any_window_is_none() -> None:
    inside = read("\x1b[<0;5;7M")
    assert [(each.x, each.y) for each in inside if isinstance(each, events.MouseEvent)] == [(4, 6)]
    assert read(f"\x1b[<0;{MOST_CELLS + 1};1M\x1b[<0;1;{10**11}M") == []


@given(st.lists(st.binary(max_size=40), max_size=6))
def test_no_bytes_stop_the_reading(pieces: list[bytes]) -> None:
    now = [0.0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual._parser.get_time", lambda: now[0])
        incoming = Incoming()
        for piece in pieces:
            list(incoming.feed(piece.decode("utf-8", "surrogateescape")))
        for _tenth in range(2 * LONGEST_SILENCE):
            now[0] += 0.11
            list(incoming.tick())
        assert keys(incoming.feed("5")) == ["5"]


async def test_two_quick_presses_of_esc_leave_a_screen_that_takes_the_next_key(ground: Start) -> None:
    async with ground(Sample()) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, Sample)
        screen.action_back()
        screen.action_back()  # before the first one's work has begun
        await settled(pilot)
        assert not screen.acting
        await pilot.press("f1")
        await settled(pilot)
        assert "Es la tarjeta celeste." in shown(pilot)
