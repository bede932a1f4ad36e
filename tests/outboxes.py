"""Outboxes with something in them, and mail servers that do as they are told, for the tests of what delivers."""

import email
import email.policy
import os
import sys
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from subprocess import PIPE, Popen

from sqlmodel import col, select

from kiosk.domain.machine.message import MessageKind
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.storage.tables import Message
from tests import databases
from tests.filing import answer_all, submit
from tests.loaded import PROGRAM, Process

PATIENCE = 60.0
"""Seconds for anything that another process does, on a busy machine."""
ROOT = Path(__file__).parents[1]


class Server:
    """A mail server's place: `answer` is called with each message before it is taken."""

    def __init__(self, answer: Callable[[EmailMessage], object] = lambda _message: None) -> None:
        self.answer = answer
        self.taken: list[EmailMessage] = []

    def send(self, message: EmailMessage) -> None:
        """Take a message, or fail as told."""
        self.answer(message)
        self.taken.append(message)

    def hang_up(self) -> None:
        """Nothing is held."""

    def check(self) -> None:
        """Be there."""


def put_receipts(kiosk: Kiosk, count: int, reference: str = "") -> list[str]:
    """Put the mail of one filing into the outbox so many times; return the rows' ids."""
    if not reference:
        reference = submit(kiosk, answer_all(kiosk)).id
        count -= 1  # that of the filing itself
    with kiosk.database.transaction() as session:
        for _each in range(count):
            outbox.enqueue(kiosk, session, MessageKind.FILING_EMAIL, reference, kiosk.clock.now())
    return [each.id for each in rows(kiosk, MessageKind.FILING_EMAIL)]


def rows(kiosk: Kiosk, *kinds: MessageKind) -> list[Message]:
    """Return what is in the outbox, of these kinds, or of all."""
    with kiosk.database.reading() as session:
        found = select(Message).order_by(col(Message.created_at), col(Message.id))
        return [each for each in session.exec(found).all() if not kinds or each.kind in kinds]


def row(kiosk: Kiosk, message: str) -> Message:
    """Return one message's row."""
    return next(each for each in rows(kiosk) if each.id == message)


def change(kiosk: Kiosk, message: str, **values: object) -> None:
    """Write values into a row."""
    with kiosk.database.transaction() as session:
        found = session.get(Message, message)
        assert found is not None
        for name, value in values.items():
            setattr(found, name, value)


def mails(folder: Path) -> list[EmailMessage]:
    """Return what was put into a Maildir."""
    found = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in (folder / "new").glob("*")]
    return [each for each in found if isinstance(each, EmailMessage)]


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """Return the environment of a kiosk's process: a Maildir, a folder for a printer, nothing of this one's settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("KIOSK_")}
    usual = {"KIOSK_KIOSK__ID": "0417", "KIOSK_MAIL__KIND": "maildir", "KIOSK_PRINTER__KIND": "folder", "PYTHONPATH": str(ROOT)}
    return kept | {"KIOSK_DATA_DIR": str(folder), "KIOSK_DATABASE__URL": databases.url_of(folder)} | usual | variables


def deliver(folder: Path, *words: str, **variables: str) -> Popen[str]:
    """Start `kiosk deliver` on a data folder."""
    return Process([*PROGRAM, "deliver", *words], environment(folder, **variables), stdout=PIPE, stderr=PIPE)


def program(folder: Path, text: str, **variables: str) -> Popen[str]:
    """Start a program with `kiosk` composed on a data folder; it says on standard output how far it is."""
    opening = "from kiosk.bootstrap import compose\nfrom kiosk.config import load\nkiosk = compose(load())\n"
    command = [sys.executable, "-c", opening + text]
    return Process(command, environment(folder, **variables), stdin=PIPE, stdout=PIPE, stderr=PIPE)


def wait_until(condition: Callable[[], object], otherwise: str) -> None:
    """Wait for a condition; fails after a minute."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, otherwise
        time.sleep(0.02)
