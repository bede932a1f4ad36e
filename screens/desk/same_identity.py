"""The same identity in two cases: whether that is right is decided by a person, who can look at the other one with one key."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.cases.same_identity import SameDecision, SameIdentity
from kiosk.domain.errors import NotFound
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.locale import _
from kiosk.services.cases import same_identity
from screens.desk.base import DeskScreen
from screens.desk.paragraph import Paragraph
from screens.widgets.button import Button
from screens.widgets.menu import Menu
from screens.widgets.words import Words


class DecideSame(DeskScreen):
    """What is known of the two, and the two decisions; the next one follows, until all of this case are decided."""

    AUTO_FOCUS = "Menu Button"

    def __init__(self, number: CaseNumber) -> None:
        super().__init__()
        self._number = number
        self._other: SameIdentity | None = None

    @override
    def question(self) -> str:
        return _("¿Es la misma persona?")

    def hint(self) -> str:
        """Say of which case it is."""
        return _("Trámite {number}. Lo que decida queda con el nombre de usted, en los dos trámites.").format(number=self._number)

    @override
    def help_text(self) -> str:
        return _(
            "# La misma identidad en dos trámites\n\n"
            "El mismo número está en otro trámite, que sigue abierto o tiene otro nombre.\n\n"
            "- **Ver el otro** lo abre. Con **Esc** vuelve aquí.\n"
            "- **Está bien**: es la misma persona, y los dos trámites pueden seguir.\n"
            "- **Es un error**: escriba cuál, y qué se hace. El IESS lo lee en el expediente.\n\n"
            "Hasta que alguien decida, espera en «Hoy»."
        )

    def content(self) -> Iterable[Widget]:
        """Return what is known, and what can be done."""
        return (
            Words(id="same", classes="text"),
            Menu(
                [
                    Button(_("Ver el otro trámite"), self.look),
                    Button(_("Es la misma persona, está bien"), self.approve),
                    Button(_("Es un error: escribir cuál"), self.object),
                ]
            ),
        )

    def buttons(self) -> Sequence[Button]:
        """Return the way back, which decides nothing."""
        return (Button(_("Atrás"), self.back),)

    def on_screen_resume(self) -> None:
        """Show what is to be decided by now."""
        self.act(self.fetch)

    async def fetch(self) -> None:
        """Show the newest that is to be decided, or go back where none is left."""
        found = await self.call(same_identity.undecided, self._number)
        if not found:
            self.close()
            return
        self._other = found[0]
        self.query_one("#same", Words).say(same_identity.in_words(found[0]))

    @property
    def other(self) -> SameIdentity:
        """The other case; raises NotFound while it is still looked for."""
        if self._other is None:
            raise NotFound(_("Un momento: se busca el otro trámite."))
        return self._other

    async def look(self) -> None:
        """Open the other case, a look that is written down."""
        self.open(self.kiosk_app.case_view(self.other.number))

    async def approve(self) -> None:
        """Keep that it is right."""
        args = (self._number, self.other.number, SameDecision.SAME_PERSON)
        await self.call(same_identity.decide, *args, say=_("Guardando…"))
        await self.fetch()

    async def object(self) -> None:
        """Ask which mistake it is."""
        self.open(SayMistake(self._number, self.other.number))


class SayMistake(Paragraph):
    """Which of the two is wrong, and how it is mended."""

    LONGEST = same_identity.LONGEST_NOTE

    def __init__(self, number: CaseNumber, other: CaseNumber) -> None:
        super().__init__(number)
        self._other = other

    @override
    def question(self) -> str:
        return _("¿Cuál es el error, y qué se hace?")

    @override
    def hint(self) -> str:
        sentence = _("Queda en {number} y en {other}, con el nombre de usted, y el IESS lo lee en el expediente.")
        return sentence.format(number=self._number, other=self._other)

    async def save(self, text: str) -> None:
        """Keep the decision; the screen below shows the next one that waits, or goes, too."""
        await self.call(same_identity.decide, self._number, self._other, SameDecision.MISTAKE, text, say=_("Guardando…"))
