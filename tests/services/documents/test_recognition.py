"""Is it the right paper: the number typed is looked for on it, it is turned when it reads turned, and nothing is ever blocked."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageOps
from sqlmodel import select

from kiosk.adapters.samples.card import JUAN, MARIA, CardHolder, front
from kiosk.adapters.samples.pen import Drawing
from kiosk.domain.documents.document import GreyPicture, Paper, Reading, Verdict
from kiosk.inspection.judged import recognition as program
from kiosk.inspection.judged.inspector import Inspector
from kiosk.services.documents import attachments, recognition, viewing
from kiosk.services.filing import drafts
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Document, Event
from tests import filing

FRONT, BACK, FORM = "cedula-front:applicant", "cedula-back:applicant", "application-form"
pytestmark = pytest.mark.peer("tesseract")


def jpeg(*pictures: Image.Image, turned: int = 0) -> bytes:
    out = io.BytesIO()
    pictures[0].rotate(-turned, expand=True).save(out, "JPEG", quality=90)
    return out.getvalue()


def pdf(*pictures: Image.Image) -> bytes:
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=200)
    return out.getvalue()


def sheet(*lines: str) -> Image.Image:
    """Return an A4 sheet at 200 dpi with these lines among others."""
    drawing = Drawing((1654, 2339))
    for at, line in enumerate(["Solicitud de egreso voluntario", "Seguro Social Campesino", *lines, "Firma del solicitante"]):
        drawing.text((150, 200 + 90 * at), line, 34)
    return drawing.finished(0.5)


def placed(kiosk: Kiosk, slot: str, content: bytes) -> str:
    """Put a document into a slot of María's filing and return the draft's id."""
    draft = filing.begin(kiosk)
    draft = drafts.save(kiosk, draft.id, filing.choice(kiosk))
    draft = drafts.save(kiosk, draft.id, filing.family())
    attachments.attach(kiosk, draft.id, slot, content)
    return draft.id


def reading(kiosk: Kiosk, draft_id: str) -> Reading | None:
    (attachment,) = recognition.read(kiosk, draft_id, slot_of(kiosk, draft_id)).attachments
    return attachment.reading


def slot_of(kiosk: Kiosk, draft_id: str) -> str:
    (attachment,) = drafts.read(kiosk, draft_id).attachments
    return attachment.slot


def test_the_number_is_found_on_the_persons_own_card(kiosk: Kiosk) -> None:
    assert reading(kiosk, placed(kiosk, FRONT, jpeg(front(MARIA)))) is Reading.FOUND


def test_each_person_has_their_own_number_looked_for(kiosk: Kiosk) -> None:
    assert reading(kiosk, placed(kiosk, "cedula-front:p1", jpeg(front(JUAN)))) is Reading.FOUND


def test_another_persons_card_is_told(kiosk: Kiosk) -> None:
    assert reading(kiosk, placed(kiosk, FRONT, jpeg(front(JUAN)))) is Reading.OTHER_PERSON


def test_a_picture_without_a_number_is_told(kiosk: Kiosk) -> None:
    assert reading(kiosk, placed(kiosk, FRONT, filing.photograph())) is Reading.NOT_FOUND


def test_the_application_bears_the_applicants_number_and_may_bear_the_others_too(kiosk: Kiosk) -> None:
    page = sheet("Cédula: 9900000010", "Cónyuge: 2500000019")
    assert reading(kiosk, placed(kiosk, FORM, pdf(page))) is Reading.FOUND


def test_an_application_that_names_only_those_who_leave_too_is_nobody_elses(kiosk: Kiosk) -> None:
    assert reading(kiosk, placed(kiosk, FORM, pdf(sheet("Cónyuge: 2500000019")))) is Reading.NOT_FOUND


def test_the_number_may_stand_on_a_later_page(kiosk: Kiosk) -> None:
    assert reading(kiosk, placed(kiosk, FORM, pdf(sheet(), sheet(), sheet("Cédula: 9900000010")))) is Reading.FOUND


def test_beyond_the_third_page_nothing_is_read(kiosk: Kiosk) -> None:
    pages = [sheet()] * 3 + [sheet("Cédula: 9900000010")]
    assert reading(kiosk, placed(kiosk, FORM, pdf(*pages))) is Reading.NOT_FOUND


def test_where_no_number_is_looked_for_nothing_is_read(kiosk: Kiosk) -> None:
    assert reading(kiosk, placed(kiosk, BACK, jpeg(front(MARIA)))) is None


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_card_that_lies_otherwise_is_read_and_turned_by_itself(kiosk: Kiosk, turned: int, tmp_path: Path) -> None:
    draft_id = placed(kiosk, FRONT, jpeg(front(MARIA), turned=turned))
    (before,) = drafts.read(kiosk, draft_id).attachments
    (after,) = recognition.read(kiosk, draft_id, FRONT).attachments
    assert after.reading is Reading.FOUND
    assert (after.width, after.height) == (1000, 630)
    assert after.id != before.id
    small = attachments.picture(kiosk, draft_id, FRONT)
    assert small is not None
    assert small.width > small.height
    assert [each.name for each in (tmp_path / "data" / "vault").iterdir()] == [after.id]
    _draft, _attachment, content = viewing.opened(kiosk, draft_id, FRONT)
    assert ImageOps.exif_transpose(Image.open(io.BytesIO(content))).size == (1000, 630)


def test_another_persons_card_is_turned_too(kiosk: Kiosk) -> None:
    draft_id = placed(kiosk, FRONT, jpeg(front(JUAN), turned=180))
    assert reading(kiosk, draft_id) is Reading.OTHER_PERSON


def test_what_holds_no_words_is_left_as_it_lies(kiosk: Kiosk) -> None:
    draft_id = placed(kiosk, FRONT, filing.photograph())
    before = drafts.read(kiosk, draft_id).attachments[0].id
    assert recognition.read(kiosk, draft_id, FRONT).attachments[0].id == before


def test_without_the_program_it_says_so_and_goes_on(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "PROGRAM", "tesseract-that-is-not-there")
    assert reading(kiosk, placed(kiosk, FRONT, jpeg(front(MARIA)))) is Reading.UNAVAILABLE


def test_what_was_given_up_leaves_no_answer(kiosk: Kiosk) -> None:
    draft_id = placed(kiosk, FRONT, jpeg(front(MARIA)))
    assert recognition.read(kiosk, draft_id, FRONT, given_up=lambda: True).attachments[0].reading is None


def test_a_document_that_was_changed_meanwhile_gets_no_answer_of_the_former_one(kiosk: Kiosk) -> None:
    draft_id = placed(kiosk, FRONT, jpeg(front(JUAN)))
    inspector = kiosk.inspector

    class Changing(Inspector):
        def grey(self, content: bytes, *, page: int = 0, turned: int = 0, paper: Paper = Paper.PAGE) -> GreyPicture:
            attachments.attach(kiosk, draft_id, FRONT, jpeg(front(MARIA)))
            return inspector.grey(content, page=page, turned=turned, paper=paper)

    draft = recognition.read(replace(kiosk, inspector=Changing()), draft_id, FRONT)
    assert draft.attachments[0].reading is None


def test_the_person_may_say_that_it_is_right(kiosk: Kiosk) -> None:
    draft_id = placed(kiosk, FRONT, jpeg(front(JUAN)))
    recognition.read(kiosk, draft_id, FRONT)
    assert recognition.confirm(kiosk, draft_id, FRONT).attachments[0].reading is Reading.MEANT


def test_a_number_that_was_found_needs_nobody_to_say_so(kiosk: Kiosk) -> None:
    draft_id = placed(kiosk, FRONT, jpeg(front(MARIA)))
    recognition.read(kiosk, draft_id, FRONT)
    assert recognition.confirm(kiosk, draft_id, FRONT).attachments[0].reading is Reading.FOUND


def test_the_log_says_what_was_found_and_no_number(kiosk: Kiosk) -> None:
    draft_id = placed(kiosk, FRONT, jpeg(front(JUAN)))
    recognition.read(kiosk, draft_id, FRONT)
    with kiosk.database.reading() as session:
        (event,) = session.exec(select(Event).where(Event.name == "document_read")).all()
    assert event.detail == "cedula-front other_person"


def test_a_doubt_stands_in_nobodys_way(kiosk: Kiosk) -> None:
    draft = filing.answer_all(kiosk)
    draft = recognition.read(kiosk, draft.id, FRONT)
    assert {each.slot: each.reading for each in draft.attachments}[FRONT] is Reading.NOT_FOUND
    assert filing.submit(kiosk, draft).number


def test_what_was_read_after_the_sending_is_kept_and_nothing_is_turned_any_more(kiosk: Kiosk) -> None:
    draft = filing.answer_all(kiosk)
    draft = attachments.attach(kiosk, draft.id, FRONT, jpeg(front(MARIA), turned=180))
    filing.submit(kiosk, draft)
    with kiosk.database.reading() as session:
        before = session.exec(select(Document.sha256).where(Document.slot == FRONT)).one()
    recognition.read(kiosk, draft.id, FRONT)
    with kiosk.database.reading() as session:
        after = session.exec(select(Document).where(Document.slot == FRONT)).one()
        assert (after.sha256, after.reading) == (before, Reading.FOUND)


def with_a_finger(holder: CardHolder) -> Image.Image:
    picture = front(holder)
    ImageDraw.Draw(picture).ellipse((340, 430, 800, 560), fill="#c08a6a")
    return picture


def test_a_finger_on_the_number_makes_a_sharp_card_doubtful(kiosk: Kiosk) -> None:
    draft_id = placed(kiosk, FRONT, jpeg(with_a_finger(MARIA)))
    assert drafts.read(kiosk, draft_id).attachments[0].verdict is Verdict.FINE
    (after,) = recognition.read(kiosk, draft_id, FRONT).attachments
    assert (after.reading, after.verdict) == (Reading.NOT_FOUND, Verdict.DOUBTFUL)


def test_a_doubt_about_sharpness_is_answered_by_reading_the_number(kiosk: Kiosk) -> None:
    draft_id = placed(kiosk, FRONT, jpeg(front(MARIA).filter(ImageFilter.GaussianBlur(3))))
    assert [each.code for each in drafts.read(kiosk, draft_id).attachments[0].findings] == ["blurred"]
    (after,) = recognition.read(kiosk, draft_id, FRONT).attachments
    assert (after.reading, after.verdict, after.findings) == (Reading.FOUND, Verdict.FINE, ())
