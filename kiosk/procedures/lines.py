"""On which line of a TOML file a value stands: tomllib does not tell, and a mistake without its line is searched for in vain.

Only for files that tomllib has read: what is not well formed never gets here.
"""

import re
from collections.abc import Iterator

from kiosk.procedures.mistake import Place

_PIECE = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'  # texts of several lines
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'  # texts of one line
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|\n|[\[\]{}=,.]"
    r"""|[^\s\[\]{}=,."'\#]+""",
    re.DOTALL,
)

Piece = tuple[str, int]


class LineNumbers:
    """The lines of one file by the place of what begins there."""

    def __init__(self, source: str) -> None:
        self._lines: dict[Place, int] = {}
        self._newest: dict[Place, int] = {}
        table: Place = ()
        for statement in _statements(source):
            if statement[0][0] == "[":
                table = self._header(statement)
            else:
                self._assignment(table, statement)

    def of(self, place: Place) -> int:
        """Return the line (from 1) of a place, or of the nearest thing around it; 1 for the file itself."""
        while place and place not in self._lines:
            place = place[:-1]
        return self._lines.get(place, 1)

    def _header(self, statement: list[Piece]) -> Place:
        """Note `[table]` or one more `[[table]]`, inside the newest element of any array of tables around it."""
        *around, last = [_name(piece) for piece, _line in statement if piece not in "[]."]
        place: Place = ()
        for name in around:
            place = (*place, name)
            place += (self._newest[place],) if place in self._newest else ()
        place = (*place, last)
        if statement[1][0] == "[":
            self._newest[place] = self._newest.get(place, -1) + 1
            place = (*place, self._newest[place])
        self._lines[place] = statement[0][1]
        return place

    def _assignment(self, table: Place, statement: list[Piece]) -> None:
        """Note `key = value`, and where each element begins when the value is an array."""
        equals = [piece for piece, _line in statement].index("=")
        place = (*table, *(_name(piece) for piece, _line in statement[:equals] if piece != "."))
        self._lines[place] = statement[0][1]
        depth, count, begins = 0, 0, False
        for piece, line in statement[equals + 1 :]:
            if begins and piece != "]":
                self._lines[*place, count] = line
                count += 1
            depth += (piece in "[{") - (piece in "]}")
            begins = depth == 1 and piece in "[,"


def _statements(source: str) -> Iterator[list[Piece]]:
    """Yield headers and assignments as pieces with their lines, comments left out."""
    statement: list[Piece] = []
    depth, line = 0, 1
    for match in _PIECE.finditer(source):
        piece = match[0]
        if piece == "\n" and depth == 0 and statement:
            yield statement
            statement = []
        elif piece != "\n" and not piece.startswith("#"):
            statement.append((piece, line))
            depth += (piece in "[{") - (piece in "]}")
        line += piece.count("\n")
    if statement:
        yield statement


def _name(piece: str) -> str:
    """Return a key without its quotes."""
    return piece.strip("\"'")
