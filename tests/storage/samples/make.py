"""Makes the sample of the schema that is released: `python -m tests.storage.samples.make`, once, before the next one is begun.

It holds a case with its people and documents, a draft that goes on, and the numbers and names by which a test finds them again;
nobody in it is alive. Those of 0001 to 0003 were made by the programs of their time, with what they knew (no staff yet).
"""

import hashlib
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import select

from kiosk.domain.filing.answers import Contact, Draft
from kiosk.services.documents import attachments
from kiosk.services.filing import drafts, slots
from kiosk.services.kiosk import Kiosk
from kiosk.services.rights import complaints
from kiosk.services.staff import members
from kiosk.storage.migrate import HEAD
from kiosk.storage.tables import Document
from tests.filing import StoppedClock, answer_all, begin, choice, family, open_kiosk, paper, photograph, submit

FOLDER = Path(__file__).parent


def make(folder: Path) -> None:
    """Write the sample of today's schema to a folder that is not there yet."""
    kiosk = open_kiosk(folder, StoppedClock(datetime(2026, 11, 23, 15, 41, tzinfo=UTC)), KIOSK_LIMITS__DRAFT_DAYS="36500")
    case, draft = submit(kiosk, answer_all(kiosk)), _begun(kiosk)
    members.add(kiosk, "rosa")
    complaints.leave(kiosk, "Esperé mucho tiempo.", "")
    expected = {"number": case.number, "code": draft.code, "case": _documents(kiosk, case), "draft": _documents(kiosk, draft)}
    pooled = kiosk.database.engine.raw_connection()
    pooled.cursor().execute("VACUUM")
    pooled.close()
    kiosk.database.close()
    (folder / "expected.json").write_text(json.dumps(expected, indent=1), "utf-8")
    for each in folder.iterdir():
        if each.name not in {"kiosk.db", "vault", "keys", "expected.json"}:
            shutil.rmtree(each)
    for each in (folder / "keys").iterdir():
        if each.name != "kiosk.key":
            each.unlink()


def _begun(kiosk: Kiosk) -> Draft:
    draft = drafts.save(kiosk, begin(kiosk).id, Contact("+593991234567", None))
    draft = drafts.save(kiosk, draft.id, choice(kiosk))
    draft = drafts.save(kiosk, draft.id, family())
    first, second, *_others = slots.slots_of(kiosk, draft)
    for slot in (first, second):
        draft = attachments.attach(kiosk, draft.id, slot.id, photograph(slot.id) if slot.person else paper())
    return draft


def _documents(kiosk: Kiosk, draft: Draft) -> dict[str, str]:
    """Return the SHA-256 of what the vault holds for each slot."""
    with kiosk.database.reading() as session:
        rows = [each for each in session.exec(select(Document)).all() if each.filing == draft.id]
        return {each.slot: hashlib.sha256(kiosk.vault.get(each.id, each.key)).hexdigest() for each in rows}


if __name__ == "__main__":
    make(FOLDER / HEAD)
