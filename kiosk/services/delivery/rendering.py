"""The text of a waiting message, made at the moment it is sent, so that nothing readable waits on the disk."""

from email.message import EmailMessage

from sqlmodel import Session

from kiosk.adapters.drawing.child import draw
from kiosk.domain.errors import NotFound
from kiosk.domain.machine.message import Media, MessageKind
from kiosk.domain.moment import Moment
from kiosk.domain.papers.form import FormContent
from kiosk.domain.papers.paper import PaperContent
from kiosk.domain.papers.receipt import ReceiptContent, SlipContent
from kiosk.locale import _
from kiosk.services.cases import receipts
from kiosk.services.cases.holder import opens_a_case
from kiosk.services.filing import confirmations, forms
from kiosk.services.filing.drafts import as_draft, row_of
from kiosk.services.filing.verification import code_of, is_in_time
from kiosk.services.followup import case_letters, papers
from kiosk.services.health import trouble_letters
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import letters
from kiosk.services.papers.receipt import compose_slip
from kiosk.services.rights import paper
from kiosk.storage.tables import Case, Message, Verification


def printed(kiosk: Kiosk, message: Message, media: Media) -> bytes:
    """Return the PDF of a print; raises NotFound when what it is about was removed."""
    with kiosk.database.reading() as session:
        content = _content(kiosk, session, message)
    return draw(content, media)


def mailed(kiosk: Kiosk, message: Message) -> EmailMessage:
    """Return a mail; raises NotFound when what it is about was removed or is past its time, MailRefused on an address of no use."""
    message_id = letters.message_id(kiosk.settings, message.id)
    with kiosk.database.reading() as session:
        if message.kind == MessageKind.EMAIL_CODE:
            return _code(kiosk, session, session.get(Verification, message.reference), message_id)
        if message.kind == MessageKind.CORRECTION_EMAIL:
            return case_letters.correction(kiosk, session, message.reference, message_id)
        if message.kind == MessageKind.ANSWER_EMAIL:
            return case_letters.answer(kiosk, session, message.reference, message_id)
        if message.kind == MessageKind.WITHDRAWAL_EMAIL:
            return case_letters.withdrawal(kiosk, session, message.reference, message_id)
        if message.kind == MessageKind.TROUBLE_EMAIL:
            return trouble_letters.trouble_message(kiosk, session, message.reference, message_id)
        case = session.get(Case, message.reference)
        if case is None or case.email is None:
            raise NotFound(_("Este trámite ya no tiene un correo."))
        content = receipts.content_of(kiosk, session, case)
    pdf, now = draw(content, Media.A4), kiosk.clock.now().at
    return letters.filing_message(kiosk.settings, content, to=case.email, pdf=pdf, at=now, message_id=message_id)


def _content(kiosk: Kiosk, session: Session, message: Message) -> ReceiptContent | SlipContent | FormContent | PaperContent:
    kind = MessageKind(message.kind)
    if kind in {MessageKind.RECEIPT_PRINT, MessageKind.KEPT_RECEIPT_PRINT}:
        if case := session.get(Case, message.reference):
            kept = kind is MessageKind.KEPT_RECEIPT_PRINT
            return receipts.content_of(kiosk, session, case, copy=message.copy_number, kept=kept)
        raise NotFound(_("Este trámite ya no está."))
    if kind in papers.KINDS:
        return papers.content_of(kiosk, session, message)
    if kind is MessageKind.RIGHTS_PRINT:
        return paper.content_of(kiosk, session, message.reference)
    if kind is MessageKind.BLANK_FORM_PRINT:
        return forms.blank_content(kiosk, message.reference)
    draft = as_draft(session, row_of(session, message.reference))
    if kind is MessageKind.FORM_PRINT:
        return forms.content_of(kiosk, draft)
    return compose_slip(kiosk.settings, draft) if kind is MessageKind.SLIP_PRINT else confirmations.content_of(kiosk, draft)


def _code(kiosk: Kiosk, session: Session, verification: Verification | None, message_id: str) -> EmailMessage:
    now = kiosk.clock.now()
    if verification is None or verification.used_at is not None or not is_in_time(kiosk, verification):
        raise NotFound(_("Los números ya no sirven: se pidieron otros, o pasó su tiempo."))
    issued = Moment(verification.issued_at, now.trusted)
    code = code_of(kiosk, verification)
    if case := opens_a_case(session, verification):
        return letters.holder_code_message(
            kiosk.settings, case.number, to=verification.email, code=code, issued=issued, message_id=message_id
        )
    return letters.email_code_message(kiosk.settings, to=verification.email, code=code, issued=issued, message_id=message_id)
