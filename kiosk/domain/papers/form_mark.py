"""What the QR on the papers that come back says: the form's own code, the page of it, and a check. Nothing personal.

The code is not the one with which a person comes back: the form bears the whole identity number too, and a photograph of it would
open the draft with all its documents.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from stdnum.iso7064 import mod_37_36

from kiosk.domain.filing.resume_code import ALPHABET, LENGTH

_FORM = re.compile(rf"(?P<code>[{ALPHABET}]{{{LENGTH}}})-(?P<page>0|[1-9]\d?)-(?P<check>[0-9A-Z])")
CONFIRMATION_PAGE: Final = 0
"""Stands for the slip that the person signs (domain.filing.confirmation), which is no page of the form."""


@dataclass(frozen=True, slots=True)
class FormMark:
    """A page of a draft's application form: the form's code, and the page from 1; or its slip to sign.

    Of papers printed before forms had a code of their own it is the draft's resume code, of a correction's the correction's.
    """

    code: str
    page: int

    @property
    def text(self) -> str:
        """Return the text of the QR: `K7P49WXM-1-C`, its last character an ISO 7064 check (mod 37,36) of the others."""
        return f"{self.code}-{self.page}-{mod_37_36.calc_check_digit(f'{self.code}{self.page}')}"


def form_id(draft_id: str) -> str:
    """Return the code of a draft's form: eight characters that follow from its 128 random bits, and from which nothing follows."""
    number, code = int.from_bytes(hashlib.sha256(b"form " + draft_id.encode()).digest()), ""
    for _place in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        code += ALPHABET[place]
    return code


def belongs(mark: FormMark, *, draft_id: str, code: str) -> bool:
    """Tell whether a mark is of the draft with this id and resume code."""
    return mark.code in {form_id(draft_id), code}


def parse_form_mark(text: str) -> FormMark | None:
    """Return the mark that a QR's text stands for, None where it is something else, or its check is wrong."""
    found = _FORM.fullmatch(text)
    if found is None or not mod_37_36.is_valid(found["code"] + found["page"] + found["check"]):
        return None
    return FormMark(found["code"], int(found["page"]))
