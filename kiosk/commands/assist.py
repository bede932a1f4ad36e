"""`kiosk assist`: what an SSH connection runs. Here it stands for the help, and for wrong words after it."""

import argparse

from kiosk.locale import _


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun."""
    parser = nouns.add_parser(
        "assist", allow_abbrev=False, help=_("atender a una persona y llevar los trámites, también por SSH (pide una terminal)")
    )
    parser.add_argument("--actor", metavar=_("NOMBRE"), help=_("la persona que la llave de SSH representa"))

    def refuse(_options: argparse.Namespace) -> int:
        parser.error(_("escriba quién es después de --actor, o nada"))

    parser.set_defaults(run=refuse)
