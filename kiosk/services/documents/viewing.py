"""Looking at a document that stands in its slot, a page or a part of it at a time, and turning it for good.

A turned document is another file in the vault: sealed first, then the row points at it, then the former file goes, so that
a power cut leaves the one or the other whole.
"""

import hashlib
import json
import secrets
import zlib
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlmodel import Session, col, select, update

from kiosk.domain.documents.document import Attachment, IndexedPicture, Part, Picture
from kiosk.domain.errors import NotFound
from kiosk.domain.filing.answers import Draft
from kiosk.locale import _
from kiosk.services.filing.drafts import as_draft, keep_alive, row_of, to_write
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Document


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at: a part of a page (from 0), in at most `width` × `height` pixels.

    With `colours` it is drawn in as few of them, for a terminal's own pixels.
    """

    page: int
    part: Part
    width: int
    height: int
    colours: int = 0

    def at(self, kiosk: Kiosk, content: bytes) -> Picture | IndexedPicture:
        """Return what is seen of a document's bytes; raises BadInput when it cannot be drawn."""
        if not self.colours:
            return kiosk.inspector.view(content, page=self.page, part=self.part, width=self.width, height=self.height)
        most = (self.width, self.height)
        return kiosk.inspector.indexed(content, page=self.page, part=self.part, most=most, colours=self.colours)


def opened(kiosk: Kiosk, draft_id: str, slot_id: str) -> tuple[Draft, Attachment, bytes]:
    """Return a draft, what is known of the document in a slot, and its bytes; raises NotFound when none stands there."""
    with kiosk.database.reading() as session:
        draft = as_draft(session, row_of(session, draft_id))
        attachment = next((each for each in draft.attachments if each.slot == slot_id), None)
        if attachment is None:
            raise NotFound(_("Ese documento ya no está en su lugar."))
        key = session.exec(select(Document.key).where(col(Document.id) == attachment.id)).one()
    return draft, attachment, kiosk.vault.get(attachment.id, key)


def view(kiosk: Kiosk, draft_id: str, slot_id: str, look: Look) -> Picture | IndexedPicture:
    """Return what is looked at of a document as a picture; raises NotFound, or BadInput when it cannot be drawn."""
    _draft, _attachment, content = opened(kiosk, draft_id, slot_id)
    return look.at(kiosk, content)


def turn(kiosk: Kiosk, draft_id: str, slot_id: str, degrees: int) -> Draft:
    """Turn a document clockwise by 90, 180 or 270 degrees, all of its pages; raises NotFound or BadInput."""
    _draft, attachment, content = opened(kiosk, draft_id, slot_id)
    return keep_turned(kiosk, draft_id, attachment, kiosk.inspector.turn(content, degrees), degrees)


def keep_turned(  # noqa: PLR0913 - what is kept in whose place, and what was read on it
    kiosk: Kiosk, draft_id: str, attachment: Attachment, content: bytes, degrees: int, *, read: dict[str, str] | None = None
) -> Draft:
    """Keep the turned `content` in place of `attachment`, with the columns `read` changed in the same transaction.

    Raises NotFound when another document stands there by now, BadInput once the filing was sent.
    """
    now, name = kiosk.clock.now().at, secrets.token_hex(16)
    key = kiosk.vault.put(name, content)
    try:
        with kiosk.database.transaction() as session:
            begun = to_write(kiosk, session, draft_id)
            columns = {"id": name, "key": key, **_turned(session, attachment, content, degrees), **(read or {})}
            session.execute(update(Document).where(col(Document.id) == attachment.id).values(**columns))
            keep_alive(kiosk, begun, now)
            events.record(kiosk, session, "document_turned", draft_id, attachment.slot.partition(":")[0])
            session.flush()
            draft = as_draft(session, begun)
    except BaseException:
        kiosk.vault.remove(name)
        raise
    kiosk.vault.remove(attachment.id)
    return draft


def _turned(session: Session, attachment: Attachment, content: bytes, degrees: int) -> dict[str, Any]:
    """Return the columns of a document that are others once it is turned; raises NotFound when it is gone."""
    columns = (Document.picture_width, Document.picture_height, Document.picture)
    found = session.exec(select(*columns).where(col(Document.id) == attachment.id)).one_or_none()
    if found is None:
        raise NotFound(_("Ese documento ya no está en su lugar."))
    width, height, deflated = found
    picture = turned_picture(Picture(width, height, zlib.decompress(deflated)), degrees) if deflated else None
    swapped = degrees % 180 == 90
    facts = [
        replace(
            each,
            turned=(each.turned + degrees) % 360,
            width=each.height if swapped else each.width,
            height=each.width if swapped else each.height,
        )
        for each in attachment.facts
    ]
    return {
        "byte_count": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "width": attachment.height if swapped else attachment.width,
        "height": attachment.width if swapped else attachment.height,
        "facts": json.dumps([asdict(each) for each in facts]),
        "picture_width": picture.width if picture else 0,
        "picture_height": picture.height if picture else 0,
        "picture": zlib.compress(picture.rgb, 1) if picture else b"",
    }


def turned_picture(picture: Picture, degrees: int) -> Picture:
    """Return a small picture turned clockwise by 0, 90, 180 or 270 degrees."""
    row_bytes = picture.width * 3
    rows = [
        [picture.rgb[at : at + 3] for at in range(start, start + row_bytes, 3)]
        for start in range(0, picture.height * row_bytes, row_bytes)
    ]
    for _quarter in range(degrees // 90 % 4):
        rows = [list(column) for column in zip(*reversed(rows), strict=True)]
    return Picture(len(rows[0]), len(rows), b"".join(pixel for row in rows for pixel in row)) if rows else picture
