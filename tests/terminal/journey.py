"""A whole visit by keyboard, question by question: the same keys for the tests and for the measurements.

Where the program is, is read from its screen, as a person does; a question that is left out or asked earlier changes nothing here.
"""

import contextlib
import email
import email.policy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.terminal.driver import Terminal

CODE_OF_THE_MAIL = "the code of the mail"
WELCOME = "Aquí puede pedir"
DESK = "¿Qué va a hacer?"
"""What stands in the welcome screen's place where staff have signed in."""
START = "¿Qué puede pasar si sale del seguro?"
NOTICE = "Antes de empezar"
IDENTIFY = "¿Cuál es su número de cédula?"
MOVED_ON = 30.0
"""Seconds for the next question to come, on a machine that does much else: a new process opens its database first."""
CODE = "Este es su número para volver"
QUIET = 0.1
"""Seconds of silence after which a screen counts as painted, and a key's effect as done."""
IS_ALL_WELL = "¿Está todo bien?"
ANSWERED = 3.0
"""Seconds within which a key that turns a page has done so, on a machine that does much else."""
CONSENT = "¿Autoriza que su trámite se envíe?"
READ_TO_THE_PERSON = "Consentimiento: léaselo a la persona"
SHEET = "La persona revisa y firma la hoja"
UNSCANNED = "¿Enviar sin escanear la hoja?"
WELL_WRITTEN = "¿Está bien escrito?"
BENEATH = {UNSCANNED: SHEET, WELL_WRITTEN: IDENTIFY}
"""What stands there again for a moment, once a dialogue was answered and what it leads to is still being done."""
DELIBERATE = 0.9
"""Seconds of silence before a key at notice, review, consent, sheet and receipt, whose buttons wait 0.7 s after a change."""
COPIED = 2.2
"""Seconds of silence before the code is noted: nobody can have copied it sooner."""
MOST_PAGES = 60
"""Presses of Enter after which a text ought to have an end."""
RECEIPT = "● Su solicitud quedó recibida"

ANSWERS: Mapping[str, Sequence[str]] = {
    WELL_WRITTEN: ["enter"],  # dialogues first: they lie over another question
    UNSCANNED: ["shift+tab", "enter"],
    WELCOME: ["enter"],
    DESK: ["enter"],
    START: ["enter"],
    NOTICE: ["?Qué pasa con sus datos", "down", "enter"],
    IDENTIFY: ["=9900000010", "enter"],
    "¿Cómo se llama?": ["=Quispe Ñato", "enter", "=María Luisa", "enter"],
    "¿Quién es usted en el Seguro Social Campesino?": ["2"],
    CODE: ["enter"],
    "¿A qué teléfono le pueden llamar?": ["=0987654321", "enter"],
    "¿Cuál es su correo electrónico?": ["=maria@ejemplo.test", "enter"],
    "Escriba los 6 números que le llegan": [CODE_OF_THE_MAIL, "enter"],
    "¿Quién sale del Seguro Social Campesino?": ["1"],
    "Ponga sus documentos": ["1"],  # one by one; Enter puts everything at once
    "Ponga los documentos que faltan": ["enter"],
    "«Cédula, parte de adelante»?": ["1"],  # the first of the stick's files (stick.fill), and so on: chosen by who knows them
    "«Cédula, parte de atrás»?": ["2"],
    "«Solicitud de egreso": ["3"],
    "¿De dónde lo toma?": ["down", "enter"],
    "¿Se ve completo y derecho?": ["enter"],
    "¿Se alcanza a leer bien?": ["enter"],
    "Ya están sus documentos": ["enter"],
    IS_ALL_WELL: ["?Enter seguir leyendo", "*Enter aceptar"],
    CONSENT: ["?Consentimiento informado", "*↓ elegir", "down", "1", "enter", "4", "enter", "enter"],
    "¿Cómo confirma la persona": ["1"],
    READ_TO_THE_PERSON: ["?Consentimiento informado", "*↓ elegir", "down", "1", "enter", "enter"],
    SHEET: [
        *("delete", "?Enter imprimir", "enter"),  # `delete` does nothing, and gives it the quiet that it waits for
        *("delete", "?● 1. La hoja se mandó", "?Enter escanear", "right"),
        *("delete", "?Enter enviar", "enter"),
    ],
}
"""What is pressed at each question: keys by name; after `=` a text to be typed, after `?` one to be waited for; after `*` one until
which Enter is pressed, and then once more."""


PACES: Mapping[str, float] = {
    NOTICE: DELIBERATE,
    CODE: COPIED,
    **dict.fromkeys((IS_ALL_WELL, CONSENT, READ_TO_THE_PERSON, SHEET), DELIBERATE),
}
"""Seconds of silence before each key at those questions that are not to be passed in haste."""


@dataclass(frozen=True, slots=True)
class Paint:
    """What a question cost: the bytes of its first paint, and those of each key that was pressed at it."""

    question: str
    first: int
    keys: tuple[int, ...]


def mailed_code(maildir: Path, terminal: Terminal) -> str:
    """Return the six digits of the newest mail, as soon as there is one."""
    new = maildir / "new"
    terminal.until(lambda: new.is_dir() and any(new.iterdir()), "no mail came")
    newest = max(new.iterdir(), key=lambda path: path.stat().st_mtime_ns)  # before the filing no other mail is sent
    body = email.message_from_bytes(newest.read_bytes(), policy=email.policy.default).get_body(("plain",))
    found = re.search(r"\b(\d{3}) (\d{3})\b", body.get_content() if body else "")
    assert found, "the mail holds no code"
    return found[1] + found[2]


def asked(terminal: Terminal) -> str:
    """Return the question that the screen shows, or nothing."""
    return next((question for question in ANSWERS if terminal.shows(question)), RECEIPT if terminal.shows(RECEIPT) else "")


def walk(  # noqa: PLR0913 - how a visit is walked, each named
    terminal: Terminal,
    maildir: Path,
    *,
    until: str = RECEIPT,
    quiet: float = QUIET,
    instead: Mapping[str, Sequence[str]] | None = None,
    by_key: bool = False,
) -> Iterator[Paint]:
    """Answer question after question until this one shows, at a person's pace: each key when the screen has been quiet so long.

    `instead` are other keys than usual, by question. A text is typed at once, `by_key` where each of its keys is to be measured.
    """
    answers = {**ANSWERS, **(instead or {})}
    before = ""
    while before != until:
        terminal.until(partial(_has_moved_on, terminal, before), f"nothing came after {before!r}", MOVED_ON)
        begun, before = bool(before), asked(terminal)
        assert not (begun and before in {WELCOME, DESK}), "the visit ended"
        pace = PACES.get(before, quiet)
        terminal.settle(quiet)
        first = len(terminal.take())
        if before == until:
            yield Paint(before, first, ())
            return
        last, costs = "", []
        for key in _keys(terminal, maildir, answers[before], by_key=by_key):
            if last:
                costs.append(_press(terminal, last, pace))
            last = key
        yield Paint(before, first, tuple(costs))
        terminal.settle(pace)
        terminal.key(last)  # what it leads to is the next question's first paint


def accept(terminal: Terminal) -> None:
    """Read the review down to its end, and accept it."""
    terminal.wait("Enter seguir leyendo")
    for _page in range(MOST_PAGES):
        if terminal.shows("Enter aceptar"):
            break
        looked = terminal.text
        terminal.key("enter")
        _await_other(terminal, looked)
    terminal.settle(DELIBERATE)
    terminal.key("enter")


def read_to_the_end(terminal: Terminal) -> None:
    """Read the consent down to its end, say so, authorise, and come to its button."""
    for _page in range(MOST_PAGES):
        terminal.settle(DELIBERATE)
        if terminal.shows("↓ elegir"):
            break
        terminal.key("enter")
    for key in ("down", "1", "enter", "4", "enter"):
        terminal.key(key)
        terminal.settle(DELIBERATE)


def _has_moved_on(terminal: Terminal, before: str) -> bool:
    return asked(terminal) not in {"", before, BENEATH.get(before, "")}


def _keys(terminal: Terminal, maildir: Path, answers: Sequence[str], *, by_key: bool) -> Iterator[str]:
    for each in answers:
        if each == CODE_OF_THE_MAIL:
            code = mailed_code(maildir, terminal)
            yield from code if by_key else (code,)
        elif each.startswith("?"):
            terminal.wait(each[1:])
        elif each.startswith("*"):
            yield from _paging(terminal, each[1:])
        elif each.startswith("="):
            yield from each[1:] if by_key else (each[1:],)
        else:
            yield each


def _await_other(terminal: Terminal, looked: str) -> None:
    """Wait until the screen shows something else than it did, and is quiet."""
    with contextlib.suppress(AssertionError):
        terminal.until(lambda: terminal.text != looked, "nothing changed", ANSWERED)
    terminal.settle(QUIET)


def _paging(terminal: Terminal, until: str) -> Iterator[str]:
    """Give Enter until the text shows; asked one key ahead of the pressing, so that one comes after it shows."""
    looked = ""
    for page in range(MOST_PAGES):
        if page > 1:  # a key was pressed since it was looked at; on a busy machine what it does comes after the silence
            _await_other(terminal, looked)
        if terminal.shows(until):
            return
        looked = terminal.text
        yield "enter"
    raise AssertionError(f"never showed {until!r}:\n{terminal.text}")


def _press(terminal: Terminal, key: str, quiet: float) -> int:
    terminal.key(key)
    terminal.settle(quiet)
    return len(terminal.take())
