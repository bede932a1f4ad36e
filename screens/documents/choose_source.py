"""From where a document comes: the scanner, the memory stick, the folder of a network scanner, each where the kiosk has one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.procedure import Slot
from kiosk.locale import _
from kiosk.services.filing import forms
from kiosk.services.papers.ways import Way, ways_in
from screens.documents.everything import EVERYTHING
from screens.documents.form_printed import ask_after_print
from screens.documents.source import SourceScreen
from screens.widgets.button import Button
from screens.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk
    from kiosk.settings import Settings

SCANNER, STICK, INBOX, PRINT = *map(str, Way), "print"


@dataclass(frozen=True, slots=True)
class Source:
    """A line of the choice."""

    id: str
    label: str
    hint: str


def sources_for(settings: "Settings", slot: Slot) -> tuple[Source, ...]:
    """Return from where this document can come at this kiosk; for the application form, also that it can be printed first."""
    ways = ways_in(settings)
    known = (
        (
            slot.requirement.form and settings.printer.prints_forms,
            Source(PRINT, _("Imprimir la solicitud para firmarla"), _("Si todavía no la tiene. Después se pone aquí, ya firmada.")),
        ),
        (
            Way.SCANNER in ways,
            Source(SCANNER, _("Escanear el papel aquí"), _("Con el escáner que está junto a este kiosco.")),
        ),
        (
            Way.STICK in ways,
            Source(STICK, _("De mi memoria USB"), _("Una foto JPG o un PDF que ya trae guardado.")),
        ),
        (
            Way.INBOX in ways,
            Source(INBOX, _("De la copiadora del dispensario"), _("Se escanea allí, y el archivo llega solo a este kiosco.")),
        ),
    )
    return tuple(source for there, source in known if there)


class ChooseSource(SourceScreen):
    """Asks from where this document comes; dismisses with the source."""

    AUTO_FOCUS = "Rows"

    @override
    def question(self) -> str:
        return _("¿De dónde los toma?") if self.slot.id == EVERYTHING.id else _("¿De dónde lo toma?")

    def hint(self) -> str:
        """Say which document, and whose."""
        return self.whose()

    @override
    def help_text(self) -> str:
        known = {
            Way.SCANNER: _("- **Escanear**: si trae el papel en la mano."),
            Way.STICK: _("- **Memoria USB**: si trae el documento guardado como foto JPG o como PDF."),
            Way.INBOX: _("- **Copiadora**: escanee el papel en la copiadora del dispensario, y el archivo llega aquí."),
        }
        ways = "\n".join(known[each] for each in ways_in(self.kiosk_app.settings))
        told = _("# De dónde se toma su documento\n\n{ways}\n\nSi no sabe cuál le conviene, pregunte al personal.")
        return told.format(ways=ways)

    @override
    def content(self) -> Iterable[Widget]:
        offered = sources_for(self.kiosk_app.settings, self.slot)
        draft = self.session.draft  # none for a case that was filed
        filled = draft is not None and any(each.slot == self.slot.id for each in draft.attachments)
        first = next((each.id for each in offered if each.id != PRINT), None) if filled else None
        return (Rows([Row(each.id, each.label, "", each.hint) for each in offered], here=first),)

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back),)

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Give the source, or print the form."""
        event.stop()
        if event.value == PRINT:
            self.act(self.print_form)
        else:
            self.dismiss(event.value)

    async def print_form(self) -> None:
        """Print the application form, filled in, and say what to do with it."""
        if not await self.call(_print_form, self.draft.id, say=_("Preparando la solicitud…")):
            raise BadInput(_("No se pudo imprimir la solicitud. Pida una en blanco al personal."))
        await ask_after_print(self)


def _print_form(kiosk: "Kiosk", draft_id: str) -> bool:
    return forms.print_form(kiosk, draft_id)
