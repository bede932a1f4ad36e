"""What encryption costs in time: a submission and a document of 2 MB, sealed as they are, against the same in clear.

Both sides are the kiosk's own services on the same rows; only the database's file (SQLCipher, plain SQLite) and the vault differ.
"""

import secrets
import sqlite3
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.pool import QueuePool

from kiosk.services.filing import submission
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import legal_texts
from kiosk.storage.database import BEGIN, FILE_NAME, Database, _begin
from kiosk.storage.files import private_folder, write_safely
from kiosk.storage.vault import Vault
from tests.bench.comparison import Row, in_turn, percentile, seconds, timed
from tests.bench.filing import open_kiosk, prepare

RUNS = 31
DOCUMENT_BYTES = 2_000_000


class _ClearVault(Vault):
    """Writes as the vault does, with the same fsyncs, and seals nothing."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._clear = private_folder(folder)

    def put(self, name: str, content: bytes) -> bytes:
        """Write it as it is."""
        write_safely(self._clear / name, content)
        return b"\0" * 32

    def holds(self, name: str, byte_count: int) -> bool:
        """Tell whether it is there."""
        return (self._clear / name).stat().st_size == byte_count


def _in_clear(kiosk: Kiosk, folder: Path) -> Kiosk:
    """Return the same kiosk on a copy of its database that is not encrypted."""
    path = private_folder(folder) / FILE_NAME
    with kiosk.database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute(f"ATTACH DATABASE '{path}' AS clear KEY ''")  # nosec: a path of our own
        raw.execute("SELECT sqlcipher_export('clear')")
        raw.execute("DETACH DATABASE clear")

    def connect() -> Any:  # noqa: ANN401 - as create_engine asks for it
        opened = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            "temp_store = MEMORY",
        ):
            opened.execute(f"PRAGMA {pragma}")
        return opened

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, hide_parameters=True)
    event.listen(engine, "begin", _begin)
    return replace(
        kiosk,
        database=Database(engine, str(path), lambda _error: None, to_write={BEGIN: "BEGIN IMMEDIATE"}),
        vault=_ClearVault(folder / "vault"),
    )


def measure(folder: Path) -> list[Row]:
    """File one case each in turn."""
    sealed = open_kiosk(folder / "kiosk")
    prepare(sealed)
    clear = _in_clear(sealed, folder / "clear")
    content = secrets.token_bytes(DOCUMENT_BYTES)
    sides = [_Side(each, content) for each in (sealed, clear)]
    rows = []
    for what, work in (
        ("submitting and storing 2 MB", _Side.both),
        ("of that, submitting", _Side.submit),
        ("storing", _Side.store),
    ):
        mine, theirs = in_turn(timed(partial(work, sides[0])), timed(partial(work, sides[1])), RUNS)
        ours, other = percentile(mine, 50), percentile(theirs, 50)
        rows.append(
            Row(f"encryption: {what}", "plain SQLite and files", seconds(ours), seconds(other), ours / other, "reported", None)
        )
    for side in sides:
        side.kiosk.database.close()
    return rows


class _Side:
    """A kiosk at which enough cases wait to be sent."""

    def __init__(self, kiosk: Kiosk, content: bytes) -> None:
        self.kiosk, self._content = kiosk, content
        self._waiting = [prepare(kiosk).id for _ in range(2 * (RUNS + 1))]
        self._consent = legal_texts.accept(kiosk, legal_texts.consent(kiosk))

    def submit(self) -> None:
        assert submission.submit(self.kiosk, self._waiting.pop(), self._consent).number

    def store(self) -> None:
        self.kiosk.vault.put(secrets.token_hex(16), self._content)

    def both(self) -> None:
        self.store()
        self.submit()
