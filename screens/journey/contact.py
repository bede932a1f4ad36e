"""How the answer reaches the person: telephone and e-mail, and having none of them is an answer of equal weight."""

from collections.abc import Iterable

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.filing.answers import Contact
from kiosk.domain.people.email import likely_meant, parse_email
from kiosk.domain.people.telephone import parse_telephone, shown
from kiosk.locale import _
from screens.frame.dialog import Answer
from screens.visit.question import JourneyScreen
from screens.widgets.button import Button
from screens.widgets.field import Field
from screens.widgets.words import Words


class ContactScreen(JourneyScreen):
    """A field, and below it the answer of having nothing to write there, which goes on as well."""

    said_none = False
    """Whether that was the answer before."""

    @property
    def saved(self) -> Contact | None:
        """The contact as saved."""
        return self.draft.answers.contact

    def pair(self, field: Field, label: str, *, said: str) -> Iterable[Widget]:
        """Return the field and the answer in its place, with what was `said` before where it was that."""
        yield field
        if self.said_none:
            yield Words(said, classes="told")
        yield Button(label, self.have_none, id="none")

    def on_mount(self) -> None:
        """Begin at the answer that was given before."""
        if self.said_none and not self.query_one(Field).value:
            self.query_one("#none").focus()

    async def have_none(self) -> None:
        """Take it that there is none, whatever stands in the field."""
        raise NotImplementedError


class Telephone(ContactScreen):
    """Landline or mobile, or none."""

    @override
    def question(self) -> str:
        return _("¿A qué teléfono le pueden llamar?")

    def hint(self) -> str:
        """Say how to write it."""
        return _("Celular (10 números, empieza con 09) o teléfono fijo (9 números, como 023945666).")

    @override
    def help_text(self) -> str:
        return _(
            "# Su teléfono\n\nSirve si el IESS necesita preguntarle algo sobre su trámite.\n\n"
            "- Celular: 099 123 4567.\n- Fijo: 02 394 5666.\n- Puede ser el de un familiar o vecino que le avise.\n\n"
            "Si no tiene, baje con ↓ y elija **No tengo teléfono**. El trámite vale igual."
        )

    def content(self) -> Iterable[Widget]:
        """Return the field and its alternative."""
        telephone = self.session.typed.get("telephone", self.saved.telephone if self.saved else None)
        self.said_none = ("telephone" in self.session.typed or self.saved is not None) and telephone is None
        field = Field("telephone", _("Teléfono"), value=shown(telephone) if telephone else "", width=24, limit=24)
        return self.pair(field, _("No tengo teléfono"), said=_("Usted dijo que no tiene teléfono."))

    @override
    async def go_on(self) -> None:
        await self._take(parse_telephone(self.query_one(Field).value))

    async def have_none(self) -> None:
        """Take it that there is none."""
        await self._take(None)

    async def _take(self, telephone: str | None) -> None:
        """Keep it; the first time it is saved with the e-mail."""
        if self.saved is None:
            self.session.typed["telephone"] = telephone
            self.advance()
        else:
            await self.save(Contact(telephone, self.saved.email))


class Email(ContactScreen):
    """One address, typed once, or none."""

    @override
    def question(self) -> str:
        return _("¿Cuál es su correo electrónico?")

    def hint(self) -> str:
        """Say what it is for."""
        return _("Ahí le llega la respuesta. Si no tiene, el trámite vale igual: la respuesta se retira en este dispensario.")

    @override
    def help_text(self) -> str:
        return _(
            "# Su correo electrónico\n\nSe escribe como maria@ejemplo.com, sin espacios.\n\n"
            "- El signo @ se llama arroba. En muchos teclados se escribe con **Alt Gr** y **2**, o **Alt Gr** y **Q**.\n"
            "- No hace falta abrir un correo nuevo ni pagar a nadie: elija **No tengo correo**.\n"
            "- Use solo un correo que usted mismo pueda revisar."
        )

    def content(self) -> Iterable[Widget]:
        """Return the field and its alternative."""
        email = self.saved.email if self.saved else None
        self.said_none = self.saved is not None and email is None
        field = Field("email", _("Correo electrónico"), value=email or "", limit=254)
        return self.pair(field, _("No tengo correo"), said=_("Usted dijo que no tiene correo."))

    async def go_on(self) -> None:
        """Take the address, and offer the likely one."""
        email = parse_email(self.query_one(Field).value)
        if meant := likely_meant(email):
            answer = await self.ask(
                _("¿Quiso decir {email}?").format(email=meant),
                _("Usted escribió {email}.").format(email=email),
                [Answer("typed", _("No, así está bien")), Answer("meant", _("Sí, corregir"))],
            )
            if not answer:
                return
            email = meant if answer == "meant" else email
        await self._take(email)

    async def have_none(self) -> None:
        """Take it that there is none."""
        await self._take(None)

    async def _take(self, email: str | None) -> None:
        """Save the contact."""
        telephone = self.session.typed.get("telephone", self.saved.telephone if self.saved else None)
        await self.save(Contact(telephone, email))
        self.session.typed.pop("telephone", None)
