"""The part of two screens that writes dossiers into the desk's folder: how far it is, what it says, and that it can be given up."""

import asyncio
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kiosk.domain.cases.handover import Exported
from kiosk.domain.errors import KioskError
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.locale import _, ngettext
from kiosk.services.handover import export
from screens.desk.base import DeskScreen
from screens.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk

LOOKED_AT_EVERY = 0.5
"""Seconds between two words on how far it is."""


class DossierScreen(DeskScreen):
    """A screen with a line of `#folder` and one of `#written`."""

    needs = "case_handed_over"

    _done = (0, 0)

    def on_mount(self) -> None:
        """Fill the frame; nothing is being written."""
        super().on_mount()
        self.query_one("#written", Words).say("")

    async def tell_folder(self) -> None:
        """Say where dossiers are written, and whether they are sealed."""
        folder = self.kiosk_app.settings.desk.handover_folder
        try:
            sealed, warnings = await self.call(export.how_sealed)
        except KioskError as error:
            sealed, warnings = True, (error.message,)
        where = _("Carpeta: {folder} (sellados para el IESS)") if sealed else _("Carpeta: {folder}")
        self.query_one("#folder", Words).say("\n".join([where.format(folder=folder), *(f"! {each}" for each in warnings)]))

    async def write(self, numbers: Sequence[CaseNumber]) -> Exported:
        """Write the dossiers of these cases; raises KioskError where none was written. Esc ends it after the one under way."""
        given_up, line = threading.Event(), self.query_one("#written", Words)
        folder = self.kiosk_app.settings.desk.handover_folder
        self._done = (0, len(numbers))
        line.say("")
        looking = self.set_interval(LOOKED_AT_EVERY, lambda: line.say(self._progress()))

        def work(kiosk: "Kiosk") -> Exported:
            return export.export(kiosk, numbers, folder, given_up=given_up.is_set, progress=self._tell)

        try:
            done = await self.call(work, say=_("Escribiendo…"))
            line.say("")
        except asyncio.CancelledError:
            line.say(_("Se dejó de escribir. Lo que ya está escrito quedó completo; lo demás sigue esperando."))
            raise
        finally:
            given_up.set()
            looking.stop()
        if not done.written:
            raise KioskError("\n".join(told(done.failed)))
        return done

    def _tell(self, done: int, of: int) -> None:
        self._done = (done, of)

    def _progress(self) -> str:
        done, of = self._done
        return ngettext("Escribiendo el expediente…", "Escribiendo {done} de {of}…", of).format(done=min(done + 1, of), of=of)


def told(failed: Sequence[tuple[str, str]]) -> list[str]:
    """Return why each could not be written."""
    return [_("{number}: {reason}").format(number=number, reason=reason) for number, reason in failed]
