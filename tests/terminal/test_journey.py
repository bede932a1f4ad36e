"""The real program on a real pseudo-terminal, key by key, from welcome to receipt; and killed after each step and taken up."""

import re
import signal
from collections.abc import Mapping
from pathlib import Path

import pypdf
import pytest

from kiosk.services.cases import records
from tests.filing import open_kiosk
from tests.loaded import PROGRAM
from tests.terminal import stick
from tests.terminal.driver import Terminal
from tests.terminal.journey import ANSWERS, DELIBERATE, IS_ALL_WELL, RECEIPT, WELCOME, asked, walk

NUMBER = re.compile(r"0417A-26-\d{6}-[0-9A-Z]")
REVIEW = 7
SLOTS = {"cedula-front:applicant", "cedula-back:applicant", "application-form"}


def environment(folder: Path) -> Mapping[str, str]:
    """Return the settings of a kiosk that is no demonstration, with all its parts below a folder."""
    return {
        "KIOSK_DATA_DIR": str(folder / "data"),
        "KIOSK_KIOSK__ID": "0417",
        "KIOSK_KIOSK__PROVINCE": "17",
        "KIOSK_MAIL__KIND": "maildir",
        "KIOSK_PRINTER__KIND": "folder",
        "KIOSK_STICK__FOLDER": str(folder / "stick"),
    }


def start(folder: Path, *, term: str = "xterm-256color", forked: bool = False) -> Terminal:
    """Start the kiosk as a person finds it."""
    return Terminal(PROGRAM, term=term, env=environment(folder), forked=forked)


def finish(terminal: Terminal) -> None:
    """Say that the receipt came out, and end the visit."""
    terminal.wait("¿Salió su comprobante?")
    terminal.settle(DELIBERATE)
    terminal.key("enter")
    terminal.wait("Terminar")
    terminal.settle(DELIBERATE)
    terminal.key("enter")
    terminal.wait(WELCOME)


def check_what_was_filed(folder: Path) -> None:
    """Read case, documents, acceptances and the printed receipt back."""
    kiosk = open_kiosk(folder / "data")
    (record,) = records.newest(kiosk)
    assert NUMBER.fullmatch(record["number"])
    assert record["applicant"]["identity"] == "9900000010"
    assert (record["applicant"]["given_names"], record["applicant"]["surnames"]) == ("María Luisa", "Quispe Ñato")
    assert record["contact"]["telephone"] == "+593987654321"
    assert record["contact"]["email"] == "maria@ejemplo.test"
    assert record["contact"]["email_verified_at"] is not None
    assert [each["key"] for each in record["leavers"]] == ["applicant"]
    assert {each["slot"] for each in record["documents"]} == SLOTS
    brought = {each.name: each.stat().st_size for each in (folder / "stick").iterdir()}
    kept = {each["slot"]: each for each in record["documents"]}
    assert {kept[slot]["bytes"] for slot in SLOTS if slot != "application-form"} == {brought[stick.FRONT], brought[stick.BACK]}
    form = kept["application-form"]  # a PDF is written anew, without what its maker left in it
    assert (form["media_type"], form["pages"]) == ("application/pdf", 1)
    assert 0 < form["bytes"] < brought[stick.FORM]
    assert {each["kind"] for each in record["acceptances"]} == {"notice", "consent"}
    (receipt,) = (folder / "data" / "printed").glob("comprobante-*.pdf")
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(receipt).pages)
    assert record["number"] in text
    assert "9900••••••" in text
    assert "9900000010" not in text
    assert "maria@ejemplo.test" not in text
    kiosk.database.close()


@pytest.mark.parametrize("term", ["xterm-256color", "linux"])
def test_a_citizen_files_from_welcome_to_receipt(tmp_path: Path, term: str) -> None:
    stick.fill(tmp_path / "stick")
    with start(tmp_path, term=term) as terminal:
        mail, before = tmp_path / "data" / "mail", 0
        for paint in walk(terminal, mail, until=IS_ALL_WELL):
            before = before if paint.question == IS_ALL_WELL else len(terminal.written)
        assert b"Enter aceptar" not in terminal.written[before:], "nobody is led past the review before it is read"
        for _question in walk(terminal, mail):
            assert "Traceback" not in terminal.text
        assert NUMBER.search(terminal.text) or "Para dictarlo" in terminal.text
        finish(terminal)
        assert not NUMBER.search(terminal.text), "the next person sees nothing"
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_status() == 0
    check_what_was_filed(tmp_path)


def shown_code(terminal: Terminal) -> str:
    """Return the resume code that stands in the frame."""
    found = re.search(r"([3-9A-Y]{4}-[3-9A-Y]{4}) ─┘", terminal.text)
    assert found, terminal.text
    return found[1]


def step(terminal: Terminal) -> int:
    """Return the step that the frame names."""
    found = re.search(r"Paso (\d) de 8", terminal.text)
    return int(found[1]) if found else 0


def resume(terminal: Terminal, code: str, last_four: str = "0010") -> None:
    """Come back with the code and the last four."""
    terminal.wait(WELCOME)
    terminal.key("2")
    terminal.wait("¿Cuál es su número para volver?")
    terminal.settle()
    terminal.type(code.replace("-", ""))
    terminal.key("enter")
    terminal.settle()
    terminal.type(last_four)
    terminal.settle()
    terminal.key("enter")
    terminal.until(lambda: bool(asked(terminal)) and not terminal.shows(WELCOME), "the draft did not come back")
    terminal.settle()


def test_killed_after_each_step_it_is_taken_up_by_its_code_and_nothing_is_lost(tmp_path: Path) -> None:
    stick.fill(tmp_path / "stick")
    mail, code, reached, kills = tmp_path / "data" / "mail", "", 0, 0
    for _life in range(2 * len(ANSWERS)):
        with start(tmp_path, forked=True) as terminal:
            if code:
                resume(terminal, code)
                again = min(reached, REVIEW)  # the consent is given in one visit with the review
                assert step(terminal) >= again, f"what was answered before step {again} is asked again"
            begun_at = asked(terminal) if code else ""
            for question in walk(terminal, mail):
                if question.question == RECEIPT:
                    break
                moved_on = question.question not in {begun_at, WELCOME}
                if moved_on and " ─┘" in terminal.text and step(terminal) > max(reached, 3):
                    code, reached = shown_code(terminal), step(terminal)
                    break
            if asked(terminal) == RECEIPT:
                finish(terminal)
                break
            terminal.signal(signal.SIGKILL)
            kills += 1
    assert kills == 5, "once at each step from the contact to the consent"
    check_what_was_filed(tmp_path)
