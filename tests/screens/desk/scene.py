"""A dispensary's desk on an ordinary day: cases of some days, with what waits on them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import SQLModel, col, delete, select

from kiosk.domain.filing.answers import Draft, Observation
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageKind, MessageState, Trouble
from kiosk.services.cases import receipts
from kiosk.services.filing import drafts
from kiosk.services.followup import vouching
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Correction, Document, Fact, Message, SameIdentityRow
from tests import filing
from tests.filing import StoppedClock, number_of

FIRST = CaseNumber.kept("0417A-26-000001-T")


@dataclass
class Day:
    """The desk's kiosk and clock; each call brings something about."""

    kiosk: Kiosk
    clock: StoppedClock

    def filed(self, *, says: str = "", same: bool = False) -> Draft:
        """File a case at the kiosk; its mail is sent and its receipt in its person's hands.

        All are Maria's here; that they are the `same` person's is passed over unless it is what is told of.
        """
        draft = filing.answer_all(self.kiosk)
        if says:
            draft = drafts.save(self.kiosk, draft.id, Observation(says))
        draft = filing.submit(self.kiosk, draft)
        self.change(Message, Message.reference, draft.id, state=MessageState.ACCEPTED, next_try_at=None, settled_at=self.clock.at)
        self.change(Document, Document.filing, draft.id, verdict="fine", reading="")
        self.change(Case, Case.id, draft.id, entered_by="", channel="kiosk", identity_doubts="")
        receipts.confirm_printed(self.kiosk, number_of(draft), came_out=True)
        if not same:
            with self.kiosk.database.transaction() as session:
                session.execute(delete(SameIdentityRow))
        return draft

    def change(self, table: type[SQLModel], key: Any, value: str, **columns: object) -> None:  # noqa: ANN401 - a column
        """Change rows as another part of the kiosk does."""
        with self.kiosk.database.transaction() as session:
            for row in session.exec(select(table).where(col(key) == value)).all():
                for name, each in columns.items():
                    setattr(row, name, each)

    def add(self, *rows: SQLModel) -> None:
        """Add rows as another part of the kiosk does."""
        with self.kiosk.database.transaction() as session:
            session.add_all(rows)

    def mail_came_back(self, draft: Draft) -> None:
        """Let the mail with the receipt have come back from its address."""
        with self.kiosk.database.transaction() as session:
            of_it = (col(Message.reference) == draft.id, col(Message.kind) == MessageKind.FILING_EMAIL)
            message = session.exec(select(Message).where(*of_it)).one()
            message.state, message.trouble = MessageState.FAILED, Trouble.ADDRESS

    def typed_by(self, draft: Draft, name: str) -> None:
        """Let a case have been typed by a member of staff."""
        self.change(Case, Case.id, draft.id, entered_by=name, channel="assisted")

    def asked_again(self, draft: Draft) -> None:
        """Let two documents be asked for again at once."""
        asked: dict[str, Any] = {"slot": "application-form", "wanted": "bad", "asked_at": self.clock.at, "asked_by": "luis"}
        for code in ("ACDEFGHJ", "ACDEFGHK"):
            self.add(Correction(id=code * 4, case_id=draft.id, code=code, explanation="Falta la firma.", **asked))

    def troubled(self, name: str, **span: float) -> None:
        """Let something of the machine not work for so long."""
        self.add(Fact(name=f"trouble:{name}", value=(self.clock.at - timedelta(**span)).isoformat()))

    def vouched(self, draft: Draft) -> None:
        """Let somebody have vouched for the applicant."""
        vouching.vouch_filed(self.kiosk.acting_as("luis"), number_of(draft), Subject.IDENTITY, Seen.CARD, reason="La vi.")
