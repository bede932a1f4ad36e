"""The search for canaries finds each, wherever and however it is written; one that could miss would prove nothing."""

import io

import pytest
from PIL import Image

from tests.canaries import Canaries
from tests.closed.leaking import OF_BYTES, WRAPPINGS, wrapped


def noise() -> bytes:
    """Return a photograph of nothing, which is like no other."""
    file = io.BytesIO()
    Image.effect_noise((300, 200), 60).save(file, "JPEG")
    return file.getvalue()


DOCUMENT = noise()
CANARIES = Canaries(
    words={"name": "Zoraidayma", "email": "zoraidayma@ejemplo.test", "tail": "acatoquimbiur"},
    numbers={"identity": "9900730216", "telephone": "991357924"},
    codes={"code": "481516"},
    documents={"document": DOCUMENT},
)
WRITTEN = {
    "name": "Zoraidayma",
    "email": "zoraidayma@ejemplo.test",
    "tail": "Ñacatoquimbiur",
    "identity": "9900730216",
    "telephone": "+593991357924",
    "code": "481516",
}


@pytest.mark.parametrize("way", WRAPPINGS)
def test_each_canary_is_found_however_it_is_written(way: str) -> None:
    for name, text in WRITTEN.items():
        assert name in CANARIES.found_in(wrapped(f"Persona {text}.".encode("latin-1"), way)), name
    if way in OF_BYTES:
        assert "document" in CANARIES.found_in(wrapped(DOCUMENT, way))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("name", "ZORAIDAYMA"),
        ("tail", "N\u0303ACATOQUIMBIUR"),
        ("identity", "99 0073 0216"),
        ("identity", "99-0073-0216"),
        ("identity", "9 9 0 0 7 3 0 2 1 6"),
        ("identity", "99\u00a00073\u20090216"),
        ("telephone", "+593 (99) 135-7924"),
        ("telephone", "099 135 7924"),
        ("code", "481 516"),
        ("code", "481-516."),
    ],
)
def test_separators_case_and_accents_hide_nothing(name: str, text: str) -> None:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        assert name in CANARIES.found_in(text.encode(encoding)), encoding


def test_a_part_of_a_document_is_enough() -> None:
    middle = len(DOCUMENT) // 2
    assert set(CANARIES.found_in(b"\x00" * 99 + DOCUMENT[middle : middle + 3000])) == {"document"}


@pytest.mark.parametrize("way", WRAPPINGS)
def test_what_is_of_somebody_else_is_not_found(way: str) -> None:
    other = "Rosa Demostración 2500000019 rosa@ejemplo.test 0987654321 148151 64815161 481.5169, y nada más"
    assert CANARIES.found_in(wrapped(other.encode("latin-1"), way)) == {}
    if way in OF_BYTES:
        assert CANARIES.found_in(wrapped(noise(), way)) == {}
