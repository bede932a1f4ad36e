"""Mail leaves here: to an SMTP server, or into a Maildir for the demonstration and the tests."""

import os
import secrets
import threading
import time
from email.message import EmailMessage
from pathlib import Path

from kiosk.adapters.mail.smtp import Conversation, Letter
from kiosk.domain.machine.message import Trouble
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
    """Sends messages to an SMTP server; one that follows another goes on the same connection, where it still stands."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._idle: Conversation | None = None

    def send(self, message: EmailMessage) -> None:
        """Send a message within the time-out of the settings, name look-up included; raises as the Mailer port says."""
        letter, until = Letter.of(message), self._until()
        idle = self._take()
        if idle is not None:
            try:
                self._send(idle, letter, until)
            except MailDeferred:
                if not idle.was_closed:
                    raise
            else:
                return
        self._send(Conversation(self._settings), letter, until)

    def hang_up(self) -> None:
        """Take leave of the server, if it is still there."""
        idle = self._take()
        if idle is not None:
            idle.leave()

    def check(self) -> None:
        """Greet the server on a connection of its own, log in and leave; raises MailDeferred."""
        conversation = Conversation(self._settings)
        conversation.greet(self._until())
        conversation.leave()

    def _send(self, conversation: Conversation, letter: Letter, until: float) -> None:
        try:
            conversation.send(letter, until)
        finally:
            if conversation.stands:
                self._keep(conversation)

    def _until(self) -> float:
        return time.monotonic() + self._settings.timeout

    def _take(self) -> Conversation | None:
        with self._lock:
            idle, self._idle = self._idle, None
            return idle

    def _keep(self, conversation: Conversation) -> None:
        """Keep one connection for the next message: two threads that send at once have one each."""
        with self._lock:
            spare, self._idle = self._idle, conversation
        if spare is not None:
            spare.leave()
