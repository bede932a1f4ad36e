"""Documents in their slots: inspected in the limited child, sealed in the vault, then written as a row, in that order.

A power cut between vault and row leaves a file without a row, that the sweep at start removes; never a row without its file.
"""

import hashlib
import json
import secrets
import zlib

from sqlmodel import col, delete, select

from kiosk.domain.answers import Draft
from kiosk.domain.document import Inspection, MediaType, Picture
from kiosk.domain.errors import BadInput, NotFound
from kiosk.domain.procedure import Slot, slots
from kiosk.locale import _
from kiosk.services import events
from kiosk.services.drafts import as_draft, ensure_not_sent, keep_alive, row_of
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Document


def attach(kiosk: Kiosk, draft_id: str, slot_id: str, content: bytes) -> Draft:
    """Look at `content` and put it into a slot in place of what stood there; raises BadInput, in words that mend it."""
    found = kiosk.inspect(content)
    if not found.verdict.may_be_attached or found.media_type is None:
        sentence = found.findings[0].message if found.findings else _("Este archivo no sirve. Elija un PDF o una foto JPG.")
        raise BadInput(sentence, field="file")
    row = _row(kiosk, (draft_id, slot_id), content, found, found.media_type)
    row.key = kiosk.vault.put(row.id, content)
    try:
        draft, replaced = _put(kiosk, row)
    except BaseException:
        kiosk.vault.remove(row.id)
        raise
    if replaced:
        kiosk.vault.remove(replaced)
    return draft


def remove(kiosk: Kiosk, draft_id: str, slot_id: str) -> Draft:
    """Take the document out of a slot and forget it."""
    with kiosk.database.transaction() as session:
        ensure_not_sent(session, draft_id)
        same = (col(Document.filing) == draft_id, col(Document.slot) == slot_id)
        name = session.exec(select(Document.id).where(*same)).one_or_none()
        session.execute(delete(Document).where(*same))
        events.record(session, kiosk.clock.now().at, "document_removed", draft_id, slot_id.partition(":")[0])
        row = row_of(session, draft_id)
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


def slots_of(kiosk: Kiosk, draft: Draft) -> tuple[Slot, ...]:
    """Return the slots of a draft's procedure in the version it began with; none before one was chosen."""
    choice = draft.answers.choice
    procedure = kiosk.catalogue.procedure(choice.procedure, choice.version) if choice else None
    return slots(procedure, draft.answers) if procedure else ()


def _put(kiosk: Kiosk, row: Document) -> tuple[Draft, str | None]:
    """Write the row in place of the slot's former one; return the draft and the former's name in the vault."""
    with kiosk.database.transaction() as session:
        begun = row_of(session, row.filing)
        draft = as_draft(session, begun)
        ensure_not_sent(session, row.filing)
        if row.slot not in {each.id for each in slots_of(kiosk, draft)}:
            raise NotFound(_("Ese documento ya no hace falta en su trámite."))

        same = (col(Document.filing) == row.filing, col(Document.slot) == row.slot)
        replaced = session.exec(select(Document.id).where(*same)).one_or_none()
        session.execute(delete(Document).where(*same))
        session.add(row)
        keep_alive(kiosk, begun, row.attached_at)
        events.record(session, row.attached_at, "document_attached", row.filing, row.slot.partition(":")[0])
        session.flush()
        return as_draft(session, begun), replaced


def _row(kiosk: Kiosk, slot: tuple[str, str], content: bytes, found: Inspection, media_type: MediaType) -> Document:
    picture = found.picture
    return Document(
        id=secrets.token_hex(16),
        filing=slot[0],
        slot=slot[1],
        media_type=media_type,
        byte_count=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        pages=found.pages,
        width=found.width,
        height=found.height,
        verdict=found.verdict,
        findings=json.dumps([{"code": each.code, "message": each.message} for each in found.findings], ensure_ascii=False),
        rules_version=found.rules_version,
        attached_at=kiosk.clock.now().at,
        key=b"",
        picture_width=picture.width if picture else 0,
        picture_height=picture.height if picture else 0,
        picture=zlib.compress(picture.rgb, 1) if picture else b"",
    )
