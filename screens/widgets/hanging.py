"""A text whose lists hang: what wraps stands below the first word of its line, not below the dot, sign or number before it."""

import re
from itertools import chain

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

_LEAD = re.compile(r" *(?:▸ +)?(?:(?:\d +)?\([ ●]\) +|[•●→!?] +|\d+\. +)?")
"""What stands before the first word of a line: spaces, and a list's dot, a state's sign, a number, or an option's marks."""


def hanging(text: Visual) -> Visual:
    """Return a text as it is to be drawn: with hanging lines, where it has any."""
    if isinstance(text, Content) and any(_lead(line) for line in text.plain.split("\n")):
        return Hanging(text)
    return text


class Hanging(Visual):
    """A text of several lines, each with its own indent."""

    def __init__(self, whole: Content) -> None:
        self._whole = whole
        self._lines = whole.split("\n", allow_blank=True)

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the cells in which nothing wraps."""
        return self._whole.get_optimal_width(rules, container_width)

    def get_minimal_width(self, rules: RulesMap) -> int:
        """Return the cells of the longest word."""
        return self._whole.get_minimal_width(rules)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the lines that it takes in a width of cells."""
        if not _wraps(rules):
            return self._whole.get_height(rules, width)
        parts = [_parted(line, width) for line in self._lines]
        return sum(rest.get_height(rules, max(1, width - lead.cell_length)) for lead, rest in parts)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        """Draw it in a width of cells."""
        if not width or not _wraps(options.rules):
            return self._whole.render_strips(width, height, style, options)
        strips = chain.from_iterable(_drawn(line, width, style, options) for line in self._lines)
        return list(strips)[:height]


def _drawn(line: Content, width: int, style: Style, options: RenderOptions) -> list[Strip]:
    lead, rest = _parted(line, width)
    indent = lead.cell_length
    strips = rest.render_strips(max(1, width - indent), None, style, options)
    if not indent:
        return strips
    beside = [*lead.render_strips(indent, 1, style, options), *[Strip.blank(indent, style.rich_style)] * (len(strips) - 1)]
    return [Strip.join(both) for both in zip(beside, strips, strict=True)]


def _parted(line: Content, width: int) -> tuple[Content, Content]:
    """Return what a line begins with, and the rest, which hangs beside it; nothing and all of it where it does not wrap."""
    indent = _lead(line.plain) if line.cell_length > width else 0
    return line[:indent], line[indent:]


def _wraps(rules: RulesMap) -> bool:
    return rules.get("text_wrap", "wrap") != "nowrap" and rules.get("text_align", "left") in {"left", "start"}


def _lead(line: str) -> int:
    found = _LEAD.match(line)
    return found.end() if found else 0
