"""Files, outputs and folders that an administrator did not mean: one sentence each, about what is the matter, and nothing hangs."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.filing import open_kiosk

BOM = "\ufeff"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    kiosk = open_kiosk(tmp_path / "data")
    kiosk.database.close()
    return tmp_path / "data"


def kiosk(data: Path, command: str, cwd: Path | None = None, variables: Mapping[str, str] | None = None) -> tuple[int, str]:
    """Run a line of shell in which `$KIOSK` is the program; return its exit code and what it complained of."""
    environment = {**os.environ, "KIOSK": f"{sys.executable} -m screens --actor ana", "PYTHONPATH": str(Path.cwd())}
    environment |= {"KIOSK_DATA_DIR": str(data), "KIOSK_KIOSK__ID": "0417", **(variables or {})}
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        env=environment,
        cwd=cwd,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr.decode()


def is_one_sentence(complained: str) -> bool:
    return complained.count("\n") == 1 and "Traceback" not in complained and "Error" not in complained


@pytest.mark.parametrize(
    ("where", "says"),
    [(each, "No se pudo escribir la respuesta (la salida está cerrada o el disco está lleno)") for each in (">&-", ">/dev/full")],
)
def test_an_output_that_takes_nothing_is_told(data: Path, where: str, says: str) -> None:
    status, complained = kiosk(data, f"$KIOSK case list {where}")
    assert status == 3
    assert complained.startswith(says)
    assert is_one_sentence(complained)


def test_without_a_standard_error_the_answer_comes_all_the_same(data: Path, tmp_path: Path) -> None:
    assert kiosk(data, f"$KIOSK case list >{tmp_path}/said 2>&-")[0] == 0
    assert (tmp_path / "said").read_text() == "No hay trámites.\n"


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("[limits]\nevents_years = 3000\n", "limits.events_years"),
        ("[limits]\nidle_seconds = 900000\n", "limits.idle_seconds"),
        ("a = " + "[" * 5000 + "\n", "demasiados niveles"),
    ],
)
def test_settings_that_no_kiosk_can_have_are_one_sentence(data: Path, settings: str, says: str) -> None:
    (data / "kiosk.toml").write_text(settings)
    status, complained = kiosk(data, "$KIOSK case list")
    assert (status, says in complained, is_one_sentence(complained)) == (3, True, True), complained


def test_settings_written_by_an_editor_of_windows_are_read(data: Path) -> None:
    (data / "kiosk.toml").write_text(f"{BOM}[kiosk]\r\ndispensary = 'Uno'\r\n", encoding="utf-8")
    assert kiosk(data, "$KIOSK case list") == (0, "")


def test_settings_in_another_encoding_are_one_sentence(data: Path) -> None:
    (data / "kiosk.toml").write_bytes("[kiosk]\ndispensary = 'Ñ'\n".encode("utf-16"))
    status, complained = kiosk(data, "$KIOSK case list")
    assert (status, "UTF-8" in complained, is_one_sentence(complained)) == (3, True, True), complained


@pytest.mark.parametrize("odd", ["/dev/zero", "pipe", "."])
def test_settings_that_are_no_file_are_told_and_nothing_hangs(data: Path, tmp_path: Path, odd: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    status, complained = kiosk(data, f"$KIOSK --config {odd} case list", cwd=tmp_path)
    assert (status, "no es un archivo" in complained, is_one_sentence(complained)) == (3, True, True), complained


def test_a_key_or_a_password_that_is_no_file_is_told_and_nothing_hangs(data: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o600)
    mail = {"KIOSK_MAIL__KIND": "smtp", "KIOSK_MAIL__USER": "x", "KIOSK_MAIL__PASSWORD_FILE": str(pipe)}
    assert kiosk(data, "$KIOSK doctor --json", variables=mail) == (1, "")
    (data / "keys" / "kiosk.key").unlink()
    os.mkfifo(data / "keys" / "kiosk.key", 0o600)
    status, complained = kiosk(data, "$KIOSK case list")
    assert (status, "no es un archivo" in complained, is_one_sentence(complained)) == (3, True, True), complained


def test_a_folder_that_is_gone_is_told(data: Path, tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    status, complained = kiosk(data, "rmdir ../gone; KIOSK_DATA_DIR=data $KIOSK case list", cwd=tmp_path / "gone")
    assert (status, "ya no existe" in complained, is_one_sentence(complained)) == (3, True, True), complained


def test_a_screen_without_a_standard_error_is_painted(data: Path) -> None:
    from tests.terminal.driver import Terminal

    environment = {"KIOSK_DATA_DIR": str(data), "KIOSK_KIOSK__ID": "0417"}
    with Terminal(["/bin/sh", "-c", f"exec {sys.executable} -m screens 2>&-"], env=environment) as terminal:
        terminal.wait("Aquí puede pedir")
        terminal.key("5")
        terminal.wait("Qué necesita")
