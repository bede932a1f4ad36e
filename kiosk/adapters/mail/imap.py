"""The mailbox to which mail comes back, on an IMAP server (RFC 9051): read from where the last look ended.

Which mails were read is told by their numbers there and not by a flag, so that kiosks of one sender can share a mailbox, and
a person may look into it. No text of the server is passed on, and each step has its time, name look-up included.
"""

import contextlib
import imaplib
import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from kiosk.adapters.mail.in_thread import outcome
from kiosk.adapters.mail.mailbox import LETTER_BYTES, MOST_LETTERS
from kiosk.domain.machine.message import Trouble
from kiosk.locale import _
from kiosk.ports import MailboxFailed
from kiosk.settings import BouncesSettings
from kiosk.small_file import read_small

T = TypeVar("T")
STEP_SECONDS = 15.0
_HEARD_BYTES = 10_000_000
"""The most that a server may say in one look; all its letters are half of that."""


class ImapMailbox:
    """A folder on a server; one connection a look."""

    def __init__(self, settings: BouncesSettings, seconds: float = STEP_SECONDS) -> None:
        self._settings = settings
        self._seconds = seconds
        self._imap: _Imap | None = None
        self._sockets: list[socket.socket] = []
        self.read_to = ""

    def letters(self, read_to: str) -> Iterator[tuple[str, bytes]]:
        """Give the name and the beginning of each mail after the one named `read_to`, the oldest first; raises MailboxFailed."""
        self.read_to = read_to
        imap = self._imap = self._within(self._open)
        validity, numbers = self._within(partial(_find, imap, read_to))
        for number in numbers[:MOST_LETTERS]:
            content = self._within(partial(_fetch, imap, number))
            if content is not None:
                yield f"{validity}.{number}", content

    def remove(self, name: str) -> None:
        """Remove a mail; raises MailboxFailed."""
        if self._imap:
            self._within(partial(_delete, self._imap, name.rpartition(".")[2]))
        self.read_to = name

    def leave(self, name: str) -> None:
        """Read on after this mail from now on."""
        self.read_to = name

    def hang_up(self) -> None:
        """Take leave of the server."""
        with contextlib.suppress(MailboxFailed):
            if self._imap:
                self._within(self._imap.logout)
        self._cut()

    def check(self) -> None:
        """Open the folder, and read nothing; raises MailboxFailed."""
        try:
            self._imap = self._within(self._open)
        finally:
            self.hang_up()

    def _open(self) -> "_Imap":
        given = self._settings
        imap = (_ImapOverTls if given.security == "tls" else _Imap)(given, self._seconds, self._sockets)
        if given.security == "starttls":
            imap.starttls(ssl.create_default_context())
        _log_in(imap, given)
        folder = given.folder.replace("\\", "\\\\").replace('"', '\\"')
        if imap.select(f'"{folder}"')[0] != "OK":
            raise MailboxFailed(_("En el servidor no está la carpeta de los correos devueltos."), Trouble.GONE)
        return imap

    def _within(self, work: Callable[[], T]) -> T:
        """Do one step within its time: nothing else can leave a name look-up, or a server that says one letter a second."""
        outcomes: queue.SimpleQueue[T | Exception] = queue.SimpleQueue()
        threading.Thread(target=lambda: outcomes.put(outcome(work)), name="imap", daemon=True).start()
        try:
            done = outcomes.get(timeout=self._seconds)
        except queue.Empty:
            done = TimeoutError()
        if isinstance(done, Exception):
            self._cut()
            raise _failure(done) from done
        return done

    def _cut(self) -> None:
        """End the connection; the socket of TLS is cut below TLS, which another thread may be using."""
        self._imap = None
        while self._sockets:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._sockets.pop(), socket.SHUT_RDWR)


class _Imap(imaplib.IMAP4):
    """A connection that takes in no more than it has to, and can be cut from outside."""

    def __init__(self, settings: BouncesSettings, seconds: float, sockets: list[socket.socket], **options: ssl.SSLContext) -> None:
        self._sockets = sockets
        self._heard = 0
        self._port = settings.port
        super().__init__(settings.host, settings.port, timeout=seconds, **options)

    def open(self, host: str = "", port: int | None = None, timeout: float | None = None) -> None:
        super().open(host, port or self._port, timeout)
        self._sockets.append(self.sock)

    def read(self, size: int) -> bytes:
        self._hear(size)
        return super().read(size)

    def readline(self) -> bytes:
        line = super().readline()
        self._hear(len(line))
        return line

    def _hear(self, size: int) -> None:
        self._heard += size
        if self._heard > _HEARD_BYTES:
            raise self.abort("too much")


class _ImapOverTls(_Imap, imaplib.IMAP4_SSL):
    """The same, encrypted from the first byte on; imaplib's own context would trust any certificate."""

    def __init__(self, settings: BouncesSettings, seconds: float, sockets: list[socket.socket]) -> None:
        super().__init__(settings, seconds, sockets, ssl_context=ssl.create_default_context())


def _log_in(imap: _Imap, given: BouncesSettings) -> None:
    try:
        password = read_small(given.password_file).decode().strip() if given.password_file else ""
    except (OSError, UnicodeDecodeError) as error:
        raise MailboxFailed(_("No se pudo leer la contraseña del buzón. Avise al personal."), Trouble.CREDENTIALS) from error
    try:
        if "AUTH=PLAIN" in imap.capabilities:
            imap.authenticate("PLAIN", lambda _challenge: f"\0{given.user}\0{password}".encode())
        else:
            imap.login(given.user, password)
    except imaplib.IMAP4.abort:
        raise
    except (imaplib.IMAP4.error, UnicodeError) as error:
        sentence = _("El servidor no acepta la clave del buzón de correos devueltos. Avise al personal.")
        raise MailboxFailed(sentence, Trouble.CREDENTIALS) from error


def _find(imap: _Imap, read_to: str) -> tuple[str, list[int]]:
    [validity] = imap.response("UIDVALIDITY")[1] or [None]
    name = validity.decode("ascii") if isinstance(validity, bytes) and validity.isdigit() else "0"
    known, _dot, last = read_to.partition(".")
    after = int(last) if known == name else 0
    lines = imap.uid("SEARCH", f"UID {after + 1}:* UNDELETED")[1]
    found = {int(each) for line in lines if line for each in line.split() if each.isdigit()}
    return name, sorted(each for each in found if each > after)  # `n:*` gives the last one also where it is before n


def _fetch(imap: _Imap, number: int) -> bytes | None:
    answer = imap.uid("FETCH", str(number), f"(BODY.PEEK[]<0.{LETTER_BYTES}>)")[1]
    return next((bytes(each[1]) for each in answer if isinstance(each, tuple)), None)


def _delete(imap: _Imap, number: str) -> None:
    imap.uid("STORE", number, "+FLAGS.SILENT", r"(\Deleted)")
    if b"UIDPLUS" in imap.capability()[1][-1].split():  # told anew once one is known
        imap.uid("EXPUNGE", number)  # this one alone (RFC 4315)
    else:
        imap.expunge()


def _failure(error: Exception) -> MailboxFailed:
    """Say in words what went wrong, with nothing of what the server said."""
    if isinstance(error, MailboxFailed):
        return error
    words: tuple[tuple[type[Exception], Trouble, str], ...] = (
        (
            ssl.SSLCertVerificationError,
            Trouble.TLS,
            _("El certificado del servidor del buzón no es de confianza. Avise al personal."),
        ),
        (ssl.SSLError, Trouble.TLS, _("No se pudo cifrar la conexión con el servidor del buzón. Avise al personal.")),
        (TimeoutError, Trouble.LATE, _("El servidor del buzón no contestó a tiempo.")),
        (socket.gaierror, Trouble.UNREACHABLE, _("No se encuentra el servidor del buzón. Puede que no haya internet.")),
        (ConnectionRefusedError, Trouble.UNREACHABLE, _("El servidor del buzón no está funcionando.")),
        (imaplib.IMAP4.readonly, Trouble.GONE, _("De la carpeta de los correos devueltos no se puede borrar. Avise al personal.")),
        (imaplib.IMAP4.abort, Trouble.CUT, _("Se cortó la conexión con el servidor del buzón.")),
        (OSError, Trouble.CUT, _("Se cortó la conexión con el servidor del buzón.")),
        (Exception, Trouble.OTHER, _("El servidor del buzón no hace lo que el kiosco le pide. Avise al personal.")),
    )
    return next(MailboxFailed(sentence, trouble) for kind, trouble, sentence in words if isinstance(error, kind))
