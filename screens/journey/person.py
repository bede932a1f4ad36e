"""One person who leaves, as they are being typed: kept however one walks among the questions, and saved when all is said."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.answers import Capacity, Person
from kiosk.domain.people.birth_date import parse_birth_date
from kiosk.domain.people.identity import Identity, IdentityKind, parse_cedula, parse_foreign_code
from kiosk.locale import _
from kiosk.words.dates import shown_date
from screens.journey.who_leaves import LeavingScreen
from screens.session.visit import Place
from screens.widgets.field import Field

Paper = Literal["number", "code", "birth_date"]
NOT_FAMILY = "not_family"


@dataclass(slots=True)
class Typed:
    """What was typed about a person, as it was typed; `paper` is the field that identifies them."""

    given_names: str = ""
    surnames: str = ""
    paper: Paper = "number"
    number: str = ""
    code: str = ""
    birth_date: str = ""
    kinship: str | None = None
    capacity: str | None = None


def as_typed(person: Person) -> Typed:
    """Return a saved person as they would be typed."""
    typed = Typed(person.given_names, person.surnames, kinship=person.kinship or NOT_FAMILY, capacity=person.capacity)
    if person.identity and person.identity.kind is IdentityKind.CEDULA:
        typed.number = person.identity.number
    elif person.identity:
        typed.paper, typed.code = "code", person.identity.number
    elif person.birth_date:
        typed.paper, typed.birth_date = "birth_date", shown_date(person.birth_date)
    return typed


class PersonScreen(LeavingScreen):
    """A question about the person of this key, in the place of the list that they belong to."""

    def __init__(self, place: Place, key: str) -> None:
        super().__init__(place)
        self.key = key

    @property
    def typed(self) -> Typed:
        """What was typed about this person in this visit, or saved before."""
        everybody: dict[str, Typed] = self.session.typed.setdefault("people", {})
        if self.key not in everybody:
            person = next((each for each in self.leaving.people if each.key == self.key), None)
            everybody[self.key] = as_typed(person) if person else Typed()
        return everybody[self.key]

    def remember(self) -> None:
        """Keep what stands in the fields."""
        names = {each.name for each in fields(Typed)}
        for field in self.query(Field):
            if field.field_name in names:
                setattr(self.typed, field.field_name, field.value)

    async def back(self) -> None:
        """Go to the question before, keeping what was typed."""
        self.remember()
        self.show_before()

    def show_before(self) -> None:
        """Show the question before."""
        raise NotImplementedError

    async def keep_person(self) -> None:
        """Save the person, and show the list."""
        typed, (identity, born) = self.typed, self.identified()
        kinship = "" if typed.kinship in {None, NOT_FAMILY} else str(typed.kinship)
        capacity = Capacity(typed.capacity) if typed.capacity and self.applicant.capacity is Capacity.REPRESENTATIVE else None
        person = Person(self.key, typed.given_names, typed.surnames, identity, born, kinship, capacity)
        people = self.leaving.people
        known = any(each.key == self.key for each in people)
        changed = tuple(person if each.key == self.key else each for each in people)
        await self.keep_leaving(replace(self.leaving, people=changed if known else (*people, person)))
        del self.session.typed["people"][self.key]
        self.kiosk_app.show_place(self.place)

    def identified(self) -> tuple[Identity | None, date | None]:
        """Return the identity or the birth date that was typed; raises BadInput."""
        typed = self.typed
        if typed.paper == "birth_date":
            return None, parse_birth_date(typed.birth_date, self._today())
        try:
            identity = parse_cedula(typed.number) if typed.paper == "number" else parse_foreign_code(typed.code)
        except BadInput as refusal:
            raise BadInput(refusal.message, field=typed.paper) from None
        if identity == self.applicant.identity:
            raise BadInput(_("Ese es su propio número. Escriba el de la otra persona."), field=typed.paper)
        twin = next((each for each in self.leaving.people if each.key != self.key and each.identity == identity), None)
        if twin:
            raise BadInput(_("Ese número ya es de {name}. Revise y corrija.").format(name=twin.full_name), field=typed.paper)
        return identity, None

    def _today(self) -> date:
        kiosk = self.kiosk_app.kiosk
        assert kiosk, "people are asked for when it stands"  # noqa: S101 - a wrong place is a defect of ours
        return kiosk.local(kiosk.clock.now().at).date()
