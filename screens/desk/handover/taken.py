"""Who took the dossiers, once they are written: only that makes a case handed over."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.cases.handover import Exported, HandedOver, HandoverHow
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.locale import _, ngettext
from kiosk.services.handover import handovers
from kiosk.words.cases import handover_in_words
from kiosk.words.dates import spoken_date, spoken_time
from screens.desk.base import DeskScreen
from screens.desk.handover.writing import told
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option
from screens.widgets.facts import Facts
from screens.widgets.field import Field
from screens.widgets.words import Words

MOST_NAMED = 4
"""Numbers that are named one by one."""


class Taken(DeskScreen):
    """Asks who took these dossiers, and how; whoever leaves it changes nothing, and the cases go on waiting."""

    AUTO_FOCUS = "#column Entry"

    def __init__(self, numbers: Sequence[CaseNumber], exported: Exported | None = None) -> None:
        super().__init__()
        self._numbers, self._exported = tuple(numbers), exported

    @override
    def question(self) -> str:
        return ngettext("¿Quién lo recibió?", "¿Quién los recibió?", len(self._numbers))

    @override
    def help_text(self) -> str:
        return _(
            "# ¿Quién los recibió?\n\nEscriba el nombre de la persona del IESS, o de quien los lleva.\n\n"
            "Si todavía nadie se los llevó, pulse **Todavía no**: los trámites siguen esperando, y los expedientes quedan escritos."
        )

    def content(self) -> Iterable[Widget]:
        """Return what was written, and the fields."""
        said = [named(self._numbers)]
        if self._exported is not None:
            folder = self._exported.written[0].path.parent
            said = [_("Escrito en {folder}: {numbers}").format(folder=folder, numbers=said[0])]
            said += [f"! {each}" for each in told(self._exported.failed)]
        yield Words("\n".join(said), classes="text")
        yield Field("taken_by", _("Nombre de quien recibe"), limit=80)
        ways = [Option(each, handover_in_words(each)[:1].upper() + handover_in_words(each)[1:]) for each in HandoverHow]
        yield Choices("how", ways, label=_("Cómo se los lleva"), dense=True)

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Todavía no"), self.back), Button(_("Anotar la entrega"), self.go_on, primary=True))

    @override
    async def go_on(self) -> None:
        taken_by, how = self.query_one(Field).value, self.query_one(Choices).value or ""
        done = await self.call(handovers.record_handover, self._numbers, taken_by, how, say=_("Anotando la entrega…"))
        waits = (await self.call(handovers.waiting)).count
        self.app.switch_screen(Recorded(done, waits))


class Recorded(DeskScreen):
    """Says what was recorded, until when the kiosk's copies stay, and how many cases still wait."""

    def __init__(self, done: HandedOver, waits: int) -> None:
        super().__init__()
        self._done, self._waits = done, waits

    @override
    def question(self) -> str:
        return _("La entrega está anotada")

    @override
    def content(self) -> Iterable[Widget]:
        done = self._done
        yield Facts(
            (
                (_("Trámites"), named(done.numbers)),
                (_("Recibió"), _("{name}, {how}").format(name=done.taken_by, how=handover_in_words(done.how))),
                (_("Cuándo"), spoken_time(done.at)),
                (_("Entregó"), done.actor),
                (_("Copias"), _("se quedan en este kiosco hasta el {date}").format(date=spoken_date(done.copies_until))),
                (_("Esperan"), str(self._waits) if self._waits else _("ninguno")),
            )
        )
        if done.incomplete:
            sentence = ngettext(
                "! {count} incompleto: lo que falta sigue en «Hoy».",
                "! {count} incompletos: lo que falta sigue en «Hoy».",
                done.incomplete,
            )
            yield Words(sentence.format(count=done.incomplete), classes="text")
        if done.changed:
            sentence = _("! Llegó algo después de escribir el expediente de {numbers}: sigue esperando, con lo nuevo.")
            yield Words(sentence.format(numbers=named(done.changed)), classes="text")

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Listo"), self.back, primary=True),)


def named(numbers: Sequence[CaseNumber]) -> str:
    """Return the numbers, or how many there are where they are many."""
    if len(numbers) > MOST_NAMED:
        return ngettext("{count} trámite", "{count} trámites", len(numbers)).format(count=len(numbers))
    return ", ".join(numbers)
