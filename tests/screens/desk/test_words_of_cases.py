"""Whatever a case's statements hold has words, on the desk, in the dossier and in the answer to the person."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kiosk.domain.cases.decision import Outcome
from kiosk.domain.cases.whole import History, InstituteAnswer
from kiosk.domain.filing.acceptance import AcceptanceKind, GivenHow
from kiosk.domain.filing.attestation import Attestation, Seen, Subject
from kiosk.services.handover.words import acceptance_words
from kiosk.services.rights.words import vouched_words
from kiosk.words.case_lines import _about_decisions, attested
from kiosk.words.filings import seen_in_words, sight_in_words

AT = datetime(2026, 11, 23, 15, 41, tzinfo=UTC)


@pytest.mark.parametrize("how", list(Seen))
def test_every_way_of_seeing_is_told_in_words(how: Seen) -> None:
    assert attested(Attestation(Subject.IDENTITY, how, "rosa", AT)).text.startswith("rosa ")
    assert sight_in_words(how)
    assert seen_in_words(how)
    assert not vouched_words(Attestation(Subject.IDENTITY, how, "rosa", AT)).endswith(f" {how}")


@pytest.mark.parametrize("how", list(GivenHow))
@pytest.mark.parametrize("kind", list(AcceptanceKind))
def test_every_way_of_accepting_a_text_is_told_in_words(kind: AcceptanceKind, how: GivenHow) -> None:
    assert acceptance_words(kind, how)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_an_answer_is_told_in_words_and_one_that_was_annulled_is_not_handed_over(outcome: Outcome) -> None:
    answer = InstituteAnswer.model_construct(
        outcome=outcome, reference="IESS-1", decided_on=date(2026, 11, 30), note="", recorded_at=AT, by="luis", handed_out_at=None
    )
    (line,) = _about_decisions(cast("Any", SimpleNamespace(history=History(decisions=(answer,)))))
    assert outcome not in line.text
    assert ("por entregar" in line.detail) == (outcome is not Outcome.ANNULLED)
