"""The colours: three themes of our own, every text and ground pair at 7:1 or more, so that the style sheets name no colour."""

from collections.abc import Mapping
from typing import Final

from textual.theme import Theme

PAIRS: Final = (
    ("ink", "ground"),
    ("dim", "ground"),
    ("error-ink", "error-ground"),
    ("primary-ink", "primary-ground"),
    ("focus-ink", "focus-ground"),
    ("marked-ink", "marked-ground"),
    ("cursor-ink", "cursor-ground"),
    ("demo-ink", "demo-ground"),
)
"""Text upon its ground; a test computes their contrast."""

LINES: Final = ("line", "focus-line")
"""Borders upon `ground`: 3:1 or more."""

DARK: Final = {
    "ground": "#121212",
    "ink": "#ffffff",
    "dim": "#c6c6c6",
    "line": "#8a8a8a",
    "primary-ground": "#5fafff",
    "primary-ink": "#121212",
    "focus-ground": "#262626",
    "focus-ink": "#ffffff",
    "focus-line": "#ffd75f",
    "marked-ground": "#ffd75f",
    "marked-ink": "#121212",
    "cursor-ground": "#ffffff",
    "cursor-ink": "#121212",
    "error-ground": "#121212",
    "error-ink": "#ffafaf",
    "demo-ground": "#c6c6c6",
    "demo-ink": "#121212",
}
LIGHT: Final = {
    "ground": "#ffffff",
    "ink": "#121212",
    "dim": "#444444",
    "line": "#767676",
    "primary-ground": "#00478f",
    "primary-ink": "#ffffff",
    "focus-ground": "#fff3b0",
    "focus-ink": "#121212",
    "focus-line": "#121212",
    "marked-ground": "#ffdf33",
    "marked-ink": "#121212",
    "cursor-ground": "#121212",
    "cursor-ink": "#ffffff",
    "error-ground": "#ffffff",
    "error-ink": "#8f0000",
    "demo-ground": "#444444",
    "demo-ink": "#ffffff",
}
CONSOLE: Final = {
    "ground": "ansi_black",
    "ink": "ansi_bright_white",
    "dim": "ansi_white",
    "line": "ansi_white",
    "primary-ground": "ansi_blue",
    "primary-ink": "ansi_bright_white",
    "focus-ground": "ansi_black",
    "focus-ink": "ansi_bright_white",
    "focus-line": "ansi_bright_yellow",
    "marked-ground": "ansi_white",
    "marked-ink": "ansi_black",
    "cursor-ground": "ansi_white",
    "cursor-ink": "ansi_black",
    "error-ground": "ansi_red",
    "error-ink": "ansi_bright_white",
    "demo-ground": "ansi_white",
    "demo-ink": "ansi_black",
}
"""Sixteen colours; no bright ground, for the raw console shows those dark."""


def _theme(name: str, colours: Mapping[str, str], *, dark: bool, ansi: bool = False) -> Theme:
    return Theme(
        name=name,
        primary=colours["primary-ground"],
        foreground=colours["ink"],
        background=colours["ground"],
        surface=colours["ground"],
        panel=colours["ground"],
        dark=dark,
        ansi=ansi,
        variables={**colours, "ansi-background": colours["ground"]},  # textual names it and does not define it
    )


THEMES: Final = {
    "dark": _theme("kiosk-dark", DARK, dark=True),
    "light": _theme("kiosk-light", LIGHT, dark=False),
    "console": _theme("kiosk-console", CONSOLE, dark=True, ansi=True),
}


def chosen(setting: str, term: str) -> str:
    """Return the theme for a setting and a TERM: "auto" is dark, or console where the terminal is the raw one."""
    if setting in THEMES:
        return setting
    return "console" if term in {"linux", "vt100", "vt102", "vt220", "ansi"} else "dark"
