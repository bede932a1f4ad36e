"""What pages are, whatever they were brought for: shape, side of a card, numbers. So that a pile can be sorted."""

import io

import pytest
from PIL import Image

from kiosk.adapters.samples.card import JUAN, MARIA, back, front
from kiosk.adapters.samples.form import signed_form
from kiosk.domain.documents.document import Inspection, Paper
from kiosk.domain.documents.reading import PageSeen, Side, side_of
from kiosk.domain.people.identity import Identity, IdentityKind
from kiosk.inspection.judged import recognition as program
from kiosk.services.documents import recognition
from kiosk.services.kiosk import Kiosk


def brought(kiosk: Kiosk, *pictures: Image.Image) -> Inspection:
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=150)
    return kiosk.inspector.inspect(out.getvalue())


def seen(kiosk: Kiosk, *pictures: Image.Image) -> tuple[PageSeen, ...]:
    return recognition.see_pages(kiosk, brought(kiosk, *pictures))


@pytest.mark.peer("tesseract")
def test_of_each_page_it_is_told_what_it_is_and_whose(kiosk: Kiosk) -> None:
    one, other, form = seen(kiosk, front(JUAN), back(JUAN).rotate(180), signed_form().convert("RGB"))
    assert (one.paper, one.side, one.numbers) == (Paper.CARD, Side.FRONT, (JUAN.number,))
    assert (other.paper, other.side) == (Paper.CARD, Side.BACK)
    assert (form.paper, form.side) == (Paper.PAGE, None)
    assert set(form.numbers) == {MARIA.number, JUAN.number}
    assert one.bears(Identity(IdentityKind.CEDULA, JUAN.number))
    assert not one.bears(Identity(IdentityKind.CEDULA, MARIA.number))


def test_where_no_letters_can_be_read_the_shape_is_told_alone(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "PROGRAM", "tesseract-that-is-not-there")
    assert seen(kiosk, front(MARIA), signed_form().convert("RGB")) == (PageSeen(Paper.CARD), PageSeen(Paper.PAGE))


@pytest.mark.peer("tesseract")
def test_whoever_gives_up_waits_no_longer(kiosk: Kiosk) -> None:
    found = brought(kiosk, front(MARIA), back(MARIA))
    assert recognition.see_pages(kiosk, found, given_up=lambda: True) == (PageSeen(Paper.CARD),) * 2


def test_both_sides_on_one_sheet_are_neither() -> None:
    assert side_of("CÉDULA SEXO I<ECU<<<") is None
    assert side_of("CÉDULA SEXO") is Side.FRONT
    assert side_of("APELLIDOS Y NOMBRES DEL PADRE, DONANTE") is Side.BACK
