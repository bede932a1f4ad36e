"""A kiosk that prints by a real printing system: its prints, driven by hand, with a clock that stands still."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import col, select

from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.services.delivery import printing
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Message
from tests.filing import StoppedClock, answer_all, number_of, open_kiosk, submit
from tests.peers.cups import PATIENCE, Cups

RECEIPT, SLIP, FORM = MessageKind.RECEIPT_PRINT, MessageKind.SLIP_PRINT, MessageKind.FORM_PRINT


@dataclass
class Printing:
    """A kiosk, its clock, and the printing system."""

    kiosk: Kiosk
    clock: StoppedClock
    cups: Cups

    @classmethod
    def by(cls, cups: Cups, folder: Path, **variables: str) -> "Printing":
        """Open a kiosk that prints by a printing system."""
        clock = StoppedClock()
        return cls(open_kiosk(folder / "kiosk", clock, **(cups.variables | variables)), clock, cups)

    def file(self) -> CaseNumber:
        """File somebody's request, whose receipt then waits to be printed; return the case's number."""
        return number_of(submit(self.kiosk, answer_all(self.kiosk)))

    def rows(self, kind: MessageKind = RECEIPT) -> list[Message]:
        """Return the prints of a kind, in their order."""
        with self.kiosk.database.reading() as session:
            return list(session.exec(select(Message).where(col(Message.kind) == kind).order_by(col(Message.copy_number))).all())

    def became(self, kind: MessageKind = RECEIPT) -> tuple[str, str, str]:
        """Return state, trouble and cause of the newest print of a kind."""
        row = self.rows(kind)[-1]
        return row.state, row.trouble, row.cause

    def until(self, holds: Callable[[], object]) -> None:
        """Deliver prints, over and over, until it holds."""
        end = time.monotonic() + PATIENCE
        while not holds():
            assert time.monotonic() < end, f"it never held: {self.became()}, {len(self.cups.pages())} pages"
            printing.deliver_prints(self.kiosk)
            time.sleep(0.05)

    def until_state(self, state: MessageState, kind: MessageKind = RECEIPT) -> None:
        """Deliver prints until the newest of a kind is in a state."""
        self.until(lambda: self.rows(kind)[-1].state == state)
