"""Everything that was said, to be read once more: each line leads to where it can be changed, and back here."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from textual.widget import Widget

from kiosk.locale import _
from screens.lined import Lined
from screens.review_lines import reminders, review_lines
from screens.session import Place, place_of
from screens.step import JourneyScreen
from screens.widgets.button import Button
from screens.widgets.facts import Points
from screens.widgets.lines import Lines
from screens.widgets.words import Words

if TYPE_CHECKING:
    from kiosk.domain.attestation import Attestation


class Review(Lined, JourneyScreen):
    """The review."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._vouched: tuple[Attestation, ...] | None = None
        """What was vouched for when it was drawn; None before that."""

    def question(self) -> str:
        """Ask."""
        return _("¿Está todo bien?")

    def hint(self) -> str:
        """Say how to read and change it, and to whom staff typed it that they are the one to say so."""
        if self.draft.entered_by and not self.session.staff:
            return _(
                "Lo escribió {name}, del personal. Léalo todo con calma: usted confirma. Enter sigue, ↓ elige una línea."
            ).format(name=self.draft.entered_by)
        return _("Léalo todo con Enter. Para cambiar una línea, baje con ↓ hasta ella.")

    def help_text(self) -> str:
        """Explain."""
        return _(
            "# Revisar\n\nAquí está todo lo que contestó. Todavía no se ha entregado nada.\n\n"
            "- **Enter** sigue leyendo; al final llega al botón **Aceptar**, que no entrega nada todavía.\n"
            "- Para cambiar algo, baje con ↓: en la línea marcada con ▸, **Enter** o **→** abre su pregunta. "
            "Al continuar, o con **Esc**, vuelve a esa línea."
        )

    def extra_keys(self) -> tuple[str, ...]:
        """Name one key more, for want of room: to staff the one to vouch, to the person the one to leave."""
        return tuple(key for key in super().extra_keys() if key.startswith("F6" if self.session.staff else "F4"))

    def content(self) -> Iterable[Widget]:
        """Return the lines."""
        procedure = self.session.procedure
        assert procedure, "there is nothing to review before it is chosen"  # noqa: S101 - a wrong place is a defect of ours
        self._vouched = self.draft.attestations
        lines = review_lines(self.draft, procedure, self.session.catalogue)
        self.session.mending = None
        yield Lines(lines, here=self.session.typed.pop("reviewed_line", None))
        if told := reminders(self.draft, procedure):
            yield Words(_("Antes de enviar, recuerde"), classes="line-heading")
            yield Points(told)

    def buttons(self) -> Sequence[Button]:
        """Return "Atrás" and "Aceptar", which sends nothing."""
        return (Button(_("Atrás"), self.back), Button(_("Aceptar"), self.go_on, primary=True))

    def on_mount(self) -> None:
        """Begin with reading, at once: a footer that named the button first would have the whole review passed unread."""
        self.set_focus(self.query_one(Lines), scroll_visible=False)

    def came_back(self) -> None:
        """Show anew what was vouched for over this screen."""
        if self._vouched is not None and self.draft.attestations != self._vouched:
            self.session.typed["reviewed_line"] = self.query_one(Lines).here
            self.kiosk_app.show_place(self.place)

    def on_lines_picked(self, event: Lines.Picked) -> None:
        """Go to where the line is changed."""
        event.stop()
        self.session.typed["reviewed_line"] = event.lines.here
        self.session.mending = place_of(event.value)
        self.kiosk_app.show_place(place_of(event.value))

    async def go_on(self) -> None:
        """Go on to the consent, and only there to the one deed that sends."""
        self.advance()
