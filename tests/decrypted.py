"""What stands in a kiosk's database below the tables: every page of the file and of its log, deciphered, freed ones included."""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kiosk.storage.database import FILE_NAME
from kiosk.storage.keys import open_keys

PAGE, RESERVED, IV, SALT = 4096, 80, 16, 16
"""Bytes, as SQLCipher 4 lays a page out: its end holds the initialisation vector and the HMAC, the first one's begin the salt."""
WAL_HEADER, FRAME_HEADER = 32, 24


def pages(folder: Path) -> Iterator[bytes]:
    """Yield every page of a data folder's database: those of the file first, then those of its write-ahead log."""
    key = open_keys(folder, new_allowed=False).derive("database")
    content = (folder / FILE_NAME).read_bytes()
    for start in range(0, len(content), PAGE):
        yield _deciphered(content[start : start + PAGE], key, first=start == 0)
    log = folder / f"{FILE_NAME}-wal"
    frames = log.read_bytes()[WAL_HEADER:] if log.exists() else b""
    for start in range(0, len(frames), FRAME_HEADER + PAGE):
        page = frames[start + FRAME_HEADER : start + FRAME_HEADER + PAGE]
        yield _deciphered(page, key, first=int.from_bytes(frames[start : start + 4], "big") == 1)


def _deciphered(page: bytes, key: bytes, *, first: bool) -> bytes:
    ciphered, iv = page[SALT if first else 0 : PAGE - RESERVED], page[PAGE - RESERVED : PAGE - RESERVED + IV]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return decryptor.update(ciphered) + decryptor.finalize()
