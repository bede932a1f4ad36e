"""Documents in their slots: inspected in the limited child, sealed in the vault, then written as a row, in that order.

A power cut between vault and row leaves a file without a row, that the sweep at start removes; never a row without its file.
"""

import hashlib
import json
import secrets
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from sqlmodel import col, delete, select

from kiosk.domain.documents.document import Finding, Inspection, Paper, Picture
from kiosk.domain.errors import AskFirst, BadInput, NotFound
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.confirmation import CONFIRMATION
from kiosk.locale import _
from kiosk.services.filing import drafts
from kiosk.services.filing.drafts import as_draft, keep_alive, to_write
from kiosk.services.filing.slots import slots_of
from kiosk.services.journal import events
from kiosk.services.journal.figures import note_refused
from kiosk.services.kiosk import Kiosk
from kiosk.storage.database import DatabaseAway
from kiosk.storage.tables import Document


class SameFile(BadInput):
    """The file stands in another `slot` already: nearly always a mistake, so the person is asked first."""

    def __init__(self, message: str, *, slot: str = "", field: str | None = "file") -> None:
        super().__init__(message, field=field)
        self.slot = slot


def attach(kiosk: Kiosk, draft_id: str, slot_id: str, content: bytes, *, twice: bool = False) -> Draft:
    """Look at `content` and put it into a slot; raises as `put`."""
    draft = drafts.read(kiosk, draft_id)
    return put(kiosk, draft, slot_id, kiosk.inspector.inspect(content, paper_of(kiosk, draft, slot_id)), twice=twice)


def put(  # noqa: PLR0913 - what is put, where, and the two ways in which it may end early
    kiosk: Kiosk,
    draft: Draft,
    slot_id: str,
    found: Inspection,
    *,
    twice: bool = False,
    given_up: Callable[[], bool] = lambda: False,
    by_eye: bool = False,
) -> Draft:
    """Put what was `found`, as the slot's paper, into it in place of what stood there; raises BadInput, in words that mend it.

    Raises SameFile when it stands in another slot, unless it may stand there `twice`; NotFound when the person has
    `given_up` waiting before it was looked at to the end. `by_eye` is as for `ensure_sheet`.
    """
    if given_up():
        raise NotFound(_("Se dejó de esperar."))
    if not found.verdict.may_be_attached:
        note_refused(kiosk)
    ensure_serves(found)
    row = new_row(kiosk, (draft.id, slot_id), found)
    if not twice:
        _ensure_once(kiosk, draft, row)
    with sealed(kiosk, row, found.content):
        filled, replaced = _put(kiosk, row, by_eye=by_eye)
    if replaced:
        kiosk.vault.remove(replaced)
    return filled


def ensure_sheet(*, marked: bool, by_eye: bool) -> None:
    """Raise AskFirst unless a paper is the signed sheet: its own mark was read, or a person looked and said so, `by_eye`.

    Without the mark, as with a thumb over it, it may be anything.
    """
    if not (marked or by_eye):
        raise AskFirst(
            _(
                "No se lee el cuadro (QR) de la hoja de este trámite. ¿Es la hoja que se imprimió aquí, con la firma o la huella "
                "de la persona? Mírela antes de contestar."
            )
        )


def ensure_serves(found: Inspection) -> None:
    """Raise BadInput, in words that mend it, when a document may not be attached."""
    if not found.verdict.may_be_attached or found.media_type is None:
        raise refusal(found)


@contextmanager
def sealed(kiosk: Kiosk, row: Document, content: bytes) -> Iterator[None]:
    """Seal a document in the vault while its row is written; where that fails, nothing of it stays.

    Where nobody knows whether it failed, the sweep finds out: never is there a row without its file.
    """
    row.key = kiosk.vault.put(row.id, content)
    try:
        yield
    except DatabaseAway:
        raise
    except BaseException:
        kiosk.vault.remove(row.id)
        raise


def refusal(found: Inspection) -> BadInput:
    """Return why a document may not be attached, in words that mend it."""
    sentence = found.findings[0].message if found.findings else _("Este archivo no sirve. Elija un PDF o una foto JPG.")
    return BadInput(sentence, field="file")


def remove(kiosk: Kiosk, draft_id: str, slot_id: str) -> Draft:
    """Take the document out of a slot and forget it."""
    with kiosk.database.transaction() as session:
        row = to_write(kiosk, session, draft_id)
        same = (col(Document.filing) == draft_id, col(Document.slot) == slot_id)
        name = session.exec(select(Document.id).where(*same)).one_or_none()
        session.execute(delete(Document).where(*same))
        events.record(kiosk, session, "document_removed", draft_id, slot_id.partition(":")[0])
        keep_alive(kiosk, row, kiosk.clock.now().at)
        session.flush()
        draft = as_draft(session, row)
    if name:
        kiosk.vault.remove(name)
    return draft


def picture(kiosk: Kiosk, draft_id: str, slot_id: str) -> Picture | None:
    """Return the small picture of what stands in a slot, made when it was inspected."""
    with kiosk.database.reading() as session:
        row = session.exec(select(Document).where(col(Document.filing) == draft_id, col(Document.slot) == slot_id)).one_or_none()
        if row is None or not row.picture:
            return None
        return Picture(row.picture_width, row.picture_height, zlib.decompress(row.picture))


def paper_of(kiosk: Kiosk, draft: Draft, slot_id: str) -> Paper:
    """Return as what the document of a slot is looked at."""
    return next((each.requirement.paper for each in slots_of(kiosk, draft) if each.id == slot_id), Paper.PAGE)


def _ensure_once(kiosk: Kiosk, draft: Draft, row: Document) -> None:
    with kiosk.database.reading() as session:
        same = (col(Document.filing) == row.filing, col(Document.sha256) == row.sha256, col(Document.slot) != row.slot)
        slot_id = session.exec(select(Document.slot).where(*same)).first()
    slot = next((each for each in slots_of(kiosk, draft) if each.id == slot_id), None)
    if slot is not None:
        name = slot.requirement.name
        shown = _("{document}, de {name}").format(document=name, name=slot.person_name) if slot.person else name
        raise SameFile(_("Este archivo ya está puesto en «{document}».").format(document=shown), slot=slot.id)


def _put(kiosk: Kiosk, row: Document, *, by_eye: bool) -> tuple[Draft, str | None]:
    """Write the row in place of the slot's former one; return the draft and the former's name in the vault."""
    with kiosk.database.transaction() as session:
        begun = to_write(kiosk, session, row.filing)
        same = (col(Document.filing) == row.filing, col(Document.slot) == row.slot)
        replaced = session.exec(select(Document.id).where(*same)).one_or_none()
        session.execute(delete(Document).where(*same))
        session.add(row)
        keep_alive(kiosk, begun, row.attached_at)
        events.record(kiosk, session, "document_attached", row.filing, row.slot.partition(":")[0])
        if by_eye:
            events.record(kiosk, session, "sheet_known_by_eye", row.filing)
        session.flush()
        draft = as_draft(session, begun)
        if row.slot != CONFIRMATION and row.slot not in {each.id for each in slots_of(kiosk, draft)}:
            raise NotFound(_("Ese documento ya no hace falta en su trámite."))
        return draft, replaced


def written(findings: Iterable[Finding]) -> str:
    """Return findings as they are stored."""
    return json.dumps([{"code": each.code, "message": each.message} for each in findings], ensure_ascii=False)


def new_row(kiosk: Kiosk, slot: tuple[str, str], found: Inspection) -> Document:
    """Return the row of a document that may be attached, for a filing and a slot; its key comes when it is sealed."""
    picture = found.picture
    return Document(
        id=secrets.token_hex(16),
        filing=slot[0],
        slot=slot[1],
        media_type=found.media_type or "",
        byte_count=len(found.content),
        sha256=hashlib.sha256(found.content).hexdigest(),
        pages=found.pages,
        width=found.width,
        height=found.height,
        verdict=found.verdict,
        findings=written(found.findings),
        rules_version=found.rules_version,
        original_bytes=found.original_bytes,
        facts=json.dumps([asdict(each) for each in found.facts]),
        attached_at=kiosk.clock.now().at,
        key=b"",
        picture_width=picture.width if picture else 0,
        picture_height=picture.height if picture else 0,
        picture=zlib.compress(picture.rgb, 1) if picture else b"",
    )
