"""Writing files: all or nothing, to the account alone, and the first of two stays."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.storage.files import write_once, write_safely

ROOT = Path(__file__).parents[2]


def test_what_is_written_is_whole_private_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_safely(tmp_path / "a", b"one")
    write_safely(tmp_path / "a", b"two")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"two"}
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


def test_what_may_be_written_once_only_stays_as_the_first_wrote_it(tmp_path: Path) -> None:
    write_once(tmp_path / "a", b"one")
    write_once(tmp_path / "a", b"two")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"one"}
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


@pytest.mark.peer("strace")
def test_a_new_folder_and_those_above_it_are_named_for_good_in_the_folders_that_hold_them(tmp_path: Path) -> None:
    program = "import sys, pathlib; from kiosk.storage.files import private_folder as p; p(pathlib.Path(sys.argv[1]))"
    trace = tmp_path / "trace"
    strace = ["strace", "-y", "-o", str(trace), "--trace=fsync,?mkdir,?mkdirat"]
    subprocess.run([*strace, sys.executable, "-c", program, str(tmp_path / "a" / "b")], check=True, cwd=ROOT)
    calls = [line for line in trace.read_text(encoding="utf-8").splitlines() if line.startswith("fsync")]
    assert [line.partition("<")[2].partition(">")[0] for line in calls] == [str(tmp_path), str(tmp_path / "a")]
