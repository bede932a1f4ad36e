"""Reading documents behind what the person does, one at a time; what comes in is told to the screens in front.

A visit's readings outlive the screen that began them, and end with the visit.
"""

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.message import Message

from kiosk.domain.documents.document import Attachment
from kiosk.domain.errors import KioskError
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.procedure import Slot, slots
from kiosk.services.documents import recognition

if TYPE_CHECKING:
    from screens.host import Host
    from screens.session.visit import Session


class DocumentRead(Message):
    """A document is being read now, or was read."""


def read_behind(app: "Host") -> None:
    """Begin to read the visit's documents that want it, unless that is under way; each is tried once a visit."""
    session = app.visit
    if not session.reads and _next(session):
        session.reads = True
        app.run_worker(_read_all(app, session), group="reading", exit_on_error=False)


async def _read_all(app: "Host", session: "Session") -> None:
    with app.failing(when=lambda _error: app.session is session):
        try:
            while (wanted := _next(session)) is not None:
                session.being_read = wanted.id
                session.tried.add(wanted.id)
                _tell(app)
                try:
                    await _read(app, session, wanted)
                except KioskError:  # it was taken away meanwhile, or cannot be opened: whoever opens it is told
                    pass
                finally:
                    session.being_read = ""
                _tell(app)
        finally:
            session.reads = False


async def _read(app: "Host", session: "Session", wanted: Attachment) -> None:
    draft, given_up = session.draft, threading.Event()
    if draft is None:
        return
    kiosk = await app.ready()
    draft_id = draft.id
    try:
        read = await app.in_thread(lambda: recognition.read(kiosk, draft_id, wanted.slot, given_up=given_up.is_set))
    finally:
        given_up.set()
    if session.draft is not None:
        session.draft = _with(session.draft, wanted, read)
        session.tried.update(each.id for each in session.draft.attachments if each.slot == wanted.slot and each.reading)


def _with(draft: Draft, before: Attachment, read: Draft) -> Draft:
    """Return the draft that the visit holds by now with this document as it was read: all else may have changed meanwhile."""
    after = next((each for each in read.attachments if each.slot == before.slot), before)
    return replace(draft, attachments=tuple(after if each.id == before.id else each for each in draft.attachments))


def _next(session: "Session") -> Attachment | None:
    draft, procedure = session.draft, session.procedure
    if draft is None or procedure is None:
        return None
    standing = {each.slot: each for each in draft.attachments}
    wanted: list[Slot] = [each for each in slots(procedure, draft.answers) if recognition.wants_reading(draft, each)]
    return next((standing[each.id] for each in wanted if standing[each.id].id not in session.tried), None)


def _tell(app: "Host") -> None:
    for screen in app.screen_stack:
        screen.post_message(DocumentRead())
