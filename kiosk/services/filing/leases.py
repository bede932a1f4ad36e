"""One draft, one writer: whoever writes holds it, and the others are told who.

A hold is a claim on the process (kiosk.storage.claims): when it ends, however it ends, the draft is free at once. Only on a shared
database, where another machine's process cannot be looked at, does an idle quarter of an hour free it.
"""

from datetime import timedelta

from kiosk.domain.actor import CITIZEN
from kiosk.domain.errors import KioskError, OutOfService
from kiosk.locale import _
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import DraftRow

IDLE = timedelta(minutes=15)
_DRAFT = "draft:"
"""What the name of a hold begins with, among those of messages."""


class DraftBusy(KioskError):
    """Somebody else is writing this draft; `writer` is who."""

    def __init__(self, message: str, *, writer: str) -> None:
        super().__init__(message)
        self.writer = writer


def hold(kiosk: Kiosk, row: DraftRow) -> None:
    """Hold a draft for this process, in the caller's transaction; raises DraftBusy while another one does, OutOfService."""
    name = _name(row.id)
    if row.writer and not _is_free(kiosk, row):
        raise DraftBusy(_told(row), writer=row.writer_name)
    try:
        row.writer = kiosk.claims.take(name)
    except OSError as error:
        raise OutOfService(_("El kiosco no puede escribir en su carpeta: revise su permiso y el espacio del disco.")) from error
    row.writer_name = kiosk.actor


def held(kiosk: Kiosk) -> tuple[str, ...]:
    """Return the drafts that this process holds."""
    return tuple(each.removeprefix(_DRAFT) for each in kiosk.claims.held() if each.startswith(_DRAFT))


def let_go(kiosk: Kiosk, draft_id: str) -> None:
    """Free a draft that this process holds; of another's, or of one that is gone, nothing is changed."""
    if _name(draft_id) not in kiosk.claims.held():
        return
    with kiosk.database.transaction() as session:
        row = session.get(DraftRow, draft_id)
        if row is not None and kiosk.claims.is_own(row.writer):
            row.writer, row.writer_name = "", ""
    forget(kiosk, draft_id)


def forget(kiosk: Kiosk, draft_id: str) -> None:
    """Hold a draft no longer whose row says so already, or is gone."""
    kiosk.claims.release(_name(draft_id))


def writer_of(kiosk: Kiosk, row: DraftRow) -> str:
    """Return who writes a draft in another process now; nothing where nobody does."""
    return "" if not row.writer or _is_free(kiosk, row) else row.writer_name


def _is_free(kiosk: Kiosk, row: DraftRow) -> bool:
    """Tell whether nobody but this process is at a draft."""
    if kiosk.claims.is_own(row.writer):
        return True
    void = kiosk.claims.is_void(row.writer, _name(row.id))
    if void is not None:
        return void
    now = kiosk.clock.now().at
    return abs(now - row.updated_at) > IDLE  # by either side: a clock that went back must not hold it for years


def _name(draft_id: str) -> str:
    return f"{_DRAFT}{draft_id}"


def _told(row: DraftRow) -> str:
    if row.writer_name == CITIZEN:
        return _("Este trámite está abierto ahora en la pantalla del kiosco. Espere a que lo cierren, y pruebe otra vez.")
    sentence = _("Este trámite lo está llenando ahora {name}, del personal. Espere a que lo cierre, y pruebe otra vez.")
    return sentence.format(name=row.writer_name)
