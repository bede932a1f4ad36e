"""What belongs to another account, whoever runs the tests."""

import os
from pathlib import Path

NOBODY = 65534


def of_another(path: Path, else_: str) -> Path:
    """Give `path` to another account and return it; where only root could do that, return what is root's."""
    if os.geteuid() != 0:
        return Path(else_)
    os.chown(path, NOBODY, NOBODY)
    return path
