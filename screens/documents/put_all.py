"""Putting everything at once: what was brought is read with its progress in sight, and can be given up; then it is shown sorted."""

import asyncio
import threading
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.documents.brought import Brought, Documents
from kiosk.domain.documents.stick import StickListing
from kiosk.domain.errors import BadInput, NotFound
from kiosk.domain.filing.procedure import open_slots
from kiosk.locale import _
from kiosk.services.documents import gathering, stick
from screens.documents.everything import EVERYTHING
from screens.documents.source import SourceScreen
from screens.session.visit import Place
from screens.widgets.button import Button
from screens.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk

LOOK_AGAIN = 1.5
"""Seconds between two looks for a stick."""
LOOKED_AT_EVERY = 0.2
BAR = 24
"""Cells of the bar that grows."""


class PutAll(SourceScreen):
    """Looks at all that was brought, else at what lies on the stick; dismisses with the pile, an empty one to go one by one."""

    AUTO_FOCUS = "Button.-primary"

    def __init__(self, place: Place, brought: Brought | None = None) -> None:
        super().__init__(place, EVERYTHING)
        self._brought = brought
        self._read, self._count = 0, 0

    @override
    def question(self) -> str:
        return _("Estamos mirando sus documentos")

    @override
    def hint(self) -> str:
        return _("Después le mostramos cada uno, y usted dice si está bien.")

    @override
    def help_text(self) -> str:
        return _(
            "# Poner todo de una vez\n\nEl kiosco mira lo que usted trajo, reconoce la cédula y la solicitud, "
            "y pone cada una en su lugar. Nada queda puesto hasta que usted diga que está bien.\n\n"
            "- Con **Esc** puede dejar de esperar: no se pone nada.\n"
            "- Con **Uno por uno** elige usted cada archivo."
        )

    def content(self) -> Iterable[Widget]:
        """Return how far it is, and what to do without a stick."""
        steps = _("Apenas la conecte, el kiosco la lee solo.\n\nSi no sabe dónde se conecta, pida ayuda al personal.")
        return (Words(id="stick-state"), Words(steps, id="stick-steps"))

    def buttons(self) -> Sequence[Button]:
        """Return the ways back, to choose one by one, and to read again."""
        return (
            Button(_("Atrás"), self.back),
            Button(_("Uno por uno"), self.one_by_one),
            Button(_("Mirar otra vez"), self.read, primary=True),
        )

    @override
    def on_mount(self) -> None:
        self.query_one("#stick-steps").display = False
        self.act(self.read)

    async def one_by_one(self) -> None:
        """Go back to the list."""
        self.dismiss(gathering.Pile())

    async def read(self) -> None:
        """Read all, and show it sorted; whoever gives up waiting gets nothing."""
        if self._brought is not None:
            await self._gather(self._brought.apart() if isinstance(self._brought, Documents) else [self._brought])
            return
        seen = await self.call(_listing, say=_("Buscando su memoria…"))
        missing = isinstance(seen, NotFound)
        self.query_one("#stick-steps").display = missing
        if isinstance(seen, NotFound):
            self._say(_("Conecte su memoria USB"), f"! {seen.message}")
            self.background(self._await_stick())
            return
        await self._gather(seen.files)

    async def _await_stick(self) -> None:
        """Read by itself once a stick is there."""
        kiosk = await self.kiosk_app.ready()
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            if self.acting:
                return
            if isinstance(await self.kiosk_app.in_thread(lambda: _listing(kiosk)), StickListing):
                self.act(self.read)
                return

    async def _gather(self, brought: Sequence[Brought]) -> None:
        """Have documents looked at, telling how far it is, and give what goes where."""
        given_up = threading.Event()
        self._read, self._count = 0, min(len(brought), gathering.DOCUMENTS_AT_MOST)
        self._show_buttons(there=False)
        self._say(self.question(), self._progress())
        telling = self.set_interval(LOOKED_AT_EVERY, lambda: self._say(self.question(), self._progress()))
        try:
            pile = await self.call(self._gathered, brought, given_up, say=_("Mirando sus documentos…"))
        finally:
            given_up.set()
            telling.stop()
            self._say(_("No se puso nada"), "")
            self._show_buttons(there=True)
        if not (pile.gathered.placings or pile.gathered.doubts):
            raise BadInput(self._nothing_known(pile))
        self.dismiss(pile)

    def _gathered(self, kiosk: "Kiosk", brought: Sequence[Brought], given_up: threading.Event) -> gathering.Pile:
        def told(number: int) -> None:
            self._read = number

        return gathering.gather(kiosk, self.draft.id, brought, told=told, given_up=given_up.is_set)

    def _show_buttons(self, *, there: bool) -> None:
        """Show what can be done, or while it is read only that it can be given up: nothing else would be done then."""
        for button in self.query(Button):
            button.display = there
            if there and button.has_class("-primary"):
                button.focus()

    def _nothing_known(self, pile: gathering.Pile) -> str:
        if pile.gathered.strangers:
            return _("Solo hay papeles de personas que no están en este trámite. Si son los suyos, elíjalos uno por uno.")
        procedure = self.session.procedure
        missing = open_slots(procedure, self.draft) if procedure else ()
        names = ", ".join(dict.fromkeys(each.requirement.name for each in missing))
        return _("No reconocimos lo que falta: {documents}. Elíjalos uno por uno, o traiga otros.").format(documents=names)

    def _say(self, question: str, state: str) -> None:
        for words in self.query(".question").results(Words):  # none where the screen was taken away meanwhile
            words.say(question)
        for words in self.query("#stick-state").results(Words):
            words.say(state)

    def _progress(self) -> str:
        filled = self._read * BAR // max(1, self._count)
        bar = "█" * filled + "░" * (BAR - filled)
        return _("{bar}  {number} de {count}").format(bar=bar, number=min(self._read + 1, self._count), count=self._count)


def _listing(kiosk: "Kiosk") -> StickListing | NotFound:
    """Return what is on the stick, or why nothing can be seen."""
    try:
        return stick.listing(kiosk)
    except NotFound as reason:
        return reason
