"""Puts each page where it belongs: one of the draft's own form is known by its QR, whatever slot was opened and however it lies.

A stack from the feeder, a PDF of mixed pages and a single photo go the same way, so that nobody has to sort papers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlmodel import col, select

from kiosk.adapters.drawing.child import count_form_pages
from kiosk.domain.documents.brought import Brought
from kiosk.domain.documents.document import Paper
from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.confirmation import CONFIRMATION
from kiosk.domain.filing.sorted_pages import Sorted
from kiosk.domain.papers.form_mark import CONFIRMATION_PAGE, FormMark, belongs, parse_form_mark
from kiosk.locale import _
from kiosk.services.documents import attachments
from kiosk.services.documents.additions import hand_on
from kiosk.services.documents.attachments import ensure_sheet, paper_of
from kiosk.services.documents.brought import Given, look_at_all, opened
from kiosk.services.filing import drafts
from kiosk.services.filing.drafts import as_draft
from kiosk.services.filing.slots import slots_of
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers.form import compose_form
from kiosk.storage.tables import Case, Document, DraftRow

_Pick = tuple[int, int]
"""A page: which document, and which page of it, both from 0."""


@dataclass
class _Pile:
    """Pages as they were sorted: `marked` by the form's page number, `signed` of the slip, `plain` in the order given."""

    marked: dict[int, _Pick] = field(default_factory=dict)
    signed: list[_Pick] = field(default_factory=list)
    plain: list[_Pick] = field(default_factory=list)
    foreign: int = 0
    between: int = 0


def find(kiosk: Kiosk, mark: FormMark) -> tuple[str, str] | None:
    """Return draft and slot for which a page of a form was printed; None where the draft was sent, is gone, or has no such slot."""
    with kiosk.database.reading() as session:
        keys = session.exec(select(DraftRow.id, DraftRow.code)).all()  # drafts live some days: there are few
        draft_id = next((each for each, code in keys if belongs(mark, draft_id=each, code=code)), None)
        row = session.get(DraftRow, draft_id) if draft_id else None
        if row is None or row.expires_at <= kiosk.clock.seen() or session.get(Case, row.id) is not None:
            return None
        slot = form_slot(kiosk, as_draft(session, row))
    if mark.page == CONFIRMATION_PAGE:
        return row.id, CONFIRMATION
    return (row.id, slot) if slot else None


def form_slot(kiosk: Kiosk, draft: Draft) -> str | None:
    """Return the slot of a draft's application form, None where its procedure asks for none."""
    return next((each.id for each in slots_of(kiosk, draft) if each.requirement.form), None)


def attach_sorted(  # noqa: PLR0913 - what was brought, for where, and what its person said of it
    kiosk: Kiosk,
    draft_id: str,
    slot_id: str,
    brought: Brought,
    *,
    twice: bool = False,
    by_eye: bool = False,
    given_up: Callable[[], bool] = lambda: False,
) -> Sorted:
    """Put the pages of the draft's own form and its signed slip into their slots, all others that were brought into `slot_id`.

    What stood there is replaced, and what the copier sent leaves its folder once it is kept. Pages of the form come in the order
    of their numbers, the last one given of each, beside those that stand there already and were not given anew. Raises as `put`,
    and BadInput where no page is the draft's; nothing is placed then, unless the refusal says that the form was; in the slip's
    slot as `ensure_sheet`, too.
    """
    with opened(kiosk, brought) as documents:
        draft = drafts.read(kiosk, draft_id)
        looked = look_at_all(kiosk, paper_of(kiosk, draft, slot_id), documents, given_up)
        hand_on(kiosk, looked, documents, draft.id)
        went = _attach_looked(kiosk, draft, slot_id, looked, twice=twice, by_eye=by_eye, given_up=given_up)
        if not went.placed:
            raise BadInput(" ".join(went.remarks))
        return went


def _attach_looked(  # noqa: PLR0913 - as `attach_sorted`
    kiosk: Kiosk,
    draft: Draft,
    slot_id: str,
    looked: list[Given],
    *,
    twice: bool,
    by_eye: bool,
    given_up: Callable[[], bool],
) -> Sorted:
    form = form_slot(kiosk, draft)
    pile = _sort(looked, draft)
    if not form:
        pile.plain, pile.marked = [pick for _page, pick in sorted(pile.marked.items())] + pile.plain, {}
    known_by_eye = slot_id == CONFIRMATION and bool(pile.plain) and not pile.signed
    if known_by_eye:
        ensure_sheet(marked=False, by_eye=by_eye)
    if slot_id == CONFIRMATION:  # only its last page bears the mark
        pile.signed, pile.plain, pile.between = pile.signed + pile.plain, [], 0
    as_it_comes = slot_id == form and bool(pile.plain)
    if as_it_comes:  # a form that was not printed here, or with a thumb over its QR: which pages they are is not known
        picks = [pick for _page, pick in sorted(pile.marked.items())] + pile.plain
        pile.marked, pile.plain, pile.between = {}, list(dict.fromkeys(picks)), 0
    placed: list[tuple[str, int]] = []
    if pile.signed:
        draft = place(kiosk, draft, CONFIRMATION, looked, pile.signed, twice=twice, by_eye=known_by_eye, given_up=given_up)
        placed.append((CONFIRMATION, len(pile.signed)))
    if form and pile.marked:
        picks = _with_standing(kiosk, draft, form, looked, pile)
        draft = place(kiosk, draft, form, looked, picks, twice=twice, given_up=given_up)
        placed.append((form, len(picks)))
    if pile.plain:
        try:
            draft = place(kiosk, draft, slot_id, looked, pile.plain, twice=twice, given_up=given_up)
        except BadInput as error:
            if placed:
                message = _("Su solicitud ya quedó en su lugar. {refusal}").format(refusal=error.message)
                raise type(error)(message, field=error.field) from error
            raise
        placed.append((slot_id, len(pile.plain)))
    missing = _missing(kiosk, draft, pile) if pile.marked else ()
    recognised = bool(pile.marked) and slot_id != form
    return Sorted(draft, tuple(placed), pile.foreign, pile.between, missing, recognised)


def _sort(looked: Sequence[Given], draft: Draft) -> _Pile:
    """Sort the pages of all documents, in their order, for a draft."""
    pile, pending, after_marked = _Pile(), 0, False
    for document, given in enumerate(looked):
        for page in range(given.found.pages):
            marks = [mark for at, text in given.found.marks if at == page and (mark := parse_form_mark(text))]
            own = [mark for mark in marks if belongs(mark, draft_id=draft.id, code=draft.code)]
            if own:
                pile.marked |= {mark.page: (document, page) for mark in own if mark.page != CONFIRMATION_PAGE}
                pile.signed += [(document, page)] if any(mark.page == CONFIRMATION_PAGE for mark in own) else []
                pile.between, pending, after_marked = pile.between + pending, 0, True
            elif marks:
                pile.foreign += 1
            else:
                pile.plain.append((document, page))
                pending += after_marked
    return pile


def _with_standing(kiosk: Kiosk, draft: Draft, form: str, looked: list[Given], pile: _Pile) -> list[_Pick]:
    """Return the form's pages, with those that stand in its slot and were not given anew, unless others stand there too."""
    with kiosk.database.reading() as session:
        row = session.exec(select(Document).where(col(Document.filing) == draft.id, col(Document.slot) == form)).one_or_none()
    if row is not None:
        content = kiosk.vault.get(row.id, row.key)
        standing = Given(content, kiosk.inspector.inspect(content), Paper.PAGE)
        before = _sort([standing], draft)
        if standing.found.content and not before.plain and not before.foreign:
            pile.marked = {page: (len(looked), at) for page, (_document, at) in before.marked.items()} | pile.marked
            looked.append(standing)
    return list(dict.fromkeys(pick for _page, pick in sorted(pile.marked.items())))


def place(  # noqa: PLR0913 - as `put`, and what it is made of
    kiosk: Kiosk,
    draft: Draft,
    slot_id: str,
    looked: Sequence[Given],
    picks: list[_Pick],
    *,
    twice: bool,
    by_eye: bool = False,
    given_up: Callable[[], bool],
) -> Draft:
    """Put pages into a slot: a document of just these as it is, else a PDF made of them."""
    first, paper = looked[picks[0][0]], paper_of(kiosk, draft, slot_id)
    if picks == [(picks[0][0], page) for page in range(first.found.pages)]:
        content = first.content
    else:
        content = kiosk.inspector.arrange([each.found.content for each in looked], picks)
    known = content is first.content and first.paper is paper
    found = first.found if known else kiosk.inspector.inspect(content, paper, origin=first.origin)
    return attachments.put(kiosk, draft, slot_id, found, twice=twice, given_up=given_up, by_eye=by_eye)


def _missing(kiosk: Kiosk, draft: Draft, pile: _Pile) -> tuple[int, ...]:
    """Return which of the form's pages are still to come; none where that cannot be told."""
    try:
        form = compose_form(kiosk.settings, kiosk.catalogue, draft, kiosk.local(kiosk.clock.now().at).date())
        pages = count_form_pages(form)  # takes 0.3 s
    except KioskError:
        return ()
    return tuple(page for page in range(1, pages + 1) if page not in pile.marked)
