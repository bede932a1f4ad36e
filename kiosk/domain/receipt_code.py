"""The code on a receipt that proves it: what it says, how it is packed, written in lines to copy, and read back.

Who signs it and whether a signature is right is not known here (storage.receipt_keys). Nothing personal goes into it: whoever
finds the paper can read it.

100 bytes, whole numbers big-endian: version (1), case number in mixed radix (7), seconds since 1970 (5), hours behind UTC × 2 + 1
where the clock was trusted (1), number of documents (2), their joint hash (16), fingerprint of the key (4), Ed25519 signature of
`SIGNED_AS` and all that (64). As text: 160 characters of base32 in 8 lines of 20, and after each line a check character (Luhn
mod 32) over the line's number and its characters, so that whoever copied it is told which line to look at.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from stdnum import luhn

from kiosk.domain import base32
from kiosk.domain.case_number import HIGHEST_COUNT, CaseNumber
from kiosk.domain.errors import BadInput
from kiosk.domain.text import without_separators
from kiosk.locale import _

VERSION = 1
SIGNED_AS = b"kiosk receipt 1\n"
"""Comes before what is signed, so that no other thing that a key signs can be taken for a receipt."""
PAYLOAD_BYTES = 36
SIGNATURE_BYTES = 64
HASH_BYTES = 16
FINGERPRINT_BYTES = 4
LINES = 8
LINE = 20
"""Characters of a line without its check."""
LENGTH = LINES * (LINE + 1)
"""Characters of the whole code."""
MOST_DOCUMENTS = 0xFFFF
_GROUP = 5
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ALPHANUMERIC = "0123456789" + _LETTERS


class Mistyped(BadInput):
    """The code cannot be read; `lines` are those to look at (from 1), none where it is another thing altogether."""

    def __init__(self, message: str, *lines: int) -> None:
        super().__init__(message, field="code")
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Statement:
    """What a receipt says of a case."""

    number: CaseNumber
    issued_at: datetime
    """When it was filed: whole seconds, in the kiosk's zone."""
    clock_trusted: bool
    documents: int
    documents_hash: bytes
    """As `joint_hash` gives it."""
    key: bytes = b""
    """The fingerprint of the key that it is signed with: whoever signs fills it in."""


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """A statement as it was read, with the bytes that are signed (without `SIGNED_AS`) and the signature to judge."""

    said: Statement
    payload: bytes
    signature: bytes


def joint_hash(sha256s: Iterable[str]) -> bytes:
    """Return the first 16 bytes of SHA-256 over "kiosk documents 1" and the documents' own SHA-256 in order, each as a line.

    A line is ASCII and ends with a line feed; the hashes are hexadecimal, in small letters, sorted.
    `case show --json` tells the same hashes, so an office can reckon it again with `sha256sum` and `sort`.
    """
    lines = "".join(f"{each}\n" for each in sorted(sha256s))
    return hashlib.sha256(f"kiosk documents 1\n{lines}".encode()).digest()[:HASH_BYTES]


def pack(said: Statement) -> bytes:
    """Return the bytes to sign; raises ValueError or OverflowError for what has no room in them."""
    number = said.number
    packed = int(number.kiosk, 36)
    for part, radix in ((_LETTERS.index(number.series), 26), (number.year, 100), (number.count, HIGHEST_COUNT + 1)):
        packed = packed * radix + part
    offset = said.issued_at.utcoffset() or timedelta()
    zone = -offset // timedelta(hours=1) << 1 | said.clock_trusted
    numbers = ((VERSION, 1), (packed, 7), (int(said.issued_at.timestamp()), 5), (zone, 1), (said.documents, 2))
    return b"".join(value.to_bytes(size, "big") for value, size in numbers) + said.documents_hash + said.key


def unpack(payload: bytes) -> Statement:
    """Return what 36 bytes say; raises ValueError when they cannot be a receipt's."""
    version, packed, seconds, zone = (
        int.from_bytes(payload[start:end], "big") for start, end in ((0, 1), (1, 8), (8, 13), (13, 14))
    )
    if version != VERSION or len(payload) != PAYLOAD_BYTES:
        raise ValueError(version)
    packed, count = divmod(packed, HIGHEST_COUNT + 1)
    packed, year = divmod(packed, 100)
    kiosk, series = divmod(packed, 26)
    if kiosk >= 36**4 or zone >= 2 * 24:
        raise ValueError(kiosk)
    letters = "".join(_ALPHANUMERIC[kiosk // 36**place % 36] for place in (3, 2, 1, 0))
    try:
        at = datetime.fromtimestamp(seconds, UTC).astimezone(timezone(timedelta(hours=-(zone >> 1))))
    except (OverflowError, OSError) as error:
        raise ValueError(seconds) from error
    return Statement(
        number=CaseNumber(letters, _LETTERS[series], year, count),
        issued_at=at,
        clock_trusted=bool(zone & 1),
        documents=int.from_bytes(payload[14:16], "big"),
        documents_hash=payload[16:32],
        key=payload[32:],
    )


def write(payload: bytes, signature: bytes) -> str:
    """Return the code as the QR holds it: 168 characters."""
    text = base32.encode(payload + signature)
    rows = (text[start : start + LINE] for start in range(0, len(text), LINE))
    return "".join(row + _check(place, row) for place, row in enumerate(rows, 1))


def printed_lines(code: str) -> tuple[str, ...]:
    """Return the code in its 8 lines to copy: four groups of five, and the check."""
    return tuple(" ".join(row[start : start + _GROUP] for start in range(0, len(row), _GROUP)) for row in _rows(code))


def read(typed: str) -> SignedStatement:
    """Read a code as a reader or a person types it; raises Mistyped, with the lines to look at.

    Spaces, hyphens, line breaks, small letters, O for 0, I and L for 1, and the lines' own numbers before them are forgiven.
    """
    given = [row for row in map(_compact, typed.splitlines()) if row]
    copied = [_without_place(place, row) for place, row in enumerate(given, 1)]
    rows = copied if len(given) == LINES else _rows("".join(given))
    _ensure_copied(rows)
    content = base32.decode("".join(row[:LINE] for row in rows))
    payload, signature = content[:PAYLOAD_BYTES], content[PAYLOAD_BYTES:]
    try:
        return SignedStatement(unpack(payload), payload, signature)
    except ValueError:
        raise Mistyped(_("Este código no es de un comprobante que este programa conozca.")) from None


def _ensure_copied(rows: list[str]) -> None:
    wrong = [place for place, row in enumerate(rows[:LINES], 1) if not _is_right(place, row)]
    missing = LENGTH - sum(map(len, rows))
    if not rows or len(wrong) == LINES or (wrong[:1] == [1] and abs(missing) > _GROUP):
        raise Mistyped(_("Esto no es el código de un comprobante: son {count} líneas de letras y números.").format(count=LINES))
    if wrong and missing:
        wrong = wrong[:1]  # where a character is missing, all the lines after it are shifted
    if len(wrong) == 1:
        raise Mistyped(_("Revise la línea {line}: no está igual que en el papel.").format(line=wrong[0]), *wrong)
    if wrong:
        lines = ", ".join(map(str, wrong))
        raise Mistyped(_("Revise las líneas {lines}: no están igual que en el papel.").format(lines=lines), *wrong)
    if missing:
        sentence = _("El código tiene {count} líneas y se leyeron {read}. Escriba todas, en su orden.")
        raise Mistyped(sentence.format(count=LINES, read=len(rows)))


def _compact(typed: str) -> str:
    return base32.forgiving(without_separators(typed))


def _without_place(place: int, row: str) -> str:
    return row[1:] if len(row) == LINE + 2 and row[0] == str(place) else row


def _rows(code: str) -> list[str]:
    return [code[start : start + LINE + 1] for start in range(0, len(code), LINE + 1)]


def _is_right(place: int, row: str) -> bool:
    return len(row) == LINE + 1 and luhn.is_valid(f"{place}{row}", base32.ALPHABET)


def _check(place: int, row: str) -> str:
    return luhn.calc_check_digit(f"{place}{row}", base32.ALPHABET)
