"""What is counted of filings, complaints and visits, and that nobody is in it."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.journey import Step
from kiosk.domain.machine.month_figures import MonthFigures
from kiosk.services.documents import attachments
from kiosk.services.filing import drafts, slots
from kiosk.services.journal import figures
from kiosk.services.kiosk import Kiosk
from kiosk.services.rights import complaints
from kiosk.storage.tables import StepFigure
from tests.filing import StoppedClock, answer_all, begin, choice, submit


def counted(kiosk: Kiosk) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    with kiosk.database.reading() as session:
        rows = session.exec(select(StepFigure)).all()
    return {(each.channel, each.step): (each.visits, each.seconds, each.left, each.refused) for each in rows}


def test_cases_and_complaints_are_counted_in_the_months_of_the_dispensarys_own_time(kiosk: Kiosk, clock: StoppedClock) -> None:
    submit(kiosk, answer_all(kiosk))
    clock.at = datetime(2026, 12, 1, 4, 59, tzinfo=UTC)  # still November there
    complaints.leave(kiosk, "No hay sillas.", "")
    submit(kiosk, answer_all(kiosk))
    clock.at = datetime(2027, 1, 1, 5, 0, tzinfo=UTC)
    submit(kiosk, answer_all(kiosk))
    assert figures.figures(kiosk).months == (MonthFigures(2026, 11, 1, 2), MonthFigures(2027, 1, 0, 1))


def test_an_import_takes_the_place_of_the_months_it_names_and_is_whole_or_nothing(kiosk: Kiosk) -> None:
    header = b"year,month,complaints,attentions\n"
    assert figures.import_published(kiosk, header + b"2025,1,0,5\n2025,2,0,6\n") == 2
    with pytest.raises(BadInput):
        figures.import_published(kiosk, header + b"2025,2,9,9\n2025,2,9,9\n")
    figures.import_published(kiosk, header + b"2025,2,1,7\n")
    assert figures.figures(kiosk).published == (MonthFigures(2025, 1, 0, 5), MonthFigures(2025, 2, 1, 7))


def test_visits_add_up_by_month_and_way_in(kiosk: Kiosk) -> None:
    figures.note_visit(kiosk, {Step.NOTICE: 30.4, Step.IDENTIFY: 200.0}, Step.IDENTIFY)
    figures.note_visit(kiosk, {Step.NOTICE: 20.0, Step.IDENTIFY: 90.0, Step.RECEIPT: 40.0}, Step.RECEIPT)
    figures.note_visit(kiosk.acting_as("rosa"), {Step.NOTICE: 10.0}, Step.NOTICE)
    assert counted(kiosk) == {
        ("kiosk", "notice"): (2, 50, 0, 0),
        ("kiosk", "identify"): (2, 90, 1, 0),
        ("kiosk", "receipt"): (1, 0, 1, 0),
        ("assisted", "notice"): (1, 0, 1, 0),
    }


def test_a_document_that_is_not_taken_is_counted_and_its_reason_told_even_where_it_cannot_be_counted(kiosk: Kiosk) -> None:
    draft = begin(kiosk)
    draft = drafts.save(kiosk, draft.id, choice(kiosk))
    slot = slots.slots_of(kiosk, draft)[0]
    with pytest.raises(BadInput):
        attachments.attach(kiosk, draft.id, slot.id, b"no document at all")
    assert counted(kiosk) == {("kiosk", "attach_documents"): (0, 0, 0, 1)}
    with kiosk.database.transaction() as session:
        session.connection().exec_driver_sql("DROP TABLE step_figure")
    with pytest.raises(BadInput):
        attachments.attach(kiosk, draft.id, slot.id, b"no document at all")
