"""The e-mails about a case after its filing: what is asked for again, and what the institute answered."""

from email.message import EmailMessage

from sqlmodel import Session, col, select

from kiosk.domain.cases.decision import Outcome
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.errors import NotFound
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.resume_code import grouped
from kiosk.locale import _
from kiosk.services.cases.documents import ANSWER
from kiosk.services.followup import corrections, decisions, notification, papers, withdrawals
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import letters
from kiosk.services.papers.receipt import document_name
from kiosk.storage.tables import Case, Document
from kiosk.words.cases import outcome_told
from kiosk.words.dates import shown_date, spoken_date


def correction(kiosk: Kiosk, session: Session, correction_id: str, message_id: str) -> EmailMessage:
    """Return the mail that asks for a document; raises NotFound when it is no longer asked for, MailRefused."""
    asked = corrections.asked_of(kiosk, session, correction_id)
    to = _address(session, asked.number)
    if not asked.is_open:
        raise NotFound(_("Ese documento ya no se pide."))
    words = (asked.number, document_name(asked.slot), papers.why(asked), grouped(asked.code))
    ways, now = papers.ways_back(kiosk), kiosk.clock.now().at
    return letters.correction_message(kiosk.settings, words, ways, to=to, at=now, message_id=message_id)


def answer(kiosk: Kiosk, session: Session, case_id: str, message_id: str) -> EmailMessage:
    """Return the mail with what the institute answered; raises NotFound when it was annulled, MailRefused, VaultError."""
    case = session.get(Case, case_id)
    decision = decisions.newest(session, case) if case else None
    if case is None or case.email is None or decision is None:
        raise NotFound(_("Este trámite ya no tiene un correo, o su respuesta se anuló."))
    outcome = Outcome(decision.outcome)
    reference = _("Documento del IESS: {reference}").format(reference=decision.reference) if decision.reference else ""
    day = _("Fecha de la respuesta: {day}").format(day=shown_date(decision.decided_on))
    said = ((outcome_told(outcome),), tuple(filter(None, (day, reference))), papers.meaning(outcome))
    return letters.answer_message(
        kiosk.settings,
        case.number,
        said,
        to=case.email,
        scan=_scan(kiosk, session, case),
        at=kiosk.clock.now().at,
        message_id=message_id,
    )


def withdrawal(kiosk: Kiosk, session: Session, withdrawal_id: str, message_id: str) -> EmailMessage:
    """Return the mail that something was taken back, or that this was undone; raises NotFound, MailRefused."""
    proof, case = withdrawals.proof_of(kiosk, session, withdrawal_id)
    if case.email is None:
        raise NotFound(_("Este trámite ya no tiene un correo."))
    settings, request = kiosk.settings, proof.what is TakenBack.REQUEST
    day, until = spoken_date(proof.at), spoken_date(proof.until)
    said: tuple[str, ...]
    if proof.undone_at:
        subject = _("Su trámite {number} sigue como antes")
        said = (_("Lo que se canceló o quitó el {day} se deshizo en el dispensario: su trámite sigue.").format(day=day),)
    else:
        subject = _("Se canceló su solicitud: trámite {number}") if request else _("Se quitó su permiso: trámite {number}")
        said = withdrawals.effects(case, proof.what, until)
    not_me = _("Si usted no lo pidió, venga al dispensario con su cédula hasta el {until}: el personal lo deshace.")
    paragraphs = (
        (_("Trámite {number}, {day}.").format(number=case.number, day=day),),
        said,
        *(() if proof.undone_at else ((not_me.format(until=until),),)),
        (settings.institution.name, settings.kiosk.dispensary),
    )
    return letters.plain_message(
        settings,
        to=case.email,
        at=kiosk.clock.now().at,
        message_id=message_id,
        subject=subject.format(number=case.number),
        paragraphs=paragraphs,
    )


def _scan(kiosk: Kiosk, session: Session, case: Case) -> tuple[bytes, str] | None:
    """Return the answer's paper and its media type, for an address that is known to be the person's own only."""
    if not notification.is_own_address(session, case):
        return None
    stands = (col(Document.filing) == case.id, col(Document.slot) == ANSWER, col(Document.key) != b"")
    row = session.exec(select(Document).where(*stands)).one_or_none()
    return (kiosk.vault.get(row.id, row.key), row.media_type) if row else None


def _address(session: Session, number: CaseNumber) -> str:
    email = session.exec(select(Case.email).where(col(Case.number) == number)).one_or_none()
    if email is None:
        raise NotFound(_("Este trámite ya no tiene un correo."))
    return email
