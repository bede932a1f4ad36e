"""`kiosk migrate`: bring the data to this version of the program, after a backup; every start does so, too."""

import argparse

from kiosk.commands.opening import open_kiosk
from kiosk.locale import _


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("migrate", help=_("poner los datos al día de esta versión, después de una copia"))
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    kiosk = open_kiosk(options)
    from kiosk.storage.migrate import version  # noqa: PLC0415 - other commands start without what it loads

    print(_("Los datos están al día (versión {version}).").format(version=version(kiosk.database)))
    return 0
