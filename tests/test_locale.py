"""The catalogue that translators begin with holds every text of the screens and commands, and the texts keep the house's words."""

import functools
import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from kiosk.locale import _, ngettext, use_language

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "kiosk/locale/kiosk.pot"
KEYWORDS = {"_": None, "ngettext": (1, 2)}


@functools.cache
def texts() -> frozenset[str | tuple[str, ...]]:
    """Return every text of the program, one with a plural as both of its forms."""
    return frozenset(
        message
        for room in ("kiosk", "screens")
        for _file, _line, message, _comments, _context in extract_from_dir(ROOT / room, [("**.py", "python")], keywords=KEYWORDS)
    )


def test_the_catalogue_is_current() -> None:
    with CATALOGUE.open("rb") as file:
        kept = {message.id for message in read_po(file) if message.id}
    assert kept == texts(), "the texts have changed: run `make pot`"


@pytest.mark.parametrize("word", ["inválid", "error inesperado", " tú ", " tu ", "Ud."])
def test_no_text_uses_a_word_that_the_house_does_not_use(word: str) -> None:
    assert [each for text in texts() for each in (text if isinstance(text, tuple) else (text,)) if word in each] == []


def test_what_stands_between_braces_is_a_name() -> None:
    for text in texts():
        for each in text if isinstance(text, tuple) else (text,):
            names = [name for _before, name, _form, _conversion in string.Formatter().parse(each) if name is not None]
            assert all(name.isidentifier() for name in names), each


def test_a_language_without_a_catalogue_is_shown_in_spanish() -> None:
    use_language("qu")
    assert _("Escriba los nombres.") == "Escriba los nombres."
    assert ngettext("{count} archivo", "{count} archivos", 2) == "{count} archivos"
