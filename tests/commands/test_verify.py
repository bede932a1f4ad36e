"""`kiosk verify` as a post runs it: no database, no network, no kiosk of its own; its exit status is the answer."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pexpect
import pytest
import zxingcpp
from PIL import Image

from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import Media
from kiosk.domain.papers.receipt_code import printed_lines
from kiosk.services.cases import receipts
from tests.filing import EMAIL, JUAN, MARIA, answer_all, number_of, open_kiosk, submit
from tests.loaded import PROGRAM, run

KEYS = {"verdict", "number", "issued_at", "documents", "kiosk", "key", "documents_hash", "clock_trusted", "lines", "message"} | {
    *("applicant", "leavers", "procedure"),
}


@dataclass(frozen=True)
class Filed:
    """A filed case: its number, its code, its receipt on both papers, and the file with the kiosk's public key."""

    number: CaseNumber
    code: str
    leavers: tuple[str, ...]
    papers: dict[Media, bytes]
    key: Path


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Filed:
    """Return a case of a kiosk whose data folder the post does not have."""
    folder = tmp_path_factory.mktemp("kiosk")
    kiosk = open_kiosk(folder / "data")
    number = number_of(submit(kiosk, answer_all(kiosk)))
    (public,) = (folder / "data" / "keys").glob("*.pub")
    (folder / "post").mkdir()
    key = folder / "post" / "0417.pub"
    key.write_bytes(public.read_bytes())
    papers = {media: receipts.pdf(kiosk, number, media) for media in Media}
    content = receipts.content(kiosk, number)
    kiosk.database.close()
    return Filed(number, content.qr, content.leavers, papers, key)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return an empty home."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def environment(home: Path) -> dict[str, str]:
    """Return an environment with nothing but a home in it."""
    return {"HOME": str(home), "PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "LANG": "C.UTF-8"}


def verify(home: Path, *words: str, typed: bytes = b"") -> subprocess.CompletedProcess[str]:
    """Run `kiosk verify` in an empty home."""
    return run([*PROGRAM, "verify", *words], environment(home), typed)


def test_with_nothing_but_the_public_key_a_genuine_receipt_is_told(filed: Filed, home: Path) -> None:
    told = verify(home, filed.code, "--keys", str(filed.key), "--json")
    assert (told.returncode, told.stderr) == (0, "")
    record = json.loads(told.stdout)
    assert set(record) == KEYS
    assert record["verdict"] == "genuine"
    assert record["number"] == filed.number
    assert record["issued_at"] == "2026-11-23T10:41:00-05:00"
    assert (record["kiosk"], record["clock_trusted"], record["lines"]) == ("0417", True, [])
    assert record["documents"] > 0
    assert list(home.rglob("*")) == [], "it leaves nothing behind"
    plain = verify(home, filed.code, "--keys", str(filed.key.parent))
    assert plain.returncode == 0
    assert plain.stdout.startswith("AUTÉNTICO\n")
    assert f"Número de trámite: {filed.number}\nRecibido: 23 de noviembre de 2026, 10:41\n" in plain.stdout


@pytest.mark.peer("pdftoppm")
@pytest.mark.parametrize("paper", tuple(Media))
def test_the_qr_of_the_printed_page_is_genuine(filed: Filed, paper: Media, home: Path, tmp_path: Path) -> None:
    (tmp_path / "page.pdf").write_bytes(filed.papers[paper])
    subprocess.run(["pdftoppm", "-png", "-r", "203", "-singlefile", "page.pdf", "page"], cwd=tmp_path, check=True)
    with Image.open(tmp_path / "page.png") as page:
        (read,) = zxingcpp.read_barcodes(page)
    told = verify(home, "--keys", str(filed.key), typed=f"{read.text}\r\n".encode())
    assert told.returncode == 0, told.stdout + told.stderr
    assert filed.number in told.stdout


@pytest.mark.parametrize("way", ["argument", "words", "lines", "stdin", "hand"])
def test_every_way_of_giving_the_code_works(filed: Filed, way: str, home: Path) -> None:
    lines = printed_lines(filed.code)
    words, typed = {
        "argument": (["\n".join(lines)], ""),
        "words": (" ".join(lines).split(), ""),
        "lines": ([], "\n".join(lines)),
        "stdin": ([], f"\n  {filed.code.lower()}\nwhat comes after it is not read"),
        "hand": (
            [],
            "\n".join(f"{place} {line.lower().replace('0', 'o').replace('1', 'l')}" for place, line in enumerate(lines, 1)) + "\n",
        ),
    }[way]
    told = verify(home, *words, "--keys", str(filed.key), typed=typed.encode())
    assert told.returncode == 0, told.stdout + told.stderr


def test_a_mistyped_line_is_named_and_is_not_genuine(filed: Filed, home: Path) -> None:
    lines = [*printed_lines(filed.code)]
    lines[2] = lines[2][:7] + ("7" if lines[2][7] != "7" else "8") + lines[2][8:]
    told = verify(home, "--json", "--keys", str(filed.key), typed="\n".join(lines).encode())
    record = json.loads(told.stdout)
    assert (told.returncode, record["verdict"], record["lines"], record["number"]) == (1, "false", [3], None)
    assert "Revise la línea 3:" in record["message"]
    plain = verify(home, "--keys", str(filed.key), typed="\n".join(lines).encode())
    assert plain.stdout.startswith("NO SE PUDO LEER\nRevise la línea 3:")


def test_without_the_key_the_kiosk_is_unknown_and_that_is_no_yes(filed: Filed, home: Path) -> None:
    told = verify(home, filed.code, "--json")
    record = json.loads(told.stdout)
    assert (told.returncode, record["verdict"], record["number"]) == (1, "unknown_kiosk", filed.number)
    assert "NO SE PUEDE SABER" in verify(home, filed.code).stdout


def test_a_key_under_keys_known_of_the_data_folder_is_found(filed: Filed, home: Path) -> None:
    known = home / ".local" / "share" / "kiosk" / "keys" / "known"
    known.mkdir(parents=True)
    (known / "0417.pub").write_bytes(filed.key.read_bytes())
    assert verify(home, filed.code).returncode == 0


@pytest.mark.parametrize("words", [[], [""], ["  "], ["CODE", "--keys"], ["CODE", "--keys", "/nowhere/none.pub"], ["--nothing"]])
def test_misuse_is_2_and_one_sentence(words: list[str], home: Path) -> None:
    told = verify(home, *words)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr
    assert "Traceback" not in told.stderr


def test_a_file_that_is_no_key_is_told_and_its_text_reaches_no_terminal(filed: Filed, home: Path, tmp_path: Path) -> None:
    hostile = tmp_path / "a\x1b]0;x\x07\u202e.pub"
    hostile.write_bytes(b"\x1b[2J[@click=app.quit]KIOSKKEY1 9900000010\n")
    told = verify(home, filed.code, "--keys", str(hostile), "--keys", str(filed.key))
    assert told.returncode == 0, "the other key is still good"
    assert "La línea 1 de" in told.stderr
    assert told.stderr.strip().isprintable()
    assert "9900000010" not in told.stderr


def test_a_hostile_code_is_not_shown_and_not_obeyed(home: Path) -> None:
    for typed in (b"\x1b[2J\x1b]0;x\x07" * 300, b"\xff\x00" * 100_000, b"A" * 5_000_000, b"\n" * 10_000, b"1\n" * 10_000):
        told = verify(home, typed=typed)
        assert told.returncode in {1, 2}
        assert "\x1b" not in told.stdout + told.stderr
        assert "Traceback" not in told.stderr


def test_a_code_says_nothing_of_the_person(filed: Filed, home: Path) -> None:
    told = verify(home, filed.code, "--keys", str(filed.key), "--json").stdout
    assert json.loads(told)["applicant"] == "DNMJ 9900", "what the paper shows, too"
    for secret in (MARIA.number, JUAN.number, EMAIL, "María", "Demostración", "m•••"):
        assert secret not in told


def test_the_lines_of_the_paper_are_shown_and_compared(filed: Filed, home: Path) -> None:
    told = verify(home, filed.code, "--keys", str(filed.key)).stdout
    assert "Trámite: Egreso de jefes de familia" in told
    assert "Quién pide: D.N.M.J. · 9900…" in told
    assert "Quiénes salen: 3." in told
    lines = [word for each in filed.leavers for word in ("--leaver", each)]
    right = verify(home, filed.code, "--keys", str(filed.key), "--applicant", "d.ñ.m.j. 9900", *lines)
    assert right.returncode == 0, right.stdout
    assert "dice lo que se firmó" in right.stdout
    wrong = verify(home, filed.code, "--keys", str(filed.key), "--applicant", "r.a.v. 9900", *lines)
    assert (wrong.returncode, wrong.stdout.splitlines()[0]) == (1, "FALSO")


def test_a_wedge_reader_types_into_a_prompt_and_the_answer_comes_at_once(filed: Filed, home: Path) -> None:
    command = [sys.executable, "-m", "screens", "verify", "--keys", str(filed.key)]
    with pexpect.spawn(command[0], command[1:], env=environment(home), encoding="utf-8", timeout=60) as terminal:
        terminal.expect("Lea el QR")
        terminal.sendline(filed.code)
        terminal.expect("AUTÉNTICO")
        terminal.expect(pexpect.EOF)
    assert terminal.exitstatus == 0


def test_giving_up_at_the_prompt_shows_no_trace(home: Path) -> None:
    with pexpect.spawn(
        sys.executable, ["-m", "screens", "verify"], env=environment(home), encoding="utf-8", timeout=60
    ) as terminal:
        terminal.expect("Lea el QR")
        terminal.sendintr()
        terminal.expect(pexpect.EOF)
        assert "Traceback" not in (terminal.before or "")
    assert terminal.exitstatus == 2


@pytest.mark.peer("strace")
def test_no_network_is_asked(filed: Filed, home: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    command = ["strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", str(trace), sys.executable, "-m", "screens", "verify"]
    told = subprocess.run(
        [*command, filed.code, "--keys", str(filed.key)], env=environment(home), capture_output=True, check=False, timeout=120
    )
    if told.returncode == 1 and b"ptrace" in told.stderr:
        pytest.skip("this machine lets nobody trace")
    assert told.returncode == 0, told.stderr
    assert not {"AF_INET", "AF_INET6"} & set(re.findall(r"AF_\w+", trace.read_text(encoding="utf-8")))
