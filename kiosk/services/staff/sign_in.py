"""Signing in: the name together with the telephone's code of this moment, or one of the ten recovery codes; each is good once.

Nothing is told about who exists: an unknown or revoked name, a code that was used, or is of another time, is refused in the words,
in the time, and with the count of a wrong code, unless an SSH key has proved the name. Wrong ones are counted by name, those beside
a proved key apart: at the public screen anybody can type a name, and must not lock its owner's SSH.
"""

import base64
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pyotp import TOTP
from sqlmodel import Session, col, select

from kiosk.domain.desk.staff import SignedInBy, StaffMember, parse_staff_name
from kiosk.domain.errors import BadInput, KioskError, TryLater
from kiosk.domain.filing.resume_code import parse_resume_code
from kiosk.domain.moment import Moment
from kiosk.domain.text import clean, without_separators
from kiosk.locale import _
from kiosk.services.journal import events, tries
from kiosk.services.kiosk import Kiosk
from kiosk.services.staff.members import as_member, member_row, recovery_digest, secret_of
from kiosk.storage.tables import RecoveryCode, Staff, StaffKey
from kiosk.words.dates import shown_date, shown_time

FREE_TRIES: Final = 3
"""Wrong tries before the waits begin."""
MOST_A_DAY: Final = 60
"""More than the waits leave room for: about 35, a chance of a hit of 10⁻⁴; no name is shut out until tomorrow."""
STEP_SECONDS: Final = 30
TAKEN: Final = 1
"""Steps before and after the present one whose code is taken: it is read, typed, and clocks differ a little (RFC 6238, 5.2)."""
AHEAD: Final = 10
"""Steps to come of whose code it is told, beside a proved key, that a clock is wrong: a code that is told can be waited for,
so that a day's guesses by whoever stole the key are good for 3 + 9 steps each, 4 × 10⁻⁴ in all."""
BEHIND: Final = 1440
"""As above, of steps that are over (12 h): a code that is told is good for nothing any more."""
SLACK: Final = 3
"""Steps by which a clock is set back now and then, without having been wrong."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, with the recovery codes that are still good, and by what."""

    member: StaffMember
    by: SignedInBy


def sign_in(kiosk: Kiosk, name: str, typed: str, *, fingerprint: str = "") -> SignedIn:
    """Let a member of staff in; `fingerprint` is that of the SSH key which sshd has checked.

    Raises BadInput, TryLater; a KioskError where access was taken back or the key is not this member's; OutOfService.
    """
    name, code, moment = parse_staff_name(clean(name)), _parse(typed), kiosk.clock.now()
    with kiosk.database.transaction() as session:
        row = session.get(Staff, name)
        found = _key_refused(session, row, fingerprint) or _checked(kiosk, session, name, code, moment, proved=bool(fingerprint))
        if isinstance(found, SignedInBy):
            member_row(session, name).signed_in_at = moment.at
            session.flush()
            events.record(kiosk.acting_as(name), session, "staff_signed_in", detail=found)
            return SignedIn(as_member(session, member_row(session, name)), found)
        if found.why:
            events.record(kiosk, session, "staff_refused", detail=f"{found.why} {name}" if row else found.why)
    raise found.error


def may_stay(kiosk: Kiosk, name: str, fingerprint: str = "") -> bool:
    """Tell whether whoever signed in is staff still: neither the name nor the key was revoked since."""
    with kiosk.database.reading() as session:
        row, key = session.get(Staff, name), session.get(StaffKey, fingerprint)
        return row is not None and row.revoked_at is None and (key is None or key.revoked_at is None)


@dataclass(frozen=True, slots=True)
class _Refused:
    """A refusal, returned: raised within the transaction it would undo the count of wrong tries.

    `why` is its code in the events; a try before its time has none, for whoever is bored could fill the disk with them.
    """

    why: str
    error: KioskError


def _parse(typed: str) -> str:
    """Return six digits or a recovery code, without what people put between; raises BadInput where it is neither."""
    code = without_separators(clean(typed))
    if re.fullmatch(r"[0-9]{6}", code):
        return code
    try:
        return parse_resume_code(code)
    except BadInput:
        raise BadInput(
            _("Escriba los 6 números de su teléfono, o un código de recuperación de 8 letras y números, como K7P4-9WXM."),
            field="code",
        ) from None


def _key_refused(session: Session, row: Staff | None, fingerprint: str) -> _Refused | None:
    """Refuse plainly whom a key has named, but may not come in by it."""
    if not fingerprint:
        return None
    key = session.get(StaffKey, fingerprint)
    if row is None or key is None or key.staff != row.name:
        words = _("Esta llave SSH no es de ese nombre. Entre con su propia llave, o pida que la registren.")
        return _Refused("other_key", KioskError(words, field="name"))
    if row.revoked_at is not None or key.revoked_at is not None:
        return _Refused("revoked", KioskError(_("Usted ya no tiene acceso. Hable con quien administra el kiosco.")))
    return None


def _checked(  # noqa: PLR0913 - one call, each named
    kiosk: Kiosk, session: Session, name: str, code: str, moment: Moment, *, proved: bool
) -> SignedInBy | _Refused:
    """Use the code up, or count a wrong try."""
    subjects = {tries.subject(kiosk, "staff_key" if proved else "staff", name): MOST_A_DAY}
    try:
        tries.ensure_may_try(session, subjects, moment.at, free=FREE_TRIES)
    except TryLater as later:
        later.field = "code"
        return _Refused("", later)
    row = session.get(Staff, name)
    known = row if row is not None and row.revoked_at is None else None
    if len(code) == 6:  # the telephone's
        found = _by_telephone(kiosk, known, code, moment)
    else:
        found = _by_recovery_code(kiosk, session, name, code, known, moment.at)
    if isinstance(found, SignedInBy):
        return found
    told = (_told(kiosk, known, code, moment) if known and len(code) == 6 else found) if proved else None
    if told is None or told.why != "used":  # who typed the right one twice has not guessed
        tries.note_wrong(session, subjects, moment.at)
    why = found.why if found else "wrong" if known else "revoked" if row else "unknown"
    return told or _Refused(why, BadInput(_mistyped(kiosk, moment) if proved else _wrong(), field="code"))


def _by_telephone(kiosk: Kiosk, known: Staff | None, digits: str, moment: Moment) -> SignedInBy | _Refused | None:
    nobody = base64.b32encode(kiosk.keys.derive("staff-nobody")).decode().rstrip("=")  # what an unknown name costs, too
    totp = TOTP(secret_of(kiosk, known) if known else nobody, interval=STEP_SECONDS)
    here, fits = totp.timecode(moment.at), None
    for each in range(max(here - TAKEN, 0), here + TAKEN + 1):  # all are compared, so that the time tells nothing
        if secrets.compare_digest(totp.generate_otp(each), digits):
            fits = each
    if fits is None or known is None:
        return None
    if known.last_step > here + SLACK:  # it was taken while this clock, or the present one, was wrong
        if not moment.trusted:
            return None
    elif fits <= known.last_step:
        return _Refused("used", BadInput(_used(), field="code"))
    known.last_step = fits
    return SignedInBy.CODE


def _told(kiosk: Kiosk, known: Staff, digits: str, moment: Moment) -> _Refused | None:
    """Return what whom a key has named may be told: that the code was used, or that a clock is wrong; None for a mistyped one."""
    totp = TOTP(secret_of(kiosk, known), interval=STEP_SECONDS)
    here = totp.timecode(moment.at)
    steps = sorted(range(-min(BEHIND, here), AHEAD + 1), key=abs)
    away = next((each for each in steps if secrets.compare_digest(totp.generate_otp(here + each), digits)), None)
    if away is None:
        return None
    if abs(away) > TAKEN:
        return _Refused("clock_off", BadInput(_clock_off(abs(away) * STEP_SECONDS, trusted=moment.trusted), field="code"))
    return _Refused("used", BadInput(_used(), field="code")) if here + away <= known.last_step <= here + SLACK else None


def _by_recovery_code(  # noqa: PLR0913, PLR0917 - one call, each named
    kiosk: Kiosk, session: Session, name: str, code: str, known: Staff | None, now: datetime
) -> SignedInBy | None:
    digest, found = recovery_digest(kiosk, name, code), None
    good = select(RecoveryCode).where(col(RecoveryCode.staff) == name, col(RecoveryCode.used_at).is_(None))
    for each in session.exec(good).all():
        if secrets.compare_digest(each.digest, digest):
            found = each
    if known is None or found is None:
        return None
    found.used_at = now
    return SignedInBy.RECOVERY_CODE


def _wrong() -> str:
    return _(
        "El nombre o los números no coinciden. Revise los dos: los números son los que su teléfono muestra ahora, y valen una sola "
        "vez. Si ya los usó, espere los siguientes."
    )


def _mistyped(kiosk: Kiosk, moment: Moment) -> str:
    """Say that the code is not right, and what the kiosk takes for the time where nobody vouches for it."""
    if moment.trusted:
        return _("Esos no son sus números. Escriba los 6 que su teléfono muestra ahora.")
    return _(
        "Esos no son sus números. Escriba los 6 que su teléfono muestra ahora. Para este kiosco son las {time} del {day}: "
        "si no es así, avise a quien lo administra."
    ).format(time=shown_time(kiosk.local(moment.at)), day=shown_date(kiosk.local(moment.at)))


def _used() -> str:
    return _("Esos números ya se usaron: valen una sola vez. Espere a que su teléfono muestre otros.")


def _clock_off(seconds: int, *, trusted: bool) -> str:
    away = (
        _("{seconds} segundos").format(seconds=seconds)
        if seconds < 120
        else _("{minutes} minutos").format(minutes=round(seconds / 60))
    )
    if trusted:
        return _(
            "Los números son de otra hora: la de su teléfono y la del kiosco difieren en unos {away}. "
            "Ponga en automático la del teléfono y pruebe otra vez."
        ).format(away=away)
    return _(
        "Los números son de otra hora: la de su teléfono y la del kiosco difieren en unos {away}. "
        "Si la del teléfono está en automático, la equivocada es la del kiosco: avise a quien lo administra."
    ).format(away=away)
