"""Who asks: the number, the names, in what capacity. Nothing is said of anybody, whatever number is typed."""

from collections.abc import Iterable

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.answers import Applicant, Capacity
from kiosk.domain.people.identity import Identity, IdentityKind, cedula_doubts, parse_cedula, parse_foreign_code
from kiosk.domain.people.names import LONGEST_NAME, parse_name
from kiosk.locale import _
from kiosk.services.cases import same_identity
from kiosk.services.filing import drafts
from kiosk.words.dates import spoken_date
from screens.frame.dialog import Answer
from screens.session.visit import Place
from screens.visit.question import JourneyScreen
from screens.visit.your_code import YourCode
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option
from screens.widgets.field import Field
from screens.widgets.words import Words


class IdentifyScreen(JourneyScreen):
    """What the questions of this step share: what was typed before, here or in the saved draft."""

    @property
    def saved(self) -> Applicant | None:
        """The applicant as saved."""
        return self.session.draft.answers.applicant if self.session.draft else None

    @property
    def identity(self) -> Identity | None:
        """The number as typed or saved."""
        typed: Identity | None = self.session.typed.get("identity")
        return typed or (self.saved.identity if self.saved else None)

    async def settle(self) -> None:
        """Go on; once there is a draft, what was typed is saved first."""
        if self.saved is None:
            self.advance()
            return
        await self.save(self.applicant(self.saved.capacity))
        for name in ("identity", "doubts", "surnames", "given_names"):
            self.session.typed.pop(name, None)

    def applicant(self, capacity: Capacity) -> Applicant:
        """Return who asks, from what was typed now or saved before."""
        typed, saved = self.session.typed, self.saved
        assert self.identity is not None, "the number comes before"  # noqa: S101 - a wrong place is a defect of ours
        return Applicant(
            identity=self.identity,
            given_names=typed.get("given_names", saved.given_names if saved else ""),
            surnames=typed.get("surnames", saved.surnames if saved else ""),
            capacity=capacity,
            doubts=typed.get("doubts", saved.doubts if saved else ()),
        )


class Number(IdentifyScreen):
    """The cédula, or the code of people who have none."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self._kind = self.saved_kind = IdentityKind.CEDULA

    @override
    def question(self) -> str:
        if self._kind is IdentityKind.CEDULA:
            return _("¿Cuál es su número de cédula?")
        return _("¿Cuál es su código de extranjero?")

    @override
    def hint(self) -> str:
        if self._kind is IdentityKind.CEDULA:
            return _("Los 10 números de la parte de adelante de su cédula.")
        return _("El que le dio el IESS, con letras y números, como EX-004512.")

    def help_text(self) -> str:
        """Explain the number that is asked for."""
        if self._kind is IdentityKind.FOREIGN_CODE:
            return _(
                "# Su código de extranjero\n\n"
                "El IESS lo da a quien no tiene cédula. Tiene letras y números, de 5 a 20, como EX-004512.\n\n"
                "- Está en el papel o en el correo con que el IESS se lo dio.\n"
                "- Da igual escribirlo con mayúsculas o minúsculas.\n"
                "- Si tiene cédula, también la de una persona extranjera, elija **Tengo cédula**.\n"
                "- Si no lo sabe, pregunte al personal del dispensario."
            )
        return _(
            "# Su número de cédula\n\nSon 10 números. Están en la parte de adelante de su cédula.\n\n"
            "- Puede escribirlos con o sin espacios y guiones.\n"
            "- Si se equivoca, borre con la tecla ← grande (Retroceso).\n"
            "- Si es extranjero y no tiene cédula, elija **No tengo cédula** y escriba su código de extranjero."
        )

    def demo_word(self) -> str:
        """Say which number nobody has."""
        if self._kind is IdentityKind.FOREIGN_CODE:
            return _("Demostración: escriba EX-004512, un código de extranjero que no es de nadie.")
        return _("Demostración: escriba 9900000010, una cédula que no es de nadie.")

    def content(self) -> Iterable[Widget]:
        """Return the two fields, of which one is shown, and the way from one to the other."""
        identity = self.identity
        if identity:
            self._kind = identity.kind
        cedula = identity.number if identity and identity.kind is IdentityKind.CEDULA else ""
        foreign = identity.number if identity and identity.kind is IdentityKind.FOREIGN_CODE else ""
        other = Button("", self.change_kind, id="other-kind")
        return (
            Field("number", _("Número de cédula"), value=cedula, width=20, limit=24),
            Field("code", _("Código de extranjero"), value=foreign, width=24, limit=30),
            other,
        )

    def on_mount(self) -> None:
        """Show the one that is asked for."""
        self._show_kind()

    def _show_kind(self) -> None:
        cedula = self._kind is IdentityKind.CEDULA
        self.query_one("#field-number").display = cedula
        self.query_one("#field-code").display = not cedula
        self.query_one("#column > .question", Words).say(self.question())
        self.query_one("#hint", Words).say(self.hint())
        for word in self.query(".demo-word").results(Words):
            word.say(self.demo_word())
        other = self.query_one("#other-kind", Button)
        other.label = _("No tengo cédula") if cedula else _("Tengo cédula")
        other.refresh(layout=True)

    @property
    def _field(self) -> Field:
        return self.query_one("#field-number" if self._kind is IdentityKind.CEDULA else "#field-code", Field)

    async def change_kind(self) -> None:
        """Ask for the other number."""
        self._kind = IdentityKind.FOREIGN_CODE if self._kind is IdentityKind.CEDULA else IdentityKind.CEDULA
        self._show_kind()
        self._field.focus_entry()

    async def go_on(self) -> None:
        """Take the number; a doubtful one is asked about."""
        field = self._field
        try:
            identity = (parse_cedula if self._kind is IdentityKind.CEDULA else parse_foreign_code)(field.value)
        except BadInput as refusal:
            raise BadInput(refusal.message, field=field.field_name) from None
        if not await self.well_written(identity) or not await self._is_another(identity):
            field.focus_entry()
            return
        self.session.typed["identity"] = identity
        self.session.typed["doubts"] = cedula_doubts(identity, self.session.catalogue.cedula_prefixes)
        await self.settle()

    async def _is_another(self, identity: Identity) -> bool:
        """Tell staff of an open case with the same identity; False where they look at it. The public is told nothing."""
        found = await self.call(same_identity.open_now, identity) if self.kiosk_app.staff else ()
        if not found:
            return True
        title = _("Ya hay una solicitud abierta con este número")
        text = _("{number}, del {day}, de {name}. Compare el nombre con la cédula.")
        text = text.format(number=found[0].number, day=spoken_date(found[0].submitted_at), name=found[0].name)
        answers = [Answer("other", _("Hacer otra solicitud")), Answer("open", _("Ver {number}").format(number=found[0].number))]
        answer = await self.ask(title, text, answers)
        if answer == "open":
            self.app.push_screen(self.kiosk_app.case_view(found[0].number))
        return answer == "other"


class Names(IdentifyScreen):
    """Surnames and names, in the card's order."""

    @override
    def question(self) -> str:
        return _("¿Cómo se llama?")

    def hint(self) -> str:
        """Say how to write it."""
        return _("Escriba primero sus apellidos y después sus nombres, como están en su documento.")

    @override
    def help_text(self) -> str:
        return _(
            "# Sus apellidos y nombres\n\nEscríbalos como están en su documento. "
            "Puede usar tildes, la letra ñ, guiones y apóstrofos.\n\n"
            "Enter pasa al siguiente campo. En el último, Enter continúa."
        )

    @override
    def content(self) -> Iterable[Widget]:
        typed, saved = self.session.typed, self.saved
        given = typed.get("given_names", saved.given_names if saved else "")
        surnames = typed.get("surnames", saved.surnames if saved else "")
        return (
            Field("surnames", _("Apellidos"), value=surnames, limit=LONGEST_NAME),
            Field("given_names", _("Nombres"), value=given, limit=LONGEST_NAME),
        )

    async def go_on(self) -> None:
        """Take both names, or say of both what is to be mended."""
        refusals = []
        for name in ("surnames", "given_names"):
            try:
                self.session.typed[name] = parse_name(self.query_one(f"#field-{name}", Field).value, field=name)
            except BadInput as refusal:
                refusals.append(refusal)
        if refusals:
            self.refuse(*refusals)
        else:
            await self.settle()


class InWhatCapacity(IdentifyScreen):
    """Head of family, dependant, or for somebody else; with this the draft begins."""

    @override
    def question(self) -> str:
        return _("¿Quién es usted en el Seguro Social Campesino?")

    @override
    def help_text(self) -> str:
        return _(
            "# Quién es usted\n\n"
            "- **Jefe o jefa de familia**: la afiliación está a su nombre.\n"
            "- **Dependiente**: está afiliado por otra persona de su familia.\n"
            "- **Representante**: hace el trámite por otra persona; necesitará un documento que lo pruebe.\n\n"
            "Al elegir se guarda lo contestado, y recibe un número para volver otro día."
        )

    @override
    def content(self) -> Iterable[Widget]:
        return (
            Choices(
                "capacity",
                [
                    Option(Capacity.HEAD, _("Jefe o jefa de familia"), _("La afiliación está a mi nombre")),
                    Option(Capacity.DEPENDANT, _("Dependiente"), _("Alguien de mi familia me afilió")),
                    Option(Capacity.REPRESENTATIVE, _("Represento a otra persona"), _("Hago el trámite por ella")),
                ],
                value=self.saved.capacity if self.saved else None,
                at_once=True,
            ),
        )

    async def go_on(self) -> None:
        """Begin the draft, or save what was changed in it."""
        chosen = self.query_one(Choices).value
        if chosen is None:
            raise BadInput(_("Elija quién es usted: use las flechas y Enter, o pulse 1, 2 o 3."), field="capacity")
        applicant = self.applicant(Capacity(chosen))
        if self.session.draft is not None:
            await self.save(applicant)
            return
        notice, choice = self.session.notice, self.session.choice
        assert notice is not None, "the notice comes before"  # noqa: S101 - a wrong place is a defect of ours
        self.keep(await self.call(drafts.begin, applicant, notice, choice, say=_("Guardando…")))
        self.session.typed.clear()
        self.kiosk_app.show(YourCode(self.place))
