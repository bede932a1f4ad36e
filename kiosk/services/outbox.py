"""The rows of what waits to be sent or printed; written in the transaction that causes them, so that none is forgotten."""

import secrets
from datetime import datetime

from sqlmodel import Session, col, insert, select

from kiosk.domain.message import MessageKind, MessageState
from kiosk.storage.tables import Message, table_of

_INSERT = insert(table_of(Message))


def enqueue(session: Session, kind: MessageKind, reference: str, now: datetime, *, copy_number: int = 1) -> str:
    """Write a message that waits from `now` on, and return its id."""
    return enqueue_all(session, [(kind, reference)], now, copy_number=copy_number)[0]


def enqueue_all(session: Session, messages: list[tuple[MessageKind, str]], now: datetime, *, copy_number: int = 1) -> list[str]:
    """Write several messages of kind and reference in one statement, and return their ids."""
    rows = [
        {
            "id": secrets.token_hex(16),
            "kind": kind,
            "reference": reference,
            "copy_number": copy_number,
            "state": MessageState.QUEUED,
            "tries": 0,
            "created_at": now,
            "next_try_at": now,
            "settled_at": None,
            "cause": "",
        }
        for kind, reference in messages
    ]
    session.connection().execute(_INSERT, rows)
    return [str(row["id"]) for row in rows]


def newest(session: Session, kind: MessageKind, reference: str) -> Message | None:
    """Return the newest message of a kind about a reference."""
    query = select(Message).where(col(Message.reference) == reference, col(Message.kind) == kind)
    return session.exec(query.order_by(col(Message.created_at).desc()).limit(1)).one_or_none()
