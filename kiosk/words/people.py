"""A person's identity, and what staff saw of it, in words that are alike wherever they stand."""

from kiosk.domain.filing.answers import Person
from kiosk.domain.filing.attestation import Attestation
from kiosk.domain.people.identity import Identity, IdentityKind
from kiosk.locale import _
from kiosk.words.dates import shown_date
from kiosk.words.filings import seen_in_words


def identity_in_words(person: Person) -> str:
    """Return the document and number of a person, or the birth date of who has none, or nothing."""
    if person.identity:
        return number_in_words(person.identity)
    if person.birth_date:
        return _("Menor sin cédula, nació el {date}").format(date=shown_date(person.birth_date))
    return ""


def number_in_words(identity: Identity) -> str:
    """Return an identity number with the name of its document."""
    text = _("Cédula {number}") if identity.kind is IdentityKind.CEDULA else _("Código de extranjero {number}")
    return text.format(number=identity.number)


def vouched_in_words(said: Attestation) -> str:
    """Return who saw what."""
    return _("● Visto por {name}: {seen}").format(name=said.actor, seen=seen_in_words(said.how))
