"""The command line: one module a noun, each with `add_parser`; exit 0 fine, 1 the answer is no, 2 misuse, 3 cannot work."""

import argparse
import errno
import importlib
import io
import os
import sys
from pathlib import Path

from kiosk import __version__
from kiosk.commands import frame
from kiosk.domain.errors import KioskError, OutOfService
from kiosk.locale import _

INTERRUPTED = 130
"""As a shell says of whoever was ended by Ctrl+C."""
NOUNS = (
    "assist",
    "audit",
    "backup",
    "case",
    "clock",
    "deliver",
    "doctor",
    "document",
    "key",
    "migrate",
    "procedure",
    "purge",
    "receipt",
    "restore",
    "samples",
    "staff",
    "stats",
    "verify",
)

_OF_THE_OUTPUT = {
    errno.ENOSPC: _("la salida está cerrada o el disco está lleno"),  # the entry point stands in for a closed one by /dev/full
    errno.EDQUOT: _("el disco está lleno"),
    errno.EFBIG: _("el archivo ya no puede crecer"),
    errno.EIO: _("la salida falla"),
    errno.EBADF: _("la salida está cerrada"),
}
"""Why an answer cannot be written, where the system names no file: its errors speak of the standard output."""


class Misuse(KioskError):
    """The command cannot be done as it was asked for."""


def main(arguments: list[str]) -> int:
    """Run one command and return its exit status; errors are one sentence on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without our letters is no reason to fail
    options = _parser(arguments[:1]).parse_args(arguments)
    try:
        status = int(options.run(options))
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read has seen enough, as `head` has
        _write_no_more()
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a trace would show what people typed
        sentence, status = _told(error)
        print(sentence, file=sys.stderr)
    return status


def _told(error: Exception) -> tuple[str, int]:
    """Return what went wrong in a sentence, and the exit status for it."""
    match error:
        case OutOfService():
            return error.message, 3
        case KioskError():
            return error.message, 2 if isinstance(error, Misuse) else 1
        case MemoryError():
            return _("A esta máquina le falta memoria para hacerlo: cierre otros programas y pruebe otra vez."), 3
        case OSError(filename=None, errno=number) if number in _OF_THE_OUTPUT:
            _write_no_more()
            sentence = _("No se pudo escribir la respuesta ({reason}): revise a dónde va, y haga otra vez la pregunta.")
            return sentence.format(reason=_OF_THE_OUTPUT[number]), 3
    sentence = _("El kiosco encontró un error que no esperaba ({name}). Avise a quien lo cuida.")
    return sentence.format(name=type(error).__name__), 3


def _write_no_more() -> None:
    """Let what was not written yet go nowhere: it would be tried again at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser(first: list[str]) -> argparse.ArgumentParser:
    """Return the parser; where the first word is a noun, it knows no other: to load them all takes half a second."""
    frame.speak_spanish()
    parser = argparse.ArgumentParser(prog="kiosk", description=_("El kiosco, sin palabras: la pantalla. Con una palabra:"))
    parser.add_argument("--config", type=Path, metavar=_("ARCHIVO"), help=_("archivo de ajustes en lugar del habitual"))
    parser.add_argument("--demo", action="store_true", help=_("una demostración, con datos de muestra"))
    parser.add_argument("--actor", default="", metavar=_("NOMBRE"), help=_("quién hace esto: queda anotado a su nombre"))
    parser.add_argument("--version", action="version", version=f"kiosk {__version__}", help=_("decir qué versión es"))
    nouns = parser.add_subparsers(required=True, metavar=_("PALABRA"))
    for noun in set(first).intersection(NOUNS) or NOUNS:
        importlib.import_module(f"kiosk.commands.{noun}").add_parser(nouns)
    return parser
