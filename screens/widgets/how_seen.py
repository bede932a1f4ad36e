"""How something was seen that staff vouch for: the ways, and what is to be written with some of them. The same at every screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.attestation import Seen
from kiosk.locale import _
from kiosk.services.filing.attestations import LONGEST_DOCUMENT_NUMBER, LONGEST_REASON
from screens.widgets.choices import Choices, Option
from screens.widgets.field import Field


@dataclass(frozen=True, slots=True)
class Sight:
    """What is vouched for, as it was typed."""

    how: Seen
    document_number: str
    reason: str


class HowSeen(Vertical):
    """The ways in which it can have been seen; `doubted` where there is a warning, so that a reason is wanted with each."""

    DEFAULT_CSS = "HowSeen { height: auto; }"

    def __init__(self, ways: Sequence[Seen], *, doubted: bool = False) -> None:
        super().__init__()
        self._ways, self._doubted = ways, doubted

    def compose(self) -> ComposeResult:
        """Show the ways, and what goes with one once it is chosen."""
        yield Choices("how", [Option(each, _first_person(each)) for each in self._ways], dense=True)
        yield Field("document_number", _("Qué documento, y su número"), limit=LONGEST_DOCUMENT_NUMBER, width=40)
        yield Field("reason", _("Motivo"), limit=LONGEST_REASON)

    def on_mount(self) -> None:
        """Ask for nothing before a way is chosen."""
        self._show_fields(None)

    def on_choices_changed(self, event: Choices.Changed) -> None:
        """Ask for what is to be written with this way."""
        self._show_fields(event.choices.value)

    def sight(self) -> Sight:
        """Return what was said; raises BadInput while no way is chosen."""
        how = self.query_one(Choices).value
        if how is None:
            raise BadInput(_("Elija cómo lo comprobó."), field="how")
        number, reason = (self.query_one(f"#field-{name}", Field) for name in ("document_number", "reason"))
        return Sight(Seen(how), number.value if number.display else "", reason.value if reason.display else "")

    def _show_fields(self, how: str | None) -> None:
        self.query_one("#field-document_number").display = how == Seen.OTHER_PAPER
        self.query_one("#field-reason").display = how == Seen.KNOWN or (how is not None and self._doubted)


def _first_person(how: Seen) -> str:
    return {
        Seen.CARD: _("Vi la cédula original"),
        Seen.APP: _("Vi la app GOB.EC"),
        Seen.OTHER_PAPER: _("Vi otro documento"),
        Seen.KNOWN: _("El dispensario conoce a la persona"),
        Seen.OWN_ADDRESS: _("Revisó su correo delante de mí"),
        Seen.NO_EMAIL: _("No tiene correo"),
        Seen.EMAIL_LATER: _("Dará un correo después"),
    }[how]
