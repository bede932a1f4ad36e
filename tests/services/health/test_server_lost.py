"""A shared database that is lost in the middle of a use case and comes back: told, asked again where that is safe, no doubles."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlmodel import col, func, select

from kiosk.domain.filing.answers import Contact
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.services.cases import receipts
from kiosk.services.delivery import mailing
from kiosk.services.documents import attachments
from kiosk.services.filing import drafts
from kiosk.services.kiosk import Kiosk
from kiosk.storage.database import DatabaseAway
from kiosk.storage.tables import Case, Event
from tests import databases
from tests.filing import StoppedClock, answer_all, begin, number_of, open_kiosk, photograph, submit
from tests.outboxes import Server, rows
from tests.peers.cut_line import Line, Lost, cut_line

COMMIT = b"COMMIT\0"
"""As it goes over the line: not the end of ISOLATION LEVEL READ COMMITTED."""
pytestmark = [
    pytest.mark.peer("pg_createcluster"),
    pytest.mark.parametrize("chosen_database", ["postgresql"], indirect=True),
]


@pytest.fixture
def line() -> Iterator[Line]:
    with cut_line(databases.server().port) as line:
        yield line


@pytest.fixture
def kiosk(chosen_database: None, tmp_path: Path, line: Line, clock: StoppedClock) -> Iterator[Kiosk]:
    folder = tmp_path / "data"
    through = databases.server().url(databases.name_of(folder), line.port)
    kiosk = open_kiosk(folder, clock, KIOSK_DATABASE__URL=through)
    yield kiosk
    kiosk.database.close()


def cases_and_events(kiosk: Kiosk) -> tuple[int, int]:
    with kiosk.database.reading() as session:
        cases = session.exec(select(func.count()).select_from(Case)).one()
        return cases, len(session.exec(select(Event.id).where(col(Event.name) == "case_submitted")).all())


@contextmanager
def once_before(kiosk: Kiosk, statement: str, happens: Callable[[], object]) -> Iterator[None]:
    """Let something happen once, just before a statement that begins so."""
    waiting = [happens]

    def before(*words: object) -> None:
        if waiting and str(words[2]).startswith(statement):
            waiting.pop()()

    event.listen(kiosk.database.engine, "before_cursor_execute", before)
    yield
    event.remove(kiosk.database.engine, "before_cursor_execute", before)
    assert not waiting, "it never came to that statement"


@pytest.mark.parametrize("lost", ["question", "answer"])
def test_a_filing_whose_commit_is_lost_has_one_number_and_its_person_sees_it(kiosk: Kiosk, line: Line, lost: Lost) -> None:
    draft = answer_all(kiosk)
    line.break_at(COMMIT, lost)
    number = submit(kiosk, draft).number
    assert line.breaks == 1
    assert CaseNumber.parse(str(number)).sequence == 1
    assert cases_and_events(kiosk) == (1, 1)
    assert submit(kiosk, draft).number == number
    assert sorted(each.kind for each in rows(kiosk)) == [MessageKind.FILING_EMAIL, MessageKind.RECEIPT_PRINT]
    assert CaseNumber.parse(number_of(submit(kiosk, answer_all(kiosk)))).sequence == 2


def test_a_filing_that_the_server_died_under_is_told_and_sent_when_it_is_asked_again(kiosk: Kiosk) -> None:
    draft = answer_all(kiosk)
    server = databases.server()
    with (
        once_before(kiosk, "INSERT INTO case_file", server.kill),
        pytest.raises(DatabaseAway, match="lo que ya guardó sigue a salvo"),
    ):
        submit(kiosk, draft)
    server.start()
    assert cases_and_events(kiosk) == (0, 0)
    assert CaseNumber.parse(number_of(submit(kiosk, draft))).sequence == 1
    assert cases_and_events(kiosk) == (1, 1)


def test_a_filing_whose_connection_an_operator_ends_is_sent_all_the_same(kiosk: Kiosk) -> None:
    draft = answer_all(kiosk)
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'kiosk'"
    with once_before(kiosk, "INSERT INTO case_person", lambda: databases.server().run(others)):
        assert CaseNumber.parse(number_of(submit(kiosk, draft))).sequence == 1
    assert cases_and_events(kiosk) == (1, 1)


def test_an_answer_whose_saving_is_lost_is_told_and_can_be_given_again(kiosk: Kiosk, line: Line) -> None:
    draft = begin(kiosk)
    contact = Contact("+593991234567", None)
    line.break_at(COMMIT, "question")
    with pytest.raises(DatabaseAway, match="pruebe otra vez"):
        drafts.save(kiosk, draft.id, contact)
    assert drafts.read(kiosk, draft.id).answers.contact is None
    assert drafts.save(kiosk, draft.id, contact).answers.contact == contact


@pytest.mark.parametrize("lost", ["question", "answer"])
def test_a_document_never_has_a_row_without_its_file_and_is_put_once(kiosk: Kiosk, line: Line, lost: Lost) -> None:
    draft = answer_all(kiosk)
    slot = draft.attachments[0].slot
    line.break_at(COMMIT, lost)
    with pytest.raises(DatabaseAway):
        attachments.attach(kiosk, draft.id, slot, photograph("OTRA"))
    in_vault = kiosk.vault.names(older_than=float("inf"))
    assert {each.id for each in drafts.read(kiosk, draft.id).attachments} <= in_vault
    draft = attachments.attach(kiosk, draft.id, slot, photograph("OTRA"), twice=True)
    assert [each.slot for each in draft.attachments].count(slot) == 1
    assert CaseNumber.parse(number_of(submit(kiosk, draft))).sequence == 1


@pytest.mark.parametrize("lost", ["question", "answer"])
def test_a_mail_goes_once_though_its_claim_and_what_became_of_it_are_lost(kiosk: Kiosk, line: Line, lost: Lost) -> None:
    submit(kiosk, answer_all(kiosk))
    server = Server()
    sending = replace(kiosk, mailer=server)
    line.break_at(COMMIT, lost)
    with pytest.raises(DatabaseAway):
        mailing.deliver_mail(sending)  # that of the claim
    assert server.taken == []
    server.answer = lambda _message: line.break_at(COMMIT, lost)
    with pytest.raises(DatabaseAway):
        mailing.deliver_mail(sending)  # that of what became of it
    server.answer = lambda _message: None
    for _look in range(3):
        mailing.deliver_mail(sending)
    assert line.breaks == 2
    assert len(server.taken) == 1
    assert [each.state for each in rows(kiosk, MessageKind.FILING_EMAIL)] == [MessageState.ACCEPTED]


def test_the_receipt_is_there_after_a_restart_of_the_server_and_nobody_notices(kiosk: Kiosk) -> None:
    number = number_of(submit(kiosk, answer_all(kiosk)))
    databases.server().stop()
    databases.server().start()
    assert receipts.content(kiosk, number).number == number
