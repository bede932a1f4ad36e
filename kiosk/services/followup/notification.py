"""The answer in the person's hands: mailed to an address that is theirs, or printed, handed out and acknowledged."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from kiosk.domain.actor import MACHINE
from kiosk.domain.cases.decision import Decided, Outcome
from kiosk.domain.cases.state import CaseState
from kiosk.domain.documents.brought import Brought
from kiosk.domain.errors import BadInput, NotFound
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageKind, MessageState, PrintStatus
from kiosk.domain.people.email import masked
from kiosk.locale import _
from kiosk.services.cases.documents import ACKNOWLEDGEMENT, land
from kiosk.services.cases.lookup import case_of
from kiosk.services.cases.moves import move
from kiosk.services.documents.additions import with_paper
from kiosk.services.followup.decisions import as_decided, newest
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox, prints
from kiosk.storage.tables import AttestationRow, Case, Decision, Message


def waiting(session: Session) -> list[str]:
    """Return the numbers of the cases whose answer the person does not have yet, oldest first."""
    query = select(Case.number).where(col(Case.state) == CaseState.ANSWERED)
    answers = query.join(Decision, col(Decision.case_id) == col(Case.id))
    return list(dict.fromkeys(session.exec(answers.order_by(col(Decision.recorded_at))).all()))


def without_signature() -> dict[str, str]:
    """Return why there may be no signed paper, by the code that is kept."""
    return {
        "kept_on_paper": _("Firmó, y el papel se guarda en el dispensario"),
        "could_not_sign": _("No pudo firmar ni poner su huella"),
        "did_not_want": _("No quiso firmar"),
    }


@dataclass(frozen=True, slots=True)
class NotificationTold:
    """How the newest answer reaches its person: to which address (masked), whether it is theirs, and how far its mail got."""

    email: str = ""
    own_address: bool = False
    mail: MessageState | None = None
    delivered: bool = False


def how_told(kiosk: Kiosk, number: CaseNumber) -> NotificationTold:
    """Return how the newest answer of a case reaches its person."""
    with kiosk.database.reading() as session:
        case = case_of(session, number)
        decision, message = newest(session, case), outbox.newest(session, MessageKind.ANSWER_EMAIL, case.id)
        if message is not None and decision is not None and message.created_at < decision.recorded_at:
            message = None  # it was about an answer that was annulled, or that wanted more
        return NotificationTold(
            email=masked(case.email) if case.email else "",
            own_address=is_own_address(session, case),
            mail=MessageState(message.state) if message else None,
            delivered=case.state == CaseState.DELIVERED,
        )


def print_answer(kiosk: Kiosk, number: CaseNumber) -> bool:
    """Print the answer for the person, with the part to sign; False where the kiosk has no printer."""
    with kiosk.database.reading() as session:
        reference = case_of(session, number).id
    return prints.ask(kiosk, MessageKind.ANSWER_PRINT, reference)


def print_status(kiosk: Kiosk, number: CaseNumber) -> PrintStatus:
    """Return how far the newest print of the answer got."""
    with kiosk.database.reading() as session:
        reference = case_of(session, number).id
    return prints.standing(kiosk, MessageKind.ANSWER_PRINT, reference)


def hand_out(
    kiosk: Kiosk,
    number: CaseNumber,
    brought: Brought | None = None,
    given_up: Callable[[], bool] = lambda: False,
    *,
    reason: str = "",
) -> Decided:
    """Note that the person has the answer in hand: the paper that they signed was brought, or `reason` is why there is none.

    A reason is a key of `without_signature`. Handed out twice it is still the first time. Raises BadInput without either, NotFound.
    """
    if brought is None and not reason:
        raise BadInput(_("Escanee el papel firmado, o diga por qué no hay firma."), field="reason")
    with with_paper(kiosk, number, ACKNOWLEDGEMENT, brought, given_up) as (session, case, scan):
        row = newest(session, case)
        if row is None:
            raise NotFound(_("Este trámite no tiene una respuesta que entregar."))
        if scan is not None:
            land(kiosk, session, case, scan)
        if row.handed_out_at is None:
            row.handed_out_at, row.handed_out_by = kiosk.clock.now().at, kiosk.actor
            events.record(kiosk, session, "answer_handed_out", case.id, "signed" if scan else reason)
        if Outcome(row.outcome).is_final:
            move(case, CaseState.DELIVERED)
        return as_decided(kiosk, session, row)


def note_mail(kiosk: Kiosk, message_id: str) -> None:
    """Call an answer delivered once its mail was accepted for an address that is the person's own; no longer once it came back.

    To be called when the mail of an answer settles. What was handed out stays delivered.
    """
    with kiosk.database.transaction() as session:
        row = session.get(Message, message_id)
        if row is None or row.kind != MessageKind.ANSWER_EMAIL:
            return
        case = session.get(Case, row.reference)
        decision = newest(session, case) if case else None
        if case is None or decision is None or decision.handed_out_at is not None:
            return
        if row.created_at < decision.recorded_at or not Outcome(decision.outcome).is_final:
            return
        if row.state == MessageState.ACCEPTED and case.state == CaseState.ANSWERED and is_own_address(session, case):
            move(case, CaseState.DELIVERED)
            events.record(kiosk.acting_as(MACHINE), session, "answer_mailed", case.id)
        elif row.state == MessageState.FAILED and case.state == CaseState.DELIVERED:
            move(case, CaseState.ANSWERED)


def is_own_address(session: Session, case: Case) -> bool:
    """Tell whether a case's address is known to be the person's own: by a code, or because staff saw it."""
    if case.email is None:
        return False
    own = (AttestationRow.filing == case.id, AttestationRow.subject == Subject.CONTACT, AttestationRow.how == Seen.OWN_ADDRESS)
    attested = select(AttestationRow.id).where(*own, col(AttestationRow.value) == case.email).limit(1)
    return case.email_verified_at is not None or session.exec(attested).first() is not None
