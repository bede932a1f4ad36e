"""`kiosk --demo samples`: the demonstration's filed cases, so that its desk has something on it."""

import argparse
import sys

from kiosk.commands.opening import open_kiosk
from kiosk.domain.errors import KioskError
from kiosk.locale import _, ngettext


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("samples", help=_("llenar la demostración con trámites de muestra"))
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    if not options.demo:
        raise KioskError(_("Los trámites de muestra son solo para la demostración: kiosk --demo samples"))
    from kiosk.services.demonstration import sample_cases  # noqa: PLC0415 - Pillow's drawing is for this command alone

    filed = sample_cases.fill(open_kiosk(options, may_begin=True), progress=_tell)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(ngettext("{filed} trámite de muestra.", "{filed} trámites de muestra.", filed).format(filed=filed))
    return 0


def _tell(done: int, everything: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{everything}", end="", file=sys.stderr, flush=True)
