"""The console script `kiosk`: paints the kiosk, or hands every other word to the command line.

Neither is imported here: a command does without textual, and textual must not see the variables that would open consoles,
press keys and write logs.
"""

import atexit
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from kiosk import account
from kiosk.config import data_folder, load
from kiosk.domain.errors import OutOfService, SettingsError
from kiosk.locale import _
from kiosk.settings import Settings
from screens.apps import ending
from screens.terminal import ssh_environment, tty

MISUSE = 2


def main() -> int:
    """Run `kiosk`; return its exit code (2 misuse, 3 the kiosk cannot work), with which the process ends: see `ending.end_now`."""
    _open_what_is_closed()
    statuses: list[int] = []
    atexit.register(_leave_the_rest, statuses)  # first of all, so that it is called last
    statuses.append(run(sys.argv[1:]))
    return statuses[0]


def _leave_the_rest(statuses: list[int]) -> None:
    if statuses:
        ending.end_now(statuses[0])


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
        return ending.CANNOT_WORK
    if asked is None:
        from kiosk import commands  # noqa: PLC0415 - the screen does without, and a command without textual

        return commands.main(list(words))
    if asked.assist:
        if refused := ssh_environment.refusal(asked.actor):
            sys.stderr.write(f"{refused}\n")
            return MISUSE
        ssh_environment.clean()
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write(_("El kiosco necesita una terminal: ejecútelo en una, sin redirigir su entrada ni su salida.") + "\n")
        return MISUSE
    try:
        settings = load(config=asked.config, demo=asked.demo)
        if asked.assist:
            account.ensure_begun(settings.data_dir)
    except (SettingsError, OutOfService) as error:
        sys.stderr.write(f"{error.message}\n")
        return ending.CANNOT_WORK
    return paint(settings, asked)


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


def paint(settings: Settings, asked: Asked) -> int:
    """Show the kiosk until it is ended; return the exit code."""
    for name in [each for each in os.environ if each.startswith("TEXTUAL")]:
        del os.environ[name]  # they can open consoles, press keys and write logs
    ending.say_nothing()
    tty.outlive_signals()  # already while all is loaded
    tty.say_for_now(_("Un momento, por favor…"))
    if asked.assist:
        from screens.apps.desk import assist  # noqa: PLC0415 - textual must not see the variables deleted above

        show = partial(assist, settings, asked.actor)
    else:
        from screens.apps.parent import serve  # noqa: PLC0415 - textual must not see the variables deleted above

        show = partial(serve, settings, partial(_load_again, asked, settings))
    tty.say_for_now("")
    return show()


def _load_again(asked: Asked, settings: Settings) -> Settings:
    """Read the settings as they are by now, for the same data folder: a demonstration's was made for it. Raises as `load`."""
    return load(config=asked.config, demo=asked.demo, environ={**os.environ, "KIOSK_DATA_DIR": str(settings.data_dir)})


if __name__ == "__main__":
    sys.exit(main())
