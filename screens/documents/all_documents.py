"""The documents: one place for each that is asked for, with its state in words, and what is added in one's own."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from textual.events import Key
from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.documents.document import Attachment
from kiosk.domain.filing.procedure import Procedure, Slot, open_slots, slots
from kiosk.domain.filing.resume_code import last_four_of
from kiosk.domain.machine.message import MessageKind
from kiosk.locale import _, ngettext
from kiosk.services.filing import slips
from kiosk.services.messages import prints
from kiosk.services.papers.ways import Way, ways_in
from screens.documents import bringing
from screens.documents.choose_source import sources_for
from screens.documents.everything import EVERYTHING
from screens.documents.observation import WriteObservation
from screens.documents.reading_behind import DocumentRead, read_behind
from screens.frame.dialog import Answer
from screens.visit.print_dialog import tell_of_print
from screens.visit.question import JourneyScreen
from screens.widgets.button import Button
from screens.widgets.rows import Row, Rows
from screens.widgets.words import Words
from screens.words.document import state_in_words
from screens.words.prints import Printout

OBSERVATION: Final = "observation"
"""The line that is no document."""
HERE: Final = "attach_documents.here"
"""Under this name the visit remembers which line was opened."""


class AttachDocuments(JourneyScreen):
    """The list of what is asked for."""

    looks_for_papers = True

    @property
    def procedure(self) -> Procedure:
        """The procedure that was chosen."""
        procedure = self.session.procedure
        assert procedure is not None, "documents are asked for once a procedure was chosen"  # noqa: S101 - a wrong place is a defect of ours
        return procedure

    @override
    def question(self) -> str:
        if self._nothing_missing:
            return _("Ya están sus documentos")
        return _("Ponga los documentos que faltan") if self.draft.attachments else _("Ponga sus documentos")

    def hint(self) -> str:
        """Say how many are missing, or that the stick is no longer needed."""
        if self._nothing_missing and any(each.is_in_doubt for each in self.draft.attachments):
            return _("Mire otra vez el que dice «dudoso». Si está bien así, pulse «Continuar».")
        if self._nothing_missing:
            sticks = Way.STICK in ways_in(self.kiosk_app.settings)
            return _("Si puso una memoria, ya puede sacarla. Pulse «Continuar».") if sticks else _("Pulse «Continuar».")
        if self._put_all_first:
            return _("Póngalos todos de una vez, y nosotros los ordenamos. O elija uno de la lista.")
        missing, everything = len(open_slots(self.procedure, self.draft)), len(slots(self.procedure, self.draft.answers))
        return ngettext(
            "Falta 1 de {everything}. Elija un documento y pulse Enter.",
            "Faltan {missing} de {everything}. Elija un documento y pulse Enter.",
            missing,
        ).format(missing=missing, everything=everything)

    @override
    def help_text(self) -> str:
        return _(
            "# Sus documentos\n\nCada línea es un documento. A la derecha dice si falta o si ya está listo.\n\n"
            "- **Poner todo**: el kiosco mira todo lo que usted trajo y pone cada papel en su lugar. Usted dice si está bien.\n"
            "- O elija uno que está marcado con «falta» y pulse Enter: elegirá de dónde tomarlo.\n"
            "- Elija uno que ya está listo para verlo, cambiarlo o quitarlo.\n"
            "- Se reciben fotos JPG y archivos PDF.\n"
            "- Si le falta un papel, pulse **Volver otro día**: lo que ya puso queda guardado."
        )

    @override
    def content(self) -> Iterable[Widget]:
        missing = [each.id for each in open_slots(self.procedure, self.draft)]
        before = self.session.typed.pop(HERE, None)
        doubts = [each.slot for each in self.draft.attachments if each.is_in_doubt]
        return (Rows(self._rows(), here=before if before in missing else next(iter([*missing, *doubts]), before)),)

    def buttons(self) -> Sequence[Button]:
        """Return the ways on, the slip for whoever must go home among them."""
        return (
            Button(_("Atrás"), self.back),
            Button(_("Volver otro día"), self.print_code),
            Button(_("Continuar"), self.go_on, primary=True)
            if self._nothing_missing
            else Button(_("Poner todo"), self.put_all, primary=True),
        )

    def on_mount(self) -> None:
        """Begin at the next document that is missing, or at the way on."""
        calm = self._nothing_missing and not any(each.is_in_doubt for each in self.draft.attachments)
        self.set_focus(self.query("Button.-primary" if calm or self._put_all_first else "Rows").first())
        read_behind(self.kiosk_app)
        self.background(self._warm())

    async def _warm(self) -> None:
        """Have the child that looks at documents ready, so that the first one does not wait for it."""
        kiosk = await self.kiosk_app.ready()
        await self.kiosk_app.in_thread(kiosk.inspector.warm)

    async def on_document_read(self, event: DocumentRead) -> None:
        """Say what became of a document that was read."""
        event.stop()
        if self.query(Rows):
            await self.query_one(Rows).show(self._rows())
            self.query_one("#hint", Words).say(self.hint())

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Go to what was opened."""
        event.stop()
        self.session.typed[HERE] = event.value
        if event.value == OBSERVATION:
            self.kiosk_app.show(WriteObservation(self.place))
            return
        self.act(partial(self._open, next(each for each in slots(self.procedure, self.draft.answers) if each.id == event.value)))

    async def _open(self, slot: Slot) -> None:
        """Have a document seen, or its place filled, and begin again with the list."""
        filled = any(each.slot == slot.id for each in self.draft.attachments)
        self.kiosk_app.show_place(await (bringing.see if filled else bringing.fill)(self, self.place, slot))

    def on_key(self, event: Key) -> None:
        """Open a document by its digit, though the way to put all has the keys."""
        for rows in self.query(Rows):  # none where it is being taken away
            if not rows.has_focus:
                rows.on_key(event)

    async def go_on(self) -> None:
        """Go on: nothing is missing."""
        self.advance()

    async def put_all(self) -> None:
        """Put everything at once, and go on where nothing is missing any more."""
        if await bringing.put_all(self) and self._nothing_missing:
            self.advance()
        else:
            self.kiosk_app.show_place(self.place)

    async def print_code(self) -> None:
        """Print the code for whoever must go home for a paper, and ask whether they go."""
        printed = await self.call(slips.print_slip, self.draft.id, say=_("Imprimiendo…"))
        draft, title = self.draft.id, _("Su número para volver es {code}").format(code=self.shown_code())
        rest = _("Lo que ya contestó queda guardado {days} días. Para seguir, vuelva con este número y con {last_four}.").format(
            days=self.kiosk_app.settings.limits.draft_days, last_four=last_four_of(self.draft)
        )
        if printed:
            await tell_of_print(
                self, Printout.SLIP, lambda kiosk: prints.standing(kiosk, MessageKind.SLIP_PRINT, draft), title, rest
            )
            return
        said = _("Este kiosco no tiene impresora: copie este número a mano, por favor.")
        leave = await self.ask(
            title, f"{said}\n\n{rest}", [Answer("leave", _("Volver otro día")), Answer("stay", _("Seguir aquí"))]
        )
        if leave == "leave":
            self.kiosk_app.end_visit()

    @property
    def _put_all_first(self) -> bool:
        """Whether nothing stands in its place yet: then all at once is the shortest way."""
        return not self.draft.attachments and bool(sources_for(self.kiosk_app.settings, EVERYTHING))

    @property
    def _nothing_missing(self) -> bool:
        return not open_slots(self.procedure, self.draft)

    def _rows(self) -> list[Row]:
        rows: list[Row] = []
        missing = {each.id for each in open_slots(self.procedure, self.draft)}
        filled = {each.slot: each for each in self.draft.attachments}
        group = ""
        for slot in slots(self.procedure, self.draft.answers):
            heading = _whose(slot)
            note = self._state(filled.get(slot.id), missing=slot.id in missing)
            name, hint = slot.requirement.name, slot.requirement.hint
            rows.append(Row(slot.id, name, note, hint, heading if heading != group else ""))
            group = heading
        observation = self.draft.answers.observation
        written = bool(observation and observation.text)
        rows.append(
            Row(
                OBSERVATION,
                _("Algo que quiera añadir"),
                _("● escrito") if written else _("no es obligatorio"),
                _("Si quiere, escriba aquí algo que el IESS deba saber."),
                heading=_("Además"),
            )
        )
        return rows

    def _state(self, attachment: Attachment | None, *, missing: bool) -> str:
        if missing:
            return _("· falta")
        if attachment is None:
            return _("● sirve el PDF de dos páginas")
        return state_in_words(attachment, being_read=attachment.id == self.session.being_read)


def _whose(slot: Slot) -> str:
    if not slot.person:
        return _("De todo el trámite")
    if slot.person == "applicant":
        return _("De usted, {name}").format(name=slot.person_name)
    return _("De {name}").format(name=slot.person_name)
