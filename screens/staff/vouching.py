"""Staff vouch for what they saw, on the person's own screen: each statement bears the name of whoever makes it.

At the public kiosk name and code are asked for each time, and forgotten when these screens are left.
"""

from collections.abc import Iterable, Sequence

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.filing.attestation import Attestation, Seen, Subject
from kiosk.domain.filing.vouching import HOW, people_of, vouched
from kiosk.locale import _
from kiosk.services.filing import attestations
from kiosk.words.people import identity_in_words, vouched_in_words
from screens.session.visit import Place
from screens.staff.code import ask_staff
from screens.visit.question import JourneyScreen
from screens.widgets.button import Button
from screens.widgets.how_seen import HowSeen
from screens.widgets.rows import Row, Rows

CONTACT = "contact"


async def begin_vouching(screen: JourneyScreen, what: str = "") -> None:
    """Ask who vouches, unless a member of staff has signed in, and open the list, or what is vouched for."""
    by = screen.kiosk_app.staff or await ask_staff(screen)
    if by:
        shown = Vouching(screen.place, by, what) if what else VouchingList(screen.place, by)
        screen.app.push_screen(shown)


class _Over(JourneyScreen):
    """A screen over the journey's, in the hands of the member of staff named `by`."""

    vouches = False

    def __init__(self, place: Place, by: str) -> None:
        super().__init__(place)
        self.by = by

    def extra_keys(self) -> tuple[str, ...]:
        """Say in whose name it is."""
        return (_("Da fe: {name}").format(name=self.by),)

    def action_leave(self) -> None:
        """Leave nothing from here: what is below is left from there."""

    async def back(self) -> None:
        """Go back to the screen below."""
        self.dismiss(None)


class VouchingList(_Over):
    """What can be vouched for in this filing."""

    AUTO_FOCUS = "Rows"

    @override
    def question(self) -> str:
        return _("¿De qué da fe?")

    @override
    def hint(self) -> str:
        return _("Solo de lo que usted vio. Queda con su nombre, y se lee en el comprobante.")

    @override
    def help_text(self) -> str:
        return _(
            "# Dar fe\n\nUn miembro del personal dice qué vio: la cédula original, la app GOB.EC, otro documento.\n\n"
            "- Vale para ese mismo número o correo: si después se cambia, hay que verlo otra vez.\n"
            "- Si el número tiene una advertencia, se escribe el motivo.\n"
            "- **Esc** vuelve al trámite sin dar fe de nada más."
        )

    def content(self) -> Iterable[Widget]:
        """Return everybody, and the contact once it was said."""
        return (Rows(self._rows()),)

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Volver al trámite"), self.back, primary=True),)

    def came_back(self) -> None:
        """Show what was vouched for meanwhile."""
        self.call_later(self.query_one(Rows).show, self._rows())

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Ask how it was seen."""
        event.stop()
        self.app.push_screen(Vouching(self.place, self.by, event.value))

    def _rows(self) -> list[Row]:
        draft = self.draft
        rows = [
            _row(
                each.key,
                _("Identidad de {name}").format(name=each.full_name),
                vouched(draft, Subject.IDENTITY, each.key),
                identity_in_words(each),
            )
            for each in people_of(draft)
        ]
        if draft.answers.contact:
            address = draft.answers.contact.email
            label = _("Correo {email}").format(email=address) if address else _("Que no tiene correo, o lo dará después")
            rows.append(_row(CONTACT, label, vouched(draft, Subject.CONTACT), ""))
        return rows


def _row(what: str, label: str, said: Attestation | None, about: str) -> Row:
    """Return a line: what it is, whether it was seen, and of the marked one who says so."""
    detail = [each for each in (about, vouched_in_words(said) if said else "") if each]
    return Row(what, label, _("● visto") if said else _("sin ver"), " · ".join(detail))


class Vouching(_Over):
    """How it was seen; `what` is a person's key, or CONTACT."""

    def __init__(self, place: Place, by: str, what: str) -> None:
        super().__init__(place, by)
        self.what = what

    @property
    def subject(self) -> Subject:
        """What kind of thing it is."""
        return Subject.CONTACT if self.what == CONTACT else Subject.IDENTITY

    @property
    def person(self) -> str:
        """The key of whom it is about."""
        return "applicant" if self.what == CONTACT else self.what

    @override
    def question(self) -> str:
        if self.subject is Subject.CONTACT:
            return _("¿Cómo comprobó el correo?") if self._address else _("¿Qué le dijo del correo?")
        name = next((each.full_name for each in people_of(self.draft) if each.key == self.what), "")
        return _("¿Cómo comprobó la identidad de {name}?").format(name=name)

    @override
    def hint(self) -> str:
        if self.subject is Subject.CONTACT:
            return self._address or _("Sin correo, la respuesta se retira en este dispensario.")
        person = next((each for each in people_of(self.draft) if each.key == self.what), None)
        number = identity_in_words(person) if person else ""
        return "\n".join([number, *(f"! {each}" for each in self._doubts)])

    @override
    def help_text(self) -> str:
        return _(
            "# Dar fe\n\nDiga cómo lo comprobó usted. Queda con su nombre, la fecha y lo que escriba aquí.\n\n"
            "- **Otro documento**: escriba cuál y su número, como «Pasaporte A1234567».\n"
            "- **Persona conocida**: escriba de qué la conoce el dispensario.\n"
            "- Con una advertencia en el número, escriba por qué está bien."
        )

    @property
    def _address(self) -> str:
        contact = self.draft.answers.contact
        return (contact.email if contact else None) or ""

    @property
    def _doubts(self) -> tuple[str, ...]:
        kiosk = self.kiosk_app.kiosk
        return attestations.doubts_about(kiosk, self.draft, self.what) if kiosk and self.subject is Subject.IDENTITY else ()

    def content(self) -> Iterable[Widget]:
        """Return the ways, and what is to be written with some of them."""
        ways = HOW[self.subject]
        if self.subject is Subject.CONTACT:
            ways = (Seen.OWN_ADDRESS,) if self._address else (Seen.NO_EMAIL, Seen.EMAIL_LATER)
        return (HowSeen(ways, doubted=bool(self._doubts)),)

    def buttons(self) -> Sequence[Button]:
        """Return the way back, and the statement."""
        return (Button(_("Atrás"), self.back), Button(_("Doy fe"), self.go_on, primary=True))

    async def go_on(self) -> None:
        """Keep it in the name of whoever says it."""
        sight = self.query_one(HowSeen).sight()
        draft = await self.call(
            lambda kiosk: attestations.vouch(
                kiosk.acting_as(self.by),
                self.draft.id,
                self.subject,
                sight.how,
                person=self.person,
                document_number=sight.document_number,
                reason=sight.reason,
            ),
            say=_("Guardando…"),
        )
        self.keep(draft)
        await self.back()
