"""By which ways a paper comes into this kiosk: scanner, memory stick, copier. Whatever names them takes them from here.

A stick that is named where none is read, or a scanner that stands nowhere, sends somebody home for nothing.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from kiosk.locale import _

if TYPE_CHECKING:
    from kiosk.settings import Settings


class Way(StrEnum):
    """A way in; the values are those of the screens' sources."""

    SCANNER = "scanner"
    STICK = "stick"
    INBOX = "inbox"
    """The folder of the dispensary's copier."""


def ways_in(settings: "Settings") -> tuple[Way, ...]:
    """Return the ways that this kiosk has, in the order in which they are offered."""
    known = (
        (settings.scanner.kind != "none", Way.SCANNER),
        (settings.stick.folder is not None, Way.STICK),
        (settings.inbox.folder is not None, Way.INBOX),
    )
    return tuple(way for there, way in known if there)


def as_brought(settings: "Settings") -> str:
    """Return how papers may be brought: on paper, which staff take where nothing scans it, or on a stick."""
    ways = ways_in(settings)
    if Way.STICK not in ways:
        return _("en papel")
    return _("en una memoria USB (PDF o foto JPG)") if ways == (Way.STICK,) else _("en papel o en una memoria USB (PDF o foto JPG)")


def as_taken(settings: "Settings") -> str:
    """Return from where the kiosk takes a paper, to be read behind «lo toma»; staff do where it has no way."""
    words = {Way.SCANNER: _("del escáner"), Way.STICK: _("de su memoria USB"), Way.INBOX: _("de la copiadora")}
    return one_of([words[each] for each in ways_in(settings)]) or _("con ayuda del personal")


def one_of(words: Sequence[str]) -> str:
    """Return up to three words as a choice: `a`, `a o b`, `a, b o c`."""
    *others, last = words or [""]
    patterns = {0: "{last}", 1: _("{first} o {last}"), 2: _("{first}, {second} o {last}")}
    return patterns[len(others)].format(last=last, **dict(zip(("first", "second"), others, strict=False)))
