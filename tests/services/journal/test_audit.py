"""The chain of events: whatever is changed, removed, put in, moved or cut off in the database itself is noticed, and named."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import col, func, select

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.chain import BEGINNING, SAID, Broken, ChainCheck, ChainFault, link, printed
from kiosk.services.cases import receipts
from kiosk.services.filing import drafts
from kiosk.services.journal import audit, events
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import ChainEnd, Event, Fact
from tests.filing import StoppedClock, answer_all, begin, file_alone

BEGUN = 3
"""The events of a draft that was begun: the draft, the procedure, and what it may cause."""


@pytest.fixture
def number(kiosk: Kiosk) -> CaseNumber:
    """Return the number of a case, filed between two other visits."""
    begin(kiosk)
    number = file_alone(kiosk)
    begin(kiosk)
    return number


def tamper(kiosk: Kiosk, statement: str, **values: object) -> None:
    """Do what somebody with the keys could do."""
    with kiosk.database.transaction() as session:
        assert session.connection().execute(text(statement), values).rowcount > 0


def of_name(kiosk: Kiosk, name: str) -> int:
    """Return the id of the newest event of a name."""
    with kiosk.database.reading() as session:
        found = session.exec(select(func.max(Event.id)).where(col(Event.name) == name)).one()
    assert found is not None
    return found


def first_broken(kiosk: Kiosk) -> Broken:
    return audit.verify(kiosk.database).broken[0]


def test_every_event_is_chained_and_the_end_stands_apart(kiosk: Kiosk, number: CaseNumber) -> None:
    check = audit.verify(kiosk.database)
    with kiosk.database.reading() as session:
        rows = session.exec(select(Event).order_by(col(Event.id))).all()
        end = session.exec(select(ChainEnd)).one()
    assert (check.is_whole, check.events, check.purged_through) == (True, len(rows), 0)
    assert rows[0].sha256 == link(BEGINNING, rows[0].model_dump())
    assert (end.last, end.sha256) == (rows[-1].id, rows[-1].sha256) == (len(rows), check.sha256)
    assert receipts.content(kiosk, number).number == number


def test_no_column_of_an_event_is_left_out_of_its_hash() -> None:
    assert {*SAID, "sha256"} == set(Event.model_fields)


@pytest.mark.parametrize("column", [each for each in SAID if each != "id"])
def test_a_changed_event_is_named(kiosk: Kiosk, number: CaseNumber, column: str) -> None:
    changed = of_name(kiosk, "case_submitted")
    value = "2026-11-23 15:41:01.000000" if column == "at" else "x"
    tamper(kiosk, f"UPDATE event SET {column} = :value WHERE id = :changed", value=value, changed=changed)  # noqa: S608 - our columns
    found = first_broken(kiosk)
    assert (found.fault, found.event) == (ChainFault.LINK, changed), number


@pytest.mark.usefixtures("number")
def test_a_changed_event_whose_own_hash_was_made_anew_is_found_at_the_next(kiosk: Kiosk) -> None:
    changed = of_name(kiosk, "case_submitted")
    with kiosk.database.transaction() as session:
        row, before = session.get(Event, changed), session.get(Event, changed - 1)
        assert row is not None
        assert before is not None
        row.actor = "rosa"
        row.sha256 = link(before.sha256, row.model_dump())
    assert first_broken(kiosk).event == changed + 1


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize("place", ["first", "middle"])
def test_a_removed_event_is_noticed_at_the_one_after_it(kiosk: Kiosk, place: str) -> None:
    removed = 1 if place == "first" else of_name(kiosk, "answer_saved")
    tamper(kiosk, "DELETE FROM event WHERE id = :removed", removed=removed)
    found = first_broken(kiosk)
    assert (found.fault, found.event) == (ChainFault.LINK, removed + 1)


@pytest.mark.usefixtures("number")
def test_two_events_that_were_swapped_are_noticed_at_the_first_of_them(kiosk: Kiosk) -> None:
    first, second = of_name(kiosk, "document_attached"), of_name(kiosk, "case_submitted")
    for before, after in ((first, -1), (second, first), (-1, second)):
        tamper(kiosk, "UPDATE event SET id = :after WHERE id = :before", before=before, after=after)
    assert first_broken(kiosk).event == first


@pytest.mark.usefixtures("number")
def test_an_event_that_was_put_in_is_named(kiosk: Kiosk) -> None:
    place = of_name(kiosk, "case_submitted")
    later = "SELECT id FROM event WHERE id >= :place ORDER BY id DESC"
    with kiosk.database.reading() as session:
        moved = session.connection().execute(text(later), {"place": place}).scalars().all()
    for each in moved:
        tamper(kiosk, "UPDATE event SET id = id + 1 WHERE id = :each", each=each)
    put_in = "INSERT INTO event SELECT :place, at, 'case_looked_at', filing, actor, detail, why, sha256 FROM event WHERE id = 1"
    tamper(kiosk, put_in, place=place)
    assert first_broken(kiosk).event == place


@pytest.mark.usefixtures("number")
def test_an_event_added_past_the_end_with_a_hash_that_fits_is_noticed(kiosk: Kiosk) -> None:
    with kiosk.database.transaction() as session:
        end = session.exec(select(ChainEnd)).one()
        row = Event(id=end.last + 1, at=kiosk.clock.now().at, name="case_looked_at", sha256="")
        row.sha256 = link(end.sha256, row.model_dump())
        session.add(row)
    found = first_broken(kiosk)
    assert (found.fault, found.event) == (ChainFault.END, of_name(kiosk, "case_looked_at"))


@pytest.mark.usefixtures("number")
@pytest.mark.parametrize("left", [0, 1, 5])
def test_a_chain_that_was_cut_off_does_not_end_where_it_must(kiosk: Kiosk, left: int) -> None:
    tamper(kiosk, "DELETE FROM event WHERE id > :left", left=left)
    found = first_broken(kiosk)
    assert (found.fault, found.event) == (ChainFault.END, left or None)


def test_a_chain_that_was_cut_off_with_its_end_moved_back_misses_a_case_and_what_its_receipt_says(
    kiosk: Kiosk, number: CaseNumber
) -> None:
    seal = receipts.content(kiosk, number).chained
    assert audit.verify(kiosk.database, [(number.lower(), seal.upper())]).is_whole
    before = of_name(kiosk, "case_submitted") - 1
    tamper(kiosk, "DELETE FROM event WHERE id > :before", before=before)
    tamper(kiosk, "UPDATE chain_end SET last = :before, sha256 = (SELECT sha256 FROM event WHERE id = :before)", before=before)
    faults = [(each.fault, each.case) for each in audit.verify(kiosk.database, [(number, seal)]).broken]
    assert faults == [(ChainFault.CASE, number), (ChainFault.RECEIPT, number)]


def test_a_past_that_was_written_anew_as_a_whole_is_not_what_the_receipts_say(kiosk: Kiosk, number: CaseNumber) -> None:
    seal = receipts.content(kiosk, number).chained
    with kiosk.database.transaction() as session:
        sha256 = BEGINNING
        for row in session.exec(select(Event).order_by(col(Event.id))).all():
            row.actor = "rosa" if row.id == 2 else row.actor
            row.sha256 = sha256 = link(sha256, row.model_dump())
        session.exec(select(ChainEnd)).one().sha256 = sha256
    assert audit.verify(kiosk.database).is_whole
    assert [each.fault for each in audit.verify(kiosk.database, [(number, seal)]).broken] == [ChainFault.RECEIPT]


def test_a_case_that_was_removed_leaves_its_filing_behind(kiosk: Kiosk, number: CaseNumber) -> None:
    tamper(kiosk, "DELETE FROM case_file WHERE number = :number", number=number)
    found = first_broken(kiosk)
    assert (found.fault, found.event) == (ChainFault.CASE, of_name(kiosk, "case_submitted"))


@pytest.mark.parametrize("seal", ["3f2a 91bc", "", "3f2a 91bc 7d20 55eg"])
def test_a_seal_that_was_copied_wrongly_is_told_apart_from_one_that_is_not_there(
    kiosk: Kiosk, number: CaseNumber, seal: str
) -> None:
    with pytest.raises(BadInput, match="cópielo"):
        audit.verify(kiosk.database, [(number, seal)])


def test_without_its_end_nothing_is_written_any_more_and_it_is_told(kiosk: Kiosk) -> None:
    begin(kiosk)
    tamper(kiosk, "DELETE FROM chain_end")
    assert first_broken(kiosk) == Broken(ChainFault.END)
    with pytest.raises(Exception, match="Falta el final del registro"):
        begin(kiosk)


def test_what_is_undone_leaves_no_gap(kiosk: Kiosk) -> None:
    def fails() -> None:
        with kiosk.database.transaction() as session:
            events.record(kiosk, session, "cases_listed")
            session.add(Fact(name="canary", value="x"))
            raise RuntimeError

    begin(kiosk)
    with pytest.raises(RuntimeError):
        fails()
    begin(kiosk)
    assert audit.verify(kiosk.database) == ChainCheck(2 * BEGUN, end_of(kiosk).sha256, 0, ())


def test_several_that_write_at_once_write_one_chain(kiosk: Kiosk) -> None:
    def visit(_place: int) -> None:
        for _each in range(5):
            begin(kiosk)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(visit, range(4)))
    check = audit.verify(kiosk.database)
    assert (check.is_whole, check.events) == (True, 20 * BEGUN)


def end_of(kiosk: Kiosk) -> ChainEnd:
    with kiosk.database.reading() as session:
        return session.exec(select(ChainEnd)).one()


@pytest.mark.parametrize("ending", [drafts.discard, drafts.decline])
def test_a_draft_that_goes_leaves_the_chain_whole(kiosk: Kiosk, ending: Callable[[Kiosk, str], None]) -> None:
    draft = answer_all(kiosk)
    ending(kiosk, draft.id)
    assert audit.verify(kiosk.database).is_whole


def test_the_oldest_events_go_after_their_time_and_what_is_left_is_a_chain(
    kiosk: Kiosk, number: CaseNumber, clock: StoppedClock
) -> None:
    filed = audit.verify(kiosk.database).events
    clock.advance(days=10)
    begin(kiosk)
    clock.advance(days=-5)  # the clock went back: what happened later stays, though it seems older
    begin(kiosk)
    clock.advance(days=10)
    assert audit.purge(kiosk, clock.at - timedelta(days=7)) == filed
    check = audit.verify(kiosk.database)
    assert (check.is_whole, check.events, check.purged_through) == (True, 2 * BEGUN + 1, filed)
    assert audit.purge(kiosk, clock.at - timedelta(days=7)) == 0
    assert receipts.content(kiosk, number).chained == ""
    tamper(kiosk, "DELETE FROM event WHERE id = :oldest", oldest=filed + 1)
    assert first_broken(kiosk).event == filed + 2


def test_when_all_events_were_old_the_chain_goes_on_from_the_last(kiosk: Kiosk, number: CaseNumber, clock: StoppedClock) -> None:
    gone = audit.verify(kiosk.database).events
    clock.advance(days=3000)
    assert audit.purge(kiosk, clock.at - timedelta(days=7)) == gone
    check = audit.verify(kiosk.database)
    assert (check.is_whole, check.events, check.purged_through) == (True, 1, gone), number
    assert printed(end_of(kiosk).purged_sha256).count(" ") == 3
