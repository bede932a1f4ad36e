"""Over SSH nothing but the kiosk can be had: each attempt at more ends by itself, with nothing done and no process left."""

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.services.staff import members, ssh_keys
from tests.peers.sshd import PATIENCE, WHERE, Person, Sshd, sshd, wait_until
from tests.ports import free_port
from tests.terminal.assisting import SIGN_IN, connect
from tests.terminal.driver import Terminal

pytestmark = [pytest.mark.peer(each) for each in ("sshd", "ssh")]
HOSTILE = {
    "LD_PRELOAD": "/x.so",
    "PYTHONPATH": "/x",
    "PYTHONSTARTUP": "/x.py",
    "TEXTUAL_LOG": "/x.log",
    "KIOSK_DATA_DIR": "/x",
    "KIOSK_KIOSK__ID": "6666",
    "LC_ALL": "tr_TR.UTF-8",
    "LANGUAGE": "../../x",
    "COLORTERM": "truecolor",
    "LANG": "../../x",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd(tmp_path_factory.mktemp("sshd")) as running:
        yield running


@pytest.fixture(scope="module")
def rosa(server: Sshd) -> Person:
    return server.take_in("rosa")


def attempt(command: list[str], **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a client that is told to do more than it may, to its end."""
    given = {**os.environ, **environment}
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=PATIENCE, env=given)


def environment_of(server: Sshd) -> dict[str, str]:
    """Return what the kiosk behind the one connection was given by sshd."""
    (pid,) = (pid for pid, name in server.processes().items() if name == "kiosk")
    pairs = (each.partition("=") for each in Path(f"/proc/{pid}/environ").read_text(encoding="utf-8").split("\0"))
    return {name: value for name, equals, value in pairs if equals}


def still_asks(terminal: Terminal) -> bool:
    """Tell whether a connection works on, by what its screen does."""
    terminal.key("enter")
    terminal.wait("Escriba")
    return terminal.shows(SIGN_IN)


@pytest.mark.parametrize("options", [(), ("-T",), ("-tt",)])
def test_a_command_is_not_run(server: Sshd, rosa: Person, tmp_path: Path, options: tuple[str, ...]) -> None:
    done = attempt(server.ssh(rosa, *options, words=(f"touch {tmp_path}/done; echo uid=$(id -u)",)))
    assert done.returncode == 2
    assert b"solo se abre el kiosco" in done.stdout + done.stderr
    assert b"uid=" not in done.stdout
    assert not (tmp_path / "done").exists()
    server.until_gone()


def test_a_shell_is_not_given_without_a_terminal_either(server: Sshd, rosa: Person) -> None:
    done = attempt(server.ssh(rosa, "-T"))
    assert done.returncode == 2
    assert b"necesita una terminal" in done.stderr
    server.until_gone()


@pytest.mark.parametrize("words", [["sftp", "-b", "-"], ["scp"], ["scp", "-O"]], ids=" ".join)
def test_files_are_neither_brought_nor_fetched(server: Sshd, rosa: Person, tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "here").write_text("x")
    there = [f"{WHERE}:{tmp_path}/there"] if words[0] == "scp" else [WHERE]
    for files in [[str(tmp_path / "here"), *there], [f"{WHERE}:/etc/passwd", str(tmp_path / "there")]]:
        done = attempt([*words, *server.options(rosa), *(files if words[0] == "scp" else there)])
        assert done.returncode != 0
        assert not (tmp_path / "there").exists()
    server.until_gone()


@pytest.mark.parametrize("kind", ["-L", "-D", "-L socket"])
def test_no_port_or_socket_is_reached_through_it(server: Sshd, rosa: Person, tmp_path: Path, kind: str) -> None:
    port, letter = free_port(), kind.split(maxsplit=1)[0]
    to = {"-L": f"{port}:127.0.0.1:{server.port}", "-D": f"{port}", "-L socket": f"{port}:{tmp_path}/socket"}[kind]
    with socket.socket(socket.AF_UNIX) as listening, Terminal(server.ssh(rosa, "-N", letter, to)) as terminal:
        listening.bind(f"{tmp_path}/socket")
        listening.listen()
        listening.settimeout(0)
        wait_until(lambda: _is_open(port), lambda: terminal.text)
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
            if kind == "-D":
                connection.sendall(b"\x05\x01\x00\x05\x01\x00\x01\x7f\x00\x00\x01" + server.port.to_bytes(2, "big"))
            received = b"".join(iter(lambda: connection.recv(100), b""))
        assert b"SSH-" not in received
        with pytest.raises(BlockingIOError):
            listening.accept()
        assert "kiosk" not in server.processes().values()
    server.until_gone()


def test_a_connection_without_a_screen_is_ended(server: Sshd, rosa: Person) -> None:
    with Terminal(server.ssh(rosa, "-N")) as terminal:
        assert terminal.exit_status(10) == 255
    server.until_gone()


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("kind", ["port", "socket", "tunnel", "-W"])
def test_nothing_listens_at_the_kiosk_and_no_device_is_opened(server: Sshd, rosa: Person, tmp_path: Path, kind: str) -> None:
    port = free_port()
    options = {
        "port": ("-N", "-R", f"{port}:127.0.0.1:{server.port}"),
        "socket": ("-N", "-R", f"{tmp_path}/there:127.0.0.1:{server.port}"),
        "tunnel": ("-N", "-w", "any:any"),
        "-W": ("-W", f"127.0.0.1:{server.port}"),
    }[kind]
    done = attempt(server.ssh(rosa, "-o", "ExitOnForwardFailure=yes", *options))
    assert done.returncode == 255
    assert b"SSH-" not in done.stdout
    assert not _is_open(port)
    assert not (tmp_path / "there").exists()
    server.until_gone()


def test_neither_display_nor_agent_nor_any_variable_but_lang_reaches_the_kiosk(server: Sshd, rosa: Person) -> None:
    sent = (
        "-X",
        "-A",
        "-o",
        f"SendEnv={' '.join(HOSTILE)}",
        "-o",
        "SetEnv=BASH_ENV=/x ENV=/x",
        "-o",
        "IdentityAgent=/x",
    )
    with connect(server, rosa, *sent, env={**HOSTILE, "DISPLAY": "127.0.0.1:7", "LD_PRELOAD": ""}) as terminal:
        terminal.wait(SIGN_IN, 20)
        given = environment_of(server)
        assert given.pop("LANG") == HOSTILE["LANG"], "the one that is taken over; what becomes of it, the next test shows"
        assert given.pop("KIOSK_DATA_DIR") == str(server.data)
        strangers = {*HOSTILE, "BASH_ENV", "ENV", "DISPLAY", "SSH_AUTH_SOCK", "XAUTHORITY"}
        assert not strangers & set(given)
        assert still_asks(terminal)
    server.until_gone()


@pytest.mark.parametrize("term", ["../../$(reboot)\x1b[6n", "dumb"])
def test_whatever_terminal_is_claimed_the_kiosk_is_shown(server: Sshd, rosa: Person, term: str) -> None:
    with connect(server, rosa, "-o", "SendEnv=LANG", term=term, env={"LANG": "xx_YY.latin1"}) as terminal:
        terminal.wait(SIGN_IN, 20)
        assert "números" in terminal.text, "letters with accents come out whole"
    server.until_gone()


def test_a_connection_bears_one_screen_and_no_second_channel_of_any_kind(server: Sshd, rosa: Person, tmp_path: Path) -> None:
    shared, nowhere = ("-o", f"ControlPath={tmp_path}/c"), ("-o", "Port=1")
    with connect(server, rosa, "-M", *shared) as terminal:
        terminal.wait(SIGN_IN, 20)
        before = server.processes()
        for options, words in [((), ()), ((), ("id",)), (("-s",), ("sftp",)), (("-W", f"127.0.0.1:{server.port}"), ())]:
            done = attempt(server.ssh(rosa, *shared, *nowhere, *options, words=words))  # in place of a connection of its own: none
            assert done.returncode == 255, done
            assert b"SSH-" not in done.stdout
        done = attempt(server.ssh(rosa, *shared, *nowhere, "-O", "forward", "-R", f"{free_port()}:127.0.0.1:{server.port}"))
        assert done.returncode == 255
        assert server.processes() == before
        assert still_asks(terminal)
    server.until_gone()


def test_no_password_is_asked_for(server: Sshd, rosa: Person) -> None:
    without = ("-o", "PubkeyAuthentication=no", "-o", "LogLevel=INFO")
    done = attempt(server.ssh(rosa, *without))
    assert done.returncode == 255
    assert b"(publickey)" in done.stderr, "the one method that is offered"


def test_a_revoked_key_is_refused_at_the_door_and_one_that_was_inside_already_at_the_code(server: Sshd) -> None:
    luis = server.take_in("luis")
    with connect(server, luis) as terminal:
        terminal.wait(SIGN_IN, 20)
        (key,) = members.member(server.kiosk, "luis").keys
        ssh_keys.remove_key(server.kiosk, "luis", key.fingerprint)
        server.publish()
        terminal.settle()
        terminal.type(server.code(luis))
        terminal.key("enter")
        terminal.wait("Usted ya no tiene acceso")
    done = attempt(server.ssh(luis, "-tt"))
    assert done.returncode == 255
    assert b"Permission denied" in done.stderr
    server.until_gone()


def test_the_rest_of_the_machines_sshd_is_as_it_was(server: Sshd, tmp_path: Path) -> None:
    def effective(configuration: Path) -> str:
        command = ["/usr/sbin/sshd", "-T", "-C", "user=another,host=x,addr=127.0.0.1", "-f", str(configuration)]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout

    configuration = server.folder / "sshd_config"
    without = tmp_path / "sshd_config"
    without.write_text(configuration.read_text(encoding="utf-8").replace("/drop-ins/", "/none/"), encoding="utf-8")
    assert effective(configuration) == effective(without)
    assert "acceptenv LC_*" in effective(configuration)
    assert "subsystem sftp /usr/lib/openssh/sftp-server" in effective(configuration)
