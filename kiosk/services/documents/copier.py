"""What a copier sent while this visit lasts: nothing older is shown, for it may be another person's."""

import contextlib
from datetime import datetime, timedelta
from pathlib import Path

from kiosk.adapters.documents import copier
from kiosk.domain.documents.copier import Arrivals, ArrivedFile
from kiosk.domain.errors import NotFound
from kiosk.inspection.limits import OPENED_BYTES
from kiosk.locale import _
from kiosk.services.kiosk import Kiosk

KEPT = timedelta(days=1)
"""How long a file may wait that nobody took: no later visit is shown it, so it only lies there for others to read."""


def look(kiosk: Kiosk, since: datetime, before: Arrivals) -> Arrivals:
    """Return what arrived since the visit began, given what the look before saw; raises NotFound."""
    return copier.look(_folder(kiosk), since, before)


def read(kiosk: Kiosk, file: ArrivedFile) -> bytes:
    """Return a file's bytes, cut off beyond what the inspection would open; raises NotFound where it is gone or has changed."""
    return copier.read_file(_folder(kiosk), file, OPENED_BYTES + 1)


def pages(kiosk: Kiosk, file: ArrivedFile) -> int:
    """Return how many pages a file has, 0 where it does not serve; raises NotFound where it is gone or has changed."""
    return kiosk.inspector.inspect(read(kiosk, file)).pages


def remove(kiosk: Kiosk, file: ArrivedFile) -> None:
    """Take a file out of the folder; to be called once it is kept, never before."""
    copier.remove_file(_folder(kiosk), file)


def remove_forgotten(kiosk: Kiosk) -> int:
    """Remove what nobody took, and return how many files it was."""
    if kiosk.settings.inbox.folder is None:
        return 0
    with contextlib.suppress(NotFound):  # the next visit that wants it is told
        return copier.remove_older(kiosk.settings.inbox.folder, kiosk.clock.seen() - KEPT)
    return 0


def _folder(kiosk: Kiosk) -> Path:
    if kiosk.settings.inbox.folder is None:
        raise NotFound(_("Este kiosco no recibe archivos de una copiadora. Pida ayuda al personal del dispensario."))
    return kiosk.settings.inbox.folder
