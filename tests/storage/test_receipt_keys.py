"""The key that signs receipts: made once, kept to the account, replaced without making what it signed false."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import DEFAULT, patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.errors import KioskError, OutOfService
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.papers.receipt_code import Statement, joint_hash, read
from kiosk.domain.papers.receipt_key import KIND, PublicKey, parse_public_key
from kiosk.storage.files import write_safely
from kiosk.storage.public_keys import is_signed_with, known_keys, own_keys
from kiosk.storage.receipt_keys import ReceiptKeys

AT = datetime(2026, 11, 23, 15, 41, tzinfo=UTC)
SAID = Statement(CaseNumber("0417", "A", 26, 1), AT, clock_trusted=True, documents=1, documents_hash=joint_hash(["ab" * 32]))
LATER = AT + timedelta(days=1)


@pytest.fixture
def keys(tmp_path: Path) -> ReceiptKeys:
    keys = ReceiptKeys(tmp_path, "0417")
    keys.open(AT)
    return keys


def changed(keys: ReceiptKeys, at: datetime) -> PublicKey:
    """Replace the key as `kiosk key replace` does."""
    keys.replace(at)
    return keys.open(at)


def test_the_key_is_made_at_the_first_start_0600_with_its_public_half_beside_it(keys: ReceiptKeys, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    (public,) = own_keys(tmp_path)
    assert {each.name for each in folder.iterdir()} == {"receipt.key", public.file_name}
    assert (folder / "receipt.key").stat().st_mode & 0o777 == 0o600
    assert (public.kiosk, public.since, public.until) == ("0417", AT, None)
    assert ReceiptKeys(tmp_path, "0417").open(LATER) == public, "a second start makes no other"
    assert list(own_keys(tmp_path)) == [public]
    assert "seed" not in repr(keys)


def test_two_first_starts_at_once_end_with_one_key(tmp_path: Path) -> None:
    opened: list[PublicKey] = []
    threads = [threading.Thread(target=lambda: opened.append(ReceiptKeys(tmp_path, "0417").open(AT))) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert len(opened) == 8
    assert list(own_keys(tmp_path)) == opened[:1] == list(set(opened))


def test_the_same_statement_gives_the_same_code_signed_with_the_key_that_it_names(keys: ReceiptKeys, tmp_path: Path) -> None:
    (public,) = own_keys(tmp_path)
    code = keys.sign(SAID)
    assert code == keys.sign(SAID) == keys.sign(replace(SAID, key=b"else"))
    signed = read(code)
    assert signed.said == replace(SAID, key=public.fingerprint)
    assert is_signed_with(signed, public)


def test_a_replaced_key_keeps_its_public_half_until_then(keys: ReceiptKeys, tmp_path: Path) -> None:
    (old,) = own_keys(tmp_path)
    code = keys.sign(SAID)
    new = changed(keys, LATER + timedelta(microseconds=1))
    assert new.since == LATER + timedelta(seconds=1), "up to the whole second"
    assert set(own_keys(tmp_path)) == {new, replace(old, until=new.since)}
    assert is_signed_with(read(code), old)
    assert is_signed_with(read(keys.sign(SAID)), new)


def test_a_replaced_key_was_in_use_until_the_new_one_and_not_until_the_next_start(keys: ReceiptKeys, tmp_path: Path) -> None:
    (old,) = own_keys(tmp_path)
    keys.replace(LATER)
    new = ReceiptKeys(tmp_path, "0417").open(LATER + timedelta(days=1))
    assert set(own_keys(tmp_path)) == {new, replace(old, until=LATER)}
    assert new.since == LATER


def test_a_kiosk_that_runs_signs_at_once_with_the_key_that_a_command_put_there(keys: ReceiptKeys, tmp_path: Path) -> None:
    new = changed(ReceiptKeys(tmp_path, "0417"), LATER)
    assert is_signed_with(read(keys.sign(SAID)), new)


def test_a_kiosk_that_runs_goes_on_when_the_file_is_lost_and_makes_none_unseen(keys: ReceiptKeys, tmp_path: Path) -> None:
    code = keys.sign(SAID)
    (tmp_path / "keys" / "receipt.key").unlink()
    assert keys.sign(SAID) == code
    assert not (tmp_path / "keys" / "receipt.key").exists()
    with pytest.raises(OutOfService, match="Falta la llave"):
        ReceiptKeys(tmp_path, "0417").sign(SAID)


def test_a_power_cut_while_a_key_is_replaced_leaves_one_that_signs(keys: ReceiptKeys, tmp_path: Path) -> None:
    with patch("kiosk.storage.receipt_keys.write_safely", wraps=write_safely) as write:
        write.side_effect = [DEFAULT, KeyboardInterrupt]
        with pytest.raises(KeyboardInterrupt):
            keys.replace(LATER)
    assert len(list(own_keys(tmp_path))) == 2
    old = ReceiptKeys(tmp_path, "0417").open(LATER)
    assert {each.until for each in own_keys(tmp_path) if each != old} == {LATER}, "the one that never signed is over"
    assert is_signed_with(read(keys.sign(SAID)), old)


def test_after_a_lost_key_the_next_start_makes_one_and_the_old_receipts_stay_genuine(keys: ReceiptKeys, tmp_path: Path) -> None:
    (old,) = own_keys(tmp_path)
    (tmp_path / "keys" / "receipt.key").unlink()
    new = ReceiptKeys(tmp_path, "0417").open(LATER)
    assert set(own_keys(tmp_path)) == {new, replace(old, until=LATER)}


def test_a_key_that_was_replaced_is_not_taken_into_use_again(keys: ReceiptKeys, tmp_path: Path) -> None:
    old = (tmp_path / "keys" / "receipt.key").read_bytes()
    changed(keys, LATER)
    (tmp_path / "keys" / "receipt.key").write_bytes(old)
    with pytest.raises(OutOfService, match=r"ya se cambió.*mueva ese archivo"):
        ReceiptKeys(tmp_path, "0417").open(LATER)


@pytest.mark.parametrize(
    ("mode", "content", "word"), [(0o640, b"k" * 32, "0600"), (0o600, b"k" * 31, "incompleta"), (0o600, b"", "incompleta")]
)
def test_a_key_of_a_wrong_mode_or_length_is_refused_with_what_to_do(tmp_path: Path, mode: int, content: bytes, word: str) -> None:
    (tmp_path / "keys").mkdir()
    path = tmp_path / "keys" / "receipt.key"
    path.write_bytes(content)
    path.chmod(mode)
    with pytest.raises(OutOfService, match=rf"{word}.*los comprobantes de antes siguen valiendo") as refused:
        ReceiptKeys(tmp_path, "0417").open(AT)
    assert str(path) in refused.value.message


def test_a_systemd_credential_comes_first_and_only_systemd_replaces_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    (credentials / "receipt.key").write_bytes(b"c" * 32)
    keys = ReceiptKeys(tmp_path, "0417")
    first = keys.open(AT)
    assert not (tmp_path / "keys" / "receipt.key").exists()
    with pytest.raises(KioskError, match="systemd"):
        keys.replace(LATER)
    (credentials / "receipt.key").write_bytes(b"d" * 32)
    second = keys.open(LATER)
    assert set(own_keys(tmp_path)) == {second, replace(first, until=LATER)}


def test_a_kiosk_that_gets_another_id_signs_for_both_with_its_key(keys: ReceiptKeys, tmp_path: Path) -> None:
    (old,) = own_keys(tmp_path)
    new = ReceiptKeys(tmp_path, "0500").open(LATER)
    assert new.key == old.key
    assert set(own_keys(tmp_path)) == {old, new}


def test_a_public_key_is_one_line_for_a_small_qr_and_reads_back(keys: ReceiptKeys, tmp_path: Path) -> None:
    changed(keys, LATER)
    for each in own_keys(tmp_path):
        assert parse_public_key(each.line) == each
        assert set(each.line) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
        assert (tmp_path / "keys" / each.file_name).read_text(encoding="ascii") == f"{each.line}\n"


GOOD = PublicKey("0417", b"\xaa" * 32, AT)


@given(st.integers(0, len(GOOD.line) - 1), st.characters())
def test_a_changed_line_is_no_key_or_says_openly_another_kiosk_or_time(place: int, char: str) -> None:
    try:
        read_again = parse_public_key(GOOD.line[:place] + char + GOOD.line[place + 1 :])
    except ValueError:
        return
    assert read_again.key == GOOD.key


@pytest.mark.parametrize(
    "line",
    [
        "",
        KIND,
        "\x1b]0;title\x07" * 20,
        "[@click=app.quit]x[/]",
        GOOD.line.lower(),
        GOOD.line.replace(" ", "\t"),
        GOOD.line.replace("2026-11", "2026-13"),
        GOOD.line.replace("0417", "０４１７"),
        GOOD.line + " more",
        "\ufeff" + GOOD.line,
    ],
)
def test_garbage_is_no_key(line: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any message: nobody sees it
        parse_public_key(line)


def test_keys_come_from_the_kiosks_folder_its_known_ones_and_what_was_given(keys: ReceiptKeys, tmp_path: Path) -> None:
    (own,) = own_keys(tmp_path)
    others = [PublicKey(f"050{place}", bytes([place]) * 32, AT) for place in range(5)]
    known, given_folder = tmp_path / "keys" / "known", tmp_path / "stick"
    known.mkdir()
    given_folder.mkdir()
    (known / "a.pub").write_text(others[0].line, encoding="ascii")
    (known / "ignored.txt").write_text("no key", encoding="ascii")
    (known / "b.pub").write_text(f"{others[1].line}\r\n\n{others[2].line}\n", encoding="ascii")
    (given_folder / "c.pub").write_text(others[3].line, encoding="ascii")
    (tmp_path / "file").write_text(others[4].line, encoding="ascii")
    found, complaints = known_keys(tmp_path, [given_folder, tmp_path / "file"])
    assert set(found) == {own, *others}
    assert complaints == ()


def test_a_key_that_one_file_says_is_over_is_over_whatever_an_older_file_says(tmp_path: Path) -> None:
    paths = []
    for place, until in enumerate([None, LATER, AT + timedelta(days=2), None]):
        paths.append(tmp_path / f"{place}.pub")
        paths[-1].write_text(replace(GOOD, until=until).line, encoding="ascii")
    for order in (paths, paths[::-1]):
        found, _complaints = known_keys(tmp_path / "none", order)
        assert found == (replace(GOOD, until=LATER),)


def test_a_file_that_is_no_key_is_told_by_its_name_and_line_and_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    known = tmp_path / "keys" / "known"
    known.mkdir(parents=True)
    (known / "a\x1b[2J\u202e.pub").write_bytes(b"\xff\x00\x1b[31m" * 1000)
    (known / "b.pub").write_text(f"{GOOD.line}\nhola [/]\n", encoding="ascii")
    (known / "c.pub").mkdir()
    (known / "d.pub").write_bytes(b"\n" * 5_000_000)
    found, complaints = known_keys(tmp_path)
    assert found == (GOOD,)
    assert len(complaints) == 2
    assert "La línea 1 de" in complaints[0]
    assert "La línea 2 de" in complaints[1]
    for each in complaints:
        assert each.isprintable()
        assert "hola" not in each


def test_a_given_path_that_is_not_there_is_an_error_of_whoever_gave_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        known_keys(tmp_path, [tmp_path / "none.pub"])
