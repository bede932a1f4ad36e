"""What staff observed about a case, kept with who and when beside what its person wrote."""

from typing_extensions import override

from kiosk.locale import _
from kiosk.services.followup import changes
from screens.desk.paragraph import Paragraph


class Observe(Paragraph):
    """An observation."""

    LONGEST = changes.LONGEST_NOTE

    @override
    def question(self) -> str:
        return _("¿Qué hay que saber de este trámite?")

    @override
    def hint(self) -> str:
        return _("Trámite {number}. Queda en el trámite con el nombre de usted, y no se puede borrar.").format(number=self._number)

    async def save(self, text: str) -> None:
        """Put it to the case."""
        await self.call(changes.add_observation, self._number, text, say=_("Guardando…"))
