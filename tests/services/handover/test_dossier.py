"""A case's dossier: what the institute opens is what was filed, nothing more and nothing less."""

import hashlib
import io
import json
import re
import secrets
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pypdf
import pytest
from sqlmodel import col, select

from kiosk.domain.cases.correction import Wanted
from kiosk.domain.documents.brought import Documents
from kiosk.domain.errors import KioskError
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases import receipts
from kiosk.services.documents import additions
from kiosk.services.filing import attestations
from kiosk.services.followup import changes, corrections
from kiosk.services.handover import dossier, dossier_record, export
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import AttestationRow, Case, Document
from tests.filing import StoppedClock, answer_all, number_of, paper, photograph, submit


def files(kiosk: Kiosk, number: CaseNumber) -> dict[str, bytes]:
    return dict(dossier.compose(kiosk, number).files)


def texts(pdf: bytes) -> list[str]:
    """Return the words of each page, on one line each."""
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def record_of(files: dict[str, bytes]) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(files["expediente.json"])
    return record


def conforms(record: dict[str, Any]) -> None:
    schema = json.loads(dossier_record.schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(record)


def change(kiosk: Kiosk, standing: str, /, **columns: object) -> None:
    """Change a document's row, as a correction or a mishap would."""
    with kiosk.database.transaction() as session:
        row = session.exec(select(Document).where(col(Document.slot) == standing)).one()
        for name, value in columns.items():
            setattr(row, name, value)


def settle_documents(kiosk: Kiosk) -> None:
    """Let no document be doubtful."""
    with kiosk.database.transaction() as session:
        for row in session.exec(select(Document)).all():
            row.verdict, row.reading = "fine", ""


def fingerprint(kiosk: Kiosk) -> str:
    with kiosk.database.reading() as session:
        return dossier_record.fingerprint_of(kiosk, session, session.exec(select(Case)).one())


def test_the_pdf_has_a_cover_and_each_document_under_its_caption(kiosk: Kiosk, number: CaseNumber) -> None:
    held = files(kiosk, number)
    cover, *pages = texts(held["expediente.pdf"])
    for words in (number, "Demostración Ñusta María José", "9900000010", "Demostración Juan", "por rosa", "versión 2026-12"):
        assert words in cover
    captions = [page.removesuffix(f"{number} · hoja {sheet}").strip() for sheet, page in enumerate(pages, 2)]
    assert captions[0] == "1. Cédula, parte de adelante · Demostración Ñusta María José"
    assert [each.partition(".")[0] for each in captions] == ["1", "2", "3", "4", "5", "6"]
    assert captions[-1] == "6. Solicitud de egreso, llena y firmada"
    for place, page in enumerate(pypdf.PdfReader(io.BytesIO(held["expediente.pdf"])).pages):
        assert [round(each) for each in page.mediabox[2:]] == [595, 842]
        assert ("/XObject" in str(page["/Resources"])) == (place > 0)


def test_the_originals_are_byte_by_byte_what_was_taken(kiosk: Kiosk, number: CaseNumber) -> None:
    held = files(kiosk, number)
    with kiosk.database.reading() as session:
        rows = {each.sha256: each for each in session.exec(select(Document)).all()}
    originals = {name: content for name, content in held.items() if name.startswith("originales/")}
    assert {hashlib.sha256(each).hexdigest() for each in originals.values()} == set(rows)
    assert "originales/01-cedula-front-applicant.jpg" in originals
    assert "originales/06-application-form.pdf" in originals


@pytest.mark.peer("sha256sum")
def test_the_sums_are_as_sha256sum_wants_them(kiosk: Kiosk, number: CaseNumber, tmp_path: Path) -> None:
    written = export.export(kiosk, [number], tmp_path / "out").written[0].path
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=written, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count(": OK") == sum(each.is_file() for each in written.rglob("*")) - 1


def test_the_record_is_as_the_published_schema_says(kiosk: Kiosk, number: CaseNumber) -> None:
    with kiosk.database.transaction() as session:
        case = session.exec(select(Case)).one()
        case.entered_by, case.confirmed_how, case.channel = "rosa", "paper", "assisted"
        session.add(
            AttestationRow(
                filing=case.id, subject="identity", person="p1", how="known", reason="Vecina", actor="rosa", at=kiosk.clock.now().at
            )
        )
    held = files(kiosk, number)
    record = record_of(held)
    conforms(record)
    assert [each["file"] for each in record["case"]["documents"]] == [each for each in held if each.startswith("originales/")]
    said = " ".join(texts(held["expediente.pdf"])[0].split())
    assert re.search(r"Identidad de Demostración Juan: \S+ dijo que el dispensario conoce a la persona", said)
    with pytest.raises(jsonschema.ValidationError):
        conforms(record | {"more": 1})


@pytest.mark.parametrize("read", [Seen.READ_ALOUD, Seen.READ_BY_THEMSELVES])
def test_consent_on_paper_is_told_once_its_sheet_is_scanned_and_until_then_that_it_is_missing(kiosk: Kiosk, read: Seen) -> None:
    draft = answer_all(kiosk)
    reader = "Luis Vecino" if read is Seen.READ_ALOUD else ""
    attestations.vouch(kiosk, draft.id, Subject.READING, read, reader=reader)
    attestations.vouch(kiosk, draft.id, Subject.IDENTITY, Seen.CARD, reason="La vi.")
    number = number_of(submit(kiosk, draft))
    settle_documents(kiosk)
    held = files(kiosk, number)
    record = record_of(held)
    conforms(record)
    assert record["case"]["lacking"] == ["signed_sheet_missing"]
    assert {each["kind"]: each["how"] for each in record["case"]["acceptances"]} == {"notice": "read", "consent": "awaited"}
    cover = texts(held["expediente.pdf"])[0]
    assert "! Falta la hoja firmada" in cover
    assert "todavía no lo confirma" in cover
    assert "dado en papel" not in cover
    assert ("la persona lo leyó" in cover) == (read is Seen.READ_BY_THEMSELVES)
    additions.keep_scan(kiosk, number, Documents([paper("FIRMADO")]), by_eye=True)
    settle_documents(kiosk)
    held = files(kiosk, number)
    record = record_of(held)
    conforms(record)
    assert record["case"]["lacking"] == []
    assert {each["kind"]: each["how"] for each in record["case"]["acceptances"]} == {"notice": "read", "consent": "paper"}
    cover = texts(held["expediente.pdf"])[0]
    assert "Consentimiento dado en papel, con firma o huella" in cover
    assert "Falta" not in cover


def test_what_a_case_lacks_stands_first_on_the_cover_and_goes_with_a_decision(kiosk: Kiosk, number: CaseNumber) -> None:
    settle_documents(kiosk)
    change(kiosk, "application-form", verdict="doubtful")
    with kiosk.database.transaction() as session:
        session.exec(select(Case)).one().entered_by = "rosa"
    record = record_of(held := files(kiosk, number))
    assert record["case"]["lacking"] == ["identity_not_vouched", "signed_sheet_missing", "document_doubtful"]
    cover = texts(held["expediente.pdf"])[0]
    assert (
        cover.index("! Falta confirmar la identidad") < cover.index("! Falta decidir si un documento") < cover.index("Quién pide")
    )
    before = dossier_record.fingerprint(record)
    changes.approve_document(kiosk, number, "application-form")
    record = record_of(held := files(kiosk, number))
    conforms(record)
    assert record["case"]["lacking"] == ["identity_not_vouched", "signed_sheet_missing"]
    assert dossier_record.fingerprint(record) != before, "what is written already is not true any more"
    assert "rosa decidió que vale" in texts(held["expediente.pdf"])[0]


def test_an_older_version_is_among_the_originals_only(kiosk: Kiosk, number: CaseNumber) -> None:
    change(kiosk, "application-form", slot="application-form~1", replaced_at=kiosk.clock.now().at)
    held = files(kiosk, number)
    conforms(record_of(held))
    assert "originales/anterior-01-application-form-1.pdf" in held
    cover, *pages = texts(held["expediente.pdf"])
    assert "Versiones anteriores" in cover
    assert not any("Solicitud de egreso, llena" in page for page in pages)
    assert len(pages) == 5


def test_no_slot_s_name_leads_out_of_the_folder_or_names_anybody(kiosk: Kiosk, number: CaseNumber, tmp_path: Path) -> None:
    change(kiosk, "application-form", slot="../../etc/\x1b[31mÑandú:p1 " + "x" * 90)
    change(kiosk, "cedula-back:applicant", slot="日本語")
    record = record_of(held := files(kiosk, number))
    conforms(record)
    assert all(each.replace("originales/", "").replace("-", "").replace(".", "").isalnum() for each in held)
    assert not any("maria" in each.lower() or "9900" in each for each in held)
    written = export.export(kiosk, [number], tmp_path / "out")
    assert {each.name for each in (tmp_path / "out").iterdir()} == {number}
    assert not written.failed


def test_a_document_that_is_lost_is_told_by_its_file(kiosk: Kiosk, number: CaseNumber) -> None:
    with kiosk.database.reading() as session:
        name = session.exec(select(Document.id).where(col(Document.slot) == "application-form")).one()
    kiosk.vault.remove(name)
    with pytest.raises(KioskError, match=r"originales/06-application-form\.pdf"):
        files(kiosk, number)


def test_the_code_on_the_dossier_is_the_receipt_s_also_once_a_better_document_came(
    kiosk: Kiosk, number: CaseNumber, clock: StoppedClock
) -> None:
    code = receipts.content(kiosk, number).qr
    clock.advance(days=1)
    asked = corrections.ask(kiosk, number, "application-form", Wanted.BAD, "Falta la firma.")
    corrections.receive(kiosk, asked.id, Documents([paper("MEJOR")]))
    assert record_of(files(kiosk, number))["receipt_code"] == code == receipts.content(kiosk, number).qr


def test_a_case_of_many_large_documents_takes_several_pdfs(
    kiosk: Kiosk, number: CaseNumber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dossier, "BOUND_BYTES", 40_000)  # of documents of 10 kB; the real limit would take seconds to reach
    held = files(kiosk, number)
    parts = [texts(held[f"expediente-{part}.pdf"]) for part in (1, 2)]
    assert "expediente.pdf" not in held
    assert ["PARTE 1 DE 2" in parts[0][0], "PARTE 2 DE 2" in parts[1][0]] == [True, True]
    assert sum(len(each) - 1 for each in parts) == 6
    assert parts[1][1].startswith("4. ")


def test_what_the_institute_has_is_told_by_what_people_put_in(kiosk: Kiosk, number: CaseNumber) -> None:
    before = fingerprint(kiosk)
    with kiosk.database.transaction() as session:
        case = session.exec(select(Case)).one()
        case.email_verified_at = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    assert fingerprint(kiosk) == before
    content = photograph("OTRO")
    name = secrets.token_hex(16)
    change(kiosk, "cedula-front:p1", id=name, key=kiosk.vault.put(name, content), sha256=hashlib.sha256(content).hexdigest())
    assert fingerprint(kiosk) != before
