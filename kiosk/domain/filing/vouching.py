"""What counts of what staff vouched for: only a statement about the very number or address that stands in the filing now."""

from collections.abc import Iterator

from kiosk.domain.filing.answers import Draft, Person
from kiosk.domain.filing.attestation import Attestation, Seen, Subject

HOW = {
    Subject.IDENTITY: (Seen.CARD, Seen.APP, Seen.OTHER_PAPER, Seen.KNOWN),
    Subject.CONTACT: (Seen.OWN_ADDRESS, Seen.NO_EMAIL, Seen.EMAIL_LATER),
    Subject.READING: (Seen.READ_BY_THEMSELVES, Seen.READ_ALOUD),
}
"""In which ways each may have been seen."""


def people_of(draft: Draft) -> tuple[Person, ...]:
    """Return everybody whose identity can be vouched for, the applicant first under the key "applicant"."""
    return tuple(_people(draft))


def _people(draft: Draft) -> Iterator[Person]:
    applicant, leaving = draft.answers.applicant, draft.answers.leaving
    if applicant is not None:
        yield Person("applicant", applicant.given_names, applicant.surnames, applicant.identity)
    if leaving is not None:
        yield from leaving.people
        if leaving.new_head is not None:
            yield leaving.new_head


def value_of(draft: Draft, subject: Subject, person: str = "applicant") -> str | None:
    """Return the number, birth date or address that a statement would be about; None while there is none to be vouched for."""
    if subject is Subject.CONTACT:
        contact = draft.answers.contact
        return (contact.email or "") if contact else None
    found = next((each for each in people_of(draft) if each.key == person), None)
    if found is None:
        return None
    born = found.birth_date.isoformat() if found.birth_date else ""
    return found.identity.number if found.identity else born


def vouched(draft: Draft, subject: Subject, person: str = "applicant") -> Attestation | None:
    """Return the newest statement that still counts; of who read aloud, the newest."""
    said = [each for each in draft.attestations if each.subject is subject and each.person == person]
    if subject is not Subject.READING:
        value = value_of(draft, subject, person)
        said = [each for each in said if each.value == value]
    return said[-1] if said else None
