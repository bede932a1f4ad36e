"""Codes by e-mail: six digits derived by HOTP from a key, the filing and the address, so that none is ever stored.

Up to five codes live at once, each to its own expiry, because mails arrive late and out of order; a wrong try counts
against all of them. Twenty tries a draft and sixty a day per address and identity keep the chance of a hit below 10⁻³.
"""

import base64
import re
import secrets
from datetime import datetime, timedelta

from pyotp import HOTP
from sqlmodel import Session, col, select

from kiosk.domain.errors import BadInput, KioskError, NotFound, TryLater
from kiosk.domain.filing.answers import Draft, EmailCheck
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.resume_code import parse_resume_code
from kiosk.domain.machine.message import CodeStatus, MessageKind, MessageState, Trouble
from kiosk.domain.people.email import masked
from kiosk.domain.text import without_separators
from kiosk.locale import _
from kiosk.services.filing.drafts import as_draft, put_answer, row_of, to_write
from kiosk.services.journal import events, tries
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.storage.tables import Case, DraftRow, Verification

DIGITS = 6
FREE_TRIES = 3
"""Wrong tries before the waits begin."""
RESEND_SECONDS = 30
MOST_SENT_A_DAY = 12
"""To one address: a kiosk must not flood a stranger's mailbox."""


def code_of(kiosk: Kiosk, verification: Verification) -> str:
    """Return the six digits of a verification, for the mail that carries them."""
    key = kiosk.keys.derive(f"code:{verification.filing}:{verification.email}")
    return HOTP(base64.b32encode(key).decode().rstrip("="), digits=DIGITS).at(verification.counter)


def request_code(kiosk: Kiosk, draft_id: str) -> CodeStatus:
    """Put a code's mail into the outbox for the draft's address; raises TryLater when one went out moments ago."""
    moment, limits = kiosk.clock.now(), kiosk.settings.limits
    now = moment.at
    with kiosk.database.transaction() as session:
        email = _email(as_draft(session, to_write(kiosk, session, draft_id)))
        if kiosk.mailer is None:
            return CodeStatus(None, "", None, can_send=False)
        ensure_not_flooding(session, email, now)
        counter = len(session.exec(select(Verification.id).where(col(Verification.filing) == draft_id)).all()) + 1
        verification = Verification(
            id=secrets.token_hex(16),
            filing=draft_id,
            email=email,
            counter=counter,
            issued_at=now,
            expires_at=now + timedelta(hours=limits.confirm_hours),
        )
        for older in _live(kiosk, session, draft_id, email)[limits.live_codes - 1 :]:
            older.expires_at = older.issued_at
        session.add(verification)
        outbox.enqueue(kiosk, session, MessageKind.EMAIL_CODE, verification.id, moment)
        events.record(kiosk, session, "code_requested", draft_id)
    return status(kiosk, draft_id)


def status(kiosk: Kiosk, draft_id: str) -> CodeStatus:
    """Return how far the newest code's mail to the draft's present address got."""
    with kiosk.database.reading() as session:
        email = _email(as_draft(session, row_of(session, draft_id)))
        live = _live(kiosk, session, draft_id, email)
        message = outbox.newest(session, MessageKind.EMAIL_CODE, live[0].id) if live else None
        return CodeStatus(
            state=MessageState(message.state) if message else None,
            cause=message.cause if message else "",
            at=(message.settled_at or message.created_at) if message else None,
            can_send=kiosk.mailer is not None,
            live_until=live[0].expires_at if live else None,
            trouble=Trouble(message.trouble) if message else Trouble.NONE,
            next_try_at=message.next_try_at if message and message.state == MessageState.DEFERRED else None,
        )


def confirm(kiosk: Kiosk, draft_id: str, code: str) -> Draft:
    """Take a code for the draft's address; raises BadInput on a wrong or expired one, TryLater after too many."""
    digits, now = parse_code(code), kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        row = row_of(session, draft_id)
        draft = as_draft(session, row)
        refusal = _take(kiosk, session, draft, digits, now)
        if refusal is None:
            _mark_verified(session, row, _email(draft), now)
            session.flush()
            return as_draft(session, row)
    raise refusal


def postpone(kiosk: Kiosk, draft_id: str) -> Draft:
    """Go on without the code; it can be typed on a later visit."""
    now = kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        row = to_write(kiosk, session, draft_id)
        draft = as_draft(session, row)
        email, check = _email(draft), draft.answers.email_check
        if check is None or check.email != email or check.verified_at is None:  # what was confirmed meanwhile stays so
            put_answer(row, EmailCheck(email, postponed_at=now))
            events.record(kiosk, session, "verification_postponed", draft_id)
        session.flush()
        return as_draft(session, row)


def confirm_later(kiosk: Kiosk, reference: str, code: str) -> str:
    """Take a code on a later visit, for a case number or a resume code, and return the masked address.

    An unknown reference is refused like a wrong code, so that nothing is told about either.
    """
    digits, now = parse_code(code), kiosk.clock.now().at
    unknown = {tries.subject(kiosk, "reference", re.sub(r"\W", "", reference).upper()): kiosk.settings.limits.draft_tries}
    here = {tries.of_kiosk(kiosk, "codes"): tries.MOST_CODES_AT_KIOSK}  # the numbers can be gone through one by one
    with kiosk.database.transaction() as session:
        tries.ensure_may_try(session, here, now, free=tries.MOST_CODES_AT_KIOSK)
        row = _by_reference(session, reference)
        draft = as_draft(session, row) if row else None
        contact = draft.answers.contact if draft else None
        if row is None or draft is None or contact is None or contact.email is None:
            tries.ensure_may_try(session, unknown, now, free=FREE_TRIES)
            tries.note_wrong(session, unknown, now)
            refusal: KioskError | None = _wrong()
        else:
            refusal = _take(kiosk, session, draft, digits, now)
        if isinstance(refusal, BadInput):
            tries.note_wrong(session, here, now)
        if refusal is None and row is not None and contact is not None and contact.email is not None:
            _mark_verified(session, row, contact.email, now)
            return masked(contact.email)
    raise refusal or _wrong()


def parse_code(typed: str) -> str:
    """Return the six digits that were typed, spaces and hyphens forgiven; raises BadInput."""
    digits = without_separators(typed)
    if not re.fullmatch(r"[0-9]{6}", digits):
        raise BadInput(_("Son 6 números. Revise el correo y escríbalos otra vez."), field="code")
    return digits


def _take(kiosk: Kiosk, session: Session, draft: Draft, digits: str, now: datetime) -> KioskError | None:
    """Mark the code used and return None, or count a wrong try and return the refusal (raising would undo the count)."""
    limits, identity, email = kiosk.settings.limits, draft.answers.applicant, _email(draft)
    subjects = {
        tries.subject(kiosk, "draft", draft.id): limits.draft_tries,
        tries.subject(kiosk, "address", email): limits.day_tries,
        tries.subject(kiosk, "identity", identity.identity.number if identity else ""): limits.day_tries,
    }
    try:
        tries.ensure_may_try(session, subjects, now, free=FREE_TRIES)
    except TryLater as later:
        later.field = "code"
        return later
    issued = session.exec(select(Verification).where(col(Verification.filing) == draft.id, col(Verification.email) == email)).all()
    for each in issued:
        if each.used_at is None and secrets.compare_digest(code_of(kiosk, each), digits):
            if not is_in_time(kiosk, each):
                return BadInput(_("Esos números ya vencieron. Elija «Enviar otra vez» y use los nuevos."), field="code")
            each.used_at = now
            events.record(kiosk, session, "email_verified", draft.id)
            return None
    tries.note_wrong(session, subjects, now)
    return _wrong()


def _mark_verified(session: Session, row: DraftRow, email: str, now: datetime) -> None:
    """Write it into the draft, and into the case where it was sent meanwhile."""
    put_answer(row, EmailCheck(email, verified_at=now))
    if (case := session.get(Case, row.id)) is not None and case.email == email:
        case.email_verified_at = now


def _wrong() -> BadInput:
    return BadInput(_("No son los números del correo. Revíselos y escríbalos otra vez."), field="code")


def _email(draft: Draft) -> str:
    contact = draft.answers.contact
    if contact is None or contact.email is None:
        raise NotFound(_("Este trámite no tiene un correo. Escríbalo en el paso del contacto."), field="email")
    return contact.email


def is_in_time(kiosk: Kiosk, row: Verification) -> bool:
    """Tell whether a code may be used still, by the time that passed since: a clock that leaps neither ends nor keeps it."""
    return kiosk.clock.since(row.issued_at) < row.expires_at - row.issued_at


def _live(kiosk: Kiosk, session: Session, filing: str, email: str) -> list[Verification]:
    query = select(Verification).where(
        col(Verification.filing) == filing,
        col(Verification.email) == email,
        col(Verification.used_at).is_(None),
    )
    return [each for each in session.exec(query.order_by(col(Verification.counter).desc())).all() if is_in_time(kiosk, each)]


def ensure_not_flooding(session: Session, email: str, now: datetime) -> None:
    """Raise TryLater where a code went to an address moments ago, or many did within a day."""
    query = select(Verification.issued_at).where(
        col(Verification.email) == email,
        col(Verification.issued_at).between(now - timedelta(days=1), now),  # not what a clock that went back wrote in the future
    )
    sent = session.exec(query.order_by(col(Verification.issued_at).desc())).all()
    left = RESEND_SECONDS - (now - sent[0]).total_seconds() if sent else 0
    if left > 0:
        raise TryLater(_("Acabamos de pedirlos. Espere {seconds} segundos.").format(seconds=int(left) + 1), wait=left)
    if len(sent) >= MOST_SENT_A_DAY:
        raise TryLater(_("Hoy ya se enviaron muchos números a ese correo. Elija «Verificar después»."), wait=86400)


def _by_reference(session: Session, reference: str) -> DraftRow | None:
    try:
        number = CaseNumber.parse(reference)
        query = select(DraftRow).join(Case, col(Case.id) == col(DraftRow.id)).where(col(Case.number) == number)
    except BadInput:
        query = select(DraftRow).where(col(DraftRow.code) == parse_resume_code(reference))
    return session.exec(query).one_or_none()
