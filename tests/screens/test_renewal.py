"""The change of process waits for what a visit has left, and is held up by nothing that does not answer."""

import asyncio
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from screens.apps import renewal
from screens.apps.renewal import Renewal

if TYPE_CHECKING:
    from screens.apps.kiosk import KioskApp


async def test_a_database_that_does_not_answer_holds_the_next_person_up_no_longer_than_a_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = threading.Event()
    said: list[str] = []
    monkeypatch.setattr(renewal, "LONGEST_WAIT", 0.1)
    monkeypatch.setattr(Renewal, "_is_quiet", lambda _self: answers.wait(20))
    monkeypatch.setattr(Renewal, "_say_wait", lambda _self: said.append("wait"))
    monkeypatch.setattr("screens.terminal.tty.key_waits", lambda: True)
    change = Renewal(cast("KioskApp", SimpleNamespace()), lambda: None)
    try:
        await asyncio.wait_for(change._wait_until_quiet(), 10)
    finally:
        answers.set()
    assert said == ["wait"]
