"""Sending: one draft, one number, no gaps, and a case that is whole."""

import multiprocessing
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.answers import Capacity, Leaving, Person, Remaining, Scope
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases import receipts, records
from kiosk.services.documents import attachments
from kiosk.services.filing import drafts, submission
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import legal_texts
from tests.filing import StoppedClock, answer_all, begin, family, number_of, open_kiosk, photograph, submit


def test_a_case_holds_all_that_was_said(kiosk: Kiosk) -> None:
    sent = submit(kiosk, answer_all(kiosk))
    assert sent.number is not None
    assert re.fullmatch(r"0417A-26-000001-[0-9A-Z]", sent.number)
    record = records.one(kiosk, sent.number)
    assert record["applicant"]["identity"] == "9900000010"
    assert record["applicant"]["surnames"] == "Demostración Ñusta"
    assert [each["given_names"] for each in record["leavers"]] == ["María José", "Juan", "Rosa"]
    assert record["leavers"][2]["birth_date"] == "2019-05-04"
    assert [each["kind"] for each in record["acceptances"]] == ["consent", "notice"]
    assert {each["slot"] for each in record["documents"]} == {each.slot for each in sent.attachments}
    assert {each["kind"] for each in record["deliveries"]} == {"receipt_print", "filing_email"}
    assert record["submitted_at"] == "2026-11-23T10:41:00-05:00"


def test_sending_twice_gives_the_same_number(kiosk: Kiosk) -> None:
    draft = answer_all(kiosk)
    assert submit(kiosk, draft).number == submit(kiosk, draft).number
    assert len(records.newest(kiosk)) == 1


def test_numbers_follow_each_other_without_gaps_also_after_a_refusal(kiosk: Kiosk) -> None:
    first = submit(kiosk, answer_all(kiosk))
    with pytest.raises(BadInput):
        submit(kiosk, begin(kiosk))
    second = submit(kiosk, answer_all(kiosk))
    assert [CaseNumber.parse(number_of(each)).sequence for each in (first, second)] == [1, 2]


def test_a_clock_gone_back_to_an_earlier_year_repeats_no_number(kiosk: Kiosk, clock: StoppedClock) -> None:
    submit(kiosk, answer_all(kiosk))
    clock.at = datetime(2020, 1, 1, tzinfo=UTC)
    again = number_of(submit(kiosk, answer_all(kiosk)))
    assert (again.year, again.sequence) == (26, 2)


def test_a_new_year_begins_at_one_by_the_local_calendar(kiosk: Kiosk, clock: StoppedClock) -> None:
    submit(kiosk, answer_all(kiosk))
    clock.at = datetime(2027, 1, 1, 3, 0, tzinfo=UTC)  # still 31 December in Ecuador
    assert number_of(submit(kiosk, answer_all(kiosk))).year == 26
    clock.advance(hours=3)
    new_year = number_of(submit(kiosk, answer_all(kiosk)))
    assert (new_year.year, new_year.sequence) == (27, 1)


def test_a_consent_to_another_text_is_refused_and_nothing_is_sent(kiosk: Kiosk) -> None:
    draft = answer_all(kiosk)
    notice = legal_texts.accept(kiosk, legal_texts.notice(kiosk))
    with pytest.raises(BadInput, match="consentimiento"):
        submission.submit(kiosk, draft.id, notice)
    assert records.newest(kiosk) == []


def test_a_missing_document_holds_the_case_up(kiosk: Kiosk) -> None:
    draft = answer_all(kiosk)
    attachments.remove(kiosk, draft.id, draft.attachments[-1].slot)
    with pytest.raises(BadInput, match="falta"):
        submit(kiosk, draft)


def test_documents_of_people_who_stay_after_all_are_left_out_and_forgotten(kiosk: Kiosk) -> None:
    draft = answer_all(kiosk)
    before = len(draft.attachments)
    draft = drafts.save(kiosk, draft.id, Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NOBODY))
    sent = submit(kiosk, draft)
    assert len(sent.attachments) < before
    assert {each.id for each in sent.attachments} == kiosk.vault.names(older_than=float("inf"))


def test_a_new_head_whom_a_later_answer_made_needless_is_not_filed(kiosk: Kiosk) -> None:
    with_new_head = replace(family(), scope=Scope.SOME, remaining=Remaining.NEW_HEAD, new_head=Person("p9", "Elsa", "Demostración"))
    draft = answer_all(kiosk, leaving=with_new_head)
    applicant = draft.answers.applicant
    assert applicant is not None
    draft = drafts.save(kiosk, draft.id, replace(applicant, capacity=Capacity.DEPENDANT))
    record = records.one(kiosk, number_of(submit(kiosk, draft)))
    assert record["new_head"] is None


def test_the_consent_is_kept_as_the_text_that_was_in_sight_and_no_other_is_taken(kiosk: Kiosk) -> None:
    draft = answer_all(kiosk)
    short = legal_texts.in_short(legal_texts.consent(kiosk))
    with pytest.raises(BadInput, match="cambió"):
        submission.submit(kiosk, draft.id, legal_texts.accept(kiosk, replace(short, sha256="0" * 64)))
    submission.submit(kiosk, draft.id, legal_texts.accept(kiosk, short))
    (record,) = records.newest(kiosk)
    kept = [(each["version"], each["sha256"]) for each in record["acceptances"] if each["kind"] == "consent"]
    assert kept == [(short.version, short.sha256)]


def test_a_document_that_is_replaced_leaves_nothing_behind(kiosk: Kiosk) -> None:
    draft = answer_all(kiosk)
    slot = draft.attachments[0].slot
    draft = attachments.attach(kiosk, draft.id, slot, photograph("OTRA"))
    assert {each.id for each in draft.attachments} == kiosk.vault.names(older_than=float("inf"))
    assert attachments.picture(kiosk, draft.id, slot) is not None


def _submit_in_another_process(folder: Path, draft_ids: list[str], answers: "multiprocessing.Queue[str]") -> None:
    kiosk = open_kiosk(folder, StoppedClock())
    consent = legal_texts.accept(kiosk, legal_texts.consent(kiosk))
    for each in draft_ids:
        answers.put(number_of(submission.submit(kiosk, each, consent)))


def test_processes_that_send_at_once_give_each_draft_one_number(kiosk: Kiosk) -> None:
    shared = [answer_all(kiosk).id for _each in range(3)]
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[str] = context.Queue()
    arguments = (kiosk.settings.data_dir, shared, answers)
    processes = [context.Process(target=_submit_in_another_process, args=arguments) for _each in range(3)]
    for process in processes:
        process.start()
    numbers = [answers.get(timeout=60) for _each in range(9)]
    for process in processes:
        process.join(timeout=30)
        assert process.exitcode == 0
    assert sorted(CaseNumber.parse(each).sequence for each in set(numbers)) == [1, 2, 3]
    assert len(records.newest(kiosk)) == 3


def test_a_document_that_the_disk_lost_is_asked_for_again_before_there_is_a_number(kiosk: Kiosk) -> None:
    draft = answer_all(kiosk)
    lost = draft.attachments[1]
    (kiosk.settings.data_dir / "vault" / lost.id).write_bytes(b"cut short")
    with pytest.raises(BadInput, match="adjúntelo otra vez"):
        submit(kiosk, draft)
    draft = drafts.read(kiosk, draft.id)
    assert {each.slot for each in answer_all(kiosk).attachments} - {each.slot for each in draft.attachments} == {lost.slot}
    attachments.attach(kiosk, draft.id, lost.slot, photograph())
    assert number_of(submit(kiosk, draft)).sequence == 1


def test_a_case_is_found_by_its_number_and_identity_as_a_person_types_them(kiosk: Kiosk) -> None:
    number = number_of(submit(kiosk, answer_all(kiosk)))
    typed = CaseNumber.parse(number.lower().replace("-", " "))
    assert receipts.print_status(kiosk, typed) == receipts.print_status(kiosk, number)
    assert receipts.print_again(kiosk, typed).copies == 2
    assert [each["number"] for each in records.newest(kiosk, identity="99 0000 001-0")] == [number]
