"""What was sorted, in pictures: "¿Son estos?" for all of it, after asking one by one for what only its person can know."""

from collections.abc import Iterable, Sequence

from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.documents.document import Picture
from kiosk.domain.filing.gathered import Placing
from kiosk.domain.filing.procedure import Slot, open_slots, slots
from kiosk.locale import _, ngettext
from kiosk.services.documents import gathering
from screens.documents.reading_behind import read_behind
from screens.frame.dialog import Answer
from screens.session.visit import Place
from screens.visit.question import JourneyScreen
from screens.widgets.button import Button
from screens.widgets.main import Main
from screens.widgets.picture import CellPicture
from screens.widgets.rows import Row, Rows
from screens.widgets.words import Words
from screens.words.document import slot_in_words

NOWHERE = "nowhere"
WIDEST, TALLEST = 20, 6
"""Cells of a picture among others."""
ABREAST = 3
WIDEST_ALONE, TALLEST_ALONE = 30, 12
BORDER = 2


class _Sorted(JourneyScreen):
    """What both questions hold."""

    looks_for_papers = True

    def __init__(self, place: Place, pile: gathering.Pile) -> None:
        super().__init__(place)
        self.pile = pile

    async def back(self) -> None:
        """Go back to the list; nothing was put anywhere."""
        self.dismiss(None)


class WhichPaper(_Sorted):
    """Asks of the first paper in doubt what it is; dismisses with the slot's id, or NOWHERE."""

    AUTO_FOCUS = "Rows"

    @override
    def question(self) -> str:
        return _("¿Qué documento es este?")

    def hint(self) -> str:
        """Say why it is asked."""
        return _("El kiosco no lo reconoce. Elija en la lista, por favor.")

    @override
    def help_text(self) -> str:
        return _(
            "# Un papel que el kiosco no reconoce\n\n"
            "- Si es uno de los documentos que faltan, elija cuál y pulse Enter.\n"
            "- Si no tiene que ver con el trámite, elija **Ninguno de estos**: no se guarda.\n"
            "- Con **Esc** vuelve a la lista de documentos. Nada queda puesto."
        )

    def content(self) -> Iterable[Widget]:
        """Return the picture beside what it may be."""
        doubt = self.pile.gathered.doubts[0]
        several = len({each.person for each in doubt.slots if each.person}) > 1
        named = slot_in_words if several else _name
        rows = [Row(each.id, named(each)) for each in doubt.slots]
        drawn = _drawn(self.pile.pictures.get(doubt.pick), WIDEST_ALONE, TALLEST_ALONE)
        return (Horizontal(*drawn, Rows([*rows, Row(NOWHERE, _("Ninguno de estos"))]), id="which"),)

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back),)

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Give the answer."""
        event.stop()
        self.dismiss(event.value)


class AreThese(_Sorted):
    """Shows everything that was found, to be agreed to at once; dismisses with True once it was put."""

    AUTO_FOCUS = "Button.-primary"

    @override
    def question(self) -> str:
        return _("¿Son estos sus documentos?")

    def hint(self) -> str:
        """Say how much of what is missing was found, and what was left aside."""
        whole = not self._still_missing()
        said = [_("Mire si cada uno está bajo su nombre.") if whole else self._missing_in_words()]
        if any(not each.sure for each in self.pile.gathered.placings):
            said.append(_("Fíjese bien en los que dicen «?»."))
        if self.pile.gathered.strangers:
            said.append(_("No usamos la cédula de quien no está en este trámite."))
        if self.pile.gathered.foreign:
            said.append(_("No usamos las hojas de la solicitud de otro trámite."))
        if whole and self.pile.from_stick:
            said.append(_("Ya puede sacar su memoria USB."))
        return " ".join(said)

    @override
    def help_text(self) -> str:
        return _(
            "# Así ordenamos sus documentos\n\n"
            "- **Sí, son estos**: cada uno queda en su lugar. Después puede cambiarlos todavía.\n"
            "- **Ver los demás**: baja hasta los que todavía no se ven.\n"
            "- **Uno por uno**: no se pone ninguno, y elige usted cada archivo.\n"
            "- Lo que no hizo falta se quedó en su memoria: el kiosco no lo guarda."
        )

    def content(self) -> Iterable[Widget]:
        """Return a picture for each document, under its name."""
        figures = [self._figure(each) for each in self.pile.gathered.placings]
        return [Horizontal(*figures[at : at + ABREAST], classes="figures") for at in range(0, len(figures), ABREAST)]

    @override
    def buttons(self) -> Sequence[Button]:
        return (
            Button(_("Atrás"), self.back),
            Button(_("Uno por uno"), self.back),
            Button(_("Sí, son estos"), self.go_on, primary=True),
        )

    def draw_frame(self) -> None:
        """Let the button show what is below before it agrees to it."""
        label = _("Ver los demás") if self._more_below() else _("Sí, son estos")
        for button in self.query("Button.-primary").results(Button):
            if button.label != label:
                button.label = label
                button.refresh(layout=True)
        super().draw_frame()

    def on_main_scrolled(self) -> None:
        """Name the button as there is more or less below."""
        self.draw_frame()

    def _more_below(self) -> bool:
        return any(main.more_below for main in self.query(Main))

    async def go_on(self) -> None:
        """Put all of it, once all was in sight."""
        if self._more_below():
            self.query_one(Main).scroll_page_down(animate=False)
            return
        draft, refused = await self.call(gathering.put, self.draft.id, self.pile, say=_("Guardando sus documentos…"))
        self.keep(draft)
        self.session.files |= self.pile.marks
        read_behind(self.kiosk_app)
        if refused:
            await self.ask(_("Uno no se pudo poner"), "\n\n".join(refused), [Answer("on", _("Seguir"))])
        self.dismiss(result=True)

    def _figure(self, placing: Placing) -> Widget:
        name, pages = placing.slot.requirement.name, len(placing.picks)
        caption = name if placing.sure else _("? {document}").format(document=name)
        if pages > 1:
            caption = _("{document} ({pages} hojas)").format(document=caption, pages=pages)
        procedure = self.session.procedure
        asked = slots(procedure, self.draft.answers) if procedure else ()
        several = len({each.person for each in asked if each.person}) > 1
        whose = [Words(placing.slot.person_name, classes="whose")] if several and placing.slot.person else []
        drawn = _drawn(self.pile.pictures.get(placing.picks[0]), WIDEST, TALLEST)
        return Vertical(Words(caption, classes="caption"), *whose, *drawn, classes="figure")

    def _still_missing(self) -> list[Slot]:
        procedure = self.session.procedure
        slots = open_slots(procedure, self.draft) if procedure else ()
        return self.pile.gathered.still_missing(slots)

    def _missing_in_words(self) -> str:
        missing = [each.requirement.name for each in self._still_missing()]
        return ngettext("Todavía falta: {documents}.", "Todavía faltan: {documents}.", len(missing)).format(
            documents=", ".join(dict.fromkeys(missing))
        )


def _name(slot: Slot) -> str:
    return slot.requirement.name


def _drawn(picture: Picture | None, widest: int, tallest: int) -> list[CellPicture]:
    """Return a picture as large as fits in so many cells; none where it could not be drawn."""
    if picture is None or not picture.height:
        return []
    drawn = CellPicture(picture)
    drawn.styles.width = max(1, min(widest, picture.width, round(tallest * 2 * picture.width / picture.height))) + BORDER
    return [drawn]
