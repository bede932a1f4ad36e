"""One draft has one writer; the others are told who, and a death frees it."""

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.filing.answers import Contact
from kiosk.services.filing import drafts, leases
from kiosk.services.filing.drafts import row_of
from kiosk.services.kiosk import Kiosk
from kiosk.storage.claims import Claims
from tests import filing

CONTACT = Contact("+593991234567", None)


def beside(kiosk: Kiosk, actor: str) -> Kiosk:
    """Return the kiosk as another process on the same folder has it, in the hands of a member of staff."""
    return replace(kiosk, claims=Claims(kiosk.settings.data_dir / "claims", kiosk.settings.kiosk.id)).acting_as(actor)


def writer(kiosk: Kiosk, draft_id: str) -> str:
    with kiosk.database.reading() as session:
        return leases.writer_of(kiosk, row_of(session, draft_id))


@pytest.fixture
def kiosk(tmp_path: Path) -> Kiosk:
    return filing.open_kiosk(tmp_path / "data")


def test_a_draft_that_somebody_writes_is_refused_to_another_who_is_told_who(kiosk: Kiosk) -> None:
    rosa, luis = beside(kiosk, "rosa"), beside(kiosk, "luis")
    draft = filing.begin(rosa)
    with pytest.raises(leases.DraftBusy, match="rosa") as refused:
        drafts.save(luis, draft.id, CONTACT)
    assert refused.value.writer == "rosa"
    assert drafts.read(luis, draft.id).answers.contact is None
    assert drafts.save(rosa, draft.id, CONTACT).answers.contact == CONTACT


def test_a_draft_open_at_the_public_screen_is_told_without_a_name(kiosk: Kiosk) -> None:
    draft = filing.begin(kiosk)
    with pytest.raises(leases.DraftBusy, match="pantalla del kiosco"):
        drafts.save(beside(kiosk, "rosa"), draft.id, CONTACT)


def test_a_draft_that_was_let_go_is_the_next_ones(kiosk: Kiosk) -> None:
    rosa, luis = beside(kiosk, "rosa"), beside(kiosk, "luis")
    draft = filing.begin(rosa)
    assert writer(luis, draft.id) == "rosa"
    leases.let_go(rosa)
    assert writer(luis, draft.id) == ""
    drafts.save(luis, draft.id, CONTACT)
    with pytest.raises(leases.DraftBusy, match="luis"):
        drafts.save(rosa, draft.id, CONTACT)


def test_letting_go_of_what_another_holds_changes_nothing(kiosk: Kiosk) -> None:
    rosa, luis = beside(kiosk, "rosa"), beside(kiosk, "luis")
    draft = filing.begin(rosa)
    leases.let_go(luis)
    assert writer(luis, draft.id) == "rosa"


def test_a_draft_is_free_when_its_writers_process_is_gone(kiosk: Kiosk) -> None:
    draft = filing.begin(beside(kiosk, "rosa"))  # its claims end with the value, as they do with a process
    drafts.save(beside(kiosk, "luis"), draft.id, CONTACT)


def test_the_resume_code_opens_no_draft_that_somebody_writes(kiosk: Kiosk) -> None:
    rosa = beside(kiosk, "rosa")
    draft = filing.begin(rosa)
    with pytest.raises(leases.DraftBusy, match="rosa"):
        drafts.resume(kiosk, draft.code, "0010")


def test_a_draft_that_is_being_written_is_not_removed_by_another(kiosk: Kiosk) -> None:
    rosa = beside(kiosk, "rosa")
    draft = filing.begin(rosa)
    with pytest.raises(leases.DraftBusy):
        drafts.discard(kiosk, draft.id)
    assert drafts.read(kiosk, draft.id) == draft


def test_a_filing_that_was_sent_is_nobodys_to_write_and_anybodys_to_see(kiosk: Kiosk) -> None:
    rosa = beside(kiosk, "rosa")
    draft = filing.submit(rosa, filing.answer_all(rosa))
    assert writer(kiosk, draft.id) == ""
    assert drafts.resume(kiosk, draft.code, "0010").number == draft.number
