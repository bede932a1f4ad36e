"""Who acts where no member of staff does; none can have either name."""

from typing import Final

CITIZEN: Final = "citizen"
"""Whoever stands in front of the kiosk."""
MACHINE: Final = "kiosk"
"""The kiosk by itself."""
