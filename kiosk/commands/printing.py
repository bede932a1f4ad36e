"""JSON for programs and lines for people, from the same values."""

import argparse
import json
from collections.abc import Callable
from typing import Any

from kiosk.locale import _


def as_json(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Return a value as indented JSON, letters as they are."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def at_most(most: int) -> Callable[[str], int]:
    """Return what reads a number of lines from 1 to so many, for argparse."""

    def read(typed: str) -> int:
        if typed.isdecimal() and typed.isascii() and 0 < int(typed) <= most:
            return int(typed)
        raise argparse.ArgumentTypeError(_("un número de 1 a {most}").format(most=most))

    return read
