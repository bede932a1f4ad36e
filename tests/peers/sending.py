"""A kiosk that sends mail, and what becomes of it: the outbox, driven by hand, with a clock that stands still."""

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import col, select

from kiosk.domain.filing.answers import Contact
from kiosk.domain.machine.message import MessageKind
from kiosk.services.delivery import mailing
from kiosk.services.filing import drafts, verification
from kiosk.services.kiosk import Kiosk
from kiosk.settings import MailSettings
from kiosk.storage.tables import Message
from tests.filing import EMAIL, StoppedClock, begin, open_kiosk

CODE, RECEIPT = MessageKind.EMAIL_CODE, MessageKind.FILING_EMAIL


def variables_of(mail: MailSettings) -> dict[str, str]:
    """Return settings of a server as variables of the environment, for `open_kiosk` and for programs."""
    names = ("kind", "host", "port", "security", "user", "sender", "timeout")
    given = {f"KIOSK_MAIL__{name.upper()}": str(getattr(mail, name)) for name in names}
    return given | ({"KIOSK_MAIL__PASSWORD_FILE": str(mail.password_file)} if mail.password_file else {})


@dataclass
class Sending:
    """A kiosk and its clock."""

    kiosk: Kiosk
    clock: StoppedClock

    @classmethod
    def by(cls, mail: MailSettings, folder: Path) -> "Sending":
        """Open a kiosk that sends by a server."""
        clock = StoppedClock()
        return cls(open_kiosk(folder / "kiosk", clock, **variables_of(mail)), clock)

    def ask_for_code(self, email: str = EMAIL) -> str:
        """Put a code's mail into the outbox, and return its draft."""
        draft = drafts.save(self.kiosk, begin(self.kiosk).id, Contact(None, email))
        verification.request_code(self.kiosk, draft.id)
        return draft.id

    def row(self, kind: MessageKind = CODE) -> Message:
        """Return the one mail of a kind."""
        with self.kiosk.database.reading() as session:
            return session.exec(select(Message).where(col(Message.kind) == kind)).one()

    def deliver(self, kind: MessageKind = CODE) -> tuple[str, str, str]:
        """Deliver what is due, and return state, trouble and cause of the one mail of a kind."""
        mailing.deliver_mail(self.kiosk)
        row = self.row(kind)
        return row.state, row.trouble, row.cause

    def deliver_later(self, kind: MessageKind = CODE) -> str:
        """Deliver again when its time has come, and an hour after that; return the state."""
        for wait in (31, 3600):
            self.clock.advance(seconds=wait)
            mailing.deliver_mail(self.kiosk)
        return self.row(kind).state
