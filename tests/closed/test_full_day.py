"""After a whole day of a real kiosk nothing of anybody is left where it was, and it touched only what it says that it touches.

It is one test, for the day takes a minute; its parts are told apart.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from sqlmodel import SQLModel, select

from kiosk.children.child import PROGRAM
from kiosk.storage.tables import Event
from tests.bench.programs import ROOT
from tests.canaries import Canaries
from tests.closed.leaking import OF_BYTES, WRAPPINGS, wrapped
from tests.closed.tracing import deeds
from tests.closed.visiting import ALONE, ASSISTED, Day, Person, a_day, codes_in
from tests.filing import open_kiosk

PROGRAMS = ("exim4", "cupsd", "lp", "ipptool", "dbus-daemon", "strace", "tesseract", "openssl")
pytestmark = [pytest.mark.peer(each) for each in PROGRAMS]
TOUCHES = ROOT / "deploy" / "touches.toml"
SHARED = tuple(Path(each) for each in ("/tmp", "/var/tmp", "/dev/shm"))  # noqa: S108 - they are searched
PLANTED = "planted-"
OURS = ("tmp", "kiosk-demo", PLANTED)
"""How a temporary folder of ours would be called, or tempfile's; other programs' are none of our concern."""


def test_nothing_is_left_behind_and_nothing_else_is_touched(tmp_path: Path, subtests: pytest.Subtests) -> None:
    with a_day(tmp_path) as day:
        people = {person: Canaries(**_canaries(day, person)) for person in (ALONE, ASSISTED)}  # type: ignore[arg-type] # as it names them
        with subtests.test("everything was really there, and went out"):
            for person, canaries in people.items():
                outside = canaries.found_in(b"\n".join(_given_out(day, person)))
                assert set(outside) == canaries.names
                kept = canaries.found_in(_rows(day))
                assert set(kept) >= {"given", "surname", "mailbox", "identity", "telephone"}
        both = _both(day)
        with subtests.test("nothing is left, and a leak of each kind is found in each place"):
            _check_places(day, both)
        with subtests.test("no event says anything of anybody"):
            _check_events(day, both)
        with subtests.test("no program was started with anything of anybody among its words"):
            assert both.found_in(b"\n".join(what.encode() for _verb, what in _done(day, {}))) == {}
        with subtests.test("what it touched is what it says that it touches"):
            _check_touches(_done(day, _names(day)))


def _canaries(day: Day, person: Person) -> dict[str, dict[str, str] | dict[str, bytes]]:
    """Return all that somebody said and brought, by the kinds of Canaries."""
    words = {"given": person.given, "surname": person.surnames[-10:-2], "mailbox": person.mailbox, "on the form": person.words[:13]}
    words |= {f"name of {number}": Path(name).stem for number, name in enumerate(person.files)}
    words |= {"complaint": person.complaint[-14:]} if person.complaint else {}
    (code,) = codes_in(day, person)
    numbers = {"identity": person.number, "telephone": person.telephone[1:]}
    return {"words": words, "numbers": numbers, "codes": {"code": code}, "documents": day.documents[person]}


def _both(day: Day) -> Canaries:
    """Return what is looked for of either."""
    each = {person.given: _canaries(day, person) for person in (ALONE, ASSISTED)}
    kinds = ("words", "numbers", "codes", "documents")
    merged = {
        kind: {f"{given}: {name}": said for given, kinds in each.items() for name, said in kinds[kind].items()} for kind in kinds
    }
    return Canaries(**merged)  # type: ignore[arg-type] # as it names them


def _given_out(day: Day, person: Person) -> Iterator[bytes]:
    """Give what left the kiosk: the person's mail, every paper, the dossiers as the institute opens them, the screens."""
    yield from (path.read_bytes() for path in (day.mail.folder / "mail" / person.mailbox / "new").iterdir())
    yield from day.printing.pages()
    yield from day.screens.values()
    for sealed in (day.data / "handover").iterdir():
        opened = day.folder / "opened.zip"
        command = ["openssl", "cms", "-decrypt", "-binary", "-inform", "DER"]
        subprocess.run([*command, "-in", sealed, "-inkey", day.institute_key, "-out", opened], check=True, capture_output=True)
        with zipfile.ZipFile(opened) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def _rows(day: Day) -> bytes:
    """Return every row of the database, as whoever has the key reads it."""
    kiosk = open_kiosk(day.data)
    with kiosk.database.reading() as session:
        rows = [repr(tuple(row)) for table in SQLModel.metadata.sorted_tables for row in session.execute(table.select())]
    kiosk.database.close()
    return "\n".join(rows).encode()


def _places(day: Day) -> dict[str, list[Path]]:
    """Return where nothing may be left: what is the kiosk's, and what waited for us at printing system and mail server."""
    cups, since = day.printing.folder, (day.folder / "began").stat().st_mtime
    new = [each for root in SHARED for each in root.iterdir() if _changed(each) > since]
    written = {Path(part) for _verb, what in _done(day, {}) for part in what.split(" -> ") if part.startswith("/")}
    return {
        "data folder": [day.data],
        "folder of temporary files": [day.folder / "tmp"],
        "home": [day.folder / "home"],
        "what all programs share": [each for each in new if each.is_file() or each.name.startswith(OURS)],
        "wherever it wrote": [each for each in written if each.is_file() and not each.is_relative_to(day.folder)],
        "printing system": [cups / each for each in ("spool", "cache", "state", "tmp", "root", "log")],
        "mail server": [day.mail.folder / "spool"],
    }


def _changed(path: Path) -> float:
    try:
        return path.lstat().st_ctime
    except FileNotFoundError:  # of another program, and gone meanwhile
        return 0


def _check_places(day: Day, canaries: Canaries) -> None:
    with ExitStack() as stack:
        folders = [day.data, day.data / "log", day.data / "vault", day.data / "keys", day.folder / "tmp", day.folder / "home"]
        folders += [day.printing.folder / "spool", day.printing.folder / "cache", day.mail.folder / "spool" / "input"]
        planted = [path for folder in folders for path in stack.enter_context(_planted(folder, day))]
        for root in SHARED:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=PLANTED, dir=root)))
            planted += stack.enter_context(_planted(folder, day))
        found = canaries.leaks(path for paths in _places(day).values() for path in paths)
    assert [each for each in found if PLANTED not in each.where] == []
    assert {str(each) for each in planted} <= {each.where for each in found}
    assert list((day.folder / "tmp").iterdir()) == [], "a temporary file stayed"


@contextmanager
def _planted(folder: Path, day: Day) -> Iterator[list[Path]]:
    """Leave something of somebody in a folder, in each way that there is; take it away again."""
    paths = []
    document = day.documents[ALONE][ALONE.files[0]]
    for number, way in enumerate(WRAPPINGS):
        paths.append(folder / f"{PLANTED}{number}")
        paths[-1].write_bytes(wrapped(f"x {ALONE.given} x {ALONE.number} x".encode("latin-1"), way))
    for number, way in enumerate(["plain", "zlib", "base64", "stream of a pdf"]):
        assert way in OF_BYTES
        paths.append(folder / f"{PLANTED}document-{number}")
        paths[-1].write_bytes(wrapped(document[5000:9000], way))
    paths += [folder / f"{PLANTED}{ALONE.files[0]}", folder / f"{PLANTED}link"]
    paths[-2].touch()
    paths[-1].symlink_to(ALONE.files[1])
    try:
        yield paths
    finally:
        for path in paths:
            path.unlink()


def _check_events(day: Day, canaries: Canaries) -> None:
    kiosk = open_kiosk(day.data)
    with kiosk.database.reading() as session:
        events = [each.model_dump(mode="json") for each in session.exec(select(Event)).all()]
    kiosk.database.close()
    assert {"draft_begun", "email_verified", "case_submitted", "complaint_left", "case_looked_at", "case_handed_over"} <= {
        each["name"] for each in events
    }
    for each in events:
        assert canaries.found_in(json.dumps(each).encode()) == {}, each["name"]
    assert canaries.found_in(day.said.encode()) == {}
    for path in (day.data / "log").iterdir():
        for line in path.read_text(encoding="utf-8").splitlines():
            assert json.loads(line)["event"], "a line of the log is an event"


def _names(day: Day) -> dict[str, str]:
    """Return what stands for what in the list."""
    cups, mail = day.printing.port, day.mail.port
    begin = " ".join(PROGRAM.split())
    names = {begin: "BEGIN", str(day.data): "DATA", str(day.folder): "DAY", sys.executable: "PYTHON", str(ROOT): "CODE"}
    names |= {f"{host} {cups}": "CUPS" for host in ("127.0.0.1", "::1")}
    return names | {f"localhost:{cups}": "CUPS", f"127.0.0.1 {mail}": "MAIL"}


def _done(day: Day, names: dict[str, str]) -> list[tuple[str, str]]:
    """Return everything that was done, with these names for what they stand for."""
    return [each for trace in day.traces for each in deeds(trace.read_text(encoding="utf-8"), names)]


def _check_touches(done: list[tuple[str, str]]) -> None:
    listed = tomllib.loads(TOUCHES.read_text(encoding="utf-8"))
    allowed = {(verb, what): _pattern(what) for verb, section in listed.items() for what in section}
    used = set()
    unlisted = set()
    for verb, what in set(done):
        fitting = {(its, each) for (its, each), pattern in allowed.items() if its == verb and pattern.fullmatch(what)}
        used |= fitting
        if not fitting:
            unlisted.add((verb, what))
    assert unlisted == set(), "it touched what is not on the list"
    assert allowed.keys() - used == set(), "the list says more than happens"


def _pattern(what: str) -> re.Pattern[str]:
    """Return what a line of the list stands for; its signs are explained there."""
    pattern = re.escape(what).replace(r"\#", "[0-9a-f]+").replace(r"\*", "[0-9A-Za-z-]+")
    return re.compile(re.sub(r"\\\{(.*?)\\\}", lambda found: f"(?:{found[1].replace(chr(92) + '|', '|')})", pattern))
