"""Documents that come to a case after it was filed, and the end of the kiosk's copies of them.

What was filed is never changed: a better document takes the slot, and the former one keeps its row and bytes under a marked slot.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session, col, func, select

from kiosk.domain.filing.confirmation import CONFIRMATION, confirmation_slot
from kiosk.domain.filing.procedure import ForEach, Requirement, Slot
from kiosk.locale import _
from kiosk.services.cases.lookup import as_filed_draft
from kiosk.services.filing.from_rows import MARK
from kiosk.services.filing.slots import slots_of
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Document

ANSWER, ACKNOWLEDGEMENT = "answer", "answer-received"
"""Slots of what the institute answered, and of the paper on which the person signed that they have it."""
_AFTER = timedelta(microseconds=1)
"""What comes to a case is younger than it, also where the clock went back since: the receipt's hash goes by it."""


def slots_of_case(kiosk: Kiosk, session: Session, case: Case) -> tuple[Slot, ...]:
    """Return the slots of a case's procedure, in its newest version where its own was removed since."""
    return slots_of(kiosk, as_filed_draft(session, case), filed=True)


def slot_of(known: tuple[Slot, ...], slot_id: str) -> Slot:
    """Return a slot by its id; of one that the procedure no longer has, what can still be said."""
    found = next((each for each in known if each.id == slot_id), None)
    return found or Slot(slot_id, _unknown(slot_id))


def land(kiosk: Kiosk, session: Session, case: Case, row: Document) -> None:
    """Put a sealed document into its case's slot; the former one stays, marked as replaced."""
    retire(kiosk, session, case.id, row.slot)
    row.attached_at = max(row.attached_at, case.submitted_at + _AFTER)
    session.add(row)
    session.flush()


def retire(kiosk: Kiosk, session: Session, case_id: str, slot_id: str) -> None:
    """Take a document out of its slot, keeping it: its slot bears a mark and a count from now on."""
    of_case = col(Document.filing) == case_id
    former = session.exec(select(Document).where(of_case, col(Document.slot) == slot_id)).one_or_none()
    if former is None:
        return
    earlier = select(func.count()).where(of_case, col(Document.slot).startswith(f"{slot_id}{MARK}", autoescape=True))
    former.slot = f"{slot_id}{MARK}{session.exec(earlier).one() + 1}"
    former.replaced_at = kiosk.clock.now().at
    session.flush()


def drop_copies(session: Session, case_id: str) -> list[str]:
    """Forget the keys and pictures of a case's documents; return their names in the vault, to be removed after the commit.

    The rows stay, with hashes and what was found: the receipt stays genuine, and the case says what it was made of.
    A document without a key is one whose copy is gone.
    """
    return forget_keys(session.exec(select(Document).where(col(Document.filing) == case_id, col(Document.key) != b"")).all())


def forget_keys(rows: Sequence[Document]) -> list[str]:
    """Forget the keys and pictures of some documents; return their names in the vault, to be removed after the commit."""
    for row in rows:
        row.key, row.picture, row.picture_width, row.picture_height = b"", b"", 0, 0
    return [row.id for row in rows]


def names_beside() -> dict[str, str]:
    """Return what stands in the slots of which no procedure knows."""
    return {
        CONFIRMATION: confirmation_slot().requirement.name,
        ANSWER: _("Respuesta del IESS"),
        ACKNOWLEDGEMENT: _("Firma de que recibió la respuesta"),
    }


def _unknown(slot_id: str) -> Requirement:
    return Requirement(slot_id.partition(":")[0], names_beside().get(slot_id, _("Otro documento")), "", ForEach.CASE)
