"""One master key for all the kiosks of a shared database: by it staff's secrets are sealed, codes derived and tries counted.

A kiosk with another key would let nobody of the staff in and mail codes that no other takes; it is told at its start.
"""

from pathlib import Path
from secrets import compare_digest

from kiosk.domain.errors import OutOfService
from kiosk.locale import _
from kiosk.storage.database import Database
from kiosk.storage.keys import CREDENTIAL, Keys, key_file, open_keys
from kiosk.storage.tables import Fact

_CHECK = "key_check"


def open_shared(database: Database, data_dir: Path, *, first: bool) -> Keys:
    """Return the keys, made where this is the first kiosk of the database; raises OutOfService as `open_keys`."""
    path = key_file(data_dir, CREDENTIAL)
    if not first and not path.exists():
        sentence = _("Falta la llave {path}: los kioscos de la base de datos {place} usan la misma. Copie la de otro de ellos.")
        raise OutOfService(sentence.format(path=path, place=database.place))
    return open_keys(data_dir, new_allowed=first)


def is_same(database: Database, keys: Keys) -> bool:
    """Tell whether a key is the one of the database, as far as that has one yet."""
    with database.reading() as session:
        known = session.get(Fact, _CHECK)
    return known is None or compare_digest(known.value, keys.derive("check").hex())


def ensure_same(database: Database, keys: Keys) -> None:
    """Write down what the key is known by, if this is the first kiosk; raises OutOfService where another key came before."""
    with database.reading() as session:
        known = session.get(Fact, _CHECK)
    if known is None:
        with database.transaction() as session:
            if session.get(Fact, _CHECK) is None:  # else another kiosk was quicker
                session.add(Fact(name=_CHECK, value=keys.derive("check").hex()))
    if not is_same(database, keys):
        sentence = _("La llave {name} de este kiosco no es la de la base de datos {place}. Copie la de otro kiosco que la usa.")
        raise OutOfService(sentence.format(name=CREDENTIAL, place=database.place))
