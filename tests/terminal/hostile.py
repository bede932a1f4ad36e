"""What a stranger, a broken terminal, a card reader or a cat on the keyboard may send."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

ESC = b"\x1b"
PREFIXES = (
    b"",
    ESC,
    ESC + b"[",
    ESC + b"O",
    ESC + b"]",
    ESC + b"P",
    ESC + b"[<",
    ESC + b"[?",
    ESC + b"[1;",
    ESC + ESC,
    b"\xc2",
    b"\xe2\x80",
)
"""Before each byte: alone, with Alt, within a CSI, SS3, OSC, DCS, a mouse's, an answer's, a modified key's, and half a letter."""
BAD_TEXT = (
    "[@click=app.quit]Ñoño[/] [/foo] \x1b]52;c;QUFB\x07\x1b[2J\x9b31m\u202eabc\u2066\u200b\ufeff\U000e0041"
    "\x1bP+q544e\x1b\\\x1b_Gi=1\x1b\\\x00\x7f e\u0301\u0301\u0301\u0301 {0.__class__} $(reboot) `reboot` ; reboot\n"
)
"""Markup, escapes, bidi, zero-width, tags, heaps of marks, formats and a shell's words."""
MEGABYTE = 1_000_000


def terminfo_keys() -> list[bytes]:
    """Return what every key sends that terminfo knows of linux, xterm-256color and foot."""
    lines = (Path(__file__).parent / "terminfo_keys.txt").read_text(encoding="ascii").splitlines()
    words = (line.split()[0] for line in lines if not line.startswith("#"))
    return [word.replace(r"\e", r"\x1b").encode().decode("unicode_escape").encode("latin-1") for word in words]


def bytes_alone_and_after(prefixes: tuple[bytes, ...] = PREFIXES) -> Iterator[bytes]:
    """Give every byte after each prefix."""
    yield from (prefix + bytes([byte]) for prefix in prefixes for byte in range(256))


def keys() -> Iterator[bytes]:
    """Give every key, every one with Alt, and all of kitty's, with each modifier and each kind of press, right and wrong ones."""
    yield from terminfo_keys()
    yield from (ESC + key for key in terminfo_keys())
    yield from (ESC + bytes([byte]) for byte in range(256))
    for code in (*range(0, 128, 3), 57344, 57441, 57454, 55296, 57343, 65535, 1114111, 1114112, 4294967295, 10**12):
        yield from (f"\x1b[{code}{rest}u".encode() for rest in ("", ";5", ";1:3", ";;97", ";2;55296", ":65;2", ";999999"))
    yield from (f"\x1b[1;{modifier}{end}".encode() for modifier in (0, 2, 5, 9, 16, 255, 10**9) for end in "ABCDFHPQRSEu~")


def answers() -> Iterator[bytes]:
    """Give what terminals answer when they are asked, and what nobody asked."""
    for body in (
        "[?62;c",
        "[>41;354;0c",
        "[0n",
        "[5;7R",
        "[?2026;2$y",
        "[?2048;1$y",
        "[?2048;2$y",
        "[?997;1n",
        "[I",
        "[O",
        "[8;24;80t",
    ):
        yield f"\x1b{body}".encode()
    for sizes in ("0;0;0;0", "24;80;24;80", "1;1;1;1", "9999;9999;9999;9999", "24:9;80:9;1:2;1:2", "99999999999;9;9;9"):
        yield f"\x1b[48;{sizes}t".encode()
    for string in (
        "]11;rgb:ffff/0000/0000",
        "]52;c;cm0gLXJm",
        "]0;title",
        "]8;;http://x.test",
        "P1+r544e=787465726d",
        "P>|foot(1.13)",
        "_Gi=31;OK",
    ):
        yield f"\x1b{string}\x1b\\".encode()
        yield f"\x1b{string}\x07".encode()
        yield f"\x1b{string}".encode()


def storm(events: int, seed: int = 1) -> Iterator[bytes]:
    """Give a mouse that runs over the screen and presses everywhere, in three ways of saying so, with impossible places."""
    drawn = random.Random(seed)  # noqa: S311 - the same storm each time
    far = (0, -1, 223, 1000, 65535, 10**11)
    for _event in range(events):
        button = drawn.choice((0, 0, 1, 2, 3, 32, 35, 64, 65, 66, 67, 68, 128, 255, 10**9))
        column, row = (drawn.choice(far) if drawn.random() < 0.05 else drawn.randrange(1, most) for most in (82, 26))
        match drawn.randrange(6):
            case 0:
                yield ESC + b"[M" + bytes([(32 + button) % 256, (32 + column) % 256, (32 + row) % 256])
            case 1:
                yield f"\x1b[{32 + button};{column};{row}M".encode()
            case _:
                yield f"\x1b[<{button};{column};{row}{drawn.choice('Mm')}".encode()


def pastes() -> Iterator[bytes]:
    """Give pastes: of a megabyte, of bad text, one in another, one that never ends."""
    bad = BAD_TEXT.encode("utf-8")
    for text in (b"9" * MEGABYTE, bad * (MEGABYTE // len(bad)), b"\r" * MEGABYTE, b"", b"\xff" * 99, bad + ESC + b"[200~" + bad):
        yield ESC + b"[200~" + text + ESC + b"[201~"
    yield ESC + b"[201~"
    yield ESC + b"[200~" + bad * 2000


def floods(size: int = MEGABYTE) -> Iterator[bytes]:
    """Give a megabyte each, or another number of bytes, as if somebody typed it."""
    bad = BAD_TEXT.encode("utf-8")
    yield from (text * (size // len(text)) for text in (b"9", b"\r", ESC, b"\t5\r", ESC + b"[B\r", bad))


GROUPS: Mapping[str, Callable[[], Iterable[bytes]]] = {
    "every byte": bytes_alone_and_after,
    "every key": keys,
    "answers": answers,
    "mouse": lambda: storm(3000),
    "mouse at once": lambda: [b"".join(storm(3000, seed=2))],
    "pastes": pastes,
    "floods": floods,
    "short floods": lambda: floods(MEGABYTE // 10),
}
"""What is sent, by its kind."""
SILENT = (
    *(bytes([byte]) for byte in range(0x80, 0x100)),
    *(f"\x1b[{code}u".encode() for code in ("55296", "1114112", "10000000000", "97;1:3", "97:65;2")),
    *(f"\x1b[48;{sizes}t".encode() for sizes in ("0;0;0;0", "9999;9999;9999;9999", "1;1;1;1")),
    *(
        f"\x1b[{rest}".encode()
        for rest in ("I", "O", "5;7R", "?2026;2$y", "?2048;2$y", "<0;100000000000;1M", "<0;0;0M", "<0;5000;5000m")
    ),
    ESC + b"[M\xff\xff\xff",
)
"""What means nothing on any screen: nothing may change for it."""
SIZES = ((500, 200), (1, 200), (500, 1), (59, 17), (2, 3), (120, 40), (60, 18))
"""Windows, columns × rows."""
