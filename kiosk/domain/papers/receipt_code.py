"""The code on a receipt that proves it: what it says, how it is packed, written in lines to copy, and read back.

Who signs it and whether a signature is right is not known here (storage.receipt_keys). Nothing goes into it that the paper does
not show, masked, to whoever finds it.

125 bytes, whole numbers big-endian: version (1), case number in mixed radix (7), seconds since 1970 (5), hours behind UTC × 2 + 1
where the clock was trusted (1), number of documents (2), their joint hash (16), fingerprint of the key (4), what the paper says
of whom (`OnPaper`, 25), Ed25519 signature of `SIGNED_AS` and all that (64). As text: 200 characters of base32 in 8 lines of 25,
and after each line a check character (Luhn mod 32) over the line's number and its characters, so that whoever copied it is told
which line to look at. Version 1 said nothing of whom: 25 bytes less, 8 lines of 20; what was printed of it stays genuine.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from stdnum import luhn

from kiosk.domain import base32
from kiosk.domain.errors import BadInput
from kiosk.domain.filing.case_number import HIGHEST_COUNT, CaseNumber
from kiosk.domain.text import without_separators
from kiosk.locale import _

SIGNED_AS = b"kiosk receipt 1\n"
"""Comes before what is signed, so that no other thing that a key signs can be taken for a receipt."""
PAYLOAD_BYTES = 61
_FIRST_BYTES = 36
"""What both versions have, and the first has alone."""
SIGNATURE_BYTES = 64
HASH_BYTES = 16
FINGERPRINT_BYTES = 4
LINES = 8
LINE = 25
"""Characters of a line without its check."""
FIRST_LINE = 20
"""As above, of version 1."""
LENGTH = LINES * (LINE + 1)
"""Characters of the whole code."""
SHORTEST = LINES * (FIRST_LINE + 1)
_INITIALS, _VISIBLE, _PROCEDURE, _WHO = 7, 4, 3, 10
"""Bytes of each part of `OnPaper`; the tenth part is one byte, the number of leavers."""
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
class OnPaper:
    """What the paper says of whom and of what, so that a code that was copied beside another name is found out.

    Initials and the visible signs of the identity are those of who asks, without accents; `procedure` is the beginning of
    its id's hash, `who` that of all the masked lines (80 bits: nobody finds other lines with it).
    """

    initials: str
    visible: str
    leavers: int
    procedure: bytes
    who: bytes


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
    paper: OnPaper | None = None
    """None in version 1."""


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
    return _hash("kiosk documents 1", sorted(sha256s))[:HASH_BYTES]


def on_paper(procedure: str, applicant: str, leavers: Sequence[str]) -> OnPaper:
    """Return what the code says of a receipt's masked lines, `M.D. · 9900••••••`, and of a procedure's id."""
    initials, _dot, identity = applicant.partition("·")
    lines = [procedure, as_compared(applicant), *map(as_compared, leavers)]
    return OnPaper(
        initials=as_compared(initials)[:_INITIALS],
        visible=as_compared(identity)[:_VISIBLE],
        leavers=min(len(leavers), 255),
        procedure=procedure_hash(procedure),
        who=_hash("kiosk people 1", lines)[:_WHO],
    )


def procedure_hash(procedure: str) -> bytes:
    """Return the beginning of a procedure's hash: whoever has its file finds its name by it."""
    return _hash("kiosk procedure 1", [procedure])[:_PROCEDURE]


def as_compared(line: str) -> str:
    """Return a masked line as it is compared: capitals without accents and digits; nothing of the kinship before a colon."""
    plain = unicodedata.normalize("NFD", line.rpartition(":")[2].upper())
    return re.sub(r"[^A-Z0-9]", "", plain)


def _hash(title: str, lines: Iterable[str]) -> bytes:
    return hashlib.sha256("".join(f"{each}\n" for each in (title, *lines)).encode()).digest()


def pack(said: Statement) -> bytes:
    """Return the bytes to sign; raises ValueError or OverflowError for what has no room in them."""
    number = said.number
    packed = int(number.kiosk, 36)
    for part, radix in ((_LETTERS.index(number.series), 26), (number.year, 100), (number.sequence, HIGHEST_COUNT + 1)):
        packed = packed * radix + part
    offset = said.issued_at.utcoffset() or timedelta()
    zone = -offset // timedelta(hours=1) << 1 | said.clock_trusted
    numbers = ((2 if said.paper else 1, 1), (packed, 7), (int(said.issued_at.timestamp()), 5), (zone, 1), (said.documents, 2))
    first = b"".join(value.to_bytes(size, "big") for value, size in numbers) + said.documents_hash + said.key
    return first + _packed(said.paper) if said.paper else first


def _packed(paper: OnPaper) -> bytes:
    texts = paper.initials.ljust(_INITIALS) + paper.visible.ljust(_VISIBLE)
    return texts.encode("ascii") + paper.leavers.to_bytes(1, "big") + paper.procedure + paper.who


def _unpacked(content: bytes) -> OnPaper:
    texts, rest = content[: _INITIALS + _VISIBLE].decode("ascii"), content[_INITIALS + _VISIBLE :]
    initials, visible = texts[:_INITIALS].rstrip(" "), texts[_INITIALS:].rstrip(" ")
    if as_compared(initials + visible) != initials + visible:
        raise ValueError(texts)
    return OnPaper(initials, visible, rest[0], rest[1 : 1 + _PROCEDURE], rest[1 + _PROCEDURE :])


def unpack(payload: bytes) -> Statement:
    """Return what 61 bytes say, or 36 of version 1; raises ValueError when they cannot be a receipt's."""
    version, packed, seconds, zone = (
        int.from_bytes(payload[start:end], "big") for start, end in ((0, 1), (1, 8), (8, 13), (13, 14))
    )
    if (version, len(payload)) not in {(1, _FIRST_BYTES), (2, PAYLOAD_BYTES)}:
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
        key=payload[32:_FIRST_BYTES],
        paper=_unpacked(payload[_FIRST_BYTES:]) if version > 1 else None,
    )


def write(payload: bytes, signature: bytes) -> str:
    """Return the code as the QR holds it: 208 characters, 168 in version 1."""
    text = base32.encode(payload + signature)
    line = len(text) // LINES
    rows = (text[start : start + line] for start in range(0, len(text), line))
    return "".join(row + _check(place, row) for place, row in enumerate(rows, 1))


def printed_lines(code: str) -> tuple[str, ...]:
    """Return the code in its 8 lines to copy: groups of five, and the check."""
    rows = _rows(code, len(code) // LINES)
    return tuple(" ".join(row[start : start + _GROUP] for start in range(0, len(row), _GROUP)) for row in rows)


def read(typed: str) -> SignedStatement:
    """Read a code as a reader or a person types it; raises Mistyped, with the lines to look at.

    Spaces, hyphens, line breaks, small letters, O for 0, I and L for 1, and the lines' own numbers before them are forgiven.
    """
    given = [row for row in map(_compact, typed.splitlines()) if row]
    line = _line(given)
    copied = [_without_place(place, row, line) for place, row in enumerate(given, 1)]
    rows = copied if len(given) == LINES else _rows("".join(given), line + 1)
    _ensure_copied(rows, line)
    content = base32.decode("".join(row[:line] for row in rows))
    payload, signature = content[:-SIGNATURE_BYTES], content[-SIGNATURE_BYTES:]
    try:
        return SignedStatement(unpack(payload), payload, signature)
    except ValueError:
        raise Mistyped(_("Esto no es de un comprobante que este programa conozca.")) from None


def _line(given: Sequence[str]) -> int:
    """Return how long the lines of what was typed are meant to be: of this version, or of the first."""
    usual = sorted(map(len, given))[len(given) // 2] if given else 0
    between = (LINE + FIRST_LINE) // 2 + 1
    if FIRST_LINE - 2 <= usual <= LINE + _GROUP:  # typed line by line
        return LINE if usual > between else FIRST_LINE
    return LINE if sum(map(len, given)) > LINES * between else FIRST_LINE


def _ensure_copied(rows: list[str], line: int) -> None:
    wrong = [place for place, row in enumerate(rows[:LINES], 1) if not _is_right(place, row, line)]
    missing = LINES * (line + 1) - sum(map(len, rows))
    if not rows or len(wrong) == LINES or (wrong[:1] == [1] and abs(missing) > _GROUP):
        raise Mistyped(_("Esto no son las líneas de un comprobante: son {count}, de letras y números.").format(count=LINES))
    if wrong and missing:
        wrong = wrong[:1]  # where a character is missing, all the lines after it are shifted
    if len(wrong) == 1:
        raise Mistyped(_("Revise la línea {line}: no está igual que en el papel.").format(line=wrong[0]), *wrong)
    if wrong:
        lines = ", ".join(map(str, wrong))
        raise Mistyped(_("Revise las líneas {lines}: no están igual que en el papel.").format(lines=lines), *wrong)
    if missing:
        sentence = _("Son {count} líneas y se leyeron {read}. Escriba todas, en su orden.")
        raise Mistyped(sentence.format(count=LINES, read=len(rows)))


def _compact(typed: str) -> str:
    return base32.forgiving(without_separators(typed))


def _without_place(place: int, row: str, line: int) -> str:
    return row[1:] if len(row) == line + 2 and row[0] == str(place) else row


def _rows(code: str, size: int) -> list[str]:
    return [code[start : start + size] for start in range(0, len(code), size)]


def _is_right(place: int, row: str, line: int) -> bool:
    return len(row) == line + 1 and luhn.is_valid(f"{place}{row}", base32.ALPHABET)


def _check(place: int, row: str) -> str:
    return luhn.calc_check_digit(f"{place}{row}", base32.ALPHABET)
