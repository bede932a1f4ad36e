"""What only a demonstration has: a memory stick with samples, and a mailbox that can be looked into."""

import email
import email.policy
import email.utils
from dataclasses import dataclass
from datetime import datetime

from kiosk.config import Settings
from kiosk.domain.text import clean, clean_lines
from kiosk.services.kiosk import Kiosk


@dataclass(frozen=True, slots=True)
class ShownMail:
    """A mail as the side panel shows it, cleaned; `sent_at` in local time."""

    subject: str
    sent_at: datetime
    text: str


def prepare(settings: Settings) -> None:
    """Put the sample stick in, where there is none yet; raises OSError."""
    if settings.stick.folder is not None:
        settings.stick.folder.mkdir(parents=True, exist_ok=True)


def newest_mail(kiosk: Kiosk) -> ShownMail | None:
    """Return the newest mail of the Maildir; None where there is none, or the kiosk's mail goes elsewhere."""
    folder = kiosk.settings.mail.maildir / "new"
    if kiosk.settings.mail.kind != "maildir" or not folder.is_dir():
        return None
    newest = max(folder.iterdir(), key=lambda path: (path.stat().st_mtime_ns, path.name), default=None)
    if newest is None:
        return None
    with newest.open("rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    sent_at = kiosk.local(email.utils.parsedate_to_datetime(message["Date"]))
    return ShownMail(clean(message["Subject"] or ""), sent_at, clean_lines(text))
