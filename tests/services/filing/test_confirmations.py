"""What staff typed is confirmed by the person: on a slip signed as it stands, or at the public screen; and two receipts."""

import io
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from sqlmodel import col, select

from kiosk.adapters.drawing.child import draw
from kiosk.domain.cases.correction import Wanted
from kiosk.domain.documents.brought import Documents
from kiosk.domain.errors import AskFirst, BadInput, KioskError
from kiosk.domain.filing.acceptance import GivenHow
from kiosk.domain.filing.answers import Draft, Observation
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.confirmation import CONFIRMATION
from kiosk.domain.machine.message import Media, MessageKind
from kiosk.domain.papers import receipt_code
from kiosk.domain.papers.form_mark import CONFIRMATION_PAGE, FormMark, form_id, parse_form_mark
from kiosk.services.cases import lookup, receipts, records, search
from kiosk.services.documents import additions, attachments, sorting
from kiosk.services.filing import attestations, confirmations, drafts, leases, submission
from kiosk.services.followup import corrections
from kiosk.services.handover import dossier, export, handovers
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import legal_texts
from kiosk.services.upkeep import housekeeping
from kiosk.storage.tables import Event
from tests import filing
from tests.filing import number_of


@pytest.fixture
def rosa(kiosk: Kiosk) -> Kiosk:
    """Give the kiosk in the hands of a member of staff."""
    return kiosk.acting_as("rosa")


def send(kiosk: Kiosk, draft: Draft, how: GivenHow) -> CaseNumber:
    accepted = legal_texts.accept(kiosk, legal_texts.consent(kiosk), how, "Rosa Quishpe" if how is GivenHow.PAPER else "")
    return number_of(submission.submit(kiosk, draft.id, accepted))


def test_a_slip_that_was_signed_and_scanned_confirms_on_paper(rosa: Kiosk) -> None:
    draft = filing.answer_all(rosa)
    confirmations.print_slip(rosa, draft.id)
    attachments.attach(rosa, draft.id, CONFIRMATION, filing.paper("FIRMADO"))
    number = send(rosa, draft, GivenHow.PAPER)
    record = records.one(rosa, number)
    assert (record["channel"], record["assisted_by"], record["confirmed_how"]) == ("assisted", "rosa", "paper")
    assert record["entered_by"] == dict.fromkeys(record["entered_by"], "rosa")
    assert {"applicant", "contact", "choice", "leaving"} <= record["entered_by"].keys()
    given = {each["kind"]: (each["how"], each["read_by"]) for each in record["acceptances"]}
    assert given["consent"] == ("paper", "Rosa Quishpe")
    assert CONFIRMATION in {each["slot"] for each in record["documents"]}


def test_the_slip_is_no_document_of_the_receipt_and_its_code_does_not_know_it(rosa: Kiosk, kiosk: Kiosk) -> None:
    draft = filing.answer_all(rosa)
    without = len(draft.attachments)
    confirmations.print_slip(rosa, draft.id)
    attachments.attach(rosa, draft.id, CONFIRMATION, filing.paper("FIRMADO"))
    content = receipts.content(rosa, send(rosa, draft, GivenHow.PAPER))
    assert len(content.documents) == without
    assert receipt_code.read(content.qr).said.documents == without
    assert not any("onfirmación" in each for each in content.documents)


def test_without_its_scan_it_is_filed_and_nothing_says_that_consent_was_given(rosa: Kiosk, clock: filing.StoppedClock) -> None:
    draft = filing.answer_all(rosa)
    confirmations.print_slip(rosa, draft.id)
    record = records.one(rosa, number := send(rosa, draft, GivenHow.PAPER))
    assert record["confirmed_how"] == ""
    assert "signed_sheet_missing" in record["lacking"]
    assert consent_of(record)["how"] == "awaited"
    clock.advance(days=9)
    housekeeping.purge(rosa)
    assert search.find(rosa, draft.code).cases, "the sheet's code is known as long as the sheet is waited for"
    additions.keep_scan(rosa, number, Documents([filing.paper("FIRMADO")]), by_eye=True)
    record = records.one(rosa, number)
    assert (consent_of(record)["how"], consent_of(record)["given_at"]) == ("paper", rosa.local(clock.at).isoformat())
    assert consent_of(record)["read_by"] == "Rosa Quishpe"
    assert "signed_sheet_missing" not in record["lacking"]
    housekeeping.purge(rosa)
    assert not search.find(rosa, draft.code).cases


def test_a_sheet_that_is_scanned_after_the_hand_over_travels_with_the_next_one(rosa: Kiosk, tmp_path: Path) -> None:
    number = number_of(filing.submit(rosa, filing.answer_all(rosa)))
    export.export(rosa, [number], tmp_path / "out")
    handovers.record_handover(rosa, [number], "Ana Pérez", "stick")
    assert handovers.waiting_numbers(rosa) == ()
    additions.keep_scan(rosa, number, Documents([filing.paper("FIRMADO")]), by_eye=True)
    assert handovers.waiting_numbers(rosa) == (number,)
    cover = pypdf.PdfReader(io.BytesIO(dict(dossier.compose(rosa, number).files)["expediente.pdf"])).pages[0].extract_text()
    assert "Se entregó a Ana Pérez" in cover
    assert "Se escaneó la hoja firmada" in cover
    export.export(rosa, [number], tmp_path / "out")
    handovers.record_handover(rosa, [number], "Ana Pérez", "stick")
    assert handovers.waiting_numbers(rosa) == ()


def consent_of(record: dict[str, Any]) -> dict[str, Any]:
    return next(each for each in record["acceptances"] if each["kind"] == "consent")


def test_staff_cannot_give_the_consent_in_the_persons_place(rosa: Kiosk) -> None:
    draft = filing.answer_all(rosa)
    confirmations.print_slip(rosa, draft.id)
    for how in (GivenHow.READ, GivenHow.READ_ALOUD):
        with pytest.raises(BadInput, match="lo da la persona"):
            send(rosa, draft, how)


def test_nobody_but_staff_prints_the_slip_or_files_on_it(kiosk: Kiosk) -> None:
    draft = filing.answer_all(kiosk)
    with pytest.raises(KioskError):
        confirmations.print_slip(kiosk, draft.id)
    with pytest.raises(BadInput, match="solo el personal"):
        send(kiosk, draft, GivenHow.PAPER)


def test_a_slip_printed_before_the_last_change_confirms_nothing_and_its_scan_goes(rosa: Kiosk) -> None:
    draft = filing.answer_all(rosa)
    confirmations.print_slip(rosa, draft.id)
    attachments.attach(rosa, draft.id, CONFIRMATION, filing.paper("FIRMADO"))
    assert confirmations.is_printed(rosa, draft.id)
    drafts.save(rosa, draft.id, Observation("Otra cosa"))
    with pytest.raises(BadInput, match="no está al día"):
        send(rosa, draft, GivenHow.PAPER)
    assert all(each.slot != CONFIRMATION for each in confirmations.print_slip(rosa, draft.id).attachments)
    assert send(rosa, draft, GivenHow.PAPER)


def test_the_sheet_is_scanned_later_once_and_not_anothers(rosa: Kiosk, kiosk: Kiosk) -> None:
    draft = filing.answer_all(rosa)
    number = number_of(filing.submit(rosa, draft))
    before = receipts.content(rosa, number).qr
    additions.keep_scan(rosa, number, Documents([filing.paper("FIRMADO")]), by_eye=True)
    record = records.one(rosa, number)
    assert record["confirmed_how"] == "paper"
    assert CONFIRMATION in {each["slot"] for each in record["documents"]}
    assert receipts.content(rosa, number).qr == before
    with pytest.raises(BadInput, match="no espera una hoja firmada"):
        additions.keep_scan(rosa, number, Documents([filing.paper("FIRMADO OTRA VEZ")]), by_eye=True)
    alone = number_of(filing.submit(kiosk, filing.answer_all(kiosk)))
    with pytest.raises(BadInput, match="no espera una hoja firmada"):
        additions.keep_scan(rosa, alone, Documents([filing.paper("FIRMADO")]), by_eye=True)


def slip_of(kiosk: Kiosk, draft: Draft) -> bytes:
    """Return the slip of a draft as a scanner sees it."""
    pdf = pypdfium2.PdfDocument(draw(confirmations.content_of(kiosk, draft), Media.A4))
    file = io.BytesIO()
    pages = [page.render(scale=150 / 72).to_pil().convert("RGB") for page in pdf]
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=150)
    return file.getvalue()


def test_the_signed_sheet_is_known_by_its_mark_whatever_slot_was_opened(rosa: Kiosk) -> None:
    draft = filing.answer_all(rosa)
    signed, slot = slip_of(rosa, draft), draft.attachments[0].slot
    confirmations.print_slip(rosa, draft.id)
    went = sorting.attach_sorted(rosa, draft.id, slot, Documents([signed]))
    assert CONFIRMATION in dict(went.placed)
    assert confirmations.is_printed(rosa, draft.id) is False, "the other page took the place of a document"
    number = number_of(filing.submit(rosa, filing.answer_all(rosa)))
    with pytest.raises(BadInput, match="papel de otro"):
        additions.keep_scan(rosa, number, Documents([signed]))


def test_a_paper_without_the_sheets_mark_is_the_sheet_only_when_a_person_says_so(rosa: Kiosk) -> None:
    draft = filing.answer_all(rosa)
    number, unmarked = number_of(filing.submit(rosa, draft)), filing.paper("CÉDULA DE OTRO")
    with pytest.raises(AskFirst, match="No se lee el cuadro"):
        additions.keep_scan(rosa, number, Documents([unmarked]))
    assert "signed_sheet_missing" in records.one(rosa, number)["lacking"]
    additions.keep_scan(rosa, number, Documents([slip_of(rosa, draft)]))
    assert records.one(rosa, number)["confirmed_how"] == "paper", "its own mark says what it is"


def test_in_a_filing_under_way_too_a_paper_without_the_mark_is_the_sheet_only_when_a_person_says_so(rosa: Kiosk) -> None:
    draft, unmarked = filing.answer_all(rosa), filing.paper("CÉDULA DE OTRO")
    confirmations.print_slip(rosa, draft.id)
    with pytest.raises(AskFirst, match="No se lee el cuadro") as asked:
        sorting.attach_sorted(rosa, draft.id, CONFIRMATION, Documents([unmarked]))
    number = number_of(filing.submit(rosa, filing.answer_all(rosa)))
    with pytest.raises(AskFirst) as at_the_desk:
        additions.keep_scan(rosa, number, Documents([filing.paper("CÉDULA DE OTRA")]))
    assert asked.value.message == at_the_desk.value.message
    assert CONFIRMATION not in {each.slot for each in drafts.read(rosa, draft.id).attachments}
    assert ("sheet_known_by_eye", "rosa") not in happened(rosa, draft.id)
    sorting.attach_sorted(rosa, draft.id, CONFIRMATION, Documents([unmarked]), by_eye=True)
    assert CONFIRMATION in {each.slot for each in drafts.read(rosa, draft.id).attachments}
    assert happened(rosa, draft.id)[-1] == ("sheet_known_by_eye", "rosa")
    assert confirmations.is_printed(rosa, draft.id), "nothing that stands on the sheet has changed"


def test_what_a_person_said_of_the_sheet_is_told_of_the_case(rosa: Kiosk) -> None:
    number = number_of(filing.submit(rosa, filing.answer_all(rosa)))
    additions.keep_scan(rosa, number, Documents([filing.paper("FIRMADO")]), by_eye=True)
    assert [each["actor"] for each in records.one(rosa, number)["events"] if each["name"] == "sheet_known_by_eye"] == ["rosa"]
    draft = filing.answer_all(rosa)
    marked = number_of(filing.submit(rosa, draft))
    additions.keep_scan(rosa, marked, Documents([slip_of(rosa, draft)]), by_eye=True)
    assert "sheet_known_by_eye" not in {each["name"] for each in records.one(rosa, marked)["events"]}


def happened(kiosk: Kiosk, filing_id: str) -> list[tuple[str, str]]:
    """Return what was written down of a filing, and of whom."""
    with kiosk.database.reading() as session:
        rows = session.exec(select(Event).where(col(Event.filing) == filing_id).order_by(col(Event.id))).all()
        return [(each.name, each.actor) for each in rows]


@pytest.mark.parametrize("scanned_for", ["another draft", "another case's sheet", "a document that was asked for"])
def test_a_signed_sheet_finds_its_filed_case_by_its_mark_whatever_staff_scanned_it_for(rosa: Kiosk, scanned_for: str) -> None:
    draft, other = filing.answer_all(rosa), filing.answer_all(rosa)
    signed = slip_of(rosa, draft)
    number = number_of(filing.submit(rosa, draft))

    def scan() -> None:
        if scanned_for == "another draft":
            sorting.attach_sorted(rosa, other.id, other.attachments[0].slot, Documents([signed]))
        elif scanned_for == "another case's sheet":
            additions.keep_scan(rosa, number_of(filing.submit(rosa, other)), Documents([signed]))
        else:
            second = number_of(filing.submit(rosa, other))
            asked = corrections.ask(rosa, second, other.attachments[0].slot, Wanted.BAD, "Está movida.")
            corrections.receive(rosa, asked.id, Documents([signed]))

    with pytest.raises(additions.SheetOfAnother, match=f"{number}: ya quedó allí"):
        scan()
    record = records.one(rosa, number)
    assert record["confirmed_how"] == "paper"
    assert next(each["pages"] for each in record["documents"] if each["slot"] == CONFIRMATION) > 1
    assert drafts.read(rosa, other.id).attachments == other.attachments


def test_at_the_public_screen_nobody_s_sheet_is_known(rosa: Kiosk, kiosk: Kiosk) -> None:
    draft, mine = filing.answer_all(rosa), filing.answer_all(kiosk)
    signed = slip_of(rosa, draft)
    number = number_of(filing.submit(rosa, draft))
    sorting.attach_sorted(kiosk, mine.id, mine.attachments[0].slot, Documents([signed]))
    assert records.one(rosa, number)["confirmed_how"] == ""


def test_who_confirms_at_the_public_screen_what_staff_typed_is_told_apart(kiosk: Kiosk, rosa: Kiosk) -> None:
    draft = filing.answer_all(rosa)
    leases.let_go(rosa)
    mine = drafts.resume(kiosk, draft.code, filing.MARIA.last_four)
    assert mine.entered_by == "rosa"
    record = records.one(kiosk, send(kiosk, mine, GivenHow.READ))
    assert (record["channel"], record["assisted_by"], record["confirmed_how"]) == ("assisted", "rosa", "screen")
    submitted = next(each for each in record["events"] if each["name"] == "case_submitted")
    assert submitted["actor"] == "citizen"


def test_the_slip_holds_all_in_words_and_the_consent_by_version_and_hash(rosa: Kiosk) -> None:
    draft = filing.answer_all(rosa)
    attestations.vouch(rosa, draft.id, Subject.READING, Seen.READ_ALOUD, reader="Rosa Quishpe")
    content = confirmations.content_of(rosa, drafts.read(rosa, draft.id))
    words = "\n".join(
        [each.heading, *each.lines, *(" ".join(row) for row in each.rows)][at]
        for each in content.sections
        for at in range(1 + len(each.lines) + len(each.rows))
    )
    consent = legal_texts.consent(rosa)
    for said in ("Demostración Ñusta María José", filing.MARIA.number, "Demostración Juan", "autorizo que", consent.version):
        assert said in words
    assert consent.sha256 in words.replace(" ", "")
    assert "Rosa Quishpe" in words
    assert "Demostración Rosa" in words
    assert parse_form_mark(content.qr) == FormMark(form_id(draft.id), CONFIRMATION_PAGE)
    assert content.signature.startswith("Firma o huella de Demostración Ñusta María José")


def test_a_scan_in_the_slips_place_stays_there_and_one_elsewhere_is_known_by_its_mark(rosa: Kiosk) -> None:
    draft = filing.answer_all(rosa)
    confirmations.print_slip(rosa, draft.id)
    went = sorting.attach_sorted(rosa, draft.id, CONFIRMATION, Documents([filing.paper("CON HUELLA SOBRE EL CUADRO")]), by_eye=True)
    assert went.placed == ((CONFIRMATION, 1),)
    assert sorting.find(rosa, FormMark(form_id(draft.id), CONFIRMATION_PAGE)) == (draft.id, CONFIRMATION)


def test_an_assisted_filing_prints_a_receipt_to_take_and_one_to_sign(rosa: Kiosk) -> None:
    draft = filing.answer_all(rosa)
    attestations.vouch(rosa, draft.id, Subject.IDENTITY, Seen.CARD, reason="La vi completa")
    attestations.vouch(rosa, draft.id, Subject.READING, Seen.READ_ALOUD, reader="Elena Vecina")
    number = number_of(filing.submit(rosa, draft))
    kinds = [each["kind"] for each in records.one(rosa, number)["deliveries"]]
    assert {MessageKind.RECEIPT_PRINT, MessageKind.KEPT_RECEIPT_PRINT} <= set(kinds)
    mine = receipts.content(rosa, number)
    assert mine.vouched[0] == "Identidad: cédula original. Lo dice rosa, 23 de noviembre"
    assert mine.signature == ""
    text = "\n".join(mine.vouched)
    for secret in (filing.MARIA.number, "La vi completa", "Elena", filing.EMAIL):
        assert secret not in text
    with rosa.database.reading() as session:
        kept = receipts.content_of(rosa, session, lookup.case_of(session, number), kept=True)
    assert (kept.vouched, kept.qr) == (mine.vouched, mine.qr)
    assert kept.signature


def test_who_files_alone_gets_one_receipt(kiosk: Kiosk) -> None:
    number = number_of(filing.submit(kiosk, filing.answer_all(kiosk)))
    assert MessageKind.KEPT_RECEIPT_PRINT not in {each["kind"] for each in records.one(kiosk, number)["deliveries"]}
    assert receipts.content(kiosk, number).vouched == ()
