"""The mailbox of returned mail: on a real IMAP server (Dovecot) and as a Maildir, with what can be wrong with either."""

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.adapters.mail.imap import ImapMailbox
from kiosk.adapters.mail.mailbox import LETTER_BYTES, MOST_LETTERS, MaildirMailbox
from kiosk.domain.machine.message import Trouble
from kiosk.ports import MailboxFailed
from kiosk.settings import BouncesSettings
from tests.peers.dovecot import Dovecot, dovecot


@pytest.fixture
def server() -> Iterator[Dovecot]:
    with dovecot() as running:
        yield running


@pytest.fixture
def trusted(server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Dovecot:
    monkeypatch.setenv("SSL_CERT_FILE", str(server.folder / "server.pem"))
    return server


def mail(words: str) -> bytes:
    return f"From: a@otro.test\r\nSubject: {words}\r\n\r\n{words}\r\n".encode()


def read(mailbox: ImapMailbox | MaildirMailbox, read_to: str = "") -> list[bytes]:
    """Leave every letter, and return the last word of each."""
    found = []
    for name, content in mailbox.letters(read_to):
        found.append(content.split()[-1])
        mailbox.leave(name)
    mailbox.hang_up()
    return found


@pytest.mark.peer("dovecot")
@pytest.mark.parametrize("security", ["tls", "starttls", "none"])
def test_mails_are_read_once_in_their_order_and_left_unchanged(trusted: Dovecot, security: str) -> None:
    for words in ("uno", "dos"):
        trusted.put(mail(words))
    mailbox = ImapMailbox(trusted.settings(security))
    assert read(mailbox) == [b"uno", b"dos"]
    assert read(mailbox, mailbox.read_to) == []
    trusted.put(mail("tres"))
    assert read(mailbox, mailbox.read_to) == [b"tres"]
    assert [path.name.rpartition(",")[2] for path in (trusted.mail / "cur").iterdir()] == [""] * 3, "nobody has seen them"


@pytest.mark.peer("dovecot")
def test_a_mail_that_is_removed_goes_alone(trusted: Dovecot) -> None:
    for words in ("uno", "dos", "tres"):
        trusted.put(mail(words))
    trusted.put(mail("cuatro"))
    [marked] = [path for path in (trusted.mail / "new").iterdir() if b"cuatro" in path.read_bytes()]
    marked.rename(trusted.mail / "cur" / f"{marked.name}:2,T")  # somebody else's wish, who may take it back
    mailbox, seen = ImapMailbox(trusted.settings()), []
    for name, content in mailbox.letters(""):
        seen.append(content.split()[-1])
        mailbox.remove(name) if b"dos" in content else mailbox.leave(name)
    mailbox.hang_up()
    assert seen == [b"uno", b"dos", b"tres"]
    assert [content.split()[-1] for content in trusted.held()] == [b"uno", b"tres", b"cuatro"]


@pytest.mark.peer("dovecot")
def test_where_the_mailbox_was_made_anew_reading_begins_anew(trusted: Dovecot) -> None:
    trusted.put(mail("uno"))
    mailbox = ImapMailbox(trusted.settings())
    assert read(mailbox) == [b"uno"]
    number = mailbox.read_to.rpartition(".")[2]
    assert read(mailbox, f"1.{number}") == [b"uno"]


@pytest.mark.peer("dovecot")
def test_large_mails_are_read_in_part_and_many_in_several_looks(trusted: Dovecot) -> None:
    for _each in range(MOST_LETTERS + 1):
        trusted.put(mail("x" * 500_000))
    mailbox = ImapMailbox(trusted.settings())
    letters = []
    for name, content in mailbox.letters(""):
        letters.append(len(content))
        mailbox.leave(name)
    mailbox.hang_up()
    assert letters == [LETTER_BYTES] * MOST_LETTERS
    assert len(read(mailbox, mailbox.read_to)) == 1


def refused(given: BouncesSettings, seconds: float = 15.0) -> tuple[Trouble, str]:
    with pytest.raises(MailboxFailed) as failure:
        ImapMailbox(given, seconds).check()
    return failure.value.trouble, failure.value.message


@pytest.mark.peer("dovecot")
def test_a_mailbox_that_can_be_read_passes_the_check(trusted: Dovecot) -> None:
    ImapMailbox(trusted.settings()).check()


@pytest.mark.peer("dovecot")
def test_a_wrong_password_and_one_that_cannot_be_read_are_told(trusted: Dovecot, tmp_path: Path) -> None:
    wrong = tmp_path / "password"
    wrong.write_text("otra-ñ")
    trouble, words = refused(trusted.settings(password_file=wrong))
    assert (trouble, "no acepta la clave" in words) == (Trouble.CREDENTIALS, True)
    assert "kiosco" not in words.replace("kiosco.", "")
    trouble, words = refused(trusted.settings(password_file=tmp_path / "gone"))
    assert (trouble, "No se pudo leer la contraseña" in words) == (Trouble.CREDENTIALS, True)


@pytest.mark.peer("dovecot")
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_gets_no_password(server: Dovecot, security: str) -> None:
    trouble, words = refused(server.settings(security))
    assert (trouble, "no es de confianza" in words) == (Trouble.TLS, True)
    assert "Login:" not in (server.folder / "log").read_text()


@pytest.mark.peer("dovecot")
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_for_another_name_gets_no_password(trusted: Dovecot, security: str) -> None:
    assert refused(trusted.settings(security, host="localhost"))[0] is Trouble.TLS


@pytest.mark.peer("dovecot")
def test_a_folder_that_is_not_there_is_told(trusted: Dovecot) -> None:
    assert refused(trusted.settings(folder='De "vuelta"'))[0] is Trouble.GONE


@pytest.mark.peer("dovecot")
def test_a_server_that_goes_away_in_the_middle_is_told_and_found_again(trusted: Dovecot) -> None:
    for words in ("uno", "dos"):
        trusted.put(mail(words))
    mailbox = ImapMailbox(trusted.settings())
    letters = mailbox.letters("")
    mailbox.leave(next(letters)[0])
    trusted.stop()
    with pytest.raises(MailboxFailed):
        next(letters)
    mailbox.hang_up()
    assert refused(trusted.settings())[0] is Trouble.UNREACHABLE
    trusted.start()
    assert read(mailbox, mailbox.read_to) == [b"dos"]


def test_a_name_that_does_not_exist_is_told() -> None:
    assert refused(BouncesSettings(kind="imap", host="correo.invalid", user="kiosco"))[0] in {Trouble.UNREACHABLE, Trouble.LATE}


SILENT, DRIPPING, CUTTING, ENDLESS = b"", b"*", b"* OK", b"* OK hola\r\n"


@contextlib.contextmanager
def strange_server(greeting: bytes) -> Iterator[BouncesSettings]:
    """Say a greeting once, letter by letter, and then: nothing, or the same for ever; or hang up."""
    stop = threading.Event()

    def speak(listener: socket.socket) -> None:
        connection, _peer = listener.accept()
        with connection, contextlib.suppress(OSError):
            connection.sendall(greeting)
            while greeting != CUTTING and not stop.wait(0.05 if greeting == DRIPPING else 0):
                if greeting:
                    connection.sendall(greeting)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=speak, args=(listener,), daemon=True).start()
        yield BouncesSettings(kind="imap", host="127.0.0.1", port=listener.getsockname()[1], security="none", user="kiosco")
        stop.set()


@pytest.mark.parametrize(
    ("greeting", "trouble"),
    [(SILENT, {Trouble.LATE}), (DRIPPING, {Trouble.LATE}), (CUTTING, {Trouble.CUT}), (ENDLESS, {Trouble.CUT, Trouble.LATE})],
)
def test_servers_that_are_none_are_left_in_time(greeting: bytes, trouble: set[Trouble]) -> None:
    with strange_server(greeting) as given:
        assert refused(given, 0.5)[0] in trouble


def test_a_literal_that_would_fill_the_memory_is_not_listened_to() -> None:
    with strange_server(b"* OK {9000000000}\r\n") as given:
        assert refused(given)[0] is Trouble.CUT


def maildir(folder: Path, *words: str) -> MaildirMailbox:
    for part in ("tmp", "new", "cur"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for number, each in enumerate(words):
        (folder / "new" / f"{number:03}.tests").write_bytes(mail(each))
    return MaildirMailbox(folder)


def test_a_maildirs_mails_are_read_once_and_left_as_seen(tmp_path: Path) -> None:
    mailbox = maildir(tmp_path, "uno", "dos")
    assert read(mailbox) == [b"uno", b"dos"]
    assert read(mailbox) == []
    assert sorted(path.name for path in (tmp_path / "cur").iterdir()) == ["000.tests:2,S", "001.tests:2,S"]


def test_a_mail_that_is_removed_from_a_maildir_goes_alone(tmp_path: Path) -> None:
    mailbox = maildir(tmp_path, "uno", "dos")
    for name, content in mailbox.letters(""):
        mailbox.remove(name) if b"uno" in content else mailbox.leave(name)
    assert [path.name for part in ("new", "cur") for path in (tmp_path / part).iterdir()] == ["001.tests:2,S"]


def test_a_maildirs_large_mails_are_read_in_part_many_in_several_looks_and_links_not_at_all(tmp_path: Path) -> None:
    mailbox = maildir(tmp_path, *["x" * 500_000] * (MOST_LETTERS + 1))
    (tmp_path / "secret").write_text("secreto")
    (tmp_path / "new" / "000.link").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "new" / "000.pipe")
    letters = []
    for name, content in mailbox.letters(""):
        letters.append(len(content))
        mailbox.leave(name)
    assert letters == [LETTER_BYTES] * MOST_LETTERS
    assert len(read(mailbox)) == 1


def test_a_mail_that_a_mail_program_moves_meanwhile_is_passed_over(tmp_path: Path) -> None:
    mailbox = maildir(tmp_path, "uno", "dos")
    for name, _content in mailbox.letters(""):
        (tmp_path / "new" / name).unlink()
        mailbox.remove(name)
        mailbox.leave(name)
    assert not list((tmp_path / "cur").iterdir())


def test_a_maildir_that_is_gone_or_no_folder_is_told(tmp_path: Path) -> None:
    maildir(tmp_path / "a").check()
    (tmp_path / "file").touch()
    for folder in (tmp_path / "gone", tmp_path / "file"):
        mailbox = MaildirMailbox(folder)
        with pytest.raises(MailboxFailed, match="revise su carpeta"):
            mailbox.check()
        with pytest.raises(MailboxFailed, match="revise su carpeta"):
            next(mailbox.letters(""))
