"""A day at a real kiosk, traced: a person files alone and leaves a complaint, staff file with another and hand both over.

The mail server and the printing system are real ones. What is looked at afterwards are the places where the kiosk was, and beside
them what it was told to give out: mail, paper, the sealed dossiers, the screens.
"""

import contextlib
import os
import re
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pyotp

from kiosk.domain.desk.permits import Role
from kiosk.services.staff import members
from tests.certificates import make_institute
from tests.closed.tracing import TRACED
from tests.filing import StoppedClock, open_kiosk
from tests.peers.cups import Cups, cups
from tests.peers.exim import Exim, exim
from tests.terminal import stick
from tests.terminal.assisting import SIGN_IN
from tests.terminal.driver import Terminal
from tests.terminal.journey import DELIBERATE, DESK, IDENTIFY, WELCOME, walk
from tests.terminal.test_journey import environment

LIST = "Ponga sus documentos"
PACE = 0.2
"""Seconds of silence before a key: two programs are traced, and print."""
SECONDS = 90.0
"""For what goes out in the background, on a busy machine."""


@dataclass(frozen=True)
class Person:
    """Somebody who files; nobody alive. `mailbox` is the part of their address before the @; `words` stand on their form."""

    given: str
    surnames: str
    number: str
    telephone: str
    mailbox: str
    files: tuple[str, str, str]
    words: str
    complaint: str = ""

    @property
    def email(self) -> str:
        return f"{self.mailbox}@ejemplo.test"

    @property
    def answers(self) -> Mapping[str, Sequence[str]]:
        """What they press at the questions about themselves."""
        return {
            IDENTIFY: [f"={self.number}", "enter"],
            "¿Cómo se llama?": [f"={self.surnames}", "enter", f"={self.given}", "enter"],
            "¿A qué teléfono le pueden llamar?": [f"={self.telephone}", "enter"],
            "¿Cuál es su correo electrónico?": [f"={self.email}", "enter"],
        }


ALONE = Person(
    "Zoraidayma",
    "Ñacatoquimbiur",
    "9900730210",
    "0991357924",
    "zoraidayma77",
    ("1-frentezoraida.jpg", "2-dorsozoraida.jpg", "3-pedidozoraida.pdf"),
    "Palabracanaria en el papel",
    "Aquí nadie atiendequejosa",
)
ASSISTED = Person(
    "Wilterminio",
    "Chuquitarcoña",
    "9900584377",
    "0992468013",
    "wilterminio88",
    ("1-frentewilter.jpg", "2-dorsowilter.jpg", "3-pedidowilter.pdf"),
    "Letracanaria sobre la hoja",
)


@dataclass
class Day:
    """Where it all was, and what was given out."""

    folder: Path
    mail: Exim
    printing: Cups
    variables: dict[str, str]
    institute_key: Path
    screens: dict[str, bytes] = field(default_factory=dict)
    """What each terminal got."""
    documents: dict[Person, dict[str, bytes]] = field(default_factory=dict)
    """The photographs that each brought."""
    said: str = ""
    """What the commands wrote."""

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.folder / "data"

    @property
    def traces(self) -> list[Path]:
        """What strace wrote, a file for each program that was started."""
        return sorted((self.folder / "traces").iterdir())

    def traced(self, name: str, *words: str) -> list[str]:
        """Return the command line of the kiosk with these words, traced."""
        trace = self.folder / "traces" / name
        # As a grandchild of ours, so that signals reach the kiosk; with a filter in the kernel, so that other calls cost nothing.
        options = ["-DDD", "-f", "-qq", "--seccomp-bpf", "-y", "-s", "4096", "-e", "signal=none", "-e", f"trace={TRACED}"]
        return ["strace", *options, "-o", str(trace), sys.executable, "-m", "screens", *words]

    def bring(self, person: Person) -> None:
        """Put their memory stick in."""
        folder = self.folder / "stick"
        for each in folder.glob("*"):
            each.unlink()
        stick.fill(folder, person.number, names=person.files, words=person.words)
        self.documents[person] = {name: (folder / name).read_bytes() for name in person.files[:2]}


@contextlib.contextmanager
def a_day(folder: Path) -> Iterator[Day]:
    """Live through it; its servers run until the block is left."""
    for name in ("began", "traces", "tmp", "home"):
        (folder / name).mkdir()
    certificate, key = make_institute(folder / "institute")
    with exim(folder, ALONE.mailbox, ASSISTED.mailbox) as mail, cups() as printing:
        variables = {
            **environment(folder),
            **mail.variables,
            **printing.variables,
            "KIOSK_DESK__INSTITUTE_CERTIFICATE": str(certificate),
            "TMPDIR": str(folder / "tmp"),
            "HOME": str(folder / "home"),
            "PYTHONDONTWRITEBYTECODE": "1",  # where it is installed, its account cannot write there
        }
        day = Day(folder, mail, printing, variables, key)
        with Terminal(day.traced("kiosk"), env=variables) as public:
            opened(public)
            _file_alone(day, public)
            _complain(public)
            with Terminal(day.traced("assist", "assist", "--actor", "rosa"), env=variables) as desk:
                _sign_in(day, desk)
                _file_with_staff(day, desk)
                _hand_over(desk)
                public.signal(signal.SIGTERM)
                assert public.exit_status() == 0
                _look_at_a_case(day, desk)
                day.screens["assist"] = bytes(desk.written)
            day.screens["kiosk"] = bytes(public.written)
        _command(day, "doctor", "--json")  # it looks as the screen does after two minutes, and is the last to close the database
        yield day


def opened(terminal: Terminal) -> None:
    """Wait until all is open behind the welcome screen: then it tells the time."""
    terminal.until(lambda: bool(re.search(r"\d\d:\d\d", terminal.text)), "it was never opened", SECONDS)


def _file_alone(day: Day, terminal: Terminal) -> None:
    day.bring(ALONE)
    mailbox = day.mail.folder / "mail" / ALONE.mailbox
    for _question in walk(terminal, mailbox, until=LIST, quiet=PACE, instead=ALONE.answers):
        pass
    _print_form(terminal)
    for _question in walk(terminal, mailbox, quiet=PACE, instead=ALONE.answers):
        pass
    terminal.wait("ya salió.", SECONDS)
    _finish(terminal, WELCOME)


def _print_form(terminal: Terminal) -> None:
    """Print the form, which alone bears everything that was said."""
    _press(terminal, "3", "¿De dónde lo toma?")
    _press(terminal, "1", "Recoja las hojas.")
    terminal.settle(PACE)
    terminal.key("enter")
    terminal.wait_gone("Recoja las hojas.")
    _press(terminal, "escape", LIST)


def _finish(terminal: Terminal, home: str) -> None:
    terminal.wait("¿Salió su comprobante?", SECONDS)
    terminal.settle(DELIBERATE)
    terminal.key("enter")
    terminal.wait("Terminar")
    terminal.settle(DELIBERATE)
    _press(terminal, "enter", home)


def _complain(terminal: Terminal) -> None:
    _press(terminal, "7", "¿Qué queja o sugerencia tiene?")
    terminal.settle(PACE)
    terminal.type(ALONE.complaint)
    terminal.settle(PACE)
    terminal.key("enter")
    terminal.type(ALONE.telephone)
    _press(terminal, "enter", "Su queja quedó guardada")
    _press(terminal, "enter", WELCOME)


def _sign_in(day: Day, terminal: Terminal) -> None:
    kiosk = open_kiosk(day.data, StoppedClock(datetime.now(UTC)))  # the day goes by the real clock
    secret = pyotp.parse_uri(members.add(kiosk, "rosa", role=Role.SUPERVISOR).otpauth).secret
    kiosk.database.close()
    terminal.wait(SIGN_IN, SECONDS)
    terminal.settle(PACE)
    terminal.type(pyotp.TOTP(secret).now())
    _press(terminal, "enter", DESK)


def _file_with_staff(day: Day, terminal: Terminal) -> None:
    day.bring(ASSISTED)
    before = len(day.printing.pages())
    mailbox = day.mail.folder / "mail" / ASSISTED.mailbox
    for _question in walk(terminal, mailbox, quiet=PACE, instead=ASSISTED.answers):
        pass
    papers = 3  # the sheet that is signed, the receipt, the one that the post keeps
    terminal.until(lambda: len(day.printing.pages()) == before + papers, "three papers come out", SECONDS)
    _finish(terminal, DESK)


def _hand_over(terminal: Terminal) -> None:
    """Write both dossiers, sealed, and note who took them."""
    _press(terminal, "5", "¿Qué trámites entrega al IESS?")
    terminal.wait("Esperan 2")
    terminal.wait("Espacio marcar")
    terminal.settle(DELIBERATE)
    _press(terminal, "space", "1 [■]")
    terminal.key("down")
    _press(terminal, "space", "2 [■]")
    terminal.key("tab")
    terminal.wait("Enter escribir")
    _press(terminal, "enter", "incompleto")  # nobody vouched for them, and the sheet is not scanned
    _press(terminal, "shift+tab", "Entregar así")
    _press(terminal, "enter", "¿Quién los recibió?")
    terminal.settle(PACE)
    terminal.type("Licenciada Paz")
    terminal.key("enter")
    terminal.settle(DELIBERATE)
    _press(terminal, "1", "Anotar la entrega")
    terminal.settle(DELIBERATE)
    terminal.key("enter")
    terminal.wait("La entrega está anotada", SECONDS)
    _press(terminal, "enter", "¿Qué trámites entrega al IESS?")
    _press(terminal, "escape", DESK)


def _look_at_a_case(day: Day, terminal: Terminal) -> None:
    """Find a case by its identity number, look at it, print its receipt again; `kiosk deliver --once` prints it."""
    _press(terminal, "4", "¿Qué trámite busca?")
    terminal.settle(PACE)
    terminal.type(ALONE.number)
    _press(terminal, "enter", "1 trámite.")
    _press(terminal, "enter", "¿Para qué lo abre?")
    _press(terminal, "enter", "Recibido aquí")
    terminal.wait("Enter qué hacer", SECONDS)
    _press(terminal, "enter", "Imprimir el comprobante otra vez")
    _press(terminal, "2", "¿Imprimir el comprobante otra vez?")
    terminal.settle(PACE)
    terminal.key("enter")
    terminal.settle(PACE)
    _leave_work_for_the_next_start(day)
    _command(day, "deliver", "--once")
    os.truncate(day.data / "log" / "kiosk.1.log", 0)  # nothing but what filled it
    terminal.wait("Sí, salió", SECONDS)


def _command(day: Day, name: str, option: str) -> None:
    with Terminal(day.traced(name, name, option), env=day.variables) as command:
        assert command.exit_status(SECONDS) <= 1
        day.said += command.text


def _leave_work_for_the_next_start(day: Day) -> None:
    """Leave a log that is full, and of a power cut a sealed document that no row names."""
    os.truncate(day.data / "log" / "kiosk.log", 6_000_000)
    (day.data / "vault" / ("0" * 32)).write_bytes(b"sealed")
    os.utime(day.data / "vault" / ("0" * 32), (0, 0))


def _press(terminal: Terminal, key: str, then: str) -> None:
    """Press a key once the screen is quiet, and wait for what it leads to; once more where the screen was still at work."""
    for _try in range(3):
        terminal.settle(PACE)
        terminal.key(key)
        with contextlib.suppress(AssertionError):
            terminal.wait(then, SECONDS / 6)
            return
    terminal.wait(then, SECONDS)


def codes_in(day: Day, person: Person) -> list[str]:
    """Return the codes that were mailed to somebody."""
    bodies = (each.get_body(("plain",)) for each in day.mail.mails(person.mailbox))
    texts = [body.get_content() for body in bodies if body]
    return [first + last for text in texts for first, last in re.findall(r"(?m)^\s*(\d{3}) (\d{3})\s*$", text)]
