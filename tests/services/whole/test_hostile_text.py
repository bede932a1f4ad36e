"""Whatever is typed at the desk is kept, shown and sent as plain words, and stands nowhere but in its place."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from sqlmodel import SQLModel, col, select

from kiosk.domain.cases.correction import Wanted
from kiosk.domain.cases.decision import Outcome, TypedDecision
from kiosk.domain.cases.handover import HandoverHow
from kiosk.domain.cases.rights import Right
from kiosk.domain.errors import KioskError
from kiosk.domain.filing.answers import Contact, Observation
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import Media, MessageKind
from kiosk.services.cases import lookup, records
from kiosk.services.delivery import rendering
from kiosk.services.filing import attestations, drafts
from kiosk.services.followup import changes, corrections, decisions, vouching
from kiosk.services.handover import dossier, export, handovers
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import prints
from kiosk.services.rights import complaints, requests
from kiosk.services.staff import members
from kiosk.storage.tables import Event, Message
from tests.filing import MARIA, answer_all, begin, file_alone, submit

MARK = "Ñoño7"
HOSTILE = (
    f"[/foo]{MARK}[@click=app.quit]x[/] <b>{MARK}</i>&lt;",
    f"\x1b[2J\x1b]0;{MARK}\x07\x9b31m\x00{MARK}\r\n\x7f",
    f"\u202e{MARK}\u2066\u200b\u200d\ufeff\u2028{MARK}\ue000\udc80",
    f"=cmd|' /C {MARK}'!A0",
    f"{MARK}\nBcc: x@x.test\n\n" + "\u0301" * 50 + "A" * 100_000,
    "{0.__class__}{number}%s%(x)s" + MARK,
)
Typed = Callable[[Kiosk, CaseNumber, str], object]


def _hand_over(kiosk: Kiosk, number: CaseNumber, text: str) -> None:
    export.export(kiosk, [number], kiosk.settings.data_dir / "out")
    handovers.record_handover(kiosk, [number], text, HandoverHow.STICK)


def _decide_and_annul(kiosk: Kiosk, number: CaseNumber, text: str) -> None:
    decisions.record(kiosk, number, TypedDecision(Outcome.REFUSED, text[:30], date(2026, 11, 23), text))
    rendered(kiosk)
    decisions.annul(kiosk, number, text)
    decisions.record(kiosk, number, TypedDecision(Outcome.GRANTED, "", date(2026, 11, 23), text))


def _ask_for_rights(kiosk: Kiosk, _number: str, text: str) -> None:
    asked = requests.ask(kiosk, Right.CORRECTION, MARIA.number, seen=True, explanation=text)
    requests.settle(kiosk, asked.id, text)
    prints.ask(kiosk, MessageKind.RIGHTS_PRINT, asked.id)


def _complain(kiosk: Kiosk, _number: str, text: str) -> None:
    complaints.leave(kiosk, text, text)
    complaints.settle(kiosk, complaints.listed(kiosk)[0].id, text)


def _file(kiosk: Kiosk, _number: str, text: str) -> None:
    draft = answer_all(kiosk)
    applicant = draft.answers.applicant
    assert applicant is not None
    drafts.save(kiosk, draft.id, replace(applicant, given_names=text, surnames=text))
    drafts.save(kiosk, draft.id, Observation(text))
    attestations.vouch(kiosk, draft.id, Subject.IDENTITY, Seen.OTHER_PAPER, document_number=text, reason=text)
    submit(kiosk, drafts.read(kiosk, draft.id))


def _read_aloud(kiosk: Kiosk, _number: str, text: str) -> None:
    draft = begin(kiosk)
    attestations.vouch(kiosk, draft.id, Subject.READING, Seen.READ_ALOUD, reader=text)


def _vouch(how: Seen, kiosk: Kiosk, number: CaseNumber, text: str) -> None:
    vouching.vouch_filed(kiosk, number, Subject.IDENTITY, how, document_number=text, reason=text)


PLACES: dict[str, Typed] = {
    "observation": changes.add_observation,
    "paper seen": partial(_vouch, Seen.OTHER_PAPER),
    "why known": partial(_vouch, Seen.KNOWN),
    "why asked again": lambda kiosk, number, text: corrections.ask(kiosk, number, "application-form", Wanted.BAD, text),
    "who took it": _hand_over,
    "answer": _decide_and_annul,
    "rights": _ask_for_rights,
    "complaint": _complain,
    "filing": _file,
    "who read": _read_aloud,
    "contact": lambda kiosk, number, text: changes.correct_contact(kiosk, number, Contact(None, None), text, text),
    "staff": lambda kiosk, _number, text: members.add(kiosk, text),
}


@pytest.fixture
def number(kiosk: Kiosk) -> str:
    return file_alone(kiosk)


def ensure_plain(what: str, text: str) -> None:
    """Hold a text against everything that a terminal obeys or that changes what is read."""
    wrong = {char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} and char != "\n"}
    assert not wrong, f"{what}: {wrong!r} in {text[:200]!r}"
    assert not re.search(r"\\u00[0-9a-f]{2}|\\u202e|\\u200", text), f"{what}: {text[:200]!r}"
    assert "\u0301" * 3 not in text, what


def everything_kept(kiosk: Kiosk) -> Iterator[tuple[str, str]]:
    with kiosk.database.reading() as session:
        for table in SQLModel.metadata.sorted_tables:
            for row in session.connection().execute(table.select()).mappings():
                yield from ((f"{table.name}.{name}", value) for name, value in row.items() if isinstance(value, str))


def rendered(kiosk: Kiosk) -> None:
    """Draw and write everything that waits, as it is when it is sent."""
    with kiosk.database.reading() as session:
        waiting = session.exec(select(Message).where(col(Message.settled_at).is_(None))).all()
    for message in waiting:
        if message.kind.endswith("_print"):
            assert rendering.printed(kiosk, message, Media.A4).startswith(b"%PDF")
            assert rendering.printed(kiosk, message, Media.ROLL).startswith(b"%PDF")
        else:
            mail = rendering.mailed(kiosk, message)
            assert "Bcc" not in mail
            for name, value in mail.items():
                ensure_plain(f"{message.kind} {name}", str(value))
            body = mail.get_body(("plain",))
            assert body is not None
            ensure_plain(message.kind, body.get_content().replace("\r", ""))


def leaves(found: Any) -> Iterator[str]:  # noqa: ANN401 - what JSON holds
    if isinstance(found, dict | list):
        for each in found.values() if isinstance(found, dict) else found:
            yield from leaves(each)
    elif isinstance(found, str):
        yield found


@pytest.mark.parametrize("place", PLACES)
def test_what_is_typed_is_plain_wherever_it_comes_out(kiosk: Kiosk, number: CaseNumber, place: str) -> None:
    rosa, kept = kiosk.acting_as("rosa"), 0
    for text in HOSTILE:
        try:
            PLACES[place](rosa, number, text)
        except KioskError as refused:  # in plain words, too
            ensure_plain("refusal", refused.message)
        for what, value in everything_kept(rosa):
            ensure_plain(what, value)
            kept += MARK in value
        rendered(rosa)
    assert kept or place in {"contact", "staff", "who read"}
    with rosa.database.reading() as session:
        for event in session.exec(select(Event)).all():
            assert MARK not in f"{event.name} {event.detail} {event.why} {event.actor}"
        for message in session.exec(select(Message)).all():
            assert MARK not in repr(message)
        numbers = [each.number for each in lookup.summaries(rosa, identity=None, limit=10)]
    for each in numbers:
        ensure_record_is_plain(rosa, each)


def ensure_record_is_plain(kiosk: Kiosk, number: CaseNumber) -> None:
    """Look at a case's record, and at what goes to the institute."""
    for value in leaves(json.loads(json.dumps(records.one(kiosk, number), default=str))):
        ensure_plain("record", value)
    for name, content in dossier.compose(kiosk, number).files:
        assert MARK not in name
        for value in leaves(json.loads(content)) if name.endswith(".json") else ():
            ensure_plain(name, value)
