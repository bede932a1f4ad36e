"""Who has a data folder open: every kiosk and command shares a lock on it, and a restore, which changes all of it, wants it alone.

The lock (flock on the folder itself, so that no file is left behind) ends with its process, however it ends.
"""

import contextlib
import fcntl
import os
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

from kiosk.domain.errors import OutOfService
from kiosk.locale import _

LONGEST_WAIT = 10.0
"""Seconds until whoever wants to come in is told that the folder is being looked through or restored."""
_LOOK_AGAIN = 0.05


class Presence:
    """The lock of this process on a data folder, which must be there; raises OSError."""

    def __init__(self, folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._descriptor = descriptor
        self._leave = weakref.finalize(self, os.close, descriptor)
        self._leave.atexit = False  # threads may write to the last

    @contextlib.contextmanager
    def entering(self) -> Iterator[bool]:
        """Tell whether nobody else has the folder open, and let nobody in meanwhile; from then on the lock is shared.

        Raises OutOfService while somebody else looks through the folder or restores it. An error inside leaves the folder.
        """
        alone = self.alone()
        try:
            yield alone
            self._share()
        except BaseException:
            self.leave()
            raise

    def alone(self) -> bool:
        """Take the folder for this process alone, where nobody else has it open; tell whether it was so."""
        return self._lock(fcntl.LOCK_EX)

    def leave(self) -> None:
        """Have the folder open no longer; once more changes nothing."""
        self._leave()

    def _share(self) -> None:
        overdue = time.monotonic() + LONGEST_WAIT
        while not self._lock(fcntl.LOCK_SH):
            if time.monotonic() > overdue:
                raise OutOfService(_("Otro programa está revisando o recuperando los datos del kiosco. Espere a que termine."))
            time.sleep(_LOOK_AGAIN)

    def _lock(self, kind: int) -> bool:
        try:
            fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
