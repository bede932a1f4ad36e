"""Vouching for the identity in a filed case: what was seen, by whoever sits at the desk, who answers for it by name."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from kiosk.domain.attestation import Seen
from kiosk.domain.errors import BadInput
from kiosk.locale import _
from kiosk.services import case_changes
from screens.desk.base import DeskScreen
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option
from screens.widgets.field import Field


class Vouch(DeskScreen):
    """How it was seen, and what else is asked for it."""

    def __init__(self, number: str) -> None:
        super().__init__()
        self._number = number

    def question(self) -> str:
        """Ask."""
        return _("¿Cómo sabe quién es?")

    def hint(self) -> str:
        """Say what it means."""
        return _("Trámite {number}. Usted responde por esto con su nombre.").format(number=self._number)

    def content(self) -> Iterable[Widget]:
        """Return what can have been seen."""
        seen = (
            Option(Seen.CARD, _("Vi la cédula original")),
            Option(Seen.APP, _("Vi la app GOB.EC")),
            Option(Seen.OTHER_PAPER, _("Vi otro papel")),
            Option(Seen.KNOWN, _("Conozco a la persona")),
        )
        return (
            Choices("seen", seen, dense=True),
            Field("more", _("Número del papel, o por qué la conoce"), hint=_("Con la cédula puede quedar vacío."), limit=200),
        )

    def buttons(self) -> Sequence[Button]:
        """Return the two ways."""
        return (Button(_("Atrás"), self.back), Button(_("Doy fe"), self.go_on, primary=True))

    async def go_on(self) -> None:
        """Keep it, and go back to the case."""
        seen = self.query_one(Choices).value
        if seen is None:
            raise BadInput(_("Elija qué vio."), field="seen")
        more = self.query_one("#field-more", Field).value
        await self.call(case_changes.vouch, self._number, Seen(seen), more, say=_("Guardando…"))
        await self.back()
