"""The folder into which a copier drops files: whole ones are taken in one piece, and half of one never."""

import io
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from kiosk.adapters.documents import copier
from kiosk.domain.documents.copier import Arrivals, ArrivedFile
from kiosk.domain.errors import NotFound

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PDF = b"%PDF-1.7\n" + bytes(3000) + b"\n%%EOF\n"


def photograph() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(file, "JPEG")
    return file.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder that the copier writes to."""
    place = tmp_path / "inbox"
    place.mkdir()
    return place


@pytest.fixture
def looked(folder: Path) -> Callable[..., Arrivals]:
    """Look twice, so many seconds apart, with something happening in between."""

    def look(between: Callable[[], object] = lambda: None, *, apart: float = 1.5, since: datetime = LONG_AGO) -> Arrivals:
        before = copier.look(folder, since, Arrivals(), now=100.0)
        assert before.files == ()
        between()
        return copier.look(folder, since, before, now=100.0 + apart)

    return look


def test_a_file_is_taken_when_two_looks_saw_it_whole_and_unchanged(folder: Path, looked: Callable[..., Arrivals]) -> None:
    (folder / "scan1.pdf").write_bytes(PDF)
    arrivals = looked()
    (file,) = arrivals.files
    assert (file.name, file.byte_count, arrivals.arriving) == ("scan1.pdf", len(PDF), 0)
    assert copier.read_file(folder, file, 10**6) == PDF
    assert (folder / "scan1.pdf").exists()
    copier.remove_file(folder, file)
    assert not list(folder.iterdir())


def test_two_looks_too_close_together_do_not_count(folder: Path, looked: Callable[..., Arrivals]) -> None:
    (folder / "scan1.pdf").write_bytes(PDF)
    arrivals = looked(apart=0.9)
    assert (arrivals.files, arrivals.arriving) == ((), 1)


def test_a_file_that_grows_is_still_arriving_and_then_whole(folder: Path, looked: Callable[..., Arrivals]) -> None:
    whole = photograph()
    path = folder / "a.jpg"
    path.write_bytes(whole[:200])

    def grow() -> None:
        path.write_bytes(whole)

    arrivals = looked(grow)
    assert (arrivals.files, arrivals.arriving) == ((), 1)
    assert [each.name for each in copier.look(folder, LONG_AGO, arrivals, now=103.0).files] == ["a.jpg"]


@pytest.mark.parametrize("content", [photograph()[:-2], PDF[:-8], b"", b"PK\x03\x04", b"%PDF-1.7\n%%EOF\n" + b"more" * 1000])
def test_a_half_copied_or_foreign_file_is_never_offered_however_long_it_lies(
    folder: Path, looked: Callable[..., Arrivals], content: bytes
) -> None:
    (folder / "a.jpg").write_bytes(content)
    assert looked(apart=1000.0).files == ()


def test_what_ends_as_its_kind_does_is_whole_zeros_behind_it_or_not(folder: Path, looked: Callable[..., Arrivals]) -> None:
    (folder / "a.jpg").write_bytes(photograph() + bytes(100))
    (folder / "sin nombre de clase").write_bytes(PDF)
    assert len(looked().files) == 2


def test_unfinished_and_hidden_names_are_passed_over(folder: Path, looked: Callable[..., Arrivals]) -> None:
    for name in (".scan.pdf", "scan.pdf.tmp", "scan.PART", "~$x.pdf.part"):
        (folder / name).write_bytes(PDF)
    assert looked() == Arrivals((), 0, {})


def test_what_came_before_the_visit_is_not_shown_whatever_its_own_date(folder: Path, looked: Callable[..., Arrivals]) -> None:
    (folder / "ajena.pdf").write_bytes(PDF)
    os.utime(folder / "ajena.pdf", (4e9, 4e9))
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert looked(since=later) == Arrivals((), 0, {})


def test_a_file_that_changed_after_it_was_listed_is_not_taken_and_not_removed(
    folder: Path, looked: Callable[..., Arrivals]
) -> None:
    path = folder / "a.pdf"
    path.write_bytes(PDF)
    (file,) = looked().files
    path.write_bytes(PDF + PDF)
    with pytest.raises(NotFound, match="cambió o ya no está"):
        copier.read_file(folder, file, 10**6)
    copier.remove_file(folder, file)
    assert path.exists()
    path.unlink()
    with pytest.raises(NotFound, match="cambió o ya no está"):
        copier.read_file(folder, file, 10**6)


def test_links_pipes_and_folders_are_refused(folder: Path, tmp_path: Path, looked: Callable[..., Arrivals]) -> None:
    secret = tmp_path / "secret.pdf"
    secret.write_bytes(PDF)
    (folder / "enlace.pdf").symlink_to(secret)
    (folder / "carpeta.pdf").mkdir()
    (folder / "carpeta.pdf" / "dentro.pdf").write_bytes(PDF)
    os.mkfifo(folder / "tubo.pdf")
    assert looked() == Arrivals((), 0, {})
    status = (folder / "enlace.pdf").lstat()
    listed = ArrivedFile(Path("enlace.pdf"), "enlace.pdf", len(PDF), LONG_AGO, (status.st_ino, status.st_size, status.st_mtime_ns))
    with pytest.raises(NotFound):
        copier.read_file(folder, listed, 10**6)


def test_newest_first_under_clean_names(folder: Path, looked: Callable[..., Arrivals]) -> None:
    (folder / "vieja.pdf").write_bytes(PDF)
    (folder / os.fsdecode(b"[@click=app.quit]\x1b[2J\xff.pdf")).write_bytes(PDF)
    assert [each.name for each in looked().files] == ["[@click=app.quit][2J.pdf", "vieja.pdf"]


def test_a_folder_that_is_gone_says_whom_to_tell(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Avise al personal"):
        copier.look(tmp_path / "none", LONG_AGO, Arrivals())


def test_nothing_is_left_open(folder: Path, looked: Callable[..., Arrivals]) -> None:
    (folder / "a.pdf").write_bytes(PDF)
    before = len(list(Path("/proc/self/fd").iterdir()))
    copier.read_file(folder, looked().files[0], 10)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
