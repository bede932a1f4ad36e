"""Finding a case by whatever somebody has of it, and saying for what before it is opened."""

from collections.abc import Iterable, Sequence

from textual.events import Key, Paste
from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.desk.permits import SEE_CASES
from kiosk.domain.desk.task import Why
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.text import clean
from kiosk.locale import _, ngettext
from kiosk.services.cases.search import FoundCase
from kiosk.services.desk import access
from kiosk.words.dates import shown_date
from kiosk.words.people import number_in_words
from kiosk.words.stages import stage_words
from screens.desk.base import DeskScreen
from screens.widgets.button import Action, Button
from screens.widgets.field import Field
from screens.widgets.menu import Menu
from screens.widgets.rows import Row, Rows
from screens.widgets.words import Words


class FoundRows(Rows):
    """What was found; a digit is the beginning of the next number that is looked for, and opens nothing."""

    by_digit = False


class Find(DeskScreen):
    """One field, and below it what was found."""

    needs = SEE_CASES

    @override
    def question(self) -> str:
        return _("¿Qué trámite busca?")

    def hint(self) -> str:
        """Say what may be typed."""
        return _("Número de trámite o para volver, cédula, o apellidos y nombres.")

    @override
    def help_text(self) -> str:
        return _(
            "# Buscar un trámite\n\n"
            "- **Número**: como está en el comprobante, con guiones o sin ellos.\n"
            "- **Número para volver**: el de 8 letras y números de un papel del kiosco.\n"
            "- **Cédula**, de quien pide o de quien sale.\n"
            "- **Nombre**: sin importar tildes ni mayúsculas. La última palabra puede estar a medias.\n\n"
            "Los más nuevos están primero. Para buscar otro, escriba: va solo a la casilla.\n\n"
            "Abrir uno queda anotado, con su nombre y para qué lo abrió."
        )

    def content(self) -> Iterable[Widget]:
        """Return the field and the list."""
        rows = FoundRows([])
        rows.can_focus = False  # until there is something to walk along
        return (Field("what", "", limit=80), Words(id="found", classes="hint"), rows)

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back), Button(_("Buscar"), self.go_on, primary=True))

    async def go_on(self) -> None:
        """Look for what is typed."""
        await self._show((), "")
        typed = self.query_one(Field).value
        found = await self.call(access.find, typed, say=_("Buscando…"))
        count = len(found.cases)
        told = ngettext("1 trámite.", "{count} trámites, los más nuevos primero.", count).format(count=count)
        if not found.cases:
            told = _("No hay un trámite así en este kiosco. Revise lo que escribió, o busque por otra cosa.")
        elif found.more:
            told = _("Hay más de {count}: estos son los más nuevos. Escriba más del nombre para ver menos.").format(count=count)
        await self._show(found.cases, told)
        if found.cases and self.query_one(Field).value == typed:  # else the next one is being typed already
            self.query_one(Rows).focus()

    def on_key(self, event: Key) -> None:
        """Take what is typed anywhere to the field, in place of what was looked for before."""
        if event.character and event.is_printable and event.character != " ":
            event.stop()
            self._look_for(event.character)

    def on_paste(self, event: Paste) -> None:
        """As above, of what a card or code reader typed, or a mouse put in; a reader ends with Enter, and it is looked for."""
        if text := clean(event.text.partition("\n")[0]):
            event.stop()
            self._look_for(text)
            if "\n" in event.text:
                self.act(self.go_on)

    def _look_for(self, text: str) -> None:
        field = self.query_one(Field)
        field.value = text
        field.focus_entry()

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Ask for what, then open."""
        event.stop()
        self.open(AskWhy(CaseNumber.kept(event.value)))

    async def _show(self, cases: Sequence[FoundCase], told: str) -> None:
        self.query_one("#found", Words).say(told)
        rows = self.query_one(Rows)
        await rows.show([row(each) for each in cases])
        rows.can_focus = bool(cases)


class AskWhy(DeskScreen):
    """For what a case is opened: it stands in its log, beside the name of whoever did."""

    needs = SEE_CASES

    def __init__(self, number: CaseNumber) -> None:
        super().__init__()
        self._number = number

    @override
    def question(self) -> str:
        return _("¿Para qué lo abre?")

    @override
    def hint(self) -> str:
        return _("Trámite {number}. Queda anotado quién lo abre y para qué.").format(number=self._number)

    @override
    def content(self) -> Iterable[Widget]:
        reasons = (
            (Why.PERSON_HERE, _("La persona está aquí")),
            (Why.TELEPHONED, _("La persona llamó por teléfono")),
            (Why.DOCUMENTS, _("Voy a revisar los documentos")),
            (Why.HANDING_OVER, _("Voy a entregarlo al IESS")),
            (Why.OTHER, _("Otra razón")),
        )
        return (Menu([Button(label, self._opener(why)) for why, label in reasons], by_digit=False),)

    def _opener(self, why: Why) -> Action:
        async def opened() -> None:
            self.app.switch_screen(self.kiosk_app.case_view(self._number, why))

        return opened


def row(found: FoundCase) -> Row:
    """Return a case that was found, with how far it got."""
    facts = [number_in_words(found.identity), stage_words(found.stage).short]
    if found.person:
        facts.append(_("con {name}").format(name=found.person))
    label = _("{number}  {name}").format(number=found.number, name=found.name)
    return Row(found.number, label, shown_date(found.submitted_at.date()), " · ".join(facts))
