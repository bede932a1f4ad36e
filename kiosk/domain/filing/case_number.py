"""The case number, `0417A-26-000123-9`: kiosk, series, year, count and check character (ISO 7064 mod 37,36).

The check catches every single wrong character and nearly all swaps, so a number copied by hand can be told wrong at once.
"""

import re
from dataclasses import dataclass

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

from kiosk.domain.errors import BadInput
from kiosk.domain.text import without_separators
from kiosk.locale import _

HIGHEST_COUNT = 999_999


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A case number by its parts: `kiosk` four characters, `series` a letter, `year` two digits, `count` from 1."""

    kiosk: str
    series: str
    year: int
    count: int

    def __str__(self) -> str:
        return f"{self.kiosk}{self.series}-{self.year:02d}-{self.count:06d}-{self.check}"

    @property
    def check(self) -> str:
        """The check character over all the others."""
        return str(mod_37_36.calc_check_digit(f"{self.kiosk}{self.series}{self.year:02d}{self.count:06d}"))

    @property
    def groups(self) -> tuple[str, ...]:
        """The number in groups to dictate: `0417A`, `26`, `000`, `123`, `9`."""
        count = f"{self.count:06d}"
        return (f"{self.kiosk}{self.series}", f"{self.year:02d}", count[:3], count[3:], self.check)

    @classmethod
    def parse(cls, typed: str) -> "CaseNumber":
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
