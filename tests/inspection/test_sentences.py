"""Every finding has words, and they are plain."""

import pytest

from kiosk.domain.documents.document import Origin
from kiosk.inspection.codes import Code
from kiosk.inspection.judged.inspector import Inspector
from kiosk.inspection.judged.sentences import megabytes, sentence


@pytest.mark.parametrize("origin", Origin)
@pytest.mark.parametrize("code", Code)
def test_each_finding_says_what_to_do(code: Code, origin: Origin) -> None:
    words = sentence(code, 2_400_001, 2_000_000, origin).lower()
    assert any(verb in words for verb in ("tome", "tóme", "copie", "cópie", "elija", "guard", "escanee", "escanée", "inténtelo"))
    assert "inválid" not in words
    assert "{" not in words


@pytest.mark.parametrize(("byte_count", "size"), [(2_000_000, "2"), (2_000_001, "2,1"), (2_400_000, "2,4"), (10_000_000, "10")])
def test_a_size_over_the_limit_never_reads_like_the_limit(byte_count: int, size: str) -> None:
    assert megabytes(byte_count) == size


NEVER_FROM_A_SCANNER = {Code.HEIC, Code.WEBP, Code.GIF, Code.OTHER_IMAGE, Code.OFFICE, Code.ARCHIVE, Code.PROGRAM, Code.VIDEO}


@pytest.mark.parametrize("code", sorted(set(Code) - NEVER_FROM_A_SCANNER - {Code.TEXT, Code.UNKNOWN}))
def test_a_scan_is_mended_at_the_scanner_and_not_with_a_telephone_or_a_stick(code: Code) -> None:
    words = sentence(code, 0, 2_000_000, Origin.SCAN).lower()
    assert not any(each in words for each in ("foto", "teléfono", "ventana", "flash", "memoria"))


def test_the_inspection_speaks_of_the_way_in_which_the_document_came(inspector: Inspector) -> None:
    cut = b"\xff\xd8\xff\xe0"
    assert "foto" in inspector.inspect(cut).findings[0].message
    assert "Escan" in inspector.inspect(cut, origin=Origin.SCAN).findings[0].message


def test_no_paper_and_an_empty_one_are_said_in_their_own_words() -> None:
    for code, words in ((Code.NO_PAPER, "Aquí no se ve un papel con letras."), (Code.BLANK, "Esta hoja está en blanco.")):
        for origin in Origin:
            assert sentence(code, 0, 2_000_000, origin).startswith(words)
