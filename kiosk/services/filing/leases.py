"""One draft, one writer: whoever writes holds it, and the others are told who.

A hold is the claim of a visit (kiosk.storage.claims): when that or its process ends, however it ends, the draft is free at once.
Only on a shared database, where another machine's process cannot be looked at, does an idle quarter of an hour free it.
"""

from datetime import timedelta

from sqlmodel import col, update

from kiosk.domain.actor import CITIZEN
from kiosk.domain.errors import KioskError, OutOfService
from kiosk.locale import _
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import DraftRow

IDLE = timedelta(minutes=15)


class DraftBusy(KioskError):
    """Somebody else is writing this draft; `writer` is who."""

    def __init__(self, message: str, *, writer: str) -> None:
        super().__init__(message)
        self.writer = writer


def hold(kiosk: Kiosk, row: DraftRow) -> None:
    """Hold a draft for this visit, in the caller's transaction; raises DraftBusy while another one does, OutOfService.

    What a visit has begun and only ends after it leaves the draft free.
    """
    if row.writer and not _is_free(kiosk, row):
        raise DraftBusy(_told(row), writer=row.writer_name)
    try:
        row.writer = kiosk.claims.own()
    except OSError as error:
        raise OutOfService(_("El kiosco no puede escribir en su carpeta: revise su permiso y el espacio del disco.")) from error
    row.writer_name = kiosk.actor


def let_go(kiosk: Kiosk) -> None:
    """Free every draft that this visit holds; other machines see nothing but its row."""
    if name := kiosk.claims.name:
        with kiosk.database.transaction() as session:
            session.execute(update(DraftRow).where(col(DraftRow.writer) == name).values(writer="", writer_name=""))


def writer_of(kiosk: Kiosk, row: DraftRow) -> str:
    """Return who writes a draft in another visit now; nothing where nobody does."""
    return "" if not row.writer or _is_free(kiosk, row) else row.writer_name


def _is_free(kiosk: Kiosk, row: DraftRow) -> bool:
    """Tell whether nobody but this visit is at a draft."""
    if kiosk.claims.is_own(row.writer):
        return True
    void = kiosk.claims.is_void(row.writer)
    if void is not None:
        return void
    now = kiosk.clock.now().at
    return abs(now - row.updated_at) > IDLE  # by either side: a clock that went back must not hold it for years


def _told(row: DraftRow) -> str:
    if row.writer_name == CITIZEN:
        return _("Este trámite está abierto ahora en la pantalla del kiosco. Espere a que lo cierren, y pruebe otra vez.")
    sentence = _("Este trámite lo está llenando ahora {name}, del personal. Espere a que lo cierre, y pruebe otra vez.")
    return sentence.format(name=row.writer_name)
