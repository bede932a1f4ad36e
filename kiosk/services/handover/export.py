"""Writes dossiers into a folder, sealed to the institute where its certificate is set: one after the other, each whole.

Each is an event with its sum and what the case held, so that a handover can say what was taken and whether it is still all.
"""

import errno
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from kiosk.adapters.dossiers import folder as dossier_folder
from kiosk.adapters.dossiers.sealing import InstituteSeal, open_seal
from kiosk.domain.cases.handover import Exported, Written
from kiosk.domain.cases.state import CaseState
from kiosk.domain.errors import KioskError
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.locale import _
from kiosk.services.cases.lookup import case_of
from kiosk.services.cases.moves import was_handed_over
from kiosk.services.handover import dossier, dossier_record
from kiosk.services.journal import events, permits
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Event
from kiosk.words.dates import spoken_date
from kiosk.words.system import fault_in_words

EXPORTED = "case_exported"
_CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Export:
    """A dossier that was written: by which `seal` (a certificate's name, or "clear"), its sum, and of what."""

    at: datetime
    seal: str
    sha256: str
    fingerprint: str

    @property
    def sealed(self) -> bool:
        """Whether nobody but the institute can read it."""
        return self.seal != _CLEAR

    def is_still_true(self, kiosk: Kiosk, session: Session, case: Case) -> bool:
        """Tell whether the case holds just what it held then."""
        return dossier_record.fingerprint_of(kiosk, session, case) == self.fingerprint


def newest_export(session: Session, case_id: str) -> Export | None:
    """Return the last dossier that was written of a case."""
    query = select(Event).where(col(Event.filing) == case_id, col(Event.name) == EXPORTED).order_by(col(Event.id).desc())
    event = session.exec(query.limit(1)).first()
    if event is None:
        return None
    seal, sha256, fingerprint = event.detail.split(":")
    return Export(event.at, seal, sha256, fingerprint)


def export(
    kiosk: Kiosk,
    numbers: Sequence[CaseNumber],
    folder: Path,
    *,
    given_up: Callable[[], bool] = lambda: False,
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Exported:
    """Write the dossiers of these cases, and tell of each that failed why; raises KioskError where none can be written.

    `progress` hears how many of how many are done. One that stands in the folder whole and true is left as it is; beside another
    one of the same case a new name is taken.
    """
    with kiosk.database.reading() as session:
        permits.ensure(kiosk, session, EXPORTED)
    seal, warnings = _seal(kiosk)
    wanted = tuple(dict.fromkeys(numbers))
    dossier_folder.prepare(folder, _expected(kiosk, wanted))
    written, failed = [], []
    for done, number in enumerate(wanted):
        progress(done, len(wanted))
        try:
            written.append(_write(kiosk, number, folder, seal, given_up))
        except KioskError as error:
            failed.append((number, error.message))
        except OSError as error:
            failed.append((number, _trouble(error)))
    progress(len(wanted), len(wanted))
    return Exported(tuple(written), tuple(failed), warnings)


def how_sealed(kiosk: Kiosk) -> tuple[bool, tuple[str, ...]]:
    """Tell whether dossiers are sealed, and what is to be said of that; raises KioskError for a certificate of no use."""
    seal, warnings = _seal(kiosk)
    return seal is not None, warnings


def _seal(kiosk: Kiosk) -> tuple[InstituteSeal | None, tuple[str, ...]]:
    path = kiosk.settings.desk.institute_certificate
    if path is None:
        return None, (_("Sin sellar (falta el certificado del IESS): cualquiera puede leerlos."),)
    seal = open_seal(path)
    if seal.valid_until >= kiosk.clock.now().at:
        return seal, ()
    sentence = _("El certificado del IESS venció el {date}. Se sella con él; pida uno nuevo.")
    return seal, (sentence.format(date=spoken_date(kiosk.local(seal.valid_until))),)


def _expected(kiosk: Kiosk, numbers: Sequence[CaseNumber]) -> int:
    """Return how much room the dossiers take, roughly; a number that is none is told when its turn comes."""
    with kiosk.database.reading() as session:
        ids = session.exec(select(Case.id).where(col(Case.number).in_(numbers))).all()
        return sum(dossier.expected_bytes(session, each) for each in ids)


def _write(kiosk: Kiosk, number: CaseNumber, folder: Path, seal: InstituteSeal | None, given_up: Callable[[], bool]) -> Written:
    """Write one dossier; raises KioskError, OSError, and leaves nothing then."""
    with kiosk.database.reading() as session:
        case = case_of(session, number)
        case_id, number = case.id, case.number
        if case.state == CaseState.WITHDRAWN and not was_handed_over(session, case_id):
            raise KioskError(_("La persona canceló esta solicitud antes de la entrega: ya no se entrega."))
        before = newest_export(session, case_id)
        still_true = before is not None and before.is_still_true(kiosk, session, case)
    name, mark = (number + dossier_folder.SEALED_SUFFIX, seal.name) if seal else (number, _CLEAR)
    if before is not None and still_true and before.seal == mark:
        path = dossier_folder.find(folder, name, before.sha256, "" if seal else dossier.SUMS)
        if path is not None:
            _told(kiosk, case_id, before)
            return Written(number, path, before.sha256, before.sealed, already=True)
    if given_up():
        raise KioskError(_("No se escribió: se dejó de esperar."))
    made = dossier.compose(kiosk, number, given_up=given_up)
    if seal is None:
        path, whole = dossier_folder.write_clear(folder, name, made.files), made.files[-1][1]
    else:
        whole = seal.sealed(made.files)
        path = dossier_folder.write_sealed(folder, name, whole)
    export = Export(kiosk.clock.now().at, mark, hashlib.sha256(whole).hexdigest(), made.fingerprint)
    _told(kiosk, case_id, export)
    return Written(number, path, export.sha256, export.sealed)


def _told(kiosk: Kiosk, case_id: str, export: Export) -> None:
    with kiosk.database.transaction() as session:
        events.record(kiosk, session, EXPORTED, case_id, f"{export.seal}:{export.sha256}:{export.fingerprint}")


def _trouble(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return _("No se escribió: no hay más lugar en la carpeta. No quedó nada a medias.")
    return _("No se escribió: {reason}. Si es una memoria, revise que siga conectada.").format(reason=fault_in_words(error))
