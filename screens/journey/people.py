"""The people who leave: the list, with the ways to add, change and take off, all by keyboard."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.answers import Capacity, Person, Scope
from kiosk.domain.filing.leaving import next_person_key, who_is_missing
from kiosk.locale import _
from kiosk.words.people import identity_in_words
from screens.frame.dialog import Answer
from screens.frame.lined import Lined
from screens.journey.person_questions import PersonPaper
from screens.journey.who_leaves import LeavingScreen, applicant_of, leaving_of
from screens.session.visit import Session
from screens.widgets.button import Button
from screens.widgets.lines import Line, Lines


class People(Lined, LeavingScreen):
    """The list of those who leave beside the applicant."""

    @classmethod
    def asked(cls, session: Session) -> bool:
        """Ask where others than the applicant leave."""
        leaving = leaving_of(session)
        return leaving is not None and leaving.scope is not Scope.ME

    @property
    def represents(self) -> bool:
        """Whether the applicant acts for somebody else."""
        return applicant_of(self.session).capacity is Capacity.REPRESENTATIVE

    @override
    def question(self) -> str:
        if self.leaving.people:
            return _("¿Sale alguien más?")
        return _("¿A quién representa?") if self.represents else _("¿Qué personas de su familia salen?")

    @override
    def hint(self) -> str:
        if self.leaving.people:
            return _("Si no, pulse Enter. Para cambiar o quitar a alguien, suba con ↑.")
        return _("Pulse Enter y escriba los datos de la primera persona.")

    @override
    def help_text(self) -> str:
        return _(
            "# Las personas que salen\n\nDe cada una se piden sus nombres, su cédula y qué es de usted. "
            "Un menor sin cédula entra con su fecha de nacimiento.\n\n"
            "- **Agregar otra persona** escribe una más.\n"
            "- Para corregir o quitar a alguien, elija su línea con las flechas y pulse Enter."
        )

    @override
    def content(self) -> Iterable[Widget]:
        return (Lines(self._lines()),)

    def on_mount(self) -> None:
        """Begin at the way on: most lists are complete after one or two people."""
        self.query_one("Button.-primary").focus()

    def _lines(self) -> list[Line]:
        mine = [Line("", _("Usted"), self.applicant.full_name)] if self.leaving.applicant_leaves else []
        procedure = self.session.procedure
        return mine + [
            Line(
                each.key,
                (procedure.kinship_name(each.kinship) if procedure else "") or _("Persona"),
                each.full_name,
                identity_in_words(each),
            )
            for each in self.leaving.people
        ]

    def buttons(self) -> Sequence[Button]:
        """Return the ways on; while the list is empty there is only one."""
        if not self.leaving.people:
            return (Button(_("Atrás"), self.back), Button(_("Agregar persona"), self.add, primary=True))
        return (
            Button(_("Atrás"), self.back),
            Button(_("Agregar otra persona"), self.add),
            Button(_("Continuar"), self.go_on, primary=True),
        )

    async def add(self) -> None:
        """Ask for one more person."""
        self.kiosk_app.show(PersonPaper(self.place, next_person_key(self.draft)))

    def on_lines_picked(self, event: Lines.Picked) -> None:
        """Ask what to do with the person of this line."""
        event.stop()
        person = next(each for each in self.leaving.people if each.key == event.value)

        async def change() -> None:
            await self.change(person)

        self.act(change)

    async def change(self, person: Person) -> None:
        """Change a person or take them off, as is answered."""
        answer = await self.ask(
            person.full_name,
            _("¿Qué quiere hacer con esta persona?"),
            [Answer("remove", _("Quitar de la lista")), Answer("", _("Volver")), Answer("change", _("Cambiar sus datos"))],
        )
        if answer == "change":
            self.kiosk_app.show(PersonPaper(self.place, person.key))
        elif answer == "remove":
            people = tuple(each for each in self.leaving.people if each.key != person.key)
            await self.keep_leaving(replace(self.leaving, people=people))
            self.kiosk_app.show_place(self.place)

    async def go_on(self) -> None:
        """Go on when all is said."""
        if missing := who_is_missing(self.applicant, self.leaving):
            raise BadInput(missing)
        await self.settle(self.leaving)
