"""Stacks from a feeder: heavy colour sheets fit the limit together, blank backs are left out, and a refusal names its sheet."""

import io
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from sqlmodel import col, select

from kiosk.adapters.drawing.child import draw
from kiosk.domain.documents.brought import Documents
from kiosk.domain.documents.document import LARGEST_BYTES, Inspection, MediaType, Origin, Paper
from kiosk.domain.errors import BadInput
from kiosk.domain.filing.answers import Draft
from kiosk.domain.machine.message import Media
from kiosk.services.documents import attachments, sorting
from kiosk.services.filing import drafts, forms
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Document
from tests.filing import StoppedClock, begin, choice, family, open_kiosk, photograph
from tests.signing import signed

CARD, FORM = "cedula-front:applicant", "application-form"
PAGE = (1240, 1754)
"""A sheet at 150 dpi."""


@pytest.fixture
def kiosk(tmp_path: Path, clock: StoppedClock) -> Iterator[Kiosk]:
    kiosk = open_kiosk(tmp_path / "data", clock)
    yield kiosk
    kiosk.inspector.close()
    kiosk.database.close()


def told(kiosk: Kiosk) -> Draft:
    draft = begin(kiosk)
    drafts.save(kiosk, draft.id, choice(kiosk))
    return drafts.save(kiosk, draft.id, family())


@cache
def sheet(seed: int, lines: int = 34, *, pixels: tuple[int, int] = (2480, 3508)) -> bytes:
    """Return a page of so many lines as a colour scanner gives it at 300 dpi: soft letters, cream paper, grain, some 3 MB."""
    page = Image.new("RGB", pixels, (247, 245, 240))
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(pixels[1] // 76)
    for line in range(lines):
        words = f"{seed:02}-{line:02} solicitud de egreso voluntario del seguro social campesino, hoja"
        pen.text((pixels[0] // 10, 260 + line * pixels[1] // 52), words, (40, 40, 52), font)
    grain = np.random.default_rng(seed).normal(0, 5, (pixels[1], pixels[0], 3)).astype(np.float32)
    levels = np.asarray(page.filter(ImageFilter.GaussianBlur(1)), np.float32) + grain
    written = io.BytesIO()
    Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8)).save(written, "JPEG", quality=94)
    return written.getvalue()


def test_ten_colour_sheets_of_text_fit_the_limit_together(kiosk: Kiosk) -> None:
    stack = [sheet(1), sheet(2)] * 5
    assert sum(map(len, stack)) > 20_000_000
    done = sorting.attach_sorted(kiosk, told(kiosk).id, CARD, Documents(stack))
    (kept,) = done.draft.attachments
    assert (kept.media_type, kept.pages) == (MediaType.PDF, 10)
    assert kept.byte_count <= LARGEST_BYTES


def test_twenty_sheets_of_some_lines_fit_the_limit_together(kiosk: Kiosk) -> None:
    stack = [sheet(1, 8), sheet(2, 8)] * 10
    (kept,) = sorting.attach_sorted(kiosk, told(kiosk).id, CARD, Documents(stack)).draft.attachments
    assert (kept.pages, kept.byte_count <= LARGEST_BYTES) == (20, True)


def test_twenty_full_sheets_are_refused_for_their_size_and_the_next_stack_is_taken(kiosk: Kiosk) -> None:
    draft = told(kiosk)
    with pytest.raises(BadInput, match="no cabe en los 2 MB") as refused:
        sorting.attach_sorted(kiosk, draft.id, CARD, Documents([sheet(1), sheet(2)] * 10))
    assert "póngalas en archivos aparte" in refused.value.message
    assert sorting.attach_sorted(kiosk, draft.id, CARD, Documents([photograph()])).placed == ((CARD, 1),)


def test_more_sheets_than_are_taken_are_refused_by_their_number(kiosk: Kiosk) -> None:
    with pytest.raises(BadInput, match="21 páginas"):
        sorting.attach_sorted(kiosk, told(kiosk).id, CARD, Documents([photograph()] * 21))


def blank() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (1654, 2339), "white").save(written, "JPEG")
    return written.getvalue()


def test_blank_backs_of_a_stack_are_left_out_without_a_word(kiosk: Kiosk) -> None:
    stack = [photograph("UNO", PAGE), blank(), photograph("DOS", PAGE), blank()]
    done = sorting.attach_sorted(kiosk, told(kiosk).id, FORM, Documents(stack))
    assert done.placed == ((FORM, 2),)
    assert done.remarks == ()


def test_a_stack_of_blank_sheets_is_refused_as_blank(kiosk: Kiosk) -> None:
    with pytest.raises(BadInput, match="en blanco"):
        sorting.attach_sorted(kiosk, told(kiosk).id, FORM, Documents([blank(), blank()]))


def test_a_refused_sheet_of_a_stack_is_named_and_one_alone_is_not(kiosk: Kiosk) -> None:
    draft = told(kiosk)
    with pytest.raises(BadInput, match=r"^Hoja 3: Es un programa"):
        sorting.attach_sorted(kiosk, draft.id, FORM, Documents([photograph("UNO", PAGE), photograph("DOS", PAGE), b"MZ"]))
    with pytest.raises(BadInput, match=r"^Es un programa"):
        sorting.attach_sorted(kiosk, draft.id, FORM, Documents([b"MZ"]))


def test_what_was_looked_at_to_be_sorted_is_not_looked_at_again(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Paper] = []
    look = kiosk.inspector.inspect

    def counted(
        content: bytes, paper: Paper = Paper.PAGE, *, most: int = LARGEST_BYTES, origin: Origin = Origin.FILE
    ) -> Inspection:
        looks.append(paper)
        return look(content, paper, most=most, origin=origin)

    monkeypatch.setattr(kiosk.inspector, "inspect", counted)
    sorting.attach_sorted(kiosk, told(kiosk).id, FORM, Documents([photograph()]))
    assert looks == [Paper.PAGE]


@pytest.mark.peer("pdftoppm")
@pytest.mark.parametrize("turned", [93, 183, 273])
def test_a_form_that_lies_on_its_side_or_head_is_stored_upright_with_the_facts_of_that(kiosk: Kiosk, turned: int) -> None:
    draft = told(kiosk)
    page = signed(draw(forms.content_of(kiosk, draft), Media.A4), turned=turned)[0]
    attachments.attach(kiosk, draft.id, FORM, page)
    with kiosk.database.reading() as session:
        row = session.exec(select(Document).where(col(Document.filing) == draft.id)).one()
    (facts,) = json.loads(row.facts)
    assert facts["turned"] == (turned - 3) % 360
    assert (row.width, row.height) == (facts["width"], facts["height"])
    assert row.height > row.width
    stored = kiosk.inspector.inspect(kiosk.vault.get(row.id, row.key))
    assert [each.turned for each in stored.facts] == [0]
    assert (stored.width, stored.height) == (row.width, row.height)
