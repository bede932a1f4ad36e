"""How the person confirms what staff typed: on a slip that they sign, or at the public screen, with the consent of always.

The slip holds what stood there when it was printed: what is changed afterwards must be printed, and signed, anew.
"""

from dataclasses import replace
from typing import Final

from sqlmodel import Session, col, delete, select

from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.filing.acceptance import Acceptance, GivenHow
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.attestation import Confirmation
from kiosk.domain.filing.confirmation import CONFIRMATION
from kiosk.domain.machine.message import MessageKind
from kiosk.domain.papers.paper import PaperContent
from kiosk.locale import _
from kiosk.services.filing.drafts import as_draft, to_write
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox, prints
from kiosk.services.papers import legal_texts
from kiosk.services.papers.sheet_to_sign import compose_confirmation
from kiosk.storage.tables import Document, Event

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


def is_printed(kiosk: Kiosk, draft_id: str) -> bool:
    """Tell whether the slip was printed since the last change."""
    with kiosk.database.reading() as session:
        return _is_printed(session, draft_id)


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


def _is_printed(session: Session, draft_id: str) -> bool:
    """Tell it by the newest event that matters: what was vouched for about the reading stands on the slip, too."""
    of_draft = (col(Event.filing) == draft_id, col(Event.detail) != CONFIRMATION)
    matters = col(Event.name).in_((_ASKED, *_CHANGES)) | ((col(Event.name) == "vouched") & col(Event.detail).like("reading:%"))
    newest = session.exec(select(Event.name).where(*of_draft, matters).order_by(col(Event.id).desc()).limit(1)).first()
    return newest == _ASKED
