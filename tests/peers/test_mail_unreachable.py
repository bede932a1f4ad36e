"""Mail servers that cannot be found, reached or trusted, and one that takes a message twice: what becomes of the kiosk's mail."""

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.adapters.mail.smtp_failures import Phase, failure
from kiosk.domain.machine.message import MessageState, Trouble
from kiosk.ports import MailDeferred, MailUnknown
from kiosk.services.delivery import mailing
from kiosk.services.filing import verification
from kiosk.settings import MailSettings
from tests.certificates import make_certificate
from tests.filing import answer_all, submit
from tests.peers.sending import RECEIPT, Sending
from tests.peers.smtp_servers import ANYTHING_ELSE, CUT, POLITE, SILENT, Answer, Inbox, ScriptedServer, server_context, serving

SHORT = 3.0
DEFERRED = MessageState.DEFERRED


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_gets_no_mail_until_it_is_trusted(
    security: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox, certificate = Inbox(), make_certificate(tmp_path / "server.pem")
    context = server_context(certificate)
    with serving(inbox, **{"tls_context" if security == "starttls" else "ssl_context": context}) as mail:
        sending = Sending.by(replace(mail, security=security), tmp_path)  # type: ignore[arg-type] # one of the two, see above
        sending.ask_for_code()
        assert sending.deliver() == (DEFERRED, Trouble.TLS, "El certificado del servidor de correo no es de confianza.")
        assert not inbox.received
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert sending.deliver_later() == MessageState.ACCEPTED
    assert len(inbox.received) == 1


def test_a_certificate_for_another_name_gets_no_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox, certificate = Inbox(), make_certificate(tmp_path / "server.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(inbox, tls_context=server_context(certificate)) as mail:
        sending = Sending.by(replace(mail, security="starttls", host="localhost"), tmp_path)
        sending.ask_for_code()
        assert sending.deliver() == (DEFERRED, Trouble.TLS, "El certificado del servidor de correo no es de confianza.")
    assert not inbox.received


def test_a_server_that_does_not_offer_to_encrypt_gets_nothing_in_the_clear(tmp_path: Path) -> None:
    with ScriptedServer(POLITE | {"EHLO": b"250 hola\r\n"}) as server:
        sending = Sending.by(replace(server.mail, security="starttls"), tmp_path)
        sending.ask_for_code()
        told = (DEFERRED, Trouble.TLS, "El servidor de correo no ofrece el cifrado que pide el kiosco.")
        assert sending.deliver() == told
    assert server.heard == [["EHLO", "QUIT"]]


@pytest.mark.parametrize(
    ("security", "phase", "answer", "trouble", "words"),
    [
        (
            "starttls",
            "STARTTLS",
            b"454 4.7.0 no\r\n",
            Trouble.TLS,
            "El servidor de correo no quiso cifrar la conexión (454 4.7.0).",
        ),
        ("starttls", "STARTTLS", b"421 bye\r\n", Trouble.BUSY, "El servidor de correo pide intentar más tarde (421)."),
        ("starttls", "STARTTLS", SILENT, Trouble.LATE, "El servidor de correo no cifró la conexión a tiempo."),
        ("starttls", "STARTTLS", CUT, Trouble.CUT, "Se cortó la conexión con el servidor de correo."),
        ("starttls", ANYTHING_ELSE, b"what?\r\n", Trouble.TLS, "No se pudo cifrar la conexión con el servidor de correo."),
        ("tls", "", SILENT, Trouble.LATE, "El servidor de correo no cifró la conexión a tiempo."),
        ("tls", "", CUT, Trouble.CUT, "Se cortó la conexión con el servidor de correo."),
        ("tls", "", b"220 hola\r\n", Trouble.TLS, "No se pudo cifrar la conexión con el servidor de correo."),
    ],
)
def test_an_encryption_that_does_not_come_about_is_told_and_nothing_goes(  # noqa: PLR0913, PLR0917 - a row of the table
    tmp_path: Path, security: str, phase: str, answer: Answer, trouble: Trouble, words: str
) -> None:
    with ScriptedServer(POLITE | {"STARTTLS": b"220 go\r\n", phase: answer}) as server:
        mail = replace(server.mail, security=security, timeout=SHORT)  # type: ignore[arg-type] # one of the two, see above
        sending = Sending.by(mail, tmp_path)
        sending.ask_for_code()
        assert sending.deliver() == (DEFERRED, trouble, words)
    assert not any("MAIL" in heard for heard in server.heard)


def test_an_error_of_the_system_keeps_the_message_for_later_until_the_server_has_it() -> None:
    too_many_files = OSError(errno.EMFILE, "Too many open files")
    for phase in Phase:
        kind = MailUnknown if phase is Phase.ANSWER else MailDeferred
        assert type(failure(phase, too_many_files)) is kind
    defect = RuntimeError("a mistake of ours")
    assert failure(Phase.MAIL, defect) is defect


def test_a_server_that_is_not_running_is_told(tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        mail = MailSettings(kind="smtp", host="127.0.0.1", port=closed.getsockname()[1], security="none")
        sending = Sending.by(mail, tmp_path)
        sending.ask_for_code()
        assert sending.deliver() == (DEFERRED, Trouble.UNREACHABLE, "El servidor de correo no está funcionando.")


@contextmanager
def _full_port() -> Iterator[int]:
    """Listen on a port at which no connection comes about any more: its queue is full, and nobody takes any out."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        callers = [socket.socket() for _caller in range(8)]
        for each in callers:
            each.setblocking(False)  # noqa: FBT003 - socket's own way
            each.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]
        for each in callers:
            each.close()


def test_a_connection_that_does_not_come_about_is_left_in_time(tmp_path: Path) -> None:
    with _full_port() as port:
        sending = Sending.by(MailSettings(kind="smtp", host="127.0.0.1", port=port, security="none", timeout=SHORT), tmp_path)
        sending.ask_for_code()
        words = "No se llega al servidor de correo: puede que no haya internet."
        assert sending.deliver() == (DEFERRED, Trouble.UNREACHABLE, words)


def test_a_name_that_does_not_exist_is_told(tmp_path: Path) -> None:
    sending = Sending.by(MailSettings(kind="smtp", host="correo.invalid", security="tls"), tmp_path)
    sending.ask_for_code()
    words = "No se encuentra el servidor de correo: puede que no haya internet."
    assert sending.deliver() == (DEFERRED, Trouble.UNREACHABLE, words)


CHILD = """
import fcntl, socket, struct, sys
from pathlib import Path
from kiosk.settings import MailSettings
from tests.peers.sending import Sending

silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
fcntl.ioctl(silent, 0x8914, struct.pack("16sH14x", b"lo", 0x1 | 0x40))  # SIOCSIFFLAGS: the loopback is up and running
silent.bind(("127.0.0.1", 53))  # the name server: it hears, and never answers
sending = Sending.by(MailSettings(kind="smtp", host="correo.ejemplo.test", security="tls", timeout=2.0), Path(sys.argv[1]))
sending.ask_for_code()
print(*sending.deliver(), silent.recv(512).count(b"correo"), sep="|")
"""
ISOLATED = ["unshare", "--user", "--map-root-user", "--mount", "--net"]


def test_a_name_server_that_never_answers_is_left_in_time(tmp_path: Path) -> None:
    """A child in a network and a view of the files of its own, as any user may have where the kernel allows it."""
    if subprocess.run([*ISOLATED, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this kernel gives a plain user no network of its own")
    (tmp_path / "resolv.conf").write_text("nameserver 127.0.0.1\n")
    (tmp_path / "nsswitch.conf").write_text("hosts: dns\n")
    bound = "".join(f'mount --bind "$0/{name}" /etc/{name} && ' for name in ("resolv.conf", "nsswitch.conf"))
    done = subprocess.run(
        [*ISOLATED, "sh", "-c", f'{bound}exec "$@"', tmp_path, sys.executable, "-c", CHILD, tmp_path],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
        timeout=120,
    )
    words = "No se pudo buscar el servidor de correo: puede que no haya internet."
    assert done.stdout.strip() == f"deferred|unreachable|{words}|1", done.stderr


def test_a_server_that_takes_a_code_and_is_gone_before_it_says_so_gets_another_code(tmp_path: Path) -> None:
    inbox = Inbox()
    with serving(inbox) as mail:
        sending = Sending.by(mail, tmp_path)
        draft = sending.ask_for_code()
        inbox.cuts_after_taking = True
        assert sending.deliver()[:2] == (MessageState.UNKNOWN, Trouble.CUT)
        inbox.cuts_after_taking = False
        assert sending.deliver_later() == MessageState.UNKNOWN
        assert len(inbox.received) == 1
        verification.request_code(sending.kiosk, draft)
        assert mailing.deliver_mail(sending.kiosk) == 1
    assert len({message["Message-ID"] for _from, _to, message, _tls in inbox.received}) == len(inbox.received) == 2


def test_a_server_that_takes_a_receipt_and_is_gone_before_it_says_so_gets_it_twice_under_one_message_id(tmp_path: Path) -> None:
    inbox = Inbox()
    with serving(inbox) as mail:
        sending = Sending.by(mail, tmp_path)
        submit(sending.kiosk, answer_all(sending.kiosk))
        inbox.cuts_after_taking = True
        assert sending.deliver(RECEIPT)[:2] == (MessageState.UNKNOWN, Trouble.CUT)
        inbox.cuts_after_taking = False
        assert sending.deliver_later(RECEIPT) == MessageState.ACCEPTED
    first, again = (message for _from, _to, message, _tls in inbox.received)
    assert first["Message-ID"] == again["Message-ID"]
    assert first["Date"] != again["Date"]
