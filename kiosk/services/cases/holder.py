"""What shows that whoever stands at the public screen holds a case: its receipt in hand, or the mailbox of its address.

Its number and four digits of an identity are no secrets: with them alone nothing is changed. Staff need no proof: they are named.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlmodel import Session, col, func, select

from kiosk.domain.errors import BadInput, KioskError, NotFound, TryLater
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageKind
from kiosk.domain.text import without_separators
from kiosk.locale import _
from kiosk.services.cases.lookup import case_of
from kiosk.services.filing import verification
from kiosk.services.journal import events, tries
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.services.papers import receipt_check
from kiosk.storage.public_keys import own_keys
from kiosk.storage.tables import Case, Verification

OPEN_FOR: Final = timedelta(minutes=10)
"""How long the digits of a mail open a case; those that confirm an address live longer, and open none."""
LONGEST_NUMBER: Final = 40
"""Signs of what may be meant for a number: a receipt's code is much longer."""
SEAL_SHOWN: Final = 4
"""Signs of the seal that are asked for to tell how a case stands."""
SEAL_WHOLE: Final = 16
"""Signs of the seal that show that the receipt is in hand."""


class How(StrEnum):
    """By what somebody showed that a case is theirs."""

    RECEIPT = "receipt"
    """Its QR, with the four digits that do not stand on it."""
    SEAL = "seal"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Proof:
    """That whoever is in front holds a case; given by this module alone, and good for this visit."""

    number: CaseNumber
    how: How


def is_receipt_code(typed: str) -> bool:
    """Tell whether what a reader typed is a receipt's code, and not a case's number."""
    return len(without_separators(typed)) > LONGEST_NUMBER


def number_of_receipt(kiosk: Kiosk, typed: str) -> CaseNumber:
    """Return the case's number of a genuine receipt of this kiosk; raises BadInput."""
    found = receipt_check.check(typed, list(own_keys(kiosk.settings.data_dir)))
    if found.verdict is not receipt_check.ReceiptVerdict.GENUINE or found.said is None:
        raise BadInput(_("Ese cuadro no es de un comprobante de este kiosco. Léalo otra vez, o escriba el número."), field="number")
    return found.said.number


def seal_of(session: Session, case_id: str) -> str:
    """Return the seal that stands on a case's receipt; nothing where its time was over."""
    return events.filed_link(session, case_id)[:SEAL_WHOLE]


def read_seal(typed: str) -> str:
    """Return a seal, or its beginning, as it was meant: small letters, o for 0 and l for 1 forgiven."""
    return without_separators(typed).lower().translate(str.maketrans("oil", "011"))


def is_seal(seal: str, typed: str, signs: int) -> bool:
    """Tell whether so many signs of a seal were typed; the time tells nothing."""
    meant = read_seal(typed)
    return len(meant) >= signs and bool(seal) and hmac.compare_digest(seal[: len(meant)].encode(), meant.encode())


def by_seal(kiosk: Kiosk, number: CaseNumber, typed: str) -> Proof:
    """Take the whole seal of a receipt; raises BadInput on a wrong one, TryLater after too many."""
    if len(read_seal(typed)) < SEAL_WHOLE:
        raise BadInput(_("El sello tiene 16 signos, en 4 grupos. Escríbalos todos."), field="proof")
    now = kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        case = case_of(session, number)
        subjects = {tries.subject(kiosk, "number", case.number): tries.MOST_AT_CASE}
        _ensure_may_try(session, subjects, now, free=kiosk.settings.limits.resume_tries)
        if is_seal(seal_of(session, case.id), typed, SEAL_WHOLE):
            events.record(kiosk, session, "holder_shown", case.id, How.SEAL)
            return Proof(case.number, How.SEAL)
        tries.note_wrong(session, subjects, now)
    raise BadInput(_("Ese no es el sello de su comprobante. Compárelo, grupo por grupo."), field="proof")


def by_receipt(kiosk: Kiosk, number: CaseNumber, typed: str) -> Proof:
    """Take the QR of a case's receipt; raises BadInput where it is of another."""
    if number_of_receipt(kiosk, typed) != number:
        raise BadInput(_("Ese comprobante es de otro trámite. Lea el de este."), field="proof")
    with kiosk.database.transaction() as session:
        events.record(kiosk, session, "holder_shown", case_of(session, number).id, How.RECEIPT)
    return Proof(number, How.RECEIPT)


def send_code(kiosk: Kiosk, number: CaseNumber) -> None:
    """Send six digits to a case's address; raises NotFound where there is none, TryLater when some went out moments ago."""
    moment = kiosk.clock.now()
    with kiosk.database.transaction() as session:
        case = case_of(session, number)
        if kiosk.mailer is None or case.email is None:
            raise NotFound(_("Este trámite no tiene un correo, o este kiosco no envía correo: pida ayuda al personal."))
        verification.ensure_not_flooding(session, case.email, moment.at)
        newest = session.exec(select(func.max(Verification.counter)).where(col(Verification.filing) == case.id)).one()
        row = Verification(
            id=secrets.token_hex(16),
            filing=case.id,
            email=case.email,
            counter=(newest or 0) + 1,
            issued_at=moment.at,
            expires_at=moment.at + OPEN_FOR,
        )
        session.add(row)
        outbox.enqueue(kiosk, session, MessageKind.EMAIL_CODE, row.id, moment)
        events.record(kiosk, session, "holder_code_requested", case.id)


def by_mail(kiosk: Kiosk, number: CaseNumber, typed: str) -> Proof:
    """Take the six digits of the mail; raises BadInput on wrong ones, TryLater after too many."""
    digits, now, limits = verification.parse_code(typed), kiosk.clock.now().at, kiosk.settings.limits
    with kiosk.database.transaction() as session:
        case = case_of(session, number)
        subjects = {
            tries.subject(kiosk, "draft", case.id): limits.draft_tries,
            tries.subject(kiosk, "address", case.email or ""): limits.day_tries,
        }
        _ensure_may_try(session, subjects, now, free=verification.FREE_TRIES, field="code")
        for each in _opening(kiosk, session, case):
            if hmac.compare_digest(verification.code_of(kiosk, each), digits):
                each.used_at = now
                events.record(kiosk, session, "holder_shown", case.id, How.MAIL)
                return Proof(case.number, How.MAIL)
        tries.note_wrong(session, subjects, now)
    raise BadInput(_("Esos no son los números del correo. Revíselos y escríbalos otra vez."), field="code")


def opens_a_case(session: Session, row: Verification) -> Case | None:
    """Return the case that a code was asked for to open; None for one that confirms the address of a filing under way."""
    case = session.get(Case, row.filing)
    return case if case is not None and row.issued_at > case.submitted_at else None


def ensure_held(kiosk: Kiosk, case: Case, proof: Proof | None) -> None:
    """Raise KioskError unless a member of staff acts, or it was shown that whoever does holds the case."""
    if not kiosk.by_staff and (proof is None or proof.number != case.number):
        raise KioskError(_("Primero muestre que el trámite es suyo: con su comprobante, con su correo o con el personal."))


def _opening(kiosk: Kiosk, session: Session, case: Case) -> list[Verification]:
    of_case = (col(Verification.filing) == case.id, col(Verification.email) == (case.email or ""))
    unused = (col(Verification.used_at).is_(None), col(Verification.issued_at) >= case.submitted_at)
    found = session.exec(select(Verification).where(*of_case, *unused)).all()
    return [each for each in found if kiosk.clock.since(each.issued_at) <= OPEN_FOR and verification.is_in_time(kiosk, each)]


def _ensure_may_try(session: Session, subjects: dict[str, int], now: datetime, *, free: int, field: str = "proof") -> None:
    try:
        tries.ensure_may_try(session, subjects, now, free=free)
    except TryLater as later:
        later.field = field
        raise
