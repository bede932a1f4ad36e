"""Before anything is asked: what it may cause, what it needs, how long it takes and that it is free; who goes on has seen it."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.filing.procedure import Procedure, Requirement, When
from kiosk.locale import _, ngettext
from kiosk.services.filing import drafts, forms
from screens.journey.choose_procedure import ChooseCategory, ChooseProcedure, ChooseSector, choice_of, procedure_of
from screens.visit.question import JourneyScreen
from screens.widgets.button import Button
from screens.widgets.facts import Points
from screens.widgets.main import Main
from screens.widgets.print_news import PrintNews
from screens.widgets.words import Words
from screens.words.prints import Printout


class Start(JourneyScreen):
    """The page on which a person decides. Nothing is kept of who only reads it."""

    AUTO_FOCUS = "Button.-primary"

    @property
    def _procedure(self) -> Procedure:
        procedure = procedure_of(self.session)
        assert procedure, "it is chosen before, or the only one"  # noqa: S101 - a wrong place is a defect of ours
        return procedure

    @override
    def question(self) -> str:
        return _("¿Qué puede pasar si sale del seguro?") if self._procedure.consequences else _("¿Qué necesita para su trámite?")

    def hint(self) -> str:
        """Say what it costs, how long it takes here, and by when it is answered."""
        days = self._procedure.answer_working_days
        if days is None:
            return _("Aquí tarda unos 10 minutos. Costo: {cost}").format(cost=self._procedure.cost)
        answered = ngettext(
            "Aquí tarda unos 10 minutos, y la respuesta hasta 1 día laborable. Costo: {cost}",
            "Aquí tarda unos 10 minutos, y la respuesta hasta {days} días laborables. Costo: {cost}",
            days,
        )
        return answered.format(cost=self._procedure.cost, days=days)

    @override
    def help_text(self) -> str:
        return _(
            "# Antes de empezar\n\nSon advertencias para que decida con calma; no son un cálculo de su caso. "
            "Leerlas no lo obliga a nada.\n\n"
            "- **Empezar**: sigue con el trámite.\n"
            "- **Imprimir qué debo traer**: la lista de los papeles, con la solicitud en blanco. {room}\n"
            "- **Atrás**: vuelve al inicio. No se guarda nada.\n\n"
            "Si hoy no tiene todos los papeles, puede empezar igual y seguir otro día."
        ).format(room=forms.room_in_words())

    def content(self) -> Iterable[Widget]:
        """Return what it may cause, and what it needs: first what everybody does, then what few do."""
        procedure = self._procedure
        common = [each.name for each in procedure.requirements if each.when in {When.ALWAYS, When.WITH_CEDULA}]
        rare = [_named(each) for each in procedure.requirements if each.when not in {When.ALWAYS, When.WITH_CEDULA}]
        yield PrintNews(Printout.BLANK_FORM, forms.blank_status)
        if self._named_first:
            yield Words(procedure.name, classes="strong")
        yield Points(each.text for each in procedure.consequences if each.when is not When.HEAD_LEAVES_OTHERS_STAY)
        yield Words(_("Necesita: {documents}.").format(documents=" · ".join(common)), classes="strong part", id="needs")
        if rare:
            yield Words(_("Según el caso, también:"), classes="part")
            yield from (Words(f"• {each}", classes="item") for each in rare)

    @property
    def _named_first(self) -> bool:
        """Whether one has to say which procedure this is."""
        return any(each.asked(self.session) for each in (ChooseSector, ChooseCategory, ChooseProcedure))

    def buttons(self) -> Sequence[Button]:
        """Return the ways on, and the list to take home where there is a printer."""
        printing = (Button(_("Imprimir qué debo traer"), self.print_list),) if self._prints else ()
        return (Button(_("Atrás"), self.back), *printing, Button(_("Empezar"), self.go_on, primary=True))

    @property
    def _prints(self) -> bool:
        return self.kiosk_app.settings.printer.prints_forms

    def on_print_news_changed(self, event: PrintNews.Changed) -> None:
        """Offer nothing more: who does not want to wait goes on."""
        event.stop()

    async def print_list(self) -> None:
        """Print what to bring, with the blank form."""
        if await self.call(forms.print_blank, say=_("Imprimiendo…")):
            self.kiosk_app.deliver_now()
            self.query_one(Main).scroll_home(animate=False)
            self.query_one(PrintNews).follow(self.kiosk_app)

    async def go_on(self) -> None:
        """Go on once all that it may cause was in sight: that it was shown is written down."""
        main = self.query_one(Main)
        if main.region.bottom < self.query_one(Points).region.bottom:
            main.scroll_page_down(animate=False)
            return
        choice = choice_of(self.session)
        if self.session.draft is None:
            self.session.choice = choice
        else:
            self.keep(await self.call(drafts.choose, self.draft.id, choice, say=_("Guardando…")))
        self.advance()


def _named(need: Requirement) -> str:
    condition = {
        When.REPRESENTATIVE: _("solo si representa a otra persona"),
        When.WITH_FOREIGN_CODE: _("solo de extranjeros sin cédula"),
        When.WITHOUT_IDENTITY: _("solo de menores sin cédula"),
        When.HEAD_LEAVES: _("solo si sale el jefe de familia"),
        When.HEAD_LEAVES_OTHERS_STAY: _("solo si sale el jefe y alguien se queda"),
    }[need.when]
    return _("{document} ({condition})").format(document=need.name, condition=condition)
