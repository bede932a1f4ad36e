"""Corrections: a missing or bad document is asked for again on the same case, lands on its slot, and the case goes on."""

import secrets
from collections.abc import Callable

from sqlmodel import Session, col, select

from kiosk.domain.cases.correction import AskedDocument, Wanted
from kiosk.domain.cases.state import CaseState
from kiosk.domain.documents.brought import Brought, Documents
from kiosk.domain.documents.document import Attachment
from kiosk.domain.errors import BadInput, NotFound
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.procedure import Slot
from kiosk.domain.filing.resume_code import grouped, parse_resume_code
from kiosk.domain.machine.message import MessageKind
from kiosk.domain.papers.form_mark import FormMark
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.services.cases.documents import land, slot_of, slots_of_case
from kiosk.services.cases.lookup import case_of
from kiosk.services.cases.moves import reopen
from kiosk.services.documents import additions
from kiosk.services.documents.attachments import new_row, sealed
from kiosk.services.documents.brought import opened
from kiosk.services.filing import drafts
from kiosk.services.filing.from_rows import papers_of
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.storage.tables import Case, Correction
from kiosk.words.dates import shown_date

LONGEST_EXPLANATION = 400
_OPEN = (col(Correction.met_at).is_(None), col(Correction.dropped_at).is_(None))


def places(kiosk: Kiosk, number: CaseNumber) -> list[tuple[Slot, Attachment | None, AskedDocument | None]]:
    """Return a case's slots, with what stands in each and what is asked for it now."""
    with kiosk.database.reading() as session:
        case = case_of(session, number)
        standing = {each.slot: each for each in papers_of(session, case.id)[0]}
        asked = {each.slot.id: each for each in _asked(kiosk, session, case) if each.is_open}
        return [(slot, standing.get(slot.id), asked.get(slot.id)) for slot in slots_of_case(kiosk, session, case)]


def of_case(kiosk: Kiosk, number: CaseNumber) -> list[AskedDocument]:
    """Return everything that was ever asked for again on a case, oldest first."""
    with kiosk.database.reading() as session:
        return _asked(kiosk, session, case_of(session, number))


def ask(kiosk: Kiosk, number: CaseNumber, slot_id: str, wanted: Wanted, explanation: str) -> AskedDocument:
    """Ask for a document again: the slip is printed, and mailed where the case has an address.

    Raises BadInput when it is asked for already, when the case has ended, or without an explanation of what is bad.
    """
    said, moment = clean(explanation, limit=LONGEST_EXPLANATION), kiosk.clock.now()
    if wanted is Wanted.BAD and not said:
        sentence = _("Escriba qué está mal, con palabras que la persona entienda: «la foto salió movida».")
        raise BadInput(sentence, field="explanation")
    with kiosk.database.transaction() as session:
        case = case_of(session, number)
        _ensure_goes_on(case)
        if slot_id not in {each.id for each in slots_of_case(kiosk, session, case)}:
            raise NotFound(_("Ese documento no es de este trámite. Elija uno de la lista."))
        same = session.exec(select(Correction).where(col(Correction.case_id) == case.id, col(Correction.slot) == slot_id, *_OPEN))
        if (before := same.first()) is not None:
            sentence = _("Ya está pedido desde el {day}, con el número para volver {code}. Puede imprimir otra vez ese papel.")
            raise BadInput(sentence.format(day=shown_date(kiosk.local(before.asked_at)), code=grouped(before.code)))
        row = Correction(
            id=secrets.token_hex(16),
            case_id=case.id,
            slot=slot_id,
            wanted=wanted,
            explanation=said,
            code=drafts.free_code(session),
            asked_at=moment.at,
            asked_by=kiosk.actor,
        )
        session.add(row)
        session.flush()
        waiting = [(MessageKind.CORRECTION_PRINT, row.id)] if kiosk.printer else []
        waiting += [(MessageKind.CORRECTION_EMAIL, row.id)] if case.email and kiosk.mailer else []
        if waiting:
            outbox.enqueue_all(kiosk, session, waiting, moment)
        events.record(kiosk, session, "correction_asked", case.id, f"{slot_id.partition(':')[0]} {wanted}")
        return _as_asked(kiosk, session, case, row)


def drop(kiosk: Kiosk, correction_id: str) -> None:
    """Ask for it no longer; what was done already stays so."""
    with kiosk.database.transaction() as session:
        row = _row(session, correction_id)
        if row.met_at is None and row.dropped_at is None:
            row.dropped_at = kiosk.clock.now().at
            events.record(kiosk, session, "correction_dropped", row.case_id, row.slot.partition(":")[0])


def resume(kiosk: Kiosk, code: str, last_four: str) -> AskedDocument | None:
    """Return what is asked for under a code, to whoever knows the last four of its case's identity; None where it is no such code.

    Tries are counted as at a draft's code, and a wrong pair is refused in the same words. Raises NotFound, TryLater, BadInput.
    """
    compact, now = parse_resume_code(code), kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        row = session.exec(select(Correction).where(col(Correction.code) == compact)).one_or_none()
        case = session.get(Case, row.case_id) if row else None
        if row is None or case is None:
            return None
        drafts.ensure_may_resume(kiosk, session, compact, now)
        if secrets.compare_digest(case.identity_number[-4:].encode(), last_four.strip().upper().encode()):
            if row.met_at is not None:
                raise NotFound(_("Ese documento ya se recibió. No tiene que traer nada más con este número."))
            if row.dropped_at is not None or case.state == CaseState.WITHDRAWN:
                raise NotFound(_("Ese documento ya no hace falta. Si tiene una duda, pregunte al personal."))
            events.record(kiosk, session, "correction_opened", case.id)
            return _as_asked(kiosk, session, case, row)
        drafts.note_wrong_four(kiosk, session, compact, now, is_code=True)
    raise drafts.no_such_pair()


def receive(
    kiosk: Kiosk,
    correction_id: str,
    brought: Brought,
    given_up: Callable[[], bool] = lambda: False,
) -> tuple[AskedDocument, tuple[str, ...]]:
    """Put what was brought into its slot in place of what stood there, and let the case go on; return which, and remarks on it.

    The slip that lies among the pages says which slot it is, whatever was opened, as long as it is of the same case.
    Raises BadInput, in words that mend it, when it does not serve, came already, or is the file that was found bad.
    """
    with opened(kiosk, brought) as documents:
        try:
            return _receive(kiosk, correction_id, documents, given_up)
        except additions.OtherSlip as slip:
            with kiosk.database.reading() as session:
                same_case = (col(Correction.code) == slip.code, col(Correction.case_id) == _row(session, correction_id).case_id)
                other = session.exec(select(Correction.id).where(*same_case)).first()
            if other is None:
                raise
            return _receive(kiosk, other, documents, given_up)


def _receive(
    kiosk: Kiosk, correction_id: str, documents: Documents, given_up: Callable[[], bool]
) -> tuple[AskedDocument, tuple[str, ...]]:
    with kiosk.database.reading() as session:
        row = _row(session, correction_id)
        slot = slot_of(slots_of_case(kiosk, session, _case(session, row)), row.slot)
        code = row.code
        others = session.exec(select(Correction.code).where(col(Correction.id) != row.id, *_OPEN)).all()
    found = additions.as_one(kiosk, slot.requirement.paper, documents, given_up, slip=code, others=others)
    document = new_row(kiosk, (row.case_id, row.slot), found)
    with sealed(kiosk, document, found.content), kiosk.database.transaction() as session:
        row = _row(session, correction_id)
        case = _case(session, row)
        _ensure_goes_on(case)
        if row.met_at is not None or row.dropped_at is not None:
            raise BadInput(_("Ese documento ya no se espera: otra persona lo recibió, o ya no hace falta."))
        standing = next((each for each in papers_of(session, case.id)[0] if each.slot == row.slot), None)
        if standing is not None and standing.sha256 == document.sha256:
            raise BadInput(_("Es el mismo archivo que ya estaba, y ese no sirvió. Ponga uno nuevo."), field="file")
        land(kiosk, session, case, document)
        row.met_at = kiosk.clock.now().at
        reopen(case)
        events.record(kiosk, session, "correction_met", case.id, row.slot.partition(":")[0])
        return _as_asked(kiosk, session, case, row), tuple(each.message for each in found.findings)


def mark(asked: AskedDocument | Correction) -> str:
    """Return the text of the slip's QR: a form's mark, so that the slip is known among scanned pages."""
    return FormMark(asked.code, 1).text


def asked_of(kiosk: Kiosk, session: Session, correction_id: str) -> AskedDocument:
    """Return what is asked for; raises NotFound."""
    row = _row(session, correction_id)
    return _as_asked(kiosk, session, _case(session, row), row)


def _ensure_goes_on(case: Case) -> None:
    if case.state == CaseState.WITHDRAWN:
        raise BadInput(_("La persona canceló esta solicitud: ya no se pide ni se recibe nada en ella."))
    if case.state in {CaseState.ANSWERED, CaseState.DELIVERED}:
        raise BadInput(_("El IESS ya respondió este trámite: ya no se pide ni se recibe nada en él."))


def _row(session: Session, correction_id: str) -> Correction:
    row = session.get(Correction, correction_id)
    if row is None:
        raise NotFound(_("Ese pedido ya no está."))
    return row


def _case(session: Session, row: Correction) -> Case:
    case = session.get(Case, row.case_id)
    if case is None:
        raise NotFound(_("Este trámite ya no está."))
    return case


def _asked(kiosk: Kiosk, session: Session, case: Case) -> list[AskedDocument]:
    rows = session.exec(select(Correction).where(col(Correction.case_id) == case.id).order_by(col(Correction.asked_at))).all()
    return [_as_asked(kiosk, session, case, row) for row in rows]


def _as_asked(kiosk: Kiosk, session: Session, case: Case, row: Correction) -> AskedDocument:
    return AskedDocument(
        id=row.id,
        number=case.number,
        slot=slot_of(slots_of_case(kiosk, session, case), row.slot),
        wanted=Wanted(row.wanted),
        explanation=row.explanation,
        code=row.code,
        asked_at=kiosk.local(row.asked_at),
        asked_by=row.asked_by,
        met_at=kiosk.local(row.met_at) if row.met_at else None,
        dropped_at=kiosk.local(row.dropped_at) if row.dropped_at else None,
    )
