"""SSH keys of staff: what is taken, whose it is, and a file of nothing but living keys, each with the command forced on it."""

import base64
import re
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from kiosk.domain.errors import BadInput, KioskError, NotFound
from kiosk.services.kiosk import Kiosk
from kiosk.services.staff import members, ssh_keys
from kiosk.services.staff.ssh_keys import parse_public_key
from kiosk.storage.tables import Event
from tests.keys import public_key
from tests.staff import enrolled

FORCED = "/opt/kiosk/bin/kiosk assist"
DSA = "ssh-dss AAAAB3NzaC1kc3MAAACBAP== rosa"
SK = (
    "sk-ssh-ed25519@openssh.com "
    "AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAILP0qdt1P3UgpZ5vYYmAn6pgy3mOVE1Lro9cN1+Ux+8iAAAABHNzaDo="
)


def lines(kiosk: Kiosk) -> list[str]:
    ssh_keys.publish(kiosk, FORCED)
    return kiosk.settings.desk.authorized_keys.read_text().splitlines()


def generated(folder: Path, *kind: str) -> Path:
    """Have ssh-keygen make a key; return the file of its public half."""
    file = folder / "-".join(kind)
    subprocess.run(["ssh-keygen", "-q", "-N", "", "-C", "it's me", *kind, "-f", str(file)], check=True, stdin=subprocess.DEVNULL)
    return file.with_suffix(".pub")


@pytest.mark.peer("ssh-keygen")
@pytest.mark.parametrize(
    "kind", [("-t", "ed25519"), ("-t", "ecdsa", "-b", "384"), ("-t", "rsa", "-b", "3072")], ids=lambda kind: kind[1]
)
def test_keys_of_todays_kinds_are_taken_with_the_print_that_openssh_shows(tmp_path: Path, kind: tuple[str, ...]) -> None:
    file = generated(tmp_path, *kind)
    told = subprocess.run(["ssh-keygen", "-lf", str(file)], capture_output=True, text=True, check=True).stdout
    fingerprint, line = parse_public_key(file.read_text())
    assert fingerprint == told.split()[1]
    assert line == " ".join(file.read_text().split()[:2])
    with pytest.raises(BadInput, match="llave privada"):
        parse_public_key(file.with_suffix("").read_text())


@pytest.mark.peer("ssh-keygen")
def test_a_short_rsa_key_is_refused_with_its_length(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="2048 bits"):
        parse_public_key(generated(tmp_path, "-t", "rsa", "-b", "2048").read_text())


def test_a_key_of_a_security_key_is_taken_as_it_is() -> None:
    assert parse_public_key(SK)[1] == SK


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (DSA, "DSA"),
        ("", "una sola"),
        (public_key() + public_key(), "una sola"),
        ("ssh-ed25519", "no es una llave"),
        ("ssh-ed25519 ñandú", "no es una llave"),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5", "dañada"),
        (public_key().replace("ssh-ed25519", "ssh-rsa"), "dañada"),
        ("\x00\x01\x02", "no es una llave"),
        ("hola " + "ssh-rsa " * 3, "no es una llave"),
    ],
    ids=(
        "dsa",
        "nothing",
        "two",
        "kind alone",
        "no base64",
        "cut",
        "of another kind",
        "bytes",
        "words",
    ),  # a new key each time is no name
)
def test_what_is_no_usable_key_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        parse_public_key(text)


HOSTILE = st.text(st.sampled_from("abc ,=\"'\\\t\r\n\x00\x0b\x1b\u2028#%$`é") | st.characters(), max_size=60)


@given(before=HOSTILE, after=HOSTILE, key=st.builds(public_key, st.just("")))
def test_of_a_key_file_nothing_but_the_key_is_ever_taken(before: str, after: str, key: str) -> None:
    kind, blob = key.split()
    try:
        _fingerprint, line = parse_public_key(f"{before} {kind} {blob} {after}")
    except BadInput:
        return
    assert line == f"{kind} {blob}"


@given(text=st.text(max_size=300) | st.builds(lambda raw: f"ssh-ed25519 {base64.b64encode(raw).decode()}", st.binary(max_size=80)))
def test_whatever_is_given_is_a_key_on_one_line_or_refused(text: str) -> None:
    try:
        _fingerprint, line = parse_public_key(text)
    except BadInput:
        return
    assert re.fullmatch(r"[a-z0-9@.-]+ [A-Za-z0-9+/]+=*", line)


def test_options_and_comment_of_a_given_line_reach_no_file(kiosk: Kiosk) -> None:
    enrolled(kiosk)
    key = public_key('x" evil\trestrict')
    given_line = f'command="/bin/sh -c \\"ssh-ed25519 AAAA\\"",no-pty,environment="A=B" {key}'
    ssh_keys.add_key(kiosk, "rosa", given_line)
    kind, blob = key.split()[:2]
    assert lines(kiosk) == [f'restrict,pty,command="{FORCED} --actor rosa" {kind} {blob}']


def test_the_file_is_its_owners_alone_and_holds_a_line_a_living_key(kiosk: Kiosk) -> None:
    enrolled(kiosk)
    enrolled(kiosk, "luis")
    first, second = (ssh_keys.add_key(kiosk, "rosa", public_key()) for _place in range(2))
    ssh_keys.add_key(kiosk, "luis", public_key())
    path = kiosk.settings.desk.authorized_keys
    assert len(lines(kiosk)) == 3
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    ssh_keys.remove_key(kiosk, "rosa", first.fingerprint)
    assert [second.line in each or "--actor luis" in each for each in lines(kiosk)] == [True, True]
    members.revoke(kiosk, "rosa")
    assert ["--actor luis" in each for each in lines(kiosk)] == [True]
    members.revoke(kiosk, "luis")
    assert lines(kiosk) == []


def test_what_somebody_wrote_into_the_file_is_gone_with_the_next_change(kiosk: Kiosk) -> None:
    lines(kiosk)
    path = kiosk.settings.desk.authorized_keys
    path.write_text(public_key())
    assert lines(kiosk) == []


def test_a_key_is_one_persons_for_good(kiosk: Kiosk) -> None:
    enrolled(kiosk)
    enrolled(kiosk, "luis")
    key = public_key()
    held = ssh_keys.add_key(kiosk, "rosa", key)
    assert ssh_keys.add_key(kiosk, "rosa", f"no-pty {key}") == held
    ssh_keys.remove_key(kiosk, "rosa", held.fingerprint)
    with pytest.raises(KioskError, match="es, o fue, de rosa"):
        ssh_keys.add_key(kiosk, "luis", key)
    assert lines(kiosk) == []
    ssh_keys.add_key(kiosk, "rosa", key)  # hers again
    assert len(lines(kiosk)) == 1
    with kiosk.database.reading() as session:
        names = [each.name for each in session.exec(select(Event)).all() if "key" in each.name]
    assert names == ["staff_key_added", "staff_key_removed", "staff_key_added"]


def test_a_revoked_name_gets_no_key_and_anothers_is_not_taken_away(kiosk: Kiosk) -> None:
    enrolled(kiosk)
    enrolled(kiosk, "luis")
    key = ssh_keys.add_key(kiosk, "luis", public_key())
    with pytest.raises(NotFound, match="key list rosa"):
        ssh_keys.remove_key(kiosk, "rosa", key.fingerprint)
    members.revoke(kiosk, "rosa")
    with pytest.raises(KioskError, match="ya no tiene acceso"):
        ssh_keys.add_key(kiosk, "rosa", public_key())
    assert len(lines(kiosk)) == 1


def test_a_file_that_cannot_be_written_is_told_and_the_change_is_kept(kiosk: Kiosk) -> None:
    enrolled(kiosk)
    ssh_keys.add_key(kiosk, "rosa", public_key())
    kiosk.settings.desk.authorized_keys.parent.write_text("no folder")
    with pytest.raises(KioskError, match="Quedó anotado"):
        ssh_keys.publish(kiosk, FORCED)
    assert len(members.member(kiosk, "rosa").keys) == 1


def test_of_changes_at_once_none_is_missing_in_the_file(kiosk: Kiosk) -> None:
    enrolled(kiosk)

    def change(_place: int) -> None:
        ssh_keys.add_key(kiosk, "rosa", public_key())
        ssh_keys.publish(kiosk, FORCED)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(change, range(8)))
    assert len(kiosk.settings.desk.authorized_keys.read_text().splitlines()) == 8
