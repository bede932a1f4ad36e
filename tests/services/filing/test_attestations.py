"""What staff vouch for: by name, about what stands in the filing now, with a reason where a warning is overridden."""

import pytest

from kiosk.domain.actor import MACHINE
from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.filing.answers import Applicant, Capacity, Contact
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.journey import Step, next_step
from kiosk.domain.filing.vouching import vouched
from kiosk.domain.people.identity import Identity, IdentityKind
from kiosk.services.cases import records
from kiosk.services.filing import attestations, drafts
from kiosk.services.followup import vouching
from kiosk.services.kiosk import Kiosk
from tests import filing
from tests.filing import number_of

VECINA = Identity(IdentityKind.CEDULA, "2500000019")


@pytest.fixture
def rosa(kiosk: Kiosk) -> Kiosk:
    """Give the kiosk in the hands of a member of staff."""
    return kiosk.acting_as("rosa")


@pytest.mark.parametrize("actor", ["citizen", MACHINE])
def test_nobody_but_staff_vouches(kiosk: Kiosk, actor: str) -> None:
    draft = filing.begin(kiosk)
    with pytest.raises(KioskError, match="Solo el personal"):
        attestations.vouch(kiosk.acting_as(actor), draft.id, Subject.IDENTITY, Seen.CARD)
    assert not drafts.read(kiosk, draft.id).attestations


def test_a_statement_bears_who_made_it_and_lands_in_the_case(kiosk: Kiosk, rosa: Kiosk) -> None:
    draft = filing.answer_all(kiosk)
    attestations.vouch(rosa, draft.id, Subject.IDENTITY, Seen.OTHER_PAPER, document_number="Pasaporte\x1b[2J A1", reason="duda")
    number = filing.number_of(filing.submit(kiosk, draft))
    record = records.one(kiosk, number)
    [said] = record["attestations"]
    assert (said["actor"], said["how"], said["value"], said["counts"]) == ("rosa", "other_paper", filing.MARIA.number, True)
    assert said["document_number"] == "Pasaporte[2J A1"
    [event] = [each for each in record["events"] if each["name"] == "vouched"]
    assert (event["actor"], event["detail"]) == ("rosa", "identity:other_paper")
    assert (record["channel"], record["assisted_by"], record["confirmed_how"]) == ("kiosk", "", "")


def test_what_was_vouched_for_counts_only_for_the_number_that_stands_there(rosa: Kiosk) -> None:
    draft = filing.begin(rosa)
    draft = attestations.vouch(rosa, draft.id, Subject.IDENTITY, Seen.CARD, reason="La vi completa")
    assert vouched(draft, Subject.IDENTITY)
    other = Applicant(VECINA, "María José", "Demostración Ñusta", Capacity.HEAD)
    draft = drafts.save(rosa, draft.id, other)
    assert vouched(draft, Subject.IDENTITY) is None
    assert draft.attestations, "it stays written down"


def test_a_warning_is_overridden_only_with_a_reason(rosa: Kiosk) -> None:
    draft = filing.begin(rosa)
    assert attestations.doubts_about(rosa, draft, "applicant")
    with pytest.raises(BadInput) as refused:
        attestations.vouch(rosa, draft.id, Subject.IDENTITY, Seen.CARD, reason="  ")
    assert refused.value.field == "reason"
    assert attestations.vouch(rosa, draft.id, Subject.IDENTITY, Seen.CARD, reason="Cédula nueva").attestations


def test_another_paper_is_named_and_who_is_known_is_told_why(rosa: Kiosk) -> None:
    draft = filing.begin(rosa)
    with pytest.raises(BadInput) as refused:
        attestations.vouch(rosa, draft.id, Subject.IDENTITY, Seen.OTHER_PAPER, reason="duda")
    assert refused.value.field == "document_number"
    with pytest.raises(BadInput) as refused:
        attestations.vouch(rosa, draft.id, Subject.IDENTITY, Seen.KNOWN)
    assert refused.value.field == "reason"


def test_the_same_statement_twice_is_one(rosa: Kiosk) -> None:
    draft = filing.begin(rosa)
    for _time in range(2):
        draft = attestations.vouch(rosa, draft.id, Subject.IDENTITY, Seen.CARD, reason="duda")
    assert len(draft.attestations) == 1


def test_an_address_that_staff_vouched_for_is_settled_but_not_verified(rosa: Kiosk) -> None:
    draft = filing.begin(rosa)
    draft = drafts.save(rosa, draft.id, Contact(None, filing.EMAIL))
    procedure = rosa.catalogue.procedure(filing.PROCEDURE)
    assert next_step(draft, procedure) is Step.VERIFY_EMAIL
    with pytest.raises(BadInput):
        attestations.vouch(rosa, draft.id, Subject.CONTACT, Seen.NO_EMAIL)
    draft = attestations.vouch(rosa, draft.id, Subject.CONTACT, Seen.OWN_ADDRESS)
    assert next_step(draft, procedure) is Step.WHO_LEAVES
    assert draft.answers.email_check is None
    draft = drafts.save(rosa, draft.id, Contact(None, "otra@ejemplo.test"))
    assert next_step(draft, procedure) is Step.VERIFY_EMAIL


def test_whoever_has_no_address_may_bring_one_later(rosa: Kiosk) -> None:
    draft = filing.begin(rosa)
    with pytest.raises(BadInput, match="ya no está"):
        attestations.vouch(rosa, draft.id, Subject.CONTACT, Seen.EMAIL_LATER)
    draft = drafts.save(rosa, draft.id, Contact(None, None))
    draft = attestations.vouch(rosa, draft.id, Subject.CONTACT, Seen.EMAIL_LATER)
    said = vouched(draft, Subject.CONTACT)
    assert said
    assert said.how is Seen.EMAIL_LATER


def test_an_identity_can_be_vouched_for_after_the_case_was_filed(kiosk: Kiosk, rosa: Kiosk) -> None:
    number = number_of(filing.submit(kiosk, filing.answer_all(kiosk)))
    filed = vouching.vouch_filed(rosa, number, Subject.IDENTITY, Seen.CARD, person="p1", reason="duda")
    assert vouched(filed, Subject.IDENTITY, "p1")
    assert vouched(filed, Subject.IDENTITY) is None
