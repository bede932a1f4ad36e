"""What waits for staff, read from the tables themselves: a list kept beside them would some day tell of something else.

Each kind is one query that an index answers, however many cases there are; a test holds every plan against that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session

from kiosk.domain.cases.state import CaseState
from kiosk.domain.desk.permits import SEE_CASES
from kiosk.domain.desk.task import Task, TaskKind
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.confirmation import CONFIRMATION
from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.domain.machine.watched import Watched
from kiosk.domain.people.names import full_name
from kiosk.services.cases.lacking import IS_AWAITED, NOT_ASKED_AGAIN
from kiosk.services.health import watching
from kiosk.services.journal import permits
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import (
    Case,
    Complaint,
    Correction,
    Decision,
    Document,
    Handover,
    HandoverCase,
    Message,
    RightsRequest,
    SameIdentityRow,
    Withdrawal,
    table_of,
)
from kiosk.storage.tables.case import IDENTITY_OPEN, MORE_TO_BRING, SHEET_MISSING
from kiosk.storage.tables.desk import UNDECIDED_SAME
from kiosk.storage.tables.document import UNDECIDED

MOST = 500
"""Of one kind: of more than that the first are told, and that there are so many."""
LATE = timedelta(days=1)
"""After which a mail that waits is for people."""
WAITING: Final = "waiting"
SHEET: Final = "sheet"


@dataclass(frozen=True, slots=True)
class WaitingTasks:
    """What waits, oldest first, and how much of each kind (`MOST` stands for so many or more)."""

    tasks: tuple[Task, ...]
    counts: Mapping[TaskKind, int]
    now: datetime
    """The local time from which its ages are counted."""


_cases, _messages, _documents = table_of(Case), table_of(Message), table_of(Document)
_case, _message, _document = _cases.c, _messages.c, _documents.c
_decision = table_of(Decision).c
_corrections, _withdrawals = table_of(Correction), table_of(Withdrawal)
_correction, _rights, _complaint = _corrections.c, table_of(RightsRequest).c, table_of(Complaint).c
_withdrawal, _handed = _withdrawals.c, table_of(HandoverCase).c
_handovers, _sames = table_of(Handover), table_of(SameIdentityRow)
_handover, _same = _handovers.c, _sames.c
_OPEN = _case.state.in_((CaseState.FILED, CaseState.HANDED_OVER, CaseState.ANSWERED))
_MAILS = (MessageKind.FILING_EMAIL, MessageKind.CORRECTION_EMAIL, MessageKind.ANSWER_EMAIL)
_NOTHING = sa.literal("")


def _newest() -> sa.ColumnElement[bool]:
    """Return that a message is the newest of its kind about its reference: an older one was mended by it."""
    later = sa.alias(_messages, "later")
    same = (later.c.reference == _message.reference, later.c.kind == _message.kind, later.c.created_at > _message.created_at)
    return sa.not_(sa.exists().where(*same))


def _to_confirm(condition: str) -> sa.Select[Any]:
    return sa.select(_case.submitted_at, _case.number, _NOTHING).where(sa.text(condition)).order_by(_case.submitted_at)


def _mails(*conditions: sa.ColumnElement[bool], since: sa.ColumnElement[datetime], detail: sa.ColumnElement[str]) -> sa.Select[Any]:
    about = _case.id == sa.func.coalesce(_correction.case_id, _message.reference)
    joined = _messages.outerjoin(_corrections, _correction.id == _message.reference).join(_cases, about)
    of_open_cases = (_message.kind.in_(_MAILS), _case.email.is_not(None), _OPEN, _newest())
    return sa.select(since, _case.number, detail).select_from(joined).where(*conditions, *of_open_cases).order_by(since)


_goes_on_whichever_its_index = _case.state.concat("") != CaseState.WITHDRAWN
"""Keeps the index of states out of it: to begin with the doubtful documents is quick, with every case is not."""
_not_handed_over = sa.func.coalesce(_case.handed_over_at, None, type_=_case.handed_over_at.type).is_(None)
"""As above: to begin with the withdrawals is quick, with every case that waits takes 0.7 s at a million."""
_its_number: Any = sa.func.min(_case.number)
"""Of rows of one case: to group by the number would begin with every case."""
_settled = sa.func.coalesce(_message.settled_at, _message.created_at, type_=_message.created_at.type)
_answered_at = (
    sa.select(sa.func.max(_decision.recorded_at)).where(_decision.case_id == _case.id).correlate(_cases).scalar_subquery()
)
_last_handover = (
    sa.select(sa.func.max(_handover.at, type_=_handover.at.type))
    .where(_handover.id == _handed.handover, _handed.case_id == _case.id)
    .correlate(_cases)
    .scalar_subquery()
)
_came_after = sa.and_(_document.filing == _case.id, _document.replaced_at.is_(None), _document.attached_at > _last_handover)
_came = sa.select(sa.func.max(_document.attached_at, type_=_document.attached_at.type)).where(_came_after).correlate(_cases)
_sheet_came = sa.exists().where(_came_after, _document.slot == CONFIRMATION).correlate(_cases)
_is_told = sa.exists().where(_withdrawal.case_id == _case.id, _withdrawal.undone_at.is_(None))
# Built once: building a statement takes longer than running it. Each gives since when, the case's number and a detail.
QUERIES: Final[tuple[tuple[TaskKind, sa.Select[Any]], ...]] = (
    (TaskKind.IDENTITY, _to_confirm(IDENTITY_OPEN)),
    (TaskKind.CONFIRMATION, _to_confirm(SHEET_MISSING)),
    (
        TaskKind.PRINT,
        sa.select(_settled, _case.number, _NOTHING)
        .join_from(_messages, _cases, _case.id == _message.reference)
        .where(
            _message.state.in_((MessageState.FAILED, MessageState.WITHDRAWN)),
            _message.kind == MessageKind.RECEIPT_PRINT,
            _case.receipt_seen_at.is_(None),
            _OPEN,
            _newest(),
        )
        .order_by(_settled),
    ),
    (TaskKind.MAIL, _mails(_message.state == MessageState.FAILED, since=_settled, detail=_message.trouble)),
    (
        TaskKind.MAIL,
        _mails(
            _message.state.in_((MessageState.QUEUED, MessageState.DEFERRED, MessageState.UNKNOWN)),
            _message.created_at < sa.bindparam("late", type_=_message.created_at.type),
            since=_message.created_at,
            detail=sa.literal(WAITING),
        ),
    ),
    (
        TaskKind.CORRECTION,
        sa.select(_correction.asked_at, _case.number, _correction.wanted)
        .join_from(_corrections, _cases)
        .where(IS_AWAITED, _case.state != CaseState.WITHDRAWN)
        .order_by(_correction.asked_at),
    ),
    (
        TaskKind.DOCUMENT,
        sa.select(sa.func.min(_document.attached_at, type_=_document.attached_at.type), _case.number, _NOTHING)
        .join_from(_documents, _cases, _case.id == _document.filing)
        .where(sa.text(UNDECIDED), _document.replaced_at.is_(None), _goes_on_whichever_its_index, NOT_ASKED_AGAIN)
        .group_by(_case.number)
        .order_by(sa.func.min(_document.attached_at)),
    ),
    (
        TaskKind.SAME_IDENTITY,
        sa.select(sa.func.min(_same.noted_at, type_=_same.noted_at.type), _its_number, _NOTHING)
        .select_from(_sames.join(_cases, _case.id == _same.case_id))
        .where(sa.text(UNDECIDED_SAME))
        .group_by(_same.case_id)
        .order_by(sa.func.min(_same.noted_at)),
    ),
    (
        TaskKind.HAND_OVER,
        sa.select(_case.submitted_at, _case.number, _NOTHING).where(_case.state == CaseState.FILED).order_by(_case.submitted_at),
    ),
    (
        TaskKind.FOLLOW_UP,  # what the institute is told of a withdrawal is a task of its own
        sa.select(
            sa.func.coalesce(_came.scalar_subquery(), _case.submitted_at, type_=_case.submitted_at.type).label("since"),
            _case.number,
            sa.case((_sheet_came, SHEET), else_=""),
        )
        .where(sa.text(MORE_TO_BRING), sa.exists().where(_handed.case_id == _case.id), sa.not_(_is_told))
        .order_by(sa.text("since")),
    ),
    (
        TaskKind.WITHDRAWAL,  # the institute has it, and is to be told that it, or the consent, was taken back
        sa.select(sa.func.min(_withdrawal.at, type_=_withdrawal.at.type), _its_number, _NOTHING)
        .select_from(_withdrawals.join(_cases))
        .where(
            _withdrawal.undone_at.is_(None),
            _not_handed_over,
            _case.state != CaseState.FILED,
            sa.exists().where(_handed.case_id == _case.id),
        )
        .group_by(_withdrawal.case_id)
        .order_by(sa.func.min(_withdrawal.at)),
    ),
    (
        TaskKind.ANSWER,
        sa.select(sa.func.coalesce(_answered_at, _case.submitted_at, type_=_case.submitted_at.type), _case.number, _NOTHING)
        .where(_case.state == CaseState.ANSWERED)
        .order_by(_case.submitted_at),
    ),
    (
        TaskKind.RIGHTS,
        sa.select(_rights.asked_at, _NOTHING, _rights.kind).where(_rights.answered_at.is_(None)).order_by(_rights.asked_at),
    ),
    (
        TaskKind.COMPLAINT,
        sa.select(_complaint.at, _NOTHING, _NOTHING).where(_complaint.settled_at.is_(None)).order_by(_complaint.at),
    ),
)


_NAMES = sa.select(_case.number, _case.surnames, _case.given_names).where(
    _case.number.in_(sa.bindparam("numbers", expanding=True, type_=_case.number.type))
)


def today(kiosk: Kiosk) -> WaitingTasks:
    """Return what waits for staff now."""
    now = kiosk.clock.now().at
    tasks: list[Task] = []
    with kiosk.database.reading() as session:
        permits.ensure(kiosk, session, SEE_CASES)
        for kind, query in QUERIES:
            rows = session.connection().execute(query.limit(MOST), {"late": now - LATE}).all()
            names = _names(session, {number for _since, number, _detail in rows if number})
            tasks += [Task(kind, kiosk.local(since), number, detail, names.get(number, "")) for since, number, detail in rows]
    astray = {Watched.CLOCK: kiosk.local(now)} if kiosk.clock.is_astray() else {}  # that is told at once
    troubles = astray | {each.watched: each.since for each in watching.standing(kiosk) if each.for_a_day}
    tasks += [Task(TaskKind.TROUBLE, since, detail=watched) for watched, since in troubles.items()]
    counts = {kind: sum(each.kind is kind for each in tasks) for kind in TaskKind}
    return WaitingTasks(tuple(sorted(tasks, key=lambda task: task.since)), counts, kiosk.local(now))


def _names(session: Session, numbers: set[CaseNumber]) -> dict[CaseNumber, str]:
    """Return the applicants' names by the numbers of their cases."""
    rows = session.connection().execute(_NAMES, {"numbers": list(numbers)}) if numbers else ()
    return {number: full_name(surnames, given_names) for number, surnames, given_names in rows}
