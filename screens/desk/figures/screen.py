"""The figures on the desk: one plot after the other."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.desk.permits import SEE_FIGURES
from kiosk.locale import _
from kiosk.services.journal import figures
from screens.desk.base import DeskScreen
from screens.desk.figures.plots import Plot, plots
from screens.widgets.bars import BarPlot
from screens.widgets.button import Button
from screens.widgets.main import Main
from screens.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk


class FiguresPage(DeskScreen):
    """Months, complaints, how many finish, where they leave, minutes of each step."""

    needs = SEE_FIGURES

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right", "turn(1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._plots: list[Plot] = []
        self._here = 0

    @override
    def question(self) -> str:
        return _("Cifras")

    @override
    def help_text(self) -> str:
        return _(
            "# Qué se cuenta\n\n"
            "- Atenciones: trámites registrados en el mes.\n"
            "- Visitas: desde que alguien empieza hasta que termina o se va. Quien vuelve otro día es otra visita.\n"
            "- Minutos: de quienes siguieron al paso siguiente.\n\n"
            "# Qué no se cuenta\n\n"
            "Nada de quién es. De una visita solo queda el mes. Un mes con menos de 5 visitas se cuenta junto con el siguiente.\n\n"
            "# Para una hoja de cálculo\n\n"
            "«kiosk stats --csv» o «kiosk stats --json»."
        )

    def content(self) -> Iterable[Widget]:
        """Return where the plot is drawn."""
        return (BarPlot(),)

    def extra_keys(self) -> tuple[str, ...]:
        """Say how to turn over."""
        return (_("← → otra cifra"),)

    def buttons(self) -> Sequence[Button]:
        """Return the way back, and to the next plot."""
        return (Button(_("Atrás"), self.back), Button(_("Siguiente"), self.go_on, primary=True))

    @override
    def on_mount(self) -> None:
        self.act(self._look_up)

    @override
    async def go_on(self) -> None:
        self.action_turn(1)

    def action_turn(self, steps: int) -> None:
        """Show the next or the previous plot; behind the last comes the first."""
        if self._plots:
            self._here = (self._here + steps) % len(self._plots)
            self._draw()

    async def _look_up(self) -> None:
        self._plots = await self.call(_all_plots, say=_("Contando…"))
        self._draw()

    def _draw(self) -> None:
        plot = self._plots[self._here]
        title = _("{title} ({number} de {count})").format(title=plot.title, number=self._here + 1, count=len(self._plots))
        self.query_one(".question", Words).say(title)
        self.query_one("#hint", Words).say(plot.hint)
        self.query_one(BarPlot).show(plot.groups)
        self.query_one(Main).scroll_home(animate=False)


def _all_plots(kiosk: "Kiosk") -> list[Plot]:
    now = kiosk.local(kiosk.clock.now().at)
    return plots(figures.figures(kiosk), (now.year, now.month))
