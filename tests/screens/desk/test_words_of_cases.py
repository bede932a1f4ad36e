"""Whatever a case's statements hold has words, on the desk, in the dossier and in the answer to the person."""

from datetime import UTC, datetime

import pytest

from kiosk.domain.filing.acceptance import AcceptanceKind, GivenHow
from kiosk.domain.filing.attestation import Attestation, Seen, Subject
from kiosk.services.handover.words import acceptance_words, seen_words
from kiosk.services.rights.words import vouched_words
from kiosk.storage.tables import AttestationRow
from screens.desk.case_lines import attested

AT = datetime(2026, 11, 23, 15, 41, tzinfo=UTC)


@pytest.mark.parametrize("how", list(Seen))
def test_every_way_of_seeing_is_told_in_words(how: Seen) -> None:
    assert attested(Attestation(Subject.IDENTITY, how, "rosa", AT)).text.startswith("rosa ")
    assert seen_words(how)
    row = AttestationRow(filing="f", subject=Subject.IDENTITY, how=how, value="", actor="rosa", at=AT)
    assert not vouched_words(row).endswith(f" {how}")


@pytest.mark.parametrize("how", list(GivenHow))
@pytest.mark.parametrize("kind", list(AcceptanceKind))
def test_every_way_of_accepting_a_text_is_told_in_words(kind: AcceptanceKind, how: GivenHow) -> None:
    assert acceptance_words(kind, how)
