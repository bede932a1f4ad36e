"""Taking back a consent or a request at the desk: the person stands there, and staff saw who it is."""

from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.locale import _
from screens.desk.base import DeskScreen
from screens.entrance.withdraw import TakingBack
from screens.frame.dialog import Answer


class Withdraw(TakingBack, DeskScreen):
    """What is taken back, for the person at the counter."""

    needs = "request_withdrawn"

    def hint(self) -> str:
        """Say of which case, and that no reason is asked."""
        return _("Trámite {number}. No hace falta decir por qué, y es gratis.").format(number=self.number)

    async def confirmed(self, what: TakenBack, effects: str) -> bool:
        """Ask whether it is the person's own wish; True where it is."""
        title = _("¿Cancelar la solicitud?") if what is TakenBack.REQUEST else _("¿Quitar el permiso?")
        do = _("Es la persona: cancelar") if what is TakenBack.REQUEST else _("Es la persona: quitar")
        text = _("{effects}\n\nSolo lo pide la persona del trámite: mire su cédula.").format(effects=effects)
        answer = await self.ask(title, text, [Answer("do", do), Answer("stop", _("Dejar todo como está"))])
        return answer == "do"
