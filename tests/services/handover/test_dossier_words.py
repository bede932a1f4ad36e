"""Every code that a case may hold has its words on the cover and its place in the schema, the ones that come later as well."""

import json
from collections.abc import Callable
from enum import StrEnum
from itertools import product
from typing import Any

import pytest

from kiosk.domain.cases.correction import Wanted
from kiosk.domain.cases.decision import Outcome
from kiosk.domain.cases.handover import HandoverHow
from kiosk.domain.cases.state import CaseState
from kiosk.domain.cases.status import Stage
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.documents.document import Reading, Verdict
from kiosk.domain.filing.acceptance import AcceptanceKind, GivenHow
from kiosk.domain.filing.answers import Capacity, Remaining
from kiosk.domain.filing.attestation import Confirmation, Seen, Subject
from kiosk.services.handover import dossier_record, words
from kiosk.words import cases, filings
from kiosk.words.stages import stage_words


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Stage, lambda each: stage_words(each).long),
        (Capacity, filings.capacity_in_words),
        (Remaining, words.remaining_words),
        (Verdict, words.verdict_words),
        (Reading, words.reading_words),
        (Confirmation, words.confirmation_words),
        (Subject, filings.subject_in_words),
        (Seen, filings.sight_in_words),
        (HandoverHow, cases.handover_in_words),
        (Outcome, cases.outcome_in_words),
        (TakenBack, words.taken_back_words),
        (TakenBack, words.undone_words),
    ],
)
def test_every_code_has_its_words(kind: type[StrEnum], said: Callable[[Any], str]) -> None:
    assert all(isinstance(said(each), str) for each in kind)


def test_every_way_of_accepting_has_its_words() -> None:
    assert all("{when}" in words.acceptance_words(*each) for each in product(AcceptanceKind, GivenHow))


@pytest.mark.parametrize(
    "kind",
    [
        CaseState,
        Stage,
        Capacity,
        Remaining,
        Verdict,
        Confirmation,
        Subject,
        Seen,
        GivenHow,
        HandoverHow,
        Outcome,
        TakenBack,
        Wanted,
    ],
)
def test_every_code_stands_in_the_published_schema(kind: type[StrEnum]) -> None:
    schema = json.dumps(json.loads(dossier_record.schema()))
    lists = [set(json.loads(each.partition("]")[0] + "]")) - {None} for each in schema.split('"enum": ')[1:]]
    assert {str(each) for each in kind} in lists, "of another version it is refused by the institute's programs"
