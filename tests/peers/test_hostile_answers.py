"""What mail servers, printers and scanners say in words is looked at, and never passed on: not to a screen, a row or the log."""

import json
import os
import plistlib
import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk.adapters.documents import scanner
from kiosk.adapters.printing.cups import CupsPrinter
from kiosk.domain.documents.scanner import ScannerTrouble
from kiosk.domain.machine.message import Media
from kiosk.services.filing import verification
from kiosk.settings import PrinterSettings
from tests.peers.sending import Sending
from tests.peers.smtp_servers import POLITE, ScriptedServer
from tests.services.whole.test_hostile_text import everything_kept
from tests.terminal.hostile import BAD_TEXT
from tests.terminal.witness import UNPLAIN

MARK = "app.quit"
LONG = BAD_TEXT * 500
REFUSED = [(phase, code) for phase in ("", "MAIL", "RCPT", "DATA", ".") for code in (451, 550)]


@pytest.mark.parametrize(("phase", "code"), REFUSED)
def test_no_word_of_a_mail_server_is_kept_or_shown(tmp_path: Path, phase: str, code: int) -> None:
    bad = BAD_TEXT.replace("\r", " ").replace("\n", " ")
    lines = f"{code}-5.1.1 {bad}\r\n{code} 5.1.1 <maria@ejemplo.test> {bad}\r\n".encode()
    with ScriptedServer(POLITE | {phase: lines}) as server:
        sending = Sending.by(server.mail, tmp_path)
        draft = sending.ask_for_code()
        told = sending.deliver()
        shown = verification.status(sending.kiosk, draft)
        for _what, value in everything_kept(sending.kiosk):
            assert MARK not in value
            assert not UNPLAIN.search(value)
    assert MARK not in f"{told}{shown}"
    assert not UNPLAIN.search("".join((*told, shown.cause)))
    assert str(code) in shown.cause
    log = tmp_path / "kiosk" / "log" / "kiosk.log"
    assert MARK not in (log.read_text(encoding="utf-8") if log.exists() else "")


def pretend(program: Path, monkeypatch: pytest.MonkeyPatch, says: bytes, complains: bytes = b"", status: int = 0) -> None:
    """Put a program of that name before the real one."""
    body = f"import sys\nsys.stdout.buffer.write({says!r})\nsys.stderr.buffer.write({complains!r})\nsys.exit({status})\n"
    program.write_text(f"#!{sys.executable}\n{body}", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")


@pytest.mark.parametrize("state", [3, 5])
def test_no_word_of_a_printer_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: int) -> None:
    words = LONG.replace("\x00", "").replace("\x1b", " ").replace("\x9b", " ")  # what a plist can hold
    words = "".join(char if char == "\n" or char >= " " else " " for char in words)
    attributes: dict[str, Any] = {
        "printer-state": state,
        "printer-is-accepting-jobs": True,
        "printer-state-reasons": [words, "media-jam"],
        "printer-state-message": words,
        "printer-info": words,
    }
    answer = {"Tests": [{"StatusCode": "successful-ok", "ResponseAttributes": [attributes]}]}
    pretend(tmp_path / "ipptool", monkeypatch, plistlib.dumps(answer))
    told = CupsPrinter(PrinterSettings(kind="cups", a4="A4")).check(Media.A4)
    assert MARK not in json.dumps([told.trouble, told.cause], ensure_ascii=False)
    assert "atascó" in told.cause


def test_of_a_scanners_words_its_name_is_shown_and_cleaned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = f"test:0\x1f{LONG.replace(chr(10), ' ')}\x1fA4\n".encode()
    pretend(tmp_path / "scanimage", monkeypatch, line, LONG.encode())
    (device,) = scanner.list_devices(None, given_up=lambda: False)
    assert not UNPLAIN.search(device.label)
    assert 0 < len(device.label) <= 50


@pytest.mark.parametrize("status", [1, 6, 9, 200])
def test_no_complaint_of_a_scanner_is_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    pretend(tmp_path / "scanimage", monkeypatch, b"", LONG.encode(), status)
    with pytest.raises(ScannerTrouble) as trouble:
        scanner.list_devices(None, given_up=lambda: False)
    assert MARK not in trouble.value.message
    assert not UNPLAIN.search(trouble.value.message)
