"""Papers that staff bring to a case after it was filed: as one document, and a signed sheet where it is waited for."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select, text

from kiosk.domain.cases.state import CaseState
from kiosk.domain.documents.brought import Brought, Documents
from kiosk.domain.documents.document import Inspection, Paper
from kiosk.domain.errors import BadInput, NotFound
from kiosk.domain.filing.acceptance import AcceptanceKind, GivenHow
from kiosk.domain.filing.attestation import Confirmation
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.confirmation import CONFIRMATION
from kiosk.domain.papers.form_mark import CONFIRMATION_PAGE, belongs, form_id, parse_form_mark
from kiosk.locale import _
from kiosk.services.cases.documents import land
from kiosk.services.cases.lookup import case_of
from kiosk.services.cases.moves import reopen
from kiosk.services.documents.attachments import ensure_serves, ensure_sheet, new_row, sealed
from kiosk.services.documents.brought import Given, KeptElsewhere, look_at_all, opened
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import AcceptanceRow, Case, Document, DraftRow
from kiosk.storage.tables.case import SHEET_MISSING


class OtherSlip(BadInput):
    """Among the pages lies the slip of another code: they are for that one."""

    def __init__(self, code: str) -> None:
        super().__init__(_("Entre las hojas hay un papel de otro pedido. Quítelo, y ponga las demás otra vez."))
        self.code = code


class SheetOfAnother(KeptElsewhere):
    """What was brought is the signed sheet of another case that waits for it, and stands there now."""

    def __init__(self, number: CaseNumber) -> None:
        sentence = _("Era la hoja firmada del trámite {number}: ya quedó allí. Aquí no cambió nada.")
        super().__init__(sentence.format(number=number))


@contextmanager
def with_paper(
    kiosk: Kiosk, number: CaseNumber, slot_id: str, brought: Brought | None, given_up: Callable[[], bool] = lambda: False
) -> Iterator[tuple[Session, Case, Document | None]]:
    """Give a transaction on a case, with the row of what was brought, sealed, where something was; `land` puts it there.

    Raises BadInput, in words that mend it, when the paper does not serve.
    """
    with ExitStack() as stack:
        row = None
        if brought is not None:
            documents = stack.enter_context(opened(kiosk, brought))
            found = as_one(kiosk, Paper.PAGE, documents, given_up)
            with kiosk.database.reading() as reading:
                row = new_row(kiosk, (case_of(reading, number).id, slot_id), found)
            stack.enter_context(sealed(kiosk, row, found.content))
        session = stack.enter_context(kiosk.database.transaction())
        yield session, case_of(session, number), row


def keep_scan(
    kiosk: Kiosk, number: CaseNumber, brought: Brought, given_up: Callable[[], bool] = lambda: False, *, by_eye: bool = False
) -> None:
    """Keep the signed slip of a case that was filed before it could be scanned.

    `by_eye` says that a person looked, and that it is the slip. Raises AskFirst where its own mark is not read and nobody said
    so, and BadInput when it does not serve, is another's (which gets it, where it waits for it), or is not waited for.
    """
    with kiosk.database.reading() as session:
        filing = _waiting_case(session, number).id
        codes = dict(session.exec(select(DraftRow.id, DraftRow.code)).all())
        code = codes.pop(filing, "")
        others = {each for draft_id, other in codes.items() for each in (form_id(draft_id), other)}
    with opened(kiosk, brought) as documents:
        found = as_one(kiosk, Paper.PAGE, documents, given_up, own=filing, others=others)
        marked = _bears_mark(found, filing, code)
        ensure_sheet(marked=marked, by_eye=by_eye)
        row = new_row(kiosk, (filing, CONFIRMATION), found)
        with sealed(kiosk, row, found.content), kiosk.database.transaction() as session:
            _keep_sheet(kiosk, session, _waiting_case(session, number), row, marked=marked)


def _keep_sheet(kiosk: Kiosk, session: Session, case: Case, row: Document, *, marked: bool) -> None:
    """Write down that a case is confirmed by the sheet, which was sealed just now."""
    land(kiosk, session, case, row)
    case.confirmed_how = Confirmation.PAPER
    for consent in session.exec(select(AcceptanceRow).where(*_awaited(case.id))).all():
        consent.how, consent.given_at = GivenHow.PAPER, kiosk.clock.now().at
    reopen(case)
    events.record(kiosk, session, "confirmation_scanned", case.id)
    if not marked:
        events.record(kiosk, session, "sheet_known_by_eye", case.id)


def as_one(  # noqa: PLR0913 - what was brought, and the slips that may lie among the pages
    kiosk: Kiosk,
    paper: Paper,
    documents: Documents,
    given_up: Callable[[], bool] = lambda: False,
    *,
    slip: str = "",
    own: str = "",
    others: Collection[str] = (),
) -> Inspection:
    """Return what was brought as one document that may be attached, without the pages that are the slip of a code.

    `own` is the filing whose signed sheet is wanted. Raises as `put`, OtherSlip when a page is the slip of one of the
    `others`, SheetOfAnother, and BadInput when nothing is left without the slip.
    """
    looked = look_at_all(kiosk, paper, documents, given_up)
    hand_on(kiosk, looked, documents, own)
    picks: list[tuple[int, int]] = []
    for document, given in enumerate(looked):
        for page in range(given.found.pages):
            codes = {mark.code for at, text in given.found.marks if at == page and (mark := parse_form_mark(text))}
            if other := codes.intersection(others):
                raise OtherSlip(other.pop())
            if slip not in codes:
                picks.append((document, page))
    if not picks:
        raise BadInput(_("Eso es solo el papel que le dieron. Ponga el documento que se pide."))
    if len(looked) == 1 and len(picks) == looked[0].found.pages and looked[0].paper is paper:
        found = looked[0].found
    else:
        bound = kiosk.inspector.arrange([each.found.content for each in looked], picks)
        found = kiosk.inspector.inspect(bound, paper, origin=documents.origin)
    if given_up():
        raise NotFound(_("Se dejó de esperar."))
    ensure_serves(found)
    return found


def hand_on(kiosk: Kiosk, looked: Sequence[Given], documents: Documents, own: str) -> None:
    """Put the signed sheet of another case, known by its QR, where it is waited for, whatever staff scanned it for.

    Only its last page bears the mark: all that was brought is taken for it, unless another paper's mark is among it. Raises
    SheetOfAnother once it stands there.
    """
    marks = {mark for given in looked for _at, said in given.found.marks if (mark := parse_form_mark(said))}
    if not kiosk.by_staff or [each.page for each in marks] != [CONFIRMATION_PAGE]:
        return
    mark = marks.pop()
    with kiosk.database.reading() as session:
        waiting = select(DraftRow.id, DraftRow.code, col(Case.number)).where(col(Case.id) == col(DraftRow.id), text(SHEET_MISSING))
        found = [each for each in session.exec(waiting).all() if belongs(mark, draft_id=each[0], code=each[1])]
    number = next((number for filing, _code, number in found if filing != own), None)
    if number is not None:
        keep_scan(kiosk, number, documents, by_eye=True)  # its mark was read just now
        raise SheetOfAnother(number)


def _waiting_case(session: Session, number: CaseNumber) -> Case:
    """Return a case whose signed slip is still to be scanned."""
    case = case_of(session, number)
    if case.state == CaseState.WITHDRAWN:
        raise BadInput(_("Este trámite se canceló: ya no hace falta la hoja firmada."))
    if not case.entered_by or case.confirmed_how:
        raise BadInput(_("Este trámite no espera una hoja firmada: ya está confirmado, o la persona lo hizo sola."))
    return case


def _bears_mark(found: Inspection, filing: str, code: str) -> bool:
    """Tell whether the slip's own mark was read: a paper without it may be anything."""
    marks = (parse_form_mark(text) for _page, text in found.marks)
    return any(mark.page == CONFIRMATION_PAGE and belongs(mark, draft_id=filing, code=code) for mark in marks if mark)


def _awaited(filing: str) -> tuple[ColumnElement[bool], ...]:
    of_filing = (col(AcceptanceRow.filing) == filing, col(AcceptanceRow.kind) == AcceptanceKind.CONSENT)
    return *of_filing, col(AcceptanceRow.how) == GivenHow.AWAITED
