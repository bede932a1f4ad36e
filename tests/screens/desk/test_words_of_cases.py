"""Whatever a case's log and its statements hold has words, on the desk, in the dossier and in the answer to the person."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk import services
from kiosk.domain.acceptance import AcceptanceKind, GivenHow
from kiosk.domain.attestation import Attestation, Seen, Subject
from kiosk.domain.case_whole import CaseEvent
from kiosk.domain.withdrawal import TakenBack
from kiosk.services.confirmations import _ASKED
from kiosk.services.dossier_words import acceptance_words, seen_words
from kiosk.services.export import EXPORTED
from kiosk.services.handover import HANDED_OVER
from kiosk.services.held_words import event_words, vouched_words
from kiosk.storage.tables import AttestationRow, Event
from screens.desk.case_lines import attested
from screens.desk.case_words import event_in_words

AT = datetime(2026, 11, 23, 15, 41, tzinfo=UTC)
NAMED_ELSEWHERE = (EXPORTED, HANDED_OVER, _ASKED, "receipt_did_not_come_out", *(f"{each}_withdrawn" for each in TakenBack))
"""What is recorded of a case under a name that does not stand in the call itself."""


def recorded() -> Iterator[str]:
    """Return the names under which the services record what happened to a filing, as their calls give them."""
    for path in sorted(Path(next(iter(services.__path__))).glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "events.record" and len(call.args) > 3:
                names = call.args[2].body if isinstance(call.args[2], ast.IfExp) else call.args[2]
                if isinstance(names, ast.Constant):
                    yield str(names.value)


@pytest.mark.parametrize("name", sorted({*recorded(), *NAMED_ELSEWHERE}))
def test_every_event_of_a_case_is_told_in_words(name: str) -> None:
    assert event_in_words(CaseEvent(AT, name, "rosa", "", "")) != name
    assert name.replace("_", " ") not in event_words(Event(at=AT, name=name, actor="rosa"))


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
