"""The mailbox to which mail comes back: a Maildir of this machine, or a folder on an IMAP server (kiosk.adapters.mail.imap).

Only a part of each mail is taken, and nothing in it is understood here: that is done in a limited child process.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from kiosk.adapters import foreign
from kiosk.domain.machine.message import Trouble
from kiosk.locale import _
from kiosk.ports import MailboxFailed

LETTER_BYTES = 262_144
"""Of each mail: what a report says stands before the mail that it returns."""
MOST_LETTERS = 20
"""In one look; the rest waits for the next."""
_MOST_NAMES = 10_000


class MaildirMailbox:
    """A Maildir that a mail server of this machine fills; what was read and left there is moved from `new` to `cur`, as seen."""

    read_to = ""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def letters(self, read_to: str) -> Iterator[tuple[str, bytes]]:  # noqa: ARG002 - what is in `new` was not read yet
        """Give the name and the beginning of each new mail, the oldest first; raises MailboxFailed."""
        try:
            with foreign.opened(str(self._folder / "new"), foreign.FOLDER, -1) as folder:
                found = sorted(path for path, _status in foreign.regular_files(folder, Path(), 0, [_MOST_NAMES]))
                for path in found[:MOST_LETTERS]:
                    content = foreign.read(folder, path, LETTER_BYTES)
                    if content is not None:
                        yield path.name, content
        except OSError as error:
            raise _unusable() from error

    def remove(self, name: str) -> None:
        """Remove a mail; raises MailboxFailed."""
        with _told():
            (self._folder / "new" / name).unlink()

    def leave(self, name: str) -> None:
        """Mark a mail as seen; raises MailboxFailed."""
        with _told():
            (self._folder / "new" / name).rename(self._folder / "cur" / f"{name}:2,S")

    def hang_up(self) -> None:
        """Do nothing: there is no connection."""

    def check(self) -> None:
        """Look whether mails can be read there and taken away; raises MailboxFailed."""
        if not all(os.access(self._folder / part, os.R_OK | os.W_OK | os.X_OK) for part in ("new", "cur")):
            raise _unusable()


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        return  # a mail program has moved it meanwhile
    except OSError as error:
        raise _unusable() from error


def _unusable() -> MailboxFailed:
    return MailboxFailed(_("No se puede usar el buzón de correos devueltos: revise su carpeta y su permiso."), Trouble.DISK)
