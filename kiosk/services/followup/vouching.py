"""Vouching for a case that was filed: what a member of staff sees afterwards is said and kept as it is before (attestations)."""

from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.cases.lookup import as_filed_draft, case_of
from kiosk.services.filing.attestations import add, as_said
from kiosk.services.kiosk import Kiosk


def vouch_filed(  # noqa: PLR0913 - what a statement is made of, each named by the caller
    kiosk: Kiosk,
    number: CaseNumber,
    subject: Subject,
    how: Seen,
    *,
    person: str = "applicant",
    document_number: str = "",
    reason: str = "",
) -> Draft:
    """Keep what was seen after the case was filed, and return it; raises as `attestations.vouch`."""
    said = as_said(subject, how, person, document_number, reason)
    with kiosk.database.transaction() as session:
        case = case_of(session, number)
        add(kiosk, session, as_filed_draft(session, case), said)
        if (subject, person) == (Subject.IDENTITY, "applicant"):
            case.identity_seen_at = case.identity_seen_at or kiosk.clock.now().at
        session.flush()
        return as_filed_draft(session, case)
