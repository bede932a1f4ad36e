"""Two kiosks at one database: each gives its own numbers, prints and sends its own, and neither writes what the other holds."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from sqlmodel import col, select

from kiosk import commands
from kiosk.bootstrap import compose
from kiosk.config import load
from kiosk.domain.desk.permits import Role
from kiosk.domain.errors import KioskError, OutOfService, TryLater
from kiosk.domain.filing.answers import Contact
from kiosk.domain.machine.message import MessageKind, MessageState
from kiosk.services.cases import receipts, search
from kiosk.services.delivery import mailing, printing
from kiosk.services.desk import at_kiosk
from kiosk.services.filing import drafts, leases
from kiosk.services.health import store, watching
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox
from kiosk.services.staff import members, sign_in
from kiosk.storage.tables import Event, Fact
from tests import databases
from tests.filing import StoppedClock, answer_all, begin, number_of, open_kiosk, submit
from tests.outboxes import change, mails, row, rows

pytestmark = [
    pytest.mark.peer("pg_createcluster"),
    pytest.mark.parametrize("chosen_database", ["postgresql"], indirect=True),
]
CONTACT = Contact("+593991234567", None)


def open_other(first: Path, folder: Path, clock: StoppedClock | None = None) -> Kiosk:
    """Open kiosk 0999 on the first one's database."""
    return open_kiosk(folder, clock, KIOSK_KIOSK__ID="0999", KIOSK_DATABASE__URL=databases.url_of(first))


@pytest.fixture
def other(kiosk: Kiosk, tmp_path: Path, clock: StoppedClock) -> Iterator[Kiosk]:
    shutil.copytree(kiosk.settings.data_dir / "keys", tmp_path / "other" / "keys", ignore=shutil.ignore_patterns("receipt*"))
    other = open_other(kiosk.settings.data_dir, tmp_path / "other", clock)
    yield other
    other.database.close()


def test_each_gives_numbers_of_its_own_and_finds_the_cases_of_both(kiosk: Kiosk, other: Kiosk) -> None:
    numbers = [number_of(submit(each, answer_all(each))) for each in (kiosk, other, other, kiosk)]
    assert [number[:15] for number in numbers] == ["0417A-26-000001", "0999A-26-000001", "0999A-26-000002", "0417A-26-000002"]
    for each in (kiosk, other):
        assert {found.number for found in search.find(each, "Demostración").cases} == set(numbers)


def test_a_draft_that_is_held_elsewhere_is_free_only_after_a_quarter_of_an_hour_without_an_answer(
    kiosk: Kiosk, other: Kiosk, clock: StoppedClock
) -> None:
    draft = begin(kiosk)
    with pytest.raises(leases.DraftBusy):
        drafts.resume(other, draft.code, "0010")
    clock.at += leases.IDLE
    with pytest.raises(leases.DraftBusy):
        drafts.save(other, draft.id, CONTACT)
    clock.advance(seconds=1)
    drafts.save(other, draft.id, CONTACT)
    with pytest.raises(leases.DraftBusy):
        drafts.save(kiosk, draft.id, CONTACT)
    leases.let_go(other)
    assert drafts.resume(kiosk, draft.code, "0010").answers.contact == CONTACT


def test_paper_and_mail_go_out_where_they_were_asked_for(kiosk: Kiosk, other: Kiosk) -> None:
    submit(kiosk, answer_all(kiosk))
    for deliver in (printing.deliver_prints, mailing.deliver_mail, mailing.deliver_codes):
        assert deliver(other) == 0
    assert not list(other.settings.printer.folder.glob("*"))
    assert (printing.deliver_prints(kiosk), mailing.deliver_mail(kiosk)) == (1, 1)
    assert len(list(kiosk.settings.printer.folder.glob("*.pdf"))) == 1
    assert len(mails(kiosk.settings.mail.maildir)) == 1


def test_a_job_at_the_others_printer_is_not_taken_for_one_of_the_same_name_here(kiosk: Kiosk, other: Kiosk) -> None:
    submit(kiosk, answer_all(kiosk))
    (message,) = (each.id for each in rows(kiosk, MessageKind.RECEIPT_PRINT))
    change(kiosk, message, state=MessageState.ACCEPTED, job="roll-12", next_try_at=None)
    printing.deliver_prints(other)
    assert row(kiosk, message).job == "roll-12"
    printing.deliver_prints(kiosk)
    assert row(kiosk, message).job == ""


def test_a_message_that_is_being_sent_is_never_taken_by_the_other(kiosk: Kiosk, other: Kiosk, clock: StoppedClock) -> None:
    submit(kiosk, answer_all(kiosk))
    (taken,) = outbox.claim(kiosk, (MessageKind.FILING_EMAIL,))
    clock.at += timedelta(days=1)
    assert outbox.claim(other, (MessageKind.FILING_EMAIL,)) == []
    change(kiosk, taken.id, owner="")  # as one of before kiosks had names
    outbox.give_back(kiosk, taken)
    (taken,) = outbox.claim(kiosk, (MessageKind.FILING_EMAIL,))
    assert outbox.claim(other, (MessageKind.FILING_EMAIL,)) == []
    outbox.settle(kiosk, taken, MessageState.ACCEPTED)
    assert row(other, taken.id).state == MessageState.ACCEPTED


def test_a_receipt_is_signed_only_by_the_kiosk_that_gave_its_number(kiosk: Kiosk, other: Kiosk) -> None:
    number = number_of(submit(kiosk, answer_all(kiosk)))
    assert receipts.content(kiosk, number).number == number
    with pytest.raises(KioskError, match="kiosco 0417"):
        receipts.content(other, number)


def test_staff_of_one_are_staff_of_the_other_and_each_code_is_good_once(kiosk: Kiosk, other: Kiosk, clock: StoppedClock) -> None:
    secret = pyotp.parse_uri(members.add(kiosk, "rosa", role=Role.SUPERVISOR).otpauth).secret
    code = pyotp.TOTP(secret).at(clock.at)
    assert sign_in.sign_in(other, "rosa", code).member.name == "rosa"
    with pytest.raises(KioskError):
        sign_in.sign_in(kiosk, "rosa", code)


def test_wrong_tries_at_one_count_at_the_other(kiosk: Kiosk, other: Kiosk) -> None:
    code = begin(kiosk).code
    for each in (kiosk, other, kiosk, other, kiosk):
        with pytest.raises(KioskError, match="No encontramos"):
            drafts.resume(each, code, "9999")
    with pytest.raises(TryLater):
        drafts.resume(other, code, "9999")


def test_what_is_wrong_with_one_is_not_said_of_the_other(kiosk: Kiosk, other: Kiosk, clock: StoppedClock) -> None:
    at_kiosk.take_out_of_service(kiosk)
    assert (at_kiosk.is_out_of_service(kiosk), at_kiosk.is_out_of_service(other)) == (True, False)
    clock.trusted = False
    watching.watch(kiosk)
    clock.trusted = True
    assert [each.watched for each in watching.standing(kiosk) if each.watched == "clock"] == ["clock"]
    assert watching.watch(other), "the other's look is not the first's"
    assert [each.watched for each in watching.standing(other) if each.watched == "clock"] == []
    assert [each.watched for each in watching.standing(kiosk) if each.watched == "clock"] == ["clock"]


def test_a_kiosk_with_another_key_or_with_none_does_not_start(kiosk: Kiosk, tmp_path: Path) -> None:
    first = kiosk.settings.data_dir
    with pytest.raises(OutOfService, match=r"kiosk\.key de este kiosco no es la de"):
        open_other(first, tmp_path / "other")
    (tmp_path / "other" / "keys" / "kiosk.key").unlink()
    variables = {
        "KIOSK_DATA_DIR": str(tmp_path / "other"),
        "KIOSK_KIOSK__ID": "0999",
        "KIOSK_DATABASE__URL": databases.url_of(first),
    }
    with pytest.raises(OutOfService, match="Copie la de otro"):
        compose(load(environ=variables))


def test_an_empty_database_is_not_begun_beside_the_documents_of_another(kiosk: Kiosk) -> None:
    answer_all(kiosk)
    kiosk.database.close()
    with databases.fresh(migrated=False) as url, pytest.raises(OutOfService, match="este kiosco ya trabajó"):
        open_kiosk(kiosk.settings.data_dir, KIOSK_DATABASE__URL=url)


def test_the_first_kiosk_of_an_empty_database_makes_it_and_its_key(tmp_path: Path) -> None:
    with databases.fresh(migrated=False) as url:
        variables = {"KIOSK_DATA_DIR": str(tmp_path / "data"), "KIOSK_KIOSK__ID": "0417", "KIOSK_DATABASE__URL": url}
        kiosk = compose(load(environ=variables))
        with kiosk.database.reading() as session:
            assert session.get(Fact, "key_check") is not None
        kiosk.database.close()
        compose(load(environ=variables)).database.close()
        assert not list((tmp_path / "data").glob("kiosk.db*"))


def open_second(kiosk: Kiosk, folder: Path) -> Kiosk:
    """Open a second machine with the first one's id, on its database: settings and keys were copied."""
    shutil.copytree(kiosk.settings.data_dir / "keys", folder / "keys", ignore=shutil.ignore_patterns("receipt*"))
    return open_kiosk(folder, KIOSK_DATABASE__URL=databases.url_of(kiosk.settings.data_dir))


def test_a_second_machine_with_the_same_id_is_refused_and_told_by_whom_it_is_held(kiosk: Kiosk, tmp_path: Path) -> None:
    with pytest.raises(OutOfService, match=r"0417 ya lo usa otra máquina.*--take-id"):
        open_second(kiosk, tmp_path / "second")
    open_kiosk(kiosk.settings.data_dir).database.close()


def test_a_whole_disk_that_was_copied_to_another_machine_is_refused_too(
    kiosk: Kiosk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(kiosk.settings.data_dir, tmp_path / "second", ignore=shutil.ignore_patterns("claims"))
    (tmp_path / "machine-id").write_text("another")
    monkeypatch.setattr("kiosk.storage.holder.MACHINE_ID", tmp_path / "machine-id")
    with pytest.raises(OutOfService, match="ya lo usa otra máquina"):
        open_kiosk(tmp_path / "second", KIOSK_DATABASE__URL=databases.url_of(kiosk.settings.data_dir))


def test_a_machine_takes_the_place_of_another_which_no_longer_starts_and_doctor_tells_it(
    kiosk: Kiosk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OutOfService):
        open_second(kiosk, tmp_path / "second")
    settings = replace(kiosk.settings, data_dir=tmp_path / "second")
    assert [each.code for each in store.examine(settings) if each.name == "id"] == ["held"]
    for name, value in (("DATA_DIR", str(settings.data_dir)), ("KIOSK__ID", "0417"), ("DATABASE__URL", settings.database.url)):
        monkeypatch.setenv(f"KIOSK_{name}", value)
    assert commands.main(["--actor", "ana", "migrate", "--take-id"]) == 0
    with kiosk.database.reading() as session:
        assert [each.actor for each in session.exec(select(Event).where(col(Event.name) == "kiosk_id_taken"))] == ["cli:ana"]
    second = open_kiosk(tmp_path / "second", KIOSK_DATABASE__URL=databases.url_of(kiosk.settings.data_dir))
    assert [each for each in store.examine(settings) if each.name == "id"] == []
    second.database.close()
    assert [each.code for each in store.examine(kiosk.settings) if each.name == "id"] == ["held"]
    with pytest.raises(OutOfService, match="ya lo usa otra máquina"):
        open_kiosk(kiosk.settings.data_dir)
