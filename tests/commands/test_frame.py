"""What argparse says around the commands is Spanish, whichever Python's argparse it is."""

import argparse
import ast
import errno
import inspect
import os
import re
from pathlib import Path

import pytest

from kiosk.commands import frame
from kiosk.words.system import fault_in_words
from tests.commands.calling import called, environment

PROGRAM = Path(__file__).parents[2] / "kiosk"
FOR_WHOEVER_BUILDS = (
    "not defined",
    "invalid argument for positionals",
    "must be optional",
    "is not callable",
    "cannot",
    "invalid option string",
    "dest=",
    "conflict",
    "with mode",
)
"""What tells its messages that no user of a command can see."""


def said_by_argparse() -> set[str]:
    calls = (each for each in ast.walk(ast.parse(inspect.getsource(argparse))) if isinstance(each, ast.Call))
    asked = (each.args[0] for each in calls if isinstance(each.func, ast.Name) and each.func.id == "_" and each.args)
    return {each.value for each in asked if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def test_all_that_a_user_can_be_told_has_spanish_words() -> None:
    for_users = {each for each in said_by_argparse() if not any(word in each for word in FOR_WHOEVER_BUILDS)}
    assert for_users <= set(frame.SAID)
    assert all(frame.SAID[each] != each for each in for_users)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["case", "lst"], "no está entre lo que puede ser"),
        (["case", "show"], "falta: NÚMERO"),
        (["case", "list", "--limit"], "falta lo que va detrás"),
        (["case", "list", "--nope"], "no se entiende: --nope"),
        (["audit", "verify", "--receipt", "1"], "detrás van 2 palabras"),
        (["case", "list", "--identity", "foo"], "no es un número de identidad"),
        (["case", "list", "--identity", "9900000011"], "Compare con su cédula"),
        (["audit", "list", "--day", "ayer"], "un día como 23/11/2026"),
        (["audit", "list", "--searched", "x", "--who", "rosa"], "--searched va sin --who"),
    ],
)
def test_misuse_is_told_in_spanish(tmp_path: Path, words: list[str], said: str) -> None:
    done = called(environment(tmp_path), *words)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.split())
    assert "usage" not in done.stderr
    assert "error:" not in done.stderr
    assert "argument" not in done.stderr


def test_help_is_spanish(tmp_path: Path) -> None:
    said = called(environment(tmp_path), "case", "list", "--help").stdout
    assert said.startswith("uso: kiosk case list")
    assert "mostrar esta ayuda" in said
    assert "options" not in said


def test_the_system_s_reasons_are_ours_and_one_that_is_not_known_has_its_number() -> None:
    assert fault_in_words(FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))) == "no existe"
    assert fault_in_words(OSError(errno.EXDEV, os.strerror(errno.EXDEV))) == f"error {errno.EXDEV} del sistema"
    assert fault_in_words(OSError(errno.EFBIG, "es demasiado grande")) == "es demasiado grande", "words of ours stay"
    assert fault_in_words(OSError("odd")) == "el sistema no dice por qué"


def test_no_sentence_is_made_with_the_system_s_english() -> None:
    made = re.compile(r"=error\.strerror\b")
    assert [str(each) for each in PROGRAM.rglob("*.py") if made.search(each.read_text(encoding="utf-8"))] == []


def test_a_file_that_is_not_there_is_told_in_spanish(tmp_path: Path) -> None:
    done = called(environment(tmp_path), "document", "check", str(tmp_path / "nada.pdf"))
    assert done.returncode != 0
    assert "no existe" in done.stderr
    assert "No such" not in done.stderr
