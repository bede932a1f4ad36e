"""The parsers' boundary under broken and malicious input: each refuses in plain words or understands, and nothing else happens.

`run` is called by `make soak` for long and by the tests for a moment; a failure names the parser and the seed that shows it again.
"""

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path

from textual.message import Message

from kiosk import config
from kiosk.adapters.documents.scanner import read_abilities
from kiosk.domain.desk.staff import parse_staff_name
from kiosk.domain.errors import KioskError
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.resume_code import parse_resume_code
from kiosk.domain.machine.month_figures import HEADER, parse_months
from kiosk.domain.papers.form_mark import parse_form_mark
from kiosk.domain.people.email import parse_email
from kiosk.domain.people.identity import parse_cedula, parse_foreign_code
from kiosk.domain.people.names import parse_name
from kiosk.domain.people.telephone import parse_telephone
from kiosk.inspection.judged.bounces import BounceReader
from kiosk.inspection.judged.inspector import Inspector
from kiosk.procedures.checking import check
from kiosk.procedures.files import BUILT_IN
from kiosk.services.papers import receipt_check
from kiosk.services.staff.ssh_keys import parse_public_key
from screens.terminal.keyboard import Incoming
from tests.bounces import DOMAIN, report
from tests.filing import paper, photograph
from tests.keys import public_key
from tests.terminal import hostile
from tests.terminal.witness import UNPLAIN

Parse = Callable[[bytes], object]
TURN = 0.05
"""Seconds that a parser has before the next one's turn: the quick ones get more inputs."""
LARGEST = 100_000
"""Bytes of an input that was made larger."""
TOKENS = (
    hostile.BAD_TEXT.encode(),
    *(
        b"\x00",
        b"\xff\xfe",
        b"\r\n",
        b"\x1b[2J",
        b"%s",
        b"{0}",
        b"../../",
        b"-1",
        b"9" * 400,
        b"1e999",
        "\u202e".encode(),
        b"\\u001b",
    ),
    *(
        b"<<>>",
        b"/JS",
        b"endobj",
        b"stream",
        b"\xff\xd8\xff\xe0",
        b"\xff\xda",
        b"[[",
        b'"""',
        b"--edge",
        b"\x1b[200~",
        b"\x1b[48;0;0;0;0t",
    ),
)
"""What is put in: controls, formats, numbers that are none, and the words of each format."""


def mutated(seed: bytes, drawn: random.Random) -> bytes:
    """Return an input with some of it changed, left out, doubled, cut, or put in."""
    content = bytearray(seed)
    for _change in range(drawn.choice((0, 1, 1, 2, 4, 16))):
        place = drawn.randrange(len(content) + 1)
        length = drawn.choice((1, 1, 4, 64, 1024))
        match drawn.randrange(6):
            case 0:
                content[place : place + length] = drawn.randbytes(length)
            case 1:
                del content[place : place + length]
            case 2:
                content[place:place] = content[place : place + length] * drawn.choice((1, 2, 50))
            case 3:
                content = content[:place]
            case _:
                content[place:place] = drawn.choice(TOKENS)
    return bytes(content[:LARGEST] if len(seed) < LARGEST else content)


@contextmanager
def parsers() -> Iterator[dict[str, tuple[list[bytes], Parse]]]:
    """Give every parser of foreign input with inputs to begin from; the children that they ask are ended afterwards."""
    inspector, bounces = Inspector(), BounceReader(DOMAIN)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "egreso.toml"
        settings = Path(folder) / "kiosk.toml"

        def procedure(content: bytes) -> object:
            file.write_bytes(content)
            return check(file)

        def kiosk_toml(content: bytes) -> object:
            settings.write_bytes(content)
            return config.load(config=settings, environ={"KIOSK_DATA_DIR": folder})

        try:
            yield {
                "document": ([photograph(), paper(), paper(pages=2), b"%PDF-1.7\n", b"\xff\xd8\xff\xe0"], inspector.inspect),
                "bounce": ([report(), report(status="4.2.2", action="delayed"), b"From: x\n\n"], bounces.read),
                "figures": ([f"{','.join(HEADER)}\n2026,1,3,40\n2026,2,0,12\n".encode()], parse_months),
                "procedure": ([each.read_bytes() for each in sorted(BUILT_IN.glob("egreso*.toml"))], procedure),
                "settings": (
                    [b'[kiosk]\nid = "0417"\ndispensary = "\\u001b]0;x\\u0007 A"\n[mail]\nkind = "maildir"\n'],
                    kiosk_toml,
                ),
                "key": ([public_key().encode(), b"ssh-rsa AAAA x\n", b'command="x" ssh-ed25519 AAAA'], _text(parse_public_key)),
                "receipt": ([b"KR1" + b"A7" * 90, b"0417A-26-000123-9"], _text(lambda typed: receipt_check.check(typed, ()))),
                "mark": ([b"SSC-EGRESO 2026-11 3/4 K7P49WXM p1"], _text(parse_form_mark)),
                "scanner": (
                    [b"    --resolution 75|300dpi [75]\n    --source Flatbed|ADF [Flatbed]\n    -y 0..297mm [297]\n"],
                    _text(_able),
                ),
                "terminal": ([hostile.BAD_TEXT.encode(), *hostile.answers(), *hostile.storm(20)], _keys),
                "typed": (
                    [b"0417A-26-000123-9", b"9900000010", b"K7P4-9WXM", b"0987654321", b"maria@ejemplo.test", b"Rosa"],
                    _typed,
                ),
            }
        finally:
            inspector.close()
            bounces.close()


def _text(parse: Callable[[str], object]) -> Parse:
    return lambda content: parse(content.decode("utf-8", "replace"))


def _able(written: str) -> None:
    read_abilities("test:0", written)  # the names of its sources go back to it as they are, and nobody is shown them


def _keys(content: bytes) -> list[Message]:
    incoming = Incoming()
    keys = list(incoming.feed(content.decode("utf-8", "surrogateescape")))
    return [*keys, *(each for _tenth in range(20) for each in incoming.tick())]


def _typed(content: bytes) -> list[object]:
    """Give one text to everything that a person types into."""
    text = content.decode("utf-8", "replace")
    found: list[object] = []
    for parse in (
        CaseNumber.parse,
        parse_cedula,
        parse_foreign_code,
        parse_resume_code,
        parse_telephone,
        parse_email,
        parse_staff_name,
        _name,
    ):
        try:
            found.append(parse(text))
        except KioskError as refused:
            found.append(refused.message)
    return found


def _name(text: str) -> str:
    return parse_name(text, field="surnames")


def run(seconds: float, seed: int = 1) -> dict[str, int]:
    """Try every parser in turn for so long; return how many inputs each got, and how many it refused.

    Raises AssertionError at the first that does anything else, with what shows it again.
    """
    counts: Counter[str] = Counter()
    end = time.monotonic() + seconds
    with parsers() as known:
        while time.monotonic() < end:
            for name, (seeds, parse) in known.items():
                turn = time.monotonic() + TURN
                while time.monotonic() < turn:
                    seed += 1
                    drawn = random.Random(f"{name}{seed}")  # noqa: S311 - it must be drawn again
                    content = mutated(drawn.choice(seeds), drawn)
                    counts[name] += 1
                    counts[f"{name} refused"] += _tried(parse, content, f"{name}, seed {seed}")
    return dict(counts)


def _tried(parse: Parse, content: bytes, what: str) -> bool:
    """Give one input to one parser; return whether it was refused."""
    try:
        found = parse(content)
    except KioskError as refused:
        found, was_refused = refused.message, True
    except Exception as error:
        raise AssertionError(f"{what}: {error!r}") from error
    else:
        was_refused = False
    told = "\n".join(_texts(found))
    assert not UNPLAIN.search(told), f"{what}: {told[:300]!r}"
    return was_refused


def _texts(found: object) -> Iterator[str]:
    """Give what of an answer is text that might be shown."""
    if is_dataclass(found) and not isinstance(found, type):
        found = asdict(found)
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list | tuple | set | frozenset):
        for each in found.values() if isinstance(found, dict) else found:
            yield from _texts(each)
