"""As whom a command works: with the right kiosk whoever calls it, or in one sentence not at all, and never with a new one."""

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk import account
from kiosk.config import data_folder
from tests.accounts import NOBODY
from tests.commands.test_commands import run
from tests.filing import answer_all, open_kiosk, submit

ROOT = Path(__file__).parent.parent.parent
GUEST = ("setpriv", "--reuid=12345", "--regid=12345", "--clear-groups")
Called = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize(
    "words",
    ["case list", "staff add rosa", "stats", "purge", "deliver --once", "audit verify", "key show", "key backup {}", "backup {}"],
)
def test_where_there_is_no_kiosk_a_command_says_so_and_begins_none(tmp_path: Path, words: str) -> None:
    done = run(tmp_path / "none", *words.format(tmp_path / "copy").split())
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
    assert "no hay ningún kiosco" in done.stderr
    assert not list(tmp_path.iterdir())


def test_nothing_is_restored_where_the_key_is_missing_and_no_folder_is_made(tmp_path: Path) -> None:
    kiosk = open_kiosk(tmp_path / "data")
    assert run(tmp_path / "data", "backup", str(tmp_path / "copies")).returncode == 0
    kiosk.database.close()
    done = run(tmp_path / "none", "restore", str(tmp_path / "copies"))
    assert (done.returncode, "Falta la llave" in done.stderr) == (3, True)
    assert not (tmp_path / "none").exists()


def test_to_bring_the_data_up_to_date_begins_a_kiosk(tmp_path: Path) -> None:
    assert run(tmp_path / "data", "migrate").returncode == 0
    assert run(tmp_path / "data", "case", "list").returncode == 0


def test_no_variable_says_whose_kiosk_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "SERVICE_FOLDER", tmp_path / "none")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "kiosk")
    assert data_folder({}) == tmp_path / "kiosk"
    monkeypatch.setattr(account, "SERVICE_FOLDER", tmp_path)
    assert data_folder({}) == tmp_path, "the machine's own, whoever asks"


@pytest.fixture(scope="module")
def machine() -> Iterator[Path]:
    """Return a folder that every account may pass, with the data of a kiosk of another account than root's: `nobody`."""
    if os.geteuid() != 0:
        pytest.skip("only root becomes another account")
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        reason = "the kernel lets nobody mount here, and /var/lib/kiosk is not the tests' to make"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    folder = Path(tempfile.mkdtemp(prefix="kiosk-machine-"))
    folder.chmod(0o755)
    kiosk = open_kiosk(folder / "data")
    (folder / "number").write_text(str(submit(kiosk, answer_all(kiosk)).number))
    kiosk.database.close()
    (folder / "home").mkdir(mode=0o700)
    (folder / "usb").mkdir(mode=0o700)
    for each in (folder / "data", *(folder / "data").rglob("*"), folder / "usb"):
        os.chown(each, NOBODY, NOBODY)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def called(machine: Path) -> Called:
    """Return how root calls `kiosk` where those data stand in /var/lib/kiosk, with nothing in its environment but its own."""
    steps = [
        *_opened({Path(sys.base_prefix).resolve(), ROOT}, machine / "kept"),
        "mount -t tmpfs none /var/lib",
        "mkdir /var/lib/kiosk",
        f"mount --bind {machine}/data /var/lib/kiosk",
        'exec "$@"',
    ]
    environ = {"HOME": str(machine / "home"), "USER": "root", "LOGNAME": "root", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    environ |= {"PATH": os.environ["PATH"], "KIOSK_KIOSK__ID": "0417"}

    def call(*words: str, by: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
        command = [
            "unshare",
            "--mount",
            "sh",
            "-e",
            "-c",
            "\n".join(steps),
            "sh",
            *by,
            sys.executable,
            "-m",
            "screens",
            "--actor",
            "ana",
            *words,
        ]
        return subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=120, cwd="/")

    return call


def _opened(needed: set[Path], kept: Path) -> list[str]:
    """Return the steps by which the program can be read by every account, though a folder above it is root's alone."""
    closed = {each for path in needed for each in path.parents if not each.stat().st_mode & 0o001}
    hidden = {each for each in closed if not closed.intersection(each.parents)}
    within = [path for path in sorted(needed) if hidden.intersection(path.parents)]
    places = {path: shlex.quote(str(kept / str(number))) for number, path in enumerate(within)}
    steps = [f"mkdir -p {place} && mount --bind {shlex.quote(str(path))} {place}" for path, place in places.items()]
    steps += [f"mount -t tmpfs -o mode=755 none {shlex.quote(str(each))}" for each in sorted(hidden)]
    return steps + [f"mkdir -p {shlex.quote(str(path))} && mount --bind {place} {path}" for path, place in places.items()]


def _owners(folder: Path) -> set[int]:
    return {each.stat().st_uid for each in (folder, *folder.rglob("*"))}


def test_root_s_commands_are_about_the_machine_s_kiosk(machine: Path, called: Called) -> None:
    listed = called("case", "list", "--json")
    assert listed.returncode == 0, listed.stderr
    assert [each["number"] for each in json.loads(listed.stdout)] == [(machine / "number").read_text()]
    assert called("staff", "add", "rosa").returncode == 0
    assert [each["name"] for each in json.loads(called("staff", "list", "--json").stdout)] == ["rosa"]
    checks = {each["name"]: each["code"] for each in json.loads(called("doctor", "--json").stdout)}
    assert checks["database"] == checks["keys"] == "ok"


def test_root_s_copies_are_of_the_machine_s_kiosk_and_its_keys(machine: Path, called: Called) -> None:
    made = called("backup", str(machine / "usb" / "copies"), "--json")
    assert made.returncode == 0, made.stderr
    documents = json.loads(made.stdout)["documents"]
    assert documents == len([each for each in (machine / "data" / "vault").iterdir() if each.is_file()]) > 0
    assert called("key", "backup", str(machine / "usb" / "keys")).returncode == 0
    for name in ("kiosk.key", "receipt.key"):
        assert (machine / "usb" / "keys" / name).read_bytes() == (machine / "data" / "keys" / name).read_bytes()
    assert _owners(machine / "usb") == _owners(machine / "data") == {NOBODY}
    assert not list((machine / "home").iterdir()), "nothing is root's own"


def test_another_account_is_told_the_command_and_gets_no_kiosk_of_its_own(machine: Path, called: Called) -> None:
    for words in (("case", "list"), ("doctor",), ("key", "show"), ("restore",)):
        done = called(*words, by=GUEST)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1)
        assert "/var/lib/kiosk es de la cuenta nobody" in done.stderr
        assert "sudo -u nobody kiosk" in done.stderr
    assert not list((machine / "home").iterdir())


def test_root_is_told_where_the_kiosk_s_account_may_not_write(machine: Path, called: Called) -> None:
    done = called("key", "backup", str(machine / "home" / "keys"))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "chown nobody" in done.stderr
