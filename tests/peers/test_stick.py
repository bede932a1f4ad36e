"""A memory stick that anybody may have prepared, as a real folder with real links, pipes and names."""

import contextlib
import errno
import os
import shutil
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.adapters.documents import stick
from kiosk.domain.errors import NotFound
from kiosk.inspection.child.kinds import kind_not_taken

JPEG = b"\xff\xd8\xff\xe0" + bytes(100)
PDF = b"%PDF-1.7\n" + bytes(100)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder where a stick is mounted."""
    mounted = tmp_path / "stick"
    mounted.mkdir()
    return mounted


def put(path: Path, content: bytes = JPEG, *, at: float = 1_790_000_000) -> Path:
    """Write a file with this time of change (seconds since 1970)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (at, at))
    return path


def names(folder: Path) -> list[str]:
    return [file.name for file in stick.list_files(folder, kind_not_taken).files]


def test_what_may_be_attached_is_listed_newest_first_with_its_facts(folder: Path) -> None:
    put(folder / "vieja.jpg", at=1_700_000_000)
    put(folder / "DCIM" / "nueva.jpg", at=1_780_000_000)
    put(folder / "solicitud.pdf", PDF, at=1_750_000_000)
    listing = stick.list_files(folder, kind_not_taken)
    assert [(file.name, file.path) for file in listing.files] == [
        ("nueva.jpg", Path("DCIM/nueva.jpg")),
        ("solicitud.pdf", Path("solicitud.pdf")),
        ("vieja.jpg", Path("vieja.jpg")),
    ]
    assert listing.left_out == 0
    assert listing.files[1].byte_count == len(PDF)
    assert listing.files[1].modified_at == datetime.fromtimestamp(1_750_000_000, UTC)


def test_the_content_counts_and_not_the_name_and_others_are_counted(folder: Path) -> None:
    put(folder / "foto.docx")
    put(folder / "sin extensión")
    put(folder / "texto.jpg", b"hola")
    put(folder / "vacia.pdf", b"")
    put(folder / "imagen.png", b"\x89PNG\r\n\x1a\n")
    put(folder / "iphone.jpg", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")
    listing = stick.list_files(folder, kind_not_taken)
    assert sorted(file.name for file in listing.files) == ["foto.docx", "imagen.png", "sin extensión"]
    assert listing.left_out == 3
    assert {"heic", "text"} <= listing.kinds


def test_four_folders_deep_and_no_further(folder: Path) -> None:
    put(folder / "a" / "b" / "c" / "d" / "cuarta.jpg")
    put(folder / "a" / "b" / "c" / "d" / "e" / "quinta.jpg")
    assert names(folder) == ["cuarta.jpg"]


def test_at_most_two_hundred_the_newest_and_the_rest_is_counted(folder: Path) -> None:
    for number in range(250):
        put(folder / f"{number}.jpg", at=1_790_000_000 + number)
    listing = stick.list_files(folder, kind_not_taken)
    assert [file.name for file in listing.files] == [f"{number}.jpg" for number in range(249, 49, -1)]
    assert listing.left_out == 50


def test_an_overfull_stick_is_looked_at_in_part(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        put(folder / f"{number % 5}" / f"{number}.jpg")
    monkeypatch.setattr(stick, "ENTRIES_SEEN", 20)
    listing = stick.list_files(folder, kind_not_taken)
    assert 0 < len(listing.files) + listing.left_out < 20
    monkeypatch.setattr(stick, "FILES_OPENED", 3)
    assert len(stick.list_files(folder, kind_not_taken).files) == 3


def test_hidden_and_discarded_files_stay_out(folder: Path) -> None:
    put(folder / ".oculta.jpg")
    put(folder / ".thumbnails" / "a.jpg")
    put(folder / "$RECYCLE.BIN" / "borrada.jpg")
    put(folder / "System Volume Information" / "a.jpg")
    put(folder / "buena.jpg")
    assert names(folder) == ["buena.jpg"]


def test_no_link_is_followed_when_listing_or_reading(folder: Path, tmp_path: Path) -> None:
    secret = put(tmp_path / "outside" / "secreta.jpg")
    (folder / "enlace.jpg").symlink_to(secret)
    (folder / "carpeta").symlink_to(secret.parent)
    put(folder / "buena.jpg")
    assert names(folder) == ["buena.jpg"]
    for path in ("enlace.jpg", "carpeta/secreta.jpg", "../outside/secreta.jpg", str(secret)):
        with pytest.raises(NotFound):
            stick.read_file(folder, Path(path), 1000)


def test_a_folder_that_becomes_a_link_after_listing_leads_nowhere(folder: Path, tmp_path: Path) -> None:
    put(tmp_path / "outside" / "a.jpg", JPEG + b"secret")
    put(folder / "DCIM" / "a.jpg")
    (listed,) = stick.list_files(folder, kind_not_taken).files
    shutil.rmtree(folder / "DCIM")
    (folder / "DCIM").symlink_to(tmp_path / "outside")
    with pytest.raises(NotFound):
        stick.read_file(folder, listed.path, 1000)


def test_pipes_sockets_and_devices_are_never_opened(folder: Path) -> None:
    os.mkfifo(folder / "tubo.jpg")
    with contextlib.chdir(folder), socket.socket(socket.AF_UNIX) as listening:
        listening.bind("enchufe.jpg")
    if os.geteuid() == 0:
        os.mknod(folder / "disco.jpg", 0o600 | 0o020000, os.makedev(1, 5))
    put(folder / "buena.jpg")
    assert names(folder) == ["buena.jpg"]
    with pytest.raises(NotFound):
        stick.read_file(folder, Path("tubo.jpg"), 1000)
    with pytest.raises(NotFound):
        stick.read_file(folder, Path("disco.jpg"), 1000)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"[@click=app.quit]x.pdf", "[@click=app.quit]x.pdf"),
        (b"\x1b]0;hola\x07\x1b[2Jx.jpg", "]0;hola[2Jx.jpg"),
        ("\u202egpj.exe".encode(), "gpj.exe"),
        (b"mala\xff\xfe.jpg", "mala.jpg"),
        (b"\xff\xfe", "archivo sin nombre"),
        (b"dos\nlineas.jpg", "dos lineas.jpg"),
        (b"x" * 251 + b".jpg", "x" * 200),
    ],
)
def test_a_hostile_name_is_cleaned_and_its_file_can_still_be_read(folder: Path, raw: bytes, shown: str) -> None:
    put(folder / os.fsdecode(raw))
    (file,) = stick.list_files(folder, kind_not_taken).files
    assert file.name == shown
    assert stick.read_file(folder, file.path, 1000) == JPEG


@pytest.mark.parametrize("at", [-5_000_000_000, 0, 10**11])
def test_an_absurd_time_is_no_trouble(folder: Path, at: int) -> None:
    put(folder / "a.jpg", at=at)
    assert names(folder) == ["a.jpg"]


def test_no_more_is_read_than_asked_for(folder: Path) -> None:
    put(folder / "a.jpg", JPEG + bytes(5_000_000))
    assert len(stick.read_file(folder, Path("a.jpg"), 3_000_000)) == 3_000_000
    assert len(stick.read_file(folder, Path("a.jpg"), 9_000_000)) == 5_000_000 + len(JPEG)


def test_no_stick_an_empty_one_and_one_with_nothing_to_attach_are_told_apart(folder: Path) -> None:
    with pytest.raises(NotFound, match="No hay ninguna memoria"):
        stick.list_files(folder / "none", kind_not_taken)
    with pytest.raises(NotFound, match="vacía"):
        stick.list_files(folder, kind_not_taken)
    put(folder / "carta.txt", b"hola")
    assert stick.list_files(folder, kind_not_taken).left_out == 1


def test_a_file_or_stick_that_went_away_after_listing_says_what_to_do(folder: Path) -> None:
    path = put(folder / "a.jpg")
    path.unlink()
    with pytest.raises(NotFound, match="ya no está en la memoria"):
        stick.read_file(folder, Path("a.jpg"), 1000)
    folder.rmdir()
    with pytest.raises(NotFound, match="No hay ninguna memoria"):
        stick.read_file(folder, Path("a.jpg"), 1000)


@pytest.mark.parametrize("number", [errno.EIO, errno.ENODEV])
def test_a_stick_pulled_out_in_the_middle_says_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    put(folder / "a.jpg", JPEG + bytes(3_000_000))

    def pulled_out() -> Iterator[bytes]:
        yield JPEG
        raise OSError(number, "gone")

    parts = pulled_out()
    monkeypatch.setattr(os, "read", lambda *_: next(parts))
    with pytest.raises(NotFound, match="se desconectó"):
        stick.read_file(folder, Path("a.jpg"), 3_000_000)


def test_a_folder_that_may_not_be_read_hides_nothing_else(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder / "cerrada" / "a.jpg")
    put(folder / "buena.jpg")
    opening = os.open

    def refused(path: str | Path, flags: int, **where: int) -> int:
        if path == "cerrada":
            raise PermissionError(errno.EACCES, "closed")
        return opening(path, flags, **where)

    monkeypatch.setattr(os, "open", refused)
    assert names(folder) == ["buena.jpg"]


def test_nothing_is_left_open(folder: Path) -> None:
    put(folder / "a" / "b" / "c.jpg")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _again in range(3):
        stick.list_files(folder, kind_not_taken)
        stick.read_file(folder, Path("a/b/c.jpg"), 10)
    assert len(list(Path("/proc/self/fd").iterdir())) == before
