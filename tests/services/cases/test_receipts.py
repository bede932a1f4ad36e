"""What became of a receipt is read at one moment, and what is printed once more is all that the person and the archive lack."""

from sqlmodel import col, select

from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.services.cases import receipts
from kiosk.services.filing import attestations
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Message
from tests.filing import answer_all, file_alone, number_of, submit

KEPT, RECEIPT = MessageKind.KEPT_RECEIPT_PRINT, MessageKind.RECEIPT_PRINT


def assisted(kiosk: Kiosk) -> CaseNumber:
    draft = answer_all(kiosk)
    attestations.vouch(kiosk, draft.id, Subject.READING, Seen.READ_BY_THEMSELVES)
    return number_of(submit(kiosk, draft))


def settle(kiosk: Kiosk, kind: MessageKind, state: MessageState) -> None:
    with kiosk.database.transaction() as session:
        message = session.exec(select(Message).where(col(Message.kind) == kind)).one()
        message.state, message.next_try_at = state, None


def test_paper_mail_and_the_sheet_to_keep_are_told_in_one(kiosk: Kiosk) -> None:
    standing = receipts.standing(kiosk, file_alone(kiosk))
    assert (standing.paper.state, standing.kept.state, standing.mail) == (MessageState.QUEUED, None, MessageState.QUEUED)
    assert (standing.address, standing.can_mail) == ("m•••@e•••.test", True)
    without = receipts.standing(kiosk, file_alone(kiosk, email=None))
    assert (without.mail, without.address) == (None, "")
    rosa = kiosk.acting_as("rosa")
    assert receipts.standing(rosa, assisted(rosa)).kept.state is MessageState.QUEUED


def test_printing_again_takes_the_sheet_to_keep_along_until_it_came_out(kiosk: Kiosk) -> None:
    rosa = kiosk.acting_as("rosa")
    number = assisted(rosa)
    receipts.print_again(rosa, number, kept=True)  # it waited behind the first, and was taken back with it
    assert [each.state for each in (receipts.standing(rosa, number).paper, receipts.standing(rosa, number).kept)] == ["queued"] * 2


def test_printing_again_leaves_the_sheet_to_keep_that_came_out_and_that_nobody_asked_for(kiosk: Kiosk) -> None:
    rosa = kiosk.acting_as("rosa")
    number = assisted(rosa)
    settle(rosa, KEPT, MessageState.ACCEPTED)
    receipts.print_again(rosa, number, kept=True)
    assert (receipts.standing(rosa, number).kept.copies, receipts.standing(rosa, number).paper.copies) == (1, 2)
    settled = file_alone(kiosk)
    receipts.print_again(kiosk, settled, kept=True)
    assert receipts.standing(kiosk, settled).kept.state is None
