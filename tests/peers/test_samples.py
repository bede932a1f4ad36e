"""The demonstration's stick, as a newcomer meets it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.adapters.documents.stick import list_files
from kiosk.adapters.samples.stick import write_samples
from kiosk.config import load
from kiosk.domain.documents.document import Paper
from kiosk.inspection.child.kinds import kind_not_taken
from kiosk.inspection.judged.inspector import Inspector
from kiosk.services.demonstration import parts


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "memoria"
    write_samples(folder)
    return folder


@pytest.fixture(scope="module")
def inspector() -> Iterator[Inspector]:
    looking = Inspector()
    yield looking
    looking.close()


def test_what_is_needed_first_is_listed_first_and_the_false_photo_is_left_out(stick: Path) -> None:
    listing = list_files(stick, kind_not_taken)
    assert [file.name for file in listing.files] == [
        "Cédula de María, adelante.jpg",
        "Cédula de María, atrás.jpg",
        "Solicitud firmada.pdf",
        "Cédula de Juan, adelante.jpg",
        "Cédula de Juan, atrás.jpg",
        "Cédula de Juan, los dos lados.pdf",
        "Foto demasiado grande.jpg",
    ]
    assert listing.left_out == 1


@pytest.mark.parametrize(
    ("name", "pages", "codes"),
    [
        ("Cédula de María, adelante.jpg", 1, []),
        ("Cédula de María, atrás.jpg", 1, []),
        ("Solicitud firmada.pdf", 1, []),
        ("Cédula de Juan, adelante.jpg", 1, []),
        ("Cédula de Juan, atrás.jpg", 1, []),
        ("Cédula de Juan, los dos lados.pdf", 2, []),
        ("Foto demasiado grande.jpg", 1, []),
        ("Lista de compras.jpg", 0, ["text"]),
    ],
)
def test_each_sample_is_taken_or_refused_as_it_should_be(
    stick: Path, inspector: Inspector, name: str, pages: int, codes: list[str]
) -> None:
    paper = Paper.PAGE if name.startswith("Solicitud") else Paper.CARD
    seen = inspector.inspect((stick / name).read_bytes(), paper)
    assert (seen.pages, [finding.code for finding in seen.findings]) == (pages, codes)


def test_the_samples_are_the_same_each_time(stick: Path, tmp_path: Path) -> None:
    write_samples(tmp_path)
    assert sorted(os.listdir(tmp_path)) == sorted(os.listdir(stick))  # noqa: PTH208 - names, not paths
    for again in tmp_path.iterdir():
        assert again.read_bytes() == (stick / again.name).read_bytes(), again.name


def test_a_demonstration_fills_an_empty_stick_and_leaves_a_filled_one_alone(tmp_path: Path) -> None:
    settings = load(demo=True, environ={"KIOSK_DATA_DIR": str(tmp_path)})
    assert settings.stick.folder is not None
    parts.prepare(settings)
    assert len(list_files(settings.stick.folder, kind_not_taken).files) == 7
    for file in settings.stick.folder.iterdir():
        file.unlink()
    (settings.stick.folder / "mine.jpg").write_bytes(b"\xff\xd8\xff")
    parts.prepare(settings)
    assert [file.name for file in list_files(settings.stick.folder, kind_not_taken).files] == ["mine.jpg"]
