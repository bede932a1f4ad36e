"""The resume code: eight characters without look-alikes, that bring a draft back together with the identity's last four."""

import secrets

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.answers import Draft
from kiosk.domain.people.identity import IdentityKind
from kiosk.domain.text import without_separators
from kiosk.locale import _

ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
"""Digits and capitals less those that are mistaken for another (0 O, 1 I L, 2 Z, 5 S, 8 B, U V): 23⁸ ≈ 7.8 × 10¹⁰ codes."""
LENGTH = 8


def new_resume_code() -> str:
    """Draw a code, without its hyphen."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))


def grouped(code: str) -> str:
    """Return the code as it is shown: `K7P4-9WXM`."""
    return f"{code[:4]}-{code[4:]}"


def parse_resume_code(typed: str) -> str:
    """Return the code without hyphen, in capitals; raises BadInput when it cannot be one."""
    code = without_separators(typed).upper()
    if len(code) != LENGTH or any(char not in ALPHABET for char in code):
        raise BadInput(
            _("El número para volver tiene 8 letras y números, como K7P4-9WXM. Revise y escriba otra vez."), field="code"
        )
    return code


def last_four_of(draft: Draft) -> str:
    """Return what a draft's own person types beside the number to come back with: not all have a cédula."""
    applicant = draft.answers.applicant
    if applicant and applicant.identity.kind is IdentityKind.FOREIGN_CODE:
        return _("los 4 últimos signos de su código de extranjero")
    return _("los 4 últimos números de su cédula")
