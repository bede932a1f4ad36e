"""A disk that is full, fails or is only read, at every step of a filing: one sentence, nothing lost or half, and on it goes."""

import json
from pathlib import Path

import pytest

from kiosk.domain.filing.case_number import CaseNumber
from tests.small_disk import run_where_disks_can_be_mounted

pytestmark = pytest.mark.embedded("the disk that the file lies on")


def test_every_step_of_a_filing_refuses_in_one_sentence_and_is_done_once_there_is_room(tmp_path: Path) -> None:
    *steps, last = map(
        json.loads, run_where_disks_can_be_mounted("tests.services.whole.filing_on_full_disks", tmp_path).splitlines()
    )
    wrong = [each for each in steps if not each["same"] or each["sentence"].count("\n") or not each["sentence"].endswith(".")]
    assert wrong == []
    assert len(steps) == 3 * 15
    assert last.pop("read_only").startswith("No se puede usar la carpeta")
    assert last == {"numbers": [str(CaseNumber("0417", "A", 26, 1))], "documents": 3, "printed": 1, "copies": [3, 3]}
