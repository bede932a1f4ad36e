"""Names as they are searched: without accents, case or signs, so that whoever types them need not know how they are written.

Filing, search and the migration of older cases fold by this one function: a name folded in two ways would not be found.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import combinations

LONGEST_WORD = 40
"""Characters of a word that are kept."""
MOST_PAIRED = 8
"""Words of one person that are paired; whoever has more is found by pairs of the first ones, and by any single word."""


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded, each once and in their order: `D'Ángelo Ñusta` is d, angelo, nusta."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    words = (word[:LONGEST_WORD] for word in re.findall(r"[^\W\d_]+", bare.casefold()))
    return tuple(dict.fromkeys(words))


def pair_of(one: str, other: str) -> str:
    """Return two words as one key, whichever stood first; its sign keeps it away from what single words begin with."""
    first, second = sorted((one, other))
    return f"+{first} {second}"


def search_keys(names: Iterable[str]) -> set[str]:
    """Return the keys under which a case is found, from the full names of its people: their words, and pairs of one person's."""
    keys: set[str] = set()
    for name in names:
        words = words_of(name)
        keys.update(words)
        keys.update(pair_of(*pair) for pair in combinations(words[:MOST_PAIRED], 2))
    return keys
