"""Whose kiosk this is: a process works as the account that owns the data folder, or says so; no variable's name has a say in it.

A command that root ran on a folder of its own would back up empty keys, or let nobody in at a desk that does not exist.
"""

import os
import pwd
import sys
from pathlib import Path

from kiosk.domain.errors import OutOfService
from kiosk.domain.text import clean
from kiosk.locale import _

SERVICE_ACCOUNT = "kiosk"
SERVICE_FOLDER = Path("/var/lib/kiosk")
_BEGUN = ("kiosk.db", "keys/kiosk.key", "vault")
_PROGRAM = Path(__file__)


def serves_here() -> bool:
    """Tell whether the kiosk is the machine's: its account runs this, or its folder is there, whoever runs this."""
    return SERVICE_FOLDER.exists() or _name(os.geteuid()) == SERVICE_ACCOUNT


def become_owner(folder: Path) -> None:
    """Go on as the account that owns a data folder, where root may: begin anew as it, with its groups and its home.

    Returns where there is nothing to become, or it may not be: `ensure_own` says so. Raises OutOfService where that account
    could not read the program.
    """
    try:
        owner = pwd.getpwuid(folder.stat().st_uid)
        if os.geteuid() != 0 or owner.pw_uid == 0:
            return
        os.initgroups(owner.pw_name, owner.pw_gid)
        os.setresgid(owner.pw_gid, owner.pw_gid, owner.pw_gid)
        os.setresuid(owner.pw_uid, owner.pw_uid, owner.pw_uid)
    except (OSError, KeyError):
        return
    own = {"HOME": owner.pw_dir, "USER": owner.pw_name, "LOGNAME": owner.pw_name}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    try:
        with _PROGRAM.open("rb"):
            os.execve(sys.executable, sys.orig_argv, {**kept, **own})  # noqa: S606 - ourselves
    except OSError as error:
        words = _(
            "La cuenta {name} no puede leer el programa ({program}): instálelo donde todos puedan leerlo, como en /opt/kiosk."
        )
        raise OutOfService(words.format(name=owner.pw_name, program=_PROGRAM.parent)) from error


def ensure_own(folder: Path) -> None:
    """Refuse a folder of another account, root's as well as a guest's: what is written there the kiosk could not read."""
    try:
        owner = folder.stat().st_uid
    except FileNotFoundError:
        return
    if owner == os.geteuid():
        return
    name = _name(owner) or str(owner)
    program = sys.argv[0] if Path(sys.argv[0]).name == "kiosk" else "kiosk"
    sentence = _("La carpeta {folder} es de la cuenta {name}: haga esto con esa cuenta (sudo -u {name} {program} …).")
    raise OutOfService(sentence.format(folder=folder, name=name, program=program))


def ensure_begun(folder: Path) -> None:
    """Refuse a folder that holds no kiosk, for whoever only looks at one or works for one: nothing is begun there."""
    if not any((folder / each).exists() for each in _BEGUN):
        sentence = _("En {folder} no hay ningún kiosco todavía: inicie la pantalla una vez, o escriba «kiosk migrate».")
        raise OutOfService(sentence.format(folder=folder))


def may_not_write(folder: Path) -> str:
    """Return how a folder outside the data, such as a stick's, is made writable: who calls as root works as the kiosk's account."""
    while not os.path.exists(folder) and folder != folder.parent:  # noqa: PTH110 - pathlib raises for what may not be looked at
        folder = folder.parent
    name = _name(os.geteuid()) or str(os.geteuid())
    words = _("La cuenta {name} no puede escribir en {folder}: désela (chown {name} {folder}), o monte la memoria con uid={name}.")
    return words.format(name=name, folder=clean(str(folder), limit=1000))


def _name(account: int) -> str:
    try:
        return pwd.getpwuid(account).pw_name
    except KeyError:  # an account without an entry
        return ""
