"""Members of staff as the tests need them: enrolled, with the code that their telephone shows."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pyotp

from kiosk.domain.desk.permits import Role
from kiosk.domain.desk.staff import Enrolment, StaffMember
from kiosk.services.kiosk import Kiosk
from kiosk.services.staff import members


@dataclass(frozen=True)
class Telephone:
    """An authenticator that was enrolled; `codes` are the recovery codes on paper."""

    kiosk: Kiosk
    enrolment: Enrolment

    @property
    def codes(self) -> tuple[str, ...]:
        return self.enrolment.recovery_codes

    @property
    def secret(self) -> str:
        return str(pyotp.parse_uri(self.enrolment.otpauth).secret)

    def shows(self, *, steps: int = 0) -> str:
        """Return the code of this moment, or of some steps of 30 s later."""
        return pyotp.TOTP(self.secret).at(self.kiosk.clock.now().at, counter_offset=steps)


def enrolled(kiosk: Kiosk, name: str = "rosa", role: Role = Role.SUPERVISOR) -> Telephone:
    """Take somebody in."""
    return Telephone(kiosk, members.add(kiosk, name, role=role))


def signed_in(role: Role = Role.SUPERVISOR, name: str = "rosa", full_name: str = "") -> StaffMember:
    """Return somebody as the desk hears of them when they have signed in."""
    return StaffMember(name, datetime(2026, 11, 1, tzinfo=UTC), full_name=full_name, role=role)
