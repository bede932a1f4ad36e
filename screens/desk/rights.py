"""A person's rights over their data, at the desk: first their identity document is seen, then what is asked for is done."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.cases.rights import AskedRight, Held, Right
from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.machine.message import MessageKind
from kiosk.domain.people.identity import Identity
from kiosk.locale import _
from kiosk.services.messages import prints
from kiosk.services.rights import requests
from kiosk.words.dates import shown_date, spoken_date
from screens.desk.base import DeskScreen
from screens.frame.dialog import Answer
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option
from screens.widgets.field import Field
from screens.widgets.menu import Menu
from screens.widgets.print_news import PrintNews
from screens.widgets.text_pane import TextPane
from screens.widgets.words import Words
from screens.words.prints import Printout

SEEN = "seen"


class Rights(DeskScreen):
    """Whose data."""

    @override
    def question(self) -> str:
        return _("¿De quién son los datos?")

    def hint(self) -> str:
        """Say to whom they are given."""
        return _("Se dan solo a la misma persona, gratis. Queda anotado que usted los vio.")

    @override
    def help_text(self) -> str:
        return _(
            "# Derechos sobre los datos\n\nToda persona puede ver lo que se guarda de ella, pedir que se corrija, "
            "y que se borre lo que la ley permite. Se responde gratis, en 15 días.\n\n"
            "- Mire primero su cédula original.\n"
            "- Un trámite registrado es un documento público: no se borra. Sí se borran lo que no se envió, "
            "y las copias de los documentos que el IESS ya tiene."
        )

    @override
    def content(self) -> Iterable[Widget]:
        yield Field("number", _("Cédula o código de extranjero"), width=20, limit=24)
        yield Choices(SEEN, [Option(SEEN, _("Vi su cédula original, y es esta persona"))])

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back), Button(_("Continuar"), self.go_on, primary=True))

    async def go_on(self) -> None:
        """Go on to what is asked for."""
        refusals: list[KioskError] = []
        identity = None
        try:
            identity = requests.parse_identity(self.query_one(Field).value)
        except BadInput as error:
            refusals.append(error)
        if self.query_one(Choices).value != SEEN:
            refusals.append(BadInput(_("Mire la cédula original, y márquelo aquí."), field=SEEN))
        if refusals or identity is None:
            self.refuse(*refusals)
            return
        waiting = await self.call(requests.open_requests, identity.number)
        self.app.switch_screen(WhatIsAsked(identity, waiting))


class WhatIsAsked(DeskScreen):
    """Which right."""

    def __init__(self, identity: Identity, waiting: Sequence[tuple[AskedRight, str]]) -> None:
        super().__init__()
        self._identity, self._waiting = identity, tuple(waiting)

    @override
    def question(self) -> str:
        return _("¿Qué pide la persona?")

    def hint(self) -> str:
        """Say who, and what waits."""
        return _("Cédula o código de extranjero {number}").format(number=self._identity.number)

    def content(self) -> Iterable[Widget]:
        """Return the rights, and what was asked for before."""
        yield Menu(
            (
                Button(_("Ver todo lo que se guarda de ella"), self.see, primary=True),
                Button(_("Anotar algo que está mal"), self.note),
                Button(_("Borrar lo que se pueda"), self.clear_away),
                *(self._settling(asked, words) for asked, words in self._waiting),
            )
        )

    def on_screen_resume(self) -> None:
        """Offer to answer what was noted meanwhile."""
        self.act(self._renew)

    async def _renew(self) -> None:
        waiting = tuple(await self.call(requests.open_requests, self._identity.number))
        if waiting != self._waiting:
            self.app.switch_screen(WhatIsAsked(self._identity, waiting))

    async def see(self) -> None:
        """Show everything, which answers the request."""
        asked = await self.call(lambda kiosk: requests.ask(kiosk, Right.ACCESS, self._identity.number, seen=True))
        self.open(ShowHeld(asked, await self.call(requests.look, asked.id)))

    async def note(self) -> None:
        """Write down what is wrong."""
        self.open(NoteWrong(self._identity))

    async def clear_away(self) -> None:
        """Remove what may go, after asking."""
        answer = await self.ask(
            _("¿Borrar lo que se pueda?"),
            _(
                "• Se borran los trámites sin enviar.\n"
                "• Se borran las copias de los documentos que el IESS ya tiene.\n"
                "• Los trámites registrados no se borran: son documentos públicos."
            ),
            [Answer("do", _("Borrar")), Answer("stop", _("No borrar"))],
        )
        if answer == "do":
            asked = await self.call(lambda kiosk: requests.remove(kiosk, self._identity.number, seen=True), say=_("Borrando…"))
            self.open(ShowHeld(asked, await self.call(requests.look, asked.id)))

    def _settling(self, asked: AskedRight, words: str) -> Button:
        async def opened() -> None:
            self.app.switch_screen(Settle(asked, words))

        return Button(_("Responder: «{words}»").format(words=words[:40]), opened)


class ShowHeld(DeskScreen):
    """Everything that is held, after what was answered."""

    AUTO_FOCUS = "Button.-primary"

    def __init__(self, asked: AskedRight, held: Held) -> None:
        super().__init__()
        self._asked, self._held = asked, held

    @override
    def question(self) -> str:
        if self._asked.right is Right.REMOVAL:
            return _("Borrado lo que se puede borrar")
        return _("De esta persona no se guarda nada") if self._held.is_empty else _("Esto se guarda de esta persona")

    def content(self) -> Iterable[Widget]:
        """Return the answer, what becomes of the print, and everything."""
        asked = self._asked
        yield PrintNews(Printout.PAPER, lambda kiosk: prints.standing(kiosk, MessageKind.RIGHTS_PRINT, asked.id))
        if asked.right is Right.REMOVAL:
            yield Words(asked.answer, classes="told")
        yield TextPane(_as_text(self._held))

    def buttons(self) -> Sequence[Button]:
        """Return printing where there is a printer."""
        kiosk = self.kiosk_app.kiosk
        if not (kiosk and kiosk.printer):
            return (Button(_("Atrás"), self.back, primary=True),)
        return (Button(_("Atrás"), self.back), Button(_("Imprimir"), self.go_on, primary=True))

    @override
    async def go_on(self) -> None:
        await self.call(prints.ask, MessageKind.RIGHTS_PRINT, self._asked.id, say=_("Imprimiendo…"))
        self.kiosk_app.deliver_now()
        self.query_one(PrintNews).follow(self.kiosk_app)

    def on_print_news_changed(self, event: PrintNews.Changed) -> None:
        """Offer nothing more: it can be printed again."""
        event.stop()


class NoteWrong(DeskScreen):
    """What is wrong."""

    def __init__(self, identity: Identity) -> None:
        super().__init__()
        self._identity = identity

    @override
    def question(self) -> str:
        return _("¿Qué está mal, y cómo debe decir?")

    def hint(self) -> str:
        """Say where a contact is mended."""
        return _("El teléfono y el correo se corrigen enseguida en el trámite: «Buscar un trámite registrado».")

    @override
    def content(self) -> Iterable[Widget]:
        yield Field("explanation", _("Con las palabras de la persona"), limit=requests.LONGEST_WORDS)

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back), Button(_("Anotarlo"), self.go_on, primary=True))

    async def go_on(self) -> None:
        """Write it down, and say until when it is answered."""
        number, words = self._identity.number, self.query_one(Field).value
        asked = await self.call(
            lambda kiosk: requests.ask(kiosk, Right.CORRECTION, number, seen=True, explanation=words), say=_("Guardando…")
        )
        text = _("Se responde hasta el {day}, gratis. Cuando esté hecho, anótelo aquí mismo, con la cédula de la persona.")
        await self.ask(_("Anotado"), text.format(day=spoken_date(asked.due_at)), [Answer("ok", _("Entendido"))])
        await self.back()


class Settle(DeskScreen):
    """What was done for a request that waited."""

    def __init__(self, asked: AskedRight, words: str) -> None:
        super().__init__()
        self._asked, self._words = asked, words

    @override
    def question(self) -> str:
        return _("¿Qué se hizo?")

    def hint(self) -> str:
        """Say what was asked for, and until when."""
        words = _("Pidió el {day}: «{words}» Se responde hasta el {due}.")
        asked = self._asked
        return words.format(day=shown_date(asked.asked_at), words=self._words, due=shown_date(asked.due_at))

    @override
    def content(self) -> Iterable[Widget]:
        yield Field("answer", _("Qué se corrigió, o por qué no se puede"), limit=requests.LONGEST_WORDS)

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back), Button(_("Responder"), self.go_on, primary=True))

    async def go_on(self) -> None:
        """Write it down, and show what is held by now."""
        asked = await self.call(requests.settle, self._asked.id, self.query_one(Field).value, say=_("Guardando…"))
        self.app.switch_screen(ShowHeld(asked, await self.call(requests.look, asked.id)))


def _as_text(held: Held) -> str:
    """Return everything as a text, section by section."""
    lines: list[str] = []
    for section in held.sections:
        lines += [
            "",
            f"# {section.heading}",
            "",
            *section.lines,
            *(f"- **{label}**: {_one_line(text)}" for label, text in section.rows),
        ]
    return "\n".join(lines)


def _one_line(text: str) -> str:
    """Return a value on one line: what somebody wrote must not look like a heading of ours."""
    return " ".join(text.split())
