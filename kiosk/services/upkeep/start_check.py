"""What is looked at when the kiosk starts, beyond what must be right for it to open: whether the vault holds what the rows say.

What was found, and what was finished or undone since a power cut, is written down once, with the events.
"""

import json

from sqlmodel import col, select

from kiosk.adapters import log
from kiosk.domain.actor import MACHINE
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.storage.database import Database
from kiosk.storage.restoring import RESTORED
from kiosk.storage.tables import Document, Fact
from kiosk.storage.vault import Vault

_INCOMPLETE = "vault_incomplete"


def write_down(kiosk: Kiosk, settled: str) -> None:
    """Write down a restore that was finished or undone (`settled`, storage.restoring.finish), and documents that are gone."""
    lost = 0 if kiosk.database.is_shared else len(documents_gone(kiosk.database, kiosk.vault))  # others' stand in their own vaults
    with kiosk.database.transaction() as session:
        machine = kiosk.acting_as(MACHINE)
        if (restored := session.get(Fact, RESTORED)) is not None:
            said = json.loads(restored.value)
            by = kiosk.acting_as(said.get("actor", MACHINE))  # nobody knew it before it was kept
            events.record(by, session, "restored", detail=f"{said['series']} {said['made_at']}")
            session.delete(restored)
        if settled == "finished":
            events.record(machine, session, "restore_finished")
        elif settled:
            events.record(machine, session, "restore_undone")
        known = session.get(Fact, _INCOMPLETE)
        if lost != int(known.value if known else 0):
            session.merge(Fact(name=_INCOMPLETE, value=str(lost)))
            events.record(machine, session, _INCOMPLETE, detail=str(lost))
    if settled == "finished":
        log.error("restore_finished")
    elif settled:
        log.error("restore_undone")
    if lost:
        log.error("vault_incomplete", count=lost)


def documents_gone(database: Database, vault: Vault) -> list[str]:
    """Return the documents whose file is not in the vault in its length; raises OSError."""
    with database.reading() as session:
        rows = session.exec(select(Document.id, Document.byte_count).where(col(Document.key) != b"")).all()
    sizes = vault.sizes()
    return [name for name, byte_count in rows if sizes.get(name) != byte_count]
