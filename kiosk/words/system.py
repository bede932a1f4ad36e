"""Why the system refused something, in words: its own are English, and not for those who look after a kiosk."""

import errno
import os
from typing import Final

from kiosk.locale import _

_SAID: Final = {
    errno.ENOENT: _("no existe"),
    errno.EACCES: _("esta cuenta no tiene permiso"),
    errno.EPERM: _("esta cuenta no tiene permiso"),
    errno.ENOTDIR: _("no es una carpeta"),
    errno.EISDIR: _("es una carpeta"),
    errno.EEXIST: _("ya existe"),
    errno.ENOTEMPTY: _("no está vacía"),
    errno.ENOSPC: _("el disco está lleno"),
    errno.EDQUOT: _("el disco está lleno"),
    errno.EFBIG: _("el archivo ya no puede crecer"),
    errno.EROFS: _("el disco es solo para leer"),
    errno.EIO: _("el disco falla"),
    errno.ENAMETOOLONG: _("el nombre es demasiado largo"),
    errno.ELOOP: _("los enlaces dan vueltas"),
    errno.EMFILE: _("hay demasiados archivos abiertos"),
    errno.ENFILE: _("hay demasiados archivos abiertos"),
    errno.EBUSY: _("está en uso"),
    errno.ENODEV: _("el aparato no está"),
    errno.ENXIO: _("el aparato no está"),
    errno.ESTALE: _("el disco de la red ya no está"),
    errno.ENOTCONN: _("el disco de la red no responde"),
    errno.ETIMEDOUT: _("no responde a tiempo"),
    errno.ECONNREFUSED: _("nadie atiende ahí"),
    errno.EINVAL: _("el sistema no lo admite"),
    errno.ENOMEM: _("esta máquina no da más"),
}


def fault_in_words(error: OSError) -> str:
    """Return why, to stand behind a colon or in brackets; what has no words here by its number."""
    if error.errno and error.strerror and error.strerror != os.strerror(error.errno):  # words of ours (kiosk.small_file)
        return error.strerror
    if error.errno in _SAID:
        return _SAID[error.errno]
    return _("error {number} del sistema").format(number=error.errno) if error.errno else _("el sistema no dice por qué")
