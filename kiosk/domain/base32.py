"""Bytes as letters and digits that a person can copy: Crockford's base32 (crockford.com/base32.html), for receipts and keys.

Only 0–9 and A–Z: a QR holds it in its smallest mode, and a reader that types like a keyboard types it on any layout.
"""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FORGIVEN = str.maketrans("abcdefghjkmnpqrstvwxyzoOiIlL", "ABCDEFGHJKMNPQRSTVWXYZ001111")
"""Small letters, and what looks like 0 or 1."""
_BITS = 5


def encode(content: bytes) -> str:
    """Return the text of some bytes, filled up with zero bits to a whole character."""
    count = -(-len(content) * 8 // _BITS)
    value = int.from_bytes(content, "big") << (count * _BITS - len(content) * 8)
    return "".join(ALPHABET[value >> (_BITS * place) & 31] for place in reversed(range(count)))


def decode(text: str) -> bytes:
    """Return the bytes of a text; raises ValueError for another character, or where its filling is not zero."""
    value = 0
    for char in text:
        value = value << _BITS | ALPHABET.index(char)
    filling = len(text) * _BITS % 8
    if filling >= _BITS or value & ((1 << filling) - 1):
        raise ValueError(text)
    return (value >> filling).to_bytes(len(text) * _BITS // 8, "big")


def forgiving(typed: str) -> str:
    """Return a text as it was meant: in capitals, O as 0, I and L as 1; what is none of ours stays as it is."""
    return typed.translate(_FORGIVEN)
