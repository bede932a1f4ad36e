"""Looks at the documents that were brought, each as what it is, before it is said where their pages belong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.domain.documents.document import Inspection, Origin, Paper
from kiosk.domain.errors import BadInput, NotFound
from kiosk.inspection.codes import Code
from kiosk.inspection.limits import PAGES_LIMIT
from kiosk.locale import _
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


def look_at_all(
    kiosk: Kiosk, paper: Paper, documents: Sequence[bytes], origin: Origin, given_up: Callable[[], bool]
) -> list[Given]:
    """Look at documents, without those that show nothing beside others that do: the backs of a stack. Raises as `_look`."""
    most = _STACK_BYTES // min(max(1, len(documents)), PAGES_LIMIT)
    looked: list[Given] = []
    blank: BadInput | None = None
    for number, each in enumerate(documents, 1):
        given = _look(kiosk, paper, (each, origin), most, given_up)
        if given.found.verdict.may_be_attached and given.found.content:
            looked.append(given)
            continue
        refused = refusal(given.found)
        if len(documents) == 1:
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
