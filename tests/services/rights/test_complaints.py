"""A complaint: kept as it was said, counted once, and no way to fill the disk or to shut others out."""

import pytest
from sqlmodel import select

from kiosk.domain.errors import BadInput, NotFound, TryLater
from kiosk.services.kiosk import Kiosk
from kiosk.services.rights import complaints
from kiosk.storage.tables import Event
from tests.filing import StoppedClock


def test_it_is_kept_cleaned_with_the_way_to_answer_and_no_word_of_it_in_the_log(kiosk: Kiosk) -> None:
    complaints.leave(kiosk, "  Esperé\x1b[2J\ntres horas.\u202e ", "099 123\u200b 4567")
    (line,) = complaints.listed(kiosk)
    found = complaints.read(kiosk.acting_as("rosa"), line.id)
    assert (found.text, found.reply_to, found.channel) == ("Esperé[2J tres horas.", "099 123 4567", "kiosk")
    with kiosk.database.reading() as session:
        events = [(each.name, each.actor, each.filing, each.detail) for each in session.exec(select(Event)).all()]
    assert events == [("complaint_left", "citizen", None, line.id), ("complaint_read", "rosa", None, line.id)]


def test_nothing_written_is_no_complaint(kiosk: Kiosk) -> None:
    with pytest.raises(BadInput):
        complaints.leave(kiosk, " \u200b\n", "099 123 4567")
    assert complaints.listed(kiosk) == []


def test_pressing_twice_leaves_one(kiosk: Kiosk, clock: StoppedClock) -> None:
    for _each in range(3):
        complaints.leave(kiosk, "No hay sillas.", "")
        clock.advance(minutes=10)
    assert len(complaints.listed(kiosk)) == 1


def test_a_flood_ends_with_a_way_that_stays_open_and_only_for_a_while(kiosk: Kiosk, clock: StoppedClock) -> None:
    for number in range(complaints.MOST_AN_HOUR):
        complaints.leave(kiosk, f"No hay sillas {number}.", "")
    with pytest.raises(TryLater, match="personal"):
        complaints.leave(kiosk, "Tampoco hay agua.", "")
    complaints.leave(kiosk.acting_as("rosa"), "Tampoco hay agua.", "")
    clock.advance(minutes=61)
    complaints.leave(kiosk, "Tampoco hay agua.", "")


def test_one_is_settled_once_with_what_was_done_by_whom_and_stands_behind_the_open_ones(kiosk: Kiosk) -> None:
    rosa = kiosk.acting_as("rosa")
    complaints.leave(kiosk, "No hay sillas.", "")
    complaints.leave(rosa, "No hay agua.", "")
    first, second = complaints.listed(kiosk)
    with pytest.raises(BadInput):
        complaints.settle(rosa, first.id, " ")
    complaints.settle(rosa, first.id, "Se pusieron cuatro.")
    with pytest.raises(BadInput, match="rosa"):
        complaints.settle(kiosk.acting_as("luis"), first.id, "También yo.")
    found = complaints.read(rosa, first.id)
    assert (found.settled_by, found.settled_note) == ("rosa", "Se pusieron cuatro.")
    assert [each.id for each in complaints.listed(kiosk)] == [second.id, first.id]
    with pytest.raises(NotFound):
        complaints.settle(rosa, "0" * 32, "Nada.")
