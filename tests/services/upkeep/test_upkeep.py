"""What is put in order at each start."""

import os
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import sqlalchemy

from kiosk.adapters.clock import SystemClock
from kiosk.services.kiosk import Kiosk
from kiosk.services.upkeep import housekeeping
from tests.filing import StoppedClock, answer_all, begin, number_of, open_kiosk, submit


def test_a_file_that_no_row_knows_goes_when_it_is_old_and_all_others_stay(kiosk: Kiosk) -> None:
    draft = answer_all(kiosk)
    vault = kiosk.settings.data_dir / "vault"
    old, young = vault / ("a" * 32), vault / ".b.new"
    for path in (old, young):
        path.write_bytes(b"half")
    hours_ago = time.time() - 7200
    for path in vault.iterdir():
        if path != young:
            os.utime(path, (hours_ago, hours_ago))
    assert housekeeping.sweep_vault(kiosk) == 1
    assert {path.name for path in vault.iterdir()} == {each.id for each in draft.attachments} | {young.name}


def test_what_a_process_that_died_was_writing_beside_the_vault_goes_when_it_is_old(kiosk: Kiosk) -> None:
    own = kiosk.settings.data_dir
    answer_all(kiosk)
    before = {path for folder in ("keys", "claims") for path in (own / folder).iterdir()}
    left = [own / folder / f".{letter * 16}.new" for folder in ("keys", "claims") for letter in "ab"]
    for path in left:
        path.write_bytes(b"half")
    hours_ago = time.time() - 7200
    for path in {*before, *left[::2]}:
        os.utime(path, (hours_ago, hours_ago))
    housekeeping.put_in_order(kiosk)
    assert {path for folder in ("keys", "claims") for path in (own / folder).iterdir()} == before | set(left[1::2])


def test_the_documents_of_a_sent_case_stay_when_its_draft_expires(kiosk: Kiosk, clock: StoppedClock) -> None:
    sent = submit(kiosk, answer_all(kiosk))
    clock.advance(days=8)
    assert housekeeping.purge_expired_drafts(kiosk) == 1
    from kiosk.services.cases import receipts, records

    assert len(records.one(kiosk, number_of(sent))["documents"]) == len(sent.attachments)
    assert receipts.pdf(kiosk, number_of(sent)).startswith(b"%PDF-")


def test_the_clock_is_remembered_over_a_restart(kiosk: Kiosk, clock: StoppedClock) -> None:
    at = clock.synchronised_at = datetime(2026, 11, 20, tzinfo=UTC)
    housekeeping.remember_clock(kiosk)
    submit(kiosk, answer_all(kiosk))
    synchronised_at, latest = housekeeping.remembered_clock(kiosk.database)
    assert synchronised_at == at
    assert latest == kiosk.clock.now().at


def test_a_clock_is_trusted_for_days_after_it_was_right_and_never_once_it_went_back() -> None:
    now, week = datetime.now(UTC), timedelta(days=7)
    with patch("kiosk.adapters.clock.kernel_is_synchronised", return_value=False):
        assert SystemClock(week, now - timedelta(days=6), now - timedelta(days=1)).now().trusted
        assert not SystemClock(week, now - timedelta(days=8), now - timedelta(days=1)).now().trusted
        assert not SystemClock(week, now - timedelta(days=6), now + timedelta(hours=1)).now().trusted
        assert not SystemClock(week).now().trusted
    with patch("kiosk.adapters.clock.kernel_is_synchronised", return_value=True):
        assert SystemClock(week, None, now + timedelta(hours=1)).now().trusted


def test_an_untrusted_clock_is_marked_in_the_case_and_on_the_receipt(kiosk: Kiosk, clock: StoppedClock) -> None:
    from kiosk.services.cases import receipts

    clock.trusted = False
    sent = submit(replace(kiosk), answer_all(kiosk))
    assert "hora no verificada" in receipts.content(kiosk, number_of(sent)).filed_at


def test_a_clock_that_went_back_is_not_trusted_again_before_it_was_right() -> None:
    now, week = datetime.now(UTC), timedelta(days=7)
    with patch("kiosk.adapters.clock.kernel_is_synchronised", return_value=False), patch("kiosk.adapters.clock.datetime") as told:
        clock = SystemClock(week, now, now)
        told.now.side_effect = [now, now - timedelta(hours=1), now + timedelta(seconds=1)]
        assert [clock.now().trusted for _look in range(3)] == [True, False, False]


def test_threads_that_ask_at_once_do_not_make_the_clock_go_back() -> None:
    now = datetime.now(UTC)
    clock = SystemClock(timedelta(days=7), now, now)
    first_is_inside = threading.Event()
    distrusted: list[bool] = []

    def kernel() -> bool:
        if not first_is_inside.is_set():
            first_is_inside.set()
            time.sleep(0.05)  # the others read the clock and write it down while this one is held up
        return False

    def ask() -> None:
        distrusted.extend(not clock.now().trusted for _look in range(5))

    with patch("kiosk.adapters.clock.kernel_is_synchronised", kernel):
        threads = [threading.Thread(target=ask) for _each in range(4)]
        for each in threads:
            each.start()
            first_is_inside.wait(5)
        for each in threads:
            each.join(10)
    assert distrusted == [False] * 20


def test_a_clock_that_went_back_is_remembered_as_such(kiosk: Kiosk, clock: StoppedClock) -> None:
    for at in (clock.at, None):
        clock.synchronised_at = at
        housekeeping.put_in_order(kiosk)
        assert housekeeping.remembered_clock(kiosk.database)[0] == at


def test_more_expired_drafts_than_a_statement_has_room_for_are_purged(kiosk: Kiosk, clock: StoppedClock) -> None:
    begin(kiosk)
    copies = """WITH RECURSIVE place(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM place WHERE n < 1000)
        INSERT INTO draft SELECT 'd' || n, 'c' || n, answers, created_at, updated_at, expires_at, '', '' FROM draft, place"""
    with kiosk.database.transaction() as session:
        session.connection().exec_driver_sql(copies)
    clock.advance(days=8)
    most = 0

    @sqlalchemy.event.listens_for(kiosk.database.engine, "before_cursor_execute")
    def count(*told: object) -> None:
        nonlocal most
        most = max(most, len(told[3]))  # type: ignore[arg-type] # the parameters of one statement

    assert housekeeping.purge_expired_drafts(kiosk) == 1001
    assert most < 50


def test_a_kiosk_that_runs_for_months_keeps_its_promises_without_a_restart(kiosk: Kiosk, clock: StoppedClock) -> None:
    answer_all(kiosk)
    clock.advance(days=8)
    housekeeping.put_in_order(kiosk)
    assert list((kiosk.settings.data_dir / "vault").iterdir()) == []


def test_what_a_copier_sent_and_nobody_took_is_removed_after_a_day(tmp_path: Path, clock: StoppedClock) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "escaneo.pdf").write_bytes(b"%PDF-1.4")
    (folder / "a medias.part").write_bytes(b"%PDF-1.4")
    kiosk = open_kiosk(tmp_path / "data", clock, KIOSK_INBOX__FOLDER=str(folder))
    clock.at = datetime.now(UTC) + timedelta(hours=23)
    housekeeping.put_in_order(kiosk)
    assert len(list(folder.iterdir())) == 2
    clock.advance(hours=2)
    housekeeping.put_in_order(kiosk)
    assert list(folder.iterdir()) == []
    folder.rmdir()
    housekeeping.put_in_order(kiosk)
    kiosk.database.close()
