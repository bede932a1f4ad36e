"""What the desk may change of a filed case: how its person is reached, what staff observed, and whether a doubtful paper will do.

None of it makes a case that was handed over filed again: the institute's answer comes by this desk, which knows the new address.
"""

import secrets

from sqlmodel import Session, col, select

from kiosk.domain.cases.whole import CaseWhole
from kiosk.domain.errors import BadInput, KioskError, NotFound
from kiosk.domain.filing.answers import Contact, EmailCheck
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageKind, MessageState, Trouble
from kiosk.domain.moment import Moment
from kiosk.domain.people.email import parse_email
from kiosk.domain.people.telephone import parse_telephone, shown
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.services.cases import whole
from kiosk.services.cases.lookup import case_of, messages_about
from kiosk.services.filing.drafts import put_answer
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.storage.tables import Case, Document, DraftRow, StaffNote

LONGEST_NOTE = 500
"""Characters."""
_MAILS = (MessageKind.FILING_EMAIL, MessageKind.CORRECTION_EMAIL, MessageKind.ANSWER_EMAIL)


class ContactChanged(BadInput):
    """Another desk corrected the contact since it was shown here; `contact` is how it stands now."""

    def __init__(self, contact: Contact) -> None:
        sentence = _(
            "Otra persona lo cambió mientras tanto: ahora dice {telephone} y {email}. Compare, y guarde otra vez si hace falta."
        )
        telephone = shown(contact.telephone) if contact.telephone else _("sin teléfono")
        super().__init__(sentence.format(telephone=telephone, email=contact.email or _("sin correo")))
        self.contact = contact


def correct_contact(kiosk: Kiosk, number: CaseNumber, seen: Contact, telephone: str, email: str) -> CaseWhole:
    """Put another telephone and e-mail, as they are typed, in place of those that were `seen`; nothing typed is none.

    What failed for the former address, and a receipt that no mail waits for, goes to the new one. Raises BadInput,
    ContactChanged, NotFound.
    """
    wanted = Contact(parse_telephone(telephone) if telephone.strip() else None, parse_email(email) if email.strip() else None)
    moment = kiosk.clock.now()
    with kiosk.database.transaction() as session:
        case = case_of(session, number)
        there = Contact(case.telephone, case.email)
        if there != wanted:
            if there != seen:
                raise ContactChanged(there)
            _correct(kiosk, session, case, wanted, moment)
            session.flush()
        return whole.read(kiosk, session, case)


def add_observation(kiosk: Kiosk, number: CaseNumber, typed: str) -> CaseWhole:
    """Keep what staff observed, with who and when; raises BadInput when nothing was written, or more than fits, and NotFound."""
    text = clean(typed, limit=LONGEST_NOTE + 1)
    if not text:
        raise BadInput(_("Escriba la observación, o vuelva con Esc."))
    if len(text) > LONGEST_NOTE:
        raise BadInput(_("Es muy larga: caben {longest} letras. Quite algo, o escriba dos.").format(longest=LONGEST_NOTE))
    with kiosk.database.transaction() as session:
        case = case_of(session, number)
        name, at = secrets.token_hex(16), kiosk.clock.now().at
        session.add(StaffNote(id=name, case_id=case.id, text=text, actor=kiosk.actor, at=at))
        events.record(kiosk, session, "observation_added", case.id)
        session.flush()
        return whole.read(kiosk, session, case)


def approve_document(kiosk: Kiosk, number: CaseNumber, slot: str) -> CaseWhole:
    """Keep that a doubtful document will do, by the name of whoever decides it; raises KioskError, NotFound."""
    if not kiosk.by_staff:
        raise KioskError(_("Solo el personal decide si un documento vale."))
    with kiosk.database.transaction() as session:
        case = case_of(session, number)
        there = (col(Document.filing) == case.id, col(Document.slot) == slot, col(Document.replaced_at).is_(None))
        row = session.exec(select(Document).where(*there)).one_or_none()
        if row is None:
            raise NotFound(_("Ese documento ya no está en su lugar."))
        if row.judged_at is None:
            row.judged_at, row.judged_by = kiosk.clock.now().at, kiosk.actor
            events.record(kiosk, session, "document_approved", case.id, slot)
            session.flush()
        return whole.read(kiosk, session, case)


def _correct(kiosk: Kiosk, session: Session, case: Case, wanted: Contact, moment: Moment) -> None:
    changed = [name for name in ("telephone", "email") if getattr(case, name) != getattr(wanted, name)]
    case.telephone, case.email = wanted.telephone, wanted.email
    row = session.get(DraftRow, case.id)  # a code that comes by mail is still confirmed on it
    if row is not None:
        put_answer(row, wanted)
    if "email" in changed:
        case.email_verified_at = None
        if row is not None and wanted.email:
            put_answer(row, EmailCheck(wanted.email, postponed_at=moment.at))
        if wanted.email:
            _send_anew(kiosk, session, case, moment)
    events.record(kiosk, session, "contact_corrected", case.id, ",".join(changed))


def _send_anew(kiosk: Kiosk, session: Session, case: Case, moment: Moment) -> None:
    """Queue what failed for the former address; and the receipt, which the new one never got, unless one waits for it already."""
    newest = {}
    for each in messages_about(session, case.id):
        if each.kind in _MAILS:
            newest[each.kind, each.reference] = each
    again = {key for key, each in newest.items() if each.state == MessageState.FAILED and each.trouble == Trouble.ADDRESS}
    receipt = newest.get((MessageKind.FILING_EMAIL, case.id))
    if receipt is None or receipt.state not in outbox.OPEN:
        again.add((MessageKind.FILING_EMAIL, case.id))
    for kind, reference in again:
        outbox.enqueue(kiosk, session, MessageKind(kind), reference, moment)
