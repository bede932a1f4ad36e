"""Whose a draft or a print is: a claim's name is alive as long as its visit and its process are, and no clock has a say in that.

Each holds a locked file (flock) in the data folder; the lock ends with the process, however it ends, so that what was held is free
at once. Only the claim of another machine on a shared database, whose files are not here, cannot be looked at.
"""

import fcntl
import os
import secrets
import threading
import weakref
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.storage.files import private_folder, unfinished_name

if TYPE_CHECKING:
    from collections.abc import Callable


class Claims:
    """The claim of one visit. `kiosk` is the machine's id, by which it knows its own names among others'."""

    def __init__(self, folder: Path, kiosk: str) -> None:
        self._folder, self._kiosk = folder, kiosk
        self._prefix = f"{kiosk}-"
        self._lock = threading.Lock()
        self._name = ""
        self._free: Callable[[], object] = lambda: None
        self.has_ended = False
        """Whether whoever it was has left: what is begun in their name from then on is nobody's."""

    def own(self) -> str:
        """Return the claim's name, nobody's after the end; raises OSError."""
        with self._lock:
            if self.has_ended:
                return ""
            self._name = self._name or self._open()
            return self._name

    def anew(self) -> "Claims":
        """Return the claim of another visit of this process."""
        return Claims(self._folder, self._kiosk)

    @property
    def name(self) -> str:
        """What has been held bears this name; none where nothing has."""
        with self._lock:
            return self._name

    def end(self) -> None:
        """Hold nothing more, as if the process had ended."""
        with self._lock:
            self.has_ended = True
            self._free()

    def is_own(self, claim: str) -> bool:
        """Tell whether a claim is this one."""
        with self._lock:
            return bool(claim) and claim == self._name

    def is_void(self, claim: str) -> bool | None:
        """Tell whether a claim's visit is over; None where that cannot be looked at."""
        return self._is_dead(claim) if claim.startswith(self._prefix) else None

    def _open(self) -> str:
        """Make this process's file; it bears its name only once it is locked. Those of dead processes go."""
        folder = private_folder(self._folder)
        name = self._prefix + secrets.token_hex(12)
        unnamed = unfinished_name(folder / name)
        descriptor = os.open(unnamed, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # open, and thereby held, until the process ends, or these claims do
        self._free = free = weakref.finalize(self, os.close, descriptor)
        free.atexit = False  # threads may send to the last
        unnamed.rename(folder / name)
        for other in folder.glob(f"{self._prefix}*"):
            if other.name != name and self._is_dead(other.name):
                other.unlink(missing_ok=True)
        return name

    def _is_dead(self, claim: str) -> bool | None:
        try:
            descriptor = os.open(self._folder / Path(claim).name, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:  # taken away by somebody who found it dead
            return True
        except OSError:  # another account's, or no more files may be opened: that says nothing about its process
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)  # shared: two that look at once see the same
        except BlockingIOError:
            return False
        finally:
            os.close(descriptor)
        return True
