"""Pages find their places: the draft's own form by its QR, as a person would bring it back, and all others where they were put."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from kiosk.adapters.drawing.child import draw
from kiosk.domain.documents.brought import Documents
from kiosk.domain.documents.document import MediaType
from kiosk.domain.errors import BadInput, NotFound
from kiosk.domain.filing.answers import Contact, Draft, Person
from kiosk.domain.machine.message import Media
from kiosk.domain.papers.form_mark import FormMark, form_id, parse_form_mark
from kiosk.services.documents import attachments, sorting
from kiosk.services.filing import drafts, forms
from kiosk.services.kiosk import Kiosk
from tests.filing import StoppedClock, answer_all, begin, choice, family, open_kiosk, photograph, submit
from tests.signing import signed

pytestmark = pytest.mark.peer("pdftoppm")
FORM, CARD = "application-form", "cedula-front:applicant"


@pytest.fixture
def kiosk(tmp_path: Path, clock: StoppedClock) -> Iterator[Kiosk]:
    kiosk = open_kiosk(tmp_path / "data", clock)
    yield kiosk
    kiosk.inspector.close()
    kiosk.database.close()


def told(kiosk: Kiosk) -> Draft:
    draft = begin(kiosk)
    drafts.save(kiosk, draft.id, Contact(None, None))
    drafts.save(kiosk, draft.id, choice(kiosk))
    others = (Person(f"k{number}", "Luz", f"Demostración {number}", None, date(2019, 5, 4), "child") for number in range(12))
    return drafts.save(kiosk, draft.id, replace(family(), people=(*family().people, *others)))  # too many for one sheet


def brought(kiosk: Kiosk, draft: Draft, seed: int = 1) -> list[bytes]:
    """Return the pages of a draft's form, signed and photographed."""
    return signed(draw(forms.content_of(kiosk, draft), Media.A4), seed=seed)


def as_pdf(pages: list[bytes], turned: tuple[int, ...] = (0,)) -> bytes:
    """Return pictures as the PDF of a scanner, each turned as in the feeder."""
    images = [Image.open(io.BytesIO(each)).convert("RGB") for each in pages]
    images = [image.rotate(turned[at % len(turned)], expand=True) for at, image in enumerate(images)]
    file = io.BytesIO()
    images[0].save(file, "PDF", save_all=True, append_images=images[1:], resolution=200, quality=80)
    return file.getvalue()


def standing(draft: Draft) -> dict[str, tuple[MediaType, int]]:
    return {each.slot: (each.media_type, each.pages) for each in draft.attachments}


def test_a_signed_page_finds_draft_and_slot(kiosk: Kiosk) -> None:
    draft = told(kiosk)
    for number, page in enumerate(brought(kiosk, draft), 1):
        ((_page, text),) = kiosk.inspector.inspect(page).marks
        mark = parse_form_mark(text)
        assert mark == FormMark(form_id(draft.id), number)
        assert sorting.find(kiosk, mark) == (draft.id, FORM)


def test_a_page_that_was_printed_with_the_resume_code_still_finds_its_draft(kiosk: Kiosk) -> None:
    draft = told(kiosk)
    assert sorting.find(kiosk, FormMark(draft.code, 1)) == (draft.id, FORM)


def test_the_form_does_not_bear_what_opens_the_draft(kiosk: Kiosk) -> None:
    draft = told(kiosk)
    pdf = draw(forms.content_of(kiosk, draft), Media.A4)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    marks = [text for page in signed(pdf) for _at, text in kiosk.inspector.inspect(page).marks]
    assert marks
    for said in (text, *marks):
        assert draft.code not in said.replace("-", "")


def test_no_draft_is_found_that_was_sent_expired_or_never_was(kiosk: Kiosk, clock: StoppedClock) -> None:
    sent, draft = submit(kiosk, answer_all(kiosk, email=None)), told(kiosk)
    assert sorting.find(kiosk, FormMark(form_id(sent.id), 1)) is None
    assert sorting.find(kiosk, FormMark("K7P49WXM", 1)) is None
    clock.advance(days=8)
    assert sorting.find(kiosk, FormMark(form_id(draft.id), 1)) is None


def test_the_form_goes_to_its_slot_in_order_whatever_slot_was_opened(kiosk: Kiosk) -> None:
    draft = told(kiosk)
    first, second = brought(kiosk, draft)
    done = sorting.attach_sorted(kiosk, draft.id, CARD, Documents([second, first]))
    assert done.placed == ((FORM, 2),)
    assert standing(done.draft) == {FORM: (MediaType.PDF, 2)}
    assert "Reconocimos su solicitud por su cuadro negro y la pusimos en su lugar." in done.remarks
    assert done.missing == ()


def test_a_stack_of_mixed_pages_is_sorted_and_another_drafts_pages_left_out(kiosk: Kiosk) -> None:
    draft, other = told(kiosk), told(kiosk)
    first, second = brought(kiosk, draft)
    foreign = brought(kiosk, other, seed=2)[0]
    card = photograph("CEDULA", (1240, 800))
    stack = as_pdf([second, card, foreign, first], turned=(180, 0, 90, 270))
    done = sorting.attach_sorted(kiosk, draft.id, CARD, Documents([stack]))
    assert done.placed == ((FORM, 2), (CARD, 1))
    assert done.foreign == 1
    assert done.between == 1
    assert "Una hoja es de la solicitud de otro trámite. No se guardó." in done.remarks
    assert other.code not in " ".join(done.remarks)
    assert standing(drafts.read(kiosk, other.id)) == {}


def test_a_photo_alone_stays_a_jpeg_and_several_become_one_pdf(kiosk: Kiosk) -> None:
    draft = told(kiosk)
    done = sorting.attach_sorted(kiosk, draft.id, CARD, Documents([photograph("UNO")]))
    assert standing(done.draft) == {CARD: (MediaType.JPEG, 1)}
    done = sorting.attach_sorted(kiosk, draft.id, CARD, Documents([photograph("UNO"), photograph("DOS")]))
    assert standing(done.draft) == {CARD: (MediaType.PDF, 2)}
    assert done.remarks == ()


def test_a_missing_page_is_told_and_joins_the_one_that_stands_there(kiosk: Kiosk) -> None:
    draft = told(kiosk)
    first, second = brought(kiosk, draft)
    done = sorting.attach_sorted(kiosk, draft.id, FORM, Documents([second]))
    assert done.missing == (1,)
    assert done.remarks == ("Falta la hoja 1 de la solicitud. Póngala también.",)
    done = sorting.attach_sorted(kiosk, draft.id, FORM, Documents([first]))
    assert done.missing == ()
    assert standing(done.draft) == {FORM: (MediaType.PDF, 2)}


def test_a_form_without_a_readable_qr_is_taken_where_its_slot_was_opened(kiosk: Kiosk) -> None:
    draft = told(kiosk)
    first, _second = brought(kiosk, draft)
    done = sorting.attach_sorted(kiosk, draft.id, FORM, Documents([first, photograph("HOJA DOS")]))
    assert done.placed == ((FORM, 2),)
    assert done.missing == ()


def test_pages_of_another_draft_alone_leave_all_as_it_is(kiosk: Kiosk) -> None:
    draft, other = told(kiosk), told(kiosk)
    with pytest.raises(BadInput, match=r"2 hojas son de la solicitud de otro trámite\. No se guardaron\."):
        sorting.attach_sorted(kiosk, draft.id, FORM, Documents(brought(kiosk, other)))
    assert standing(drafts.read(kiosk, draft.id)) == {}


def test_a_refusal_places_nothing_or_says_that_the_form_was(kiosk: Kiosk) -> None:
    draft = told(kiosk)
    form = brought(kiosk, draft)
    with pytest.raises(BadInput):
        sorting.attach_sorted(kiosk, draft.id, CARD, Documents([*form, b"MZ no paper"]))
    assert standing(drafts.read(kiosk, draft.id)) == {}
    card = photograph("CEDULA")
    attachments.attach(kiosk, draft.id, "cedula-back:applicant", card)
    with pytest.raises(attachments.SameFile, match="Su solicitud ya quedó en su lugar"):
        sorting.attach_sorted(kiosk, draft.id, CARD, Documents([*form, card]))
    assert FORM in standing(drafts.read(kiosk, draft.id))
    done = sorting.attach_sorted(kiosk, draft.id, CARD, Documents([*form, card]), twice=True)
    assert done.placed == ((FORM, 2), (CARD, 1))


def test_who_gave_up_waiting_finds_nothing_placed(kiosk: Kiosk) -> None:
    draft = told(kiosk)
    with pytest.raises(NotFound):
        sorting.attach_sorted(kiosk, draft.id, CARD, Documents([photograph()]), given_up=lambda: True)
    assert standing(drafts.read(kiosk, draft.id)) == {}
