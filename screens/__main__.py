"""The console script `kiosk`: paints the kiosk, or hands every other word to the command line.

Nothing but the settings and textual is imported before the first paint; the rest is loaded behind the welcome screen.
"""

import atexit
import contextlib
import importlib
import os
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import account
from kiosk.config import data_folder, load
from kiosk.domain.errors import OutOfService, SettingsError
from kiosk.locale import _
from kiosk.settings import Settings
from screens import connection, renewal, terminal

if TYPE_CHECKING:
    from screens.app import KioskApp

MISUSE = 2
CANNOT_WORK = 3
LAST_WORD = threading.Lock()
"""Held by whoever ends the process: while one gives the terminal back, another would throw that away, or end it all before."""
LONGEST_ENDING = 1.5
"""Seconds that an orderly end may take; then the process ends all the same, for whoever stopped it waits two."""
MOST_FAILURES = 3
"""Errors in a row that nobody has foreseen, with which the kiosk ends and leaves it to whatever started it."""


def main() -> int:
    """Run `kiosk`; return its exit code (2 misuse, 3 the kiosk cannot work), with which the process ends: see `_leave_the_rest`."""
    _open_what_is_closed()
    statuses: list[int] = []
    atexit.register(_leave_the_rest, statuses)  # first of all, so that it is called last
    statuses.append(run(sys.argv[1:]))
    return statuses[0]


def _leave_the_rest(statuses: list[int]) -> None:
    """End now that all is in order, and do not take the interpreter apart: a thread may still wake, as one that sends a mail.

    It would then read what was freed (take_gil of CPython 3.11), and the process fall; or it is ended while it holds a lock for
    which the taking apart waits, and the process stays for ever.
    """
    if statuses:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError, AttributeError):  # it is gone, closed, or was never there
                stream.flush()
        with LAST_WORD:
            os._exit(statuses[0])


def _open_what_is_closed() -> None:
    """Let none of the three standard descriptors be free: the next file that is opened would be the screen, or be written over."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            opened = os.open(
                "/dev/full" if name == "stdout" else os.devnull, os.O_RDWR
            )  # what cannot be said is told to have failed
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
            stream = os.fdopen(number, "r" if number == 0 else "w", encoding="utf-8")
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)


def run(words: Sequence[str]) -> int:
    """Do what the words ask for; return the exit code."""
    asked = screen_words(words)
    try:
        _work_as_owner(words)
    except OutOfService as error:
        sys.stderr.write(f"{error.message}\n")
        return CANNOT_WORK
    if asked is None:
        return int(importlib.import_module("kiosk.commands").main(words))
    if asked.assist:
        if refused := connection.refusal(asked.actor):
            sys.stderr.write(f"{refused}\n")
            return MISUSE
        connection.clean()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write(_("El kiosco necesita una terminal: ejecútelo en una, sin redirigir su entrada ni su salida.") + "\n")
        return MISUSE
    handed = renewal.handed_on()
    try:
        settings = load(config=asked.config, demo=asked.demo)
        if asked.assist:
            account.ensure_begun(settings.data_dir)
    except (SettingsError, OutOfService) as error:
        if handed.attributes is not None:
            terminal.give_back(handed.attributes, say=error.message)
        sys.stderr.write(f"{error.message}\n")
        return CANNOT_WORK
    return paint(settings, asked, handed)


def _work_as_owner(words: Sequence[str]) -> None:
    """Become the account whose kiosk this is, where root runs it; raises OutOfService."""
    demonstration = "--demo" in words and "KIOSK_DATA_DIR" not in os.environ  # in a folder that is made for it
    if os.geteuid() == 0 and not demonstration:
        account.become_owner(data_folder())


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be painted: the public kiosk, or the desk (`assist`) of `actor`; where nobody is named, the name is asked for."""

    config: Path | None = None
    demo: bool = False
    assist: bool = False
    actor: str = ""


def screen_words(words: Sequence[str]) -> Asked | None:
    """Return what is asked of the screen, or None when the words are not for it."""
    asked, rest = Asked(), list(words)
    while rest:
        word, equals, value = rest.pop(0).partition("=")
        if word == "--demo" and not equals:
            asked = replace(asked, demo=True)
        elif word == "assist" and not equals and not asked.assist:
            asked = replace(asked, assist=True)
        elif word in {"--config", "--actor"} and (value or (not equals and rest)):
            value = value or rest.pop(0)
            if word == "--config":
                asked = replace(asked, config=Path(value))
            elif asked.assist:
                asked = replace(asked, actor=value)
            else:
                return None
        else:
            return None
    return asked


def paint(settings: Settings, asked: Asked, handed: renewal.HandedOn) -> int:
    """Show the kiosk until it is ended; after an unforeseen error it begins anew, with a clean screen and no trace."""
    for name in [each for each in os.environ if each.startswith("TEXTUAL")]:
        del os.environ[name]  # they can open consoles, press keys and write logs
    _say_nothing()
    _keep_standard_error_off_the_screen()
    from screens.closed import Ending  # noqa: PLC0415 - textual must not see the variables deleted above

    failures, before = handed.failures, handed.attributes or terminal.attributes()
    leave = terminal.leaving(before)
    while True:
        terminal.outlive_signals()
        app = _application(settings, asked, after_failure=failures > 0)
        app.when_ending = lambda: _end_all_the_same(leave)
        app.attributes_before = before
        app.haste.first_was_seen = handed.attributes is not None and not failures
        if not asked.assist:  # whoever signed in there stays so
            app.renewal = renewal.Renewal(app, lambda: renewal.renew(renewal.HandedOn(before)))
        app.run(mouse=not asked.assist)
        if app.is_ending or app.ending is not Ending.FAILED:  # told to end, it ends, though something failed as well
            terminal.wipe(demo=settings.demo)
            if settings.demo:
                _say_where_it_lies(settings)
            return 0
        failures = 1 if app.served else failures + 1
        if failures >= MOST_FAILURES:
            terminal.wipe(demo=settings.demo)
            return CANNOT_WORK
        terminal.wipe(demo=settings.demo, say=_("Un momento, por favor…"))
        with contextlib.suppress(OSError):  # else it begins anew in this process, which still holds what the visit has left
            renewal.renew(renewal.HandedOn(before, failures))


def _say_where_it_lies(settings: Settings) -> None:
    """Tell whoever leaves a demonstration where to look at what it made; the terminal may be gone."""
    thrown_away = _("Los datos de esta demostración ya se borraron. Para conservarlos: KIOSK_DATA_DIR=carpeta kiosk --demo")
    lines: tuple[str, ...] = (thrown_away,)
    if os.environ.get("KIOSK_DATA_DIR"):
        lines = (
            _("Comprobantes y hojas: {folder}").format(folder=settings.printer.folder),
            _("Correos: {folder}").format(folder=settings.mail.maildir),
            _("Datos: {folder}").format(folder=settings.data_dir),
        )
    with contextlib.suppress(OSError):
        sys.stdout.write("\n".join((*lines, "")))
        sys.stdout.flush()


def _application(settings: Settings, asked: Asked, *, after_failure: bool) -> "KioskApp":
    if asked.assist:
        from screens.assist_app import AssistApp  # noqa: PLC0415 - textual must not see the variables deleted above

        return AssistApp(settings, actor=asked.actor, fingerprint=connection.fingerprint())
    from screens.app import KioskApp  # noqa: PLC0415 - as the line before

    return KioskApp(settings, after_failure=after_failure)


def _keep_standard_error_off_the_screen() -> None:
    """Give textual, which draws there, the terminal itself: a log would get what is typed, and libraries print over the screen."""
    sys.__stderr__ = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")  # type: ignore[misc] # the one place where textual looks
    if os.isatty(2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _end_all_the_same(leave: Callable[[], None]) -> None:
    """End the process in a while, whatever it is busy with, and give the terminal back."""

    def end() -> None:
        with LAST_WORD:
            leave()
            os._exit(0)

    overdue = threading.Timer(LONGEST_ENDING, end)
    overdue.daemon = True
    overdue.start()


def _say_nothing() -> None:
    """Let no trace reach the terminal: its local variables are what the person in front typed."""
    sys.excepthook = lambda *_details: None
    sys.unraisablehook = lambda _details: None
    threading.excepthook = lambda _details: None


if __name__ == "__main__":
    sys.exit(main())
