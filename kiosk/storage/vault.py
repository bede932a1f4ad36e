"""The vault: each document sealed under a key of its own (AES-256-GCM) in a file of random name.

The key lives in the document's row, so deleting the row makes the file unreadable wherever a copy of it went.
"""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.domain.errors import KioskError
from kiosk.locale import _
from kiosk.storage.files import private_folder, write_safely

_NONCE_BYTES = 12


class VaultError(KioskError):
    """A document cannot be kept or opened."""


class Vault:
    """A folder of sealed documents, named by random 128-bit hexadecimal names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self) -> None:
        """Make the folder where it is missing; raises OSError."""
        private_folder(self._folder)

    def put(self, name: str, content: bytes) -> bytes:
        """Seal `content` under a new key and return the key (32 bytes); raises VaultError when the disk refuses."""
        key, nonce = AESGCM.generate_key(256), secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + AESGCM(key).encrypt(nonce, content, name.encode())
        try:
            write_safely(self._folder / name, sealed)
        except OSError as error:
            raise VaultError(
                _("No se pudo guardar el documento: el kiosco no tiene espacio. Avise al personal; lo que ya guardó sigue a salvo.")
            ) from error
        return key

    def get(self, name: str, key: bytes) -> bytes:
        """Open a document; raises VaultError when it is missing or was altered."""
        try:
            sealed = (self._folder / name).read_bytes()
            return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())
        except (OSError, InvalidTag, ValueError) as error:
            raise VaultError(_("No se puede abrir el documento guardado. Adjúntelo otra vez.")) from error

    def remove(self, name: str) -> None:
        """Remove a document's file; a missing one is no fault."""
        (self._folder / name).unlink(missing_ok=True)

    def names(self, *, older_than: float) -> set[str]:
        """Return the names of all that was written before `older_than` (seconds since 1970), half-written files included."""
        return {entry.name for entry in os.scandir(self._folder) if entry.stat().st_mtime < older_than}
