"""A case's dossier for the institute, whole in memory: the PDF to read, the originals, the record for programs, and their sums.

Foreign bytes are bound in the inspection's limited child; here they are only carried.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from kiosk.adapters.drawing.child import draw
from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.machine.message import Media
from kiosk.domain.moment import Moment
from kiosk.domain.papers.dossier import DOCUMENT_LEAF, DossierContent
from kiosk.inspection.limits import BOUND_BYTES
from kiosk.locale import _
from kiosk.services.cases.lookup import as_filed_draft, case_of
from kiosk.services.handover import cover, dossier_record
from kiosk.services.handover.dossier_record import Original
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers.receipt import signed
from kiosk.storage.vault import VaultError

RECORD = "expediente.json"
SUMS = "SHA256SUMS"
Files = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A dossier's files by name, in the order of `sha256sum -c`; the last holds the sums of the others."""

    number: str
    files: Files
    fingerprint: str
    """Of what the case held (dossier_record.fingerprint)."""

    @property
    def byte_count(self) -> int:
        """How many bytes all its files have."""
        return sum(len(content) for _name, content in self.files)


def compose(kiosk: Kiosk, number: str, *, given_up: Callable[[], bool] = lambda: False) -> Dossier:
    """Compose a case's dossier as it is now; raises NotFound, and KioskError when it was `given_up` or a document is lost."""
    with kiosk.database.reading() as session:
        case = case_of(session, number)
        record, draft = dossier_record.record(kiosk, session, case), as_filed_draft(session, case)
        originals = dossier_record.originals_of(session, case.id, tuple(dossier_record.slot_names(kiosk, draft)))
        submitted = Moment(case.submitted_at, case.clock_trusted)
        session.expunge_all()
    record |= {
        "exported_at": kiosk.local(kiosk.clock.now().at).isoformat(),
        "exported_by": kiosk.actor,
        "receipt_code": signed(kiosk, draft, submitted),
    }
    content = cover.compose(kiosk, record, draft, originals)
    kept = [(each, _kept(kiosk, each, given_up)) for each in originals]
    files = [
        *_bound(kiosk, content, [document for each, document in kept if each.row.replaced_at is None], given_up),
        *((each.file, document) for each, document in kept if each.file),
        (RECORD, (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()),
    ]
    sums = "".join(f"{hashlib.sha256(held).hexdigest()}  {name}\n" for name, held in files)
    return Dossier(content.number, (*files, (SUMS, sums.encode())), dossier_record.fingerprint(record))


def expected_bytes(session: Session, case_id: str) -> int:
    """Return how much room a case's dossier takes, roughly: its documents stand in it twice."""
    return 200_000 + sum(2 * each.row.byte_count for each in dossier_record.originals_of(session, case_id) if each.file)


def _kept(kiosk: Kiosk, original: Original, given_up: Callable[[], bool]) -> bytes:
    """Return a document's bytes as they were taken, none of a deleted copy; raises KioskError when they are not those any more."""
    if given_up():
        raise KioskError(_("No se escribió: se dejó de esperar."))
    if not original.file:
        return b""
    try:
        content = kiosk.vault.get(original.row.id, original.row.key)
    except VaultError as error:
        raise _lost(original) from error
    if hashlib.sha256(content).hexdigest() != original.row.sha256:
        raise _lost(original)
    return content


def _lost(original: Original) -> KioskError:
    sentence = _("El kiosco ya no puede abrir el documento {file} de este trámite. Pídalo otra vez, como corrección.")
    return KioskError(sentence.format(file=original.file))


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
