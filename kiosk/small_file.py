"""Reading the files that an administrator writes: settings, passwords, certificates.

A name may lead to a pipe that nobody writes into, or to a device without an end: opened as a file, either would hang the kiosk.
"""

import errno
import os
import stat
from pathlib import Path

from kiosk.locale import _

MOST_BYTES = 1_000_000


def read_small(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return what a file holds; raises OSError, with its reason in words, for what is no file or has more than `most` bytes."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # a pipe would be waited for
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, _("no es un archivo"))
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, _("es demasiado grande"))
    return content
