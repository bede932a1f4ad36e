"""A word means one thing: the words that people take in two ways are data, and every text of the program is held against them."""

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).parent.parent
WORDS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "homonyms.toml").read_text(encoding="utf-8"))["word"]

Text = tuple[str, str]
"""The file that it stands in, and a text."""


@functools.cache
def texts() -> tuple[Text, ...]:
    """Return all that is said: the catalogue's texts, and the lines of procedures and legal texts."""
    return tuple(_texts())


def _texts() -> Iterator[Text]:
    for room in ("kiosk", "screens"):
        found = extract_from_dir(ROOT / room, [("**.py", "python")], keywords={"_": None, "ngettext": (1, 2)})
        for file, _line, message, _comments, _context in found:
            for each in message if isinstance(message, tuple) else (message,):
                yield f"{room}/{file}", each
    for path in sorted((ROOT / "kiosk/procedures").glob("*.*")):
        if path.suffix in {".toml", ".md"} and path.name != "transparency.md":
            for line in path.read_text(encoding="utf-8").splitlines():
                if not line.startswith("#") or path.suffix == ".md":
                    yield f"kiosk/procedures/{path.name}", line


def taken_wrongly(word: dict[str, Any], said: Iterable[Text]) -> list[Text]:
    """Return the texts in which a word stands outside what is allowed."""
    wrong = []
    for file, text in said:
        allowed = [range(*found.span()) for each in word["allowed"] for found in re.finditer(each, text)]
        places = [found.start() for found in re.finditer(word["pattern"], text)]
        if file not in word.get("files", ()) and not all(any(place in each for each in allowed) for place in places):
            wrong.append((file, text))
    return wrong


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word["word"])
def test_a_word_means_one_thing(word: dict[str, Any]) -> None:
    assert taken_wrongly(word, texts()) == [], word["means"]


@pytest.mark.parametrize(
    ("name", "planted"),
    [
        ("retirar", "Retirar mi trámite o mi consentimiento"),
        ("retirar", "La respuesta se retira en este dispensario. Ya puede retirar su memoria."),
        ("salir", "Guardar y salir"),
        ("salir", "¿Quiere salir?"),
        ("código", "Seguir con mi código"),
        ("código", "Escriba el código que le llega por correo"),
        ("enviado", "Su trámite está enviado. Este es su número:"),
        ("el pedido", "¿Retirar su pedido?"),
        ("memoria", "Al kiosco le falta memoria."),
        ("el servidor lo aceptó", "● El servidor de correo lo aceptó a las {time}."),
        ("de ella", "Si ya no le falta nada de ella, siga."),
        ("hora no verificada", "{time} (hora no verificada)"),
    ],
)
def test_a_planted_one_is_found(name: str, planted: str) -> None:
    (word,) = [each for each in WORDS if each["word"] == name]
    assert taken_wrongly(word, [("screens/planted.py", planted)])


def test_no_exception_is_left_that_nothing_needs() -> None:
    for word in WORDS:
        assert all(any(file == each for file, _text in texts()) for each in word.get("files", ()))
        for each in word["allowed"]:
            assert any(re.search(each, text) for _file, text in texts()), (word["word"], each)
