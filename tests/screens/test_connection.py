"""What an SSH connection brings with it is cut down to what is known, and a wrong one is refused in a sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.commands import main as command_line
from screens.__main__ import Asked, screen_words
from screens.terminal import ssh_environment

KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIMbOOQQFmS7t55fTNm3TkZcUz1wXUcILp7Gn12+QMLaE"
GIVEN = {"PATH": "/x", "HOME": "/home/kiosk", "TERM": "screen-256color", "LANG": "es_EC.UTF-8", "KIOSK_DATA_DIR": "/srv/kiosk"}


def test_only_what_is_needed_stays_in_the_environment() -> None:
    environ = {
        **GIVEN,
        "LD_PRELOAD": "x",
        "PYTHONPATH": "x",
        "TEXTUAL_LOG": "x",
        "LC_ALL": "x",
        "COLORTERM": "truecolor",
        "EDITOR": "x",
    }
    ssh_environment.clean(environ)
    assert environ == {**GIVEN, "PATH": ssh_environment.PATH}


@pytest.mark.parametrize("term", ["", "x" * 33, "../x", "Xterm", "xterm\n", "$(x)", "xterm-ñ", "-x"])
def test_a_terminal_that_is_none_becomes_the_plainest(term: str) -> None:
    environ = {"TERM": term}
    ssh_environment.clean(environ)
    assert environ["TERM"] == "linux"


@pytest.mark.parametrize("lang", ["", "es_EC", "es_EC.ISO-8859-1", "../x.UTF-8", "C", "es_EC.UTF-8\n"])
def test_a_language_that_is_none_or_has_other_letters_becomes_plain_utf8(lang: str) -> None:
    environ = {"LANG": lang}
    ssh_environment.clean(environ)
    assert environ["LANG"] == "C.UTF-8"


def test_the_key_is_known_by_what_openssh_calls_it(tmp_path: Path) -> None:
    (tmp_path / "auth").write_text(f"password\npublickey ssh-ed25519 {KEY}\n")
    found = ssh_environment.fingerprint({"SSH_USER_AUTH": str(tmp_path / "auth")})
    assert found == "SHA256:HrB8X6ONZsevSMx0okKvg58deHCJSYh76iD0DHZw29s", "as ssh-keygen -l has it"


@pytest.mark.parametrize("told", ["", "publickey ssh-ed25519", "publickey ssh-ed25519 =!", "publickey\n" * 9999, "\xff\x00"])
def test_where_sshd_does_not_tell_the_key_there_is_none(tmp_path: Path, told: str) -> None:
    (tmp_path / "auth").write_bytes(told.encode("latin-1"))
    assert ssh_environment.fingerprint({"SSH_USER_AUTH": str(tmp_path / "auth")}) == ""
    assert ssh_environment.fingerprint({"SSH_USER_AUTH": str(tmp_path / "none")}) == ""
    assert ssh_environment.fingerprint({}) == ""


@pytest.mark.parametrize("words", [["--actor", "rosa;id"], ["--actor", "kiosk"], ["--actor", "x" * 33]])
def test_a_name_that_nobody_can_have_is_refused_before_anything_is_opened(tmp_path: Path, words: list[str]) -> None:
    command = [sys.executable, "-m", "screens", "assist", *words]
    environ = {"KIOSK_DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "El nombre lleva letras sin tilde" in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("words", [["assist", "rosa"], ["assist", "--actor="], ["assist", "--actor"], ["assist", "--shell"]])
def test_wrong_words_after_it_are_misuse(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert screen_words(words) is None
    with pytest.raises(SystemExit) as ended:
        command_line(words)
    assert ended.value.code == 2
    assert "uso: kiosk" in capsys.readouterr().err


def test_it_takes_a_name_and_the_settings_file() -> None:
    asked = screen_words(["--config", "/x.toml", "assist", "--actor=rosa"])
    assert asked == Asked(config=Path("/x.toml"), assist=True, actor="rosa")
