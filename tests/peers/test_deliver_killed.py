"""`kiosk deliver`, killed at random moments while it sends to a real mail server: every message arrives.

20 times; for the whole of it, some minutes, and its figures: KIOSK_KILLS=200 pytest --log-cli-level=INFO FILE.
"""

import logging
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import col, select

from kiosk.domain.machine.message import MessageState
from kiosk.services.delivery import mailing
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Message
from tests.filing import StoppedClock, answer_all, open_kiosk, submit
from tests.outboxes import deliver, put_receipts, rows, wait_until
from tests.peers.exim import Exim, exim

pytestmark = pytest.mark.peer("exim4")
KILLS = int(os.environ.get("KIOSK_KILLS", "20"))
WAITING = 16
"""Messages that wait in the outbox at each start."""
NO_PRINTER = {"KIOSK_PRINTER__KIND": "none"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Exim]:
    with exim(tmp_path) as running:
        yield running


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(datetime.now(UTC))  # that of the processes


@pytest.fixture
def kiosk(tmp_path: Path, clock: StoppedClock, server: Exim) -> Iterator[Kiosk]:
    kiosk = open_kiosk(tmp_path / "data", clock, **server.variables, **NO_PRINTER)
    yield kiosk
    kiosk.database.close()


def in_state(kiosk: Kiosk, state: MessageState) -> set[str]:
    with kiosk.database.reading() as session:
        return set(session.exec(select(Message.id).where(col(Message.state) == state)).all())


def new_since(kiosk: Kiosk, accepted: set[str]) -> bool:
    return bool(in_state(kiosk, MessageState.ACCEPTED) - accepted)


def test_killed_at_random_moments_it_loses_nothing_and_repeats_only_what_was_being_sent(
    kiosk: Kiosk, clock: StoppedClock, server: Exim
) -> None:
    seed = int.from_bytes(os.urandom(4))
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    case = submit(kiosk, answer_all(kiosk, email="maria@ejemplo.test")).id
    cut: Counter[str] = Counter()
    fruitful = 0
    for kill in range(KILLS):
        put_receipts(kiosk, WAITING - len(in_state(kiosk, MessageState.QUEUED) | in_state(kiosk, MessageState.SENDING)), case)
        service = deliver(kiosk.settings.data_dir, **server.variables, **NO_PRINTER)
        if kill % 5:
            accepted = in_state(kiosk, MessageState.ACCEPTED)
            wait_until(partial(new_since, kiosk, accepted), "it sends nothing")
            time.sleep(chance.uniform(0, 0.4))
        else:
            time.sleep(chance.uniform(0, 2))
        service.kill()
        assert service.communicate() == ("", "")
        left = in_state(kiosk, MessageState.SENDING)
        cut.update(left)
        fruitful += bool(left)
    clock.advance(days=1)  # whatever was put off is due
    mailing.deliver_mail(kiosk)
    assert {each.state for each in rows(kiosk)} == {MessageState.ACCEPTED}
    arrived = Counter(str(each["Message-ID"]).strip("<>").partition("@")[0] for each in server.mails())
    twice = {message: count - 1 for message, count in arrived.items() if count > 1}
    copies = sum(twice.values())
    logging.getLogger(__name__).info("%d kills, %d while sending: %d messages, %d twice", KILLS, fruitful, len(arrived), copies)
    assert arrived.keys() == {each.id for each in rows(kiosk)}, f"lost, or invented (seed {seed})"
    assert all(extra <= cut[message] for message, extra in twice.items()), f"repeated though it was not being sent (seed {seed})"
    assert copies <= fruitful, f"more than one was cut by a kill (seed {seed})"
    assert fruitful >= KILLS // 2, "the kills came at the wrong moments"
