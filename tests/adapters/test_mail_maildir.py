"""The mailbox of the demonstration, read back by the standard library's Maildir, which is what a mail program would do."""

import mailbox
import os
import stat
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from kiosk.adapters.mail.outgoing import MaildirMailer
from kiosk.ports import MailDeferred


def letter(subject: str) -> EmailMessage:
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = "kiosco@ssc.example", "maria@ejemplo.example", subject
    message.set_content("Su código es 123 456\n")
    return message


def modes(folder: Path) -> set[tuple[bool, int]]:
    return {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in (folder, *folder.rglob("*"))}


def test_messages_are_new_mail_for_any_mail_program(tmp_path: Path) -> None:
    mailer = MaildirMailer(tmp_path / "data" / "mail")
    for subject in ("Verificar correo electrónico: ñ", "Otro"):
        mailer.send(letter(subject))
    box = mailbox.Maildir(tmp_path / "data" / "mail", create=False)
    subjects = [EmailMessage.get(message, "Subject") for message in box]
    assert len(subjects) == 2
    assert {message.get_subdir() for message in box} == {"new"}
    assert not list((tmp_path / "data" / "mail" / "tmp").iterdir())


def test_only_its_owner_can_read_the_mail_and_names_tell_nothing(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        MaildirMailer(tmp_path / "mail").send(letter("x"))
    finally:
        os.umask(before)
    assert modes(tmp_path / "mail") == {(True, 0o700), (False, 0o600)}
    [name] = [path.name for path in (tmp_path / "mail" / "new").iterdir()]
    assert "maria" not in name


def test_a_disk_that_does_not_take_it_means_later_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    mailer = MaildirMailer(tmp_path / "mail")
    mailer.send(letter("x"))
    (tmp_path / "mail" / "new").rename(tmp_path / "away")
    (tmp_path / "mail" / "new").write_text("in the way")
    with pytest.raises(MailDeferred, match="No se pudo guardar"):
        mailer.send(letter("y"))
    assert not list((tmp_path / "mail" / "tmp").iterdir())
    assert len(list((tmp_path / "away").iterdir())) == 1
