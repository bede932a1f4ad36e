"""Opening the kiosk for a command: the same settings and parts as the screens have."""

import argparse
import os
import pwd

from kiosk.config import load
from kiosk.services.kiosk import Kiosk


def open_kiosk(options: argparse.Namespace, *, in_order: bool = True) -> Kiosk:
    """Return the kiosk that the options and the environment describe; raises OutOfService."""
    from kiosk.bootstrap import compose  # noqa: PLC0415 - commands that need no database start without it

    return compose(load(config=options.config, demo=options.demo), in_order=in_order)


def acting(kiosk: Kiosk) -> Kiosk:
    """Return the kiosk in the hands of whoever runs the command, as the system knows them: `cli:` and the account's name."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # an account without an entry
        name = str(os.getuid())
    return kiosk.acting_as(f"cli:{name}"[:32])
