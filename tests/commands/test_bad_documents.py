"""The whole list of bad documents through `kiosk document check`: an exit status, stable keys, one sentence each, no trace."""

import json
from pathlib import Path

import pytest

from tests.bad_documents import Document, documents
from tests.loaded import PROGRAM, run


@pytest.mark.parametrize("document", documents(), ids=lambda each: each.name)
def test_a_document_is_named_for_what_it_is(tmp_path: Path, document: Document) -> None:
    path = tmp_path / document.name
    path.write_bytes(document.content)
    environment = {"KIOSK_DATA_DIR": str(tmp_path / "data"), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    done = run([*PROGRAM, "document", "check", str(path), "--paper", "card", "--json"], environment)
    assert done.stderr == ""
    answer = json.loads(done.stdout)
    if document.code:
        assert done.returncode == 1
        (finding,) = [each for each in answer["findings"] if each["code"].startswith(document.code)]
        assert document.word in finding["message"]
        assert answer["verdict"] in {"refused", "unreadable"}
    else:
        assert done.returncode == 0
        assert answer["verdict"] in {"fine", "doubtful"}
        assert answer["bytes"] > 0
