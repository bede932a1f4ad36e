"""A case whole on one page, to be read through; Enter on a document shows it, and one button leads to what can be done."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.desk.permits import SEE_CASES
from kiosk.domain.desk.task import TaskKind, Why
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.locale import _
from kiosk.services.cases import same_identity
from kiosk.services.desk import access
from kiosk.words.case_lines import case_lines
from kiosk.words.cases import lacking_in_words
from kiosk.words.stages import stage_words
from screens.desk.base import DeskScreen
from screens.desk.case.actions import CaseActions
from screens.desk.case.document import FiledDocument
from screens.widgets.button import Button
from screens.widgets.lines import Line, Lines
from screens.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.domain.cases.whole import CaseWhole


class CaseLines(Lines):
    """The lines of a case; those of documents can be opened."""

    @property
    def keys(self) -> str:
        """The keys, for the footer."""
        return _("↑ ↓ mover · Enter ver documento")


class CaseView(DeskScreen):
    """The case of a number. Opening it is a look, that is written down with `why`; coming back to it is the same look."""

    needs = SEE_CASES

    AUTO_FOCUS = "Button.-primary"

    def __init__(self, number: CaseNumber, why: str = Why.DESK) -> None:
        super().__init__()
        self.number, self._why = number, why
        self.case: CaseWhole | None = None

    @override
    def question(self) -> str:
        return _("Trámite {number}").format(number=self.number)

    @override
    def help_text(self) -> str:
        return _(
            "# El trámite completo\n\nAquí está todo lo que se dijo, los documentos, los correos y papeles, y quién hizo qué.\n\n"
            "- **↓** y **AvPág** recorren la página.\n"
            "- **↑** lleva a los documentos: **Enter** muestra el que está marcado.\n"
            "- **Qué hacer** lleva a lo que se puede hacer con él."
        )

    def content(self) -> Iterable[Widget]:
        """Return nothing until it is read."""
        return ()

    def buttons(self) -> Sequence[Button]:
        """Return the way back and to what can be done."""
        return (Button(_("Atrás"), self.back), Button(_("Qué hacer"), self.go_on, primary=True))

    def on_screen_resume(self) -> None:
        """Show it as it is by now."""
        self.act(self.fetch)

    async def fetch(self) -> None:
        """Read it, the first time with a word in its log."""
        if self.case is None:
            case = await self.call(access.look, self.number, self._why)
        else:
            case = await self.call(access.look_again, self.number)
        if case != self.case:
            self.case = case
            self.query_one("#hint", Words).say(standing(case))
            before = [*self.query(CaseLines)]
            told = case_lines(case, (await self.kiosk_app.ready()).catalogue)
            found = [Line(*each) for each in told]
            first = _undecided(case, found) if self._why == TaskKind.DOCUMENT else None
            here, in_focus = (before[0].here, before[0].has_focus) if before else (first or 0, first is not None)
            lines = CaseLines(found, here=here)
            await self.query("#column CaseLines").remove()
            await self.query_one("#column").mount(lines)
            if in_focus:  # whoever came back from a document goes on to the next one
                lines.focus()
        self.draw_frame()

    def on_lines_picked(self, event: Lines.Picked) -> None:
        """Show a document."""
        event.stop()
        if self.case is not None:
            self.open(FiledDocument(self.case, event.value))

    async def go_on(self) -> None:
        """Show what can be done."""
        if self.case is not None:
            self.open(CaseActions(self.case))


def _undecided(case: "CaseWhole", lines: Sequence[Line]) -> int | None:
    """Return which of the lines that can be opened is the first document about which somebody must decide."""
    slots = {each.slot for each in case.draft.attachments if each.is_undecided}
    openable = [line.value for line in lines if line.value]
    return next((place for place, slot in enumerate(openable) if slot in slots), None)


def standing(case: "CaseWhole") -> str:
    """Return how far a case got, and what it lacks."""
    lacks = [_("! {lacking}.").format(lacking=lacking_in_words(each)) for each in case.lacking]
    same = [_("! {remark}").format(remark=same_identity.in_words(each)) for each in case.same_identity]
    return "\n".join([_("Solicitud {state}.").format(state=stage_words(case.stage).long), *lacks, *same])
