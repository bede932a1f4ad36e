"""The filing under way: every answer is saved when its step is left, and a code brings it back after a power cut."""

import functools
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, select

from kiosk.domain.actor import CITIZEN, MACHINE
from kiosk.domain.errors import BadInput, NotFound
from kiosk.domain.filing.acceptance import Acceptance
from kiosk.domain.filing.answers import Answer, Answers, Applicant, Choice, Draft, cleaned
from kiosk.domain.filing.resume_code import new_resume_code, parse_resume_code
from kiosk.locale import _
from kiosk.services.filing import leases
from kiosk.services.filing.from_rows import attestations_of, new_acceptance, papers_of
from kiosk.services.journal import events, tries
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.storage.tables import (
    AcceptanceRow,
    AttestationRow,
    Case,
    Correction,
    Document,
    DraftRow,
    Event,
    Message,
    Verification,
    table_of,
)

if TYPE_CHECKING:
    from pydantic import TypeAdapter

HANGS_ON_DRAFT: Final = (Document, AcceptanceRow, AttestationRow, Verification)
"""The tables whose rows go with a draft that was never sent; its messages go as well (outbox.forget).

Its events stay, for they are chained: they say what was done to a filing of which nothing is left to say whose it was.
"""
_TYPING: Final = ("draft_begun", "answer_saved", "document_attached", "document_removed")
"""The events of somebody having typed or put something into a draft."""
_event = table_of(Event).c
_NUMBER = select(table_of(Case).c.number).where(table_of(Case).c.id == bindparam("filing")).scalar_subquery()
_TYPED_BY = (
    select(_event.actor)
    .where(_event.filing == bindparam("filing"), _event.name.in_(_TYPING), _event.actor.not_in((CITIZEN, MACHINE)))
    .order_by(_event.id.desc())
    .limit(1)
    .scalar_subquery()
)
_NUMBER_AND_TYPIST = select(_NUMBER.label("number"), _TYPED_BY.label("typist"))


@functools.cache
def answers_json() -> "TypeAdapter[Answers]":
    """Return the reader and writer of answers as JSON."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - built once, at the first draft

    return TypeAdapter(Answers)


def begin(kiosk: Kiosk, applicant: Applicant, notice: Acceptance, choice: Choice | None = None) -> Draft:
    """Save the first answers together with the notice's acceptance; the draft gets its resume code.

    `choice` is the procedure that was begun with, whose consequences were shown before.
    """
    now = kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        row = DraftRow(
            id=secrets.token_hex(16),
            code=free_code(session),
            answers=answers_json().dump_json(Answers(applicant=cleaned(applicant), choice=choice)).decode(),
            created_at=now,
            updated_at=now,
            expires_at=now + timedelta(days=kiosk.settings.limits.draft_days),
        )
        leases.hold(kiosk, row)
        session.add(row)
        session.add(new_acceptance(row.id, notice))
        events.record(kiosk, session, "draft_begun", row.id)
        if choice:
            _record_choice(kiosk, session, row.id, choice)
        session.flush()
        return as_draft(session, row)


def read(kiosk: Kiosk, draft_id: str) -> Draft:
    """Return a draft as it is saved; raises NotFound."""
    with kiosk.database.reading() as session:
        return as_draft(session, row_of(session, draft_id))


def save(kiosk: Kiosk, draft_id: str, answer: Answer) -> Draft:
    """Save one answer in place of the one before; raises BadInput once the filing was sent."""
    now = kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        row = to_write(kiosk, session, draft_id)
        put_answer(row, answer)
        keep_alive(kiosk, row, now)
        events.record(kiosk, session, "answer_saved", draft_id, type(answer).__name__)
        session.flush()
        return as_draft(session, row)


def choose(kiosk: Kiosk, draft_id: str, choice: Choice) -> Draft:
    """Save the procedure, and that what it may cause was shown before."""
    with kiosk.database.transaction() as session:
        row = to_write(kiosk, session, draft_id)
        put_answer(row, choice)
        keep_alive(kiosk, row, kiosk.clock.now().at)
        _record_choice(kiosk, session, draft_id, choice)
        session.flush()
        return as_draft(session, row)


def resume(kiosk: Kiosk, code: str, last_four: str) -> Draft:
    """Return the draft of a resume code and the last four characters of its identity.

    Raises BadInput when the code cannot be one, NotFound when the two do not go together (said alike whether the code
    exists or not), TryLater after five wrong tries at one code.
    """
    compact, now = parse_resume_code(code), kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        ensure_may_resume(kiosk, session, compact, now)
        row = session.exec(select(DraftRow).where(col(DraftRow.code) == compact)).one_or_none()
        if row is not None and row.expires_at <= kiosk.clock.seen():
            row = None
        draft = as_draft(session, row) if row else None
        applicant = draft.answers.applicant if draft else None
        if (
            row
            and draft
            and applicant
            and secrets.compare_digest(applicant.identity.last_four.encode(), last_four.strip().upper().encode())
        ):
            if draft.number is None:
                leases.hold(kiosk, row)
            keep_alive(kiosk, row, now)
            events.record(kiosk, session, "draft_resumed", draft.id)
            return replace(draft, expires_at=row.expires_at)
        note_wrong_four(kiosk, session, compact, now, is_code=row is not None)
    raise no_such_pair()


def ensure_may_resume(kiosk: Kiosk, session: Session, code: str, now: datetime) -> None:
    """Raise TryLater where a code, or a kiosk where somebody goes through found slips, had too many wrong digits; not for staff."""
    if kiosk.by_staff:
        return
    own, free = tries.subject(kiosk, "resume", code), kiosk.settings.limits.resume_tries
    tries.ensure_may_try(session, {own: tries.MOST_AT_FOUR}, now, free=free)
    tries.ensure_kiosk_may_try(session, tries.of_kiosk(kiosk, "fours"), own, now, free=free, most=tries.MOST_AT_FOUR)


def note_wrong_four(kiosk: Kiosk, session: Session, code: str, now: datetime, *, is_code: bool) -> None:
    """Count wrong digits: against the code, and, at one that there is, against the kiosk."""
    subjects = {tries.subject(kiosk, "resume", code): tries.MOST_AT_FOUR}
    tries.note_wrong(session, subjects | ({tries.of_kiosk(kiosk, "fours"): tries.MOST_AT_FOUR} if is_code else {}), now)


def no_such_pair() -> NotFound:
    """Return the refusal of a code and four characters that do not go together."""
    return NotFound(
        _("No encontramos un trámite guardado con ese número y esos cuatro últimos. Revise los dos y pruebe otra vez."),
        field="code",
    )


def discard(kiosk: Kiosk, draft_id: str) -> None:
    """Remove a draft with its documents, at the person's wish."""
    _remove(kiosk, draft_id, "draft_discarded")


def decline(kiosk: Kiosk, draft_id: str) -> None:
    """End a filing whose consent was not given: nothing is kept but what was done, without whose it was."""
    _remove(kiosk, draft_id, "consent_declined")


def as_draft(session: Session, row: DraftRow) -> Draft:
    """Return a draft's value with its documents, acceptances, what was vouched for, and its number."""
    attachments, acceptances = papers_of(session, row.id)
    number, typist = session.connection().execute(_NUMBER_AND_TYPIST, {"filing": row.id}).one()
    return Draft(
        id=row.id,
        code=row.code,
        answers=answers_of(row),
        created_at=row.created_at,
        expires_at=row.expires_at,
        attachments=attachments,
        acceptances=acceptances,
        number=number,
        attestations=attestations_of(session, row.id),
        entered_by=typist or "",
    )


def row_of(session: Session, draft_id: str) -> DraftRow:
    """Return a draft's row; raises NotFound when it was removed or has expired."""
    row = session.get(DraftRow, draft_id)
    if row is None:
        raise NotFound(_("Este borrador ya no está. Empiece de nuevo, por favor."))
    return row


def to_write(kiosk: Kiosk, session: Session, draft_id: str) -> DraftRow:
    """Return a draft's row for writing.

    Raises NotFound when it is gone, BadInput once it was sent, DraftBusy (services.filing.leases) while another process writes it.
    """
    row = row_of(session, draft_id)
    ensure_not_sent(session, draft_id)
    leases.hold(kiosk, row)
    return row


def ensure_not_sent(session: Session, draft_id: str) -> None:
    """Raise BadInput when the filing has its number already."""
    if session.get(Case, draft_id) is not None:
        raise BadInput(_("Su trámite ya está recibido y no se puede cambiar aquí. Si algo está mal, avise al personal."))


def keep_alive(kiosk: Kiosk, row: DraftRow, now: datetime) -> None:
    """Count a draft's days anew: it was used, and must not expire under the hands of whoever is at it."""
    row.updated_at = now
    row.expires_at = now + timedelta(days=kiosk.settings.limits.draft_days)


def put_answer(row: DraftRow, answer: Answer) -> None:
    """Put an answer in place of the one before."""
    row.answers = answers_json().dump_json(answers_of(row).with_answer(cleaned(answer))).decode()


def answers_of(row: DraftRow) -> Answers:
    """Return what a draft's row holds; raises NotFound where another version of the program wrote it."""
    try:
        return answers_json().validate_json(row.answers)
    except ValueError:  # of another version of the program; from None, for the error repeats the answers
        raise NotFound(_("Este borrador es de otra versión del kiosco y no se puede abrir. Empiece de nuevo, por favor.")) from None


def free_code(session: Session) -> str:
    """Draw a code that brings back neither a draft nor a correction yet."""
    while True:
        code = new_resume_code()
        taken = [select(table.id).where(col(table.code) == code) for table in (DraftRow, Correction)]
        if not any(session.exec(each).first() for each in taken):
            return code


def _record_choice(kiosk: Kiosk, session: Session, draft_id: str, choice: Choice) -> None:
    events.record(kiosk, session, "answer_saved", draft_id, type(choice).__name__)
    procedure = kiosk.catalogue.procedure(choice.procedure, choice.version)
    if procedure and procedure.consequences:
        events.record(kiosk, session, "consequences_shown", draft_id, f"{choice.procedure} {choice.version}")


def _remove(kiosk: Kiosk, draft_id: str, event: str) -> None:
    now = kiosk.clock.now().at
    with kiosk.database.transaction() as session:
        ensure_not_sent(session, draft_id)
        if (row := session.get(DraftRow, draft_id)) is not None:  # asked twice it is still one fact
            leases.hold(kiosk, row)
        names = session.exec(select(Document.id).where(col(Document.filing) == draft_id)).all()
        codes = select(Verification.id).where(col(Verification.filing) == draft_id)
        outbox.forget(session, col(Message.reference).in_(codes) | (col(Message.reference) == draft_id), now)
        for table in HANGS_ON_DRAFT:
            session.execute(delete(table).where(col(table.filing) == draft_id))
        gone = session.connection().execute(delete(DraftRow).where(col(DraftRow.id) == draft_id)).rowcount
        if gone:
            events.record(kiosk, session, event)
    for name in names:
        kiosk.vault.remove(name)
