"""A page of the desk on which one paragraph about a case is written, whatever it is for."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.filing.case_number import CaseNumber
from kiosk.locale import _
from screens.desk.base import DeskScreen
from screens.widgets.button import Button
from screens.widgets.writing import Writing


class Paragraph(DeskScreen):
    """A paragraph of at most `LONGEST` characters, saved with Enter; then the screen below stands again."""

    AUTO_FOCUS = "Writing"
    LONGEST: ClassVar[int]

    def __init__(self, number: CaseNumber) -> None:
        super().__init__()
        self._number = number

    def content(self) -> Iterable[Widget]:
        """Return where it is written."""
        return (Writing("", limit=self.LONGEST),)

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back), Button(_("Guardar"), self.go_on, primary=True))

    def on_writing_submitted(self, event: Writing.Submitted) -> None:
        """Save on Enter."""
        event.stop()
        self.act(self.go_on)

    @override
    async def go_on(self) -> None:
        await self.save(self.query_one(Writing).value)
        self.close()

    async def save(self, text: str) -> None:
        """Keep what was written; raises BadInput where it does not serve."""
        raise NotImplementedError
