"""The memory stick that a person brings: what may be attached of it, and its bytes. Nothing is ever written to it."""

from pathlib import Path

from kiosk.adapters.documents.stick import list_files, read_file
from kiosk.domain.documents.document import Picture
from kiosk.domain.documents.stick import StickFile, StickListing
from kiosk.domain.errors import BadInput, NotFound
from kiosk.inspection.child.kinds import kind_not_taken
from kiosk.inspection.limits import OPENED_BYTES
from kiosk.locale import _
from kiosk.services.kiosk import Kiosk


def listing(kiosk: Kiosk) -> StickListing:
    """Return what may be attached, newest first, and how many others there are; NotFound where no stick can be read."""
    return list_files(_folder(kiosk), kind_not_taken)


def files(kiosk: Kiosk) -> tuple[StickFile, ...]:
    """Return what may be attached, newest first; NotFound where no stick can be read."""
    return listing(kiosk).files


def read(kiosk: Kiosk, file: StickFile) -> bytes:
    """Return a file's bytes, cut off beyond what the inspection would open; NotFound where file or stick are gone."""
    return read_file(_folder(kiosk), file.path, OPENED_BYTES + 1)


def picture(kiosk: Kiosk, file: StickFile, width: int, height: int) -> Picture | None:
    """Return how a file looks, in at most so many pixels; None where it cannot be shown."""
    try:
        return kiosk.inspector.view(read(kiosk, file), width=width, height=height)
    except (BadInput, NotFound):
        return None


def _folder(kiosk: Kiosk) -> Path:
    if kiosk.settings.stick.folder is None:
        raise NotFound(_("Este kiosco no lee memorias USB. Pida ayuda al personal del dispensario."))
    return kiosk.settings.stick.folder
