"""What goes where of all that was brought at once: pages find their places by what was seen on them, and only doubts are asked.

Rules and values only. A page is never put where it would contradict what was read: another's card goes to that other person, or
to nobody.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kiosk.domain.documents.document import Paper
from kiosk.domain.documents.reading import PageSeen, Side, sides_of, stands_in
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.procedure import Procedure, Slot, open_slots
from kiosk.domain.people.folding import words_of
from kiosk.domain.people.identity import Identity

Pick = tuple[int, int]
"""A page: of which document, and which page of it, both from 0."""

_CARD_WORDS = 60
"""Longer words that a card has at most; the two sides of one, copied onto a sheet, have 30 together."""
_PAPER_WORDS = 12
"""Longer words from which on a page is a paper with something on it, and no photograph of a family."""
_BACK_ALONE = frozenset({Side.BACK})
_END = 6
"""Digits at the end of a number by which one is known among those of one request."""
_FORM = {"solicitud", "egreso"}


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What was seen on a page that was brought: `form_page` is that of the draft's own form, 0 for none.

    `foreign` says that it is of another's form.
    """

    pick: Pick
    seen: PageSeen = field(default_factory=PageSeen)
    form_page: int = 0
    foreign: bool = False

    @property
    def is_form(self) -> bool:
        """Whether it says of itself that it is the application form."""
        return set(words_of(self.seen.text)) >= _FORM

    @property
    def sides(self) -> frozenset[Side]:
        """Which sides of a card it shows: by its words, else by a number on what is no larger than a card."""
        if self.seen.words is None or self.seen.words > _CARD_WORDS or self.is_form:
            return frozenset()
        lone = frozenset({Side.FRONT}) if self.seen.numbers and self.seen.paper is Paper.CARD else frozenset()
        return sides_of(self.seen.text) or lone


@dataclass(frozen=True, slots=True)
class Placing:
    """Pages for a slot; what is not `sure` was only not to be put anywhere else."""

    slot: Slot
    picks: tuple[Pick, ...]
    sure: bool = True
    number_read: bool = False
    """Whether the number that should stand on it was read on it."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A page of which only its person knows where it belongs: in one of the `slots`, or nowhere."""

    pick: Pick
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What goes where: `foreign` counts pages of another's form, `strangers` cards of nobody in this request."""

    placings: tuple[Placing, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    foreign: int = 0
    strangers: int = 0

    def still_missing(self, slots: Iterable[Slot]) -> list[Slot]:
        """Return which of these places nothing goes to."""
        served = {each.slot.id for each in self.placings}
        both = [each.slot for each in self.placings if len(each.picks) > 1]
        return [each for each in slots if each.id not in served and not any(_serves(slot, each) for slot in both)]

    def decided(self, doubt: Doubt, slot: Slot | None) -> "Gathered":
        """Return it with one doubt settled: the page stands in a slot, or nowhere; who has no place left is not asked of."""
        placings = (*self.placings, Placing(slot, (doubt.pick,))) if slot else self.placings
        left = [
            replace(each, slots=tuple(other for other in each.slots if slot is None or other.id != slot.id))
            for each in self.doubts
            if each is not doubt
        ]
        return replace(self, placings=placings, doubts=tuple(each for each in left if each.slots))


@dataclass
class _Places:
    """The places that are still free while pages are put into them."""

    procedure: Procedure
    open: list[Slot]
    people: Mapping[str, Identity]
    placings: list[Placing] = field(default_factory=list)

    def fronts(self) -> list[Slot]:
        """Return the free places for the side of a card with the number."""
        return [each for each in self.open if each.requirement.paper is Paper.CARD and each.requirement.bears_identity]

    def backs(self) -> list[Slot]:
        """Return the free places for the other side."""
        return [each for each in self.open if each.requirement.paper is Paper.CARD and not each.requirement.bears_identity]

    def form(self) -> Slot | None:
        """Return the free place of the application form."""
        return next((each for each in self.open if each.requirement.form), None)

    def owner(self, page: SeenPage) -> str:
        """Return whose number was read on a page, "" for nobody's or that of several; of a back its end is enough.

        The letters that machines read are often misread by other machines: `YYON0000010` for `9900000010`.
        """
        named = [key for key, identity in self.people.items() if stands_in(identity, page.seen.text)]
        if not named and page.sides == _BACK_ALONE:
            named = [key for key, identity in self.people.items() if stands_in(identity, page.seen.text, end=_END)]
        return named[0] if len(named) == 1 else ""

    def put(self, slot: Slot, picks: Iterable[Pick], *, sure: bool = True, number_read: bool = False) -> None:
        """Fill a place."""
        self.open.remove(slot)
        self.placings.append(Placing(slot, tuple(picks), sure, number_read))


def people_of(draft: Draft) -> dict[str, Identity]:
    """Return the numbers of those whose papers may lie among what was brought, by their keys."""
    applicant = draft.answers.applicant
    mine = {"applicant": applicant.identity} if applicant else {}
    return {each.key: each.identity for each in draft.answers.leavers if each.identity} | mine


def sort_out(procedure: Procedure, draft: Draft, pages: Sequence[SeenPage]) -> Gathered:
    """Say what goes where of pages that come in the order of preference; a place that is filled already keeps what stands there."""
    places = _Places(procedure, list(open_slots(procedure, draft)), people_of(draft))
    left = [each for each in pages if not each.foreign]
    left = _put_form(places, left)
    left = _put_cards(places, left)
    strangers = [each for each in left if _is_strangers(places, each)]
    left = [each for each in left if each not in strangers]
    left = _put_papers(places, left)
    left = _put_only_ones(places, left)
    order = {each.id: at for at, each in enumerate(open_slots(procedure, draft))}
    placings = sorted(_joined(places.placings), key=lambda each: order[each.slot.id])
    foreign = sum(each.foreign for each in pages)
    return Gathered(tuple(placings), _doubts(places, left), foreign, len(strangers))


def is_whole(procedure: Procedure, draft: Draft, gathered: Gathered) -> bool:
    """Tell whether nothing is missing, and nothing in doubt, so that no more need be read."""
    sure = replace(gathered, placings=tuple(each for each in gathered.placings if each.sure))
    return not sure.still_missing(open_slots(procedure, draft))


def _put_form(places: _Places, pages: list[SeenPage]) -> list[SeenPage]:
    """Put the draft's own form by its marks, else the newest document that says that it is one, with all its other pages."""
    slot = places.form()
    if slot is None:
        return [each for each in pages if not each.form_page]
    marked = {each.form_page: each for each in reversed(pages) if each.form_page}
    if marked:
        places.put(slot, (each.pick for _page, each in sorted(marked.items())))
        return [each for each in pages if not each.form_page]
    titled = next((each.pick[0] for each in pages if each.is_form), None)
    if titled is None:
        return pages
    own = [each for each in pages if each.pick[0] == titled and not each.sides]
    places.put(slot, (each.pick for each in own))
    return [each for each in pages if each not in own and not each.is_form]


def _put_cards(places: _Places, pages: list[SeenPage]) -> list[SeenPage]:
    """Put cards by the number that stands on them; a back without one beside its front."""
    left: list[SeenPage] = []
    owners: dict[int, str] = {}
    """Whose card is in a document, for the other side beside it."""
    for page in sorted(pages, key=lambda each: each.sides == _BACK_ALONE):  # a back may know its own by the front beside it
        owner = places.owner(page) if page.sides else ""
        if not owner and page.sides == _BACK_ALONE and not page.seen.numbers:
            owner = owners.get(page.pick[0], "")
        if not owner:
            left.append(page)
            continue
        owners[page.pick[0]] = owner
        if Side.FRONT in page.sides:
            _put_of(places, places.fronts(), owner, page, number_read=True)
        if Side.BACK in page.sides:
            _put_of(places, places.backs(), owner, page)
    return left


def _put_of(places: _Places, free: list[Slot], owner: str, page: SeenPage, *, number_read: bool = False) -> None:
    """Put a page into the free place of its owner; where that is filled, by a newer one or before, the page is not needed."""
    slot = next((each for each in free if each.person == owner), None)
    if slot is not None:
        places.put(slot, (page.pick,), number_read=number_read)


def _is_strangers(places: _Places, page: SeenPage) -> bool:
    """Tell whether a page is the card of somebody who is not in this request."""
    return bool(page.sides and page.seen.numbers) and not places.owner(page)


def _put_papers(places: _Places, pages: list[SeenPage]) -> list[SeenPage]:
    """Put a paper of one's own that bears one's number, where just one place asks for such a one."""
    left = []
    for page in pages:
        owner = places.owner(page) if page.seen.words and not page.sides else ""
        free = [each for each in places.open if owner and each.person == owner and each.requirement.paper is Paper.PAGE]
        if len(free) == 1:
            places.put(free[0], (page.pick,))
        else:
            left.append(page)
    return left


def _put_only_ones(places: _Places, pages: list[SeenPage]) -> list[SeenPage]:
    """Put what can stand in one place only: a side of a card without a number, where one such place is free."""
    left = []
    for page in pages:
        free = _free_for(places, page)
        if page.sides and len(free) == 1:
            places.put(free[0], (page.pick,), sure=False)
        else:
            left.append(page)
    return left


def _free_for(places: _Places, page: SeenPage) -> list[Slot]:
    """Return the places in which a page might stand; none for what is no paper at all."""
    if page.seen.words is None:
        return list(places.open)
    if not page.sides:
        written = page.seen.words >= _PAPER_WORDS
        return [each for each in places.open if each.requirement.paper is Paper.PAGE] if written else []
    return places.backs() if page.sides == _BACK_ALONE else places.fronts()


def _doubts(places: _Places, pages: Sequence[SeenPage]) -> tuple[Doubt, ...]:
    """Return what is asked, no more than makes sense: twice as many as there are places free."""
    asked = [Doubt(each.pick, tuple(free)) for each in pages if (free := _free_for(places, each))]
    return tuple(asked[: 2 * len(places.open)])


def _joined(placings: Collection[Placing]) -> list[Placing]:
    """Return placings with the two sides of a card that lie in one document left together: such a PDF serves for both."""
    joined: list[Placing] = []
    taken: set[str] = set()
    for each in placings:
        other = next((back for back in placings if _serves(each.slot, back.slot)), None)
        if other and other.sure and each.sure and other.picks[0][0] == each.picks[0][0] and other.picks != each.picks:
            joined.append(replace(each, picks=each.picks + other.picks))
            taken.add(other.slot.id)
        else:
            joined.append(each)
    return [each for each in joined if each.slot.id not in taken]


def _serves(slot: Slot, other: Slot) -> bool:
    """Tell whether a PDF of two pages in a slot serves for the other one too."""
    return other.requirement.satisfied_by == slot.requirement.id and other.person == slot.person
