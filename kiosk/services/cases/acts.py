"""What the case record tells of the people behind it: who typed each answer, and what staff vouched for."""

from collections.abc import Iterable
from typing import Any, Final

from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.vouching import vouched
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Event

_ANSWERS: Final = {
    "Applicant": "applicant",
    "Contact": "contact",
    "Choice": "choice",
    "Leaving": "leaving",
    "Observation": "observation",
}


def entered_by(events: Iterable[Event]) -> dict[str, str]:
    """Return who typed each answer as it stands; of a document, under `document:SLOT`, who put it in its place."""
    typed: dict[str, str] = {}
    for each in events:
        if each.name == "draft_begun":
            typed["applicant"] = each.actor
        elif each.name == "answer_saved" and each.detail in _ANSWERS:
            typed[_ANSWERS[each.detail]] = each.actor
        elif each.name == "document_attached":
            typed[f"document:{each.detail}"] = each.actor
    return typed


def attestation_records(kiosk: Kiosk, draft: Draft) -> list[dict[str, Any]]:
    """Return what was vouched for; `counts` tells whether it is still about what stands in the filing."""
    return [
        {
            "subject": each.subject,
            "person": each.person,
            "how": each.how,
            "value": each.value,
            "document_number": each.document_number,
            "reason": each.reason,
            "actor": each.actor,
            "at": kiosk.local(each.at).isoformat(),
            "counts": vouched(draft, each.subject, each.person) == each,
        }
        for each in draft.attestations
    ]
