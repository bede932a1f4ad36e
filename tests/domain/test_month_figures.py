"""The institute's table of months: taken whole as it is published, or refused in a sentence that names the line."""

from pathlib import Path

import pytest

from kiosk.domain.errors import BadInput
from kiosk.domain.machine.month_figures import MonthFigures, parse_months

HEADER = b"year,month,complaints,attentions\n"
PUBLISHED = Path("kiosk/procedures/transparency.csv")


def test_the_published_history_is_read_whole() -> None:
    months = parse_months(PUBLISHED.read_bytes())
    assert (len(months), sum(each.attentions for each in months), sum(each.complaints for each in months)) == (29, 118_747, 4)
    assert (months[0], months[-1]) == (MonthFigures(2024, 1, 0, 3530), MonthFigures(2026, 5, 0, 2993))


def test_what_other_systems_put_around_the_lines_changes_nothing() -> None:
    content = b"\xef\xbb\xbf" + HEADER.replace(b"\n", b"\r\n") + b"2025,2,0,7\r\n2025,01,1,5\r\n\r\n"
    assert parse_months(content) == (MonthFigures(2025, 1, 1, 5), MonthFigures(2025, 2, 0, 7))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", 1),
        (b"year;month;complaints;attentions\n2025;1;0;5\n", 1),
        (b"month,year,complaints,attentions\n1,2025,0,5\n", 1),
        (HEADER, 2),
        (HEADER + b"2025,1,0,5\n2025,01,0,6\n", 3),
        (HEADER + b"2025,1,0,-5\n", 2),
        (HEADER + b"2025,1,0,5\n2025,2,0,cinco\n", 3),
        (HEADER + b"2025,1,0,5\n\n2025,2,0,5\n", 3),
        (HEADER + b'2025,1,0,"=HYPERLINK(""x"")"\n', 2),
        (HEADER + b"2025,13,0,5\n", 2),
        (HEADER + b"1999,1,0,5\n", 2),
        (HEADER + b"2025,1,0,5,9\n", 2),
        (HEADER + "2025,1,0,٥\n".encode(), 2),
        (HEADER + b"2025,1,0,12345678901\n", 2),
        (HEADER + b"2025,1,0,5\x002\n", 2),
        (HEADER + b"2025,1,0,5\n\x89PNG\r\n\x1a\n", 3),
    ],
)
def test_anything_else_is_refused_naming_the_line(content: bytes, line: int) -> None:
    with pytest.raises(BadInput) as refused:
        parse_months(content)
    assert refused.value.message.startswith(f"Línea {line}: ")
    assert refused.value.message.count(".") == 1


def test_a_file_that_is_far_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(BadInput, match="demasiado grande"):
        parse_months(HEADER + b"2025,1,0,5\n" * 100_000)
