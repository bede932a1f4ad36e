"""Telling the institute that something was taken back of a case that it has: done by people, and noted here."""

from collections.abc import Sequence

from kiosk.locale import _
from kiosk.services import withdrawals
from screens.desk.base import DeskScreen
from screens.widgets.button import Button


class TellWithdrawal(DeskScreen):
    """Asks whether the institute was told."""

    AUTO_FOCUS = "Button.-primary"

    def __init__(self, number: str) -> None:
        super().__init__()
        self._number = number

    def question(self) -> str:
        """Ask."""
        return _("¿Ya avisó al IESS del retiro?")

    def hint(self) -> str:
        """Say of which case, and how."""
        return _(
            "Trámite {number}. El IESS tiene sus documentos, y todavía no sabe que la persona retiró algo. "
            "Avísele como se acostumbre, y anótelo aquí: queda con su nombre y la fecha."
        ).format(number=self._number)

    def buttons(self) -> Sequence[Button]:
        """Return the two ways."""
        return (Button(_("Todavía no"), self.back), Button(_("Sí, ya avisé"), self.go_on, primary=True))

    async def go_on(self) -> None:
        """Note it."""
        await self.call(withdrawals.note_told, self._number, say=_("Guardando…"))
        await self.back()
