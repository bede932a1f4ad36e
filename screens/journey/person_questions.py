"""The three questions about a person who leaves, in the order in which one is asked oneself: document, names, kinship."""

from collections.abc import Iterable

from textual.containers import Horizontal
from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.answers import Capacity
from kiosk.domain.people.names import LONGEST_NAME, parse_name
from kiosk.locale import _
from kiosk.words.dates import shown_date
from screens.frame.dialog import Answer
from screens.journey.person import NOT_FAMILY, Paper, PersonScreen
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option
from screens.widgets.columns import ColumnChoices
from screens.widgets.date_field import DateField
from screens.widgets.field import Field
from screens.widgets.words import Words


class PersonPaper(PersonScreen):
    """The cédula; or the code for foreigners, or of a minor without either the birth date."""

    @override
    def question(self) -> str:
        if self.applicant.capacity is Capacity.REPRESENTATIVE:
            return {
                "number": _("¿Cuál es el número de cédula de la persona a quien representa?"),
                "code": _("¿Cuál es el código de extranjero de la persona a quien representa?"),
                "birth_date": _("¿Cuándo nació la persona a quien representa?"),
            }[self.typed.paper]
        return {
            "number": _("¿Cuál es el número de cédula de la persona que sale?"),
            "code": _("¿Cuál es el código de extranjero de la persona que sale?"),
            "birth_date": _("¿Cuándo nació la persona que sale?"),
        }[self.typed.paper]

    def hint(self) -> str:
        """Say how to write it."""
        return {
            "number": _("Los 10 números de la parte de adelante de su cédula."),
            "code": _("El que le dio el IESS, con letras y números, como EX-004512."),
            "birth_date": _("Solo menores de 18 años sin cédula. Escriba el día, el mes y el año con números."),
        }[self.typed.paper]

    @override
    def help_text(self) -> str:
        return _(
            "# El documento de esta persona\n\n"
            "- Con cédula: escriba sus 10 números.\n"
            "- **Es menor sin cédula**: escriba su fecha de nacimiento.\n"
            "- **Es extranjero sin cédula**: escriba su código de extranjero."
        )

    def content(self) -> Iterable[Widget]:
        """Return the three fields, of which one is shown, and the ways to the two others."""
        typed = self.typed
        return (
            Field("number", _("Número de cédula"), value=typed.number, width=20, limit=24),
            Field("code", _("Código de extranjero"), value=typed.code, width=24, limit=30),
            DateField("birth_date", value=typed.birth_date),
            Words(classes="hint", id="otherwise"),
            Horizontal(
                Button(_("Tiene cédula"), self.has_cedula, id="paper-number"),
                Button(_("Es menor sin cédula"), self.is_minor, id="paper-birth_date"),
                Button(_("Es extranjero sin cédula"), self.is_foreign, id="paper-code"),
                id="papers",
            ),
        )

    def on_mount(self) -> None:
        """Show the one that is asked for."""
        self._show_paper()

    async def has_cedula(self) -> None:
        """Ask for the cédula."""
        self._change("number")

    async def is_minor(self) -> None:
        """Ask for the birth date."""
        self._change("birth_date")

    async def is_foreign(self) -> None:
        """Ask for the code."""
        self._change("code")

    def _change(self, paper: Paper) -> None:
        self.remember()
        self.typed.paper = paper
        self._show_paper()

    def _show_paper(self) -> None:
        paper = self.typed.paper
        for each in ("number", "code", "birth_date"):
            self.query_one(f"#field-{each}").display = each == paper
            self.query_one(f"#paper-{each}").display = each != paper
        self.query_one("#column > .question", Words).say(self.question())
        self.query_one("#hint", Words).say(self.hint())
        otherwise = _("Si no tiene cédula:") if paper == "number" else _("Si tiene otro documento:")
        self.query_one("#otherwise", Words).say(otherwise)
        self.query_one(f"#field-{paper}", Field).focus_entry()

    @override
    def show_before(self) -> None:
        self.kiosk_app.show_place(self.place)

    async def go_on(self) -> None:
        """Take it; a doubtful cédula is asked about."""
        self.remember()
        identity, _born = self.identified()
        if identity is None or await self.well_written(identity):
            self.kiosk_app.show(PersonNames(self.place, self.key))


class PersonNames(PersonScreen):
    """Names and surnames."""

    @override
    def question(self) -> str:
        if self.applicant.capacity is Capacity.REPRESENTATIVE:
            return _("¿Cómo se llama la persona a quien representa?")
        return _("¿Cómo se llama la persona que sale?")

    def hint(self) -> str:
        """Say how to write it."""
        return _("Escriba primero los apellidos y después los nombres, como están en su documento.")

    @override
    def content(self) -> Iterable[Widget]:
        return (
            Field("surnames", _("Apellidos"), value=self.typed.surnames, limit=LONGEST_NAME),
            Field("given_names", _("Nombres"), value=self.typed.given_names, limit=LONGEST_NAME),
        )

    @override
    def help_text(self) -> str:
        return _(
            "# La persona que sale\n\nEscriba sus apellidos y nombres como están en su documento.\n\n"
            "Enter pasa al siguiente espacio. En el último, Enter continúa. Con Esc vuelve atrás: lo que escribió se guarda."
        )

    @override
    def show_before(self) -> None:
        self.kiosk_app.show(PersonPaper(self.place, self.key))

    async def go_on(self) -> None:
        """Take both names, or say of both what is to be mended."""
        self.remember()
        refusals = []
        for name in ("surnames", "given_names"):
            try:
                setattr(self.typed, name, parse_name(getattr(self.typed, name), field=name))
            except BadInput as refusal:
                refusals.append(refusal)
        if refusals:
            self.refuse(*refusals)
        else:
            self.kiosk_app.show(PersonKinship(self.place, self.key))


class PersonKinship(PersonScreen):
    """What the person is of the applicant; who represents somebody may be no family."""

    @override
    def question(self) -> str:
        return _("¿Qué es {name} de usted?").format(name=self.typed.given_names)

    @override
    def hint(self) -> str:
        return _("Muévase con las flechas o escriba las primeras letras. Enter elige.")

    @override
    def content(self) -> Iterable[Widget]:
        procedure = self.session.procedure
        options = [Option(each.id, each.name) for each in procedure.kinships] if procedure else []
        if self.applicant.capacity is Capacity.REPRESENTATIVE:
            options.append(Option(NOT_FAMILY, _("No es de mi familia")))
        return (ColumnChoices("kinship", options, value=self.typed.kinship),)

    @override
    def help_text(self) -> str:
        return _(
            "# Qué es de usted\n\nElija la línea que completa la frase: «Rosa es mi…».\n\n"
            "- Muévase con las flechas, o escriba las primeras letras: «hi» lleva a Hijo o hija.\n"
            "- **Enter** elige la línea marcada y sigue."
        )

    @override
    def remember(self) -> None:
        self.typed.kinship = self.query_one(ColumnChoices).value

    @override
    def show_before(self) -> None:
        self.kiosk_app.show(PersonNames(self.place, self.key))

    async def go_on(self) -> None:
        """Save the person and show the list; of who is represented something more is asked."""
        self.remember()
        if self.typed.kinship is None:
            raise BadInput(_("Elija qué es de usted: use las flechas y pulse Enter."), field="kinship")
        if self.applicant.capacity is Capacity.REPRESENTATIVE:
            self.kiosk_app.show(PersonCapacity(self.place, self.key))
        else:
            await self.keep_person()


class PersonCapacity(PersonScreen):
    """Whether somebody who is represented is head of a family or dependant: on it hangs what becomes of the others."""

    @override
    def question(self) -> str:
        return _("¿Qué es {name} en el Seguro Social Campesino?").format(name=self.typed.given_names)

    @override
    def help_text(self) -> str:
        return _(
            "# Jefe o dependiente\n\n- **Jefe o jefa de familia**: la afiliación está a su nombre.\n"
            "- **Dependiente**: está en el seguro por otra persona de su familia."
        )

    @override
    def content(self) -> Iterable[Widget]:
        options = [
            Option(Capacity.HEAD, _("Jefe o jefa de familia"), _("La afiliación está a su nombre")),
            Option(Capacity.DEPENDANT, _("Dependiente"), _("Está en el seguro por alguien de su familia")),
        ]
        return (Choices("capacity", options, value=self.typed.capacity, at_once=True),)

    @override
    def remember(self) -> None:
        self.typed.capacity = self.query_one(Choices).value

    @override
    def show_before(self) -> None:
        self.kiosk_app.show(PersonKinship(self.place, self.key))

    async def go_on(self) -> None:
        """Save the person, and show the list."""
        self.remember()
        if self.typed.capacity is None:
            raise BadInput(_("Elija una de las dos líneas."), field="capacity")
        if self.typed.capacity != Capacity.HEAD or await self._minor_is_head():
            await self.keep_person()

    async def _minor_is_head(self) -> bool:
        """Ask whether a minor is meant: no rule is known that forbids it, and mostly it is a slip. True of who is none."""
        _identity, born = self.identified()
        if born is None:
            return True
        name = self.typed.given_names
        answer = await self.ask(
            _("¿{name} es jefe o jefa de familia?").format(name=name),
            _(
                "{name} es menor de edad: nació el {date}. Es jefe o jefa de familia solo si la afiliación está a su nombre. "
                "Si está en el seguro por alguien de su familia, es dependiente."
            ).format(name=name, date=shown_date(born)),
            [Answer("head", _("Sí, la afiliación está a su nombre")), Answer("choose", _("Volver a elegir"))],
        )
        return answer == "head"
