"""Puts all at once: what a person brought is looked at, its letters are read, and all that is sure finds its place by itself.

Whoever put every paper one by one opened the same list of files for each of them: 11 screens for three files.
"""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kiosk.domain.documents.brought import Brought, Documents
from kiosk.domain.documents.document import Inspection, Paper, Picture
from kiosk.domain.documents.reading import PageSeen
from kiosk.domain.documents.stick import StickFile
from kiosk.domain.errors import BadInput, NotFound
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.gathered import Gathered, Pick, SeenPage, is_whole, sort_out
from kiosk.domain.filing.procedure import Procedure
from kiosk.domain.papers.form_mark import CONFIRMATION_PAGE, belongs, parse_form_mark
from kiosk.locale import _
from kiosk.services.documents import recognition
from kiosk.services.documents.brought import Given, read, remove
from kiosk.services.documents.sorting import place
from kiosk.services.filing import drafts
from kiosk.services.kiosk import Kiosk

DOCUMENTS_AT_MOST = 40
"""Files of a stick that are looked at, the newest: with a photo in a second nobody waits for the pictures of a whole year."""
PICTURE = (44, 44)
"""Pixels of a picture, width × height: a cell is one pixel wide and two high."""

Told = Callable[[int], None]


@dataclass(slots=True)
class Pile:
    """What was brought and looked at: `looked` are the documents that serve, `useless` counts the others."""

    brought: Sequence[Brought] = ()
    """Each document that was brought."""
    looked: list[Given] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    """Which of the documents that were brought each of these is, from 0."""
    pages: list[SeenPage] = field(default_factory=list)
    pictures: dict[Pick, Picture] = field(default_factory=dict)
    """How the pages look that are shown to be agreed to."""
    useless: int = 0
    gathered: Gathered = field(default_factory=Gathered)

    @property
    def from_stick(self) -> bool:
        """Whether it came on a memory stick."""
        return any(isinstance(each, StickFile) for each in self.brought)

    @property
    def marks(self) -> dict[str, str]:
        """By its slot, as what each document that goes there is known again where it is offered again."""
        return {each.slot.id: self.brought[self.numbers[each.picks[0][0]]].mark for each in self.gathered.placings}


def gather(
    kiosk: Kiosk,
    draft_id: str,
    brought: Sequence[Brought],
    *,
    told: Told = lambda _number: None,
    given_up: Callable[[], bool] = lambda: False,
) -> Pile:
    """Look at documents in the order of preference until nothing is missing, and say what goes where; `told` hears which is next.

    Nothing is put anywhere yet. A card takes half a second, a page three. Raises NotFound when it was given up or a source is gone.
    """
    draft = drafts.read(kiosk, draft_id)
    procedure, pile = _procedure(kiosk, draft), Pile(brought)
    for number, each in enumerate(brought[:DOCUMENTS_AT_MOST]):
        told(number)
        _look(kiosk, draft, pile, (number, read(kiosk, each)), given_up)
        if given_up():
            raise NotFound(_("Se dejó de esperar."))
        pile.gathered = sort_out(procedure, draft, pile.pages)
        if is_whole(procedure, draft, pile.gathered):
            break
    _draw(kiosk, pile)
    return pile


def put(kiosk: Kiosk, draft_id: str, pile: Pile, *, given_up: Callable[[], bool] = lambda: False) -> tuple[Draft, tuple[str, ...]]:
    """Put into their places what was gathered; return the draft, and in words what could not be put.

    What the copier sent leaves its folder then. Raises as `attachments.put` where nothing more can be put at all.
    """
    draft, refused = drafts.read(kiosk, draft_id), []
    for each in pile.gathered.placings:
        try:
            draft = place(kiosk, draft, each.slot.id, pile.looked, list(each.picks), twice=True, given_up=given_up)
        except BadInput as error:
            refused.append(_("{document}: {refusal}").format(document=each.slot.requirement.name, refusal=error.message))
            continue
        if each.number_read:
            draft = recognition.note_found(kiosk, draft_id, each.slot.id)
    for brought in pile.brought:
        remove(kiosk, brought)
    return draft, tuple(refused)


def _draw(kiosk: Kiosk, pile: Pile) -> None:
    """Draw the pages that are to be agreed to; one that cannot be drawn is shown by its name alone."""
    shown = [each.picks[0] for each in pile.gathered.placings] + [each.pick for each in pile.gathered.doubts]
    for document, page in shown:
        with contextlib.suppress(BadInput):
            content = pile.looked[document].found.content
            pile.pictures[document, page] = kiosk.inspector.view(content, page=page, width=PICTURE[0], height=PICTURE[1])


def _procedure(kiosk: Kiosk, draft: Draft) -> Procedure:
    choice = draft.answers.choice
    procedure = kiosk.catalogue.procedure(choice.procedure, choice.version) if choice else None
    if procedure is None:
        raise NotFound(_("Para poner los documentos falta elegir el trámite."))
    return procedure


def _look(kiosk: Kiosk, draft: Draft, pile: Pile, brought: tuple[int, Documents], given_up: Callable[[], bool]) -> None:
    """Look at one document and put it on the pile, unless it is of no use."""
    number, document = brought
    found, paper = _inspected(kiosk, document)
    if not found.content or given_up():
        pile.useless += not given_up()
        return
    at = len(pile.looked)
    pile.looked.append(Given(found.content, found, paper, document.origin))
    pile.numbers.append(number)
    pages = recognition.see_pages(kiosk, found, given_up=given_up) if not found.marks else [PageSeen(words=0)] * found.pages
    pile.pages += [_seen(draft, found, (at, page), each) for page, each in enumerate(pages)]


def _inspected(kiosk: Kiosk, document: Documents) -> tuple[Inspection, Paper]:
    """Look at a document as a page, and as a card where it does not serve as one: a card's letters are smaller."""
    (content,), origin = document.contents, document.origin
    found = kiosk.inspector.inspect(content, Paper.PAGE, origin=origin)
    if found.verdict.may_be_attached:
        return found, Paper.PAGE
    return kiosk.inspector.inspect(content, Paper.CARD, origin=origin), Paper.CARD


def _seen(draft: Draft, found: Inspection, pick: Pick, seen: PageSeen) -> SeenPage:
    """Say what is seen on a page: a mark says all."""
    marks = [mark for at, text in found.marks if at == pick[1] and (mark := parse_form_mark(text))]
    own = [mark.page for mark in marks if belongs(mark, draft_id=draft.id, code=draft.code) and mark.page != CONFIRMATION_PAGE]
    return SeenPage(pick, seen, own[0] if own else 0, foreign=bool(marks) and not own)
