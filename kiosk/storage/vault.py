"""The vault: each document sealed under a key of its own (AES-256-GCM) in a file of random name.

The key lives in the document's row, so deleting the row makes the file unreadable wherever a copy of it went.
"""

import contextlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.domain.errors import KioskError
from kiosk.locale import _
from kiosk.storage.files import forget_cached, private_folder, write_new, write_safely

_NONCE_BYTES = 12
_TAG_BYTES = 16


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

    def take(self, name: str, other: "Vault", *, link: bool = False) -> None:
        """Bring a sealed document over from another vault, as it is or (`link`) as the same file; raises OSError.

        A sealed file is never written to again, so two names of it are as good as two copies, but for the disk's own faults.
        """
        source, target = other._folder / name, self._folder / name  # noqa: SLF001 - another of this class
        if link:
            target.hardlink_to(source)
            return
        write_new(target, source.read_bytes())
        forget_cached(target)

    def remove(self, name: str) -> None:
        """Remove a document's file; one that cannot be removed is unreadable without its row, and the sweep tries again."""
        with contextlib.suppress(OSError):
            (self._folder / name).unlink()

    def holds(self, name: str, byte_count: int) -> bool:
        """Tell whether a document of `byte_count` bytes is there, as long as it must be once sealed; raises no OSError."""
        try:
            return (self._folder / name).stat().st_size == byte_count + _NONCE_BYTES + _TAG_BYTES
        except OSError:
            return False

    def sizes(self) -> dict[str, int]:
        """Return how long each document that is there is, in bytes before it was sealed; raises OSError."""
        found = {}
        for entry in os.scandir(self._folder):
            with contextlib.suppress(FileNotFoundError):  # removed just now
                found[entry.name] = entry.stat().st_size - _NONCE_BYTES - _TAG_BYTES
        return found

    def is_empty(self) -> bool:
        """Tell whether nothing was ever kept, or nothing is any more; raises OSError."""
        return not any(self._folder.iterdir())

    def names(self, *, older_than: float) -> set[str]:
        """Return the names of all that was written before `older_than` (seconds since 1970), half-written files included.

        Raises OSError when the folder cannot be read.
        """
        found = set()
        for entry in os.scandir(self._folder):
            with contextlib.suppress(FileNotFoundError):  # another process has just removed or renamed it
                if entry.stat().st_mtime < older_than:
                    found.add(entry.name)
        return found
