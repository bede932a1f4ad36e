"""Of whatever is written down of a case the desk reads a sentence, and so does the person who asks what is held of them."""

import ast
import re
from pathlib import Path

import kiosk
from kiosk.domain.case_whole import CaseEvent
from kiosk.services.held_words import event_words
from kiosk.storage.tables import Event
from screens.desk.case_words import event_in_words
from tests.filing import StoppedClock

OF_MANY_NAMES = {"consent_withdrawn", "request_withdrawn", "rights_asked", "rights_removed", "rights_answered"}


def names() -> set[str]:
    """Return the names under which a service writes something down of one filing."""
    found = set(OF_MANY_NAMES)
    for path in (Path(kiosk.__file__).parent / "services").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            target.id: node.value
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "events.record" and len(node.args) > 3:
                name = constants.get(getattr(node.args[2], "id", "")) or node.args[2]
                texts = [each.value for each in ast.walk(name) if isinstance(each, ast.Constant)]
                found |= {each for each in texts if isinstance(each, str) and re.fullmatch(r"[a-z]+(_[a-z]+)+", each)}
    return found


def test_nothing_is_told_by_the_name_that_the_program_has_for_it() -> None:
    at, known = StoppedClock().at, names()
    assert {"case_exported", "case_handed_over", "decision_recorded", "confirmation_scanned"} <= known
    assert {name for name in known if event_in_words(CaseEvent(at, name, "rosa", "", "")) == name} == set()
    raw = {name for name in known if name.replace("_", " ") in event_words(Event(at=at, name=name, actor="rosa"))}
    assert raw == set()
