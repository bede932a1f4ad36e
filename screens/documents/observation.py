"""What the person adds in their own words, when they want to."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from textual.widgets import TextArea
from typing_extensions import override

from kiosk.domain.filing.answers import Observation
from kiosk.locale import _, ngettext
from kiosk.services.filing import drafts
from screens.visit.question import JourneyScreen
from screens.widgets.button import Button
from screens.widgets.words import Words
from screens.widgets.writing import Writing

MOST = 500
"""Characters."""


class WriteObservation(JourneyScreen):
    """A paragraph, or nothing."""

    AUTO_FOCUS = "Writing"
    looks_for_papers = True

    @override
    def question(self) -> str:
        return _("¿Quiere añadir algo a su trámite?")

    def hint(self) -> str:
        """Say that it may stay empty."""
        return _("No es obligatorio. Escriba algo que el IESS deba saber, o déjelo vacío.")

    @override
    def help_text(self) -> str:
        return _(
            "# Añadir algo\n\nNo es obligatorio. Lo que escriba llega al IESS junto con su solicitud.\n\n"
            "- **Guardar** o Enter lo guarda.\n"
            "- **Atrás** o Esc también lo guarda: nada de lo que escribió se pierde.\n"
            "- Para quitarlo, borre todo el texto."
        )

    def content(self) -> Iterable[Widget]:
        """Return where it is written."""
        before = self.draft.answers.observation
        return (Writing(before.text if before else "", limit=MOST), Words(id="left", classes="hint"))

    def buttons(self) -> Sequence[Button]:
        """Return the ways back, with it and without."""
        return (Button(_("Atrás"), self.back), Button(_("Guardar"), self.go_on, primary=True))

    def on_mount(self) -> None:
        """Begin at the end of what was written before."""
        writing = self.query_one(Writing)
        writing.move_cursor(writing.document.end)
        self._say_left()

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Say how much still fits."""
        event.stop()
        self._say_left()

    def on_writing_submitted(self, event: Writing.Submitted) -> None:
        """Save on Enter."""
        event.stop()
        self.act(self.go_on)

    async def go_on(self) -> None:
        """Save it, and go back to the documents."""
        answer = Observation(self.query_one(Writing).value)
        self.keep(await self.call(drafts.save, self.draft.id, answer, say=_("Guardando…")))
        self.kiosk_app.show_place(self.place)

    async def back(self) -> None:
        """Go back to the documents; what was written is saved this way, too."""
        before = self.draft.answers.observation
        if self.query_one(Writing).value != (before.text if before else ""):
            await self.go_on()
        else:
            self.kiosk_app.show_place(self.place)

    def _say_left(self) -> None:
        left = max(0, self.query_one(Writing).left)
        self.query_one("#left", Words).say(ngettext("Cabe 1 letra más.", "Caben {count} letras más.", left).format(count=left))
