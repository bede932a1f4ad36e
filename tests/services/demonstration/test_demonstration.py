"""The mailbox of the demonstration: what the panel beside the screen shows."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.filing.answers import Contact
from kiosk.services.cases import records
from kiosk.services.delivery import mailing
from kiosk.services.demonstration import parts, sample_cases
from kiosk.services.desk import tasks
from kiosk.services.filing import drafts, verification
from kiosk.services.kiosk import Kiosk
from kiosk.services.staff.sign_in import sign_in
from tests.filing import EMAIL, StoppedClock, answer_all, begin, open_kiosk, submit


def box(kiosk: Kiosk) -> Path:
    return kiosk.settings.mail.maildir / "new"


def test_before_the_first_mail_there_is_none(kiosk: Kiosk) -> None:
    assert parts.newest_mail(kiosk) is None
    box(kiosk).mkdir(parents=True)
    assert parts.newest_mail(kiosk) is None


def test_the_code_can_be_read_from_the_panel_and_typed(kiosk: Kiosk) -> None:
    draft = drafts.save(kiosk, begin(kiosk).id, Contact(None, EMAIL))
    verification.request_code(kiosk, draft.id)
    assert mailing.deliver_due(kiosk) == 1
    mail = parts.newest_mail(kiosk)
    assert mail is not None
    assert mail.subject == "Verificar correo electrónico: Dispensario 0417, 10:41"
    [code] = [line for line in mail.text.splitlines() if line.replace(" ", "").isdigit()]
    check = verification.confirm(kiosk, draft.id, code).answers.email_check
    assert check is not None
    assert check.verified_at is not None


def test_the_newest_mail_is_shown_also_when_another_one_is_taken_away(kiosk: Kiosk) -> None:
    number = submit(kiosk, answer_all(kiosk)).number
    mailing.deliver_due(kiosk)
    older = box(kiosk) / "1.older"
    older.write_bytes(b"Subject: antes\n\nantes\n")
    os.utime(older, (1, 1))
    mail = parts.newest_mail(kiosk)
    assert mail is not None
    assert mail.subject == f"Recibimos su trámite {number}"
    assert mail.sent_at.utcoffset() == kiosk.local(kiosk.clock.now().at).utcoffset()
    older.unlink()
    assert parts.newest_mail(kiosk) == mail


@pytest.mark.parametrize("content", [b"", b"\xff\x00\x1b[31m", b"Subject: =?utf-8?q?=1B[31m\x1b]0;x\x07?=\n\n\x1b[2J hola\n"])
def test_a_strange_file_in_the_mailbox_reaches_nobodys_terminal(kiosk: Kiosk, content: bytes) -> None:
    box(kiosk).mkdir(parents=True)
    (box(kiosk) / "1.x").write_bytes(content)
    mail = parts.newest_mail(kiosk)
    assert mail is not None
    assert all(char.isprintable() for char in mail.subject + mail.text)


def test_mail_that_goes_elsewhere_is_not_looked_for(tmp_path: Path) -> None:
    elsewhere = open_kiosk(tmp_path / "other", KIOSK_MAIL__KIND="smtp")
    box(elsewhere).mkdir(parents=True)
    (box(elsewhere) / "1.x").write_bytes(b"Subject: no\n\nno\n")
    assert parts.newest_mail(elsewhere) is None
    elsewhere.database.close()


def test_the_members_code_is_the_one_that_signs_in_and_each_is_shown_until_it_is_used(kiosk: Kiosk, clock: StoppedClock) -> None:
    shown = replace(kiosk, settings=replace(kiosk.settings, demo=True))
    assert parts.staff_code(shown) == "", "nobody is staff yet"
    parts.enrol(kiosk)
    parts.enrol(kiosk)
    for _time in range(2):  # this moment's, and the next, which is taken as well
        assert sign_in(kiosk, parts.MEMBER, parts.staff_code(shown)).member.name == parts.MEMBER
    assert parts.staff_code(shown) == "", "none is good before the next half minute"
    clock.advance(seconds=30)
    assert len(parts.staff_code(shown)) == 6


def test_a_kiosk_that_is_no_demonstration_shows_no_code(kiosk: Kiosk) -> None:
    parts.enrol(kiosk)
    assert parts.staff_code(kiosk) == ""


def test_the_sample_cases_stand_in_every_state_and_nothing_is_sent_or_printed(
    kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_cases, "HOW_MANY", 16)
    told: list[tuple[int, int]] = []
    assert sample_cases.fill(kiosk, progress=lambda done, everything: told.append((done, everything))) == 16
    assert told[-1] == (15, 16)
    states = {each["state"] for each in records.newest(kiosk)}
    assert states == {"filed", "handed_over", "answered", "delivered", "withdrawn"}
    assert mailing.deliver_due(kiosk) == 0
    assert all(each["applicant"]["identity"].startswith("99") for each in records.newest(kiosk))
    assert tasks.today(kiosk).tasks, "the desk has something to do"
    assert sample_cases.fill(kiosk) == 0, "once"
