"""What was read on a document, and whether it is the right one: the identity number that was typed is looked for there.

Rules and values only; the letters come from kiosk.inspection.judged.recognition, which is never wholly right: a number is found
in spite of the usual confusions, but another person's is believed only where it stands cleanly.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum

from stdnum import luhn

from kiosk.domain.documents.document import Attachment, Finding, Paper, Reading, Verdict
from kiosk.domain.people.folding import words_of
from kiosk.domain.people.identity import HIGHEST_THIRD_DIGIT, Identity, IdentityKind

LEGIBLE = 55.0
"""Of 100: drawn cards and pages read upright are sure to 81–93, the same upside down to 24–33."""
FEWEST_WORDS = 5
"""Fewer words say nothing about how a page lies."""

_CONFUSED = str.maketrans("OQDUILSZBGTA", "000011528674")
"""Letters that digits are taken for, by how they look; the sought and the read are folded alike."""
_CLEANLY = re.compile(r"(?<![\w.-])(?:\d{10}|\d{9}-\d|\d{2} \d{4} \d{4})(?![\w-])(?! \d)(?!\.\d)")
"""Ten digits that stand alone, in one of the groupings that cards and our own papers use."""
_ON_THE_FRONT = frozenset({"cedula", "nacionalidad", "sexo", "vence", "vencimiento", "nui", "condicion"})
_ON_THE_BACK = frozenset(
    {"instruccion", "ocupacion", "profesion", "padre", "madre", "dactilar", "donante", "emitida", "emision", "expedicion"}
)
"""Words that stand on one side of a card and not on the other, of those issued until 2020 and since."""
_MACHINE_READABLE = "<<"
"""What fills the lines that machines read (ICAO 9303): on the back of a card."""
_FEWEST_SIDE_WORDS = 2
_ANSWERED = frozenset({"low_resolution", "blurred", "too_dark", "washed_out", "low_contrast", "shadow", "tilted"})
"""Findings of the whole of a page, that say no more once its letters were read; what a reflection covers may be elsewhere."""
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


class Side(StrEnum):
    """A side of a card."""

    FRONT = "front"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class PageSeen:
    """What was seen of one page, whatever it was brought for; None where that cannot be told.

    `paper` is its shape, `side` that of a card, `numbers` the cédulas that stand on it cleanly, `text` all that was read, and
    `words` how many longer ones of it are words indeed: None where no letters can be read.
    """

    paper: Paper | None = None
    side: Side | None = None
    numbers: tuple[str, ...] = field(default=(), repr=False)
    text: str = field(default="", repr=False)
    words: int | None = None

    def bears(self, identity: Identity) -> bool:
        """Tell whether a person's number stands on it, in spite of the usual confusions."""
        return look_for(identity, self.text) is Reading.FOUND


def side_of(text: str) -> Side | None:
    """Tell a card's side by the words that only one of them has; None where they say nothing, or both are there."""
    found = sides_of(text)
    return next(iter(found)) if len(found) == 1 else None


def sides_of(text: str) -> frozenset[Side]:
    """Return the sides of a card whose words are there: a sheet may show both."""
    words = set(words_of(text))
    counted = {Side.FRONT: len(words & _ON_THE_FRONT), Side.BACK: len(words & _ON_THE_BACK) + 2 * (_MACHINE_READABLE in text)}
    return frozenset(side for side, count in counted.items() if count >= _FEWEST_SIDE_WORDS)


def settled(attachment: Attachment, reading: Reading) -> tuple[Verdict, tuple[Finding, ...]]:
    """Return the one verdict on a document once its letters were looked at, and what of the findings stands.

    A number that should be there and is not found, or is another's, makes it doubtful, however sharp it is: a finger may lie on
    it. Where the number of a single page is found, doubts about light and sharpness are answered.
    """
    if reading in {Reading.NOT_FOUND, Reading.OTHER_PERSON}:
        return Verdict.DOUBTFUL, attachment.findings
    if reading is Reading.FOUND and attachment.pages == 1 and all(each.code in _ANSWERED for each in attachment.findings):
        return Verdict.FINE, ()
    return attachment.verdict, attachment.findings


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
    if stands_in(identity, text):
        return Reading.FOUND
    if identity.kind is IdentityKind.CEDULA and any(each not in others for each in cedulas(text)):
        return Reading.OTHER_PERSON
    return Reading.NOT_FOUND


def stands_in(identity: Identity, text: str, *, end: int = 0) -> bool:
    """Tell whether a number, or so many digits at its `end`, stands in a text, in spite of the usual confusions."""
    return _folded(identity.number[-end:]) in _folded(text)


def _folded(text: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", text.upper().replace("|", "1").replace("!", "1")).translate(_CONFUSED)


def cedulas(text: str) -> list[str]:
    """Return the numbers in a text that can only be cédulas: a mobile telephone has ten digits too, one in ten of them fitting."""
    numbers = [re.sub(r"[ -]", "", each) for line in text.splitlines() for each in _CLEANLY.findall(line)]
    return [
        each
        for each in numbers
        if luhn.is_valid(each) and not (each.startswith(_MOBILE_PREFIX) and int(each[2]) >= HIGHEST_THIRD_DIGIT)
    ]
