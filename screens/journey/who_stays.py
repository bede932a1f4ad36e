"""Who stays when the head of the family leaves: the way that keeps the others insured is offered before anything else."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.answers import Capacity, Person, Remaining, Scope
from kiosk.domain.filing.leaving import must_say_who_stays
from kiosk.domain.people.identity import Identity, parse_cedula
from kiosk.domain.people.names import LONGEST_NAME, parse_name
from kiosk.locale import _
from screens.frame.dialog import Answer
from screens.journey.who_leaves import LeavingScreen, applicant_of, leaving_of
from screens.session.visit import Session
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option
from screens.widgets.field import Field
from screens.widgets.words import Words

HEAD = "head"
"""The key of the new head of the family."""


class WhoStays(LeavingScreen):
    """Nobody, somebody with a new head, or not known yet."""

    @classmethod
    def asked(cls, session: Session) -> bool:
        """Ask the head of a family who leaves without all of it."""
        leaving = leaving_of(session)
        if leaving is None or (leaving.scope, leaving.remaining) == (Scope.ME, Remaining.NOBODY):
            return False  # nobody, or it was said with the question before
        return must_say_who_stays(applicant_of(session), leaving)

    @override
    def question(self) -> str:
        if self.applicant.capacity is Capacity.REPRESENTATIVE:
            return _("¿Alguien de la familia de esa persona se queda en el seguro?")
        if self.leaving.scope is Scope.ME:
            return _("Su familia se queda: ¿quién será jefe o jefa de familia?")
        return _("¿Alguien de su familia se queda en el seguro?")

    @override
    def help_text(self) -> str:
        return _(
            "# Quién se queda\n\nUsted es jefe o jefa de familia. Si sale y otros se quedan, "
            "ellos pueden necesitar un nuevo jefe de familia.\n\n"
            "- **Preguntar primero** le dice a quién y qué preguntar. Lo que contestó queda guardado.\n"
            "- Si ya sabe quién será el nuevo jefe de familia, escriba su nombre en la pantalla siguiente.\n"
            "- Si todavía no sabe, puede seguir igual."
        )

    def content(self) -> Iterable[Widget]:
        """Return the alternative, and the options."""
        procedure = self.session.procedure
        alternative = Words(classes="alternative")
        alternative.say(procedure.alternative if procedure else "")
        remaining = self.leaving.remaining
        alone = self.leaving.scope is Scope.ME
        options = [
            *([] if alone else [Option(Remaining.NOBODY, _("No, nadie más se queda"))]),
            Option(Remaining.NEW_HEAD, _("Ya sé quién será") if alone else _("Sí, y ya sé quién será jefe de familia")),
            Option(Remaining.UNDECIDED, _("Todavía no sé") if alone else _("Sí, pero todavía no sé quién será jefe")),
        ]
        return (alternative, Choices("remaining", options, value=remaining, at_once=True))

    def buttons(self) -> Sequence[Button]:
        """Return the ways on, one of them to ask staff first."""
        return (
            Button(_("Atrás"), self.back),
            Button(_("Preguntar primero"), self.ask_first),
            Button(_("Continuar"), self.go_on, primary=True),
        )

    async def ask_first(self) -> None:
        """Say whom to ask and what, and let the person go and ask."""
        procedure = self.session.procedure
        text = _(
            "Pregunte al personal de este dispensario: "
            "«¿Cómo hago el cambio de jefe de familia, para que mi familia siga en el seguro?»\n\n"
            "Si no hay nadie, pregunte al IESS:\n{contact}\n\n"
            "Lo que ya contestó queda guardado {days} días. Su número para volver es {code}."
        ).format(
            contact="\n".join(procedure.contact) if procedure else "",
            days=self.kiosk_app.settings.limits.draft_days,
            code=self.shown_code(),
        )
        answers = [Answer("later", _("Volver otro día")), Answer("stay", _("Seguir aquí"))]
        if await self.ask(_("A quién preguntar"), text, answers) == "later":
            self.kiosk_app.end_visit()

    @override
    async def go_on(self) -> None:
        value = self.query_one(Choices).value
        if value is None:
            raise BadInput(_("Diga quién se queda: pulse el número de una línea."), field="remaining")
        await self.settle(replace(self.leaving, remaining=Remaining(value)))


class NewHead(LeavingScreen):
    """Who will be the head of those who stay."""

    @classmethod
    def asked(cls, session: Session) -> bool:
        """Ask when there will be one."""
        leaving = leaving_of(session)
        return WhoStays.asked(session) and leaving is not None and leaving.remaining is Remaining.NEW_HEAD

    @override
    def question(self) -> str:
        return _("¿Quién será el nuevo jefe o jefa de familia?")

    def hint(self) -> str:
        """Say that naming somebody does not make the change."""
        return _("Escribirlo aquí no hace el cambio: pídalo también al personal de este dispensario.")

    @override
    def help_text(self) -> str:
        return _(
            "# El nuevo jefe de familia\n\nEs alguien de su familia que se queda en el seguro. "
            "Escriba sus datos como están en su cédula.\n\n"
            "Si no tiene a mano el número de la cédula, deje ese espacio vacío.\n\n"
            "Con esto el cambio todavía no está hecho: pida también al personal el cambio de jefe de familia."
        )

    @override
    def content(self) -> Iterable[Widget]:
        head = self.leaving.new_head
        typed: dict[str, str] = self.session.typed.get(HEAD, {})
        number = head.identity.number if head and head.identity else ""
        return (
            Field(
                "number",
                _("Número de cédula, si lo sabe"),
                value=typed.get("number", number),
                width=20,
                limit=24,
            ),
            Field("surnames", _("Apellidos"), value=typed.get("surnames", head.surnames if head else ""), limit=LONGEST_NAME),
            Field(
                "given_names", _("Nombres"), value=typed.get("given_names", head.given_names if head else ""), limit=LONGEST_NAME
            ),
        )

    async def back(self) -> None:
        """Go back, keeping what was typed."""
        self.session.typed[HEAD] = {each.field_name: each.value for each in self.query(Field)}
        await super().back()

    async def go_on(self) -> None:
        """Save it, or say of each field what is to be mended."""
        fields = {each.field_name: each for each in self.query(Field)}
        self.session.typed[HEAD] = {name: field.value for name, field in fields.items()}
        names: dict[str, str] = {}
        identity: Identity | None = None
        refusals: list[BadInput] = []
        try:
            identity = self._identity(fields["number"].value)
        except BadInput as refusal:
            refusals.append(refusal)
        for name in ("surnames", "given_names"):
            try:
                names[name] = parse_name(fields[name].value, field=name)
            except BadInput as refusal:
                refusals.append(refusal)
        if refusals:
            self.refuse(*refusals)
        elif identity is None or await self.well_written(identity):
            await self.settle(replace(self.leaving, new_head=Person(HEAD, names["given_names"], names["surnames"], identity)))

    def _identity(self, typed: str) -> Identity | None:
        if not typed:
            return None
        identity = parse_cedula(typed)
        if identity == self.applicant.identity and self.leaving.applicant_leaves:
            raise BadInput(_("Ese es su propio número. Escriba el de la persona que se queda, o borre el número."), field="number")
        return identity
