"""A case's dossier for the institute, whole in memory: the PDF to read, the originals, the record for programs, and their sums.

Foreign bytes are bound in the inspection's limited child; here they are only carried.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, col, func, select

from kiosk.adapters.drawing.child import draw
from kiosk.domain.documents.document import Attachment
from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import Media
from kiosk.domain.papers.dossier import DOCUMENT_LEAF, DossierContent
from kiosk.inspection.limits import BOUND_BYTES
from kiosk.locale import _
from kiosk.services.cases import receipts, whole
from kiosk.services.cases.lookup import case_of
from kiosk.services.handover import cover, dossier_record
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Document
from kiosk.storage.vault import VaultError

RECORD = "expediente.json"
SUMS = "SHA256SUMS"
Files = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier's files by name, in the order of `sha256sum -c`; the last holds the sums of the others."""

    number: CaseNumber
    files: Files
    fingerprint: str
    """Of what the case held (dossier_record.fingerprint)."""

    @property
    def byte_count(self) -> int:
        """How many bytes all its files have."""
        return sum(len(content) for _name, content in self.files)


def compose(kiosk: Kiosk, number: CaseNumber, *, given_up: Callable[[], bool] = lambda: False) -> Dossier:
    """Compose a case's dossier as it is now; raises NotFound, and KioskError when it was `given_up` or a document is lost."""
    with kiosk.database.reading() as session:
        row = case_of(session, number)
        case = dossier_record.arranged(kiosk, whole.read(kiosk, session, row))
        keys = dict(session.exec(select(Document.id, Document.key).where(col(Document.filing) == row.id)).all())
        code = receipts.code_of(kiosk, session, row)
    written_at, files = kiosk.local(kiosk.clock.now().at), dossier_record.files(case)
    record = dossier_record.record(kiosk, case, exported_at=written_at, exported_by=kiosk.actor, receipt_code=code)
    kept = {each.id: _kept(kiosk, each, keys[each.id], files.get(each.id), given_up) for each in case.documents}
    content = cover.compose(kiosk, case, files, written_at=written_at, receipt_code=code)
    made = [
        *_bound(kiosk, content, [kept[each.id] for each in case.draft.attachments], given_up),
        *((file, kept[name]) for name, file in files.items()),
        (RECORD, (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()),
    ]
    sums = "".join(f"{hashlib.sha256(held).hexdigest()}  {name}\n" for name, held in made)
    return Dossier(case.number, (*made, (SUMS, sums.encode())), dossier_record.fingerprint(record))


def expected_bytes(session: Session, case_id: str) -> int:
    """Return how much room a case's dossier takes, roughly: its documents stand in it twice."""
    there = (col(Document.filing) == case_id, col(Document.key) != b"")
    return 200_000 + 2 * (session.exec(select(func.sum(Document.byte_count)).where(*there)).one() or 0)


def _kept(kiosk: Kiosk, document: Attachment, key: bytes, file: str | None, given_up: Callable[[], bool]) -> bytes:
    """Return a document's bytes as they were taken, none of a deleted copy; raises KioskError when they are not those any more."""
    if given_up():
        raise KioskError(_("No se escribió: se dejó de esperar."))
    if file is None:
        return b""
    try:
        content = kiosk.vault.get(document.id, key)
    except VaultError as error:
        raise _lost(file) from error
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise _lost(file)
    return content


def _lost(file: str) -> KioskError:
    sentence = _("El kiosco ya no puede abrir el documento {file} de este trámite. Pídalo otra vez, como corrección.")
    return KioskError(sentence.format(file=file))


def _bound(
    kiosk: Kiosk, content: DossierContent, documents: Sequence[bytes], given_up: Callable[[], bool]
) -> Iterator[tuple[str, bytes]]:
    """Give the PDF of cover and documents; of a case too large for one, several, each with the cover."""
    parts = list(_parts(documents))
    for part, (first, held) in enumerate(parts, 1):
        if given_up():
            raise KioskError(_("No se escribió: se dejó de esperar."))
        last = first + len(held) - 1
        sheets = draw(replace(content, first=first, last=last, part=part, parts=len(parts)), Media.A4)
        leaf = DOCUMENT_LEAF
        try:
            bound = kiosk.inspector.bind(sheets, [each for each in held if each], (leaf.left, leaf.bottom, leaf.right, leaf.top))
        except BadInput as error:
            sentence = _("No se pudo juntar en un PDF los documentos de este trámite. Avise a quien cuida el kiosco.")
            raise KioskError(sentence) from error
        yield ("expediente.pdf" if len(parts) == 1 else f"expediente-{part}.pdf"), bound


def _parts(documents: Sequence[bytes]) -> Iterator[tuple[int, list[bytes]]]:
    """Give the number of the first document and the documents of each part."""
    first, held = 1, list[bytes]()
    for number, document in enumerate(documents, 1):
        if held and sum(map(len, held)) + len(document) > BOUND_BYTES:
            yield first, held
            first, held = number, []
        held.append(document)
    yield first, held
