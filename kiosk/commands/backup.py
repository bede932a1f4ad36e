"""`kiosk backup FOLDER`: a verified copy of database and documents, made while the kiosk works; the keys are copied apart."""

import argparse
import sys
import time
from pathlib import Path

from kiosk.commands.opening import acting, open_kiosk
from kiosk.commands.printing import as_json
from kiosk.config import load
from kiosk.domain.text import clean
from kiosk.locale import _, ngettext

_TOLD_EVERY = 1.0
"""Seconds from one word of how far it is to the next, on a terminal."""


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("backup", help=_("copiar los datos a otro disco, también con el kiosco en marcha"))
    parser.add_argument("folder", type=Path, metavar=_("CARPETA"))
    parser.add_argument("--salvage", action="store_true", help=_("de un kiosco detenido que ya no arranca: lo que aún se lee"))
    parser.add_argument("--json", action="store_true", help=_("para otro programa"))
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from kiosk.services.upkeep import backups  # noqa: PLC0415 - other commands start without what it loads

    folder = options.folder.absolute()
    if options.salvage:
        from kiosk import bootstrap  # noqa: PLC0415 - other commands start without what it loads

        made = bootstrap.salvage(load(config=options.config, demo=options.demo), folder, ProgressOnTerminal())
    else:
        kiosk = open_kiosk(options, in_order=False)  # on a full disk nothing can be put in order
        made = backups.make(acting(options, kiosk, alone=True), folder, ProgressOnTerminal())
    if options.json:
        said = {"folder": str(made.folder), "made_at": made.made_at.isoformat(), "documents": made.documents}
        print(as_json(said | {"bytes": made.byte_count, "lost": len(made.lost)}))
    else:
        words = _("La copia está en {folder}: {documents} documentos, {size} MB, leídos otra vez.")
        print(words.format(folder=clean(str(made.folder), limit=1000), documents=made.documents, size=made.byte_count // 1_000_000))
        print(_("No lleva las llaves: cópielas aparte con «kiosk key backup CARPETA»."))
    if made.lost:
        words = ngettext(
            "Falta {count} documento que el kiosco ya no tiene entero.",
            "Faltan {count} documentos que el kiosco ya no tiene enteros.",
            len(made.lost),
        )
        print(words.format(count=len(made.lost)), file=sys.stderr)
    return 1 if made.lost else 0


class ProgressOnTerminal:
    """Says on a terminal how far it is, once a second; elsewhere nothing."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _TOLD_EVERY

    def __call__(self, done: int, total: int) -> None:
        """Hear how many bytes of how many are done."""
        if sys.stderr.isatty() and time.monotonic() >= self._next:
            self._next = time.monotonic() + _TOLD_EVERY
            print(_("{percent} %").format(percent=100 * done // max(total, 1)), file=sys.stderr)
