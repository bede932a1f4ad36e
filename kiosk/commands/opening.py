"""Opening the kiosk for a command: the same settings and parts as the screens have."""

import argparse

from kiosk.config import load
from kiosk.services.kiosk import Kiosk


def open_kiosk(options: argparse.Namespace) -> Kiosk:
    """Return the kiosk that the options and the environment describe; raises OutOfService."""
    from kiosk.bootstrap import compose  # noqa: PLC0415 - commands that need no database start without it

    return compose(load(config=options.config, demo=options.demo))
