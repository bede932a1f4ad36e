"""Whatever is written into the log has words: staff and the person whose data it is read sentences, and no bare codes."""

import ast
from collections.abc import Iterator
from pathlib import Path

import kiosk
from kiosk.domain.cases.status import Stage
from kiosk.domain.machine.message import MessageKind
from kiosk.words.cases import event_in_words, message_name
from kiosk.words.stages import stage_words

SOURCES = sorted(Path(kiosk.__file__).parent.rglob("*.py"))


def recorded() -> set[str]:
    """Return every name that the source gives to `events.record`, also through a constant or a parameter."""
    trees = [ast.parse(each.read_text(encoding="utf-8")) for each in SOURCES]
    return {name for tree in trees for call in calls(tree, "events.record") for name in names(tree, call)}


def calls(tree: ast.AST, function: str) -> Iterator[ast.Call]:
    """Yield the calls of a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == function:
            yield node


def names(tree: ast.Module, call: ast.Call) -> Iterator[str]:
    """Yield what stands in the name's place: words, what a constant or table holds, or what a parameter is called with."""
    name = call.args[2]
    for each in (name.body, name.orelse) if isinstance(name, ast.IfExp) else (name,):
        if isinstance(each, ast.Constant):
            yield str(each.value)
            continue
        place = each.value if isinstance(each, ast.Subscript) else each
        found = [*held(tree, place.id), *given(tree, place.id)] if isinstance(place, ast.Name) else []
        assert found, f"cannot tell which events {ast.unparse(call)} records"
        yield from found


def held(tree: ast.Module, name: str) -> Iterator[str]:
    """Yield what a constant of the module holds, each value where it is a table."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant | ast.Dict):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if name in map(ast.unparse, targets):
                values = node.value.values if isinstance(node.value, ast.Dict) else [node.value]
                yield from (str(each.value) for each in values if isinstance(each, ast.Constant))


def given(tree: ast.Module, name: str) -> Iterator[str]:
    """Yield the words with which a function is called whose parameter it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and name in (parameters := [each.arg for each in node.args.args]):
            place = parameters.index(name)
            for call in calls(tree, node.name):
                if len(call.args) > place and isinstance(words := call.args[place], ast.Constant):
                    yield str(words.value)


def test_every_event_that_is_recorded_has_words() -> None:
    found = recorded()
    assert {"case_submitted", "case_handed_over", "rights_removed", "draft_discarded", "consent_withdrawn"} <= found
    assert [each for each in sorted(found) if event_in_words(each) == each] == []


def test_every_message_and_state_has_words() -> None:
    assert all(message_name(each) for each in MessageKind)
    assert all(stage_words(each).short and stage_words(each).long for each in Stage)
