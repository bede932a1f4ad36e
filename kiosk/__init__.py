"""Everything of the kiosk but its screens: rules, use cases, storage and the outside world. Runs without Textual."""

__version__ = "0.1.0"
