"""Writing files: all or nothing, to the account alone, and the first of two stays."""

from pathlib import Path

from kiosk.storage.files import write_once, write_safely


def test_what_is_written_is_whole_private_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    write_safely(tmp_path / "a", b"one")
    write_safely(tmp_path / "a", b"two")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"two"}
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


def test_what_may_be_written_once_only_stays_as_the_first_wrote_it(tmp_path: Path) -> None:
    write_once(tmp_path / "a", b"one")
    write_once(tmp_path / "a", b"two")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"one"}
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600
