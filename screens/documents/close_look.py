"""Looking closely at a document: its pages and parts. What is wanted is noted at once, the picture follows when it is drawn.

Keys never wait: while one picture is being drawn the next ones wanted replace each other, and Esc always leads back out.

Where the terminal draws pixels the picture takes the window beside the facts; over a slow line only when somebody asks for it.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from kiosk.domain.documents.document import Attachment, IndexedPicture, Part, Picture
from kiosk.domain.errors import KioskError
from kiosk.locale import _
from kiosk.services.documents import viewing
from screens.frame.screen import KioskScreen
from screens.terminal import pixels
from screens.terminal.asking import Canvas
from screens.widgets.button import Waiting
from screens.widgets.framing import Framing, in_figures, where
from screens.widgets.picture import CellPicture, LookedAt
from screens.widgets.words import Words

if TYPE_CHECKING:
    from textual import events

    from kiosk.services.kiosk import Kiosk

View = Callable[["Kiosk", viewing.Look], Picture | IndexedPicture]
"""The service that draws a part of a document."""
WIDEST = 44
"""Cells that the whole page may take of a row; the facts stand beside it."""
WIDEST_ENLARGED = 70
SEEN = 1e-6
"""Parts of a page that are not worth a step to be seen."""
WIDE, WIDEST_IN_WIDE = 116, 72
"""Columns from which on the whole page may take so many cells."""
FACTS = 34
"""Columns that the facts keep beside a picture in pixels; from WIDE on they stand there while a part is looked at, too."""
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
        Binding("x,X", "sharpen", show=False),
    ]

    framing = Framing()
    _picture: Picture | pixels.Pixels | None = None
    _first: Picture | None = None
    """The small picture of the first page, kept since the inspection: nothing need be drawn for it."""
    _drawing = False
    _sharp: bool | None = None
    """Whether pixels were asked for by a key, or blocks; None as long as nobody did."""

    @property
    def canvas(self) -> Canvas | None:
        """What it is drawn by, where it is in pixels."""
        canvas = self.kiosk_app.canvas
        if canvas is None or not self.attachment.has_copy or self._sharp is False:
            return None
        return None if canvas.is_slow and not self._sharp else canvas

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

    def view(self) -> View:
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
        seen = _("Se ve una parte, {times} veces más grande: {where}.").format(
            times=in_figures(self.framing.times), where=where(self._part())
        )
        return f"{page} {seen}".strip()

    async def fetch(self) -> None:
        """Fetch the small picture and show the first page whole."""
        self._first = await self.first_picture()
        self.framing = Framing()
        if self._wanted() is None:
            self._picture = self._first
            self.fit()
        self.describe()
        self._draw_soon()

    def look(self, framing: Framing) -> None:
        """Look at something else."""
        if framing == self.framing:
            return
        before, self.framing = self.enlarged, framing
        if self.enlarged != before:
            self._lead()
        self.describe()
        if self._wanted() is None:
            self._picture = self._first
            self.fit()
        self._draw_soon()

    def _draw_soon(self) -> None:
        """Have drawn what is wanted."""
        if not self._drawing and self._wanted() is not None:
            self._drawing = True
            self.background(self._draw())

    def _wanted(self) -> viewing.Look | None:
        """Return what is to be drawn, None where the small picture is enough: that of the first page whole, in blocks."""
        if self.framing == Framing() and self.canvas is None:
            return None
        return viewing.Look(self.framing.page, self._part(), *self._room(), pixels.COLOURS if self.canvas else 0)

    async def _draw(self) -> None:
        """Draw what is wanted, until nothing else is wanted meanwhile; whoever went back out needs no picture any more."""
        waiting, kiosk = self.query_one(Waiting), await self.kiosk_app.ready()
        view, drawn = self.view(), None
        waiting.begin(_("Un momento…"))
        try:
            while (look := self._wanted()) is not None and look != drawn:
                drawn, canvas = look, self.canvas
                picture = await self.kiosk_app.in_thread(partial(_drawn, view, kiosk, look, canvas))
                if self._wanted() == look:
                    self._picture = picture
                    self.fit()
        except KioskError as error:
            self.framing, self._picture, self._sharp = Framing(), self._first, False
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
        sharper = _("X más nítido") if self.kiosk_app.canvas and self.canvas is None and self.attachment.has_copy else ""
        return [getattr(self.focused, "keys", ""), "" if on_picture else _("↑ ver de cerca"), sharper, back, _("F1 ayuda")]

    def reserve(self) -> None:
        """Keep the picture's place free until it is there: buttons that move are sent twice."""
        self.set_class(self.canvas is not None, "-pixels")
        page, room, unit, drawn = self._page_size(), self._room(), self._unit, self.query_one(CellPicture)
        width = max(1, min(room[0], round(room[1] * page[0] / page[1])))
        drawn.styles.width = -(-width // unit[0]) + BORDER
        drawn.styles.height = max(1, round(width * page[1] / page[0] / unit[1])) + BORDER

    def fit(self) -> None:
        """Make the picture as large as fits."""
        picture = self._picture
        self.set_class(self.canvas is not None, "-pixels")
        for drawn in self.query(CellPicture):
            drawn.display = picture is not None
            if picture is not None:
                drawn.styles.width, drawn.styles.height = max(1, self._columns_of(picture)) + BORDER, "auto"
                drawn.show(picture)
        for facts in self.query("#facts").results(Words):
            facts.display = not self.enlarged or self.keeps_facts

    def on_resize(self, event: "events.Resize") -> None:  # noqa: ARG002 - the ground's signature
        """Make the picture as large as fits whole."""
        if self._picture is not None:
            self.fit()
            self._draw_soon()

    def _columns_of(self, picture: Picture | pixels.Pixels) -> int:
        if isinstance(picture, pixels.Pixels):
            return picture.columns
        columns, rows = self._cells()
        return min(columns, picture.width, round(2 * rows * picture.width / picture.height))

    @property
    def keeps_facts(self) -> bool:
        """Whether there is room for the facts beside a part, too."""
        return self.canvas is not None and self._free_columns >= WIDE

    @property
    def _free_columns(self) -> int:
        """The window's columns without what stands beside the frame."""
        panels = [each.styles.width for each in self.query("KioskScreen > .mail-panel")]
        return self.size.width - sum(round(each.value) for each in panels if each)

    @property
    def _unit(self) -> tuple[int, int]:
        """The pixels of a cell: of half blocks it has one across and two down."""
        return self.canvas.cell if self.canvas else (1, 2)

    def _cells(self) -> tuple[int, int]:
        """Return the cells that a picture may have."""
        columns = self._free_columns
        around = ROWS_AROUND + (ROWS_MORE if self.has_class("-tall") else 0)
        if self.canvas is None:
            widest = WIDEST_IN_WIDE if columns >= WIDE else WIDEST_ENLARGED if self.enlarged else WIDEST
        else:
            widest = columns - FACTS if self.keeps_facts else columns if self.enlarged else WIDEST
        return min(widest, max(10, columns - 10)), max(4, self.size.height - around)

    def _room(self) -> tuple[int, int]:
        """Return the pixels that a picture may have."""
        (columns, rows), (width, height) = self._cells(), self._unit
        return columns * width, rows * height

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

    def action_fill(self, side: int) -> None:
        """Let its width or its height fill the place."""
        self.look(self.framing.filling(self._page_size(), self._room(), side))

    def action_sharpen(self) -> None:
        """Draw it in pixels where they must be asked for, or in blocks again."""
        if self.kiosk_app.canvas is not None and self.attachment.has_copy:
            self._sharp = self.canvas is None
            self._picture = self._first if self._wanted() is None else self._picture
            self.fit()
            self.draw_frame()
            self._draw_soon()

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
            self.go_beside(right)
        else:
            self.action_walk(down)

    def go_beside(self, right: int) -> None:
        """Walk along the buttons, as everywhere."""
        self.action_beside(right)

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


def _drawn(view: View, kiosk: "Kiosk", look: viewing.Look, canvas: Canvas | None) -> Picture | pixels.Pixels:
    """Return what is looked at, ready to be shown."""
    picture = view(kiosk, look)
    if isinstance(picture, Picture):
        return picture
    assert canvas is not None, "it was drawn for one"  # noqa: S101 - see _wanted
    return canvas.drawn(picture)
