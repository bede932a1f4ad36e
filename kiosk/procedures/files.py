"""Where the files stand and what they are called."""

from pathlib import Path

BUILT_IN = Path(__file__).parent
"""The folder of the files that come with the kiosk."""
CATALOGUE = "catalogue.toml"
TERRITORY = "territory.toml"
HOLIDAYS = "holidays.toml"
SHARED = frozenset({CATALOGUE, TERRITORY, HOLIDAYS})
"""The files that are no procedure."""
