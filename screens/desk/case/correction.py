"""Asking for a document again: the case's documents, what is asked for each, and receiving what was brought."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.cases.correction import AskedDocument, Wanted
from kiosk.domain.documents.document import Attachment
from kiosk.domain.errors import BadInput
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.procedure import Slot
from kiosk.domain.filing.resume_code import grouped
from kiosk.domain.machine.message import MessageKind
from kiosk.locale import _
from kiosk.services.followup import corrections
from kiosk.services.messages import prints
from screens.desk.base import DeskScreen
from screens.entrance.bring_correction import BringCorrection, facts_of
from screens.frame.dialog import Answer
from screens.widgets.big_number import BigNumber
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option
from screens.widgets.facts import Facts
from screens.widgets.field import Field
from screens.widgets.print_news import PrintNews
from screens.widgets.rows import Row, Rows
from screens.words.document import state_in_words
from screens.words.prints import Printout


class AskAgain(DeskScreen):
    """The documents of a case."""

    AUTO_FOCUS = "Rows"

    def __init__(self, number: CaseNumber) -> None:
        super().__init__()
        self._number = number
        self._places: dict[str, tuple[Slot, Attachment | None, AskedDocument | None]] = {}

    @override
    def question(self) -> str:
        return _("¿Qué documento se pide otra vez?")

    @override
    def hint(self) -> str:
        return _("Trámite {number}. Elija uno que falta o que no sirve; o el que ya está pedido, si lo trajo.").format(
            number=self._number
        )

    @override
    def help_text(self) -> str:
        return _(
            "# Pedir un documento otra vez\n\n"
            "- Elija el documento y escriba qué tiene de malo. Sale un papel con un número para volver, para la persona; "
            "si tiene correo, también se le escribe.\n"
            "- Cuando lo traiga, elija aquí el que dice «pedido», o que lo ponga ella misma en el kiosco con ese número.\n"
            "- Si lo escanea con ese papel encima, va solo a su lugar.\n"
            "- El que había se guarda, y el comprobante de la persona sigue siendo válido.\n"
            "- Después el trámite se entrega otra vez al IESS."
        )

    def content(self) -> Iterable[Widget]:
        """Return the documents, once they are known."""
        yield Rows(())

    async def on_screen_resume(self) -> None:
        """Show the documents as they are by now."""
        self.act(self._show)

    async def _show(self) -> None:
        places = await self.call(corrections.places, self._number)
        self._places = {slot.id: (slot, standing, asked) for slot, standing, asked in places}
        rows: list[Row] = []
        group = ""
        for slot, standing, asked in self._places.values():
            heading = _("De {name}").format(name=slot.person_name) if slot.person else _("De todo el trámite")
            rows.append(Row(slot.id, slot.requirement.name, _note(standing, asked), "", heading if heading != group else ""))
            group = heading
        await self.query_one(Rows).show(rows)
        self.query_one(Rows).focus()

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Ask for it, or see what is asked."""
        event.stop()
        slot, standing, asked = self._places[event.value]
        if asked is None:
            self.open(AskFor(self._number, slot, filled=standing is not None))
        else:
            self.app.push_screen(AskedAtDesk(asked))


class AskFor(DeskScreen):
    """What is wrong with a document."""

    def __init__(self, number: CaseNumber, slot: Slot, *, filled: bool) -> None:
        super().__init__()
        self._number, self._slot, self._filled = number, slot, filled

    @override
    def question(self) -> str:
        return _("¿Qué tiene este documento?")

    @override
    def hint(self) -> str:
        name = self._slot.requirement.name
        return _("{document}, de {name}").format(document=name, name=self._slot.person_name) if self._slot.person else name

    @override
    def content(self) -> Iterable[Widget]:
        usual = Wanted.BAD if self._filled else Wanted.MISSING
        yield Choices(
            "wanted",
            [Option(Wanted.BAD, _("No sirve")), Option(Wanted.MISSING, _("Falta"))],
            value=usual,
            dense=True,
        )
        yield Field(
            "explanation",
            _("Qué está mal, o qué se necesita"),
            hint=_("Lo lee la persona, también por correo: sin nombres ni cédulas."),
            limit=corrections.LONGEST_EXPLANATION,
        )

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back), Button(_("Pedirlo"), self.go_on, primary=True))

    async def go_on(self) -> None:
        """Ask for it, and show the code."""
        wanted = self.query_one(Choices).value
        if wanted is None:
            raise BadInput(_("Elija si falta o si no sirve."), field="wanted")
        explanation = self.query_one(Field).value
        asked = await self.call(corrections.ask, self._number, self._slot.id, Wanted(wanted), explanation, say=_("Guardando…"))
        self.kiosk_app.deliver_now()
        self.app.switch_screen(AskedAtDesk(asked, new=True))


class AskedAtDesk(BringCorrection):
    """What is asked for, with its code, at the desk."""

    def __init__(self, asked: AskedDocument, *, new: bool = False) -> None:
        super().__init__(asked)
        self._new = new

    @override
    def question(self) -> str:
        return _("Pedido. Dele este número para volver a la persona") if self._new else _("Este documento ya está pedido")

    def hint(self) -> str:
        """Say how it comes back."""
        return _("Cuando lo traiga: aquí con «Ya lo trajo», o en el kiosco con «Seguir con mi número para volver».")

    def help_text(self) -> str:
        """Explain nothing more: what can be done stands on the buttons."""
        return ""

    def content(self) -> Iterable[Widget]:
        """Return the code, what is asked for, and what becomes of the slip."""
        code, asked = self.asked.code, self.asked.id
        yield BigNumber((code[:4], code[4:]))
        yield PrintNews(Printout.PAPER, lambda kiosk: prints.standing(kiosk, MessageKind.CORRECTION_PRINT, asked))
        yield Facts(facts_of(self.asked)[:3])

    def buttons(self) -> Sequence[Button]:
        """Return what can be done."""
        kiosk = self.kiosk_app.kiosk
        printing = [Button(_("Imprimir"), self.print_slip)] if kiosk and kiosk.printer else []
        came = Button(_("Ya lo trajo"), self.go_on, primary=not self._new)
        back = Button(_("Listo") if self._new else _("Atrás"), self.back, primary=self._new)
        if self._new:
            return (*printing, came, back)
        return (back, Button(_("No hace falta"), self.drop), *printing, came)

    def on_mount(self) -> None:
        """Tell of the slip that was just asked for."""
        kiosk = self.kiosk_app.kiosk
        if self._new and kiosk and kiosk.printer:
            self.query_one(PrintNews).follow(self.kiosk_app)

    async def print_slip(self) -> None:
        """Print the slip once more."""
        await self.call(prints.ask, MessageKind.CORRECTION_PRINT, self.asked.id, say=_("Imprimiendo…"))
        self.kiosk_app.deliver_now()
        self.query_one(PrintNews).follow(self.kiosk_app)

    def on_print_news_changed(self, event: PrintNews.Changed) -> None:
        """Offer nothing more: whoever does not want to wait goes on."""
        event.stop()

    async def drop(self) -> None:
        """Ask for it no longer, after asking."""
        answer = await self.ask(
            _("¿Ya no hace falta este documento?"),
            _("El número para volver {code} deja de servir. Lo que hay en el trámite queda como está.").format(
                code=grouped(self.asked.code)
            ),
            [Answer("drop", _("Ya no hace falta")), Answer("keep", _("Seguir pidiéndolo"))],
        )
        if answer == "drop":
            await self.call(corrections.drop, self.asked.id, say=_("Guardando…"))
            await self.back()


def _note(standing: Attachment | None, asked: AskedDocument | None) -> str:
    if asked is not None:
        return _("→ pedido, {code}").format(code=grouped(asked.code))
    return state_in_words(standing) if standing else _("· no está")
