"""Text from outside in every place of a whole visit: nothing of it reaches the terminal but plain words, and none of it acts."""

import os
import re
from pathlib import Path

from kiosk.services.cases import records
from kiosk.services.rights import complaints
from tests.filing import open_kiosk
from tests.terminal import stick
from tests.terminal.hostile import BAD_TEXT
from tests.terminal.journey import WELCOME, walk
from tests.terminal.places import FAILED, SETTLED, at_complaint, start
from tests.terminal.test_journey import finish
from tests.terminal.witness import said_to_the_terminal

NAME = "\x1b\x07\u202eMar\u00ada\u200b\x9b Lui\ufeffsa\u2066\U000e0041"
KEPT = "Mara Luisa"
HEAP = "\u202eA\u200b" + "B\u0301\u0301\u0301\u0301" * 25_000
"""A hundred thousand characters, each with a heap of marks."""


def pasted(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


def write_settings(folder: Path) -> None:
    """Write a settings file in which every text that is shown is hostile."""
    bad = "".join(f"\\U{ord(each):08x}" for each in f"{BAD_TEXT} Puesto")
    institution = "".join(
        f'{each} = "{bad}"\n' for each in ("name", "address", "officer", "retention", "complaints", "contact_email")
    )
    text = f'[kiosk]\nid = "0417"\ndispensary = "{bad}"\nparish = "{bad}"\ncanton = "{bad}"\n[institution]\n{institution}'
    (folder / "data" / "kiosk.toml").write_text(text, encoding="ascii")


def rename_files(folder: Path) -> None:
    """Give the files of a stick names that no person gives; their order and their times stay."""
    for number, path in enumerate(sorted(folder.iterdir())):
        name = f"{number}{BAD_TEXT}".replace("/", "").replace("\x00", "").encode()[:200] + b"\xff\xfe" + path.suffix.encode()
        os.rename(os.fsencode(path), os.fsencode(folder) + b"/" + name)  # noqa: PTH104 - a name that is no text


def test_a_whole_visit_amid_hostile_text_says_nothing_to_the_terminal(tmp_path: Path) -> None:
    open_kiosk(tmp_path / "data").database.close()
    write_settings(tmp_path)
    stick.fill(tmp_path / "stick")
    rename_files(tmp_path / "stick")
    names = [pasted(NAME), "enter", pasted(NAME), "enter"]
    with start(tmp_path) as terminal:
        terminal.wait(WELCOME)
        terminal.wait("Ñoño[/] [/foo]")
        for question in walk(terminal, tmp_path / "data" / "mail", instead={"¿Cómo se llama?": names}):
            assert not terminal.shows(FAILED), question
        finish(terminal)
        terminal.settle(SETTLED)
        at_complaint(terminal)
        terminal.send(pasted(BAD_TEXT * 3 + HEAP).encode())
        terminal.settle(SETTLED)
        terminal.key("tab")
        terminal.send(pasted(BAD_TEXT).encode())
        terminal.settle(SETTLED)
        terminal.key("enter")
        terminal.wait("Su queja quedó guardada")
        assert said_to_the_terminal(bytes(terminal.written)) == []
        assert re.findall(r"\u0301{3}", bytes(terminal.written).decode("utf-8", "replace")) == []
    kiosk = open_kiosk(tmp_path / "data")
    (record,) = records.newest(kiosk)
    assert (record["applicant"]["given_names"], record["applicant"]["surnames"]) == (KEPT, KEPT)
    (left,) = complaints.listed(kiosk)
    text = complaints.read(kiosk, left.id).text
    assert "[@click=app.quit]Ñoño[/] [/foo]" in text
    assert len(text) <= complaints.LONGEST
    kiosk.database.close()
