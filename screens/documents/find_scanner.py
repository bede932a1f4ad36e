"""Looking for the scanner when somebody wants one: never before, for it takes seconds; and choosing among several."""

import threading
from collections.abc import Iterable, Sequence
from functools import partial

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.documents.scanner import ScannerDevice
from kiosk.domain.filing.procedure import Slot
from kiosk.locale import _
from kiosk.services.documents import scanning
from screens.documents.source import SourceScreen
from screens.session.visit import Place
from screens.widgets.button import Button
from screens.widgets.rows import Row, Rows
from screens.widgets.words import Words


class FindScanner(SourceScreen):
    """Gives the scanner that is to be used, with what it can do."""

    AUTO_FOCUS = "#look"

    def __init__(self, place: Place, slot: Slot) -> None:
        super().__init__(place, slot)
        self._devices: tuple[ScannerDevice, ...] = ()

    @override
    def question(self) -> str:
        return _("Encienda el escáner, por favor")

    def hint(self) -> str:
        """Say which document, and whose."""
        return self.whose()

    @override
    def help_text(self) -> str:
        return _(
            "# El escáner\n\nEl kiosco lo busca solo. Puede tardar unos segundos.\n\n"
            "- Si hay varios, elija con las flechas el que está más cerca y pulse Enter.\n"
            "- Si no encuentra ninguno, revise que esté encendido y con su cable, y pulse **Buscar otra vez**.\n"
            "- Si no funciona, vuelva con **Atrás** y tome el documento de otra parte, o pida ayuda al personal."
        )

    def content(self) -> Iterable[Widget]:
        """Return the scanners, once there are several."""
        return (Words(_("Buscando el escáner…"), id="scan-state"), Rows(()))

    def buttons(self) -> Sequence[Button]:
        """Return the way back, and to look again."""
        return (Button(_("Atrás"), self.back), Button(_("Buscar otra vez"), self.look, id="look"))

    @override
    def on_mount(self) -> None:
        self.query_one(Rows).display = False
        self.act(self.look)

    async def look(self) -> None:
        """Look for scanners, and go on with the only one."""
        state, rows, given_up = self.query_one("#scan-state", Words), self.query_one(Rows), threading.Event()
        state.say(_("Buscando el escáner…"))
        try:
            self._devices = await self.call(scanning.devices, given_up.is_set, say=_("Buscando el escáner…"))
        finally:
            given_up.set()
            state.say("")
        if len(self._devices) == 1:
            await self.take(self._devices[0])
            return
        self.query_one(".question", Words).update(_("¿Cuál escáner usa?"))
        await rows.show([Row(str(at), each.label, "", self._told_apart(each)) for at, each in enumerate(self._devices)])
        rows.display = True
        rows.focus()

    def _told_apart(self, device: ScannerDevice) -> str:
        """Return which of several of the same make this is."""
        same = [each for each in self._devices if each.label == device.label]
        if len(same) == 1:
            return ""
        return _("Número {number} de {count} iguales.").format(number=same.index(device) + 1, count=len(same))

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Take this scanner."""
        event.stop()
        self.act(partial(self.take, self._devices[int(event.value)]))

    async def take(self, device: ScannerDevice) -> None:
        """Ask a scanner what it can do, and go on with it."""
        given_up = threading.Event()
        try:
            able = await self.call(scanning.abilities, device, given_up.is_set, say=_("Preparando el escáner…"))
        finally:
            given_up.set()
        self.dismiss(able)
