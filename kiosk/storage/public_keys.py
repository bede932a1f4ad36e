"""The public keys that check receipts: the kiosk's own, those of other kiosks, and what a post was given in a file.

They come from outside, on sticks and by mail: what is no key is told by its file and line, and never shown.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.domain.papers.receipt_code import SIGNED_AS, SignedStatement
from kiosk.domain.papers.receipt_key import PublicKey, parse_public_key
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.words.system import fault_in_words

SUFFIX = "*.pub"
_MOST_FILES = 10_000
_MOST_BYTES = 1_000_000
"""A file of all the kiosks of the country is a tenth of it."""


def own_keys(data_dir: Path) -> Iterator[PublicKey]:
    """Yield the public keys that this kiosk has and had; raises OSError."""
    for path in sorted((data_dir / "keys").glob(f"receipt-{SUFFIX}")):
        yield from (each for each in _keys_in(path) if isinstance(each, PublicKey))


def known_keys(data_dir: Path, given: Iterable[Path] = ()) -> tuple[tuple[PublicKey, ...], tuple[str, ...]]:
    """Return the keys of `keys/*.pub`, `keys/known/*.pub` and the given files or folders, and a sentence on each line that is none.

    A key that two files tell of ends when the first of them says so. Raises OSError for a given path that cannot be read.
    """
    folder = data_dir / "keys"
    paths = [*_files(folder), *_files(folder / "known")]
    asked = [file for path in given for file in (_files(path) if path.is_dir() else [path])]
    found: dict[tuple[str, bytes], PublicKey] = {}
    complaints = []
    for path in (*paths, *asked):
        try:
            keys = tuple(_keys_in(path))
        except OSError as error:
            if path in asked:
                raise
            keys = (_("No se puede leer {file}: {reason}.").format(file=_shown(path), reason=fault_in_words(error)),)
        for each in keys:
            if isinstance(each, str):
                complaints.append(each)
                continue
            known = found.get((each.kiosk, each.key), each)
            ends = [until for until in (known.until, each.until) if until]
            found[each.kiosk, each.key] = replace(known, until=min(ends, default=None))
    return tuple(found.values()), tuple(complaints)


def is_signed_with(signed: SignedStatement, public: PublicKey) -> bool:
    """Tell whether a statement's signature is that of a key."""
    try:
        Ed25519PublicKey.from_public_bytes(public.key).verify(signed.signature, SIGNED_AS + signed.payload)
    except (InvalidSignature, ValueError):
        return False
    return True


def _files(folder: Path) -> list[Path]:
    return sorted(each for each in folder.glob(SUFFIX) if each.is_file())[:_MOST_FILES]


def _keys_in(path: Path) -> Iterator[PublicKey | str]:
    """Yield the keys of a file, one a line, or the sentence on a line that is none."""
    with path.open("rb") as file:
        lines = file.read(_MOST_BYTES).decode("ascii", "replace").splitlines()
    for place, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield parse_public_key(line)
        except ValueError:
            sentence = _("La línea {line} de {file} no es la llave de un kiosco: pida ese archivo otra vez.")
            yield sentence.format(line=place, file=_shown(path))
            return


def _shown(path: Path) -> str:
    return clean(str(path), limit=1000)
