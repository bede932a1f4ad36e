"""The assisted journey through the real `ssh` and sshd: cut at every step and taken up again, and eight at once."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlmodel import col, select

from kiosk.services.cases import records
from kiosk.services.filing import drafts, leases
from kiosk.services.kiosk import Kiosk
from kiosk.storage.claims import Claims
from kiosk.storage.tables import DraftRow, Event
from tests.filing import answer_all
from tests.peers.sshd import Person, Sshd
from tests.terminal.assisting import SIGN_IN, connect, finish, post, sign_in, take_up, writer
from tests.terminal.driver import Terminal
from tests.terminal.journey import ANSWERS, DESK, RECEIPT, asked, walk
from tests.terminal.test_journey import NUMBER, REVIEW, SLOTS, step

pytestmark = [pytest.mark.peer(each) for each in ("sshd", "ssh")]
PAPERS = ["comprobante", "comprobante", "hoja-para-firmar"]
"""The receipt, the one that the post keeps, and the sheet to sign."""
HASTE = 0.06
"""Seconds of silence before a key: keys that come early are kept."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with post(tmp_path_factory.mktemp("post")) as running:
        yield running


def cut(server: Sshd, terminal: Terminal, number: int) -> None:
    """End a connection in the middle: the client is killed, its window closed, or the line hangs up at the kiosk's end."""
    match number % 3:
        case 0:
            terminal.signal(signal.SIGKILL)
        case 1:
            terminal.hang_up()
        case _:
            (kiosk,) = (pid for pid, name in server.processes().items() if name == "kiosk")
            os.kill(kiosk, signal.SIGHUP)


def the_draft(kiosk: Kiosk) -> str:
    """Return the one draft that there is, or nothing."""
    with kiosk.database.reading() as session:
        return session.exec(select(DraftRow.id)).one_or_none() or ""


def kept(kiosk: Kiosk, draft_id: str) -> tuple[object, ...]:
    """Return what was said and brought; what the letters of a document were read as comes behind, at any time."""
    draft = drafts.read(kiosk, draft_id)
    return draft.answers, [each.id for each in draft.attachments], draft.acceptances


def printed(server: Sshd) -> list[str]:
    """Return what came out of the printer: each paper's kind, in the alphabet's order."""
    return sorted(each.stem.rsplit("-", 1)[0] for each in (server.data / "printed").glob("*.pdf"))


def one_step(server: Sshd, terminal: Terminal, reached: int) -> int:
    """Answer until a step beyond the one that was reached stands there, or the receipt; return the step."""
    for _question in walk(terminal, server.data / "mail", quiet=HASTE):
        assert terminal.shows("MODO ASISTIDO — rosa")
        if step(terminal) > reached and asked(terminal) != DESK:
            break
    return step(terminal)


def filing_is_back(terminal: Terminal) -> bool:
    return asked(terminal) not in {"", DESK}


def test_cut_at_every_step_the_filing_is_free_at_once_and_goes_on_to_the_printed_number(server: Sshd) -> None:
    rosa, reached, cuts = server.take_in("rosa"), 0, 0
    for _life in range(2 * len(ANSWERS)):
        with connect(server, rosa) as terminal:
            sign_in(terminal, server, rosa)
            if draft := the_draft(server.kiosk):
                take_up(terminal)
                assert step(terminal) >= min(reached, REVIEW), "what was answered is asked again"
            reached = max(reached, one_step(server, terminal, reached))
            if asked(terminal) == RECEIPT:
                # Who ends the visit takes back what is not printed yet.
                terminal.until(lambda: printed(server) == PAPERS, "three papers come out", 30)
                finish(terminal)
                assert not NUMBER.search(terminal.text)
                break
            if draft := the_draft(server.kiosk):
                assert writer(server, draft) == "rosa"
                before = kept(server.kiosk, draft)
            cut(server, terminal, cuts)
            server.until_gone()
            cuts += 1
            if draft:
                assert writer(server, draft) == ""
                assert kept(server.kiosk, draft) == before
    assert cuts == 8, "once at each of the eight steps, the notice and the consent too"
    (record,) = records.newest(server.kiosk)
    assert NUMBER.fullmatch(record["number"])
    assert {each["slot"] for each in record["documents"]} == SLOTS
    assert printed(server) == PAPERS
    with server.kiosk.database.reading() as session:
        did = select(Event.actor).where(col(Event.name).in_(["draft_begun", "answer_saved", "draft_taken_up", "case_submitted"]))
        assert set(session.exec(did).all()) == {"rosa"}
    server.until_gone()


def prepared(server: Sshd, person: Person) -> None:
    """Answer everything for a person of the staff, up to the review."""
    theirs = Claims(server.data / "claims", server.kiosk.settings.kiosk.id)
    kiosk = replace(server.kiosk, claims=theirs).acting_as(person.name)
    answer_all(kiosk, email=None)
    leases.let_go(kiosk)


def test_eight_connections_that_file_at_once_get_each_its_own_number_and_none_is_missing(server: Sshd) -> None:
    people = [server.take_in(f"ana{number}") for number in range(1, 9)]
    before = {each["number"] for each in records.newest(server.kiosk)}
    for person in people:
        prepared(server, person)

    def file(person: Person) -> None:
        with connect(server, person) as terminal:
            sign_in(terminal, server, person, seconds=60)
            take_up(terminal)
            for _question in walk(terminal, server.data / "mail", quiet=HASTE):
                pass
            finish(terminal)

    with ThreadPoolExecutor(len(people)) as at_once:
        list(at_once.map(file, people))
    numbers = sorted({each["number"] for each in records.newest(server.kiosk)} - before)
    serials = [int(number.split("-")[2]) for number in numbers]
    assert serials == list(range(len(before) + 1, len(before) + 9))
    server.until_gone()


def test_in_a_window_that_is_too_small_a_larger_one_is_asked_for(server: Sshd) -> None:
    person = server.take_in("luis")
    with connect(server, person, columns=60, rows=15) as terminal:
        terminal.wait("Haga más grande la ventana", 20)
        terminal.resize(80, 24)
        terminal.wait(SIGN_IN)
