"""Writes that the disk forgot: of a document and of a submission, at each sync; `make soak` forgets those of every use case."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
USE_CASES = ("document attached", "consent given, number shown")


@pytest.mark.peer("strace")
def test_what_was_told_is_there_when_the_disk_forgets_all_that_was_not_synced_or_a_part_of_it(tmp_path: Path) -> None:
    words = [word for name in USE_CASES for word in ("--use-case", name)]
    command = [sys.executable, "-m", "tests.soak.matrix", str(tmp_path), "0", "--forget", *words]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    forgotten = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each for each in forgotten if each["wrong"]] == []
    assert done.returncode == 0
    synced = {each["before"].rpartition("/")[2].removeprefix(".")[-3:] for each in forgotten}
    assert {"wal", "ult", "new"} <= synced, "neither the database nor the vault was synced"
