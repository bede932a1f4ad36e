"""What staff observed about a case, kept with who and when beside what its person wrote."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from kiosk.locale import _
from kiosk.services import case_changes
from screens.desk.base import DeskScreen
from screens.widgets.button import Button
from screens.widgets.writing import Writing


class Observe(DeskScreen):
    """A paragraph."""

    CSS_PATH = "../observation.tcss"
    AUTO_FOCUS = "Writing"

    def __init__(self, number: str) -> None:
        super().__init__()
        self._number = number

    def question(self) -> str:
        """Ask."""
        return _("¿Qué hay que saber de este trámite?")

    def hint(self) -> str:
        """Say where it goes."""
        return _("Trámite {number}. Queda en el trámite con el nombre de usted, y no se puede borrar.").format(number=self._number)

    def content(self) -> Iterable[Widget]:
        """Return where it is written."""
        return (Writing("", limit=case_changes.LONGEST_NOTE),)

    def buttons(self) -> Sequence[Button]:
        """Return the two ways."""
        return (Button(_("Atrás"), self.back), Button(_("Guardar"), self.go_on, primary=True))

    def on_writing_submitted(self, event: Writing.Submitted) -> None:
        """Save on Enter."""
        event.stop()
        self.act(self.go_on)

    async def go_on(self) -> None:
        """Save, and go back to the case."""
        await self.call(case_changes.add_observation, self._number, self.query_one(Writing).value, say=_("Guardando…"))
        self.close()
