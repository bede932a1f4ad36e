"""Staff at their end of a connection: a terminal with the real `ssh` in it, signed in, and what the post does meanwhile."""

import contextlib
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from kiosk.services.filing import leases
from kiosk.services.filing.drafts import row_of
from tests.bench.programs import kiosk_script
from tests.peers.sshd import Person, Sshd, sshd
from tests.terminal import stick
from tests.terminal.driver import Terminal
from tests.terminal.journey import DELIBERATE, DESK, asked

SIGN_IN = "¿qué 6 números muestra su teléfono?"
OPEN_DRAFTS = "¿Qué trámite va a seguir?"


@contextlib.contextmanager
def post(folder: Path) -> Iterator[Sshd]:
    """Open a post with a way in over SSH, a memory stick, and `kiosk deliver` running."""
    folder.mkdir(exist_ok=True)
    stick.fill(folder / "stick")
    with sshd(folder, stick=f'folder = "{folder}/stick"') as server:
        environment = {**os.environ, "KIOSK_DATA_DIR": str(server.data)}
        delivering = subprocess.Popen([str(kiosk_script()), "deliver"], env=environment, stdout=subprocess.DEVNULL)
        try:
            yield server
        finally:
            delivering.kill()
            delivering.wait()


def connect(  # noqa: PLR0913 - what a terminal is, each named
    server: Sshd,
    person: Person,
    *options: str,
    columns: int = 80,
    rows: int = 24,
    term: str = "xterm-256color",
    env: Mapping[str, str] | None = None,
) -> Terminal:
    """Open a connection; it stands at the sign-in once that is shown."""
    return Terminal(server.ssh(person, *options), columns=columns, rows=rows, term=term, env=env)


def sign_in(terminal: Terminal, server: Sshd, person: Person, *, seconds: float = 20.0) -> None:
    """Type the telephone's code; the desk stands there then."""
    terminal.wait(SIGN_IN, seconds)
    terminal.settle()
    terminal.type(server.code(person))
    terminal.key("enter")
    terminal.wait(DESK, seconds)
    terminal.settle()


def take_up(terminal: Terminal) -> None:
    """From the desk, go on with the first of one's own filings."""
    terminal.key("3")
    terminal.wait(OPEN_DRAFTS)
    terminal.wait("Enter abrir")
    terminal.settle()
    terminal.key("enter")
    terminal.until(lambda: asked(terminal) not in {"", DESK}, "the filing did not come back", 20)
    terminal.settle()


def finish(terminal: Terminal) -> None:
    """Say that the receipt came out, and end the visit; the desk stands there then."""
    terminal.wait("¿Salió su comprobante?", 20)
    terminal.settle(DELIBERATE)
    terminal.key("enter")
    terminal.wait("Terminar")
    terminal.settle(DELIBERATE)
    terminal.key("enter")
    terminal.wait(DESK)


def writer(server: Sshd, draft: str) -> str:
    """Return who writes a draft now, as everybody else sees it."""
    with server.kiosk.database.reading() as session:
        return leases.writer_of(server.kiosk, row_of(session, draft))
