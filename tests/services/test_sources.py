"""From any source into a slot: one document as it is, single pages as one PDF, and nothing once it was given up."""

import pytest

from kiosk.domain.answers import Leaving, Remaining, Scope
from kiosk.domain.document import MediaType
from kiosk.domain.errors import NotFound
from kiosk.services import drafts, sources
from kiosk.services.kiosk import Kiosk
from tests import filing

FRONT = "cedula-front:applicant"


@pytest.fixture
def draft_id(kiosk: Kiosk) -> str:
    draft = filing.begin(kiosk)
    drafts.save(kiosk, draft.id, filing.choice(kiosk))
    return drafts.save(kiosk, draft.id, Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NOBODY)).id


def test_one_document_goes_in_as_it_is(kiosk: Kiosk, draft_id: str) -> None:
    (attached,) = sources.put(kiosk, draft_id, FRONT, [filing.photograph()]).attachments
    assert (attached.slot, attached.media_type, attached.pages) == (FRONT, MediaType.JPEG, 1)


def test_single_pages_become_one_pdf_in_their_order(kiosk: Kiosk, draft_id: str) -> None:
    sides = [filing.photograph("FRENTE"), filing.photograph("REVERSO")]
    (attached,) = sources.put(kiosk, draft_id, FRONT, sides).attachments
    assert (attached.media_type, attached.pages) == (MediaType.PDF, 2)


def test_what_was_given_up_is_not_put_there(kiosk: Kiosk, draft_id: str) -> None:
    with pytest.raises(NotFound):
        sources.put(kiosk, draft_id, FRONT, [filing.photograph()], given_up=lambda: True)
    assert drafts.read(kiosk, draft_id).attachments == ()
