"""Retention: what is past its time goes, is told, and can be found nowhere any more."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import SQLModel, col, select

from kiosk.domain.actor import MACHINE
from kiosk.domain.cases.rights import Right
from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.services.cases import receipts
from kiosk.services.filing import drafts, forms, verification
from kiosk.services.journal import audit
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import prints
from kiosk.services.rights import complaints, requests
from kiosk.services.upkeep import housekeeping
from kiosk.storage.tables import Complaint, Document, Event, Fact, Message, RightsRequest, StepFigure, Verification
from kiosk.storage.vault import Vault, VaultError
from tests.decrypted import pages
from tests.filing import StoppedClock, answer_all, begin, file_alone, open_kiosk, submit

CANARIES = ("María José", "9900000010", "maria@ejemplo.test", "991234567")
"""What somebody typed: names, identity, e-mail, telephone."""


def found(folder: Path) -> set[str]:
    """Return the canaries that stand in any page of a kiosk's database."""
    everything = b"".join(pages(folder))
    return {each for each in CANARIES if each.encode() in everything}


def rows(kiosk: Kiosk, table: type[SQLModel]) -> int:
    with kiosk.database.reading() as session:
        return len(session.exec(select(table)).all())


@pytest.mark.embedded("the pages of the file")
@pytest.mark.parametrize("ending", [drafts.discard, lambda kiosk, _id: kiosk.clock.advance(days=8)])
def test_what_was_typed_and_deleted_stands_in_no_page_of_the_database(kiosk: Kiosk, ending: Callable[[Kiosk, str], None]) -> None:
    draft = answer_all(kiosk)
    verification.request_code(kiosk, draft.id)
    assert found(kiosk.settings.data_dir) == set(CANARIES), "the search finds what is there"
    ending(kiosk, draft.id)
    assert found(kiosk.settings.data_dir) == set(CANARIES), "it finds it in the log as well, where it is deleted"
    assert housekeeping.purge(kiosk)["drafts"] == (ending is not drafts.discard)
    kiosk.database.cut_log()
    assert found(kiosk.settings.data_dir) == set()


@pytest.mark.embedded("the file is copied with it")
def test_a_copy_of_a_vault_file_is_unreadable_once_its_row_is_gone(kiosk: Kiosk, tmp_path: Path, clock: StoppedClock) -> None:
    answer_all(kiosk)
    with kiosk.database.reading() as session:
        row = session.exec(select(Document)).all()[0]
    copied = shutil.copytree(kiosk.settings.data_dir / "vault", tmp_path / "copied")
    assert Vault(copied).get(row.id, row.key)
    clock.advance(days=8)
    housekeeping.purge(kiosk)
    assert not list((kiosk.settings.data_dir / "vault").iterdir())
    assert row.key not in b"".join(pages(kiosk.settings.data_dir)), "no page holds its key"
    with pytest.raises(VaultError):
        Vault(copied).get(row.id, bytes(32))


def test_codes_go_with_their_address_once_their_filing_is_closed(kiosk: Kiosk, clock: StoppedClock) -> None:
    draft = answer_all(kiosk)
    verification.request_code(kiosk, draft.id)
    submit(kiosk, draft)
    clock.advance(days=6)
    assert housekeeping.purge(kiosk)["codes"] == 0, "its draft is there, and may be asked for once more"
    clock.advance(days=2)
    assert housekeeping.purge(kiosk)["codes"] == 1
    with kiosk.database.reading() as session:
        assert session.exec(select(Verification)).all() == []
        kinds = session.exec(select(Message.kind)).all()
    assert MessageKind.EMAIL_CODE not in kinds
    assert MessageKind.FILING_EMAIL in kinds, "what was sent of a case stays"


def test_messages_of_drafts_that_went_go_once_the_printer_has_nothing_of_them(kiosk: Kiosk) -> None:
    draft = answer_all(kiosk)
    forms.print_form(kiosk, draft.id)
    with kiosk.database.transaction() as session:
        for each in session.exec(select(Message)).all():
            each.state, each.tries, each.next_try_at = MessageState.SENDING, 1, kiosk.clock.now().at
            each.job = "job-7" if each.kind == MessageKind.FORM_PRINT else ""
    drafts.discard(kiosk, draft.id)
    assert housekeeping.purge(kiosk)["messages"] == 0, "the printer may have both"
    with kiosk.database.transaction() as session:
        for each in session.exec(select(Message)).all():
            each.job = ""
    assert housekeeping.purge(kiosk)["messages"] == 2
    assert rows(kiosk, Message) == 0


def test_what_was_printed_of_a_draft_stays_known_once_it_is_a_case(kiosk: Kiosk, clock: StoppedClock) -> None:
    draft = answer_all(kiosk)
    forms.print_form(kiosk, draft.id)
    with kiosk.database.transaction() as session:
        for each in session.exec(select(Message)).all():
            each.state, each.settled_at, each.next_try_at = MessageState.ACCEPTED, clock.at, None
    submit(kiosk, draft)
    before = rows(kiosk, Message)
    clock.advance(days=60)
    assert (housekeeping.purge(kiosk)["messages"], rows(kiosk, Message)) == (0, before)


def test_what_was_printed_for_nobody_is_forgotten_after_a_month_and_a_case_s_own_never(kiosk: Kiosk, clock: StoppedClock) -> None:
    number = file_alone(kiosk)
    receipts.print_again(kiosk, number)
    prints.ask(kiosk, MessageKind.BLANK_FORM_PRINT, "egreso-ssc")
    before = rows(kiosk, Message)
    with kiosk.database.transaction() as session:
        for each in session.exec(select(Message)).all():
            each.state, each.settled_at, each.next_try_at = MessageState.ACCEPTED, clock.at, None
    clock.advance(days=29)
    assert housekeeping.purge(kiosk)["messages"] == 0
    clock.advance(days=2)
    assert housekeeping.purge(kiosk)["messages"] == 1
    assert rows(kiosk, Message) == before - 1


def test_the_words_of_a_complaint_go_a_year_after_it_was_attended_to_and_it_still_counts(kiosk: Kiosk, clock: StoppedClock) -> None:
    complaints.leave(kiosk, "No hay sillas.", "099 123 4567")
    complaints.leave(kiosk, "No hay agua.", "")
    complaints.settle(kiosk, complaints.listed(kiosk)[0].id, "Se pusieron cuatro.")
    clock.advance(days=364)
    assert housekeeping.purge(kiosk)["complaints"] == 0
    clock.advance(days=2)
    assert housekeeping.purge(kiosk)["complaints"] == 1
    assert housekeeping.purge(kiosk)["complaints"] == 0
    with kiosk.database.reading() as session:
        words = session.exec(select(Complaint.text, Complaint.reply_to, Complaint.settled_note)).all()
    assert sorted(map(tuple, words)) == [("", "", ""), ("No hay agua.", "", "")]
    assert [each.beginning for each in complaints.listed(kiosk)] == ["No hay agua."]


def test_after_years_events_requests_about_data_and_counts_go_and_the_chain_holds(kiosk: Kiosk, clock: StoppedClock) -> None:
    file_alone(kiosk)
    requests.ask(kiosk, Right.ACCESS, "9900000010", seen=True)
    with kiosk.database.transaction() as session:
        session.add(StepFigure(year=2026, month=11, channel="kiosk", step="identify", visits=1))
    clock.advance(days=7 * 365)
    assert housekeeping.purge(kiosk)["events"] == 0
    clock.advance(days=400)
    filed = rows(kiosk, Event)
    assert housekeeping.purge(kiosk)["events"] > 2
    assert (rows(kiosk, RightsRequest), rows(kiosk, StepFigure)) == (0, 0)
    assert rows(kiosk, Event) < filed
    assert audit.verify(kiosk.database).is_whole


def test_a_printers_folder_is_emptied_as_drafts_are(kiosk: Kiosk, clock: StoppedClock) -> None:
    folder = kiosk.settings.printer.folder
    folder.mkdir(exist_ok=True)
    (folder / "comprobante-0123456789abcdef.pdf").write_bytes(b"%PDF-1.4")
    clock.at = datetime.now(UTC) + timedelta(days=6)
    assert housekeeping.purge(kiosk)["printed_pages"] == 0
    clock.advance(days=2)
    assert (
        housekeeping.purge(replace(kiosk, settings=replace(kiosk.settings, printer=replace(kiosk.settings.printer, kind="cups"))))
        is not None
    )
    assert housekeeping.purge(kiosk)["printed_pages"] == 1
    assert list(folder.iterdir()) == []


def test_the_log_s_older_file_goes_with_the_rest(kiosk: Kiosk, clock: StoppedClock) -> None:
    older = kiosk.settings.data_dir / "log" / "kiosk.1.log"
    older.write_text("{}\n", encoding="utf-8")
    os.utime(older, (clock.at.timestamp(), clock.at.timestamp()))
    clock.advance(days=29)
    assert housekeeping.purge(kiosk)["log_files"] == 0
    clock.advance(days=2)
    assert housekeeping.purge(kiosk)["log_files"] == 1


def test_wrong_tries_are_forgotten_and_counted(kiosk: Kiosk, clock: StoppedClock) -> None:
    draft = begin(kiosk)
    with pytest.raises(Exception, match="No encontramos"):
        drafts.resume(kiosk, draft.code, "9999")
    clock.advance(days=1)
    assert housekeeping.purge(kiosk)["tries"] == 0
    clock.advance(days=2)
    assert housekeeping.purge(kiosk)["tries"] == 2, "at the code, and at the kiosk"


def test_a_kiosk_with_nothing_to_purge_writes_nothing(kiosk: Kiosk) -> None:
    file_alone(kiosk)
    before = rows(kiosk, Event), rows(kiosk, Fact)
    assert set(housekeeping.purge(kiosk).values()) == {0}
    assert (rows(kiosk, Event), rows(kiosk, Fact)) == before


def test_what_a_purge_did_stands_among_the_events(kiosk: Kiosk, clock: StoppedClock) -> None:
    draft = answer_all(kiosk)
    verification.request_code(kiosk, draft.id)
    submit(kiosk, draft)
    clock.advance(days=8)
    housekeeping.purge(kiosk)
    with kiosk.database.reading() as session:
        told = session.exec(select(Event.name, Event.actor, Event.detail).where(col(Event.name).endswith("purged"))).all()
    assert sorted(map(tuple, told)) == [("drafts_purged", MACHINE, "1"), ("purged", MACHINE, "codes 1")]


def test_times_are_settings(tmp_path: Path, clock: StoppedClock) -> None:
    kiosk = open_kiosk(tmp_path / "data", clock, KIOSK_LIMITS__COMPLAINTS_DAYS="10", KIOSK_LIMITS__EVENTS_YEARS="1")
    complaints.leave(kiosk, "No hay sillas.", "")
    complaints.settle(kiosk, complaints.listed(kiosk)[0].id, "Se pusieron cuatro.")
    clock.advance(days=367)
    removed = housekeeping.purge(kiosk)
    assert (removed["complaints"], removed["events"]) == (1, 2)
    kiosk.database.close()
