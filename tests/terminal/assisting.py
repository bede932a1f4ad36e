"""Staff at their end of a connection: a terminal with the real `ssh` in it, signed in, and on to the questions."""

from collections.abc import Mapping

from tests.peers.sshd import Person, Sshd
from tests.terminal.driver import Terminal

HOME = "¿Qué va a hacer?"
SIGN_IN = "¿cuál es su código?"


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
    terminal.wait(HOME, seconds)
    terminal.settle()
