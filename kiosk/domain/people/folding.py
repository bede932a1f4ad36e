"""Names as they are searched: without accents, case or signs, so that whoever types them need not know how they are written.

Filing, search and the migration of older cases fold by this one function: a name folded in two ways would not be found.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import combinations

LONGEST_WORD = 28
"""Letters of a word that are kept: a key of four still fits into its column."""
MOST_JOINED = 4
"""Words that a key joins."""
MOST_OF_A_NAME = 6
"""Words of one name, the longest, that are joined to keys: 56 of them, where a usual name of four words has 15."""


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded, each once and in their order: `D'Ángelo Ñusta` is d, angelo, nusta."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    words = (word[:LONGEST_WORD] for word in re.findall(r"[^\W\d_]+", bare.casefold()))
    return tuple(dict.fromkeys(words))


def key_of(words: Iterable[str]) -> str:
    """Return the key of some words, whichever stood first; of a longer search its longest ones, which say the most.

    The sign of those that are joined keeps them away from what single words begin with.
    """
    chosen = sorted(_longest(words, MOST_JOINED))
    return chosen[0] if len(chosen) == 1 else "+" + " ".join(chosen)


def search_keys(names: Iterable[str]) -> set[str]:
    """Return the keys under which a case is found, from the full names of its people: words, and up to four of one person's."""
    keys: set[str] = set()
    for name in names:
        words = words_of(name)
        keys.update(words)
        chosen = _longest(words, MOST_OF_A_NAME)
        keys.update(key_of(some) for count in range(2, MOST_JOINED + 1) for some in combinations(chosen, count))
    return keys


def _longest(words: Iterable[str], most: int) -> list[str]:
    return sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))[:most]
