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
from kiosk.storage.files import private_folder, write_once

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
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    credential = Path(folder) / CREDENTIAL if folder else None
    path = credential if credential and credential.exists() else data_dir / "keys" / CREDENTIAL
    try:
        if not path.exists():
            if not new_allowed:
                raise OutOfService(_("Falta la llave {path}: sin ella no se abren los datos. Recupere su copia.").format(path=path))
            # Two may start at once on a new folder: a second key in place of the first would lock all that the first has written.
            write_once(private_folder(path.parent) / path.name, secrets.token_bytes(KEY_BYTES))
        if path != credential and path.stat().st_mode & 0o077:
            raise OutOfService(_("Otros pueden leer la llave {path}. Cambie su permiso a 0600.").format(path=path))
        master = path.read_bytes()
    except OSError as error:
        raise OutOfService(_("No se puede leer la llave {path}: {reason}.").format(path=path, reason=error.strerror)) from error
    if len(master) != KEY_BYTES:
        raise OutOfService(_("La llave {path} está incompleta. Recupere su copia.").format(path=path))
    return Keys(master)
