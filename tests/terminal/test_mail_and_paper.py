"""A whole visit on a real terminal with a real mail server and a real printing system, and with either of them in trouble."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from PIL import Image

from kiosk.services.cases import records
from tests.filing import migrated_here, open_kiosk
from tests.loaded import PROGRAM
from tests.peers.cups import Cups, cups
from tests.peers.exim import Exim, exim
from tests.terminal import stick
from tests.terminal.driver import Terminal
from tests.terminal.journey import DELIBERATE, WELCOME, walk
from tests.terminal.test_journey import NUMBER, environment, finish

pytestmark = [pytest.mark.peer(each) for each in ("exim4", "cupsd", "lp", "ipptool", "dbus-daemon", "pdftoppm")]
VERIFY = "Escriba los 6 números que le llegan"
SECONDS = 60.0
"""For what goes out in the background."""
SOON = (
    "import sys; from datetime import timedelta; from kiosk.services.messages import outbox; "
    "outbox.FIRST_WAIT, outbox.LONGEST_WAIT = timedelta(seconds=2), timedelta(seconds=4); "
    "from screens.__main__ import run; sys.exit(run([]))"
)
"""The kiosk with short waits before a message is tried again: half a minute and longer at a real one."""


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[Exim]:
    with exim(tmp_path) as server:
        yield server


@pytest.fixture
def printing() -> Iterator[Cups]:
    with cups() as system:
        yield system


def start(folder: Path, mail: Exim, printing: Cups) -> Terminal:
    """Start a kiosk that is no demonstration, with that server and that printer."""
    stick.fill(folder / "stick")
    migrated_here(folder / "data")
    variables: Mapping[str, str] = {**environment(folder), **mail.variables, **printing.variables}
    return Terminal([sys.executable, "-c", SOON], env=variables, forked=True)


def filed(folder: Path) -> dict[str, object]:
    """Return what the kiosk keeps of the one case."""
    kiosk = open_kiosk(folder / "data")
    (record,) = records.newest(kiosk)
    kiosk.database.close()
    return record


def delivered(folder: Path) -> dict[str, str]:
    """Return how far each message of the case got, by kind."""
    kiosk = open_kiosk(folder / "data")
    (record,) = records.newest(kiosk)
    found = {each["kind"]: each["state"] for each in records.one(kiosk, record["number"])["deliveries"]}
    kiosk.database.close()
    return found


def attached(message: EmailMessage) -> bytes:
    """Return the one file that a mail brings."""
    (part,) = message.iter_attachments()
    assert part.get_content_type() == "application/pdf"
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def text_of(pdf: bytes, folder: Path) -> str:
    """Return what is written on a paper."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def read_code(paper: bytes, folder: Path) -> str:
    """Return what the QR says on a picture of the paper, as coarse as the roll's printer is."""
    (folder / "paper.pdf").write_bytes(paper)
    subprocess.run(["pdftoppm", "-r", "203", "-png", "-singlefile", folder / "paper.pdf", folder / "paper"], check=True)
    (code,) = zxingcpp.read_barcodes(Image.open(folder / "paper.png"))
    return str(code.text)


def verdict_on(code: str, folder: Path) -> dict[str, object]:
    """Ask `kiosk verify` at another post, which has the kiosk's public key and nothing else of it."""
    post = folder / "post"
    post.mkdir()
    (key,) = (folder / "data" / "keys").glob("*.pub")
    command = [*PROGRAM, "verify", code, "--keys", str(key), "--json"]
    told = subprocess.run(command, env={**os.environ, "KIOSK_DATA_DIR": str(post)}, capture_output=True, check=True)
    found = json.loads(told.stdout)
    assert isinstance(found, dict)
    return found


def test_code_and_receipt_go_by_a_real_server_and_the_paper_comes_out_of_a_real_queue(
    tmp_path: Path, mail: Exim, printing: Cups
) -> None:
    accepted = ""
    with start(tmp_path, mail, printing) as terminal:
        for question in walk(terminal, mail.folder / "mail" / "maria"):
            if question.question == VERIFY:
                terminal.wait("El correo ya salió, a las")
                accepted = terminal.text
        assert accepted
        terminal.wait("¿Salió su comprobante?", SECONDS)
        terminal.wait("El correo para m•••@e•••.test ya salió.", SECONDS)
        finish(terminal)
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_status() == 0
    number = str(filed(tmp_path)["number"])
    (paper,) = printing.pages()
    assert number in text_of(paper, tmp_path)
    found = verdict_on(read_code(paper, tmp_path), tmp_path)
    assert (found["verdict"], found["number"], found["documents"]) == ("genuine", number, 3)
    code, receipt = mail.mails()
    assert str(code["Subject"]).startswith("Verificar correo electrónico")
    assert number in str(receipt["Subject"])
    assert number in text_of(attached(receipt), tmp_path)
    assert not [each for each in printing.spool() if b"%PDF" in each.read_bytes()]
    assert set(delivered(tmp_path).values()) == {"accepted"}


def test_with_the_mail_server_down_from_start_to_finish_the_case_is_filed_and_the_mail_arrives_when_it_is_back(
    tmp_path: Path, mail: Exim, printing: Cups
) -> None:
    mail.stop()
    later = {VERIFY: ["?El correo todavía no sale", "down", "enter"]}
    with start(tmp_path, mail, printing) as terminal:
        for _question in walk(terminal, mail.folder, instead=later):
            assert "aceptó" not in terminal.text
        terminal.wait("¿Salió su comprobante?", SECONDS)
        terminal.wait("El correo para m•••@e•••.test todavía no sale", SECONDS)
        finish(terminal)
        terminal.until(lambda: delivered(tmp_path)["filing_email"] == "deferred", "it is not put off", SECONDS)
        mail.start()
        terminal.until(lambda: len(mail.mails()) == 2, "the mails never came", SECONDS)
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_status() == 0
    subjects = sorted(str(each["Subject"]) for each in mail.mails())
    assert str(filed(tmp_path)["number"]) in subjects[0]
    assert subjects[1].startswith("Verificar correo electrónico")
    assert delivered(tmp_path) == {"email_code": "accepted", "filing_email": "accepted", "receipt_print": "accepted"}


def test_with_the_printer_out_of_paper_it_says_so_and_nobody_finds_the_receipt_afterwards(
    tmp_path: Path, mail: Exim, printing: Cups
) -> None:
    printing.trouble("media-empty")
    with start(tmp_path, mail, printing) as terminal:
        for _question in walk(terminal, mail.folder / "mail" / "maria"):
            assert "mpreso" not in terminal.text
        terminal.wait("La impresora no tiene papel.", SECONDS)
        assert terminal.shows("Copie este número.")
        assert "Para dictarlo" in terminal.text
        assert "¿Salió" not in terminal.text
        terminal.settle(DELIBERATE)
        terminal.key("enter")
        terminal.wait("¿Ya copió su número?")
        terminal.settle(DELIBERATE)
        terminal.key("shift+tab", "enter")
        terminal.wait(WELCOME)
        terminal.until(lambda: not NUMBER.search(terminal.text), "the number is still there")
        terminal.until(lambda: not printing.spool(), "the job still waits for paper", SECONDS)
        printing.trouble("")
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_status() == 0
    assert printing.pages() == []
    assert delivered(tmp_path)["receipt_print"] == "withdrawn"


def test_paper_that_is_put_in_while_the_person_waits_brings_the_receipt(tmp_path: Path, mail: Exim, printing: Cups) -> None:
    printing.trouble("media-empty")
    with start(tmp_path, mail, printing) as terminal:
        for _question in walk(terminal, mail.folder / "mail" / "maria"):
            pass
        terminal.wait("La impresora no tiene papel.", SECONDS)
        printing.trouble("")
        finish(terminal)
    (paper,) = printing.pages()
    assert str(filed(tmp_path)["number"]) in text_of(paper, tmp_path)
