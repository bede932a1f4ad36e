"""What the QR on the papers that come back says: the draft's slip code, the page of its form, and a check. Nothing personal."""

import re
from dataclasses import dataclass
from typing import Final

from stdnum.iso7064 import mod_37_36

from kiosk.domain.resume_code import ALPHABET, LENGTH

_FORM = re.compile(rf"(?P<code>[{ALPHABET}]{{{LENGTH}}})-(?P<page>0|[1-9]\d?)-(?P<check>[0-9A-Z])")
CONFIRMATION_PAGE: Final = 0
"""Stands for the slip that the person signs (domain.confirmation), which is no page of the form."""


@dataclass(frozen=True, slots=True)
class FormMark:
    """A page of a draft's application form: the draft's resume code, and the page from 1; or its slip to sign."""

    code: str
    page: int

    @property
    def text(self) -> str:
        """Return the text of the QR: `K7P49WXM-1-C`, its last character an ISO 7064 check (mod 37,36) of the others."""
        return f"{self.code}-{self.page}-{mod_37_36.calc_check_digit(f'{self.code}{self.page}')}"


def parse_form_mark(text: str) -> FormMark | None:
    """Return the mark that a QR's text stands for, None where it is something else, or its check is wrong."""
    found = _FORM.fullmatch(text)
    if found is None or not mod_37_36.is_valid(found["code"] + found["page"] + found["check"]):
        return None
    return FormMark(found["code"], int(found["page"]))
