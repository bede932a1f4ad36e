"""Members of staff: a short name that SSH, events and the banner can bear, and how they showed who they are."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.desk.permits import Role, role_words
from kiosk.domain.errors import BadInput
from kiosk.domain.text import clean
from kiosk.locale import _

LONGEST_FULL_NAME = 80
_TAKEN = {"citizen", "kiosk"}
"""Who acts in events where no member of staff does (services.kiosk)."""


class SignedInBy(StrEnum):
    """What was typed beside the name: a code of the telephone's, or one of the ten on paper."""

    CODE = "code"
    RECOVERY_CODE = "recovery_code"


@dataclass(frozen=True, slots=True)
class StaffKeyLine:
    """An SSH key: OpenSSH's `SHA256:…` fingerprint, and its type and base64 as a public-key file has them."""

    fingerprint: str
    line: str
    added_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A member of staff, without anything secret. `recovery_codes` are those still good."""

    name: str
    added_at: datetime
    revoked_at: datetime | None = None
    recovery_codes: int = 0
    keys: tuple[StaffKeyLine, ...] = ()
    full_name: str = ""
    role: Role = Role.CLERK
    signed_in_at: datetime | None = None

    @property
    def shown_name(self) -> str:
        """What they are called where they are shown: the full name, where it is known."""
        return self.full_name or self.name


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What is shown once to a new member of staff: the authenticator's `otpauth://` address, and ten recovery codes."""

    name: str
    otpauth: str
    recovery_codes: tuple[str, ...]


def parse_staff_name(typed: str) -> str:
    """Return a name as `rosa.quishpe`: it stands in a command of SSH's, so nothing else is let through. Raises BadInput."""
    name = typed.strip().lower()
    if not re.fullmatch(r"[a-z][a-z0-9]*([.-][a-z0-9]+)*", name, re.ASCII) or not 2 <= len(name) <= 32 or name in _TAKEN:
        raise BadInput(_("El nombre lleva letras sin tilde, números, punto o guion, de 2 a 32, como rosa.quishpe."), field="name")
    return name


def parse_full_name(typed: str) -> str:
    """Return a person's name as the desk shows it, or nothing; raises BadInput."""
    name = clean(typed, limit=200)
    if name and (len(name) > LONGEST_FULL_NAME or not any(each.isalpha() for each in name)):
        raise BadInput(
            _("El nombre completo lleva letras, hasta {longest} signos.").format(longest=LONGEST_FULL_NAME), field="full_name"
        )
    return name


def parse_role(typed: str) -> Role:
    """Return a role by its code; raises BadInput."""
    try:
        return Role(typed.strip().lower())
    except ValueError:
        roles = ", ".join(f"{each} ({role_words(each)})" for each in Role)
        raise BadInput(_("El papel es uno de estos: {roles}.").format(roles=roles), field="role") from None
