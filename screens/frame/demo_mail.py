"""The demonstration's mailbox: beside the screen where the window is wide, upon it with F2 where it is not."""

from datetime import datetime
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from typing_extensions import override

from kiosk.locale import _
from kiosk.services.demonstration import parts
from kiosk.words.dates import shown_time
from screens.frame.demo_look import keep_looking
from screens.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.services.demonstration.parts import ShownMail
    from kiosk.services.kiosk import Kiosk


class MailPanel(Vertical):
    """The newest mail, of those sent since a time."""

    def __init__(self, since: datetime | None = None) -> None:
        super().__init__(classes="mail-panel")
        self._since = since

    @override
    def compose(self) -> ComposeResult:
        yield Words(_("Correo de muestra"), classes="panel-title")
        yield Words(_("Aquí se ven los correos que el kiosco envía en la demostración."), classes="hint", id="mail-when")
        yield Words("", id="mail-subject", classes="strong")
        yield Words("", id="mail-text")

    def on_mount(self) -> None:
        """Keep looking."""
        keep_looking(self, _newest, self._tell)

    def _tell(self, kiosk: "Kiosk", mail: "ShownMail | None") -> None:
        if mail is not None and (self._since is None or mail.sent_at >= self._since):
            self.query_one("#mail-when", Words).say(_("Llegó a las {time}").format(time=shown_time(kiosk.local(mail.sent_at))))
            self.query_one("#mail-subject", Words).say(mail.subject)
            self.query_one("#mail-text", Words).say(mail.text)


def _newest(kiosk: "Kiosk") -> "ShownMail | None":
    return parts.newest_mail(kiosk)
