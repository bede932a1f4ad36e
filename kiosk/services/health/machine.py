"""Whether the machine has room for what it is given, and whether anybody is told when something does not work."""

import errno
import os
from pathlib import Path

from kiosk.domain.machine.health import Check, Health
from kiosk.locale import _
from kiosk.settings import Settings
from kiosk.words.system import fault_in_words

SCARCE_BYTES, NO_BYTES = 500_000_000, 50_000_000
"""Free bytes below which to warn, and below which a filing of some documents may not fit."""
SCARCE_FILES, NO_FILES = 5_000, 500
_PROBE_BYTES = 65_536


def disk(settings: Settings) -> list[Check]:
    """Look for space, for places for files, and whether a file can be written; it gets no name and is gone at once."""
    folder = settings.data_dir
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    mend = _("Revise el permiso de la carpeta {folder} y que sea del usuario del kiosco.").format(folder=folder)
    try:
        stand = os.statvfs(folder)
        _write_something(folder)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return [_full(Health.FAILED, "full", 0)]
        words = _("No se puede escribir en {folder}: {reason}.").format(folder=folder, reason=fault_in_words(error))
        return [Check("disk", Health.FAILED, "not_writable", words, mend)]
    free, files = stand.f_bavail * stand.f_frsize, stand.f_favail if stand.f_files else SCARCE_FILES
    if free < SCARCE_BYTES:
        state, code = (Health.FAILED, "full") if free < NO_BYTES else (Health.WARNING, "scarce")
        return [_full(state, code, free)]
    if files < SCARCE_FILES:
        state, code = (Health.FAILED, "no_inodes") if files < NO_FILES else (Health.WARNING, "scarce_inodes")
        words = _("En el disco caben pocos archivos más: {count}.").format(count=files)
        return [Check("disk", state, code, words, _("Borre archivos pequeños que no sean del kiosco."))]
    return [Check("disk", Health.OK, "ok", _("Quedan {size} MB libres en el disco.").format(size=free // 1_000_000))]


def _full(state: Health, code: str, free: int) -> Check:
    words = _("Quedan {size} MB libres en el disco: son muy pocos.").format(size=free // 1_000_000)
    return Check("disk", state, code, words, _("Libere espacio: borre lo que no sea del kiosco, o cambie el disco por uno mayor."))


def _write_something(folder: Path) -> None:
    try:
        descriptor = os.open(folder, os.O_TMPFILE | os.O_WRONLY | os.O_CLOEXEC, 0o600)
    except OSError as error:
        if error.errno in {errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL} and os.access(folder, os.W_OK | os.X_OK):
            return  # a file system that has no nameless files
        raise
    try:
        os.write(descriptor, bytes(_PROBE_BYTES))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def responsible(settings: Settings) -> list[Check]:
    """Look whether somebody is told when something has not worked for a day."""
    if settings.desk.responsible_email:
        return [Check("responsible", Health.OK, "ok", _("Si algo no funciona un día entero, se avisa por correo."))]
    words = _("Si algo no funciona un día entero, no se avisa a nadie por correo: solo se ve en el escritorio del personal.")
    mend = _("Escriba desk.responsible_email en los ajustes.")
    return [Check("responsible", Health.WARNING, "nobody", words, mend)]
