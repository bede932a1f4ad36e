"""From the stick into a slot: what is listed can be read, and what is read is looked at."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.errors import NotFound
from kiosk.services.documents import stick
from kiosk.services.kiosk import Kiosk
from kiosk.settings import StickSettings
from tests.filing import photograph


@pytest.fixture
def with_stick(kiosk: Kiosk, tmp_path: Path) -> Kiosk:
    (tmp_path / "stick").mkdir()
    return replace(kiosk, settings=replace(kiosk.settings, stick=StickSettings(tmp_path / "stick")))


def test_a_kiosk_that_reads_no_sticks_says_so(kiosk: Kiosk) -> None:
    with pytest.raises(NotFound, match="no lee memorias USB"):
        stick.files(kiosk)


def test_a_listed_photo_is_read_whole_and_found_fine(with_stick: Kiosk, tmp_path: Path) -> None:
    (tmp_path / "stick" / "foto.jpg").write_bytes(photograph())
    (tmp_path / "stick" / "notas.txt").write_bytes(b"hola")
    (file,) = stick.files(with_stick)
    assert stick.listing(with_stick).left_out == 1
    content = stick.read(with_stick, file)
    assert content == photograph()
    assert with_stick.inspector.inspect(content).verdict.may_be_attached


def test_a_file_far_too_large_is_cut_off_and_refused_as_such(with_stick: Kiosk, tmp_path: Path) -> None:
    with (tmp_path / "stick" / "enorme.pdf").open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(300_000_000)
    (listed,) = stick.files(with_stick)
    assert listed.byte_count == 300_000_000
    content = stick.read(with_stick, listed)
    assert len(content) < 30_000_000
    assert [finding.code for finding in with_stick.inspector.inspect(content).findings] == ["far_too_large"]
