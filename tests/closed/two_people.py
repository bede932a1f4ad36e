"""One person after the other at one terminal: how the first leaves, and all that the second's side could see of them."""

import contextlib
import os
import re
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlmodel import select

from kiosk.domain.filing.answers import Applicant, Capacity, Contact, Draft, Leaving, Remaining, Scope
from kiosk.domain.filing.resume_code import grouped
from kiosk.domain.people.identity import parse_cedula
from kiosk.services.documents import attachments
from kiosk.services.filing import drafts, slots, verification
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import legal_texts
from kiosk.storage.tables import Case, DraftRow
from tests.canaries import Canaries
from tests.closed.visiting import opened
from tests.filing import choice, number_of, open_kiosk, paper, photograph, submit
from tests.holding import seal
from tests.terminal.driver import Terminal
from tests.terminal.journey import DELIBERATE, IDENTIFY, WELCOME, walk
from tests.terminal.test_journey import environment, resume

SECONDS = 60.0
IDLE = {"KIOSK_LIMITS__IDLE_SECONDS": "8", "KIOSK_LIMITS__WARNING_SECONDS": "2", "KIOSK_LIMITS__PAPERS_SECONDS": "8"}
# As systemd does: whoever ends is started again, on the same terminal.
AGAIN = ("sh", "-c", 'while "$@"; do :; done', "sh", sys.executable, "-m", "screens")
WIPE = b"\x1b[3J"
_CONTROL = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])")
NAMES, TELEPHONE, EMAIL = "¿Cómo se llama?", "¿A qué teléfono le pueden llamar?", "¿Cuál es su correo electrónico?"
CAPACITY, WHO = "¿Quién es usted en el Seguro Social Campesino?", "¿Quién sale del Seguro Social Campesino?"


class Ending(StrEnum):
    """How the first visit ends."""

    FINISHED = "filed, and ended with the button"
    KEPT = "left, to go on another day"
    REMOVED = "left, and everything removed"
    WALKED_AWAY = "nobody there any more"
    STOPPED = "the program was told to end"
    WITHDRAWN = "a filing taken back"


@dataclass(frozen=True)
class Somebody:
    """What a person types; `mailbox` is the part of the address before the @."""

    given: str
    surnames: str
    number: str
    telephone: str
    mailbox: str

    @property
    def email(self) -> str:
        return f"{self.mailbox}@ejemplo.test"

    @property
    def answers(self) -> Mapping[str, Sequence[str]]:
        """Their keys by question; the address is left to be confirmed later."""
        return {
            IDENTIFY: [f"={self.number}", "enter"],
            NAMES: [f"={self.surnames}", "enter", f"={self.given}", "enter"],
            TELEPHONE: [f"={self.telephone}", "enter"],
            EMAIL: [f"={self.email}", "enter"],
        }

    def canaries(self, *given: str) -> Canaries:
        """Return what must not be seen of them, with the codes and numbers that they were given."""
        words = {"given": self.given[1:], "surnames": self.surnames[1:], "mailbox": self.mailbox}
        words |= {f"given to them: {word}": word for word in given}
        return Canaries(words=words, numbers={"identity": self.number, "telephone": self.telephone[1:]})


@dataclass(frozen=True)
class Visits:
    """What happens: the first ends at a question in a way, then the second comes as far as the telephone."""

    ending: Ending
    first: Somebody
    second: Somebody
    until: str
    size: tuple[int, int]


@dataclass(frozen=True)
class Seen:
    """What the second's side had of the first, by where it was."""

    found: dict[str, set[str]]
    in_memory: set[str]
    """What the processes' memory held, in use or freed."""


def prepare(folder: Path) -> None:
    """Make the data of a kiosk that was never used."""
    kiosk = open_kiosk(folder / "data")
    kiosk.database.close()
    kiosk.inspector.close()
    for name in ("tmp", "home"):
        (folder / name).mkdir()


def happen(folder: Path, visits: Visits) -> Seen:
    """Let both come, and return what is seen of the first."""
    variables = {**environment(folder), "TMPDIR": str(folder / "tmp"), "HOME": str(folder / "home")}
    variables |= IDLE if visits.ending is Ending.WALKED_AWAY else {}
    ready = _file_beforehand(folder, visits) if visits.ending in {Ending.FINISHED, Ending.WITHDRAWN} else None
    columns, rows = visits.size
    with Terminal(AGAIN, columns=columns, rows=rows, env=variables) as terminal:
        terminal.wait(WELCOME, SECONDS)
        opened(terminal)
        _first(terminal, folder / "data" / "mail", visits, ready)
        terminal.wait(WELCOME, SECONDS)
        opened(terminal)
        terminal.settle(0.5)
        since, canaries = terminal.written.rindex(WIPE), visits.first.canaries(*_given(folder))
        found = {"the screen": set(canaries.found_in(terminal.text.encode()))}
        for _question in walk(terminal, folder / "data" / "mail", until=TELEPHONE, instead=visits.second.answers):
            found["the screen"] |= set(canaries.found_in(terminal.text.encode()))
        own = visits.second.canaries().found_in(_plain(terminal.written[since:]))
        assert "identity" in own, "what was typed since can be seen"
        found["the terminal's bytes"] = set(canaries.found_in(_plain(terminal.written[since:])))
        family = _family(terminal.pid)
        assert len(family) > 1, "the shell and the kiosk"
        for where, content in (each for pid in family for each in readable(pid)):
            found[where] = found.get(where, set()) | set(canaries.found_in(content))
        in_memory = {name for pid in family for piece in memory(pid) for name in canaries.plainly_in(piece)}
        found["files"] = {each.canary for each in canaries.leaks([folder / "tmp", folder / "home", *_own_files(folder)])}
    return Seen(found, in_memory)


def _own_files(folder: Path) -> list[Path]:
    """Return what the kiosk keeps; what was mailed and printed is not its own any more."""
    return [each for each in (folder / "data").iterdir() if each.name not in {"mail", "printed"}]


def _file_beforehand(folder: Path, visits: Visits) -> tuple[Draft, str]:
    """Answer everything for the first, up to the review; what is to be taken back is filed, and its seal comes with it."""
    kiosk, first = open_kiosk(folder / "data"), visits.first
    notice = legal_texts.accept(kiosk, legal_texts.notice(kiosk))
    draft = drafts.begin(kiosk, Applicant(parse_cedula(first.number), first.given, first.surnames, Capacity.HEAD), notice)
    draft = drafts.save(kiosk, draft.id, Contact(f"+593{first.telephone[1:]}", first.email))
    draft = verification.postpone(kiosk, draft.id)
    draft = drafts.save(kiosk, draft.id, choice(kiosk))
    draft = drafts.save(kiosk, draft.id, Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.UNDECIDED))
    for slot in slots.slots_of(kiosk, draft):
        draft = attachments.attach(kiosk, draft.id, slot.id, photograph(slot.id) if slot.person else paper())
    stamped = ""
    if visits.ending is Ending.WITHDRAWN:
        draft = submit(kiosk, draft)
        stamped = seal(kiosk, number_of(draft))
    _close(kiosk)
    return draft, stamped


def _close(kiosk: Kiosk) -> None:
    kiosk.database.close()
    kiosk.inspector.close()


def _first(terminal: Terminal, mail: Path, visits: Visits, ready: tuple[Draft, str] | None) -> None:
    match visits.ending:
        case Ending.FINISHED:
            assert ready is not None
            resume(terminal, ready[0].code, visits.first.number[-4:])
            for _question in walk(terminal, mail):
                pass
            _press(terminal, "enter", "Terminar", DELIBERATE)
            _press(terminal, "enter", WELCOME, DELIBERATE)
        case Ending.WITHDRAWN:
            assert ready is not None
            _take_back(terminal, str(ready[0].number), visits.first.number[-4:], ready[1])
        case _:
            for _question in walk(terminal, mail, until=visits.until, instead=visits.first.answers):
                pass
            terminal.settle()
            if keys := [key for key in visits.first.answers.get(visits.until, ()) if key.startswith("=")]:
                terminal.type(keys[0][1:-1])  # something that is not saved yet
            terminal.settle()
            _leave(terminal, visits.ending)


def _leave(terminal: Terminal, ending: Ending) -> None:
    if ending is Ending.WALKED_AWAY:
        terminal.wait("¿Necesita más tiempo?", SECONDS)
        return
    if ending is Ending.STOPPED:
        (program,) = _children(terminal.pid)
        os.kill(program, signal.SIGTERM)
        terminal.until(lambda: _children(terminal.pid) not in ({program}, set()), "it was not started again", SECONDS)
        return
    terminal.key("f4")  # its name may have no room at the foot
    terminal.settle(0.5)
    if not terminal.shows("¿Quiere parar por hoy?"):  # nothing is kept yet that could be kept or removed
        for _press in range(20):  # one that comes while a screen is still at work does nothing
            if terminal.shows(WELCOME):
                break
            terminal.key("escape")
            terminal.settle(0.3)
        return
    terminal.key(*["shift+tab"] * (1 if ending is Ending.KEPT else 2))
    terminal.settle()
    terminal.key("enter")


def _take_back(terminal: Terminal, number: str, last_four: str, stamped: str) -> None:
    _press(terminal, "4", "¿Qué número tiene su trámite?")
    terminal.settle()
    terminal.type(number)
    terminal.key("enter")
    terminal.settle()
    terminal.type(last_four)
    _press(terminal, "enter", "¿Cómo empieza el sello")
    terminal.settle()
    terminal.type(stamped[:4])
    _press(terminal, "enter", "Cancelar mi solicitud")
    terminal.settle()
    terminal.key("shift+tab")
    _press(terminal, "enter", "¿Tiene su comprobante")
    terminal.settle()
    terminal.type(stamped)
    _press(terminal, "enter", "¿Qué quiere hacer?")
    terminal.settle()
    terminal.key("1")
    _press(terminal, "enter", "¿Cancelar su solicitud?")
    terminal.settle()
    terminal.key("shift+tab")
    _press(terminal, "enter", "Su solicitud quedó cancelada")
    terminal.wait("¿Salió el papel?", SECONDS)
    _press(terminal, "enter", WELCOME, DELIBERATE)


def _press(terminal: Terminal, key: str, then: str, quiet: float = 0.1) -> None:
    terminal.settle(quiet)
    terminal.key(key)
    terminal.wait(then, SECONDS)


def _given(folder: Path) -> list[str]:
    """Return the codes and case numbers that the kiosk has given so far."""
    kiosk = open_kiosk(folder / "data")
    with kiosk.database.reading() as session:
        codes = session.exec(select(DraftRow.code)).all()
        numbers = session.exec(select(Case.number)).all()
    _close(kiosk)
    return [*codes, *map(grouped, codes), *numbers]


def _plain(written: bytes | bytearray) -> bytes:
    """Return what was sent without the terminal's own words, so that letters that stand side by side do; and as it was sent."""
    return _CONTROL.sub(b"", written) + b"\n" + written


def _children(pid: int) -> set[int]:
    found: set[int] = set()
    with contextlib.suppress(OSError):  # it has ended meanwhile
        for task in Path(f"/proc/{pid}/task").iterdir():
            found |= {int(each) for each in (task / "children").read_text().split()}
    return found


def _family(pid: int) -> set[int]:
    """Return a process and all that it started."""
    return {pid}.union(*(_family(each) for each in _children(pid)))


def readable(pid: int) -> Iterator[tuple[str, bytes]]:
    """Give what a process may read without asking anybody: its variables and words, its open files by name and content."""
    proc = Path(f"/proc/{pid}")
    with contextlib.suppress(OSError):  # it has ended meanwhile
        for name in ("environ", "cmdline", "maps"):
            yield name, (proc / name).read_bytes()
        for each in proc.glob("fd/*"):
            yield "open files", os.fsencode(each.readlink())
            if each.is_file():  # one that was removed, too
                yield "open files", each.read_bytes()


def memory(pid: int) -> Iterator[bytes]:
    """Give what stands in a process's memory, freed or not, piece by piece."""
    proc = Path(f"/proc/{pid}")
    with contextlib.suppress(OSError), (proc / "mem").open("rb", 0) as content:  # it has ended meanwhile
        for line in (proc / "maps").read_text(encoding="utf-8").splitlines():
            span, rights, *_rest = line.split()
            if rights.startswith("rw"):
                start, end = (int(each, 16) for each in span.split("-"))
                content.seek(start)
                yield content.read(end - start)
