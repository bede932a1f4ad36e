"""Who is staff: each has an authenticator's secret, sealed, and ten recovery codes, of which only digests are kept.

What is shown of them is shown once; a lost telephone is mended by `reset`, never by looking the secret up.
"""

import hashlib
import hmac
import secrets

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session, col, delete, select

from kiosk.domain.desk.permits import Role
from kiosk.domain.desk.staff import Enrolment, StaffKeyLine, StaffMember, parse_full_name, parse_staff_name
from kiosk.domain.errors import BadInput, KioskError, NotFound, OutOfService
from kiosk.domain.filing.resume_code import grouped, new_resume_code
from kiosk.locale import _
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.storage.database import Database
from kiosk.storage.tables import RecoveryCode, Staff, StaffKey

RECOVERY_CODES = 10
_SECRET_LETTERS = 32
"""Of base32, 5 bits each: 160 bits, as RFC 4226 (section 4) recommends."""
_NONCE_BYTES = 12


def add(kiosk: Kiosk, name: str, full_name: str = "", role: Role = Role.CLERK) -> Enrolment:
    """Take somebody in under a name that was never given before; raises BadInput."""
    name, full_name = parse_staff_name(name), parse_full_name(full_name)
    with kiosk.database.transaction() as session:
        if session.get(Staff, name) is not None:
            raise BadInput(
                _("El nombre {name} ya se dio, y ninguno se da dos veces: los registros lo nombran. Elija otro.").format(name=name),
                field="name",
            )
        row = Staff(name=name, full_name=full_name, role=role, secret=b"", added_at=kiosk.clock.now().at)
        session.add(row)
        enrolment = _enrol(kiosk, session, row)
        events.record(kiosk, session, "staff_added", detail=f"{name} {role}")
        return enrolment


def reset(kiosk: Kiosk, name: str) -> Enrolment:
    """Give somebody a new secret and new recovery codes in place of the old ones; their keys stay. Raises NotFound, KioskError."""
    with kiosk.database.transaction() as session:
        row = living(session, name)
        enrolment = _enrol(kiosk, session, row)
        events.record(kiosk, session, "staff_reset", detail=row.name)
        return enrolment


def revoke(kiosk: Kiosk, name: str) -> None:
    """Let somebody, and all their keys, in no more; the name stays theirs. Raises NotFound.

    The file that SSH reads is written anew by `staff_keys.publish`, which comes after; whoever is quicker is refused at the code.
    """
    now = kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        row = member_row(session, name)
        if row.revoked_at is None:
            row.revoked_at = now
            for key in session.exec(select(StaffKey).where(col(StaffKey.staff) == row.name, col(StaffKey.revoked_at).is_(None))):
                key.revoked_at = now
            events.record(kiosk, session, "staff_revoked", detail=row.name)


def restore(kiosk: Kiosk, name: str) -> Enrolment:
    """Let a member who was revoked in again, with a new secret and new recovery codes; their keys stay revoked.

    Raises NotFound, KioskError.
    """
    with kiosk.database.transaction() as session:
        row = member_row(session, name)
        if row.revoked_at is None:
            raise KioskError(_("{name} tiene acceso: no hay nada que devolverle.").format(name=row.name), field="name")
        row.revoked_at = None
        enrolment = _enrol(kiosk, session, row)
        events.record(kiosk, session, "staff_restored", detail=row.name)
        return enrolment


def give_role(kiosk: Kiosk, name: str, role: Role) -> None:
    """Let somebody do what a role may from now on, and nothing else; raises NotFound, KioskError."""
    with kiosk.database.transaction() as session:
        row = living(session, name)
        if row.role != role:
            row.role = role
            events.record(kiosk, session, "staff_role_given", detail=f"{row.name} {role}")


def list_staff(kiosk: Kiosk) -> list[StaffMember]:
    """Return everybody who is or was staff, by name."""
    return members(kiosk.database)


def members(database: Database) -> list[StaffMember]:
    """Return the same, for whoever looks at a kiosk that is not running."""
    with database.reading() as session:
        return [as_member(session, each) for each in session.exec(select(Staff).order_by(col(Staff.name))).all()]


def member(kiosk: Kiosk, name: str) -> StaffMember:
    """Return a member of staff; raises NotFound."""
    with kiosk.database.reading() as session:
        return as_member(session, member_row(session, name))


def member_row(session: Session, name: str) -> Staff:
    """Return a member's row, revoked or not; raises NotFound, and BadInput for what is no name."""
    name = parse_staff_name(name)
    row = session.get(Staff, name)
    if row is None:
        raise NotFound(
            _("No hay nadie con el nombre {name}. Vea los nombres con: kiosk staff list").format(name=name), field="name"
        )
    return row


def living(session: Session, name: str) -> Staff:
    """Return the row of a member who was not revoked; raises NotFound, KioskError."""
    row = member_row(session, name)
    if row.revoked_at is not None:
        raise KioskError(
            _("{name} ya no tiene acceso. Si vuelve a trabajar aquí: kiosk staff restore {name}").format(name=row.name),
            field="name",
        )
    return row


def as_member(session: Session, row: Staff) -> StaffMember:
    """Return a row as a value without anything secret."""
    keys = session.exec(select(StaffKey).where(col(StaffKey.staff) == row.name).order_by(col(StaffKey.added_at))).all()
    good = select(RecoveryCode.id).where(col(RecoveryCode.staff) == row.name, col(RecoveryCode.used_at).is_(None))
    return StaffMember(
        row.name,
        row.added_at,
        row.revoked_at,
        recovery_codes=0 if row.revoked_at else len(session.exec(good).all()),
        keys=tuple(StaffKeyLine(each.fingerprint, each.line, each.added_at, each.revoked_at) for each in keys),
        full_name=row.full_name,
        role=Role(row.role),
        signed_in_at=row.signed_in_at,
    )


def secret_of(kiosk: Kiosk, row: Staff) -> str:
    """Return a member's secret in base32; raises OutOfService where it was altered, or is another's."""
    try:
        return (
            AESGCM(kiosk.keys.derive("staff"))
            .decrypt(row.secret[:_NONCE_BYTES], row.secret[_NONCE_BYTES:], row.name.encode())
            .decode()
        )
    except (InvalidTag, ValueError) as error:
        raise OutOfService(
            _("El registro de {name} está dañado. Dele otro QR: kiosk staff reset {name}").format(name=row.name)
        ) from error


def recovery_digest(kiosk: Kiosk, name: str, code: str) -> str:
    """Return what is kept of a recovery code, written without its hyphen."""
    return hmac.new(kiosk.keys.derive("staff-recovery"), f"{name}:{code}".encode(), hashlib.sha256).hexdigest()


def _enrol(kiosk: Kiosk, session: Session, row: Staff) -> Enrolment:
    secret, nonce = pyotp.random_base32(_SECRET_LETTERS), secrets.token_bytes(_NONCE_BYTES)
    row.secret = nonce + AESGCM(kiosk.keys.derive("staff")).encrypt(nonce, secret.encode(), row.name.encode())
    row.last_step = -1
    session.flush()
    session.execute(delete(RecoveryCode).where(col(RecoveryCode.staff) == row.name))
    codes = [new_resume_code() for _place in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(staff=row.name, digest=recovery_digest(kiosk, row.name, each)) for each in codes)
    issuer = _("Kiosco {id}").format(id=kiosk.settings.kiosk.id)
    otpauth = pyotp.TOTP(secret).provisioning_uri(name=row.name, issuer_name=issuer)
    return Enrolment(row.name, otpauth, tuple(grouped(each) for each in codes))
