"""Reads what was brought, and looks at it: each document as what it is, before it is said where its pages belong."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kiosk.domain.documents.brought import Brought, Documents
from kiosk.domain.documents.copier import ArrivedFile
from kiosk.domain.documents.document import Inspection, Origin, Paper
from kiosk.domain.documents.stick import StickFile
from kiosk.domain.errors import BadInput, NotFound
from kiosk.inspection.codes import Code
from kiosk.inspection.limits import PAGES_LIMIT
from kiosk.locale import _
from kiosk.services.documents import copier, stick
from kiosk.services.documents.attachments import refusal
from kiosk.services.journal.figures import note_refused
from kiosk.services.kiosk import Kiosk

_STACK_BYTES = 22_000_000
"""What all sheets of a stack may take together before they are made one document, and that is fitted to the limit."""


@dataclass(frozen=True, slots=True)
class Given:
    """A document as it was brought, and what was found in it."""

    content: bytes
    found: Inspection
    paper: Paper
    """As what it was looked at."""
    origin: Origin = Origin.FILE


class KeptElsewhere(BadInput):
    """What was brought is kept, though not where it was brought for."""


def read(kiosk: Kiosk, brought: Brought) -> Documents:
    """Return the bytes of what was brought; raises NotFound where it is gone or has changed."""
    match brought:
        case StickFile():
            return Documents([stick.read(kiosk, brought)])
        case ArrivedFile():
            return Documents([copier.read(kiosk, brought)], Origin.SCAN)
        case Documents():
            return brought


def remove(kiosk: Kiosk, brought: Brought) -> None:
    """Take what is kept now out of the copier's folder; nothing else is removed, for it is the person's own."""
    if isinstance(brought, ArrivedFile):
        with contextlib.suppress(NotFound):  # the folder is gone: it is kept all the same
            copier.remove(kiosk, brought)


@contextlib.contextmanager
def opened(kiosk: Kiosk, brought: Brought) -> Iterator[Documents]:
    """Read what was brought, and remove it from where it came to once the block has kept it; raises as `read`."""
    try:
        yield read(kiosk, brought)
    except KeptElsewhere:
        remove(kiosk, brought)
        raise
    remove(kiosk, brought)


def look_at_all(kiosk: Kiosk, paper: Paper, documents: Documents, given_up: Callable[[], bool]) -> list[Given]:
    """Look at documents, without those that show nothing beside others that do: the backs of a stack. Raises as `_look`."""
    most = _STACK_BYTES // min(max(1, len(documents.contents)), PAGES_LIMIT)
    looked: list[Given] = []
    blank: BadInput | None = None
    for number, each in enumerate(documents.contents, 1):
        given = _look(kiosk, paper, (each, documents.origin), most, given_up)
        if given.found.verdict.may_be_attached and given.found.content:
            looked.append(given)
            continue
        refused = refusal(given.found)
        if len(documents.contents) == 1:
            note_refused(kiosk)
            raise refused
        if [finding.code for finding in given.found.findings] == [Code.BLANK]:
            blank = blank or refused
            continue
        note_refused(kiosk)
        raise BadInput(_("Hoja {number}: {words}").format(number=number, words=refused.message), field=refused.field)
    if blank and not looked:
        note_refused(kiosk)
        raise blank
    return looked


def _look(kiosk: Kiosk, paper: Paper, brought: tuple[bytes, Origin], most: int, given_up: Callable[[], bool]) -> Given:
    """Look at a document, as a page where it is a form or no card; raises NotFound when it was given up."""
    content, origin = brought
    found, seen_as = kiosk.inspector.inspect(content, paper, most=most, origin=origin), paper
    if paper is not Paper.PAGE and (found.marks or not found.verdict.may_be_attached):
        as_page = kiosk.inspector.inspect(content, Paper.PAGE, most=most, origin=origin)
        found, seen_as = (as_page, Paper.PAGE) if as_page.marks else (found, paper)
    if given_up():
        raise NotFound(_("Se dejó de esperar."))
    return Given(content, found, seen_as, origin)
