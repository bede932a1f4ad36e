"""Dossiers on the disk: whole under their names or not there at all, and unreadable where the institute's certificate is set."""

import contextlib
import errno
import io
import os
import resource
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import col, select

from kiosk.adapters.dossiers import folder as dossier_folder
from kiosk.domain.errors import KioskError
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.handover import export
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Case, Event
from tests.certificates import make_institute
from tests.filing import answer_all, number_of, submit

CANARIES = [
    each.encode() for each in ("María José", "Demostración", "9900000010", "99 0000 0010", "maria@ejemplo", "cedula-front", "%PDF")
]


@pytest.fixture(scope="module")
def institute(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the institute's certificate and its key."""
    return make_institute(tmp_path_factory.mktemp("institute"))


def sealing(kiosk: Kiosk, certificate: Path) -> Kiosk:
    desk = replace(kiosk.settings.desk, institute_certificate=certificate)
    return replace(kiosk, settings=replace(kiosk.settings, desk=desk))


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@contextlib.contextmanager
def a_disk_of(most: int) -> Iterator[None]:
    """Let this process write no file longer than `most` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.peer("openssl")
def test_the_institute_opens_what_was_sealed_with_openssl(
    kiosk: Kiosk, number: CaseNumber, institute: tuple[Path, Path], out: Path, tmp_path: Path
) -> None:
    done = export.export(sealing(kiosk, institute[0]), [number], out)
    assert (done.failed, done.warnings) == ((), ())
    (written,) = done.written
    assert written.sealed
    opened = tmp_path / "opened.zip"
    opening = ["openssl", "cms", "-decrypt", "-binary", "-inform", "DER"]
    subprocess.run([*opening, "-in", written.path, "-inkey", institute[1], "-out", opened], check=True, capture_output=True)
    with zipfile.ZipFile(opened) as archive:
        assert {"expediente.pdf", "expediente.json", "SHA256SUMS"} < set(archive.namelist())
        assert b"Demostraci\xc3\xb3n" in archive.read("expediente.json")
    shown = subprocess.run(
        ["openssl", "cms", "-cmsout", "-print", "-inform", "DER", "-in", written.path], check=True, capture_output=True, text=True
    )
    assert "aes-256-cbc" in shown.stdout


def test_nothing_of_a_sealed_dossier_is_left_in_clear(
    kiosk: Kiosk, number: CaseNumber, institute: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, scratch = tmp_path / "out", tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setenv("TMPDIR", str(scratch))
    export.export(sealing(kiosk, institute[0]), [number], out)
    assert names(out) == [f"{number}.p7m"]
    assert not list(scratch.rglob("*"))
    for path in [each for each in tmp_path.rglob("*") if each.is_file()]:
        content = path.read_bytes()
        assert not [each for each in CANARIES if each in content], path
    (clear,) = export.export(kiosk, [number], out / "clear").written  # what is searched for is there to be found
    assert all(each in b"".join(file.read_bytes() for file in clear.path.rglob("*.*")) for each in CANARIES if b" " not in each)


def test_only_the_owner_reads_what_was_written(kiosk: Kiosk, number: CaseNumber, institute: tuple[Path, Path], out: Path) -> None:
    done = export.export(kiosk, [number], out)
    export.export(sealing(kiosk, institute[0]), [number], out)
    assert "Sin sellar" in done.warnings[0]
    for path in (out, *out.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_a_certificate_of_no_use_is_told_before_anything_is_written(
    kiosk: Kiosk, number: CaseNumber, out: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.pem"
    other.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", encoding="ascii")
    curve, _key = make_institute(tmp_path / "curve", on_a_curve=True)
    for path, said in ((tmp_path / "gone.pem", "No se puede leer"), (other, "no es un certificado"), (curve, "RSA de 2048 bits")):
        with pytest.raises(KioskError, match=said):
            export.export(sealing(kiosk, path), [number], out)
    assert not out.exists()


def test_a_certificate_that_expired_seals_and_is_told(kiosk: Kiosk, number: CaseNumber, out: Path, tmp_path: Path) -> None:
    certificate, _key = make_institute(tmp_path / "old", valid_until=datetime(2026, 11, 20, tzinfo=UTC))
    done = export.export(sealing(kiosk, certificate), [number], out)
    assert done.written
    assert "venció el 19 de noviembre de 2026" in done.warnings[0]


def test_a_second_export_leaves_what_is_whole_and_never_writes_over_another(kiosk: Kiosk, number: CaseNumber, out: Path) -> None:
    (first,) = export.export(kiosk, [number], out).written
    assert not first.already
    (again,) = export.export(kiosk, [number], out).written
    assert (again.already, again.path, again.sha256) == (True, first.path, first.sha256)
    (first.path / "expediente.pdf").write_bytes(b"cut")
    (other,) = export.export(kiosk, [number], out).written
    assert (other.already, other.path.name) == (False, f"{number}-2")
    assert (first.path / "expediente.pdf").read_bytes() == b"cut"


def test_each_that_cannot_be_written_has_its_word_and_the_others_are_written(kiosk: Kiosk, number: CaseNumber, out: Path) -> None:
    second = number_of(submit(kiosk, answer_all(kiosk, email=None)))
    with kiosk.database.transaction() as session:
        session.exec(select(Case).where(col(Case.number) == second)).one().state = "withdrawn"
    heard: list[tuple[int, int]] = []
    done = export.export(kiosk, [CaseNumber.kept("nada"), second, number], out, progress=lambda at, of: heard.append((at, of)))
    assert [each.number for each in done.written] == [number]
    assert [each for each, _why in done.failed] == ["nada", second]
    assert "canceló" in done.failed[1][1]
    assert heard == [(0, 3), (1, 3), (2, 3), (3, 3)]
    with kiosk.database.reading() as session:
        told = session.exec(select(Event).where(col(Event.name) == "case_exported")).all()
    assert [(each.actor, each.detail.split(":")[:2]) for each in told] == [("rosa", ["clear", done.written[0].sha256])]


@pytest.mark.parametrize("seals", [(), (0,)], ids=["clear", "sealed"])
def test_a_disk_that_fills_up_leaves_no_half_dossier(
    kiosk: Kiosk, number: CaseNumber, institute: tuple[Path, Path], out: Path, seals: tuple[int, ...]
) -> None:
    writing = sealing(kiosk, institute[0]) if seals else kiosk
    with a_disk_of(60_000):
        done = export.export(writing, [number], out)
    assert done.written == ()
    assert "no hay más lugar" in done.failed[0][1]
    assert names(out) == []
    assert export.export(writing, [number], out).written


def test_a_stick_that_is_pulled_out_is_told(kiosk: Kiosk, number: CaseNumber, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pulled(_path: Path, _content: bytes) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(dossier_folder, "write_safely", pulled)
    done = export.export(kiosk, [number], out)
    assert "revise que siga conectada" in done.failed[0][1]
    assert names(out) == []


def test_too_little_room_is_told_before_anything_is_written(
    kiosk: Kiosk, number: CaseNumber, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil._ntuple_diskusage(10**9, 10**9, 4_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: usage)
    with pytest.raises(KioskError, match="quedan 4,0"):
        export.export(kiosk, [number], out)
    assert names(out) == []


def test_what_a_dead_process_left_half_written_goes_once_it_is_old(kiosk: Kiosk, number: CaseNumber, out: Path) -> None:
    old, young, other = out / ".0123456789abcdef.new", out / ".fedcba9876543210.new", out / ".keep"
    for each in (old, young):
        each.mkdir(parents=True)
    other.write_bytes(b"")
    (old / "expediente.pdf").write_bytes(b"half")
    for each in (old, other):
        os.utime(each, (0, 0))
    export.export(kiosk, [number], out)
    assert names(out) == [young.name, other.name, number] if young.name < other.name else [other.name, young.name, number]


def test_whoever_gives_up_finds_whole_dossiers_only(kiosk: Kiosk, number: CaseNumber, out: Path) -> None:
    second = number_of(submit(kiosk, answer_all(kiosk, email=None)))
    looks = io.BytesIO(bytes(6))
    done = export.export(kiosk, [number, second], out, given_up=lambda: not looks.read(1))
    assert [each for each, _why in done.failed] == [number, second]
    assert "se dejó de esperar" in done.failed[0][1]
    assert names(out) == []
