"""The three questions about a person who leaves: names, document, kinship."""

from collections.abc import Iterable
from dataclasses import replace

from textual.containers import Horizontal
from textual.widget import Widget

from kiosk.domain.answers import Capacity, Person
from kiosk.domain.errors import BadInput
from kiosk.domain.names import LONGEST_NAME, parse_name
from kiosk.locale import _
from screens.person import NOT_FAMILY, Paper, PersonScreen
from screens.widgets.button import Button
from screens.widgets.choices import Option
from screens.widgets.columns import ColumnChoices
from screens.widgets.field import Field
from screens.widgets.words import Words


class PersonNames(PersonScreen):
    """Names and surnames."""

    def question(self) -> str:
        """Ask."""
        if self.applicant.capacity is Capacity.REPRESENTATIVE:
            return _("¿Cómo se llama la persona a quien representa?")
        return _("¿Cómo se llama la persona que sale?")

    def hint(self) -> str:
        """Say how to write it."""
        return _("Escriba sus nombres y apellidos como están en su documento.")

    def content(self) -> Iterable[Widget]:
        """Return the fields."""
        return (
            Field("given_names", _("Nombres"), value=self.typed.given_names, limit=LONGEST_NAME),
            Field("surnames", _("Apellidos"), value=self.typed.surnames, limit=LONGEST_NAME),
        )

    def help_text(self) -> str:
        """Explain."""
        return _(
            "# La persona que sale\n\nEscriba sus nombres y apellidos como están en su documento.\n\n"
            "Enter pasa al siguiente espacio. En el último, Enter continúa. Con Esc vuelve a la lista: lo que escribió se guarda."
        )

    def show_before(self) -> None:
        """Show the list."""
        self.kiosk_app.show_place(self.place)

    async def go_on(self) -> None:
        """Take both names, or say of both what is to be mended."""
        self.remember()
        refusals = []
        for name in ("given_names", "surnames"):
            try:
                setattr(self.typed, name, parse_name(getattr(self.typed, name), field=name))
            except BadInput as refusal:
                refusals.append(refusal)
        if refusals:
            self.refuse(*refusals)
        else:
            self.kiosk_app.show(PersonPaper(self.place, self.key))


class PersonPaper(PersonScreen):
    """The cédula; or the code for foreigners, or of a minor without either the birth date."""

    def question(self) -> str:
        """Ask."""
        text = {
            "number": _("¿Cuál es el número de cédula de {name}?"),
            "code": _("¿Cuál es el código de extranjero de {name}?"),
            "birth_date": _("¿Cuándo nació {name}?"),
        }[self.typed.paper]
        return text.format(name=self.typed.given_names)

    def hint(self) -> str:
        """Say how to write it."""
        return {
            "number": _("Los 10 números de la parte de adelante de su cédula."),
            "code": _("El que le dio el IESS, con letras y números, como EX-004512."),
            "birth_date": _("Solo menores de 18 años sin cédula. Día, mes y año, como 3/5/2015."),
        }[self.typed.paper]

    def help_text(self) -> str:
        """Explain."""
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
            Field("birth_date", _("Fecha de nacimiento"), value=typed.birth_date, placeholder="3/5/2015", width=20, limit=20),
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

    def show_before(self) -> None:
        """Show the names."""
        self.kiosk_app.show(PersonNames(self.place, self.key))

    async def go_on(self) -> None:
        """Take it; a doubtful cédula is asked about."""
        self.remember()
        identity, _born = self.identified()
        if identity is None or await self.well_written(identity):
            self.kiosk_app.show(PersonKinship(self.place, self.key))


class PersonKinship(PersonScreen):
    """What the person is of the applicant; who represents somebody may be no family."""

    def question(self) -> str:
        """Ask."""
        return _("¿Qué es {name} de usted?").format(name=self.typed.given_names)

    def hint(self) -> str:
        """Say how to choose."""
        return _("Muévase con las flechas o escriba las primeras letras. Enter elige.")

    def content(self) -> Iterable[Widget]:
        """Return the kinships."""
        procedure = self.session.procedure
        options = [Option(each.id, each.name) for each in procedure.kinships] if procedure else []
        if self.applicant.capacity is Capacity.REPRESENTATIVE:
            options.append(Option(NOT_FAMILY, _("No es de mi familia")))
        return (ColumnChoices("kinship", options, value=self.typed.kinship),)

    def help_text(self) -> str:
        """Explain."""
        return _(
            "# Qué es de usted\n\nElija la línea que completa la frase: «Rosa es mi…».\n\n"
            "- Muévase con las flechas, o escriba las primeras letras: «hi» lleva a Hijo o hija.\n"
            "- **Enter** elige; **Enter** otra vez continúa."
        )

    def remember(self) -> None:
        """Keep what was chosen."""
        self.typed.kinship = self.query_one(ColumnChoices).value

    def show_before(self) -> None:
        """Show the document."""
        self.kiosk_app.show(PersonPaper(self.place, self.key))

    async def go_on(self) -> None:
        """Save the person, and show the list."""
        self.remember()
        if self.typed.kinship is None:
            raise BadInput(_("Elija qué es de usted: use las flechas y pulse Enter."), field="kinship")
        identity, born = self.identified()
        kinship = "" if self.typed.kinship == NOT_FAMILY else self.typed.kinship
        person = Person(self.key, self.typed.given_names, self.typed.surnames, identity, born, kinship)
        people = self.leaving.people
        known = any(each.key == self.key for each in people)
        changed = tuple(person if each.key == self.key else each for each in people)
        await self.keep_leaving(replace(self.leaving, people=changed if known else (*people, person)))
        del self.session.typed["people"][self.key]
        self.kiosk_app.show_place(self.place)
