"""The kiosk's own key, that signs receipts: made at the first start, and replaced without making old receipts false.

The public half of each key that it ever had stays in a file beside it; the one in use is open, the others say until when.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.domain.errors import KioskError, OutOfService
from kiosk.domain.papers.receipt_code import SIGNED_AS, Statement, pack, write
from kiosk.domain.papers.receipt_key import PublicKey
from kiosk.locale import _
from kiosk.storage.files import private_folder, write_safely
from kiosk.storage.keys import KEY_BYTES, is_credential, key_file, open_key
from kiosk.storage.public_keys import own_keys

CREDENTIAL = "receipt.key"


@dataclass
class ReceiptKeys:
    """Signs with the key that stands on the disk, so that one replaced by a command is used at once by the kiosk that runs."""

    data_dir: Path
    kiosk: str
    _seed: bytes = field(default=b"", repr=False)

    def open(self, at: datetime) -> PublicKey:
        """Return the public key in use, made at the first start; any other that was in use until now ends with `at`.

        Raises OutOfService when the key is unreadable, of a wrong length, readable by others, or was replaced before; and OSError.
        """
        try:
            with self._alone():
                self._seed = open_key(key_file(self.data_dir, CREDENTIAL), new_allowed=True)
                return self._in_order(_public(self._seed, self.kiosk, at))
        except OutOfService as error:
            sentence = _(
                "{refusal} Si no se puede, mueva ese archivo a otro lugar: el kiosco hará otra llave, "
                "y los comprobantes de antes siguen valiendo."
            )
            raise OutOfService(sentence.format(refusal=error.message)) from error

    def replace(self, at: datetime) -> None:
        """Begin a new key, in use from `at`; `open` then ends the old one. Raises KioskError where systemd holds it, OSError."""
        path = key_file(self.data_dir, CREDENTIAL)
        if is_credential(path):
            raise KioskError(_("La llave de los comprobantes viene de systemd: cambie allí la credencial receipt.key y reinicie."))
        seed = secrets.token_bytes(KEY_BYTES)
        with self._alone():
            self._keep(_public(seed, self.kiosk, at))  # first, so that nothing is ever signed with a key that nobody can check
            write_safely(path, seed)

    def sign(self, said: Statement) -> str:
        """Return the code of a statement, signed with the key in use, which it names; the same statement gives the same code.

        Where the file cannot be read any more, the key that was read last goes on: a person waits for the paper.
        """
        try:
            self._seed = open_key(key_file(self.data_dir, CREDENTIAL), new_allowed=False)
        except OutOfService:
            if not self._seed:
                raise
        public = _public(self._seed, self.kiosk, said.issued_at)
        payload = pack(replace(said, key=public.fingerprint))
        return write(payload, Ed25519PrivateKey.from_private_bytes(self._seed).sign(SIGNED_AS + payload))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep a kiosk that starts from ending the key that a command is just beginning; the lock ends with its process."""
        folder = os.open(private_folder(self.data_dir / "keys"), os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)

    def _in_order(self, used: PublicKey) -> PublicKey:
        own = tuple(own_keys(self.data_dir))
        kept = next((each for each in own if (each.kiosk, each.key) == (used.kiosk, used.key)), None)
        if kept is None:
            self._keep(used)
        elif kept.until is not None:
            sentence = _("La llave {path} es una que ya se cambió.")
            raise OutOfService(sentence.format(path=key_file(self.data_dir, CREDENTIAL)))
        used = kept or used  # in use since it was begun, not since it is open
        for each in own:
            if each.key != used.key and each.until is None:
                self._keep(replace(each, until=max(used.since, each.since)))
        return used

    def _keep(self, public: PublicKey) -> None:
        write_safely(self.data_dir / "keys" / public.file_name, f"{public.line}\n".encode())


def _public(seed: bytes, kiosk: str, at: datetime) -> PublicKey:
    """Return the public half of a key; `at` goes up to the whole second, so that nothing issued before it comes after it."""
    whole = (at + timedelta(seconds=1, microseconds=-1)).astimezone(UTC).replace(microsecond=0)
    return PublicKey(kiosk, Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw(), whole)
