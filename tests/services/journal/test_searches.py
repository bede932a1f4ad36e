"""Whoever searches leaves by what, and a keyed hash; an auditor who asks for somebody sees who looked for them."""

import contextlib

import pytest
from sqlmodel import col, select

from kiosk.domain.desk.task import Why
from kiosk.domain.errors import KioskError
from kiosk.services.desk import access, open_drafts
from kiosk.services.journal import audit, searches
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Event
from tests.filing import JUAN, MARIA, answer_all, begin, number_of, submit


@pytest.fixture
def rosa(kiosk: Kiosk) -> Kiosk:
    return kiosk.acting_as("rosa")


def details(kiosk: Kiosk) -> list[str]:
    with kiosk.database.reading() as session:
        rows = session.exec(select(Event).where(col(Event.name).in_(searches.SEARCHED)).order_by(col(Event.id))).all()
        return [each.detail for each in rows]


def test_every_search_leaves_its_kind_and_a_hash_and_no_word_of_it(kiosk: Kiosk, rosa: Kiosk) -> None:
    number = number_of(submit(kiosk, answer_all(kiosk)))
    begin(kiosk)
    for typed in (number, MARIA.number, "María Demostración", "nadie que haya", "0999999999"):
        with contextlib.suppress(KioskError):  # what is refused found nothing
            access.find(rosa, typed)
    access.summaries(rosa, MARIA.number, 50)
    open_drafts.find(rosa, "maría")
    found = details(kiosk)
    assert [each.split(" ")[0] for each in found][:4] == ["number", "signs", "name", "name"]
    assert found[-1].startswith("name ")
    for each in found:
        assert not any(word in each.casefold() for word in (number.casefold(), MARIA.number, "mar", "nadie"))
    assert audit.verify(kiosk.database).is_whole


def test_an_auditor_sees_who_looked_for_whom_however_it_was_typed(kiosk: Kiosk, rosa: Kiosk) -> None:
    number = number_of(submit(kiosk, answer_all(kiosk)))
    access.find(rosa, f" {MARIA.number[:2]} {MARIA.number[2:6]} {MARIA.number[6:]} ")
    access.find(kiosk.acting_as("luis"), "DEMOSTRACION maria")
    access.look(kiosk.acting_as("luis"), number, Why.TELEPHONED)
    access.find(rosa, JUAN.number)
    auditor = kiosk.acting_as("cli:ana")
    asked = searches.who_looked_for(auditor, MARIA.number)
    assert [(each.actor, each.kind, each.found, each.number, each.why) for each in asked] == [
        ("rosa", "signs", 1, "", ""),
        ("luis", "", None, number, "telephoned"),
    ]
    assert [each.actor for each in searches.who_looked_for(auditor, "maría demostración")] == ["luis"]
    assert [each.actor for each in searches.who_looked_for(auditor, JUAN.number)][:1] == ["luis"], "he is in her case"
    assert searches.who_looked_for(auditor, "2200000011") == []
    with kiosk.database.reading() as session:
        assert "cli:ana" in session.exec(select(Event.actor).where(col(Event.name) == "searches_listed")).all()
    assert audit.verify(kiosk.database).is_whole


def test_without_the_kiosks_keys_no_hash_tells_whose_it_was(kiosk: Kiosk, rosa: Kiosk) -> None:
    from hashlib import sha256

    access.find(rosa, MARIA.number)
    assert sha256(MARIA.number.encode()).hexdigest()[:16] not in details(kiosk)[0]
