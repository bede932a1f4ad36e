"""Every finding has words, and they are plain."""

import pytest

from kiosk.inspection.codes import Code
from kiosk.inspection.sentences import megabytes, sentence


@pytest.mark.parametrize("code", Code)
def test_each_finding_says_what_to_do(code: Code) -> None:
    words = sentence(code, 2_400_001, 2_000_000).lower()
    assert any(verb in words for verb in ("tome", "tóme", "copie", "cópie", "elija", "guard", "escanee", "inténtelo"))
    assert "inválid" not in words
    assert "{" not in words


@pytest.mark.parametrize(("byte_count", "size"), [(2_000_000, "2"), (2_000_001, "2,1"), (2_400_000, "2,4"), (10_000_000, "10")])
def test_a_size_over_the_limit_never_reads_like_the_limit(byte_count: int, size: str) -> None:
    assert megabytes(byte_count) == size
