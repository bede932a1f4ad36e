"""Where the program stands when something is done to it, and the way home from wherever that has led."""

from collections.abc import Callable, Mapping
from pathlib import Path

from kiosk.domain.filing.resume_code import grouped
from tests.filing import migrated_here
from tests.loaded import PROGRAM
from tests.terminal.driver import Terminal
from tests.terminal.journey import DELIBERATE, IDENTIFY, START, WELCOME
from tests.terminal.test_journey import environment

ROOT = Path(__file__).parent.parent.parent
FAILED = "el kiosco tuvo una falla"
"""What the welcome screen says after an error that nobody has foreseen."""
HELP = "Qué necesita"
SETTLED = 0.15
"""Seconds of silence before a key on the way home: Esc alone is told from the beginning of a sequence after 0.1 s."""


def start(folder: Path, *words: str, forked: bool = True, **variables: str) -> Terminal:
    """Start a kiosk that is no demonstration, with folders of its own to stand in, to call home and for temporary files.

    `forked` as Terminal has it; such a kiosk finds the data of one that was never used.
    """
    for each in ("cwd", "home", "tmp"):
        (folder / each).mkdir(exist_ok=True)
    if forked and "KIOSK_DATA_DIR" not in variables:
        migrated_here(folder / "data")
    own = {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp"), "PYTHONPATH": str(ROOT), "XDG_RUNTIME_DIR": ""}
    return Terminal([*PROGRAM, *words], env={**environment(folder), **own, **variables}, cwd=folder / "cwd", forked=forked)


def left_outside(folder: Path) -> list[str]:
    """Return the files that a kiosk left outside its data."""
    return [str(path) for each in ("cwd", "home", "tmp") for path in (folder / each).rglob("*")]


def catch_up(terminal: Terminal) -> None:
    """Read until the program has nothing more to do: what was sent is taken, and what that set off is done."""
    before, now = -100, 0
    for _look in range(100):
        if now - before <= 1:  # a hundredth of a second: the clock's tick
            return
        before = now
        terminal.settle(0.3, 0.6)
        ticks = (
            Path(f"/proc/{terminal.serving}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[11:13]
        )
        now = sum(map(int, ticks))
    raise AssertionError(f"still busy:\n{terminal.text}")


def go_home(terminal: Terminal, home: str = WELCOME) -> None:
    """Get back to the first screen from wherever it is, leaving a filing with its code; a key is answered there."""
    terminal.settle(0.6)  # an unfinished paste ends after half a second
    catch_up(terminal)
    for _press in range(60):
        if terminal.shows(home) and not terminal.shows(HELP):
            catch_up(terminal)
            if terminal.shows(home):
                return
        if any(terminal.shows(each) for each in ("Guardar y volver otro día", "Seguir escribiendo", "¿Ya copió su número?")):
            terminal.key("shift+tab", "enter")
        elif any(terminal.shows(each) for each in ("¿Salió su comprobante?", "Terminar")):
            terminal.settle(DELIBERATE)
            terminal.key("enter")
        else:
            terminal.key("escape")
        terminal.settle(SETTLED)
    raise AssertionError(f"no way home:\n{terminal.text}")


def probe(terminal: Terminal) -> None:
    """See that a key is answered at the first screen."""
    terminal.key("5")
    terminal.wait(HELP)
    terminal.settle(SETTLED)
    terminal.key("escape")
    terminal.wait_gone(HELP)
    terminal.settle(SETTLED)
    assert not terminal.shows(FAILED), terminal.text


def at_welcome(terminal: Terminal) -> None:
    """Stay."""
    terminal.wait(WELCOME)


def at_number(terminal: Terminal) -> None:
    """Stand in the field of the identity's number."""
    terminal.key("1")
    accept_notice(terminal)
    terminal.wait(IDENTIFY)
    terminal.settle(SETTLED)


def accept_notice(terminal: Terminal) -> None:
    """Go on from the start page, read the notice in short, and accept it."""
    terminal.wait(START)
    terminal.settle(SETTLED)
    terminal.key("enter")
    terminal.wait("Qué pasa con sus datos")
    terminal.settle(DELIBERATE)
    terminal.key("down")
    terminal.settle(DELIBERATE)
    terminal.key("enter")


def at_complaint(terminal: Terminal) -> None:
    """Stand where a free text is written."""
    terminal.key("7")
    terminal.wait("¿Qué queja o sugerencia tiene?")
    terminal.settle(SETTLED)


def at_staff(terminal: Terminal) -> None:
    """Stand where staff type name and code."""
    terminal.key("f9")
    terminal.settle(0.4)


def take_up(terminal: Terminal, code: str) -> None:
    """Come back to a filing of María's with its code; whatever is asked next stands there then."""
    terminal.key("2")
    terminal.wait("¿Cuál es su número para volver?")
    terminal.settle(SETTLED)
    terminal.type(code.replace("-", ""))
    terminal.key("enter")
    terminal.settle(SETTLED)
    terminal.type("0010")
    terminal.settle(SETTLED)
    terminal.key("enter")
    terminal.wait(f"{grouped(code)} ─┘")
    terminal.settle(SETTLED)


PLACES: Mapping[str, Callable[[Terminal], None]] = {
    "welcome": at_welcome,
    "number": at_number,
    "complaint": at_complaint,
    "staff": at_staff,
}
"""The ways from the first screen."""
