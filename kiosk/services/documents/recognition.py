"""Whether the right paper stands in a slot: its letters are read, and the identity number that was typed is looked for.

It runs behind while the person goes on, and never stands in the way of a filing: what it cannot say is left open.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import col, update

from kiosk.domain.documents.document import Attachment, Inspection, Paper, Reading
from kiosk.domain.documents.reading import Lettering, PageSeen, cedulas, look_for, settled, side_of, turning
from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.procedure import Slot
from kiosk.domain.people.identity import Identity
from kiosk.inspection.judged.judging import shape_of
from kiosk.inspection.judged.recognition import NotRead, recognise
from kiosk.services.documents import attachments, viewing
from kiosk.services.filing import slots
from kiosk.services.filing.drafts import as_draft, keep_alive, row_of, to_write
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Document

PAGES_AT_MOST = 3
"""Pages that are read for one number."""


@dataclass(frozen=True, slots=True)
class _Sought:
    """The number that should stand on a document, those of the others in the case that may stand there too, and on what paper."""

    identity: Identity
    others: frozenset[str]
    paper: Paper


def wants_reading(draft: Draft, slot: Slot) -> bool:
    """Tell whether the document in a slot should show a number, and was not looked at yet."""
    attachment = next((each for each in draft.attachments if each.slot == slot.id), None)
    return attachment is not None and attachment.reading is None and _sought(draft, slot) is not None


def read(kiosk: Kiosk, draft_id: str, slot_id: str, *, given_up: Callable[[], bool] = lambda: False) -> Draft:
    """Look for the number on the document in a slot, keep what was found, and turn the document when it reads turned.

    Takes some seconds. Leaves all as it is where no number is looked for, when it was `given_up`, or when another document
    stands there by the end; raises NotFound when none does.
    """
    draft, attachment, content = viewing.opened(kiosk, draft_id, slot_id)
    slot = next((each for each in slots.slots_of(kiosk, draft) if each.id == slot_id), None)
    sought = _sought(draft, slot) if slot else None
    if sought is None:
        return draft
    try:
        reading, degrees = _look(kiosk, content, attachment.pages, sought, given_up)
    except (NotRead, BadInput):
        if given_up():
            return draft
        reading, degrees = Reading.UNAVAILABLE, 0
    if degrees and (turned := _turned(kiosk, draft_id, attachment, (content, degrees, reading))):
        return turned
    return _keep(kiosk, draft_id, attachment, reading)


def see_pages(kiosk: Kiosk, found: Inspection, *, given_up: Callable[[], bool] = lambda: False) -> tuple[PageSeen, ...]:
    """Return what is seen of each page of a document that may be attached: shape, and where letters can be read side and numbers.

    A card takes half a second, a page three. Only the first pages are read, as many as for one number. Whoever gives up gets the
    shapes of the pages that were not read by then.
    """
    return tuple(_see(kiosk, found, page, given_up) for page in range(found.pages))


def _see(kiosk: Kiosk, found: Inspection, page: int, given_up: Callable[[], bool]) -> PageSeen:
    paper = shape_of(found.facts[page]) if page < len(found.facts) else None
    if page >= PAGES_AT_MOST or given_up():
        return PageSeen(paper)
    try:
        lettering, _degrees = _read_upright(kiosk, found.content, page, paper or Paper.PAGE, given_up)
    except (NotRead, BadInput):
        return PageSeen(paper)
    words = lettering.words if lettering.legible else 0
    return PageSeen(paper, side_of(lettering.text), tuple(cedulas(lettering.text)), lettering.text, words)


def whose(kiosk: Kiosk, draft_id: str, slot_id: str) -> Slot | None:
    """Return the free place of that other one of the draft whose number stands on the document in a slot; None for nobody's."""
    draft, attachment, content = viewing.opened(kiosk, draft_id, slot_id)
    asked = slots.slots_of(kiosk, draft)
    own = next((each for each in asked if each.id == slot_id), None)
    if own is None or not own.person:
        return None
    filled = {each.slot for each in draft.attachments}
    free = [each for each in asked if each.requirement.id == own.requirement.id and each.id not in filled]
    for page in range(min(attachment.pages, PAGES_AT_MOST)):
        try:
            lettering, _degrees = _read_upright(kiosk, content, page, own.requirement.paper, lambda: False)
        except (NotRead, BadInput):
            return None
        for each in free:
            sought = _sought(draft, each)
            if sought and look_for(sought.identity, lettering.text) is Reading.FOUND:
                return each
    return None


def move(kiosk: Kiosk, draft_id: str, slot_id: str, to: str) -> Draft:
    """Put the document of a slot into that of the one whose number was read on it, in place of where it stands."""
    _draft, _attachment, content = viewing.opened(kiosk, draft_id, slot_id)
    attachments.attach(kiosk, draft_id, to, content, twice=True)
    attachments.remove(kiosk, draft_id, slot_id)
    return note_found(kiosk, draft_id, to)


def note_found(kiosk: Kiosk, draft_id: str, slot_id: str) -> Draft:
    """Keep that the number was read on the document in a slot before it was put there."""
    _draft, attachment, _content = viewing.opened(kiosk, draft_id, slot_id)
    return _keep(kiosk, draft_id, attachment, Reading.FOUND)


def confirm(kiosk: Kiosk, draft_id: str, slot_id: str) -> Draft:
    """Keep that the person said that it is the right document; a reading that raised no doubt stays as it is."""
    now = kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        row = to_write(kiosk, session, draft_id)
        doubts = (Reading.NOT_FOUND, Reading.OTHER_PERSON)
        same = (col(Document.filing) == draft_id, col(Document.slot) == slot_id, col(Document.reading).in_(doubts))
        session.execute(update(Document).where(*same).values(reading=Reading.MEANT))
        keep_alive(kiosk, row, now)
        events.record(kiosk, session, "document_meant", draft_id, slot_id.partition(":")[0])
        session.flush()
        return as_draft(session, row)


def _sought(draft: Draft, slot: Slot) -> _Sought | None:
    """Return whose number should stand on a slot's document: the person's own, on a paper of the whole case the applicant's."""
    applicant = draft.answers.applicant
    if applicant is None or not slot.requirement.bears_identity:
        return None
    people = {each.key: each.identity for each in draft.answers.leavers if each.identity} | {"applicant": applicant.identity}
    identity = people.get(slot.person or "applicant")
    if identity is None:
        return None
    others = frozenset() if slot.person else frozenset(each.number for each in people.values())
    return _Sought(identity, others, slot.requirement.paper)


def _look(kiosk: Kiosk, content: bytes, pages: int, sought: _Sought, given_up: Callable[[], bool]) -> tuple[Reading, int]:
    """Return what is found on the first pages, and by how many degrees they are to be turned; raises NotRead or BadInput."""
    found, turnings = Reading.NOT_FOUND, set()
    for page in range(min(pages, PAGES_AT_MOST)):
        lettering, degrees = _read_upright(kiosk, content, page, sought.paper, given_up, sought=sought.identity)
        turnings.add(degrees)
        seen = look_for(sought.identity, lettering.text, others=sought.others)
        if seen is not Reading.NOT_FOUND:
            found = seen
        if found is Reading.FOUND:
            break
    return found, turnings.pop() if len(turnings) == 1 else 0


def _read_upright(  # noqa: PLR0913 - which page, as what, and the two ways in which it may end early
    kiosk: Kiosk, content: bytes, page: int, paper: Paper, given_up: Callable[[], bool], *, sought: Identity | None = None
) -> tuple[Lettering, int]:
    """Read a page, and turned when it seems to lie otherwise unless the number sought is found; what reads better counts."""
    as_it_lies = recognise(kiosk.inspector.grey(content, page=page, paper=paper), given_up=given_up)
    degrees = turning(as_it_lies)
    if not degrees:
        return as_it_lies, 0
    if sought and look_for(sought, as_it_lies.text) is Reading.FOUND:
        return as_it_lies, degrees if as_it_lies.legible else 0
    turned = recognise(kiosk.inspector.grey(content, page=page, turned=degrees, paper=paper), given_up=given_up)
    return (turned, degrees) if turned.legible and not turned.sideways else (as_it_lies, 0)


def _turned(kiosk: Kiosk, draft_id: str, attachment: Attachment, seen: tuple[bytes, int, Reading]) -> Draft | None:
    """Keep the document turned, together with what was read; None when that cannot be, and it stays as it lies."""
    content, degrees, reading = seen
    try:
        turned = kiosk.inspector.turn(content, degrees)
        return viewing.keep_turned(kiosk, draft_id, attachment, turned, degrees, read=_read(attachment, reading))
    except KioskError:
        return None


def _read(attachment: Attachment, reading: Reading) -> dict[str, str]:
    """Return the columns of a document that are others once it was read."""
    verdict, findings = settled(attachment, reading)
    return {"reading": reading, "verdict": verdict, "findings": attachments.written(findings)}


def _keep(kiosk: Kiosk, draft_id: str, attachment: Attachment, reading: Reading) -> Draft:
    """Write what was read, if the document is still the same one."""
    with kiosk.database.transaction() as session:
        row = row_of(session, draft_id)
        same = (col(Document.id) == attachment.id, col(Document.reading) == "")
        if session.connection().execute(update(Document).where(*same).values(**_read(attachment, reading))).rowcount:
            detail = f"{attachment.slot.partition(':')[0]} {reading}"
            events.record(kiosk, session, "document_read", draft_id, detail)
        session.flush()
        return as_draft(session, row)
