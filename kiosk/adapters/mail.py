"""Mail leaves here: to an SMTP server, or into a Maildir for the demonstration and the tests."""

import os
import secrets
import threading
import time
from email.message import EmailMessage
from pathlib import Path

from kiosk.adapters.smtp import Conversation
from kiosk.domain.message import Trouble
from kiosk.locale import _
from kiosk.ports import MailDeferred
from kiosk.settings import MailSettings
from kiosk.storage.files import private_folder, write_safely


class MaildirMailer:
    """Puts messages into a Maildir (https://cr.yp.to/proto/maildir.html): written in `tmp`, then moved to `new`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        """Deliver a message; raises MailDeferred when the disk does not take it."""
        name = f"{time.time_ns() // 10**9}.P{os.getpid()}R{secrets.token_hex(8)}.kiosk"
        try:
            private_folder(self._folder)
            for part in ("tmp", "new", "cur"):
                private_folder(self._folder / part)
            write_safely(self._folder / "new" / name, message.as_bytes(), temporary=self._folder / "tmp" / name)
        except OSError as error:
            raise MailDeferred(_("No se pudo guardar el correo en el buzón de muestra."), Trouble.DISK) from error

    def hang_up(self) -> None:
        """Do nothing: there is no connection."""

    def check(self) -> None:
        """Look whether the folder takes mail; raises MailDeferred."""
        try:
            for part in ("tmp", "new", "cur"):
                private_folder(private_folder(self._folder) / part)
        except OSError as error:
            raise MailDeferred(_("No se puede usar el buzón de muestra: revise su permiso."), Trouble.DISK) from error


class SmtpMailer:
    """Sends messages to an SMTP server, one connection each."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    def send(self, message: EmailMessage) -> None:
        """Send a message within the time-out of the settings, name look-up included; raises as the Mailer port says.

        The conversation runs in a thread of its own, because nothing else can leave a name look-up or a server
        that answers one letter a second.
        """
        conversation = Conversation(self._settings, message)
        threading.Thread(target=conversation.run, name="smtp", daemon=True).start()
        conversation.wait(self._settings.timeout)

    def hang_up(self) -> None:
        """Do nothing: each message has its own connection, and it is over."""

    def check(self) -> None:
        """Do nothing yet."""
