"""How the person confirms what staff typed with them: on a sheet that they sign, or by themselves at the public screen."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.filing.acceptance import GivenHow
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.attestation import Subject
from kiosk.domain.filing.confirmation import CONFIRMATION, confirmation_slot
from kiosk.domain.filing.resume_code import last_four_of
from kiosk.domain.filing.vouching import vouched
from kiosk.domain.machine.message import MessageKind
from kiosk.locale import _
from kiosk.services.filing import confirmations, submission
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import prints
from kiosk.services.papers import legal_texts
from screens.documents import bringing
from screens.frame.dialog import Answer
from screens.session.visit import Place, Session
from screens.visit.deliberate import Deliberate
from screens.visit.question import JourneyScreen
from screens.visit.your_code import YourCode
from screens.widgets.button import Button
from screens.widgets.menu import Menu
from screens.widgets.print_news import PrintNews
from screens.widgets.words import Words
from screens.words.prints import Printout


class HowToConfirm(JourneyScreen):
    """The two ways, of equal weight."""

    vouches = False

    @classmethod
    def asked(cls, session: Session) -> bool:
        """Ask only where staff type: whoever is alone confirms as they go."""
        return bool(session.staff)

    @override
    def question(self) -> str:
        return _("¿Cómo confirma la persona lo que usted escribió?")

    def hint(self) -> str:
        """Say what it is for, and what cannot be done here."""
        words = _("Usted no puede autorizar por la persona. Ella revisa todo y confirma.")
        kiosk = self.kiosk_app.kiosk
        if kiosk and kiosk.printer:
            return words
        return _("{words} Este kiosco no tiene impresora: se confirma en la pantalla.").format(words=words)

    @override
    def help_text(self) -> str:
        return _(
            "# La confirmación\n\n"
            "- **En papel**: se imprime una hoja con todo lo escrito y el consentimiento. La persona la firma o pone su huella, "
            "y la hoja se escanea.\n"
            "- **En la pantalla**: usted deja el trámite guardado. La persona lo abre en la pantalla del kiosco "
            "con su número para volver, lo revisa y autoriza allí."
        )

    def content(self) -> Iterable[Widget]:
        """Return the ways that this kiosk has."""
        kiosk = self.kiosk_app.kiosk
        on_paper = Button(_("En papel: firma o pone su huella"), self.go_on, primary=True)
        at_screen = Button(
            _("En la pantalla del kiosco, con su número para volver"), self.at_the_screen, primary=not (kiosk and kiosk.printer)
        )
        return (Menu((on_paper, at_screen) if kiosk and kiosk.printer else (at_screen,)),)

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back),)

    async def go_on(self) -> None:
        """Read the consent, then print the sheet."""
        self.advance()

    async def at_the_screen(self) -> None:
        """Tell the code with which the person goes on by themselves."""
        self.kiosk_app.show(AtTheScreen(self.place))


class AtTheScreen(YourCode):
    """The code with which the person confirms at the public screen; the filing is let go of here."""

    vouches = False

    @override
    def question(self) -> str:
        return _("Dele este número para volver a la persona")

    def hint(self) -> str:
        """Say what they do with it."""
        return _(
            "En la pantalla del kiosco elige «Seguir con mi número para volver», escribe este número y {last_four}, "
            "revisa todo y decide. Ahí recibe su número de trámite."
        ).format(last_four=last_four_of(self.draft))

    @override
    def help_text(self) -> str:
        return _(
            "# Confirmar en la pantalla\n\nAl terminar aquí, el trámite queda guardado y libre para que la persona lo abra.\n\n"
            "- Puede imprimir el número, o dictarlo.\n"
            "- En el trámite queda escrito que usted lo llenó y que la persona lo confirmó en la pantalla."
        )

    def ways_on(self) -> Sequence[Button]:
        """Return the way back, and the end of it here."""
        return (Button(_("Atrás"), self.back), Button(_("Terminar aquí"), self.go_on, primary=True))

    @override
    async def go_on(self) -> None:
        self.kiosk_app.end_visit()


class ConfirmOnPaper(Deliberate):
    """The sheet: printed, signed, scanned back; then the filing is sent."""

    looks_for_papers = True
    vouches = False
    AUTO_FOCUS = ""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._printed = False

    @classmethod
    def asked(cls, session: Session) -> bool:
        """Ask only where staff type."""
        return bool(session.staff)

    @property
    def _scanned(self) -> bool:
        return any(each.slot == CONFIRMATION for each in self.draft.attachments)

    @override
    def question(self) -> str:
        return _("La persona revisa y firma la hoja")

    @override
    def hint(self) -> str:
        return _("Si algo está mal, corríjalo e imprima otra hoja: la de antes ya no vale. Si no sabe firmar, pone su huella.")

    @override
    def help_text(self) -> str:
        return _(
            "# La hoja para firmar\n\n"
            "- **Imprimir** saca una hoja con todo lo escrito, el consentimiento y un lugar para la firma y la huella.\n"
            "- **Escanear** guarda la hoja firmada con el trámite.\n"
            "- **Enviar** manda el trámite. Si ahora no se puede escanear, guarde la hoja: queda pendiente en «Hoy».\n"
            "- Si la persona no quiere firmar, no envíe: pulse **F4**: el trámite queda guardado."
        )

    def content(self) -> Iterable[Widget]:
        """Return how far it is."""
        draft = self.draft.id
        return (
            Words(id="sheet-steps"),
            PrintNews(
                Printout.CONFIRMATION, lambda kiosk: prints.standing(kiosk, MessageKind.CONFIRMATION_PRINT, draft), id="printed"
            ),
        )

    def buttons(self) -> Sequence[Button]:
        """Return what can be done."""
        return (
            Button(_("Atrás"), self.back),
            Button(_("No esperar más"), self.stop_printing, id="stop"),
            Button(_("Imprimir"), self.print_sheet, id="print"),
            Button(_("Escanear"), self.scan, id="scan"),
            Button(_("Enviar"), self.go_on, primary=True, id="send"),
        )

    def on_mount(self) -> None:
        """See how far it is."""
        self.query_one("#stop").display = False
        self.act(self.look)

    async def look(self) -> None:
        """Tell whether the sheet was printed since the last change, and scanned."""
        self._printed = await self.call(confirmations.is_printed, self.draft.id)
        self._tell()
        self.query_one("#print" if not self._printed else "#send" if self._scanned else "#scan").focus()
        self.hush()

    def _tell(self) -> None:
        marks = (
            (self._printed, _("1. La hoja se mandó a imprimir, con lo último que se escribió."), _("1. Imprima la hoja.")),
            (self._scanned, _("2. La hoja firmada está escaneada."), _("2. La persona firma o pone su huella. Escanee la hoja.")),
        )
        lines = [_("● {done}").format(done=done) if is_done else _("→ {todo}").format(todo=todo) for is_done, done, todo in marks]
        self.query_one("#sheet-steps", Words).say("\n".join([*lines, _("→ 3. Envíe el trámite.")]))

    async def print_sheet(self) -> None:
        """Print it as everything stands now; one that was scanned before is forgotten."""
        if self._scanned:
            answer = await self.ask(
                _("¿Imprimir otra hoja?"),
                _("La hoja que ya escaneó se borra, y la nueva se firma otra vez."),
                [Answer("print", _("Imprimir otra")), Answer("keep", _("Dejar la que está"))],
            )
            if answer != "print":
                return
        self.keep(await self.call(confirmations.print_slip, self.draft.id, say=_("Imprimiendo…")))
        self.kiosk_app.deliver_now()
        self.query_one(PrintNews).follow(self.kiosk_app)
        await self.look()

    async def stop_printing(self) -> None:
        """Wait no longer: the sheet is taken out of the printer's queue."""
        await self.call(prints.withdraw, self.draft.id, say=_("Quitando la hoja de la impresora…"))

    def on_print_news_changed(self, event: PrintNews.Changed) -> None:
        """Offer to give up while it is waited for."""
        event.stop()
        self.query_one("#stop").display = event.paper.gives_up

    async def scan(self) -> None:
        """Take the signed sheet from the scanner, the stick or the copier."""
        self.kiosk_app.show_place(await bringing.fill(self, self.place, confirmation_slot()))

    async def go_on(self) -> None:
        """Send on the person's signature; where it cannot be scanned now, that stays to be done."""
        if self._printed and not self._scanned:
            answer = await self.ask(
                _("¿Enviar sin escanear la hoja?"),
                _(
                    "Solo si la persona ya firmó y ahora no se puede escanear. Guarde la hoja: hasta que se escanee "
                    "falta su consentimiento, y queda pendiente en «Hoy»."
                ),
                [Answer("send", _("Ya firmó, enviar")), Answer("stay", _("Volver"))],
            )
            if answer != "send":
                return
        self.keep(await self.call(_submit, self.draft, say=_("Enviando el trámite…")))
        self.kiosk_app.deliver_now()
        self.advance()


def _submit(kiosk: Kiosk, draft: Draft) -> Draft:
    reading = vouched(draft, Subject.READING)
    text = legal_texts.consent(kiosk)
    accepted = legal_texts.accept(kiosk, text, GivenHow.PAPER, reading.value if reading else "")
    return submission.submit(kiosk, draft.id, accepted)
