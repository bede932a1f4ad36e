"""How the person confirms what staff typed: on a slip that they sign, or at the public screen, with the consent of always.

The slip holds what stood there when it was printed: what is changed afterwards must be printed, and signed, anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select

from kiosk.domain.acceptance import Acceptance, AcceptanceKind, GivenHow
from kiosk.domain.answers import Draft
from kiosk.domain.attestation import Confirmation
from kiosk.domain.case_state import CaseState
from kiosk.domain.confirmation import CONFIRMATION
from kiosk.domain.document import Inspection, Origin, Paper
from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.form_mark import CONFIRMATION_PAGE, belongs, form_id, parse_form_mark
from kiosk.domain.message import MessageKind, PrintStatus
from kiosk.domain.paper_content import PaperContent
from kiosk.locale import _
from kiosk.services import events, legal_texts, outbox, prints, sorting
from kiosk.services.attachments import new_row, sealed
from kiosk.services.case_documents import land
from kiosk.services.case_moves import reopen
from kiosk.services.cases import case_of
from kiosk.services.confirmation_content import compose_confirmation
from kiosk.services.drafts import as_draft, to_write
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import AcceptanceRow, Case, Document, DraftRow, Event

_ASKED: Final = "confirmation_print_asked"
_CHANGES: Final = ("draft_begun", "answer_saved", "document_attached", "document_removed", "document_turned")


def print_slip(kiosk: Kiosk, draft_id: str) -> Draft:
    """Put the slip to sign into the outbox, and forget one that was scanned before.

    Raises KioskError where no staff acts, or there is no printer.
    """
    if not kiosk.by_staff:
        raise KioskError(_("Solo el personal imprime esta hoja."))
    if kiosk.printer is None:
        raise KioskError(
            _("Este kiosco no tiene impresora. Que la persona confirme en la pantalla del kiosco, con su número para volver.")
        )
    prints.withdraw(kiosk, draft_id, (MessageKind.CONFIRMATION_PRINT,))
    moment = kiosk.clock.now()
    with kiosk.database.transaction() as session:
        row = to_write(kiosk, session, draft_id)
        same = (col(Document.filing) == draft_id, col(Document.slot) == CONFIRMATION)
        name = session.exec(select(Document.id).where(*same)).one_or_none()
        session.execute(delete(Document).where(*same))
        outbox.enqueue(kiosk, session, MessageKind.CONFIRMATION_PRINT, draft_id, moment)
        events.record(kiosk, session, _ASKED, draft_id)
        session.flush()
        draft = as_draft(session, row)
    if name:
        kiosk.vault.remove(name)
    return draft


def print_status(kiosk: Kiosk, draft_id: str) -> PrintStatus:
    """Return how far the newest slip of a draft got."""
    with kiosk.database.reading() as session:
        return prints.status(kiosk, session, MessageKind.CONFIRMATION_PRINT, draft_id)


def is_printed(kiosk: Kiosk, draft_id: str) -> bool:
    """Tell whether the slip was printed since the last change."""
    with kiosk.database.reading() as session:
        return _is_printed(session, draft_id)


def keep_scan(  # noqa: PLR0913 - what came, from where, and the ways in which it may end early
    kiosk: Kiosk,
    number: str,
    documents: Sequence[bytes],
    given_up: Callable[[], bool] = lambda: False,
    *,
    origin: Origin = Origin.FILE,
    by_eye: bool = False,
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
    found = sorting.as_one(kiosk, Paper.PAGE, documents, given_up, own=filing, others=others, origin=origin)
    marked = _bears_mark(found, filing, code)
    sorting.ensure_sheet(marked=marked, by_eye=by_eye)
    row = new_row(kiosk, (filing, CONFIRMATION), found)
    with sealed(kiosk, row, found.content), kiosk.database.transaction() as session:
        case = _waiting_case(session, number)
        land(kiosk, session, case, row)
        case.confirmed_how = Confirmation.PAPER
        for consent in session.exec(select(AcceptanceRow).where(*_awaited(filing))).all():
            consent.how, consent.given_at = GivenHow.PAPER, kiosk.clock.now().at
        reopen(case)
        events.record(kiosk, session, "confirmation_scanned", filing)
        if not marked:
            events.record(kiosk, session, "sheet_known_by_eye", filing)


def as_given(kiosk: Kiosk, session: Session, draft: Draft, consent: Acceptance) -> tuple[Acceptance, Confirmation]:
    """Return the consent, and how what staff typed is confirmed, as it stands now: on paper only once the signed slip is there.

    Raises BadInput when staff would give the consent in the person's place.
    """
    if not kiosk.by_staff:
        if consent.how is GivenHow.PAPER:
            raise BadInput(_("En papel confirma solo el personal. Aquí lea el consentimiento y autorice."))
        return consent, Confirmation.SCREEN if draft.entered_by else Confirmation.NONE
    if consent.how is not GivenHow.PAPER:
        raise BadInput(_("El consentimiento lo da la persona: en la hoja con su firma o huella, o en la pantalla del kiosco."))
    if not _is_printed(session, draft.id):
        raise BadInput(_("La hoja para firmar no está al día: algo cambió, o no se imprimió. Imprímala y hágala firmar otra vez."))
    if any(each.slot == CONFIRMATION for each in draft.attachments):
        return consent, Confirmation.PAPER
    return replace(consent, how=GivenHow.AWAITED), Confirmation.NONE


def content_of(kiosk: Kiosk, draft: Draft) -> PaperContent:
    """Return what stands on the slip of a draft as it is now; raises NotFound while something is still to be answered."""
    return compose_confirmation(kiosk.settings, kiosk.catalogue, draft, legal_texts.consent(kiosk), kiosk.clock.now())


def _waiting_case(session: Session, number: str) -> Case:
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


def _is_printed(session: Session, draft_id: str) -> bool:
    """Tell it by the newest event that matters: what was vouched for about the reading stands on the slip, too."""
    of_draft = (col(Event.filing) == draft_id, col(Event.detail) != CONFIRMATION)
    matters = col(Event.name).in_((_ASKED, *_CHANGES)) | ((col(Event.name) == "vouched") & col(Event.detail).like("reading:%"))
    newest = session.exec(select(Event.name).where(*of_draft, matters).order_by(col(Event.id).desc()).limit(1)).first()
    return newest == _ASKED
