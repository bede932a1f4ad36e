"""What was read on a document, and whether it is the right one: the identity number that was typed is looked for there.

Rules and values only; the letters come from kiosk.inspection.recognition, which is never wholly right: a number is found
in spite of the usual confusions, but another person's is believed only where it stands cleanly.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from stdnum import luhn

from kiosk.domain.document import Reading
from kiosk.domain.identity import HIGHEST_THIRD_DIGIT, Identity, IdentityKind

LEGIBLE = 55.0
"""Of 100: drawn cards and pages read upright are sure to 81–93, the same upside down to 24–33."""
FEWEST_WORDS = 5
"""Fewer words say nothing about how a page lies."""

_CONFUSED = str.maketrans("OQDUILSZBGTA", "000011528674")
"""Letters that digits are taken for, by how they look; the sought and the read are folded alike."""
_CLEANLY = re.compile(r"(?<![\w.-])(?:\d{10}|\d{9}-\d|\d{2} \d{4} \d{4})(?![\w-])(?! \d)(?!\.\d)")
"""Ten digits that stand alone, in one of the groupings that cards and our own papers use."""
_MOBILE_PREFIX = "09"


@dataclass(frozen=True, slots=True)
class Lettering:
    """What a program read on a picture as it lies: cleaned `text`, how many longer `words`, how sure (0 to 100) it was of these.

    `sideways` says that the lines run from top to bottom; the program reads those as if turned by 90 degrees clockwise.
    """

    text: str
    words: int = 0
    sureness: float = 0.0
    sideways: bool = False

    @property
    def legible(self) -> bool:
        """Whether these are words, and not the shapes of letters that stand on their heads."""
        return self.words >= FEWEST_WORDS and self.sureness >= LEGIBLE


def turning(lettering: Lettering) -> int:
    """Return by how many degrees clockwise a picture seems to have to be turned to stand upright; 0 where nothing can be said.

    Lines that run across and are no words stand on their heads. Of lines that run down, words lie on their right side.
    """
    if lettering.words < FEWEST_WORDS:
        return 0
    if lettering.sideways:
        return 270 if lettering.legible else 90
    return 0 if lettering.legible else 180


def look_for(identity: Identity, text: str, *, others: Collection[str] = ()) -> Reading:
    """Tell whether an identity number stands in a text, or another person's does; `others` are numbers that may stand there too.

    Only a cédula is contradicted by another: the form of the codes for foreigners is not published.
    """
    if _folded(identity.number) in _folded(text):
        return Reading.FOUND
    if identity.kind is IdentityKind.CEDULA and any(each not in others for each in _cedulas(text)):
        return Reading.OTHER_PERSON
    return Reading.NOT_FOUND


def _folded(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper().replace("|", "1").replace("!", "1")).translate(_CONFUSED)


def _cedulas(text: str) -> list[str]:
    """Return the numbers in a text that can only be cédulas: a mobile telephone has ten digits too, one in ten of them fitting."""
    numbers = [re.sub(r"[ -]", "", each) for line in text.splitlines() for each in _CLEANLY.findall(line)]
    return [
        each
        for each in numbers
        if luhn.is_valid(each) and not (each.startswith(_MOBILE_PREFIX) and int(each[2]) >= HIGHEST_THIRD_DIGIT)
    ]
