"""Complaints on the desk: read, written down for somebody, and settled with a word about what was done."""

from collections.abc import Iterable, Sequence

from textual.containers import Vertical
from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.cases.complaint import ComplaintLine, WholeComplaint
from kiosk.domain.desk.permits import SEE_CASES
from kiosk.locale import _
from kiosk.services.rights import complaints
from kiosk.words.dates import shown_date, shown_time, spoken_date
from screens.desk.base import DeskScreen
from screens.frame.dialog import Answer
from screens.widgets.button import Button
from screens.widgets.facts import Facts
from screens.widgets.field import Field
from screens.widgets.rows import Row, Rows
from screens.widgets.words import Words
from screens.widgets.writing import Writing


class Complaints(DeskScreen):
    """The list: those that nobody has attended to first, oldest first."""

    needs = SEE_CASES

    AUTO_FOCUS = "Rows, Button.-primary"

    @override
    def question(self) -> str:
        return _("Quejas y sugerencias")

    @override
    def content(self) -> Iterable[Widget]:
        return (Rows(()),)

    def buttons(self) -> Sequence[Button]:
        """Return the way back, and to write one down."""
        return (Button(_("Atrás"), self.back), Button(_("Anotar una queja"), self.go_on, primary=True))

    @override
    def on_mount(self) -> None:
        self.act(self._look_up)

    def on_screen_resume(self) -> None:
        """Show them as they are by now."""
        if self.is_mounted:
            self.act(self._look_up)

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Read one."""
        event.stop()

        async def opened() -> None:
            self.open(OneComplaint(await self.call(complaints.read, event.value)))

        self.act(opened)

    @override
    async def go_on(self) -> None:
        self.open(WriteComplaint())

    async def _look_up(self) -> None:
        found = await self.call(complaints.listed)
        waiting = sum(each.settled_at is None for each in found)
        hint = _("{count} por atender.").format(count=waiting) if found else _("No hay ninguna.")
        self.query_one("#hint", Words).say(hint)
        rows = self.query_one(Rows)
        await rows.show(_rows(found))
        rows.can_focus = bool(found)
        if not found:
            self.query_one("Button.-primary").focus()


def _rows(found: Sequence[ComplaintLine]) -> list[Row]:
    rows, before = [], None
    for each in found:
        group = _("Por atender") if each.settled_at is None else _("Atendidas")
        rows.append(Row(each.id, each.beginning, shown_date(each.at), heading=group if group != before else ""))
        before = group
    return rows


class WriteComplaint(DeskScreen):
    """Written down in the words of whoever complains."""

    AUTO_FOCUS = "Writing"

    @override
    def question(self) -> str:
        return _("¿Qué queja o sugerencia tiene la persona?")

    @override
    def hint(self) -> str:
        return _("Anótela con las palabras de la persona. Su nombre no hace falta.")

    def content(self) -> Iterable[Widget]:
        """Return where it is written."""
        writing = Writing("", limit=complaints.LONGEST)
        writing.keys = _("Enter continuar")
        label = _("Si quiere respuesta: ¿cómo se le encuentra?")
        return (writing, Field("reply_to", label, limit=complaints.LONGEST_REPLY_TO))

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back), Button(_("Guardar la queja"), self.go_on, primary=True))

    def on_writing_submitted(self, event: Writing.Submitted) -> None:
        """Go on to how to answer."""
        event.stop()
        self.query_one(Field).focus_entry()

    @override
    async def go_on(self) -> None:
        await self.call(complaints.leave, self.query_one(Writing).value, self.query_one(Field).value, say=_("Guardando…"))
        self.close()

    async def back(self) -> None:
        """Go back; what was written is asked for before it is thrown away."""
        if self.query_one(Writing).value or self.query_one(Field).value:
            answers = [Answer("away", _("Borrar todo")), Answer("stay", _("Seguir escribiendo"))]
            if await self.ask(_("¿Cerrar sin guardar la queja?"), _("Lo que escribió se borra."), answers) != "away":
                return
        self.close()


class OneComplaint(DeskScreen):
    """One to be read, and settled while it is open."""

    needs = SEE_CASES

    def __init__(self, complaint: WholeComplaint) -> None:
        super().__init__()
        self._complaint = complaint

    def question(self) -> str:
        """Say when it was left."""
        at = self._complaint.at
        return _("Queja del {date}, {time}").format(date=spoken_date(at), time=shown_time(at))

    @override
    def hint(self) -> str:
        if self._complaint.channel == "kiosk":
            return _("Se dejó en la pantalla del kiosco.")
        return _("La anotó {name}.").format(name=self._complaint.actor)

    def content(self) -> Iterable[Widget]:
        """Return what was said, and what was done or a field for it."""
        complaint = self._complaint
        facts = [(_("Responder"), complaint.reply_to or _("no pidió respuesta"))]
        if complaint.settled_at is not None:
            facts.append(
                (_("Atendida"), _("{date}, por {name}").format(date=spoken_date(complaint.settled_at), name=complaint.settled_by))
            )
            facts.append((_("Qué se hizo"), complaint.settled_note))
        yield Vertical(Words(complaint.text), classes="complaint")
        yield Facts(facts)
        if complaint.settled_at is None:
            yield Field("note", _("¿Qué se hizo?"), limit=complaints.LONGEST_NOTE)

    def buttons(self) -> Sequence[Button]:
        """Return the way back, and, while it is open, the word that it is settled."""
        if self._complaint.settled_at is not None:
            return super().buttons()
        return (Button(_("Atrás"), self.back), Button(_("Ya se atendió"), self.go_on, primary=True))

    @override
    async def go_on(self) -> None:
        await self.call(complaints.settle, self._complaint.id, self.query_one(Field).value, say=_("Guardando…"))
        self.close()
