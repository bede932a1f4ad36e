"""Paper through a real CUPS and its virtual printer: what came out, what it waits for, and what is taken back."""

import io
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from kiosk.domain.machine.message import JobState, Media, MessageState, Trouble
from kiosk.services.cases import receipts
from kiosk.services.delivery import printing
from kiosk.services.filing import drafts, forms, slips
from kiosk.services.messages import prints
from tests.filing import begin, choice, family
from tests.peers.cups import Cups, cups
from tests.peers.printing import FORM, RECEIPT, SLIP, Printing

pytestmark = [pytest.mark.peer(each) for each in ("cupsd", "lp", "ipptool", "dbus-daemon")]
ROLL_WIDTH, A4_WIDTH = 227, 595  # points


@pytest.fixture
def system() -> Iterator[Cups]:
    with cups() as running:
        yield running


@pytest.fixture
def desk(system: Cups, tmp_path: Path) -> Printing:
    return Printing.by(system, tmp_path)


def widths(desk: Printing) -> list[int]:
    return [round(pypdf.PdfReader(io.BytesIO(page)).pages[0].mediabox.width) for page in desk.cups.pages()]


def test_a_receipt_is_printed_when_the_printer_says_so_and_nothing_of_it_stays(desk: Printing) -> None:
    number = desk.file()
    desk.until_state(MessageState.ACCEPTED)
    (page,) = desk.cups.pages()
    assert number in pypdf.PdfReader(io.BytesIO(page)).pages[0].extract_text()
    assert widths(desk) == [ROLL_WIDTH]
    desk.until(lambda: not desk.cups.spool())
    assert desk.cups.do("lpstat", "-W", "completed", "-o") == ""


def test_a_form_goes_on_a4_and_its_slip_on_the_roll(desk: Printing) -> None:
    draft = drafts.save(desk.kiosk, begin(desk.kiosk).id, choice(desk.kiosk))
    drafts.save(desk.kiosk, draft.id, family())
    assert forms.print_form(desk.kiosk, draft.id)
    desk.until_state(MessageState.ACCEPTED, FORM)
    desk.until_state(MessageState.ACCEPTED, SLIP)
    assert sorted(widths(desk)) == [ROLL_WIDTH, A4_WIDTH]


def test_where_there_is_no_a4_no_form_is_offered(system: Cups, tmp_path: Path) -> None:
    desk = Printing.by(system, tmp_path, KIOSK_PRINTER__A4="")
    draft = drafts.save(desk.kiosk, begin(desk.kiosk).id, choice(desk.kiosk))
    drafts.save(desk.kiosk, draft.id, family())
    assert not desk.kiosk.settings.printer.prints_forms
    assert not forms.print_form(desk.kiosk, draft.id)
    assert not forms.print_blank(desk.kiosk)


@pytest.mark.parametrize(
    ("keyword", "trouble", "words"),
    [
        ("media-empty", Trouble.PAPER_OUT, "La impresora no tiene papel."),
        ("media-needed", Trouble.PAPER_OUT, "La impresora no tiene papel."),
        ("cover-open", Trouble.COVER_OPEN, "La impresora tiene la tapa abierta."),
        ("media-jam", Trouble.JAM, "El papel se atascó en la impresora."),
        ("toner-empty", Trouble.INK_OUT, "A la impresora se le acabó la tinta."),
    ],
)
def test_what_the_printer_waits_for_is_told_and_once_it_is_mended_one_page_comes_out(
    desk: Printing, keyword: str, trouble: Trouble, words: str
) -> None:
    desk.cups.trouble(keyword)
    number = desk.file()
    desk.until(lambda: desk.became()[1] == trouble)
    status = receipts.print_status(desk.kiosk, number)
    assert (status.state, status.trouble) == (MessageState.SENDING, trouble)
    assert status.cause.startswith(words)
    assert desk.cups.pages() == []
    desk.cups.trouble("")
    desk.until_state(MessageState.ACCEPTED)
    assert len(desk.cups.pages()) == 1
    assert desk.became() == (MessageState.ACCEPTED, Trouble.NONE, "")


def test_a_printer_that_is_off_is_told_and_prints_once_it_is_on(desk: Printing) -> None:
    desk.cups.stop_printer()
    desk.file()
    desk.until(lambda: desk.became()[1] == Trouble.OFFLINE)
    assert desk.became()[2].startswith("La impresora está apagada o desconectada.")
    desk.cups.start_printer()
    desk.until_state(MessageState.ACCEPTED)
    assert len(desk.cups.pages()) == 1


def test_a_queue_that_was_stopped_is_told_and_goes_on_when_it_is_enabled(desk: Printing) -> None:
    desk.cups.do("/usr/sbin/cupsdisable", "ROLL")
    desk.file()
    desk.until(lambda: desk.became()[1] == Trouble.STOPPED)
    assert desk.became()[:1] == (MessageState.SENDING,)
    desk.cups.do("/usr/sbin/cupsenable", "ROLL")
    desk.until_state(MessageState.ACCEPTED)
    assert len(desk.cups.pages()) == 1


def test_a_queue_that_takes_no_jobs_is_tried_again(desk: Printing) -> None:
    desk.cups.do("/usr/sbin/cupsreject", "ROLL")
    desk.file()
    printing.deliver_prints(desk.kiosk)
    assert desk.became() == (MessageState.DEFERRED, Trouble.STOPPED, "La impresora está detenida. Avise al personal.")
    desk.cups.do("/usr/sbin/cupsaccept", "ROLL")
    desk.clock.advance(seconds=31)
    desk.until_state(MessageState.ACCEPTED)
    assert len(desk.cups.pages()) == 1


def test_a_queue_that_is_not_there_is_told(system: Cups, tmp_path: Path) -> None:
    desk = Printing.by(system, tmp_path, KIOSK_PRINTER__ROLL="OTRA")
    desk.file()
    printing.deliver_prints(desk.kiosk)
    assert desk.became()[:2] == (MessageState.DEFERRED, Trouble.NO_PRINTER)
    assert desk.became()[2] == "El kiosco no encuentra su impresora. Avise al personal."


def test_a_printing_service_that_is_away_is_told_and_prints_once_it_is_back(desk: Printing) -> None:
    desk.cups.stop_service()
    desk.file()
    printing.deliver_prints(desk.kiosk)
    assert desk.became()[:2] == (MessageState.DEFERRED, Trouble.NO_PRINTER)
    desk.cups.start_service()
    desk.clock.advance(seconds=31)
    desk.until_state(MessageState.ACCEPTED)
    assert len(desk.cups.pages()) == 1


def test_a_service_that_restarts_while_a_job_waits_prints_it_once_when_it_is_asked_for_again(desk: Printing) -> None:
    desk.cups.trouble("media-empty")
    number = desk.file()
    desk.until(lambda: desk.became()[1] == Trouble.PAPER_OUT)
    desk.cups.stop_service()
    desk.until(lambda: desk.became()[1] == Trouble.NO_PRINTER)
    assert desk.became()[0] == MessageState.SENDING
    desk.cups.stop_printer()
    desk.cups.trouble("")
    desk.cups.start_printer()
    desk.cups.start_service()  # which knows the job still, and may have forgotten that it was at it
    receipts.print_again(desk.kiosk, number)
    desk.until_state(MessageState.ACCEPTED)
    desk.until(lambda: not desk.cups.spool())
    assert len(desk.cups.pages()) == 1


def test_a_job_that_is_given_up_is_not_called_printed_and_is_tried_again(system: Cups, tmp_path: Path) -> None:
    desk = Printing.by(system, tmp_path, KIOSK_PRINTER__ROLL="")
    desk.cups.stop_printer()
    desk.cups.give_up("A4")
    desk.file()
    desk.until_state(MessageState.DEFERRED)
    assert desk.became() == (MessageState.DEFERRED, Trouble.ABORTED, "La impresora canceló la hoja.")
    desk.until(lambda: not desk.cups.spool())
    desk.cups.start_printer()
    assert desk.cups.begun() == 0
    desk.clock.advance(seconds=31)
    desk.until_state(MessageState.ACCEPTED)
    assert len(desk.cups.pages()) == 1


def test_a_job_cancelled_at_the_printer_is_not_called_printed(desk: Printing) -> None:
    desk.cups.trouble("media-empty")
    number = desk.file()
    desk.until(lambda: desk.became()[1] == Trouble.PAPER_OUT)
    job = desk.rows()[0].job.partition(" ")[0]
    desk.cups.do("cancel", f"ROLL-{job}")
    desk.until_state(MessageState.FAILED)
    assert desk.became() == (MessageState.FAILED, Trouble.ABORTED, "Se canceló en la impresora.")
    desk.cups.trouble("")
    receipts.print_again(desk.kiosk, number)
    desk.until_state(MessageState.ACCEPTED)
    assert len(desk.cups.pages()) == 1


def test_what_was_withdrawn_does_not_come_out_when_paper_is_put_in(desk: Printing) -> None:
    desk.cups.trouble("media-empty")
    number = desk.file()
    draft = begin(desk.kiosk)
    slips.print_slip(desk.kiosk, draft.id)
    desk.until(lambda: desk.became()[1] == Trouble.PAPER_OUT and desk.rows(SLIP)[0].job)
    prints.withdraw(desk.kiosk, desk.rows()[0].reference)
    assert receipts.print_status(desk.kiosk, number).state is MessageState.WITHDRAWN
    assert desk.rows(SLIP)[0].state == MessageState.SENDING, "another person's"
    desk.until(lambda: not desk.rows()[0].job)
    desk.cups.trouble("")
    desk.until_state(MessageState.ACCEPTED, SLIP)
    (page,) = desk.cups.pages()
    assert number not in pypdf.PdfReader(io.BytesIO(page)).pages[0].extract_text()
    desk.until(lambda: not desk.cups.spool())


def test_what_cannot_be_taken_back_now_is_when_the_service_is_there_again(desk: Printing) -> None:
    desk.cups.trouble("media-empty")
    desk.file()
    desk.until(lambda: desk.became()[1] == Trouble.PAPER_OUT)
    desk.cups.stop_service()
    prints.withdraw(desk.kiosk, desk.rows()[0].reference)
    assert desk.became()[0] == MessageState.WITHDRAWN
    assert desk.rows()[0].job, "it is known which job is still to be removed"
    desk.cups.start_service()
    desk.until(lambda: not desk.rows()[0].job)
    desk.until(lambda: not desk.cups.spool())


def test_after_ten_minutes_nobody_waits_for_it_any_more(desk: Printing) -> None:
    desk.cups.trouble("media-empty")
    desk.file()
    desk.until(lambda: desk.became()[1] == Trouble.PAPER_OUT)
    desk.clock.advance(minutes=10, seconds=1)
    desk.until_state(MessageState.WITHDRAWN)
    desk.until(lambda: not desk.cups.spool())


def test_whoever_goes_to_another_printer_gets_one_copy_and_the_first_is_taken_back(desk: Printing) -> None:
    desk.cups.do("/usr/sbin/cupsdisable", "ROLL")
    number = desk.file()
    desk.until(lambda: desk.became()[1] == Trouble.STOPPED)
    status = receipts.print_status(desk.kiosk, number)
    assert (status.media, status.others) == (Media.ROLL, (Media.A4,))
    receipts.print_again(desk.kiosk, number, Media.A4)
    desk.until_state(MessageState.ACCEPTED)
    assert [row.state for row in desk.rows()] == [MessageState.WITHDRAWN, MessageState.ACCEPTED]
    desk.cups.do("/usr/sbin/cupsenable", "ROLL")
    desk.until(lambda: not desk.cups.spool())
    assert widths(desk) == [A4_WIDTH]
    assert "COPIA 2" in pypdf.PdfReader(io.BytesIO(desk.cups.pages()[0])).pages[0].extract_text()


def test_one_printer_that_waits_does_not_hold_up_the_other(desk: Printing) -> None:
    desk.cups.do("/usr/sbin/cupsdisable", "ROLL")
    number = desk.file()
    desk.until(lambda: desk.became()[1] == Trouble.STOPPED)
    other = desk.file()
    receipts.print_again(desk.kiosk, other, Media.A4)
    desk.until(lambda: receipts.print_status(desk.kiosk, other).state is MessageState.ACCEPTED)
    assert receipts.print_status(desk.kiosk, number).trouble is Trouble.STOPPED


def test_the_printer_says_how_it_is_before_anything_is_printed(desk: Printing) -> None:
    printer = desk.kiosk.printer
    assert printer is not None
    assert printer.check(Media.A4).trouble is Trouble.NONE
    desk.cups.trouble("cover-open")
    desk.file()
    desk.until(lambda: desk.became()[1] == Trouble.COVER_OPEN)
    assert printer.check(Media.ROLL).trouble is Trouble.COVER_OPEN
    assert printer.check(Media.ROLL).state is JobState.OPEN


def test_no_personal_data_stay_anywhere_in_the_printing_system(desk: Printing) -> None:
    canaries = [each.encode() for each in ("9900", "María José", "Demostración Ñusta", "maria@", "%PDF")]

    def kept() -> bytes:
        """Return all that CUPS and the machine around it hold; what came out, and the printer's own memory, are not theirs."""
        files = [path for path in desk.cups.folder.rglob("*") if path.is_file() and not {"out", "printer"} & set(path.parts)]
        return b"".join(path.read_bytes() for path in files)

    desk.cups.trouble("media-empty")
    number = desk.file().encode()
    desk.until(lambda: desk.became()[1] == Trouble.PAPER_OUT)
    assert b"%PDF" in kept(), "the search sees the document while the job waits"
    desk.cups.trouble("")
    desk.until_state(MessageState.ACCEPTED)
    desk.until(lambda: not desk.cups.spool())
    assert not [each for each in (number, *canaries) if each in kept()]


def test_a_print_is_called_by_its_kind_and_a_number_of_chance(desk: Printing) -> None:
    desk.cups.trouble("slow")
    desk.file()
    desk.until(lambda: desk.rows()[0].job)
    number, name = desk.rows()[0].job.split(" ", 1)
    assert name == f"Comprobante {desk.rows()[0].id[:12]}"
    assert f"ROLL-{number}" in desk.cups.do("lpstat", "-o")
    assert RECEIPT not in name
    desk.cups.trouble("")
    desk.until_state(MessageState.ACCEPTED)
