"""`kiosk case export` and `kiosk case schema`, run as an office's scripts run them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.filing import answer_all, open_kiosk, submit


def run(folder: Path, *words: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environ = {key: value for key, value in os.environ.items() if not key.startswith("KIOSK_")}
    environ |= {"KIOSK_DATA_DIR": str(folder), "KIOSK_KIOSK__ID": "0417", **variables}
    command = [sys.executable, "-m", "screens", "case", *words]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the data folder and the number of a filed case."""
    folder = tmp_path_factory.mktemp("data")
    kiosk = open_kiosk(folder)
    number = submit(kiosk, answer_all(kiosk)).number
    kiosk.database.close()
    return folder, str(number)


def test_dossiers_are_written_and_told_under_stable_keys(filed: tuple[Path, str], tmp_path: Path) -> None:
    folder, number = filed
    done = run(folder, "export", number, tmp_path / "out", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert set(told) == {"written", "failed", "warnings"}
    (written,) = told["written"]
    assert set(written) == {"number", "path", "sha256", "sealed", "already"}
    assert (Path(written["path"]) / "expediente.pdf").is_file()
    assert "Sin sellar" in done.stderr


def test_one_that_cannot_be_written_ends_with_1_and_the_others_are_written(filed: tuple[Path, str], tmp_path: Path) -> None:
    folder, number = filed
    done = run(folder, "export", "--waiting", "\x1b[31mnada", tmp_path / "out")
    assert done.returncode == 1
    assert done.stdout.startswith(number)
    assert "[31mnada: " in done.stderr
    assert "\x1b" not in done.stderr


def test_a_certificate_that_cannot_be_read_ends_with_1_in_one_sentence(filed: tuple[Path, str], tmp_path: Path) -> None:
    folder, number = filed
    done = run(folder, "export", number, tmp_path / "out", KIOSK_DESK__INSTITUTE_CERTIFICATE=str(tmp_path / "gone.pem"))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "desk.institute_certificate" in done.stderr


def test_no_number_is_misuse_and_the_schema_needs_no_kiosk(tmp_path: Path) -> None:
    assert run(tmp_path / "none", "export", tmp_path / "out").returncode == 2
    described = run(tmp_path / "none", "schema", KIOSK_KIOSK__ID="?")
    assert described.returncode == 0
    assert json.loads(described.stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert not (tmp_path / "none").exists()
