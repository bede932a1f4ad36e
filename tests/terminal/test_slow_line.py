"""Over 64 kbit/s and 600 ms there and back the kiosk is slow, and works."""

from pathlib import Path

import pytest

from tests.peers.slow_line import slow_line
from tests.peers.sshd import sshd
from tests.terminal.assisting import connect, sign_in
from tests.terminal.journey import IDENTIFY, START

pytestmark = [pytest.mark.peer(each) for each in ("sshd", "ssh")]


def test_staff_sign_in_and_begin_a_filing_over_a_slow_line(tmp_path: Path) -> None:
    with sshd(tmp_path) as server, slow_line(server.port) as line:
        rosa = server.take_in("rosa")
        with connect(server, rosa, "-o", f"Port={line.port}", "-C") as terminal:
            sign_in(terminal, server, rosa, seconds=25)
            terminal.key("enter")
            terminal.wait(START)
            terminal.settle(1)
            terminal.key("enter")
            terminal.wait("Qué pasa con sus datos")
            terminal.settle(1)
            terminal.key("down")
            terminal.settle(1.5)
            terminal.key("enter")
            terminal.wait(IDENTIFY)
            terminal.settle(1)
            terminal.type("9900000010")
            terminal.wait("9900000010")
        server.until_gone()
