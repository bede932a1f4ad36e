"""The colours can be read by tired eyes, and on the raw console."""

import pytest
from textual.color import Color

from screens.frame import themes

CONSOLE = {
    "ansi_black": "#000000",
    "ansi_red": "#aa0000",
    "ansi_blue": "#0000aa",
    "ansi_white": "#aaaaaa",
    "ansi_bright_white": "#ffffff",
    "ansi_bright_yellow": "#ffff55",
}
PALETTES = {"dark": themes.DARK, "light": themes.LIGHT, "console": themes.CONSOLE}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2.2 computes it."""

    def luminance(name: str) -> float:
        colour = Color.parse(CONSOLE.get(name, name))
        parts = [part / 255 for part in (colour.r, colour.g, colour.b)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize(("ink", "ground"), themes.PAIRS)
def test_every_text_stands_out_from_its_ground(theme: str, ink: str, ground: str) -> None:
    assert contrast(PALETTES[theme][ink], PALETTES[theme][ground]) >= 7


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("line", themes.LINES)
def test_every_border_can_be_seen(theme: str, line: str) -> None:
    assert contrast(PALETTES[theme][line], PALETTES[theme]["ground"]) >= 3


def test_contrast_tells_grey_from_white() -> None:
    assert contrast("#777777", "#ffffff") < 7 < contrast("#000000", "#ffffff")


def test_the_console_has_no_bright_ground_for_it_would_come_out_dark() -> None:
    assert not [name for name, colour in themes.CONSOLE.items() if name.endswith("ground") and "bright" in colour]


@pytest.mark.parametrize(
    ("setting", "term", "theme"),
    [
        ("auto", "linux", "console"),
        ("auto", "xterm-256color", "dark"),
        ("light", "linux", "light"),
        ("console", "xterm", "console"),
    ],
)
def test_the_theme_follows_the_setting_and_then_the_terminal(setting: str, term: str, theme: str) -> None:
    assert themes.chosen(setting, term) == theme
