"""What was taken back: the institute is told of it where it has the case, and copies that are gone are said to be gone."""

import io
import json
import os
import time
from pathlib import Path
from typing import Any

import jsonschema
import pypdf
import pytest
from sqlmodel import col, select

from kiosk.domain.cases.correction import Wanted
from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.desk.task import TaskKind
from kiosk.domain.documents.brought import Documents
from kiosk.domain.documents.document import Part
from kiosk.domain.errors import KioskError, NotFound
from kiosk.domain.filing.acceptance import Acceptance
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases import records
from kiosk.services.cases.lookup import case_of
from kiosk.services.desk import access, tasks
from kiosk.services.documents.viewing import Look
from kiosk.services.filing import submission
from kiosk.services.followup import changes, corrections, withdrawals
from kiosk.services.handover import dossier, dossier_record, export, handovers
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import legal_texts
from kiosk.services.upkeep import housekeeping
from kiosk.storage.tables import Case, Document
from tests.filing import StoppedClock, paper


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def hand_over(kiosk: Kiosk, number: CaseNumber, out: Path, clock: StoppedClock) -> None:
    export.export(kiosk, [number], out)
    handovers.record_handover(kiosk, [number], "Ana Pérez", "stick")
    clock.advance(days=1)


def case(kiosk: Kiosk, number: CaseNumber) -> Case:
    with kiosk.database.reading() as session:
        return case_of(session, number)


def composed(kiosk: Kiosk, number: CaseNumber) -> tuple[dict[str, Any], str, dict[str, bytes]]:
    """Return a dossier's record, which keeps the schema, its cover's words, and its files."""
    files = dict(dossier.compose(kiosk, number).files)
    record = json.loads(files["expediente.json"])
    schema = json.loads(dossier_record.schema())
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(record)
    pages = pypdf.PdfReader(io.BytesIO(files["expediente.pdf"])).pages
    return record, " ".join(" ".join(page.extract_text() for page in pages).split()), files


def until_it_cannot_be_undone(kiosk: Kiosk, clock: StoppedClock) -> None:
    """Let the days pass in which the desk can undo it, and the kiosk remove its copies."""
    clock.advance(days=kiosk.settings.limits.undo_days)
    withdrawals.drop_copies_due(kiosk)


def test_what_was_undone_is_told_in_the_record_and_on_the_cover(
    kiosk: Kiosk, number: CaseNumber, clock: StoppedClock, out: Path
) -> None:
    hand_over(kiosk, number, out, clock)
    withdrawals.take_back(kiosk, number, TakenBack.REQUEST)
    withdrawals.undo(kiosk, number, TakenBack.REQUEST)
    told, cover, _files = composed(kiosk, number)
    assert (told["state"], told["stage"]) == ("handed_over", "more_to_hand_over")
    assert [each["undone_by"] for each in told["withdrawals"]] == ["rosa"]
    assert "rosa deshizo la cancelación: el trámite sigue" in cover


def test_a_case_that_the_institute_has_waits_again_to_tell_that_it_was_withdrawn(
    kiosk: Kiosk, number: CaseNumber, clock: StoppedClock, out: Path
) -> None:
    hand_over(kiosk, number, out, clock)
    withdrawals.take_back(kiosk, number, TakenBack.REQUEST)
    (waits,) = handovers.waiting(kiosk).cases
    assert (waits.number, waits.tells_withdrawal) == (number, True)
    assert tasks.today(kiosk).counts[TaskKind.WITHDRAWAL] == 1
    until_it_cannot_be_undone(kiosk, clock)
    told, cover, files = composed(kiosk, number)
    assert "La persona CANCELÓ SU SOLICITUD, 24 de noviembre de 2026" in cover
    assert (told["state"], [each["kind"] for each in told["withdrawals"]]) == ("withdrawn", ["request"])
    assert "Copia borrada" in cover
    assert {each["file"] for each in told["case"]["documents"]} == {None}
    assert not [name for name in files if name.startswith("originales/")]
    hand_over(kiosk, number, out, clock)
    assert case(kiosk, number).state == CaseState.WITHDRAWN
    assert case(kiosk, number).handed_over_at is not None
    assert (handovers.waiting(kiosk).count, tasks.today(kiosk).counts[TaskKind.WITHDRAWAL]) == (0, 0)
    assert export.export(kiosk, [number], out / "again").written, "a stick may be lost"


def test_a_case_that_was_withdrawn_before_it_left_stays_here(kiosk: Kiosk, number: CaseNumber, out: Path) -> None:
    export.export(kiosk, [number], out)
    withdrawals.take_back(kiosk, number, TakenBack.REQUEST)
    assert (handovers.waiting(kiosk).count, tasks.today(kiosk).counts[TaskKind.WITHDRAWAL]) == (0, 0)
    assert "antes de la entrega" in export.export(kiosk, [number], out).failed[0][1]
    with pytest.raises(KioskError, match="ya no se entrega"):
        handovers.record_handover(kiosk, [number], "Ana Pérez", "stick")


def test_a_consent_that_was_taken_back_is_told_and_a_dossier_from_before_it_is_not_enough(
    kiosk: Kiosk, number: CaseNumber, clock: StoppedClock, out: Path
) -> None:
    hand_over(kiosk, number, out, clock)
    export.export(kiosk, [number], out)
    withdrawals.take_back(kiosk, number, TakenBack.CONSENT)
    assert handovers.record_handover(kiosk, [number], "Luis", "mail").changed == (number,)
    clock.advance(minutes=1)
    _told, cover, _files = composed(kiosk, number)
    assert "La persona QUITÓ SU PERMISO" in cover
    hand_over(kiosk, number, out, clock)
    assert (case(kiosk, number).state, handovers.waiting(kiosk).count) == (CaseState.HANDED_OVER, 0)


def test_a_consent_taken_back_before_it_left_lets_the_documents_go_with_the_request(kiosk: Kiosk, number: CaseNumber) -> None:
    withdrawals.take_back(kiosk, number, TakenBack.CONSENT)
    told, cover, files = composed(kiosk, number)
    assert "QUITÓ SU PERMISO" in cover
    assert len([name for name in files if name.startswith("originales/")]) == len(told["case"]["documents"])
    assert not handovers.waiting(kiosk).cases[0].tells_withdrawal, "the institute learns of it with the case itself"


def test_of_documents_some_of_which_are_gone_the_rest_is_bound_under_its_own_number(
    kiosk: Kiosk, number: CaseNumber, clock: StoppedClock, out: Path
) -> None:
    hand_over(kiosk, number, out, clock)
    withdrawals.take_back(kiosk, number, TakenBack.CONSENT)
    clock.advance(minutes=1)
    hand_over(kiosk, number, out, clock)
    until_it_cannot_be_undone(kiosk, clock)
    asked = corrections.ask(kiosk, number, "application-form", Wanted.BAD, "Falta la firma.")
    corrections.receive(kiosk, asked.id, Documents([paper("FIRMADA")]))
    told, cover, files = composed(kiosk, number)
    assert [each["file"] for each in told["case"]["documents"]][-1:] == ["originales/06-application-form.pdf"]
    assert [name for name in files if name.startswith("originales/")] == ["originales/06-application-form.pdf"]
    assert "6. Solicitud de egreso, llena y firmada " in cover
    assert "rosa pidió un documento otra vez. Falta la firma." in cover


def test_what_staff_noted_and_asked_for_is_in_the_record_and_makes_no_dossier_untrue(
    kiosk: Kiosk, number: CaseNumber, out: Path
) -> None:
    export.export(kiosk, [number], out)
    changes.add_observation(kiosk, number, "Llamó el hijo.")
    corrections.ask(kiosk, number, "application-form", Wanted.BAD, "Falta la firma.")
    told, cover, _files = composed(kiosk, number)
    assert [(each["text"], each["by"]) for each in told["notes"]] == [("Llamó el hijo.", "rosa")]
    assert [(each["wanted"], each["met_at"]) for each in told["corrections"]] == [("bad", None)]
    assert "rosa anotó: Llamó el hijo." in cover
    assert "correction_print" in {each["kind"] for each in records.one(kiosk, number)["deliveries"]}
    assert handovers.record_handover(kiosk, [number], "Ana Pérez", "stick").changed == ()


def test_a_document_whose_copy_is_gone_is_shown_by_what_is_known_of_it(
    kiosk: Kiosk, number: CaseNumber, clock: StoppedClock
) -> None:
    withdrawals.take_back(kiosk, number, TakenBack.REQUEST)
    until_it_cannot_be_undone(kiosk, clock)
    whole = access.look(kiosk, number, "other")
    slot = whole.draft.attachments[0].slot
    assert not any(each.has_copy for each in whole.draft.attachments)
    assert access.picture(kiosk, number, slot) is None
    with pytest.raises(NotFound, match="ya borró su copia"):
        access.part(kiosk, number, slot, Look(0, Part(), 80, 80))
    consent = legal_texts.consent(kiosk)
    given = Acceptance(consent.kind, consent.version, consent.sha256, kiosk.clock.now().at)
    assert submission.submit(kiosk, whole.draft.id, given).number == number, "sent once more it is the same case"


def test_a_file_that_outlived_its_key_is_swept_away(kiosk: Kiosk, number: CaseNumber) -> None:
    with kiosk.database.transaction() as session:
        row = session.exec(select(Document).where(col(Document.slot) == "application-form")).one()
        row.key = b""  # and the power went before the file was removed
        name, size = row.id, row.byte_count
    hours_ago = time.time() - 2 * 3600
    for path in (kiosk.settings.data_dir / "vault").iterdir():
        os.utime(path, (hours_ago, hours_ago))
    assert housekeeping.sweep_vault(kiosk) == 1
    assert not kiosk.vault.holds(name, size)
    assert housekeeping.sweep_vault(kiosk) == 0
