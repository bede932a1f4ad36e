"""The log holds codes and counts: whatever is handed to it, nothing of anybody gets in, and it goes after its time."""

import ast
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import kiosk
import screens
from kiosk.adapters import log
from kiosk.domain.machine.message import MessageKind

PERSONAL = {
    "e-mail": "maria@ejemplo.test",
    "identity": "9900000010",
    "telephone": "+593991234567",
    "name": "Demostración",
    "name without accents": "maria",
    "two names": "María José",
    "path": "/media/stick/cedula-maria.jpg",
    "file name": "cedula_maria.jpg",
    "place that is none": "maria@ejemplo.test:7",
    "words of an error": "could not read 9900000010",
    "code": "K7P4-9WXM",
    "case number": "0417A-26-000123-9",
}
SOURCES = sorted(path for each in (kiosk, screens) for path in Path(str(each.__file__)).parent.rglob("*.py"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    log.open_log(tmp_path)
    return tmp_path


def written(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(each) for each in (folder / "kiosk.log").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("personal", PERSONAL.values(), ids=PERSONAL)
@pytest.mark.parametrize("field", [*log.FIELDS, "path", "event"])
def test_nothing_personal_gets_in_whichever_field_it_is_in(folder: Path, field: str, personal: str) -> None:
    if field == "event":
        log.error(personal)
    else:
        log.error("something_failed", **{field: personal})
    text = (folder / "kiosk.log").read_text(encoding="utf-8")
    assert log.WITHHELD in text
    assert not any(each in text for each in {personal, json.dumps(personal), *personal.split()})


@pytest.mark.parametrize("number", [9900000010, 593991234567, -9900000010])
def test_a_number_that_could_be_somebody_s_is_withheld(folder: Path, number: int) -> None:
    log.error("something_failed", count=number)
    assert written(folder)[0]["count"] == f"withheld:{len(str(number))}"


@pytest.mark.parametrize("value", [{"name": "maria"}, ["maria"], b"maria", 1.5, None])
def test_what_is_not_primitive_is_withheld(folder: Path, value: Any) -> None:  # noqa: ANN401 - what no caller may hand over
    log.error("something_failed", kind=value)
    assert written(folder)[0]["kind"].startswith("withheld:")


def test_of_an_error_its_class_is_written_and_neither_its_words_nor_its_local_variables(folder: Path) -> None:
    def fails() -> None:
        secret = "9900000010"
        raise ValueError(secret)

    try:
        fails()
    except ValueError as error:
        log.error("something_failed", error=error, exc_info=error, stack_info=True)
    (line,) = written(folder)
    assert {key: line[key] for key in line if key != "timestamp"} == {
        "event": "something_failed",
        "error": "ValueError",
        "level": "error",
        "withheld": 2,
    }


def test_codes_places_and_counts_are_written_as_they_are(folder: Path) -> None:
    log.error("something_failed", kind=MessageKind.EMAIL_CODE, place="<lambda>:7", count=12)
    (line,) = written(folder)
    assert (line["kind"], line["place"], line["count"]) == (MessageKind.EMAIL_CODE.value, "<lambda>:7", 12)


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield every call of the log's in the program."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            function = node.func if isinstance(node, ast.Call) else None
            if not (isinstance(node, ast.Call) and isinstance(function, ast.Attribute) and function.attr == "error"):
                continue
            if ast.unparse(function.value).rpartition(".")[2].strip("')") == "log":
                yield path.name, node


def test_every_event_is_a_constant_and_every_field_is_one_that_is_written() -> None:
    found = list(calls())
    assert {"bootstrap.py", "lanes.py", "mailing.py", "printing.py"} <= {name for name, _call in found}
    for name, call in found:
        (event,) = call.args
        assert isinstance(event, ast.Constant), f"{name}: {ast.unparse(call)}"
        assert log.without_anybody(None, "", {"event": event.value}) == {"event": event.value}, name
        assert {each.arg for each in call.keywords} <= set(log.FIELDS), f"{name}: {ast.unparse(call)}"


def test_nothing_else_in_the_program_logs() -> None:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            allowed = path.name == "log.py"
            assert allowed or not {"logging", "structlog", "warnings", "syslog"} & {each.partition(".")[0] for each in names}, path


def test_a_line_goes_at_the_latest_after_twice_its_time(folder: Path) -> None:
    month, now = timedelta(days=30), datetime.now(UTC)
    assert log.purge(folder, now - month) == 0, "there is nothing yet"
    log.error("something_failed")
    assert log.purge(folder, now - month) == 0
    assert log.purge(folder, now + timedelta(seconds=5)) == 1
    log.error("another_failed")
    assert [each["event"] for each in written(folder)] == ["another_failed"]
    assert len(list(folder.iterdir())) == 2
    long_ago = (now - 2 * month).timestamp()
    os.utime(folder / "kiosk.1.log", (long_ago, long_ago))
    assert log.purge(folder, now - month) == 1
    assert [each.name for each in folder.iterdir()] == ["kiosk.log"]


def test_a_file_that_grew_too_large_is_put_aside_and_another_process_writes_on_into_the_new_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "LARGEST_BYTES", 10)
    log.error("first_failed")
    log.open_log(folder)
    log.error("second_failed")
    assert [each["event"] for each in written(folder)] == ["second_failed"]
    assert {each.stat().st_mode & 0o777 for each in folder.iterdir()} == {0o600}
