"""What a printing system still has of prints whose process died while it was handing them over."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.adapters.printing.cups import CupsPrinter
from kiosk.domain.machine.message import JobState, Media, MessageState, PrintJob, Trouble
from kiosk.ports import PrinterFailed
from kiosk.services.delivery import printing, rendering
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import prints
from kiosk.storage.tables import Message
from tests.peers.cups import cups
from tests.peers.printing import Printing

pytestmark = [pytest.mark.peer(each) for each in ("cupsd", "lp", "ipptool", "dbus-daemon")]


class Killed(BaseException):
    """Stands for SIGKILL: nothing of ours may answer it but what lies on the disk."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Printing]:
    with cups() as running:
        yield Printing.by(running, tmp_path)


def die_while_handing_over(desk: Printing, monkeypatch: pytest.MonkeyPatch) -> None:
    """End where the printer has the job, and the row does not know it."""

    def die(*_arguments: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(printing, "_keep_job", die)
        with pytest.raises(Killed):
            printing.deliver_prints(desk.kiosk)
    desk.kiosk.claims.end()  # as the system does with a dead process's
    assert desk.rows()[0].job == ""
    assert "ROLL-" in desk.cups.do("lpstat", "-o")


def test_a_start_takes_back_what_the_printer_has_and_no_row_knows(desk: Printing, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.cups.trouble("media-empty")
    desk.file()
    die_while_handing_over(desk, monkeypatch)
    prints.withdraw_left_over(desk.kiosk)
    desk.until(lambda: not desk.cups.spool())
    assert desk.became()[0] == MessageState.WITHDRAWN
    desk.cups.trouble("")
    assert desk.cups.pages() == []


def test_what_nobody_took_over_is_taken_back_after_ten_minutes(desk: Printing, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.cups.trouble("media-empty")
    desk.file()
    die_while_handing_over(desk, monkeypatch)
    desk.clock.advance(minutes=10, seconds=1)
    desk.until(lambda: not desk.cups.spool())
    assert desk.became()[0] == MessageState.WITHDRAWN


def test_what_is_taken_over_is_printed_once(desk: Printing, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.cups.trouble("slow")
    desk.file()
    die_while_handing_over(desk, monkeypatch)
    desk.cups.trouble("")
    desk.until_state(MessageState.ACCEPTED)
    desk.until(lambda: not desk.cups.spool())
    assert len(desk.cups.pages()) == 1


def test_a_job_given_up_by_the_printer_is_not_forgotten_while_it_cannot_be_removed(
    desk: Printing, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = desk.kiosk.printer
    assert printer is not None
    desk.cups.trouble("slow")
    desk.file()
    desk.until(lambda: desk.rows()[0].job)

    def fail(_job: str) -> None:
        raise PrinterFailed("", Trouble.OTHER)

    with monkeypatch.context() as patch:  # the printing system is too busy to forget
        patch.setattr(printer, "look", lambda _job: PrintJob(JobState.ABORTED, Trouble.ABORTED, "La impresora canceló la hoja."))
        patch.setattr(printer, "remove", fail)
        printing.deliver_prints(desk.kiosk)
    prints.withdraw(desk.kiosk, desk.rows()[0].reference)
    desk.until(lambda: not desk.cups.spool())
    desk.cups.trouble("")
    assert desk.cups.pages() == []


def test_what_the_printing_system_will_not_tell_or_forget_is_not_taken_for_gone(desk: Printing) -> None:
    printer = desk.kiosk.printer
    assert printer is not None
    desk.cups.trouble("media-empty")
    desk.file()
    desk.until(lambda: desk.became()[1] == Trouble.PAPER_OUT)
    job = desk.rows()[0].job
    rules = desk.cups.folder / "cupsd.conf"
    stock = rules.read_text()
    locked = "<Policy default>\n<Limit Get-Job-Attributes Cancel-Job>\nAuthType Default\nRequire user @SYSTEM\n</Limit>"
    desk.cups.stop_service()
    rules.write_text(stock.replace("<Policy default>", locked))
    desk.cups.start_service()
    with pytest.raises(PrinterFailed) as failure:
        printer.look(job)
    assert failure.value.trouble is Trouble.OTHER
    prints.withdraw(desk.kiosk, desk.rows()[0].reference)
    assert (desk.became()[0], desk.rows()[0].job) == (MessageState.WITHDRAWN, job), "still to be removed"
    assert desk.cups.spool()
    desk.cups.stop_service()
    rules.write_text(stock)
    desk.cups.start_service()
    desk.until(lambda: not desk.rows()[0].job)
    desk.until(lambda: not desk.cups.spool())
    desk.cups.trouble("")
    assert desk.cups.pages() == []


def test_a_page_whose_person_leaves_while_it_is_drawn_never_reaches_the_printer(
    desk: Printing, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.file()
    drawn = rendering.printed

    def leave_meanwhile(kiosk: Kiosk, message: Message, media: Media) -> bytes:
        page = drawn(kiosk, message, media)
        prints.withdraw(kiosk, message.reference)
        return page

    monkeypatch.setattr(rendering, "printed", leave_meanwhile)
    printing.deliver_prints(desk.kiosk)
    assert desk.became()[0] == MessageState.WITHDRAWN
    desk.until(lambda: not desk.rows()[0].job)
    assert (desk.cups.begun(), desk.cups.spool()) == (0, [])


def test_an_odd_answer_about_one_job_holds_up_no_other(desk: Printing, monkeypatch: pytest.MonkeyPatch) -> None:
    printer = desk.kiosk.printer
    assert isinstance(printer, CupsPrinter)
    desk.cups.trouble("slow")
    desk.file()
    desk.until(lambda: desk.rows()[0].job)
    with monkeypatch.context() as patch:
        patch.setattr(printer, "_one", lambda *_asked: {"job-name": desk.rows()[0].job.partition(" ")[2]})
        printing.deliver_prints(desk.kiosk)
    assert desk.became()[:2] == (MessageState.SENDING, Trouble.OTHER)
    desk.cups.trouble("")
    desk.until_state(MessageState.ACCEPTED)
