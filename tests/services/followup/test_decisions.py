"""What the institute answered: recorded once, told to the person, in their hands; a wrong record can be taken back."""

from datetime import date

import pytest
from sqlmodel import col, select

from kiosk.domain.actor import MACHINE
from kiosk.domain.cases.correction import Wanted
from kiosk.domain.cases.decision import Outcome, TypedDecision, parse_decided_on, reference_doubt
from kiosk.domain.cases.state import CaseState
from kiosk.domain.documents.brought import Documents
from kiosk.domain.errors import BadInput
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.bounce import Bounce, ReportedAction
from kiosk.domain.machine.message import MessageKind
from kiosk.services.cases.lookup import case_of
from kiosk.services.delivery import bounces, mailing
from kiosk.services.followup import corrections, decisions, notification
from kiosk.services.followup.papers import content_of
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import AttestationRow, Case, Event
from tests.filing import EMAIL, MARIA, StoppedClock, file_alone, paper, photograph
from tests.outboxes import mails, rows

REFERENCE = "IESS-SSC-2026-0123-O"
GRANTED = TypedDecision(Outcome.GRANTED, REFERENCE, date(2026, 11, 23))


@pytest.fixture
def desk(kiosk: Kiosk) -> Kiosk:
    return kiosk.acting_as("rosa")


@pytest.fixture
def number(kiosk: Kiosk) -> CaseNumber:
    return file_alone(kiosk)


def case(kiosk: Kiosk, number: CaseNumber) -> Case:
    with kiosk.database.reading() as session:
        return case_of(session, number)


def say_that_the_address_is_hers(kiosk: Kiosk, number: CaseNumber) -> None:
    with kiosk.database.transaction() as session:
        filing = case_of(session, number).id
        at, how = kiosk.clock.now().at, Seen.OWN_ADDRESS
        session.add(AttestationRow(filing=filing, subject=Subject.CONTACT, how=how, value=EMAIL, actor="rosa", at=at))


def sent(kiosk: Kiosk) -> str:
    """Send what waits, and return the words of the mail with the answer, the names of what is attached at its end."""
    mailing.deliver_mail(kiosk)
    mail = next(each for each in mails(kiosk.settings.data_dir / "mail") if "Respuesta" in each["Subject"])
    body = mail.get_body(("plain",))
    assert body is not None
    return f"{body.get_content()} {[each.get_filename() for each in mail.iter_attachments()]}"


@pytest.mark.parametrize("reference", [REFERENCE, "IESS-DG-SSC.CH-2026-12345-OF"])
def test_a_number_of_quipux_gives_no_doubt(reference: str) -> None:
    assert not reference_doubt(reference)


@pytest.mark.parametrize("reference", ["", "123", "IESS-2026-0123-O", "IESS-SSC-26-0123-O", "IESS SSC 2026 0123 O"])
def test_another_number_is_told_and_kept_all_the_same(reference: str, desk: Kiosk, number: CaseNumber) -> None:
    assert reference_doubt(reference)
    kept = decisions.record(desk, number, TypedDecision(Outcome.GRANTED, reference, date(2026, 11, 23)))
    assert kept.answered.reference == reference.replace(" ", "")


def test_a_day_that_cannot_be_is_refused(desk: Kiosk, number: CaseNumber) -> None:
    filed, today = date(2026, 11, 23), date(2026, 11, 25)
    assert parse_decided_on("24/11/2026", filed, today) == date(2026, 11, 24)
    for typed, words in (
        ("22.11.2026", "anterior"),
        ("26-11-2026", "todavía no"),
        ("31/11/2026", "no existe"),
        ("ayer", "día, mes"),
    ):
        with pytest.raises(BadInput, match=words):
            parse_decided_on(typed, filed, today)
    with pytest.raises(BadInput, match="anterior"):
        decisions.record(desk, number, TypedDecision(Outcome.GRANTED, REFERENCE, date(2026, 11, 22)))


def test_an_answer_is_recorded_once_and_who_comes_second_is_told_by_whom_and_when(desk: Kiosk, number: CaseNumber) -> None:
    decisions.record(desk, number, GRANTED)
    for other in (GRANTED, TypedDecision(Outcome.REFUSED, "", date(2026, 11, 23))):
        with pytest.raises(BadInput, match="rosa el 23/11/2026 a las 10:41: «El IESS aceptó"):
            decisions.record(desk.acting_as("juan"), number, other)
    assert len(decisions.of_case(desk, number)) == 1
    assert len(rows(desk, MessageKind.ANSWER_EMAIL)) == 1
    assert (case(desk, number).state, case(desk, number).institution_reference) == (CaseState.ANSWERED, REFERENCE)


def test_after_one_that_wants_more_the_case_goes_on_and_another_answer_is_right(desk: Kiosk, number: CaseNumber) -> None:
    more = TypedDecision(Outcome.MORE_WANTED, REFERENCE, date(2026, 11, 23))
    decisions.record(desk, number, more)
    with pytest.raises(BadInput, match="rosa"):
        decisions.record(desk, number, more)
    assert case(desk, number).state == CaseState.FILED
    assert corrections.ask(desk, number, "application-form", Wanted.MISSING, "").is_open
    decisions.record(desk, number, TypedDecision(Outcome.REFUSED, "IESS-SSC-2026-0200-O", date(2026, 11, 23)))
    assert [each.answered.outcome for each in decisions.of_case(desk, number)] == [Outcome.MORE_WANTED, Outcome.REFUSED]
    with pytest.raises(BadInput, match="ya respondió"):
        corrections.ask(desk, number, "cedula-back:applicant", Wanted.MISSING, "")


def test_the_mail_says_what_it_means_and_gives_the_paper_to_nobody_who_may_be_another(desk: Kiosk, number: CaseNumber) -> None:
    decisions.record(desk, number, GRANTED, Documents([paper("OFICIO")]))
    said = sent(desk)
    assert "El IESS aceptó su solicitud." in said
    assert REFERENCE in said
    assert "venga a este dispensario" in said
    assert said.endswith(" []")
    assert MARIA.number not in said
    assert "María" not in said
    assert case(desk, number).state == CaseState.ANSWERED
    with desk.database.reading() as session:
        assert notification.waiting(session) == [number]


def test_an_answer_mailed_to_an_address_that_is_hers_bears_the_paper_and_is_delivered_until_it_comes_back(
    desk: Kiosk, number: CaseNumber
) -> None:
    say_that_the_address_is_hers(desk, number)
    decisions.record(desk, number, GRANTED, Documents([paper("OFICIO")]))
    assert sent(desk).endswith(f"['respuesta-{number}.pdf']")
    assert case(desk, number).state == CaseState.DELIVERED
    (mail,) = rows(desk, MessageKind.ANSWER_EMAIL)
    bounces._settle(desk, Bounce(mail.id, ReportedAction.FAILED, status="5.1.1"))
    assert case(desk, number).state == CaseState.ANSWERED
    with desk.database.reading() as session:
        mailed = session.exec(select(Event.actor).where(col(Event.name) == "answer_mailed")).all()
    assert mailed == [MACHINE]


def test_what_is_handed_out_is_signed_for_or_says_why_not(desk: Kiosk, number: CaseNumber) -> None:
    decisions.record(desk, number, TypedDecision(Outcome.REFUSED, REFERENCE, date(2026, 11, 23), "Falta \x1b[2Jun año"))
    notification.print_answer(desk, number)
    with desk.database.reading() as session:
        content = content_of(desk, session, rows(desk, MessageKind.ANSWER_PRINT)[0])
    assert content.signature
    assert content.sections[0].heading == "El IESS no aceptó su solicitud."
    assert content.sections[0].lines[0] == "Falta [2Jun año"
    with pytest.raises(BadInput, match="papel firmado"):
        notification.hand_out(desk, number)
    handed = notification.hand_out(desk, number, Documents([photograph("FIRMADO")]))
    again = notification.hand_out(desk.acting_as("juan"), number, reason="could_not_sign")
    assert (handed.handed_out_by, again.handed_out_by, again.handed_out_at) == ("rosa", "rosa", handed.handed_out_at)
    assert case(desk, number).state == CaseState.DELIVERED
    with desk.database.reading() as session:
        assert notification.waiting(session) == []
        told = session.exec(select(Event.detail).where(col(Event.name) == "answer_handed_out")).all()
    assert told == ["signed"]


def test_a_wrong_record_is_annulled_by_whoever_made_it_today_and_by_others_with_a_reason(
    desk: Kiosk, number: CaseNumber, clock: StoppedClock
) -> None:
    decisions.record(desk, number, GRANTED, Documents([paper("OFICIO DE OTRO")]))
    with pytest.raises(BadInput, match="por qué"):
        decisions.annul(desk.acting_as("juan"), number)
    assert decisions.annul(desk, number) is False, "its mail had not gone"
    assert decisions.of_case(desk, number) == []
    assert (case(desk, number).state, case(desk, number).institution_reference) == (CaseState.FILED, "")
    mailing.deliver_mail(desk)
    assert not [each for each in mails(desk.settings.data_dir / "mail") if "Respuesta" in each["Subject"]]
    right = decisions.record(desk, number, TypedDecision(Outcome.REFUSED, "", date(2026, 11, 23)))
    assert (right.position, right.has_scan) == (2, False)
    mailing.deliver_mail(desk)
    clock.advance(days=1)
    assert decisions.annul(desk, number, "Era de otra persona") is True, "the person may have read it"
