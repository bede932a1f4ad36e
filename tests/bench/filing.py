"""A filing to measure with: the applicant, three children and five documents, saved through the kiosk's own services."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from kiosk import bootstrap
from kiosk.config import load
from kiosk.domain.documents.document import Inspection, MediaType, Origin, Paper, Verdict
from kiosk.domain.filing.answers import Answer, Applicant, Capacity, Choice, Contact, Draft, EmailCheck, Leaving, Person, Scope
from kiosk.domain.people.identity import Identity, IdentityKind
from kiosk.inspection.judged.inspector import Inspector
from kiosk.services.documents import attachments
from kiosk.services.filing import drafts, slots
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import legal_texts

APPLICANT = Applicant(Identity(IdentityKind.CEDULA, "9900000010"), "María", "Quispe", Capacity.HEAD)
CHILDREN = tuple(Person(f"child{n}", f"Niña {n}", "Quispe", None, date(2018, 5, n), "child") for n in (1, 2, 3))


EMAIL = "maria@example.org"


def open_kiosk(data: Path, **variables: str) -> Kiosk:
    """Open a demonstration's kiosk, set by these variables, whose inspector finds every file fine: it is not measured here."""
    kiosk = bootstrap.compose(load(demo=True, environ={"KIOSK_DATA_DIR": str(data), **variables}))
    return replace(kiosk, inspector=_Credulous())


class _Credulous(Inspector):
    def inspect(self, content: bytes, paper: Paper = Paper.PAGE, *, most: int = 0, origin: Origin = Origin.FILE) -> Inspection:  # noqa: ARG002 - as the real one is asked
        return Inspection(Verdict.FINE, MediaType.PDF, byte_count=len(content), pages=2, width=595, height=842, content=content)


def prepare(kiosk: Kiosk, email: str = EMAIL) -> Draft:
    """Return a draft with everything said and attached, that waits to be sent."""
    procedure = kiosk.catalogue.procedures[0]
    notice = legal_texts.accept(kiosk, legal_texts.notice(kiosk))
    draft = drafts.begin(kiosk, APPLICANT, notice)
    answers: list[Answer] = [
        Contact("+593987654321", email),
        EmailCheck(email, postponed_at=datetime.now(tz=UTC)),
        Choice("17", procedure.sector, procedure.category, procedure.id, procedure.version),
        Leaving(Scope.ALL, applicant_leaves=True, people=CHILDREN),
    ]
    for answer in answers:
        draft = drafts.save(kiosk, draft.id, answer)
    for slot in slots.slots_of(kiosk, draft):
        if slot.requirement.id != "cedula-back":  # the front is a PDF of two pages
            draft = attachments.attach(kiosk, draft.id, slot.id, b"%PDF-1.4 a document of " + slot.id.encode())
    assert len(draft.attachments) == 5, "the row speaks of five documents"
    return draft
