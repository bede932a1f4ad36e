"""What a process does that shows an application until it ends: the public kiosk's children, and a connection to the desk."""

import contextlib
import os
import sys
from typing import Any, Final

from kiosk.locale import _
from kiosk.settings import Settings
from screens.apps import ending
from screens.apps.locked_app import Ending
from screens.apps.serving import ServingApp
from screens.terminal import tty

MOST_FAILURES: Final = 3
"""Errors in a row that nobody has foreseen, with which the kiosk ends and leaves it to whatever started it."""


def paint(app: ServingApp, before: list[Any], *, mouse: bool) -> bool:
    """Show an application until it was told to end; returns False where it failed before. `before` is how the terminal was."""
    app.when_ending = lambda: ending.end_all_the_same(leave)
    leave = tty.leaving(before)
    app.attributes_before = before
    app.run(mouse=mouse)
    if not app.is_ending and app.ending is Ending.FAILED:
        return False
    tty.wipe(demo=app.settings.demo)  # told to end, it ends, though something failed as well
    if app.settings.demo:
        _say_where_it_lies(app.settings)
    return True


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
