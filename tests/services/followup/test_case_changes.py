"""What the desk changes of a filed case, what goes out again by it, and two desks that change the same at once."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from kiosk.domain.desk.task import Why
from kiosk.domain.errors import BadInput
from kiosk.domain.filing.answers import Contact
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import MessageKind, MessageState, Trouble
from kiosk.services.cases import lookup
from kiosk.services.desk import access
from kiosk.services.filing import drafts, verification
from kiosk.services.followup import changes
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Event, Message, Verification
from kiosk.words.history import verdict_in_words
from tests import filing
from tests.filing import EMAIL, StoppedClock, number_of

SEEN = Contact("+593991234567", EMAIL)


@pytest.fixture
def number(kiosk: Kiosk) -> CaseNumber:
    return number_of(filing.submit(kiosk, filing.answer_all(kiosk)))


@pytest.fixture
def rosa(kiosk: Kiosk) -> Kiosk:
    return kiosk.acting_as("rosa")


def settle_mail(kiosk: Kiosk, state: MessageState, trouble: Trouble = Trouble.NONE) -> None:
    """Let the mail with the receipt have come to an end."""
    with kiosk.database.transaction() as session:
        message = session.exec(select(Message).where(col(Message.kind) == MessageKind.FILING_EMAIL)).one()
        message.state, message.trouble, message.next_try_at = state, trouble, None


def mails(kiosk: Kiosk) -> list[str]:
    """Return the states of the mails with the receipt, oldest first."""
    with kiosk.database.reading() as session:
        query = select(Message.state).where(col(Message.kind) == MessageKind.FILING_EMAIL).order_by(col(Message.created_at))
        return list(session.exec(query).all())


def test_a_mail_that_its_address_failed_goes_to_the_corrected_one(rosa: Kiosk, number: CaseNumber, clock: StoppedClock) -> None:
    settle_mail(rosa, MessageState.FAILED, Trouble.ADDRESS)
    clock.advance(days=1)
    case = changes.correct_contact(rosa, number, SEEN, "02 394 5666", "maria@otro.test")
    assert case.draft.answers.contact == Contact("+59323945666", "maria@otro.test")
    assert mails(rosa) == ["failed", "queued"]
    (event,) = [each for each in case.history.events if each.name == "contact_corrected"]
    assert (event.actor, event.detail) == ("rosa", "telephone,email")


def test_a_mail_that_waits_is_not_sent_twice(rosa: Kiosk, number: CaseNumber) -> None:
    changes.correct_contact(rosa, number, SEEN, "0991234567", "maria@otro.test")
    assert mails(rosa) == ["queued"]


def test_another_telephone_alone_sends_nothing(rosa: Kiosk, number: CaseNumber) -> None:
    settle_mail(rosa, MessageState.ACCEPTED)
    changes.correct_contact(rosa, number, SEEN, "", EMAIL)
    assert mails(rosa) == ["accepted"]


def test_an_address_that_was_confirmed_is_to_be_confirmed_anew(rosa: Kiosk, number: CaseNumber) -> None:
    with rosa.database.transaction() as session:
        case = lookup.case_of(session, number)
        case.email_verified_at = rosa.clock.now().at
        filing_id = case.id
    changes.correct_contact(rosa, number, SEEN, "", "maria@otro.test")
    draft = drafts.read(rosa, filing_id)
    assert (draft.answers.contact, draft.number) == (Contact(None, "maria@otro.test"), number)
    with rosa.database.transaction() as session:
        kept = session.get(Case, filing_id)
        assert kept is not None
        assert kept.email_verified_at is None
        now = rosa.clock.now().at
        times = {"issued_at": now, "expires_at": now + timedelta(hours=1)}
        code = Verification(id="v" * 32, filing=filing_id, email="maria@otro.test", counter=1, **times)
        digits = verification.code_of(rosa, code)
        session.add(code)
    verification.confirm_later(rosa, number, digits)
    check = access.look_again(rosa, number).draft.answers.email_check
    assert check is not None
    assert check.verified_at is not None


def test_what_another_desk_changed_meanwhile_is_shown_and_not_overwritten(kiosk: Kiosk, rosa: Kiosk, number: CaseNumber) -> None:
    changes.correct_contact(rosa, number, SEEN, "02 394 5666", EMAIL)
    with pytest.raises(changes.ContactChanged, match="02 394 5666") as refused:
        changes.correct_contact(kiosk.acting_as("luis"), number, SEEN, "", EMAIL)
    changes.correct_contact(kiosk.acting_as("luis"), number, refused.value.contact, "", EMAIL)
    assert access.look_again(kiosk, number).draft.answers.contact == Contact(None, EMAIL)


def test_saving_what_stands_there_already_changes_nothing(rosa: Kiosk, number: CaseNumber) -> None:
    case = changes.correct_contact(rosa, number, Contact(None, None), "099 123 4567", EMAIL)
    assert [each.name for each in case.history.events].count("contact_corrected") == 0


def test_a_contact_is_checked_as_in_the_journey(rosa: Kiosk, number: CaseNumber) -> None:
    for telephone, email, field in (("12", EMAIL, "telephone"), ("", "maria", "email")):
        with pytest.raises(BadInput) as refused:
            changes.correct_contact(rosa, number, SEEN, telephone, email)
        assert refused.value.field == field


def test_staff_observe_beside_what_the_person_wrote(rosa: Kiosk, number: CaseNumber) -> None:
    changes.add_observation(rosa, number, "Llamó el hijo.\x1b[31m")
    case = changes.add_observation(rosa, number, "Trae la cédula el lunes.")
    assert [(each.text, each.by) for each in case.history.notes] == [
        ("Llamó el hijo.[31m", "rosa"),
        ("Trae la cédula el lunes.", "rosa"),
    ]
    assert case.draft.answers.observation is None
    for typed in ("  ", "a" * 501):
        with pytest.raises(BadInput):
            changes.add_observation(rosa, number, typed)


def test_every_look_says_who_and_why(rosa: Kiosk, number: CaseNumber) -> None:
    slot = access.look(rosa, number, Why.TELEPHONED).draft.attachments[0].slot
    access.picture(rosa, number, slot)
    access.record(rosa.acting_as("cli:ana"), number, Why.COMMAND)
    access.summaries(rosa, None, 50)
    assert access.find(rosa, "maria").cases
    with rosa.database.reading() as session:
        found = session.exec(select(Event).order_by(col(Event.id).desc()).limit(5)).all()
    assert [(each.name, each.actor, each.why, each.detail.partition(" ")[0]) for each in reversed(found)] == [
        ("case_looked_at", "rosa", "telephoned", ""),
        ("document_looked_at", "rosa", "", slot),
        ("case_looked_at", "cli:ana", "command", ""),
        ("cases_listed", "rosa", "", "1"),
        ("cases_searched", "rosa", "", "name"),
    ]


def test_the_day_of_a_decision_is_the_dispensary_s(rosa: Kiosk, number: CaseNumber, clock: StoppedClock) -> None:
    clock.advance(hours=9)  # in the evening here, it is tomorrow in UTC
    slot = access.look(rosa, number, Why.OTHER).draft.attachments[0].slot
    (document,) = [each for each in changes.approve_document(rosa, number, slot).draft.attachments if each.slot == slot]
    assert "23/11/2026" in verdict_in_words(document)
