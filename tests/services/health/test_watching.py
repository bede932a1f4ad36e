"""What has not worked for a day: told once a day to whoever answers for the kiosk, and once more when it works again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from kiosk.domain.machine.message import JobState, Media, MessageKind, MessageState, PrintJob, Trouble
from kiosk.domain.machine.watched import Watched
from kiosk.ports import MailDeferred, PrinterFailed
from kiosk.services.delivery import mailing
from kiosk.services.delivery.lanes import Lanes
from kiosk.services.health import machine, watching
from kiosk.services.kiosk import Kiosk
from kiosk.services.upkeep import backups
from kiosk.settings import BackupSettings
from kiosk.storage.backups import BACKUP_AT
from kiosk.storage.tables import Fact
from tests.filing import MARIA, StoppedClock, answer_all, open_kiosk, submit
from tests.outboxes import Server, mails, rows

ROSA = "rosa@ejemplo.test"


class Printing:
    """A printer that works, or does not, as the test says."""

    media = (Media.A4,)

    def __init__(self) -> None:
        self.works = True
        self.asked = 0

    def check(self, _media: Media) -> PrintJob:
        self.asked += 1
        if not self.works:
            raise PrinterFailed("está apagada", Trouble.OFFLINE)
        return PrintJob(JobState.OPEN)


@pytest.fixture
def printer() -> Printing:
    return Printing()


@pytest.fixture
def kiosk(tmp_path: Path, clock: StoppedClock, printer: Printing) -> Iterator[Kiosk]:
    kiosk = open_kiosk(tmp_path / "data", clock, KIOSK_DESK__RESPONSIBLE_EMAIL=ROSA)
    kiosk.settings.printer.folder.mkdir()
    yield replace(kiosk, printer=printer)  # type: ignore[arg-type] # a printer that is only asked how it is
    kiosk.database.close()


def hours_pass(kiosk: Kiosk, clock: StoppedClock, hours: int) -> None:
    """Let hours pass, with the look of each and what it causes to be sent."""
    for _hour in range(hours):
        clock.advance(hours=1)
        watching.watch(kiosk)
        mailing.deliver_mail(kiosk)


def letters(kiosk: Kiosk) -> list[EmailMessage]:
    return [each for each in mails(kiosk.settings.mail.maildir) if each["To"] == ROSA]


def test_what_works_again_within_a_day_is_told_to_nobody(kiosk: Kiosk, clock: StoppedClock, printer: Printing) -> None:
    printer.works = False
    hours_pass(kiosk, clock, 24)
    assert [each.watched for each in watching.standing(kiosk)] == [Watched.PRINTER]
    printer.works = True
    hours_pass(kiosk, clock, 2)
    assert (watching.standing(kiosk), letters(kiosk)) == ([], [])


def test_after_a_day_it_is_told_once_a_day_and_once_more_when_it_works(
    kiosk: Kiosk, clock: StoppedClock, printer: Printing
) -> None:
    submit(kiosk, answer_all(kiosk))
    printer.works = False
    hours_pass(kiosk, clock, 25)
    (standing,) = watching.standing(kiosk)
    assert standing.for_a_day
    (letter,) = letters(kiosk)
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr] # it has one
    assert "La impresora no está lista." in text
    assert "No funciona desde el 23 de noviembre de 2026, 11:41." in text
    assert "Kiosco 0417" in text
    assert MARIA.number not in text
    hours_pass(kiosk, clock, 23)
    assert len(letters(kiosk)) == 1
    hours_pass(kiosk, clock, 2)
    assert len(letters(kiosk)) == 2
    printer.works = True
    hours_pass(kiosk, clock, 3)
    assert sorted(each["Subject"].split(":")[0] for each in letters(kiosk)) == ["El kiosco necesita ayuda"] * 2 + ["Ya funciona"]


def test_one_that_could_not_be_sent_waits_alone_and_goes_no_more_once_it_works(
    kiosk: Kiosk, clock: StoppedClock, printer: Printing
) -> None:
    def away(_message: EmailMessage) -> None:
        raise MailDeferred("nadie contesta", Trouble.UNREACHABLE)

    cut_off = replace(kiosk, mailer=Server(away))
    printer.works = False
    hours_pass(cut_off, clock, 80)
    (waits,) = rows(kiosk, MessageKind.TROUBLE_EMAIL)
    assert waits.state == MessageState.DEFERRED
    assert {each.watched for each in watching.standing(kiosk)} == {Watched.PRINTER, Watched.MAIL}
    printer.works = True
    hours_pass(kiosk, clock, 2)
    assert (letters(kiosk), watching.standing(kiosk)) == ([], [])


def test_mail_that_waits_for_a_day_is_a_trouble_unless_other_mail_goes_out(kiosk: Kiosk, clock: StoppedClock) -> None:
    def away(message: EmailMessage) -> None:
        if message["To"] == "maria@ejemplo.test":
            raise MailDeferred("su buzón está lleno", Trouble.BUSY)

    cut_off = replace(kiosk, mailer=Server(away))
    submit(cut_off, answer_all(cut_off))
    hours_pass(cut_off, clock, 25)
    (standing,) = watching.standing(cut_off)
    assert (standing.watched, standing.for_a_day) == (Watched.MAIL, True)
    submit(cut_off, answer_all(cut_off, email="juan@ejemplo.test"))
    hours_pass(cut_off, clock, 2)
    assert watching.standing(cut_off) == []


def test_the_clock_the_disk_and_an_old_backup_are_watched_and_a_backup_that_never_was_is_not(
    kiosk: Kiosk, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours_pass(kiosk, clock, 1)
    assert watching.standing(kiosk) == []
    clock.trusted = False
    monkeypatch.setattr(machine, "SCARCE_BYTES", 10**18)
    with kiosk.database.transaction() as session:
        session.add(Fact(name=BACKUP_AT, value=datetime(2026, 11, 1, tzinfo=clock.at.tzinfo).isoformat()))
    hours_pass(kiosk, clock, 1)
    found = {each.watched: each.for_a_day for each in watching.standing(kiosk)}
    assert found == {Watched.CLOCK: False, Watched.DISK: False, Watched.BACKUP: True}


@pytest.mark.embedded("backups of the file; a server's are made with pg_dump")
def test_backups_that_the_settings_ask_for_are_watched_by_their_hours_and_for_their_disk(
    kiosk: Kiosk, clock: StoppedClock, tmp_path: Path
) -> None:
    asked = replace(kiosk, settings=replace(kiosk.settings, backup=BackupSettings(tmp_path / "copies", hours=6)))
    hours_pass(asked, clock, 1)
    assert [each.watched for each in watching.standing(asked)] == [Watched.BACKUP], "its disk is not there"
    (tmp_path / "copies").mkdir()
    backups.make(asked, tmp_path / "copies")
    hours_pass(asked, clock, 7)
    assert watching.standing(asked) == []
    hours_pass(asked, clock, 1)
    assert [each.watched for each in watching.standing(asked)] == [Watched.BACKUP]


def test_two_processes_look_once_an_hour_between_them(kiosk: Kiosk, clock: StoppedClock, printer: Printing) -> None:
    beside = replace(kiosk)
    assert [watching.watch(each) for each in (kiosk, beside, kiosk)] == [True, False, False]
    assert printer.asked == 1
    clock.advance(minutes=59)
    assert not watching.watch(beside)
    clock.advance(minutes=1)
    assert watching.watch(beside)
    clock.advance(days=-3)  # it was wrong: nobody waits three days for it
    assert watching.watch(kiosk)


def test_nobody_is_written_to_where_nobody_is_named(kiosk: Kiosk, clock: StoppedClock, printer: Printing) -> None:
    nobody = replace(kiosk, settings=replace(kiosk.settings, desk=replace(kiosk.settings.desk, responsible_email="")))
    printer.works = False
    hours_pass(nobody, clock, 30)
    assert rows(kiosk, MessageKind.TROUBLE_EMAIL) == []
    assert len(watching.standing(nobody)) == 1


def test_whoever_delivers_watches_but_not_while_it_starts(kiosk: Kiosk, printer: Printing, monkeypatch: pytest.MonkeyPatch) -> None:
    lanes = Lanes(kiosk)
    assert lanes._watch() > 60
    assert printer.asked == 0
    monkeypatch.setattr("kiosk.services.delivery.lanes.FIRST_WATCH", 0.0)
    Lanes(kiosk)._watch()
    assert printer.asked == 1
