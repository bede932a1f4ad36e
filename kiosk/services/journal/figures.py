"""Counts without anybody in them: what was filed and complained of in each month, and how people fare at each step.

What is counted of a visit is written once, when it is over, and the month is all that is kept of its time.
"""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, func, select

from kiosk.domain.errors import KioskError
from kiosk.domain.filing.journey import Step
from kiosk.domain.machine.journey_figures import JourneyFigures, StepFigures, told
from kiosk.domain.machine.month_figures import MonthFigures, parse_months
from kiosk.domain.moment import local_zone
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Complaint, PublishedMonth, StepFigure


@dataclass(frozen=True, slots=True)
class Figures:
    """All that is told: this kiosk's months, the institute's published ones, and this kiosk's visits."""

    months: tuple[MonthFigures, ...]
    published: tuple[MonthFigures, ...]
    journey: tuple[JourneyFigures, ...]


def note_visit(kiosk: Kiosk, steps: Mapping[Step, float], ended_at: Step) -> None:
    """Count a visit that is over: the seconds at each of its steps, and where it ended, whose seconds do not count.

    Whoever walked away is still shown there for minutes.
    """
    with kiosk.database.transaction() as session:
        for step, seconds in steps.items():
            row = _row(kiosk, session, step)
            row.visits += 1
            if step is ended_at:
                row.left += 1
            else:
                row.seconds += round(seconds)


def note_refused(kiosk: Kiosk) -> None:
    """Count a document that was not taken; nobody is kept from the reason by a count that cannot be written."""
    with contextlib.suppress(KioskError, SQLAlchemyError), kiosk.database.transaction() as session:
        _row(kiosk, session, Step.ATTACH_DOCUMENTS).refused += 1


def import_published(kiosk: Kiosk, content: bytes) -> int:
    """Take in a file of the institute's months, whole or not at all; return how many. Raises BadInput, naming the line."""
    months = parse_months(content)
    with kiosk.database.transaction() as session:
        for each in months:
            row = PublishedMonth(year=each.year, month=each.month, complaints=each.complaints, attentions=each.attentions)
            session.merge(row)
    return len(months)


def figures(kiosk: Kiosk) -> Figures:
    """Return everything, months in their order."""
    with kiosk.database.reading() as session:
        filed = _by_month(kiosk, session, col(Case.submitted_at))
        complained = _by_month(kiosk, session, col(Complaint.at))
        own = tuple(
            MonthFigures(*month, complaints=complained.get(month, 0), attentions=filed.get(month, 0))
            for month in sorted(filed | complained)
        )
        published = session.exec(select(PublishedMonth).order_by(col(PublishedMonth.year), col(PublishedMonth.month))).all()
        journey = told(_journey(session.exec(select(StepFigure)).all()))
    return Figures(
        own, tuple(MonthFigures(each.year, each.month, each.complaints, each.attentions) for each in published), tuple(journey)
    )


def _row(kiosk: Kiosk, session: Session, step: Step) -> StepFigure:
    """Return the counter of a step in this month."""
    local = kiosk.local(kiosk.clock.now().at)
    row = session.get(StepFigure, (local.year, local.month, kiosk.channel, step.value))
    row = row or StepFigure(year=local.year, month=local.month, channel=kiosk.channel, step=step.value)
    session.add(row)
    return row


def _by_month(kiosk: Kiosk, session: Session, at: Mapped[datetime]) -> dict[tuple[int, int], int]:
    """Count rows by local month: a look into the index for each month that has any, and none at the rows themselves."""
    counts: dict[tuple[int, int], int] = {}
    first = session.exec(select(func.min(at))).one()
    while first is not None:
        local = kiosk.local(first)
        ends = datetime(local.year + local.month // 12, local.month % 12 + 1, 1, tzinfo=local_zone(kiosk.settings.kiosk.province))
        counts[local.year, local.month] = session.exec(select(func.count()).where(at >= first, at < ends)).one()
        first = session.exec(select(func.min(at)).where(at >= ends)).one()
    return counts


def _journey(rows: Sequence[StepFigure]) -> Iterable[JourneyFigures]:
    order = {step.value: place for place, step in enumerate(Step)}
    found: dict[tuple[str, int, int], JourneyFigures] = {}
    for row in sorted(rows, key=lambda each: order.get(each.step, len(order))):
        month = (row.year, row.month)
        each = found.setdefault((row.channel, *month), JourneyFigures(row.channel, month, month))
        each.steps[row.step] = StepFigures(row.step, row.visits, row.left, row.seconds, row.refused)
    return found.values()
