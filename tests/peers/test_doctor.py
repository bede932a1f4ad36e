"""What the doctor says of real mail servers (Exim, aiosmtpd) and of a real mailbox (Dovecot), and the probe that arrives."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk import bootstrap
from kiosk.adapters.mail.outgoing import SmtpMailer
from kiosk.domain.machine.health import Check, Health
from kiosk.services.health import devices, doctor
from kiosk.settings import BouncesSettings, KioskSettings, MailSettings, Settings
from tests.peers.dovecot import dovecot
from tests.peers.exim import Exim, exim
from tests.peers.smtp_servers import POLITE, Inbox, ScriptedServer, serving

OK, WARNING, FAILED = Health.OK, Health.WARNING, Health.FAILED


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Exim]:
    with exim(tmp_path) as running:
        yield running


def looked_at(mail: MailSettings, probe: str | None = None) -> list[tuple[str, Health, str]]:
    settings = Settings(Path("/none"), kiosk=KioskSettings("0417", dispensary="Dispensario 0417"), mail=mail)
    found = devices.mail(settings, SmtpMailer(mail), probe)
    assert all(each.mend for each in found if each.state is not OK)
    return [(each.name, each.state, each.code) for each in found]


@pytest.mark.peer("exim4")
def test_a_server_that_takes_the_kiosks_mail_is_fine_and_the_probe_arrives(server: Exim) -> None:
    assert looked_at(server.settings) == [("mail", OK, "ok")]
    assert not server.mails(), "greeting sends nothing"
    assert looked_at(server.settings, "maria@ejemplo.test") == [("mail", OK, "ok"), ("probe", OK, "accepted")]
    (mail,) = server.mails()
    assert "Prueba" in mail["Subject"]
    assert looked_at(server.settings, "nadie@ejemplo.test")[1] == ("probe", FAILED, "address")


@pytest.mark.peer("exim4")
def test_a_wrong_password_and_a_wrong_certificate_are_told(server: Exim, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = tmp_path / "password"
    wrong.write_text("otra")
    assert looked_at(replace(server.settings, password_file=wrong)) == [("mail", FAILED, "credentials")]
    monkeypatch.delenv("SSL_CERT_FILE")
    assert looked_at(server.settings) == [("mail", FAILED, "tls")]


def test_servers_that_are_away_silent_or_without_encryption_are_told() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        away = MailSettings(kind="smtp", host="127.0.0.1", port=closed.getsockname()[1], security="none", timeout=5)
        assert looked_at(away, "maria@ejemplo.test") == [("mail", FAILED, "unreachable"), ("probe", FAILED, "unreachable")]
    with ScriptedServer(POLITE | {"": None}) as silent:
        assert looked_at(replace(silent.mail, timeout=0.4)) == [("mail", FAILED, "late")]
    with serving(Inbox()) as bare:
        assert looked_at(bare) == [("mail", OK, "ok")]
        assert looked_at(replace(bare, security="starttls")) == [("mail", FAILED, "tls")]


@pytest.mark.peer("exim4")
@pytest.mark.peer("dovecot")
def test_everything_is_looked_at_side_by_side(server: Exim, tmp_path: Path) -> None:
    with dovecot(certificate=server.folder / "server.pem") as reading:
        given = Settings(
            tmp_path / "none",
            kiosk=KioskSettings("0417", dispensary="Dispensario 0417"),
            mail=server.settings,
            bounces=reading.settings(),
        )

        def examined(settings: Settings) -> dict[str, Check]:
            return {each.name: each for each in doctor.examine(settings, [], set(), bootstrap.devices(settings))}

        found = examined(given)
        assert {name: found[name].code for name in ("mail", "bounces", "passwords_mail", "passwords_bounces")} == {
            "mail": "ok",
            "bounces": "ok",
            "passwords_mail": "ok",
            "passwords_bounces": "ok",
        }
        wrong = examined(replace(given, bounces=reading.settings(folder="nada")))["bounces"]
        assert (wrong.state, wrong.code) == (FAILED, "gone")
        assert "bounces.folder" in wrong.mend
        reading.stop()
        assert examined(given)["bounces"].code == "unreachable"
        assert examined(replace(given, bounces=BouncesSettings()))["bounces"].state is WARNING
