"""Vouching: a member of staff says what they saw, and answers for it by name; the machine proves nothing by it.

What it is about is read from the filing itself, never from the screen: a statement about yesterday's number must not cover today's.
"""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.attestation import Attestation, Seen, Subject
from kiosk.domain.filing.vouching import HOW, people_of, value_of, vouched
from kiosk.domain.people.identity import cedula_doubts
from kiosk.domain.people.names import parse_name
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.services.filing.drafts import as_draft, keep_alive, to_write
from kiosk.services.journal import events
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import AttestationRow

LONGEST_DOCUMENT_NUMBER: Final = 60
LONGEST_REASON: Final = 400


def vouch(  # noqa: PLR0913 - what a statement is made of, each named by the caller
    kiosk: Kiosk,
    draft_id: str,
    subject: Subject,
    how: Seen,
    *,
    person: str = "applicant",
    document_number: str = "",
    reason: str = "",
    reader: str = "",
) -> Draft:
    """Keep what the member of staff who acts says that they saw, about what stands in the draft now.

    `reader` is who read the consent aloud. Raises BadInput where a number or a reason is wanted, KioskError when no staff acts.
    """
    said = as_said(subject, how, person, document_number, reason, reader)
    with kiosk.database.transaction() as session:
        row = to_write(kiosk, session, draft_id)
        add(kiosk, session, as_draft(session, row), said)
        keep_alive(kiosk, row, kiosk.clock.now().at)
        session.flush()
        return as_draft(session, row)


def doubts_about(kiosk: Kiosk, draft: Draft, person: str) -> tuple[str, ...]:
    """Return the warnings about a person's number, which vouching for it overrides."""
    found = next((each for each in people_of(draft) if each.key == person), None)
    return cedula_doubts(found.identity, kiosk.catalogue.cedula_prefixes) if found and found.identity else ()


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as it was typed, cleaned."""

    subject: Subject
    how: Seen
    person: str
    document_number: str
    reason: str
    reader: str = ""


def as_said(  # noqa: PLR0913, PLR0917 - what a statement is made of
    subject: Subject, how: Seen, person: str, document_number: str, reason: str, reader: str = ""
) -> Said:
    """Return a statement as it is kept; raises BadInput where a number or a reason is too long."""
    return Said(subject, how, person, _number(document_number), _reason(reason), reader)


def add(kiosk: Kiosk, session: Session, draft: Draft, said: Said) -> None:
    """Write a statement, unless the newest one says just that."""
    value = _checked(kiosk, draft, said)
    before = vouched(draft, said.subject, said.person)
    if before is not None and _parts(before) == (said.how, kiosk.actor, value, said.document_number, said.reason):
        return
    session.add(
        AttestationRow(
            filing=draft.id,
            subject=said.subject,
            person=said.person,
            value=value,
            how=said.how,
            document_number=said.document_number,
            reason=said.reason,
            actor=kiosk.actor,
            at=kiosk.clock.now().at,
        )
    )
    events.record(kiosk, session, "vouched", draft.id, f"{said.subject}:{said.how}")


def _parts(attestation: Attestation) -> tuple[str, ...]:
    return attestation.how, attestation.actor, attestation.value, attestation.document_number, attestation.reason


def _checked(kiosk: Kiosk, draft: Draft, said: Said) -> str:
    """Return what the statement is about; raises what is to be mended in it."""
    if not kiosk.by_staff:
        raise KioskError(_("Solo el personal puede dar fe. Pida ayuda en el dispensario."))
    if said.how not in _ways(draft, said.subject):
        raise BadInput(_("Elija cómo lo comprobó."), field="how")
    if said.subject is Subject.READING:
        return parse_name(said.reader, field="reader") if said.how is Seen.READ_ALOUD else ""
    value = value_of(draft, said.subject, said.person)
    if value is None:
        raise BadInput(_("Esa persona o ese dato ya no está en el trámite. Vuelva atrás y mire la lista."))
    if said.how is Seen.OTHER_PAPER and not said.document_number:
        raise BadInput(_("Escriba qué documento vio y su número, como «Pasaporte A1234567»."), field="document_number")
    if not said.reason and said.how is Seen.KNOWN:
        raise BadInput(_("Escriba de qué conoce el dispensario a esta persona."), field="reason")
    if not said.reason and said.subject is Subject.IDENTITY and doubts_about(kiosk, draft, said.person):
        raise BadInput(_("El número tiene una advertencia. Escriba por qué está bien."), field="reason")
    return value


def _ways(draft: Draft, subject: Subject) -> tuple[Seen, ...]:
    """Return in which ways it can have been seen: an address that is not there was not seen, and one that is, is not wanting."""
    contact = draft.answers.contact
    if subject is Subject.CONTACT and contact is not None:
        return (Seen.OWN_ADDRESS,) if contact.email else (Seen.NO_EMAIL, Seen.EMAIL_LATER)
    return HOW[subject]


def _number(typed: str) -> str:
    return clean(typed, limit=LONGEST_DOCUMENT_NUMBER)


def _reason(typed: str) -> str:
    return clean(typed, limit=LONGEST_REASON)
