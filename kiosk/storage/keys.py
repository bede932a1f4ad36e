"""The kiosk's master key and what is derived from it, in one place: what is encrypted under a key without a backup is lost.

It is a systemd credential where there is one, else a file beside the data (0600), which protects copies and backups, not a
stolen machine.
"""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.domain.errors import OutOfService
from kiosk.locale import _
from kiosk.small_file import read_small
from kiosk.storage.files import private_folder, write_once
from kiosk.words.system import fault_in_words

KEY_BYTES = 32
CREDENTIAL = "kiosk.key"


@dataclass(frozen=True, slots=True)
class Keys:
    """Derives one key a purpose from the master key (HKDF-SHA256), so that none of them tells another."""

    master: bytes = field(repr=False)

    def derive(self, purpose: str) -> bytes:
        """Return the 32 bytes for `purpose`."""
        return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"kiosk:{purpose}".encode()).derive(self.master)


def open_keys(data_dir: Path, *, new_allowed: bool) -> Keys:
    """Return the keys, made at the first start; `new_allowed` is False where data exist that only the lost key would open.

    Raises OutOfService when the key is missing, unreadable, of a wrong length, or readable by others.
    """
    return Keys(open_key(key_file(data_dir, CREDENTIAL), new_allowed=new_allowed))


def key_file(data_dir: Path, name: str) -> Path:
    """Return where a key is: the systemd credential of that name where there is one, else the file beside the data."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    credential = Path(folder) / name if folder else None
    return credential if credential and credential.exists() else data_dir / "keys" / name


def is_credential(path: Path) -> bool:
    """Tell whether a key comes from systemd, which alone decides what it is and who may read it."""
    return str(path.parent) == os.environ.get("CREDENTIALS_DIRECTORY")


def open_key(path: Path, *, new_allowed: bool) -> bytes:
    """Return the 32 bytes of a key, made when there is none and one is allowed; raises OutOfService on a missing one."""
    try:
        if not path.exists():
            if not new_allowed:
                raise OutOfService(_("Falta la llave {path}: sin ella no se abren los datos. Recupere su copia.").format(path=path))
            # Two may start at once on a new folder: a second key in place of the first would lock all that the first has written.
            write_once(private_folder(path.parent) / path.name, secrets.token_bytes(KEY_BYTES))
        if not is_credential(path) and path.stat().st_mode & 0o077:
            raise OutOfService(_("Otros pueden leer la llave {path}. Cambie su permiso a 0600.").format(path=path))
        key = read_small(path)
    except OSError as error:
        raise OutOfService(
            _("No se puede leer la llave {path}: {reason}.").format(path=path, reason=fault_in_words(error))
        ) from error
    if len(key) != KEY_BYTES:
        raise OutOfService(_("La llave {path} está incompleta. Recupere su copia.").format(path=path))
    return key
