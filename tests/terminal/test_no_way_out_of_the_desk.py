"""The desk (`kiosk assist`): signals, windows, pastes and what means nothing change nothing at it, and it ends in order."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest

from kiosk.services.kiosk import Kiosk
from tests.filing import open_kiosk
from tests.staff import Telephone, enrolled
from tests.terminal import hostile
from tests.terminal.assisting import SIGN_IN
from tests.terminal.driver import Terminal
from tests.terminal.journey import DESK
from tests.terminal.places import catch_up, left_outside, start
from tests.terminal.test_ends_in_order import end
from tests.terminal.test_no_way_out import OUTLIVED, without_time
from tests.terminal.witness import programs_of, said_to_the_terminal

BAD = hostile.BAD_TEXT.replace("\x00", "")
STRANGE = {
    "TERM": "../../x\x1b[6n",
    "LANG": BAD,
    "SSH_CONNECTION": BAD,
    "SSH_USER_AUTH": BAD,
    "SSH_TTY": BAD,
    "LD_LIBRARY_PATH": "/x",
}


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Kiosk]:
    kiosk = open_kiosk(tmp_path / "data")
    yield kiosk
    kiosk.database.close()


def ensure_nothing_changes(terminal: Terminal) -> None:
    """Do to it what must mean nothing, and hold the screen against what it was."""
    catch_up(terminal)
    before = without_time(terminal.text)
    for columns, rows in (*hostile.SIZES, (1, 1), (80, 24)):
        terminal.resize(columns, rows)
        terminal.settle(0.05)
    terminal.until(lambda: without_time(terminal.text) == before, "the window is as before, the screen is not")
    for number in OUTLIVED:
        terminal.signal(number)
    terminal.send(b"".join(hostile.SILENT))
    catch_up(terminal)
    assert without_time(terminal.text) == before


@pytest.mark.parametrize("how", ["SIGTERM", "hang up"])
def test_nothing_that_a_line_may_bring_changes_the_desk_and_it_ends_in_order(kiosk: Kiosk, tmp_path: Path, how: str) -> None:
    rosa: Telephone = enrolled(kiosk)
    with start(tmp_path, "assist", "--actor", "rosa", forked=False, **STRANGE) as terminal, programs_of(terminal) as programs:
        terminal.wait(SIGN_IN, 20)
        ensure_nothing_changes(terminal)
        if how != "SIGTERM":
            code = pyotp.TOTP(rosa.secret).now()  # the program's clock is the real one
            terminal.send(b"\x1b[200~" + code.encode() + b"\x1b[201~")
            terminal.key("enter")
            terminal.wait(DESK, 20)
            ensure_nothing_changes(terminal)
        assert said_to_the_terminal(bytes(terminal.written)) == []
        assert {each for each in programs if not each.startswith(sys.executable)} == set()
        assert left_outside(tmp_path) == []
        end(terminal, how)


def test_a_name_that_is_none_is_refused_in_plain_words(kiosk: Kiosk, tmp_path: Path) -> None:
    with start(tmp_path, "assist", "--actor", BAD.replace("\n", "")) as terminal:
        assert terminal.exit_status() == 2
        assert said_to_the_terminal(bytes(terminal.written)) == []
