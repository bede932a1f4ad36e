"""JSON for programs and lines for people, from the same values."""

import json
from typing import Any


def as_json(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Return a value as indented JSON, letters as they are."""
    return json.dumps(value, ensure_ascii=False, indent=2)
