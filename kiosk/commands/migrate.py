"""`kiosk migrate`: bring the data to this version of the program, after a backup; every start does so, too."""

import argparse

from kiosk.commands.opening import acting, named, open_kiosk
from kiosk.config import load
from kiosk.locale import _
from kiosk.services.journal import events


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("migrate", help=_("poner los datos al día de esta versión, después de una copia"))
    parser.add_argument("--take-id", action="store_true", help=_("esta máquina reemplaza a la que usaba su número de kiosco"))
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    if options.take_id:
        from kiosk import bootstrap  # noqa: PLC0415 - as below

        named(options)  # before anything is done
        bootstrap.take_id(load(config=options.config, demo=options.demo))
    kiosk = open_kiosk(options, may_begin=True)
    if options.take_id:
        with kiosk.database.transaction() as session:
            events.record(acting(options, kiosk), session, "kiosk_id_taken")
    from kiosk.storage.migrate import version  # noqa: PLC0415 - other commands start without what it loads

    print(_("Los datos están al día (versión {version}).").format(version=version(kiosk.database)))
    return 0
