"""Legal texts and helps: headings, paragraphs, lists and bold, drawn without the weight of a Markdown library."""

import re

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.text import clean
from screens.widgets.words import Words

_WHOLE_TEXT = 20_000
"""Characters of one block."""


class TextPane(Vertical):
    """A text in simple Markdown, one widget a block, so that each wraps with its own indent."""

    def __init__(self, body: str, *, id: str | None = None) -> None:  # noqa: A002 - textual's name
        super().__init__(id=id, classes="text-pane")
        self._body = body

    @override
    def compose(self) -> ComposeResult:
        yield from self._blocks()

    async def show(self, body: str) -> None:
        """Show another text."""
        self._body = body
        await self.remove_children()
        await self.mount(*self._blocks())

    def _blocks(self) -> list[Widget]:
        laid: list[Widget] = [
            Horizontal(Words("•", classes="bullet"), Words(with_bold(text)), classes="-item")
            if kind == "item"
            else Words(with_bold(text), classes=f"-{kind}")
            for kind, text in blocks(self._body)
        ]
        for first in (each for each in laid if isinstance(each, Words)):
            first.add_class("-first")  # :first-of-type would have every word on every page styled once more
            break
        return laid


def blocks(body: str) -> list[tuple[str, str]]:
    """Return the blocks of a text as (kind, text): kinds are heading, paragraph and item."""
    found: list[tuple[str, str]] = []
    running = False
    for raw in body.splitlines():
        line = clean(raw, limit=_WHOLE_TEXT)
        if not line:
            running = False
        elif heading := re.match(r"#{1,4} +(.+)", line):
            found.append(("heading", heading[1]))
            running = False
        elif item := re.match(r"(?:[-*]|\d+\.) +(.+)", line):
            found.append(("item", item[1]))
            running = True
        elif running:
            kind, text = found[-1]
            found[-1] = (kind, f"{text} {line}")
        else:
            found.append(("paragraph", line))
            running = True
    return found


def with_bold(text: str) -> Content:
    """Return the text with `**words**` in bold."""
    parts = re.split(r"\*\*(.+?)\*\*", text)
    return Content.assemble(*((part, "bold") if place % 2 else part for place, part in enumerate(parts)))
