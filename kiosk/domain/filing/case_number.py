"""The case number, `0417A-26-000123-9`: kiosk, series, year, count and check character (ISO 7064 mod 37,36).

The check catches every single wrong character and nearly all swaps, so a number copied by hand can be told wrong at once.
"""

import re
from typing import Any, Self

from pydantic_core import CoreSchema, core_schema
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

from kiosk.domain.errors import BadInput
from kiosk.domain.text import without_separators
from kiosk.locale import _

HIGHEST_COUNT = 999_999


class CaseNumber(str):
    """A case number as it is written: `kiosk` four characters, `series` a letter, `year` two digits, `sequence` from 1.

    Where one is typed, or read from a paper or a file, it is parsed; from there on, and from every row, it is carried.
    """

    __slots__ = ()

    def __new__(cls, kiosk: str, series: str, year: int, sequence: int) -> Self:
        """Write a number with its check character."""
        check = mod_37_36.calc_check_digit(f"{kiosk}{series}{year:02d}{sequence:06d}")
        return cls.kept(f"{kiosk}{series}-{year:02d}-{sequence:06d}-{check}")

    def __getnewargs__(self) -> tuple[Any, ...]:
        return self.kiosk, self.series, self.year, self.sequence

    @classmethod
    def kept(cls, written: str) -> Self:
        """Return a number as a row of ours holds it, which is not checked once more."""
        return super().__new__(cls, written)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> CoreSchema:
        written = core_schema.str_schema(pattern=r"^[0-9A-Z]{4}[A-Z]-[0-9]{2}-[0-9]{6}-[0-9A-Z]$")
        return core_schema.no_info_after_validator_function(cls.kept, written)

    @property
    def kiosk(self) -> str:
        """The kiosk that gave it."""
        return self[:4]

    @property
    def series(self) -> str:
        """The kiosk's series, another one since each restore."""
        return self[4]

    @property
    def year(self) -> int:
        """The year's last two digits."""
        return int(self[6:8])

    @property
    def sequence(self) -> int:
        """Which of its series and year it is, from 1."""
        return int(self[9:15])

    @property
    def groups(self) -> tuple[str, ...]:
        """The number in groups to dictate: `0417A`, `26`, `000`, `123`, `9`."""
        return (self[:5], self[6:8], self[9:12], self[12:15], self[16:])

    @classmethod
    def parse(cls, typed: str) -> Self:
        """Read a number as a person types it, spaces, case and hyphens forgiven; raises BadInput when its check fails."""
        compact = without_separators(typed).upper()
        wrong = BadInput(_("Revise el número: no coincide con su comprobante."), field="number")
        match = re.fullmatch(r"([0-9A-Z]{4})([A-Z])(\d{2})(\d{6})[0-9A-Z]", compact, re.ASCII)
        if not match:
            raise wrong
        try:
            mod_37_36.validate(compact)
        except ValidationError:
            raise wrong from None
        return cls(match[1], match[2], int(match[3]), int(match[4]))
