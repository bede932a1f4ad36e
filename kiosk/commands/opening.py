"""Opening the kiosk for a command: the same settings and parts as the screens have."""

import argparse
import os
import pwd
import re
from pathlib import Path

from kiosk.account import SERVICE_ACCOUNT, ensure_begun, ensure_own
from kiosk.commands import Misuse
from kiosk.config import data_folder, load
from kiosk.domain.actor import MACHINE
from kiosk.locale import _
from kiosk.services.kiosk import Kiosk

NOBODYS = {SERVICE_ACCOUNT, "root"}
"""Accounts that many work with: to write down theirs names nobody."""


def open_kiosk(options: argparse.Namespace, *, in_order: bool = True, may_begin: bool = False) -> Kiosk:
    """Return the kiosk that the options and the environment describe; raises OutOfService.

    A kiosk begins with its screen, or with the one command that may: another one at a wrong folder would serve nobody.
    """
    from kiosk.bootstrap import compose  # noqa: PLC0415 - commands that need no database start without it

    settings = load(config=options.config, demo=options.demo)
    if not may_begin:
        ensure_begun(settings.data_dir)
    return compose(settings, in_order=in_order)


def begun_folder(options: argparse.Namespace) -> Path:
    """Return the data folder of a kiosk that was begun, this account's own; raises OutOfService."""
    folder = data_folder(demo=options.demo)
    ensure_own(folder)
    ensure_begun(folder)
    return folder


def acting(options: argparse.Namespace, kiosk: Kiosk, *, alone: bool = False) -> Kiosk:
    """Return the kiosk in the hands of the person who runs the command, `cli:` and their name.

    Where nobody says who that is, it is the machine for what a timer may do `alone`; else raises Misuse.
    """
    if alone and not person(options):
        return kiosk.acting_as(MACHINE)
    return kiosk.acting_as(by_command(options))


def by_command(options: argparse.Namespace) -> str:
    """Return the person who runs the command as the record names them; raises Misuse where nobody says who that is."""
    return f"cli:{named(options)}"


def named(options: argparse.Namespace) -> str:
    """Return who runs the command; raises Misuse where nobody says who that is."""
    if name := person(options):
        return name
    raise Misuse(_("Esto queda anotado a nombre de una persona: diga quién es con «kiosk --actor NOMBRE …», o ejecútelo con sudo."))


def person(options: argparse.Namespace) -> str:
    """Return who runs the command: as they say, as sudo says, or by the account; the kiosk's and root are nobody's."""
    said = options.actor or os.environ.get("SUDO_USER") or _account()
    if not options.actor and said in NOBODYS and not options.demo:
        return ""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,27}", said, re.ASCII):
        raise Misuse(_("El nombre de quien hace esto son de 1 a 28 letras sin tilde, números, puntos o guiones: --actor NOMBRE"))
    return said


def _account() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # an account without an entry
        return str(os.getuid())
