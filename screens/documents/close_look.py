"""Looking closely at a document: its pages and parts. What is wanted is noted at once, the picture follows when it is drawn.

Keys never wait: while one picture is being drawn the next ones wanted replace each other, and Esc always leads back out.
"""

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from kiosk.domain.documents.document import Attachment, Part, Picture
from kiosk.domain.errors import KioskError
from kiosk.locale import _
from kiosk.services.documents import viewing
from screens.frame.screen import KioskScreen
from screens.widgets.button import Waiting
from screens.widgets.framing import Framing, where
from screens.widgets.picture import CellPicture, LookedAt
from screens.widgets.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.services.kiosk import Kiosk

WIDEST = 44
"""Cells that the whole page may take of a row; the facts stand beside it."""
WIDEST_ENLARGED = 70
SEEN = 1e-6
"""Parts of a page that are not worth a step to be seen."""
WIDE, WIDEST_IN_WIDE = 116, 72
"""Columns from which on the whole page may take so many cells."""
BORDER = 2
"""Cells of the lines at its sides: without them a white page would have no edge on a white ground."""
ROWS_AROUND, ROWS_MORE = 13, 3
"""Rows of frame, buttons, question, hint and the picture's border, and how many more in a tall window with its large buttons."""


class LookingScreen(KioskScreen):
    """The part of a document's screen that looks; subclasses say which document, fetch it, and lay out the picture."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus", "larger", show=False),
        Binding("minus", "smaller", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("left", "move(-1, 0)", show=False),
        Binding("right", "move(1, 0)", show=False),
        Binding("up", "move(0, -1)", show=False),
        Binding("down", "move(0, 1)", show=False),
    ]

    framing = Framing()
    _picture: Picture | None = None
    _first: Picture | None = None
    """The small picture of the first page, kept since the inspection: nothing need be drawn for it."""
    _drawing = False

    @property
    def attachment(self) -> Attachment:
        """The document."""
        raise NotImplementedError

    @property
    def enlarged(self) -> bool:
        """Whether a part is looked at, not a whole page."""
        return self.framing.times > 1

    async def first_picture(self) -> Picture | None:
        """Fetch the small picture."""
        raise NotImplementedError

    def view(self) -> "Callable[[Kiosk, viewing.Look], Picture]":
        """Return the service that draws a part of the document."""
        raise NotImplementedError

    def describe(self) -> None:
        """Say anew what is seen."""

    def where_in_words(self) -> str:
        """Say which page (and how to see another) and which part is seen; nothing while it is the whole of the only one."""
        page = ""
        if self.attachment.pages > 1:
            page = _("Página {page} de {pages} (AvPág, RePág).").format(page=self.framing.page + 1, pages=self.attachment.pages)
        if not self.enlarged:
            return page
        seen = _("Se ve una parte, {times} veces más grande: {where}.").format(times=self.framing.times, where=where(self._part()))
        return f"{page} {seen}".strip()

    async def fetch(self) -> None:
        """Fetch the small picture and show the first page whole."""
        self._first = await self.first_picture()
        self.framing, self._picture = Framing(), self._first
        self.fit()
        self.describe()

    def look(self, framing: Framing) -> None:
        """Look at something else."""
        if framing == self.framing:
            return
        before, self.framing = self.enlarged, framing
        if self.enlarged != before:
            self._lead()
        self.describe()
        if framing == Framing():
            self._picture = self._first
            self.fit()
        elif not self._drawing:
            self._drawing = True
            self.background(self._draw())

    async def _draw(self) -> None:
        """Draw what is wanted, until nothing else is wanted meanwhile; whoever went back out needs no picture any more."""
        waiting, kiosk = self.query_one(Waiting), await self.kiosk_app.ready()
        view, wanted = self.view(), None
        waiting.begin(_("Un momento…"))
        try:
            while wanted != self.framing and self.framing != Framing():
                wanted = self.framing
                look = viewing.Look(wanted.page, self._part(), *self._room())
                picture = await self.kiosk_app.in_thread(lambda look=look: view(kiosk, look))  # type: ignore[misc] # mypy cannot infer a lambda with a default
                if self.framing == wanted:
                    self._picture = picture
                    self.fit()
        except KioskError as error:
            self.framing, self._picture = Framing(), self._first
            self.fit()
            self._lead()
            self.describe()
            self.refuse(error)
        finally:
            self._drawing = False
            waiting.end()

    def _lead(self) -> None:
        """Put the keys where they act: on a part that is looked at, else on the button that goes on."""
        for each in self.query(LookedAt if self.enlarged else "Button.-primary"):
            each.focus(scroll_visible=False)

    def looking_keys(self) -> list[str]:
        """Return the keys that work where the focus is, for the footer: on the picture, or on a button."""
        on_picture = isinstance(self.focused, LookedAt)
        if self.enlarged and on_picture:
            return [_("flechas mover"), _("+ - tamaño"), _("Esc hoja entera")]
        back = _("Esc hoja entera") if self.enlarged else _("Esc atrás")
        return [getattr(self.focused, "keys", ""), "" if on_picture else _("↑ ver de cerca"), back, _("F1 ayuda")]

    def reserve(self) -> None:
        """Keep the picture's place free until it is there: buttons that move are sent twice."""
        page, room, drawn = self._page_size(), self._room(), self.query_one(CellPicture)
        columns = max(1, min(room[0], round(room[1] * page[0] / page[1])))
        drawn.styles.width = columns + BORDER
        drawn.styles.height = max(1, round(columns * page[1] / page[0] / 2)) + BORDER

    def fit(self) -> None:
        """Make the picture as large as fits."""
        picture = self._picture
        for drawn in self.query(CellPicture):
            drawn.display = picture is not None
            if picture is not None:
                room = self._room()
                columns = min(room[0], picture.width, round(room[1] * picture.width / picture.height))
                drawn.styles.width, drawn.styles.height = max(1, columns) + BORDER, "auto"
                drawn.show(picture)
        for facts in self.query("#facts").results(Words):
            facts.display = not self.enlarged

    def _room(self) -> tuple[int, int]:
        """Return the pixels that a picture may have: one a column, two a row."""
        panels = [each.styles.width for each in self.query("KioskScreen > .mail-panel")]
        columns = self.size.width - sum(round(each.value) for each in panels if each)
        widest = WIDEST_IN_WIDE if columns >= WIDE else WIDEST_ENLARGED if self.enlarged else WIDEST
        around = ROWS_AROUND + (ROWS_MORE if self.has_class("-tall") else 0)
        return min(widest, max(10, columns - 10)), 2 * max(4, self.size.height - around)

    def _part(self) -> Part:
        return self.framing.part(self._page_size(), self._room())

    def _page_size(self) -> tuple[int, int]:
        """Return the page's proportions: as measured, else those of the first."""
        facts, page, document = self.attachment.facts, self.framing.page, self.attachment
        if page < len(facts) and facts[page].width and facts[page].height:
            return facts[page].width, facts[page].height
        return max(1, document.width), max(1, document.height)

    def action_larger(self) -> None:
        """Look closer."""
        self.look(self.framing.larger())

    def action_smaller(self) -> None:
        """Step back."""
        self.look(self.framing.smaller())

    def action_page(self, pages: int) -> None:
        """Show another page, whole."""
        page = min(max(self.framing.page + pages, 0), self.attachment.pages - 1)
        if page != self.framing.page:
            self.look(Framing(page))

    def action_move(self, right: int, down: int) -> None:
        """Move the part that is seen, and beyond its end go on to the buttons; elsewhere walk as everywhere."""
        if self.enlarged and isinstance(self.focused, LookedAt):
            part, moved = self._part(), self.framing.moved(right, down, self._part())
            if down <= 0 or part.top + part.height < 1 - SEEN:
                self.look(moved)
                return
        if right:
            self.action_beside(right)
        else:
            self.action_walk(down)

    def action_back(self) -> None:
        """Go back out of a part first."""
        if self.enlarged and not self.acting:
            self.look(Framing(self.framing.page))
        else:
            super().action_back()

    def on_cell_picture_touched(self, event: CellPicture.Touched) -> None:
        """Look closer at what was touched."""
        event.stop()
        part = self._part()
        self.look(self.framing.larger(part.left + event.x * part.width, part.top + event.y * part.height))
