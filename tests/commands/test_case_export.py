"""`kiosk case export` and `kiosk case schema`, as an office's scripts run them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk import commands
from tests.filing import answer_all, open_kiosk, submit

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `kiosk case` with a data folder, and return its exit status and what it said on either stream."""

    def running(folder: Path, *words: str | Path, **variables: str) -> tuple[int, str, str]:
        for name, value in {"KIOSK_DATA_DIR": str(folder), "KIOSK_KIOSK__ID": "0417", **variables}.items():
            monkeypatch.setenv(name, value)
        try:
            status = commands.main(["case", *map(str, words)])
        except SystemExit as end:  # as argparse ends on misuse
            status = int(str(end.code))
        return status, *capsys.readouterr()

    return running


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return the data folder and the number of a filed case."""
    folder = tmp_path_factory.mktemp("data")
    kiosk = open_kiosk(folder)
    number = submit(kiosk, answer_all(kiosk)).number
    kiosk.database.close()
    return folder, str(number)


def test_dossiers_are_written_and_told_under_stable_keys(run: Run, filed: tuple[Path, str], tmp_path: Path) -> None:
    folder, number = filed
    status, said, warned = run(folder, "export", number, tmp_path / "out", "--json")
    assert status == 0
    told = json.loads(said)
    assert set(told) == {"written", "failed", "warnings"}
    (written,) = told["written"]
    assert set(written) == {"number", "path", "sha256", "sealed", "already"}
    assert (Path(written["path"]) / "expediente.pdf").is_file()
    assert "Sin sellar" in warned


def test_one_that_cannot_be_written_ends_with_1_and_the_others_are_written(
    run: Run, filed: tuple[Path, str], tmp_path: Path
) -> None:
    folder, number = filed
    status, said, warned = run(folder, "export", "--waiting", "\x1b[31mnada", tmp_path / "out")
    assert status == 1
    assert said.startswith(number)
    assert "[31mnada: " in warned
    assert "\x1b" not in warned


def test_a_certificate_that_cannot_be_read_ends_with_1_in_one_sentence(run: Run, filed: tuple[Path, str], tmp_path: Path) -> None:
    folder, number = filed
    gone = str(tmp_path / "gone.pem")
    status, said, warned = run(folder, "export", number, tmp_path / "out", KIOSK_DESK__INSTITUTE_CERTIFICATE=gone)
    assert (status, said, warned.count("\n")) == (1, "", 1)
    assert "desk.institute_certificate" in warned


def test_no_number_is_misuse_and_the_schema_needs_no_kiosk(run: Run, tmp_path: Path) -> None:
    assert run(tmp_path / "none", "export", tmp_path / "out")[0] == 2
    status, said, _warned = run(tmp_path / "none", "schema", KIOSK_KIOSK__ID="?")
    assert status == 0
    assert json.loads(said)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert not (tmp_path / "none").exists()
