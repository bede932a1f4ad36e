"""What only a demonstration has: a memory stick with samples, and a mailbox that can be looked into."""

import contextlib
import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime

from pyotp import TOTP

from kiosk.children.standing import Worker
from kiosk.domain.desk.permits import Role
from kiosk.domain.text import clean, clean_lines
from kiosk.services.kiosk import Kiosk
from kiosk.services.staff import members
from kiosk.services.staff.sign_in import STEP_SECONDS, TAKEN
from kiosk.settings import Settings
from kiosk.storage.tables import Staff

MEMBER = "rosa"
"""The demonstration's member of staff."""


@dataclass(frozen=True, slots=True)
class ShownMail:
    """A mail as the side panel shows it, cleaned; `sent_at`, in local time, is when it arrived."""

    subject: str
    sent_at: datetime
    text: str


def prepare(settings: Settings) -> None:
    """Put the sample stick in, where there is none yet; raises OutOfService."""
    folder = settings.stick.folder
    if folder is not None and not (folder.is_dir() and any(folder.iterdir())):
        with contextlib.closing(Worker("kiosk.adapters.samples.stick")) as worker:
            worker.ask(folder=str(folder.absolute()))  # drawing them took 60 MiB


def enrol(kiosk: Kiosk) -> None:
    """Take the demonstration's member of staff in, where nobody is staff yet."""
    if not members.list_staff(kiosk):
        members.add(kiosk, MEMBER, role=Role.SUPERVISOR)


def staff_code(kiosk: Kiosk) -> str:
    """Return the six digits that the member's telephone would show: "" until the next are good, and outside a demonstration."""
    if not kiosk.settings.demo:
        return ""
    with kiosk.database.reading() as session:
        row = session.get(Staff, MEMBER)
        if row is None or row.revoked_at is not None:
            return ""
        totp = TOTP(members.secret_of(kiosk, row), interval=STEP_SECONDS)
        here = totp.timecode(kiosk.clock.now().at)
        step = max(here, row.last_step + 1)
    return totp.generate_otp(step) if step <= here + TAKEN else ""


def newest_mail(kiosk: Kiosk) -> ShownMail | None:
    """Return the newest mail of the Maildir; None where there is none, or the kiosk's mail goes elsewhere."""
    if kiosk.settings.mail.kind != "maildir":
        return None
    try:
        newest = max((kiosk.settings.mail.maildir / "new").iterdir(), key=lambda path: (path.stat().st_mtime_ns, path.name))
        arrived = datetime.fromtimestamp(newest.stat().st_mtime, UTC)
        message = email.message_from_bytes(newest.read_bytes(), policy=email.policy.default)
    except (OSError, ValueError):  # nothing sent yet, or a mail program took it away meanwhile
        return None
    body = message.get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    return ShownMail(clean(message["Subject"] or ""), kiosk.local(arrived), clean_lines(text, limit=4000))
