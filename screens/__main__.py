"""The console script `kiosk`: paints the kiosk, or hands every other word to the command line.

Nothing but the settings and textual is imported before the first paint; the rest is loaded behind the welcome screen.
"""

import importlib
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from kiosk.config import load
from kiosk.domain.errors import SettingsError
from kiosk.locale import _
from kiosk.settings import Settings

MISUSE = 2
CANNOT_WORK = 3
LONGEST_ENDING = 1.5
"""Seconds that an orderly end may take; then the process ends all the same, for whoever stopped it waits two."""
MOST_RESTARTS = 3
"""Errors in a row that nobody has foreseen, after which the kiosk ends and leaves it to whatever started it."""


def main() -> int:
    """Run `kiosk`; return its exit code (2 misuse, 3 the kiosk cannot work)."""
    words = sys.argv[1:]
    asked = screen_words(words)
    if asked is None:
        return int(importlib.import_module("kiosk.commands").main(words))
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write(_("El kiosco necesita una terminal: ejecútelo en una, sin redirigir su entrada ni su salida.") + "\n")
        return MISUSE
    config, demo = asked
    try:
        settings = load(config=config, demo=demo)
    except SettingsError as error:
        sys.stderr.write(f"{error.message}\n")
        return CANNOT_WORK
    return paint(settings)


def screen_words(words: Sequence[str]) -> tuple[Path | None, bool] | None:
    """Return the settings file and whether it is a demonstration, or None when the words are not for the screen."""
    config, demo, rest = None, False, list(words)
    while rest:
        word = rest.pop(0)
        if word == "--demo":
            demo = True
        elif word == "--config" and rest:
            config = Path(rest.pop(0))
        elif word.startswith("--config=") and word != "--config=":
            config = Path(word.removeprefix("--config="))
        else:
            return None
    return config, demo


def paint(settings: Settings) -> int:
    """Show the kiosk until it is ended; after an unforeseen error it begins anew, with a clean screen and no trace."""
    for name in [each for each in os.environ if each.startswith("TEXTUAL")]:
        del os.environ[name]  # they can open consoles, press keys and write logs
    _say_nothing()
    _keep_standard_error_off_the_screen()
    from screens import terminal  # noqa: PLC0415 - as the next line
    from screens.app import KioskApp  # noqa: PLC0415 - textual must not see the variables deleted above
    from screens.closed import Ending  # noqa: PLC0415 - as the line before

    failures = 0
    while True:
        app = KioskApp(settings, after_failure=failures > 0)
        app.when_ending = _end_all_the_same
        app.run()
        terminal.wipe(demo=settings.demo)
        if app.ending is not Ending.FAILED:
            return 0
        failures = 1 if app.served else failures + 1
        if failures > MOST_RESTARTS:
            return CANNOT_WORK


def _keep_standard_error_off_the_screen() -> None:
    """Give textual, which draws there, the terminal itself: a log would get what is typed, and libraries print over the screen."""
    sys.__stderr__ = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")  # type: ignore[misc] # the one place where textual looks
    if os.isatty(2):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _end_all_the_same() -> None:
    overdue = threading.Timer(LONGEST_ENDING, os._exit, (0,))
    overdue.daemon = True
    overdue.start()


def _say_nothing() -> None:
    """Let no trace reach the terminal: its local variables are what the person in front typed."""
    sys.excepthook = lambda *_details: None
    sys.unraisablehook = lambda _details: None
    threading.excepthook = lambda _details: None
    signal.signal(signal.SIGINT, signal.SIG_IGN)


if __name__ == "__main__":
    sys.exit(main())
