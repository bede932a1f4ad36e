"""The end: received here, under this number; when to come back; what became of paper and mail, told as it is; a private end."""

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.errors import KioskError
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import Media, PrintStatus
from kiosk.domain.papers.receipt import ReceiptContent
from kiosk.locale import _
from kiosk.services.cases import receipts
from kiosk.services.papers.receipt import with_receipt
from screens.frame.dialog import Answer
from screens.session.visit import Place
from screens.visit.deliberate import Deliberate
from screens.widgets.big_number import BigNumber
from screens.widgets.button import Button
from screens.widgets.main import Main
from screens.widgets.text_pane import TextPane
from screens.widgets.words import Words
from screens.words.prints import PrintTold
from screens.words.receipt import kept_words, mail_words, on_other_paper, paper

LOOK_AGAIN = 0.5
"""Seconds between two looks at what became of paper and mail."""


class Receipt(Deliberate):
    """The number, and the way out."""

    AUTO_FOCUS = ""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._denied = 0
        """The copy of which the person said that it did not come out."""
        self._copies, self._asked_at = 0, self.clock()
        self._paper: PrintTold | None = None
        self._media: Media | None = None
        """The paper of the newest print; `_other` is what it could be printed on instead."""
        self._other: Media | None = None

    @property
    def number(self) -> CaseNumber:
        """The case number."""
        assert self.draft.number is not None  # noqa: S101 - shown once a filing was sent
        return self.draft.number

    @override
    def question(self) -> str:
        return _("● Su solicitud quedó recibida en este dispensario")

    @override
    def help_text(self) -> str:
        return _(
            "# Su número de trámite\n\nCon este número se pregunta por su trámite. "
            "Guarde el papel, o copie el número tal como se ve.\n\n"
            "- Baje con la flecha ↓ para ver qué pasa ahora y cómo comunicarse.\n"
            "- **Terminar** borra esta pantalla, para que nadie más la vea. Su solicitud queda recibida."
        )

    def content(self) -> Iterable[Widget]:
        """Return the number, what became of its paper and mail, and what happens next."""
        parts = self.number.groups
        return (
            BigNumber((parts[0], parts[1], parts[2] + parts[3], parts[4]), id="number"),
            Words(_("Para dictarlo: {groups}").format(groups="  ·  ".join(parts)), id="dictated", classes="hint"),
            Words(_("Un momento…"), id="paper", classes="strong"),
            Words(id="mail"),
            Words(id="kept"),
            Words(id="come-back", classes="strong"),
            TextPane("", id="next"),
        )

    def buttons(self) -> Sequence[Button]:
        """Return what can be answered; each is shown when it is its turn."""
        return (
            Button(_("No esperar más"), self.stop_printing, id="stop"),
            Button(_("Imprimir otra vez"), self.print_again, id="again"),
            Button(on_other_paper(Media.A4), self.print_on_other_paper, id="other"),
            Button(_("No salió"), self.not_out, id="no"),
            Button(_("Sí, salió"), self.came_out, primary=True, id="yes"),
            Button(_("Terminar"), self.back, primary=True, id="end"),
        )

    def what_is_kept(self) -> str:
        """Return that the filing stays sent."""
        return _("Su solicitud ya está recibida.")

    def steps(self) -> tuple[int, int]:
        """Count no step: all are done."""
        return (0, 0)

    def shown_code(self) -> str:
        """Return nothing: a filing that was sent has its number instead."""
        return ""

    def extra_keys(self) -> tuple[str, ...]:
        """Offer no leaving other than the end."""
        return ()

    def on_mount(self) -> None:
        """Begin to tell what becomes of it."""
        for name in ("#stop", "#again", "#other", "#no", "#yes"):
            self.query_one(name).display = False
        self.query_one("#end").focus()
        self.act(self.fetch)
        self.background(self._watch())

    async def fetch(self) -> None:
        """Show what happens next."""
        content = await self.call(receipts.content, self.number)
        self.query_one("#come-back", Words).say(with_receipt(content))
        await self.query_one("#next", TextPane).show(_what_next(content))
        self.draw_frame()

    async def came_out(self) -> None:
        """Keep that the paper is in the person's hands."""
        await self.call(receipts.confirm_printed, self.number, True)  # noqa: FBT003 - the answer to a question
        await self._look()

    async def not_out(self) -> None:
        """Keep that it is not, and offer another."""
        self._denied = self._copies
        await self.call(receipts.confirm_printed, self.number, False)  # noqa: FBT003 - the answer to a question
        await self._look()

    async def stop_printing(self) -> None:
        """Wait no longer: the sheet is taken out of the printer's queue."""
        await self.call(receipts.stop_printing, self.number, say=_("Quitando la hoja de la impresora…"))
        await self._look()

    async def print_again(self) -> None:
        """Print a copy on the same paper."""
        await self._print_on(self._media)

    async def print_on_other_paper(self) -> None:
        """Print a copy on the other printer."""
        await self._print_on(self._other)

    async def _print_on(self, media: Media | None) -> None:
        await self.call(partial(receipts.print_again, kept=True), self.number, media, say=_("Imprimiendo…"))
        self.kiosk_app.deliver_now()
        await self._look()

    async def leave(self) -> None:
        """End: nothing of a filing that was sent can be removed here."""
        await self.back()

    async def back(self) -> None:
        """End the visit; whoever holds no paper is asked first whether the number was copied."""
        if self._paper is None or not self._paper.in_hand:
            text = _("{number}\n\nAl terminar se borra esta pantalla y el número ya no se ve aquí.").format(number=self.number)
            if self._paper is not None and self._paper.waits:
                text = _("{text} La hoja que espera en la impresora ya no sale.").format(text=text)
            answer = await self.ask(
                _("¿Ya copió su número?"),
                text,
                [Answer("end", _("Ya lo copié")), Answer("stay", _("Todavía no"))],
            )
            if answer != "end":
                return
        self.kiosk_app.end_visit()

    async def _watch(self) -> None:
        while True:
            await self._look()
            await asyncio.sleep(LOOK_AGAIN)

    async def _look(self) -> None:
        kiosk, number = await self.kiosk_app.ready(), self.number
        try:
            standing = await self.kiosk_app.in_thread(lambda: receipts.standing(kiosk, number))
        except KioskError:
            return  # the database is busy; the next look tells
        if not (self.query("#mail") and self.query("#end")):
            return  # the screen was taken away meanwhile
        self.query_one("#mail", Words).say(mail_words(standing))
        self.query_one("#kept", Words).say(kept_words(standing.kept))
        self._show(standing.paper)

    def _show(self, status: PrintStatus) -> None:
        """Tell what is known of the paper, and offer what can be answered to it."""
        if status.copies != self._copies:
            self._copies, self._asked_at = status.copies, self.clock()
        told = paper(status, seconds=int(self.clock() - self._asked_at), denied=self._denied == status.copies > 0)
        self.query_one("#paper", Words).say(told.words)
        self._media, self._other = status.media, next(iter(status.others), None)
        before, self._paper = self._paper, told
        if before is None or _offers(before) != _offers(told):
            self._offer(told)

    def _offer(self, told: PrintTold) -> None:
        """Show what can be done now, the likeliest with the focus."""
        button = self.query_one("#other", Button)
        button.label = on_other_paper(self._other or Media.A4)
        shown = {
            "#stop": told.gives_up,
            "#again": told.again,
            "#other": told.again and self._other is not None,
            "#no": told.asks,
            "#yes": told.asks,
            "#end": not told.asks,
        }
        for name, there in shown.items():
            self.query_one(name).display = there
        self.hush()
        self.query_one(Main).scroll_home(animate=False)  # where it is told, above what happens next: it may have been scrolled down
        self.query_one("#yes" if told.asks else "#again" if told.again else "#end").focus()
        self.draw_frame()


def _offers(told: PrintTold) -> tuple[bool, bool, bool]:
    return told.asks, told.again, told.gives_up


def _what_next(content: ReceiptContent) -> str:
    return "\n".join(
        [
            _("# La respuesta"),
            "",
            *filter(None, (content.answer, content.hours)),
            "",
            _("# Qué pasa ahora"),
            "",
            *(f"- {each}" for each in (*content.next_steps, content.cancel)),
            "",
            _("# Para preguntar"),
            "",
            *(f"- {each}" for each in (content.ask, *content.contact)),
        ]
    )
