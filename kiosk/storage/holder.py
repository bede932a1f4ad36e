"""Which machine works under a kiosk's id on a shared database.

Two at once would take each other's drafts for abandoned, send each other's mail, and call each other's receipts false. It
happens where the settings, or a whole disk, are copied to a second machine: so a machine is known by a random name in its data
folder and by the system's own id (machine-id(5)), and the second is refused.
"""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.domain.errors import OutOfService
from kiosk.locale import _
from kiosk.settings import Settings
from kiosk.storage.database import Database
from kiosk.storage.files import write_safely
from kiosk.storage.tables import Fact
from kiosk.words.dates import shown_date

FILE_NAME: Final = "machine"
MACHINE_ID = Path("/etc/machine-id")
_FACT: Final = "held_by"


@dataclass(frozen=True, slots=True)
class IdHolder:
    """The machine that has the id: its `name` and the `system` it runs on, where it stands, and since when (ISO 8601, UTC)."""

    name: str
    system: str
    dispensary: str
    since: str

    def is_same(self, other: "IdHolder") -> bool:
        """Tell whether it is one machine, wherever it stands by now."""
        return (self.name, self.system) == (other.name, other.system)


def ensure_held(database: Database, settings: Settings, at: datetime) -> None:
    """Take the id where no machine has it yet; raises OutOfService where another one does."""
    own = _this(settings, at)
    with database.transaction() as session:
        row = session.get(Fact, database.own(_FACT))
        if row is None:
            session.add(Fact(name=database.own(_FACT), value=json.dumps(asdict(own))))
            return
        held = IdHolder(**json.loads(row.value))
    if not held.is_same(own):
        raise OutOfService(f"{_words(settings, held)} {mend()}")


def take(database: Database, settings: Settings, at: datetime) -> None:
    """Take the id from whichever machine has it, which may no longer start: this one stands in its place."""
    own = _this(settings, at)
    with database.transaction() as session:
        session.merge(Fact(name=database.own(_FACT), value=json.dumps(asdict(own))))


def other(database: Database, settings: Settings) -> str:
    """Say that another machine has the id; nothing where none does. Changes nothing."""
    with database.reading() as session:
        row = session.get(Fact, database.own(_FACT))
    if row is None:
        return ""
    held = IdHolder(**json.loads(row.value))
    known = _known_name(settings.data_dir)
    return "" if (held.name, held.system) == (known, _system()) else _words(settings, held)


def mend() -> str:
    """Say what is to be done where another machine has the id."""
    return _(
        "Póngale a esta máquina su propio kiosk.id. Si reemplaza a aquella, que ya no debe arrancar, haga aquí: "
        "kiosk migrate --take-id"
    )


def _words(settings: Settings, held: IdHolder) -> str:
    sentence = _("El número de kiosco {id} ya lo usa otra máquina, en {dispensary}, desde el {day}.")
    since = datetime.fromisoformat(held.since)
    return sentence.format(id=settings.kiosk.id, dispensary=held.dispensary or "—", day=shown_date(since))


def _this(settings: Settings, at: datetime) -> IdHolder:
    name = _known_name(settings.data_dir)
    if not name:
        name = secrets.token_hex(16)
        write_safely(settings.data_dir / FILE_NAME, name.encode())
    return IdHolder(name, _system(), settings.kiosk.dispensary, at.isoformat())


def _known_name(data_dir: Path) -> str:
    try:
        return (data_dir / FILE_NAME).read_text(encoding="ascii")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def _system() -> str:
    """Return what the system is known by, hashed, as machine-id(5) asks; nothing where it has no such file."""
    try:
        return hashlib.sha256(b"kiosk" + MACHINE_ID.read_bytes().strip()).hexdigest()[:32]
    except OSError:
        return ""
