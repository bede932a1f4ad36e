"""What can be made of a document that was taken: looked at, also a part, read, turned, and its pages picked."""

import io
from itertools import product

import pikepdf
import pytest
from PIL import Image

from kiosk.domain.documents.document import GreyPicture, Paper, Part, Picture
from kiosk.domain.errors import BadInput
from kiosk.inspection.judged.inspector import Inspector
from tests.inspection.hostile import noisy_photo, pdf, pdf_bomb, photo, recursive_pdf


def dark_corner(seen: Picture | GreyPicture) -> tuple[int, int]:
    """Return where the one dark quarter of the tests' documents lies, as (column, row)."""
    depth, levels = (3, seen.rgb) if isinstance(seen, Picture) else (1, seen.levels)
    places = {
        (column, row): levels[(int((0.25 + row / 2) * seen.height) * seen.width + int((0.25 + column / 2) * seen.width)) * depth]
        for column, row in product((0, 1), (0, 1))
    }
    assert sum(level < 60 for level in places.values()) == 1
    return min(places, key=lambda place: places[place])


CLOCKWISE = {(0, 0): (1, 0), (1, 0): (1, 1), (1, 1): (0, 1), (0, 1): (0, 0)}


@pytest.mark.parametrize("degrees", [90, 180, 270])
@pytest.mark.parametrize("content", [*(photo(orientation=number) for number in range(1, 9)), pdf()], ids=[*"12345678", "pdf"])
def test_it_is_turned_clockwise_for_good_or_only_to_be_seen_or_read(inspector: Inspector, content: bytes, degrees: int) -> None:
    before = dark_corner(inspector.view(content, width=200, height=200))
    for _quarter in range(degrees // 90):
        before = CLOCKWISE[before]
    turned = inspector.turn(content, degrees)
    assert dark_corner(inspector.view(turned, width=200, height=200)) == before
    assert dark_corner(inspector.view(content, turned=degrees, width=200, height=200)) == before
    assert dark_corner(inspector.grey(content, turned=degrees)) == before
    assert inspector.inspect(turned).verdict.may_be_attached


def test_turning_a_photo_codes_no_pixel_again(inspector: Inspector) -> None:
    before = Image.open(io.BytesIO(photo()))
    after = Image.open(io.BytesIO(inspector.turn(photo(), 90)))
    assert after.tobytes() == before.tobytes()
    assert after.getexif()[0x0112] == 6


def test_turning_four_times_gives_the_photo_of_the_beginning(inspector: Inspector) -> None:
    content = once = inspector.turn(photo(), 0)
    for _quarter in range(4):
        content = inspector.turn(content, 90)
    assert content == once


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
@pytest.mark.parametrize("content", [photo((1200, 800), orientation=6), pdf()], ids=["photo", "pdf"])
def test_a_part_is_that_of_the_page_as_it_is_turned(inspector: Inspector, content: bytes, turned: int) -> None:
    corner = dark_corner(inspector.view(content, turned=turned, width=200, height=200))
    for column, row in product((0, 1), (0, 1)):
        part = inspector.view(content, turned=turned, part=Part(column / 2, row / 2, 0.5, 0.5), width=100, height=100)
        middle = part.rgb[(part.height // 2 * part.width + part.width // 2) * 3]
        assert (middle < 60) is ((column, row) == corner)
        assert max(part.width, part.height) == 100


def test_a_picture_is_as_large_as_wanted_but_never_enlarged_nor_beyond_its_limit(inspector: Inspector) -> None:
    seen = inspector.view(photo((1000, 630)), width=400, height=400)
    assert (seen.width, seen.height) == (400, 252)
    assert inspector.view(photo((1000, 630)), width=4000, height=4000).width == 1000
    assert inspector.view(photo((6000, 400)), width=4000, height=4000).width == 2000


def test_a_page_is_read_at_a_size_at_which_letters_are_read_best(inspector: Inspector) -> None:
    assert inspector.grey(photo((4000, 3000)), paper=Paper.PAGE).width == 2600
    assert inspector.grey(photo((4000, 3000)), paper=Paper.CARD).width == 1700
    assert inspector.grey(photo((1000, 630))).width == 1000
    assert 2600 <= inspector.grey(pdf()).height <= 2640


def test_pages_of_several_documents_become_one_pdf_as_they_look(inspector: Inspector) -> None:
    documents = [photo(orientation=number) for number in range(1, 9)]
    arranged = inspector.arrange([pdf(pages=2), *documents], [(8, 0), *((number, 0) for number in range(1, 9)), (0, 1)])
    seen = [dark_corner(inspector.view(arranged, page=page, width=200, height=200)) for page in range(10)]
    upright = [dark_corner(inspector.view(each, width=200, height=200)) for each in documents]
    assert seen == [upright[7], *upright, (0, 0)]
    assert inspector.inspect(arranged).pages == 10


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_photo_is_put_into_a_pdf_without_loss_and_fits_a4(inspector: Inspector, mode: str) -> None:
    content = photo((1240, 1754), mode=mode)
    with pikepdf.open(io.BytesIO(inspector.arrange([content], [(0, 0)]))) as document:
        (image,) = document.pages[0].get_images().values()
        coded = image.read_raw_bytes()
        assert [float(side) for side in document.pages[0].mediabox][2:] == pytest.approx([595.2, 841.9], abs=0.2)
    assert Image.open(io.BytesIO(coded)).tobytes() == Image.open(io.BytesIO(content)).tobytes()


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_a_photo_in_a_pdf_keeps_its_tones(inspector: Inspector, mode: str) -> None:
    arranged = inspector.arrange([photo(mode=mode)], [(0, 0)])
    assert dark_corner(inspector.view(arranged, width=200, height=200)) == (0, 0)


def test_the_same_question_gives_the_same_bytes(inspector: Inspector) -> None:
    documents = [pdf(pages=2), photo()]
    picks = [(1, 0), (0, 1)]
    assert inspector.arrange(documents, picks) == inspector.arrange(documents, picks)
    assert inspector.turn(documents[0], 90) == inspector.turn(documents[0], 90)


def test_what_cannot_be_done_is_said_in_a_sentence_and_the_next_question_is_answered(inspector: Inspector) -> None:
    with pytest.raises(BadInput, match="no tiene esa página"):
        inspector.view(pdf(), page=1, width=10, height=10)
    with pytest.raises(BadInput, match="no tiene esa página"):
        inspector.arrange([photo()], [(1, 0)])
    with pytest.raises(BadInput, match="no tiene esa página"):
        inspector.arrange([photo()], [])
    with pytest.raises(BadInput, match="21 páginas"):
        inspector.arrange([photo()], [(0, 0)] * 21)
    with pytest.raises(BadInput, match="incompleta"):
        inspector.grey(noisy_photo(50_000)[:20_000])
    with pytest.raises(BadInput, match="contraseña"):
        inspector.turn(pdf(password="x"), 90)
    for hostile in (recursive_pdf(), pdf_bomb(), b"", b"MZ", b"\xff\xd8\xff"):
        with pytest.raises(BadInput):
            inspector.grey(hostile)
        assert inspector.grey(photo()).width == 1000
