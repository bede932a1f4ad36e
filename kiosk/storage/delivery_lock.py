"""Who delivers what waits in a data folder: one process at a time, so that nothing is sent twice.

The lock (flock) ends with its process, however that ends, and the next takes it at once. What is being sent when somebody takes it
was therefore left in the middle: nobody needs to be asked, and no clock has a say in it.
"""

import fcntl
import os
import threading
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.domain.errors import OutOfService
from kiosk.locale import _
from kiosk.storage.files import private_folder

if TYPE_CHECKING:
    from collections.abc import Callable


class DeliveryLock:
    """The lock of this process; its file's time is the bell by which others tell that they put something into the outbox."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "deliver.lock"
        self._mutex = threading.Lock()
        self._free: Callable[[], object] | None = None
        self._rung_at = 0
        self.unwritten: dict[str, Callable[[], None]] = {}
        """What became of messages, where it could not be written down yet; by their ids."""

    @property
    def is_held(self) -> bool:
        """Whether this process delivers."""
        return self._free is not None

    def take(self) -> bool:
        """Take the lock where no other process has it; tell whether it is held. Raises OutOfService."""
        with self._mutex:
            if self._free is None:
                try:
                    private_folder(self._path.parent)
                    descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                except OSError as error:
                    sentence = _("El kiosco no puede escribir en su carpeta: revise su permiso y el espacio del disco.")
                    raise OutOfService(sentence) from error
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    os.close(descriptor)
                    return False
                self._free = free = weakref.finalize(self, os.close, descriptor)
                free.atexit = False  # threads may send to the last
            return True

    def release(self) -> None:
        """Leave it to another process."""
        with self._mutex:
            if self._free is not None:
                self._free()
                self._free = None

    def ring(self) -> None:
        """Tell whoever delivers that something waits."""
        try:
            os.utime(self._path)
        except OSError:  # nobody delivers yet, or another account does: it looks by itself after a while
            return

    def rung(self) -> bool:
        """Tell whether somebody rang since the last look."""
        before, self._rung_at = self._rung_at, self._path.stat().st_mtime_ns
        return before != self._rung_at
