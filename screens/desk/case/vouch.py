"""Vouching for the identity in a filed case: what was seen, by whoever sits at the desk, who answers for it by name."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.filing.attestation import Subject
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.vouching import HOW
from kiosk.locale import _
from kiosk.services.desk import access
from kiosk.services.filing import attestations
from kiosk.services.followup import vouching
from screens.desk.base import DeskScreen
from screens.widgets.button import Button
from screens.widgets.how_seen import HowSeen
from screens.widgets.words import Words


class Vouch(DeskScreen):
    """How it was seen, and what else is asked for it."""

    def __init__(self, number: CaseNumber) -> None:
        super().__init__()
        self._number = number

    @override
    def question(self) -> str:
        return _("¿Cómo sabe quién es?")

    @override
    def hint(self) -> str:
        return _("Trámite {number}. Usted responde por esto con su nombre.").format(number=self._number)

    def content(self) -> Iterable[Widget]:
        """Return nothing until it is known whether the number has a warning."""
        return ()

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back), Button(_("Doy fe"), self.go_on, primary=True))

    def on_mount(self) -> None:
        """Show what can have been seen."""
        self.act(self.fetch)

    async def fetch(self) -> None:
        """Look whose number it is, and what is doubtful about it."""
        case = await self.call(access.look_again, self._number)
        doubts = attestations.doubts_about(await self.kiosk_app.ready(), case.draft, "applicant")
        self.query_one("#hint", Words).say("\n".join([self.hint(), *(_("! {doubt}").format(doubt=each) for each in doubts)]))
        form = HowSeen(HOW[Subject.IDENTITY], doubted=bool(doubts))
        await self.query_one("#column").mount(form)
        form.query_one("Choices").focus()

    async def go_on(self) -> None:
        """Keep it, and go back to the case."""
        form = self.query(HowSeen)
        if not form:
            return
        sight = form.first().sight()
        await self.call(
            lambda kiosk: vouching.vouch_filed(
                kiosk,
                self._number,
                Subject.IDENTITY,
                sight.how,
                document_number=sight.document_number,
                reason=sight.reason,
            ),
            say=_("Guardando…"),
        )
        await self.back()
