"""Reading letters with the real program: what it reads, what it is not allowed, and that nothing of it is left over."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kiosk.adapters.samples.card import JUAN, MARIA, CardHolder, front
from kiosk.domain.documents.document import GreyPicture, Reading
from kiosk.domain.documents.reading import look_for, turning
from kiosk.domain.people.identity import Identity, IdentityKind
from kiosk.inspection.judged import recognition
from kiosk.inspection.judged.recognition import NotRead, confinement, recognise

pytestmark = pytest.mark.peer("tesseract")


def card(holder: CardHolder = MARIA, turned: int = 0) -> GreyPicture:
    picture = front(holder).convert("L").rotate(-turned, expand=True)
    return GreyPicture(*picture.size, picture.tobytes())


def noise(side: int = 3000) -> GreyPicture:
    return GreyPicture(side, side, os.urandom(side * side))


def confined(*command: str) -> str:
    return subprocess.run([*confinement(), *command], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL).stdout


@pytest.mark.parametrize("holder", [MARIA, JUAN])
def test_the_number_of_a_card_is_read(holder: CardHolder) -> None:
    read = recognise(card(holder))
    assert look_for(Identity(IdentityKind.CEDULA, holder.number), read.text) is Reading.FOUND
    assert read.legible


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_it_is_told_how_a_card_lies(turned: int) -> None:
    assert turning(recognise(card(turned=turned))) == (360 - turned) % 360


def test_a_picture_without_letters_holds_no_words() -> None:
    assert recognise(GreyPicture(200, 100, b"\xff" * 20_000)).text == ""


def test_it_may_write_nothing_start_nothing_and_has_no_privilege() -> None:
    limits = confined("cat", "/proc/self/limits", "/proc/self/status")
    assert [line.split()[-3] for line in limits.splitlines() if line.startswith("Max file size")] == ["0"]
    assert [line.split()[-3] for line in limits.splitlines() if line.startswith("Max processes")] == ["0"]
    assert "NoNewPrivs:\t1" in limits
    assert "CapEff:\t0000000000000000" in limits


def test_it_writes_no_byte_into_a_file(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    confined("sh", "-c", f"echo something > {tmp_path}/written")
    assert b"".join(each.read_bytes() for each in tmp_path.iterdir()) == b""
    assert confined("echo", "something") == "something\n"


def test_it_has_no_network_where_the_kernel_lets_it_go() -> None:
    if "unshare" not in confinement():
        pytest.skip("this kernel lets no ordinary process give up its network")
    assert [line.split(":")[0].strip() for line in confined("cat", "/proc/net/dev").splitlines()[2:]] == ["lo"]


def test_it_ends_with_whoever_waits_for_it() -> None:
    waiting = "import subprocess, sys; process = subprocess.Popen(sys.argv[1:]); print(process.pid, flush=True); process.wait()"
    parent = subprocess.Popen(
        [sys.executable, "-c", waiting, *confinement(), "sh", "-c", "echo; exec sleep 60"], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    said = sorted([parent.stdout.readline().strip(), parent.stdout.readline().strip()])
    pid = int(said[-1])
    parent.kill()
    parent.wait()
    assert ended(pid)


def ended(pid: int) -> bool:
    for _look in range(500):
        try:
            if Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split(")")[1].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.01)
    return False


def children() -> set[str]:
    return {
        each.parent.name
        for each in Path("/proc").glob("[0-9]*/stat")
        if (stat := _stat(each)) and stat[1] == str(os.getpid()) and stat[0] != "Z"
    }


def _stat(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def test_whoever_gives_up_leaves_nothing_running() -> None:
    before, given_up = children(), threading.Event()
    failures: list[NotRead] = []

    def reading() -> None:
        try:
            recognise(noise(), given_up=given_up.is_set)
        except NotRead as failure:
            failures.append(failure)

    thread = threading.Thread(target=reading)
    thread.start()
    while not children() - before:
        assert thread.is_alive()
    given_up.set()
    thread.join(10)
    assert failures
    assert children() == before


def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    confinement()
    before = children()
    monkeypatch.setattr(recognition, "WALL_SECONDS", 0.2)
    with pytest.raises(NotRead):
        recognise(noise())
    assert children() == before


def test_what_says_too_much_is_not_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "TEXT_BYTES", 100)
    with pytest.raises(NotRead):
        recognise(card())


def test_a_picture_that_lies_about_its_size_is_not_read() -> None:
    with pytest.raises(NotRead):
        recognise(GreyPicture(4000, 4000, b"\xff" * 100))


def test_letters_are_cleaned_before_anybody_sees_them() -> None:
    table = "5\t1\t1\t1\t1\t1\t0\t0\t90\t10\t96.5\tHO\x1b]52;c;AA\x07LA\u202e\n"
    assert recognition._lettering(table).text == "HO]52;c;AALA"


def test_without_the_program_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "PROGRAM", "tesseract-that-is-not-there")
    with pytest.raises(NotRead):
        recognise(GreyPicture(10, 10, b"\xff" * 100))
