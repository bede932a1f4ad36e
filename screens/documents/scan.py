"""Scanning a paper: how it lies, in grey or colour, one side, both sides of a card or a stack; each wait can be given up."""

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from textual import events
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.documents.brought import Documents
from kiosk.domain.documents.document import Paper, Picture
from kiosk.domain.documents.scanner import SHEETS_LIMIT, Abilities, Feed, ScannerTrouble, Wish
from kiosk.domain.filing.procedure import Slot
from kiosk.locale import _, ngettext
from kiosk.services.documents import scanning
from screens.documents.source import GivingScreen, Keep
from screens.frame.dialog import Answer
from screens.session.visit import Place
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option
from screens.widgets.picture import CellPicture
from screens.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk

Result = TypeVar("Result")
Told = Callable[[int, float], None]

ONE, CARD, MORE, STACK, BOTH_SIDES = "one", "card", "more", "stack", "both_sides"
"""How many sides there are: one, the two of a card, several sheets one by one, a feeder's, and a feeder's on both sides."""
COLOUR, GREY = "colour", "grey"
LOOKED_AT_EVERY = 0.2
BAR = 24
"""Cells of the bar that grows."""
WIDEST = 30
"""Cells that the picture may take of a row."""
BORDER = 2
ROWS_AROUND = 13
"""Rows of frame, buttons, question, hint and the picture's border."""


class Scan(GivingScreen):
    """Scans with a scanner that was found."""

    AUTO_FOCUS = "Button.-primary"

    def __init__(self, place: Place, slot: Slot, keep: Keep, able: Abilities) -> None:
        super().__init__(place, slot, keep)
        self.able = able
        self._sheet, self._done = 1, 0.0
        self._picture: Picture | None = None

    @property
    def _is_card(self) -> bool:
        return self.slot.requirement.paper is Paper.CARD

    @override
    def question(self) -> str:
        return _("Ponga la cédula en el escáner") if self._is_card else _("Ponga el papel en el escáner")

    def hint(self) -> str:
        """Say which document, and whose."""
        return self.whose()

    @override
    def help_text(self) -> str:
        return _(
            "# Escanear\n\n"
            "- Ponga el papel con lo escrito hacia abajo, pegado a la esquina que tiene la flecha. Cierre la tapa.\n"
            "- **Escanear** lo copia y se lo muestra. Si no salió bien, puede hacerlo otra vez.\n"
            "- **Ver antes** muestra cómo está puesto, sin copiarlo todavía.\n"
            "- **En gris** basta para las letras. **A color** es mejor para la cédula y para las fotos.\n"
            "- Las hojas de la bandeja de arriba van con lo escrito hacia arriba, hasta {most}.\n"
            "- Con **Esc** puede dejar de esperar: no se guarda nada."
        ).format(most=SHEETS_LIMIT)

    def content(self) -> Iterable[Widget]:
        """Return the picture, beside what there is to choose."""
        manners = self._manners()
        choices = [Choices("manner", manners, value=manners[0].value, dense=True)] if len(manners) > 1 else []
        if self.able.grey and self.able.colour:
            colours = [Option(GREY, _("En gris")), Option(COLOUR, _("A color"))]
            usual = COLOUR if self._is_card else GREY
            choices.append(Choices("colour", colours, value=usual, dense=True, first=len(manners) + 1 if choices else 1))
        return (
            Horizontal(CellPicture(), Vertical(Words(self._steps(), id="scan-steps"), *choices, id="scan-words"), id="scan-view"),
            Words(id="scan-state"),
        )

    def buttons(self) -> Sequence[Button]:
        """Return what can be done."""
        return (
            Button(_("Atrás"), self.back),
            Button(_("Ver antes"), self.preview),
            Button(_("Escanear"), self.go_on, primary=True),
        )

    def on_mount(self) -> None:
        """Hide what is empty yet."""
        self.query_one(CellPicture).display = False
        self.query_one("#scan-state").display = False

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - the ground's signature
        """Make the picture as large as fits whole."""
        self._fit()

    def on_key(self, event: events.Key) -> None:
        """Choose by digit wherever the keys are: each stands once on the page."""
        for each in self.query(Choices):
            each.on_key(event)

    async def go_on(self) -> None:
        """Scan, and give what came; whoever gives up waiting gives nothing."""
        given_up = threading.Event()
        try:
            sheets = await self._scanned(given_up)
        finally:
            given_up.set()
        if sheets:
            await self.give(sheets)

    async def preview(self) -> None:
        """Show how the paper lies, without keeping it."""
        given_up, wish = threading.Event(), self._wish()
        size = (WIDEST * 4, self._rows() * 8)

        def look(kiosk: "Kiosk", told: Told) -> Picture:
            return scanning.preview(kiosk, self.able, wish, size, given_up.is_set, told)

        try:
            self._picture = await self._working(look, _("Mirando cómo está puesto…"))
        finally:
            given_up.set()
        self._fit()
        self.query_one("#scan-steps", Words).say(_("Así está puesto. Si se ve entero y derecho, pulse «Escanear»."))

    async def _scanned(self, given_up: threading.Event) -> Documents | None:
        """Return the sides that were scanned; None when the person thinks better of it."""
        manner = self._manner()
        if manner in {STACK, BOTH_SIDES}:
            wish = self._wish(Feed.FEEDER if manner == STACK else Feed.BOTH_SIDES)
            return await self._working(
                lambda kiosk, told: scanning.scan_stack(kiosk, self.able, wish, given_up.is_set, told), _("Escaneando…")
            )
        wish = self._wish()  # once: the keys may go on to other choices while it scans
        if manner == ONE:
            return await self._one_side(wish, given_up)
        first = await self._good_side(wish, given_up)
        if first is None:
            return None
        return await (self._both_sides if manner == CARD else self._sheets)(first, wish, given_up)

    async def _both_sides(self, first: Documents, wish: Wish, given_up: threading.Event) -> Documents | None:
        """Return the two sides of a card, after asking to turn it over."""
        answer = await self.ask(
            _("Ahora dé la vuelta a la cédula"),
            _("Ponga la otra parte hacia abajo, en la misma esquina, y cierre la tapa."),
            [Answer("stop", _("No seguir")), Answer("more", _("Escanear la otra parte"))],
        )
        second = await self._good_side(wish, given_up) if answer == "more" else None
        return first + second if second else None

    async def _sheets(self, first: Documents, wish: Wish, given_up: threading.Event) -> Documents | None:
        """Return sheets that are laid on the glass one by one, until the person says that all are there."""
        sides = first
        while (count := len(sides.contents)) < SHEETS_LIMIT:
            answer = await self.ask(
                ngettext("Ya hay {count} hoja", "Ya hay {count} hojas", count).format(count=count),
                _("Si falta otra, póngala en el escáner y cierre la tapa."),
                [Answer("stop", _("No seguir")), Answer("done", _("Ya están todas")), Answer("more", _("Escanear otra"))],
            )
            if answer == "done":
                break
            side = await self._good_side(wish, given_up) if answer == "more" else None
            if side is None:
                return None
            sides += side
        return sides

    async def _good_side(self, wish: Wish, given_up: threading.Event) -> Documents | None:
        """Scan a side until it serves, before the next one is laid on the glass; None when the person thinks better of it."""
        while True:
            side = await self._one_side(wish, given_up)
            refused = await self.call(scanning.refusal_of, side, wish.paper, say=_("Revisando este lado…"))
            if refused is None:
                return side
            answer = await self.ask(
                _("Este lado no salió bien"),
                refused,
                [Answer("stop", _("No seguir")), Answer("again", _("Escanear otra vez"))],
            )
            if answer != "again":
                return None

    async def _one_side(self, wish: Wish, given_up: threading.Event) -> Documents:
        return await self._working(
            lambda kiosk, told: scanning.scan(kiosk, self.able, wish, given_up.is_set, told), _("Escaneando…")
        )

    async def _working(self, work: "Callable[[Kiosk, Told], Result]", say: str) -> Result:
        """Have the scanner work, showing how far it is."""
        self._sheet, self._done = 1, 0.0
        state = self.query_one("#scan-state", Words)
        state.say(self._progress())
        looking = self.set_interval(LOOKED_AT_EVERY, lambda: state.say(self._progress()))
        try:
            return await self.call(lambda kiosk: work(kiosk, self._told), say=say)
        except ScannerTrouble:
            self.session.scanner = None  # it is looked for again, and may be another one by then
            raise
        finally:
            looking.stop()
            state.say("")

    def _told(self, sheet: int, done: float) -> None:
        """Hear from the scanner's thread how far it is."""
        self._sheet, self._done = sheet, done

    def _progress(self) -> str:
        filled = round(self._done * BAR)
        bar = "█" * filled + "░" * (BAR - filled)
        if self._manner() in {STACK, BOTH_SIDES}:
            return _("{bar}  hoja {sheet}, {percent} %").format(bar=bar, sheet=self._sheet, percent=int(self._done * 100))
        return _("{bar}  {percent} %").format(bar=bar, percent=int(self._done * 100))

    def _wish(self, feed: Feed | None = None) -> Wish:
        """Return how it is to be scanned: from the glass where there is one, else from the feeder."""
        colours = self.query("#field-colour").results(Choices)
        colour = next((each.value == COLOUR for each in colours), not self.able.grey)
        lying = Feed.GLASS if Feed.GLASS in self.able.feeds else next(iter(self.able.feeds))
        return Wish(self.slot.requirement.paper, feed or lying, colour)

    def _manner(self) -> str:
        chosen = self.query("#field-manner").results(Choices)
        return next((each.value or ONE for each in chosen), ONE)

    def _manners(self) -> list[Option]:
        """Return how many sides there may be; the first is the usual one."""
        one = Option(ONE, _("Un solo lado"))
        if self._is_card:
            return [Option(CARD, _("Los dos lados, uno tras otro")), one] if self._takes_both_sides() else [one]
        glass, feeds = Feed.GLASS in self.able.feeds, self.able.feeds
        known = (
            (True, one),
            (glass, Option(MORE, _("Varias hojas, una por una"))),
            (Feed.FEEDER in feeds, Option(STACK, _("Varias hojas juntas, en la bandeja"))),
            (Feed.BOTH_SIDES in feeds, Option(BOTH_SIDES, _("Varias hojas juntas, por los dos lados"))),
        )
        return [each for there, each in known if there]

    def _takes_both_sides(self) -> bool:
        """Tell whether a PDF of two pages in this slot serves for another one too."""
        procedure = self.session.procedure
        own = self.slot.requirement.id
        return bool(procedure and any(each.satisfied_by == own for each in procedure.requirements))

    def _steps(self) -> str:
        if Feed.GLASS not in self.able.feeds:
            return _("Póngalo en la bandeja, derecho.")
        return _("Lo escrito hacia abajo, pegado a la esquina de la flecha. Cierre la tapa.")

    def _rows(self) -> int:
        return max(4, self.size.height - ROWS_AROUND)

    def _fit(self) -> None:
        """Show the picture as large as fits whole beside the choices."""
        picture, drawn = self._picture, self.query_one(CellPicture)
        drawn.display = picture is not None and picture.width > 0
        if picture is not None and picture.width:
            columns = min(WIDEST, picture.width, round(self._rows() * 2 * picture.width / picture.height))
            drawn.styles.width = max(1, columns) + BORDER
            drawn.show(picture)
