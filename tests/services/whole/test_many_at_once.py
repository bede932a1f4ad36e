"""Eight processes that submit at once, on either database: no case is lost, none has two numbers, and no number is left out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import col, select

from kiosk.domain.filing.case_number import CaseNumber
from kiosk.storage.tables import Case, Event, Numbering
from tests import databases
from tests.bench.at_once import crowd
from tests.bench.filing import open_kiosk

PROCESSES, EACH, SHARED = 8, 2, 2


@pytest.fixture(params=["embedded", pytest.param("postgresql", marks=pytest.mark.peer("pg_createcluster"))])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "embedded":
        yield ""
        return
    with databases.fresh(migrated=False) as url:
        yield url


def test_eight_that_submit_at_once_lose_nothing_and_double_nothing(tmp_path: Path, url: str) -> None:
    found = crowd(tmp_path / "data", PROCESSES, EACH, SHARED, url)
    cases = PROCESSES * EACH + SHARED
    assert len(found.numbers) == PROCESSES * (EACH + SHARED)
    assert len(set(found.numbers)) == cases, "a draft has one number, whoever sends it and however often"
    assert sorted(CaseNumber.parse(number).sequence for number in {number for _draft, number in found.numbers}) == [
        *range(1, cases + 1)
    ]
    kiosk = open_kiosk(tmp_path / "data", KIOSK_DATABASE__URL=url)
    with kiosk.database.reading() as session:
        assert set(session.exec(select(Case.id, Case.number)).all()) == set(found.numbers)
        assert len(session.exec(select(Event.id).where(col(Event.name) == "case_submitted")).all()) == cases
        assert [each.last for each in session.exec(select(Numbering)).all()] == [cases]
    kiosk.database.close()
