"""Taking back the consent, or the request: as easy as giving it, without a reason, and with a printed proof (LOPDP art. 8).

It needs no more than to hold the case (cases.holder), is told by mail where there is one, and can be undone at the desk for
`undo_days`: who did not do it hears of it, and a dispensary that opens two days a week opens within. Until then copies are kept.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.withdrawal import TakenBack, WithdrawalProof
from kiosk.domain.errors import BadInput, NotFound
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageKind
from kiosk.domain.moment import Moment
from kiosk.locale import _
from kiosk.services.cases import holder
from kiosk.services.cases.documents import drop_copies
from kiosk.services.cases.lookup import case_of
from kiosk.services.cases.moves import move, reopen, unanswered
from kiosk.services.followup import decisions
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.storage.tables import Case, Correction, Document, Withdrawal
from kiosk.words.dates import shown_date, spoken_date


def of_case(kiosk: Kiosk, number: CaseNumber) -> list[WithdrawalProof]:
    """Return what was taken back of a case, and not undone."""
    with kiosk.database.reading() as session:
        case = case_of(session, number)
        rows = session.exec(select(Withdrawal).where(*_standing(case)).order_by(col(Withdrawal.at))).all()
        return [_as_proof(kiosk, case, row) for row in rows]


def may_be_taken_back(kiosk: Kiosk, number: CaseNumber) -> dict[TakenBack, str]:
    """Return what can be taken back of a case, each with why not, or nothing where it can."""
    with kiosk.database.reading() as session:
        case = case_of(session, number)
        return {what: _refusal(session, case, what) for what in TakenBack}


def take_back(kiosk: Kiosk, number: CaseNumber, what: TakenBack, shown: holder.Proof | None = None) -> WithdrawalProof:
    """Take back a consent or a request, print the proof and tell it by mail; asked twice it is the same proof again.

    `shown` is what a citizen showed. Raises BadInput for a request that was decided, KioskError where nothing was shown.
    """
    moment = kiosk.clock.now()
    with kiosk.database.transaction() as session:
        case = case_of(session, number)
        holder.ensure_held(kiosk, case, shown)
        row = _of(session, case, what)
        if row is None:
            if refusal := _refusal(session, case, what):
                raise BadInput(refusal)
            row = _written(kiosk, session, case, what, moment.at)
            _end(kiosk, session, case, what)
            how, consent = shown.how if shown else "", what is TakenBack.CONSENT
            events.record(kiosk, session, "consent_withdrawn" if consent else "request_withdrawn", case.id, how)
            _tell(kiosk, session, case, row, moment)
        if kiosk.printer:
            outbox.enqueue(kiosk, session, MessageKind.WITHDRAWAL_PRINT, row.id, moment)
        session.flush()
        return _as_proof(kiosk, case, row)


def undo(kiosk: Kiosk, number: CaseNumber, what: TakenBack) -> WithdrawalProof:
    """Undo a withdrawal in the name of a member of staff, who saw the person's card; its person is told by mail.

    A case goes on where it stood: to the institute, which may have heard of the withdrawal, it is handed over once more. Raises
    BadInput where nothing is to be undone, or the time for it is over; KioskError for a citizen.
    """
    moment = kiosk.clock.now()
    with kiosk.database.transaction() as session:
        case = case_of(session, number)
        holder.ensure_held(kiosk, case, None)
        row = _of(session, case, what)
        if row is None:
            raise BadInput(_("No hay nada que deshacer en este trámite."))
        if kiosk.clock.seen() > _until(kiosk, row):
            sentence = _("Se podía deshacer hasta el {day}. Ahora hay que pedirlo de nuevo.")
            raise BadInput(sentence.format(day=spoken_date(kiosk.local(_until(kiosk, row)))))
        row.undone_at, row.undone_by = moment.at, kiosk.actor
        if what is TakenBack.REQUEST:
            move(case, unanswered(session, case))
        reopen(case)
        events.record(kiosk, session, "withdrawal_undone", case.id, what)
        _tell(kiosk, session, case, row, moment)
        session.flush()
        return _as_proof(kiosk, case, row)


def effects(case: Case, what: TakenBack, until: str) -> tuple[str, ...]:
    """Return what a withdrawal does and does not, told alike before and after, and only what is so; `until` it can be undone."""
    undone = _("Si cambia de idea, o no fue usted, el personal lo deshace hasta el {until}: venga con su cédula.").format(
        until=until
    )
    if what is TakenBack.REQUEST:
        return (
            undone,
            _("La solicitud termina: nadie sale del Seguro Social Campesino por este trámite."),
            _("Después de ese día el kiosco borra sus copias de los documentos."),
            _("Si ya se entregó al IESS, el dispensario le avisa que usted la canceló."),
            _("El número y los datos del trámite quedan registrados: es un documento público, y no se puede borrar."),
        )
    ended = case.state in {CaseState.ANSWERED, CaseState.DELIVERED, CaseState.WITHDRAWN}
    return (
        undone,
        _("Después de ese día, y cuando el IESS tenga los suyos, el kiosco borra sus copias de los documentos."),
        _("Lo que ya se entregó al IESS está en el IESS; el dispensario le avisa que usted quitó su permiso."),
        _("La respuesta del IESS no cambia.") if ended else _("Su solicitud sigue. Si ya no quiere salir, cancélela también."),
        _("El trámite registrado es un documento público, y no se puede borrar."),
    )


def effects_of(kiosk: Kiosk, number: CaseNumber) -> dict[TakenBack, tuple[str, ...]]:
    """Return what each withdrawal of a case does."""
    with kiosk.database.reading() as session:
        case = case_of(session, number)
        rows = {what: _of(session, case, what) for what in TakenBack}
        ends = {what: _until(kiosk, row) if row else kiosk.clock.now().at + _undo_time(kiosk) for what, row in rows.items()}
        return {what: effects(case, what, spoken_date(kiosk.local(ends[what]))) for what in TakenBack}


def proof_of(kiosk: Kiosk, session: Session, withdrawal_id: str) -> tuple[WithdrawalProof, Case]:
    """Return a proof with its case; raises NotFound."""
    row = session.get(Withdrawal, withdrawal_id)
    case = session.get(Case, row.case_id) if row else None
    if row is None or case is None:
        raise NotFound(_("Esa constancia ya no está."))
    return _as_proof(kiosk, case, row), case


def drop_copies_due(kiosk: Kiosk) -> int:
    """Remove the copies of what was taken back and can be undone no more, once the institute has what it needs; return how many."""
    with kiosk.database.transaction() as session:
        kept = select(Document.id).where(col(Document.filing) == col(Case.id), col(Document.key) != b"")
        query = select(Case.id).join(Withdrawal, col(Withdrawal.case_id) == col(Case.id)).distinct()
        over = (col(Withdrawal.undone_at).is_(None), col(Withdrawal.at) <= kiosk.clock.seen() - _undo_time(kiosk))
        needless = col(Case.handed_over_at).is_not(None) | (col(Case.state) == CaseState.WITHDRAWN)
        cases = session.exec(query.where(*over, needless, kept.exists())).all()
        removed = [name for case_id in cases for name in drop_copies(session, case_id)]
    for name in removed:
        kiosk.vault.remove(name)
    return len(removed)


def _written(kiosk: Kiosk, session: Session, case: Case, what: TakenBack, at: datetime) -> Withdrawal:
    """Return the row of what is taken back now: a new one, or that of what was undone before."""
    of_case = (col(Withdrawal.case_id) == case.id, col(Withdrawal.kind) == what)
    row = session.exec(select(Withdrawal).where(*of_case)).one_or_none()
    row = row or Withdrawal(id=secrets.token_hex(16), case_id=case.id, kind=what, at=at, actor=kiosk.actor)
    row.at, row.actor, row.undone_at, row.undone_by = at, kiosk.actor, None, ""
    session.add(row)
    session.flush()
    return row


def _tell(kiosk: Kiosk, session: Session, case: Case, row: Withdrawal, moment: Moment) -> None:
    """Let its person know, wherever it was done: who did not do it learns of it in time."""
    if case.email and kiosk.mailer:
        outbox.enqueue(kiosk, session, MessageKind.WITHDRAWAL_EMAIL, row.id, moment)


def _undo_time(kiosk: Kiosk) -> timedelta:
    return timedelta(days=kiosk.settings.limits.undo_days)


def _until(kiosk: Kiosk, row: Withdrawal) -> datetime:
    return row.at + _undo_time(kiosk)


def _end(kiosk: Kiosk, session: Session, case: Case, what: TakenBack) -> None:
    """Do what a withdrawal means for a case."""
    reopen(case)  # the institute is told with the next handover
    if what is TakenBack.REQUEST:
        move(case, CaseState.WITHDRAWN)
        waited_for = (col(Correction.case_id) == case.id, col(Correction.met_at).is_(None), col(Correction.dropped_at).is_(None))
        for each in session.exec(select(Correction).where(*waited_for)).all():
            each.dropped_at = kiosk.clock.now().at


def _refusal(session: Session, case: Case, what: TakenBack) -> str:
    """Return why it cannot be taken back."""
    if what is TakenBack.CONSENT or _of(session, case, what) is not None:
        return ""
    decision = decisions.newest(session, case)
    if decision is None or case.state not in {CaseState.ANSWERED, CaseState.DELIVERED}:
        return ""
    sentence = _(
        "El IESS ya respondió el {day}: la solicitud ya no se puede cancelar. Si no está de acuerdo, pregunte al personal."
    )
    return sentence.format(day=shown_date(decision.decided_on))


def _of(session: Session, case: Case, what: TakenBack) -> Withdrawal | None:
    return session.exec(select(Withdrawal).where(*_standing(case), col(Withdrawal.kind) == what)).one_or_none()


def _standing(case: Case) -> tuple[ColumnElement[bool], ...]:
    return (col(Withdrawal.case_id) == case.id, col(Withdrawal.undone_at).is_(None))


def _as_proof(kiosk: Kiosk, case: Case, row: Withdrawal) -> WithdrawalProof:
    until, undone = kiosk.local(_until(kiosk, row)), kiosk.local(row.undone_at) if row.undone_at else None
    return WithdrawalProof(row.id, case.number, TakenBack(row.kind), kiosk.local(row.at), until, undone)
