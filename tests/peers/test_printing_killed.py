"""Killed between handing a page over and writing down that it did, the kiosk prints it once all the same."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.domain.machine.message import MessageState
from kiosk.services.delivery import printing
from tests.peers.cups import PATIENCE, cups
from tests.peers.printing import Printing

pytestmark = [pytest.mark.peer(each) for each in ("cupsd", "lp", "ipptool", "dbus-daemon")]

KILLED = """
import os, signal, sys
from pathlib import Path
from kiosk.services.delivery import printing
from tests.filing import open_kiosk
printing._keep_job = lambda *_row: os.kill(os.getpid(), signal.SIGKILL)
printing.deliver_prints(open_kiosk(Path(sys.argv[1])))
"""


@pytest.mark.parametrize("printed", [False, True], ids=["while it waits", "once it came out"])
def test_a_page_that_was_handed_over_is_followed_by_the_next_and_not_printed_again(tmp_path: Path, *, printed: bool) -> None:
    with cups() as system:
        desk = Printing.by(system, tmp_path)
        if not printed:
            system.trouble("media-empty")
        desk.file()
        environment = {**os.environ, **system.variables, "PYTHONPATH": str(Path(__file__).parents[2])}
        died = subprocess.run(
            [sys.executable, "-c", KILLED, str(tmp_path / "kiosk")], env=environment, timeout=PATIENCE, check=False
        )
        assert died.returncode == -signal.SIGKILL
        assert desk.became()[0] == MessageState.SENDING
        assert not desk.rows()[0].job
        desk.until(lambda: len(system.pages()) == printed)
        printing.deliver_prints(desk.kiosk)
        system.trouble("")
        desk.until_state(MessageState.ACCEPTED)
        desk.until(lambda: not system.spool())
        assert (len(system.pages()), system.begun()) == (1, 1)
