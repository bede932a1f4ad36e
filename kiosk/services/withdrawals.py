"""Taking back the consent, or the request: as easy as giving it, without a reason, and with a printed proof (LOPDP art. 8)."""

import secrets

from sqlmodel import Session, col, select

from kiosk.domain.case_state import CaseState
from kiosk.domain.errors import BadInput, NotFound
from kiosk.domain.message import MessageKind, PrintStatus
from kiosk.domain.withdrawal import TakenBack, WithdrawalProof
from kiosk.locale import _
from kiosk.services import decisions, desk_prints, events, outbox
from kiosk.services.case_documents import drop_copies
from kiosk.services.case_moves import move, reopen
from kiosk.services.cases import case_of
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Correction, Document, Withdrawal


def of_case(kiosk: Kiosk, number: str) -> list[WithdrawalProof]:
    """Return what was taken back of a case."""
    with kiosk.database.reading() as session:
        case = case_of(session, number)
        rows = session.exec(select(Withdrawal).where(col(Withdrawal.case_id) == case.id).order_by(col(Withdrawal.at))).all()
        return [_as_proof(kiosk, case, row) for row in rows]


def may_be_taken_back(kiosk: Kiosk, number: str) -> dict[TakenBack, str]:
    """Return what can be taken back of a case, each with why not, or nothing where it can."""
    with kiosk.database.reading() as session:
        case = case_of(session, number)
        return {what: _refusal(session, case, what) for what in TakenBack}


def take_back(kiosk: Kiosk, number: str, what: TakenBack) -> WithdrawalProof:
    """Take back a consent or a request, and print the proof; asked twice it is the same proof again.

    The copies that the kiosk need not keep for the institute go at once. Raises BadInput for a request that was decided.
    """
    moment = kiosk.clock.now()
    with kiosk.database.transaction() as session:
        case = case_of(session, number)
        row = _of(session, case, what)
        removed: list[str] = []
        if row is None:
            if refusal := _refusal(session, case, what):
                raise BadInput(refusal)
            row = Withdrawal(id=secrets.token_hex(16), case_id=case.id, kind=what, at=moment.at, actor=kiosk.actor)
            session.add(row)
            removed = _end(kiosk, session, case, what)
            events.record(kiosk, session, "consent_withdrawn" if what is TakenBack.CONSENT else "request_withdrawn", case.id)
        if kiosk.printer:
            outbox.enqueue(kiosk, session, MessageKind.WITHDRAWAL_PRINT, row.id, moment)
        session.flush()
        proof = _as_proof(kiosk, case, row)
    for name in removed:
        kiosk.vault.remove(name)
    return proof


def effects(case: Case, what: TakenBack) -> tuple[str, ...]:
    """Return what a withdrawal does and does not, told alike before and after, and only what is so."""
    if what is TakenBack.REQUEST:
        return (
            _("El pedido termina aquí: nadie sale del Seguro Social Campesino por este trámite."),
            _("El kiosco borra sus copias de los documentos."),
            _("Si el trámite ya se entregó al IESS, el dispensario le avisa que usted lo retiró."),
            _("El número y los datos del trámite quedan registrados: es un documento público, y no se puede borrar."),
        )
    ended = case.state in {CaseState.ANSWERED, CaseState.DELIVERED, CaseState.WITHDRAWN}
    return (
        _("El kiosco borra sus copias de los documentos en cuanto el IESS tiene los suyos."),
        _("Lo que ya se entregó al IESS está en el IESS; el dispensario le avisa que usted retiró su consentimiento."),
        _("La respuesta del IESS no cambia.") if ended else _("Su pedido sigue. Si tampoco quiere el pedido, retírelo también."),
        _("El trámite registrado es un documento público, y no se puede borrar."),
    )


def effects_of(kiosk: Kiosk, number: str) -> dict[TakenBack, tuple[str, ...]]:
    """Return what each withdrawal of a case does."""
    with kiosk.database.reading() as session:
        case = case_of(session, number)
        return {what: effects(case, what) for what in TakenBack}


def print_status(kiosk: Kiosk, withdrawal_id: str) -> PrintStatus:
    """Return how far the newest print of a proof got."""
    return desk_prints.status(kiosk, MessageKind.WITHDRAWAL_PRINT, withdrawal_id)


def proof_of(kiosk: Kiosk, session: Session, withdrawal_id: str) -> tuple[WithdrawalProof, Case]:
    """Return a proof with its case; raises NotFound."""
    row = session.get(Withdrawal, withdrawal_id)
    case = session.get(Case, row.case_id) if row else None
    if row is None or case is None:
        raise NotFound(_("Ese retiro ya no está."))
    return _as_proof(kiosk, case, row), case


def drop_copies_due(kiosk: Kiosk) -> int:
    """Remove the copies of cases whose consent was taken back, once the institute has what it needs; return how many."""
    with kiosk.database.transaction() as session:
        kept = select(Document.id).where(col(Document.filing) == col(Case.id), col(Document.key) != b"")
        query = select(Case.id).join(Withdrawal, col(Withdrawal.case_id) == col(Case.id)).distinct()
        cases = session.exec(query.where(col(Case.handed_over_at).is_not(None), kept.exists())).all()
        removed = [name for case_id in cases for name in drop_copies(session, case_id)]
    for name in removed:
        kiosk.vault.remove(name)
    return len(removed)


def _end(kiosk: Kiosk, session: Session, case: Case, what: TakenBack) -> list[str]:
    """Do what a withdrawal means for a case; return the names of the copies that go from the vault."""
    had_it = case.handed_over_at is not None
    reopen(case)  # the institute is told with the next handover
    if what is TakenBack.REQUEST:
        move(case, CaseState.WITHDRAWN)
        waited_for = (col(Correction.case_id) == case.id, col(Correction.met_at).is_(None), col(Correction.dropped_at).is_(None))
        for each in session.exec(select(Correction).where(*waited_for)).all():
            each.dropped_at = kiosk.clock.now().at
    return drop_copies(session, case.id) if had_it or what is TakenBack.REQUEST else []


def _refusal(session: Session, case: Case, what: TakenBack) -> str:
    """Return why it cannot be taken back."""
    if what is TakenBack.CONSENT or _of(session, case, what) is not None:
        return ""
    decision = decisions.newest(session, case)
    if decision is None or case.state not in {CaseState.ANSWERED, CaseState.DELIVERED}:
        return ""
    sentence = _("El IESS ya lo respondió el {day}: el pedido no se puede retirar. Si no está de acuerdo, pregunte al personal.")
    return sentence.format(day=f"{decision.decided_on:%d/%m/%Y}")


def _of(session: Session, case: Case, what: TakenBack) -> Withdrawal | None:
    return session.exec(select(Withdrawal).where(col(Withdrawal.case_id) == case.id, col(Withdrawal.kind) == what)).one_or_none()


def _as_proof(kiosk: Kiosk, case: Case, row: Withdrawal) -> WithdrawalProof:
    return WithdrawalProof(row.id, case.number, TakenBack(row.kind), kiosk.local(row.at))
