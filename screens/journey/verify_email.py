"""The code that shows that the e-mail is the person's own. It never blocks: later is an answer too."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterable, Sequence

from textual.containers import Horizontal
from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.filing.attestation import Subject
from kiosk.domain.filing.vouching import vouched
from kiosk.domain.machine.message import CodeStatus
from kiosk.locale import _
from kiosk.services.filing import verification
from kiosk.words.dates import shown_time
from screens.session.visit import Place
from screens.staff.vouching import CONTACT
from screens.visit.question import JourneyScreen
from screens.widgets.button import Button
from screens.widgets.field import Field
from screens.widgets.words import Words
from screens.words.code_mail import code_words, is_refused

LOOK_AGAIN = 1.0
"""Seconds between two looks at what became of the mail."""


class VerifyEmail(JourneyScreen):
    """Shows what became of the mail, takes the code, or goes on without."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._status: CodeStatus | None = None
        self.clock: Callable[[], float] = time.monotonic
        self._asked_at = self.clock()

    @property
    def email(self) -> str:
        """The address."""
        contact = self.draft.answers.contact
        return (contact.email if contact else None) or ""

    @override
    def question(self) -> str:
        return _("Escriba los 6 números que le llegan al correo")

    @override
    def hint(self) -> str:
        return _("A {email}, con el asunto «Verificar correo electrónico».").format(email=self.email)

    @override
    def help_text(self) -> str:
        return _(
            "# Los números del correo\n\nSon 6, como 123 456. Llegan en un correo con el asunto «Verificar correo electrónico».\n\n"
            "- Mire también en **Correo no deseado** o **Spam**.\n"
            "- Si escribió mal su correo, elija **Cambiar correo**.\n"
            "- Si aquí no puede abrir su correo, elija **Verificar después**: el trámite sigue igual, "
            "y otro día puede escribir los números en este kiosco.\n"
            "- **Confirma el personal**: si le muestra su correo a alguien del personal, esa persona lo anota con su nombre."
        )

    def demo_word(self) -> str:
        """Say where the mail is to be read."""
        return _("Demostración: F2 muestra el correo que llegó.")

    def content(self) -> Iterable[Widget]:
        """Return the state of the mail, the field, and the other ways."""
        return (
            Words(_("Un momento…"), id="mail-state"),
            Field("code", _("Los 6 números"), groups=(3, 3), width=12, limit=12),
            Horizontal(
                Button(_("Verificar después"), self.later, id="later"),
                Button(_("Enviar otra vez"), self.send_again, id="again"),
                Button(_("Confirma el personal"), self.let_staff_confirm, id="staff"),
                id="ways",
            ),
        )

    def buttons(self) -> Sequence[Button]:
        """Return the way back to the address, and the way on."""
        return (Button(_("Cambiar correo"), self.back, id="change"), Button(_("Continuar"), self.go_on, primary=True))

    def on_mount(self) -> None:
        """Send the first code, and keep looking what becomes of it."""
        self.act(self.send_first)

    async def send_first(self) -> None:
        """Ask for a code unless one is on its way or alive."""
        self._show(await self.call(verification.status, self.draft.id))
        if self._status and self._status.can_send and self._status.live_until is None:
            await self._send()
        self.background(self._look())

    async def send_again(self) -> None:
        """Send another code; the ones before stay good until they expire."""
        await self._send()
        self.query_one(Field).focus_entry()

    async def _send(self) -> None:
        self._asked_at = self.clock()
        self._show(await self.call(verification.request_code, self.draft.id, say=_("Preparando el correo…")))
        self.kiosk_app.deliver_now()

    async def _look(self) -> None:
        kiosk = await self.kiosk_app.ready()
        while True:
            await asyncio.sleep(LOOK_AGAIN)
            with contextlib.suppress(KioskError):  # the draft is gone or the database busy; whatever the person does next says so
                self._show(await self.kiosk_app.in_thread(lambda: verification.status(kiosk, self.draft.id)))

    async def go_on(self) -> None:
        """Take the code; on a kiosk without mail, go on."""
        if self._status and not self._status.can_send:
            await self.later()
            return
        typed = self.query_one(Field).value
        if not typed:
            raise BadInput(_("Escriba los 6 números, o elija «Verificar después»."), field="code")
        self.keep(await self.call(verification.confirm, self.draft.id, typed))
        self.advance()

    async def later(self) -> None:
        """Go on without the code."""
        self.keep(await self.call(verification.postpone, self.draft.id))
        self.advance()

    async def let_staff_confirm(self) -> None:
        """Let a member of staff say that the person opened their mail."""
        await self.vouch(CONTACT)

    def came_back(self) -> None:
        """Go on when the address was vouched for over this screen."""
        if vouched(self.draft, Subject.CONTACT) and self._status is not None:
            self.advance()

    def _show(self, status: CodeStatus) -> None:
        before, self._status = self._status, status
        if not self.query("#mail-state"):
            return  # the screen was taken away meanwhile
        self.query_one("#mail-state", Words).say(self._said(status))
        if not status.can_send:
            self.query_one("#column > .question", Words).say(_("Este kiosco no envía correo"))
            self.query_one("#hint", Words).say(_("Su correo es {email}.").format(email=self.email))
        for name in ("#field-code", "#again", "#later"):
            self.query_one(name).display = status.can_send
        if not status.can_send:
            self.query_one("Button.-primary").focus()
        elif is_refused(status) and not (before and is_refused(before)) and not self.query_one(Field).value:
            self.query_one("#change").focus()

    def _said(self, status: CodeStatus) -> str:
        kiosk = self.kiosk_app.kiosk
        now = kiosk.clock.now().at if kiosk else None
        times = (shown_time(kiosk.local(each)) if kiosk and each else "" for each in (now, status.at, status.next_try_at))
        minute, at, next_try_at = times
        soon = next_try_at in {"", minute}
        return code_words(status, at, "" if soon else next_try_at, seconds=int(self.clock() - self._asked_at))
