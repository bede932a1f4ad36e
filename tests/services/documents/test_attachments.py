"""Putting a document into its slot: whoever gave up finds nothing there, and the same file twice is asked about."""

from pathlib import Path

import pytest

from kiosk.domain.documents.document import Paper
from kiosk.domain.errors import NotFound
from kiosk.services.documents import attachments
from kiosk.services.documents.attachments import SameFile
from kiosk.services.filing import drafts
from kiosk.services.kiosk import Kiosk
from tests import filing
from tests.screens.places import draft_with

FRONT, BACK = "cedula-front:applicant", "cedula-back:applicant"


@pytest.fixture
def draft_id(kiosk: Kiosk) -> str:
    return draft_with(kiosk, filing.family()).id


def vault(kiosk: Kiosk) -> list[Path]:
    return list((kiosk.settings.data_dir / "vault").iterdir())


def test_what_was_given_up_is_put_nowhere(kiosk: Kiosk, draft_id: str) -> None:
    draft, found = drafts.read(kiosk, draft_id), kiosk.inspector.inspect(filing.photograph(), Paper.CARD)
    with pytest.raises(NotFound):
        attachments.put(kiosk, draft, FRONT, found, given_up=lambda: True)
    assert drafts.read(kiosk, draft_id).attachments == ()
    assert vault(kiosk) == []


def test_the_same_file_in_a_second_slot_is_refused_by_the_name_of_the_first_unless_it_is_meant(kiosk: Kiosk, draft_id: str) -> None:
    attachments.attach(kiosk, draft_id, FRONT, filing.photograph())
    with pytest.raises(SameFile, match="Cédula, parte de adelante"):
        attachments.attach(kiosk, draft_id, BACK, filing.photograph())
    assert len(vault(kiosk)) == 1
    draft = attachments.attach(kiosk, draft_id, BACK, filing.photograph(), twice=True)
    assert {each.slot for each in draft.attachments} == {FRONT, BACK}


def test_the_same_file_again_in_its_own_slot_is_no_question(kiosk: Kiosk, draft_id: str) -> None:
    attachments.attach(kiosk, draft_id, FRONT, filing.photograph())
    draft = attachments.attach(kiosk, draft_id, FRONT, filing.photograph())
    assert [each.slot for each in draft.attachments] == [FRONT]
    assert len(vault(kiosk)) == 1


def test_a_document_that_is_not_asked_for_any_more_is_put_nowhere(kiosk: Kiosk, draft_id: str) -> None:
    with pytest.raises(NotFound, match="ya no hace falta"):
        attachments.attach(kiosk, draft_id, "cedula-front:nobody", filing.photograph())
    assert drafts.read(kiosk, draft_id).attachments == ()
    assert vault(kiosk) == []
