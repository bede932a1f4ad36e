"""The kiosk's copies, and dossiers in clear: they stay while somebody needs them, and go after their time."""

from datetime import date
from pathlib import Path

from sqlmodel import col, select

from kiosk.domain.actor import MACHINE
from kiosk.domain.cases.decision import Outcome, TypedDecision
from kiosk.domain.documents.brought import Documents
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases import receipts, records
from kiosk.services.cases.lookup import case_of
from kiosk.services.followup import decisions, notification
from kiosk.services.handover import export, handovers
from kiosk.services.kiosk import Kiosk
from kiosk.services.upkeep import housekeeping
from kiosk.storage.tables import Document, Event
from tests.filing import StoppedClock, paper


def hand_over(kiosk: Kiosk, number: CaseNumber, folder: Path) -> None:
    export.export(kiosk, [number], folder)
    handovers.record_handover(kiosk, [number], "Ana Pérez", "stick")


def kept(kiosk: Kiosk, number: CaseNumber) -> set[str]:
    """Return the slots of which the kiosk has a copy, which can be read."""
    with kiosk.database.reading() as session:
        case = case_of(session, number)
        found = session.exec(select(Document).where(col(Document.filing) == case.id, col(Document.key) != b"")).all()
        assert all(kiosk.vault.get(each.id, each.key) for each in found)
        return {each.slot for each in found}


def test_copies_go_a_month_after_the_institute_got_them_and_the_receipt_stays_genuine(
    kiosk: Kiosk, number: CaseNumber, clock: StoppedClock, tmp_path: Path
) -> None:
    clock.advance(days=90)
    assert housekeeping.purge(kiosk)["copies"] == 0, "it has not got them"
    hand_over(kiosk, number, tmp_path / "out")
    clock.advance(days=29)
    assert housekeeping.purge(kiosk)["copies"] == 0
    before, code = kept(kiosk, number), receipts.content(kiosk, number).qr
    clock.advance(days=2)
    assert housekeeping.purge(kiosk)["copies"] == len(before)
    assert kept(kiosk, number) == set()
    assert list((kiosk.settings.data_dir / "vault").iterdir()) == []
    assert receipts.content(kiosk, number).qr == code
    assert len(records.one(kiosk, number)["documents"]) == len(before)
    with kiosk.database.reading() as session:
        told = session.exec(select(Event).where(col(Event.name) == "copies_purged")).all()
        assert [(each.actor, each.filing, each.detail) for each in told] == [
            (MACHINE, case_of(session, number).id, str(len(before)))
        ]


def test_the_answer_stays_until_a_month_after_its_person_had_it(
    kiosk: Kiosk, number: CaseNumber, clock: StoppedClock, tmp_path: Path
) -> None:
    hand_over(kiosk, number, tmp_path / "out")
    clock.advance(days=40)
    decisions.record(kiosk, number, TypedDecision(Outcome.GRANTED, "", date(2026, 12, 20)), Documents([paper("RESPUESTA")]))
    clock.advance(days=40)
    housekeeping.purge(kiosk)
    assert kept(kiosk, number) == {"answer"}
    notification.hand_out(kiosk, number, Documents([paper("FIRMA")]))
    clock.advance(days=29)
    housekeeping.purge(kiosk)
    assert kept(kiosk, number) == {"answer", "answer-received"}
    clock.advance(days=2)
    housekeeping.purge(kiosk)
    assert kept(kiosk, number) == set()


def test_a_dossier_in_clear_goes_with_the_copies_and_what_is_not_a_dossier_stays(
    kiosk: Kiosk, number: CaseNumber, clock: StoppedClock
) -> None:
    folder = kiosk.settings.desk.handover_folder
    hand_over(kiosk, number, folder)
    for other in ("fotos", "0417A-26-000002-R", f"{number}.p7m.d"):
        (folder / other).mkdir()
        (folder / other / "x").touch()
    (folder / f"{number}-2").mkdir()
    clock.advance(days=29)
    assert housekeeping.purge(kiosk)["dossiers_in_clear"] == 0
    clock.advance(days=2)
    assert housekeeping.purge(kiosk)["dossiers_in_clear"] == 2
    assert {each.name for each in folder.iterdir()} == {"fotos", "0417A-26-000002-R", f"{number}.p7m.d"}
