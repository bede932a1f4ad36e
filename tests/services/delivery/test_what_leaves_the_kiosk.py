"""Paper and mail of a real filing, decoded and searched: everything needed is there, and nobody can be told from it."""

import email
import io
import re
from email import policy
from email.message import EmailMessage

import pypdf
import pytest

from kiosk.domain.machine.message import Media
from kiosk.services.cases import receipts
from kiosk.services.delivery import mailing, printing
from kiosk.services.filing import slips
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers.receipt_check import ReceiptVerdict, check
from kiosk.storage.public_keys import known_keys
from tests.filing import EMAIL, JUAN, MARIA, answer_all, begin, number_of, submit

SECRETS = (MARIA.number, JUAN.number, EMAIL, "María", "José", "Ñusta", "Demostración", "Juan", "Rosa", "991234567", "2019")


def text_of(pdf: bytes) -> str:
    """Return words and properties of a PDF."""
    read = pypdf.PdfReader(io.BytesIO(pdf))
    words = " ".join(page.extract_text() for page in read.pages)
    return " ".join(f"{words} {dict(read.metadata or {})}".split())


def printed(kiosk: Kiosk) -> list[bytes]:
    return [path.read_bytes() for path in sorted(kiosk.settings.printer.folder.iterdir())]


def mailed(kiosk: Kiosk) -> list[EmailMessage]:
    paths = sorted((kiosk.settings.mail.maildir / "new").iterdir())
    return [email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]


CODE_LINES = re.compile(r"(?: \d(?: [0-9A-Z]{5}){5} [0-9A-Z]){8}")
"""The signed code in its lines: its letters come by chance, so what it says is looked at by itself."""


def names_nobody(text: str) -> bool:
    text = CODE_LINES.sub(" ", text)
    return not any(secret in text for secret in SECRETS) and not re.search(r"(?<![\d+])\d{10}(?!\d)", text)


def test_the_search_finds_a_planted_leak() -> None:
    assert not names_nobody(f"Solicitante: {MARIA.number}")
    assert not names_nobody(f"a {EMAIL}")


def test_the_printed_receipt_names_case_people_and_papers_but_nobody(kiosk: Kiosk) -> None:
    number = number_of(submit(kiosk, answer_all(kiosk)))
    printing.deliver_prints(kiosk)
    [pdf] = printed(kiosk)
    text = text_of(pdf)
    assert number in text
    assert "23 de noviembre de 2026, 10:41" in text
    assert "9900••••••" in text
    assert "2500••••••" in text
    assert "menor sin cédula" in text
    assert "m•••@e•••.test" in text
    assert "no está confirmado" in text
    assert names_nobody(text)
    (lines,) = CODE_LINES.findall(text)
    typed = re.sub(r" (\d)(?= [0-9A-Z]{5} )", r"\n\1", lines)
    found = check(typed, known_keys(kiosk.settings.data_dir)[0])
    assert (found.verdict, found.said and found.said.number) == (ReceiptVerdict.GENUINE, number)


def test_the_mail_carries_the_same_receipt_and_names_nobody_but_its_address(kiosk: Kiosk) -> None:
    number = number_of(submit(kiosk, answer_all(kiosk)))
    mailing.deliver_mail(kiosk)
    [message] = mailed(kiosk)
    assert message["To"] == EMAIL
    [attached] = message.iter_attachments()
    assert number in text_of(attached.get_content())
    bodies = [message.get_body((kind,)) for kind in ("plain", "html")]
    for text in (str(message["Subject"]), text_of(attached.get_content()), *(body.get_content() for body in bodies if body)):
        assert names_nobody(text)


def test_without_email_nothing_is_mailed_and_the_paper_says_to_come_back(kiosk: Kiosk) -> None:
    submit(kiosk, answer_all(kiosk, email=None))
    mailing.deliver_due(kiosk)
    assert not (kiosk.settings.mail.maildir / "new").exists()
    assert "Vuelva desde el 6 de enero de 2027" in text_of(printed(kiosk)[0])


@pytest.mark.parametrize("paper", ["roll", "a4"])
def test_a_receipt_printed_again_is_marked_as_a_copy(kiosk: Kiosk, paper: str) -> None:
    number = number_of(submit(kiosk, answer_all(kiosk)))
    printing.deliver_prints(kiosk)
    receipts.print_again(kiosk, number)
    printing.deliver_prints(kiosk)
    assert sorted("COPIA 2" in text_of(pdf) for pdf in printed(kiosk)) == [False, True]
    assert "COPIA" not in text_of(receipts.pdf(kiosk, number, Media(paper)))


def test_the_slip_brings_the_draft_back_and_names_nobody(kiosk: Kiosk) -> None:
    draft = begin(kiosk)
    assert slips.print_slip(kiosk, draft.id)
    printing.deliver_prints(kiosk)
    text = text_of(printed(kiosk)[0])
    assert f"{draft.code[:4]}-{draft.code[4:]}" in text
    assert "30 de noviembre, 10:41" in text
    assert names_nobody(text)
