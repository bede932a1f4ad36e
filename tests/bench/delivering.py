"""Mail as it leaves, against bare smtplib sessions with the same server (Exim): a full outbox, its memory, and a code."""

import os
import queue
import smtplib
import ssl
import time
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from pathlib import Path

from sqlmodel import delete, select

from kiosk.adapters.mail.outgoing import SmtpMailer
from kiosk.domain.machine.message import MessageKind
from kiosk.services.delivery import mailing, rendering
from kiosk.services.delivery.lanes import Lanes
from kiosk.services.filing import submission, verification
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.services.papers import legal_texts
from kiosk.settings import MailSettings
from kiosk.storage.tables import Message, Verification
from tests.bench.comparison import RUNS, Row, compared, in_turn
from tests.bench.filing import open_kiosk, prepare
from tests.inspection.processes import children
from tests.peers.exim import PASSWORD, Exim, exim

WAITING = 500
PERSON = "maria@ejemplo.test"
GREETING = "[127.0.0.1]"
"""What both sides call themselves: smtplib would ask the name servers for it."""


class _Noting(SmtpMailer):
    """Notes when a message was accepted (time.perf_counter), and the memory then, but that of `others`, in bytes."""

    def __init__(self, settings: MailSettings) -> None:
        super().__init__(settings)
        self.accepted: queue.Queue[float] = queue.Queue()
        self.memory: list[int] = []
        self.others: set[int] | None = None

    def send(self, message: EmailMessage) -> None:
        """Send, and note."""
        super().send(message)
        self.accepted.put(time.perf_counter())
        if self.others is not None:
            self.memory.append(sum(map(_resident, {os.getpid(), *children()} - self.others)))


def drain(folder: Path) -> list[Row]:
    """Compare the sending of a full outbox with that of the same messages, rendered beforehand."""
    with exim(folder) as server:
        kiosk = _open(folder, server)
        case = _case(kiosk)
        _fill(kiosk, case)
        with kiosk.database.reading() as session:
            waiting = session.exec(select(Message)).all()
        rendered = [rendering.mailed(kiosk, each).as_bytes(policy=policy.SMTP) for each in waiting]

        def ours() -> float:
            _fill(kiosk, case)
            server._wait_for_delivery()
            start = time.perf_counter()
            assert mailing.deliver_mail(kiosk) == WAITING, "every message must be accepted"
            return time.perf_counter() - start

        def theirs() -> float:
            server._wait_for_delivery()
            start = time.perf_counter()
            with _session(server) as smtp:
                for each in rendered:
                    smtp.sendmail(server.settings.sender, [PERSON], each)
            return time.perf_counter() - start

        series = in_turn(ours, theirs, RUNS)
    return [compared(f"draining an outbox of {WAITING}", "one smtplib connection, rendered beforehand", *series, most=1 / 0.7)]


def memory(folder: Path) -> list[Row]:
    """Compare the memory after a fifth of the outbox with that at its end, the drawing child's too."""
    with exim(folder) as server:
        kiosk = _open(folder, server)
        _fill(kiosk, _case(kiosk))
        mailer = _Noting(kiosk.settings.mail)
        mailer.others = children()
        assert mailing.deliver_mail(replace(kiosk, mailer=mailer)) == WAITING, "every message must be accepted"
    early, late = mailer.memory[WAITING // 5], mailer.memory[-1]
    ratio = late / early
    return [
        Row(
            f"memory with {WAITING} messages sent, the drawing child's too",
            f"with {WAITING // 5}",
            f"{late / 2**20:.1f} MiB",
            f"{early / 2**20:.1f} MiB",
            ratio,
            "≤ 1.05×",
            ratio <= 1.05,
        )
    ]


def code(folder: Path) -> list[Row]:
    """Compare the time from asking for a code to the server's acceptance with that of a bare session with the same message."""
    with exim(folder) as server:
        kiosk = _open(folder, server)
        mailer = _Noting(kiosk.settings.mail)
        kiosk = replace(kiosk, mailer=mailer)
        draft = prepare(kiosk, PERSON)
        lanes = Lanes(kiosk)
        lanes.start()
        verification.request_code(kiosk, draft.id)
        with kiosk.database.reading() as session:
            rendered = rendering.mailed(kiosk, session.exec(select(Message)).one()).as_bytes(policy=policy.SMTP)

        def ours() -> float:
            _forget(kiosk)
            server._wait_for_delivery()
            start = time.perf_counter()
            verification.request_code(kiosk, draft.id)
            lanes.wake()
            return mailer.accepted.get(timeout=60) - start

        def theirs() -> float:
            server._wait_for_delivery()
            start = time.perf_counter()
            with _session(server) as smtp:
                smtp.sendmail(server.settings.sender, [PERSON], rendered)
                return time.perf_counter() - start

        lanes.wake()
        mailer.accepted.get(timeout=60)
        series = in_turn(ours, theirs, 4 * RUNS)
        lanes.end(within=60)
    return [compared("a code, from asking for it to the server's acceptance", "one bare smtplib session", *series, most=1.3)]


def _open(folder: Path, server: Exim) -> Kiosk:
    return open_kiosk(folder / "data", **server.variables)


def _case(kiosk: Kiosk) -> str:
    consent = legal_texts.accept(kiosk, legal_texts.consent(kiosk))
    return submission.submit(kiosk, prepare(kiosk, PERSON).id, consent).id


def _fill(kiosk: Kiosk, case: str) -> None:
    """Let so many receipts wait, and nothing else."""
    with kiosk.database.transaction() as session:
        session.execute(delete(Message))
        outbox.enqueue_all(kiosk, session, [(MessageKind.FILING_EMAIL, case)] * WAITING, kiosk.clock.now())


def _forget(kiosk: Kiosk) -> None:
    """Forget the codes so far, for a person may not ask for so many; wait until the last one is settled."""
    while outbox.due(kiosk):
        time.sleep(0.001)
    with kiosk.database.transaction() as session:
        session.execute(delete(Message))
        session.execute(delete(Verification))


def _session(server: Exim) -> smtplib.SMTP:
    mail = server.settings
    smtp = smtplib.SMTP(mail.host, mail.port, GREETING, timeout=60)
    smtp.starttls(context=ssl.create_default_context())
    smtp.login(mail.user, PASSWORD)
    return smtp


def _resident(process: int) -> int:
    """Return the memory that is a process's own, in bytes."""
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text("ascii")
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith(("Private_Clean", "Private_Dirty"))) * 1024
