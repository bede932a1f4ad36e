"""A document that is asked for again: the slip, the code, what comes back, and that what was filed stays what it was."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from kiosk.adapters.drawing.child import draw
from kiosk.domain.cases.correction import AskedDocument, Wanted
from kiosk.domain.cases.state import CaseState
from kiosk.domain.documents.brought import Documents
from kiosk.domain.documents.document import Origin
from kiosk.domain.errors import BadInput, NotFound, TryLater
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import Media, MessageKind
from kiosk.services.cases import receipts, records
from kiosk.services.cases.lookup import case_of
from kiosk.services.delivery import mailing
from kiosk.services.filing import forms
from kiosk.services.followup import corrections
from kiosk.services.followup.papers import content_of
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import receipt_check
from kiosk.storage.tables import Case, Correction, Document, Event
from tests.filing import MARIA, StoppedClock, answer_all, begin, file_alone, number_of, paper, photograph, submit
from tests.outboxes import mails, rows

BACK = "cedula-back:applicant"


@pytest.fixture
def desk(kiosk: Kiosk) -> Kiosk:
    return kiosk.acting_as("rosa")


@pytest.fixture
def number(kiosk: Kiosk) -> CaseNumber:
    return file_alone(kiosk)


def ask(desk: Kiosk, number: CaseNumber, slot: str = BACK) -> AskedDocument:
    return corrections.ask(desk, number, slot, Wanted.BAD, "La foto salió movida.")


def hand_over(kiosk: Kiosk, number: CaseNumber) -> None:
    with kiosk.database.transaction() as session:
        case = case_of(session, number)
        case.state, case.handed_over_at = CaseState.HANDED_OVER, kiosk.clock.now().at


def case(kiosk: Kiosk, number: CaseNumber) -> Case:
    with kiosk.database.reading() as session:
        return case_of(session, number)


def test_what_is_asked_for_is_printed_and_mailed_in_words_that_say_what_to_do(desk: Kiosk, number: CaseNumber) -> None:
    asked = ask(desk, number)
    (printed,) = rows(desk, MessageKind.CORRECTION_PRINT)
    with desk.database.reading() as session:
        content = content_of(desk, session, printed)
    assert content.number == f"{asked.code[:4]}-{asked.code[4:]}"
    said = " ".join(line for section in content.sections for line in section.lines)
    assert "La foto salió movida." in said
    assert MARIA.number not in str(content)
    mailing.deliver_mail(desk)
    mail = next(each for each in mails(desk.settings.data_dir / "mail") if "Le pedimos" in each["Subject"])
    body = mail.get_body(("plain",))
    assert body is not None
    assert content.number in body.get_content()
    assert "La foto salió movida." in body.get_content()


def test_a_second_ask_for_the_same_document_is_told_of_the_first(desk: Kiosk, number: CaseNumber) -> None:
    first = ask(desk, number)
    with pytest.raises(BadInput, match=f"{first.code[:4]}-{first.code[4:]}"):
        ask(desk, number)
    corrections.drop(desk, first.id)
    assert ask(desk, number).code != first.code


def test_a_better_document_takes_the_place_and_the_case_is_to_be_handed_over_again(desk: Kiosk, number: CaseNumber) -> None:
    hand_over(desk, number)
    asked = ask(desk, number)
    before = {each["slot"]: each["sha256"] for each in records.one(desk, number)["documents"]}
    corrections.receive(desk, asked.id, Documents([photograph("MEJOR")]))
    after = {each["slot"]: each["sha256"] for each in records.one(desk, number)["documents"]}
    assert before.keys() == after.keys()
    assert [slot for slot in before if before[slot] != after[slot]] == [BACK]
    assert (case(desk, number).state, case(desk, number).handed_over_at) == (CaseState.HANDED_OVER, None)
    with desk.database.reading() as session:
        former = session.exec(select(Document).where(col(Document.slot) == f"{BACK}@1")).one()
        assert former.replaced_at is not None
        assert desk.vault.get(former.id, former.key)
        assert [each.name for each in session.exec(select(Event).where(col(Event.actor) == "rosa"))] == [
            "correction_asked",
            "correction_met",
        ]


def test_a_receipt_printed_again_after_a_correction_is_the_same_one_and_genuine(
    desk: Kiosk, number: CaseNumber, clock: StoppedClock
) -> None:
    receipts.open_keys(desk)
    before = receipts.content(desk, number)
    clock.advance(days=2)
    for words in ("MEJOR", "TODAVÍA MEJOR"):
        corrections.receive(desk, ask(desk, number).id, Documents([photograph(words)]))
    after = receipts.content(desk, number)
    assert (after.qr, after.documents) == (before.qr, before.documents)
    checked = receipt_check.check(after.qr, [receipts.open_keys(desk)])
    assert checked.verdict is receipt_check.ReceiptVerdict.GENUINE


def test_the_receipt_stays_the_same_where_the_clock_went_back_before_sending_and_before_the_correction(
    desk: Kiosk, clock: StoppedClock
) -> None:
    receipts.open_keys(desk)
    draft = answer_all(desk)
    clock.at -= timedelta(hours=5)
    number = number_of(submit(desk, draft))
    before = receipts.content(desk, number)
    assert len(before.documents) == len(draft.attachments)
    asked = ask(desk, number)
    clock.at -= timedelta(days=30)
    corrections.receive(desk, asked.id, Documents([photograph("MEJOR")]))
    assert receipts.content(desk, number).qr == before.qr


def test_what_does_not_serve_or_came_already_leaves_everything_as_it_was(desk: Kiosk, number: CaseNumber) -> None:
    asked = ask(desk, number)
    documents = records.one(desk, number)["documents"]
    with pytest.raises(BadInput, match="foto o el PDF de su papel"):
        corrections.receive(desk, asked.id, Documents([b"nada"]))
    with pytest.raises(BadInput, match="mismo archivo"):
        corrections.receive(desk, asked.id, Documents([photograph(BACK)]))
    assert records.one(desk, number)["documents"] == documents
    with pytest.raises(BadInput, match="Escanee el papel otra vez"):
        corrections.receive(desk, asked.id, Documents([b""], Origin.SCAN))
    corrections.receive(desk, asked.id, Documents([photograph("MEJOR")]))
    with pytest.raises(BadInput, match="ya no se espera"):
        corrections.receive(desk, asked.id, Documents([photograph("OTRA")]))


def test_several_sheets_become_one_document_without_the_slip_that_lies_on_them(desk: Kiosk, number: CaseNumber) -> None:
    asked = corrections.ask(desk, number, "application-form", Wanted.BAD, "Falta la firma.")
    (printed,) = rows(desk, MessageKind.CORRECTION_PRINT)
    with desk.database.reading() as session:
        slip = draw(content_of(desk, session, printed), Media.A4)
    corrections.receive(desk, asked.id, Documents([slip, paper("HOJA UNA"), paper("HOJA DOS")]))
    document = next(each for each in records.one(desk, number)["documents"] if each["slot"] == "application-form")
    assert document["pages"] == 2


def test_a_form_that_the_kiosk_printed_comes_back_signed_though_its_own_mark_is_that_of_the_draft(desk: Kiosk) -> None:
    draft = answer_all(desk)
    form = draw(forms.content_of(desk, draft), Media.A4)
    number = number_of(submit(desk, draft))
    asked = corrections.ask(desk, number, "application-form", Wanted.BAD, "Falta la firma.")
    corrections.receive(desk, asked.id, Documents([form]))
    assert corrections.of_case(desk, number)[0].met_at is not None


def test_the_slip_says_where_the_pages_belong_whatever_was_opened_and_alone_it_is_refused(desk: Kiosk, number: CaseNumber) -> None:
    asked, other = ask(desk, number), corrections.ask(desk, number, "application-form", Wanted.BAD, "Falta la firma.")
    third = ask(desk, file_alone(desk))
    slips = {each.reference: each for each in rows(desk, MessageKind.CORRECTION_PRINT)}
    with desk.database.reading() as session:
        own, others, foreign = (draw(content_of(desk, session, slips[each.id]), Media.A4) for each in (asked, other, third))
    with pytest.raises(BadInput, match="otro pedido"):
        corrections.receive(desk, asked.id, Documents([foreign, photograph("MEJOR")]))
    with pytest.raises(BadInput, match="otro pedido"):
        corrections.receive(desk, asked.id, Documents([own, others, photograph("MEJOR")]))
    with pytest.raises(BadInput, match="solo el papel que le dieron"):
        corrections.receive(desk, asked.id, Documents([own]))
    came, _remarks = corrections.receive(desk, asked.id, Documents([others, paper("FIRMADA")]))
    assert came.id == other.id
    assert [each.is_open for each in corrections.of_case(desk, number)] == [True, False]


def test_the_code_opens_what_is_asked_for_to_whoever_knows_the_identity_and_tries_are_counted(
    kiosk: Kiosk, desk: Kiosk, number: CaseNumber
) -> None:
    asked = ask(desk, number)
    found = corrections.resume(kiosk, asked.code, MARIA.last_four)
    assert found is not None
    assert found.id == asked.id
    assert corrections.resume(kiosk, "K7P49WXM", MARIA.last_four) is None
    for _each in range(kiosk.settings.limits.resume_tries):
        with pytest.raises(NotFound, match="No encontramos"):
            corrections.resume(kiosk, asked.code, "9999")
    with pytest.raises(TryLater):
        corrections.resume(kiosk, asked.code, MARIA.last_four)


def test_a_code_says_when_nothing_is_to_be_brought_any_more(kiosk: Kiosk, desk: Kiosk, number: CaseNumber) -> None:
    asked, other = ask(desk, number), corrections.ask(desk, number, "application-form", Wanted.MISSING, "")
    corrections.receive(desk, asked.id, Documents([photograph("MEJOR")]))
    corrections.drop(desk, other.id)
    with pytest.raises(NotFound, match="ya se recibió"):
        corrections.resume(kiosk, asked.code, MARIA.last_four)
    with pytest.raises(NotFound, match="ya no hace falta"):
        corrections.resume(kiosk, other.code, MARIA.last_four)


def test_words_from_outside_are_cleaned_and_kept_out_of_the_events(desk: Kiosk, number: CaseNumber) -> None:
    asked = corrections.ask(desk, number, BACK, Wanted.BAD, "Está \x1b[31mmovida\u202e de María")
    assert asked.explanation == "Está [31mmovida de María"
    with desk.database.reading() as session:
        assert session.exec(select(Correction.explanation)).one() == asked.explanation
        assert not [each for each in session.exec(select(Event)) if "María" in each.detail + each.why]


def test_no_code_stands_for_two_things(kiosk: Kiosk, desk: Kiosk, number: CaseNumber, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = begin(kiosk)
    codes = iter([draft.code, "A3C4D6E7", "A3C4D6E7", "F9G3H4J6"])
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: next(codes))
    assert ask(desk, number).code == "A3C4D6E7"
    assert begin(kiosk).code == "F9G3H4J6"
