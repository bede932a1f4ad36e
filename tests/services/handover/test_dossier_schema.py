"""The schema of expediente.json is made from what is written; the institute's programs were built to the one that was published."""

import json
from pathlib import Path
from typing import Any

from kiosk.services.handover import dossier_record

PUBLISHED = Path(__file__).parent / "published"


def alternatives(schema: dict[str, Any], defs: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what a value may be, however it is put: one schema for each type."""
    if "$ref" in schema:
        return alternatives(defs[schema["$ref"].rpartition("/")[2]], defs)
    if "anyOf" in schema:
        return [one for each in schema["anyOf"] for one in alternatives(each, defs)]
    if "const" in schema:
        return [{"enum": [schema["const"]]}]
    if "enum" in schema:
        codes = [{"enum": [each for each in schema["enum"] if each is not None]}]
        return codes + ([{"type": "null"}] if None in schema["enum"] else [])
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return [{"type": "null"} if each == "null" else schema | {"type": each} for each in types]


def meaning(schema: dict[str, Any], defs: dict[str, Any]) -> list[Any]:
    """Return what a schema demands, without its words and its order."""
    codes: set[str] = set()
    found: list[Any] = []
    for each in alternatives(schema, defs):
        if "enum" in each:
            codes |= set(each["enum"])
            continue
        told = {
            key: value for key, value in each.items() if key in {"type", "format", "pattern", "minimum", "additionalProperties"}
        }
        if each["type"] == "object":
            told["properties"] = {name: meaning(value, defs) for name, value in each.get("properties", {}).items()}
            told["required"] = sorted(each["required"])
        if each["type"] == "array":
            told["items"] = meaning(each["items"], defs)
        found.append(told)
    return sorted([*found, *([{"enum": sorted(codes)}] if codes else [])], key=lambda each: json.dumps(each, sort_keys=True))


def test_what_is_written_is_what_was_published_under_this_version() -> None:
    today = json.loads(dossier_record.schema())
    published = json.loads((PUBLISHED / f"dossier-{dossier_record.SCHEMA_VERSION}.schema.json").read_text(encoding="utf-8"))
    assert (today["$id"], today["$schema"]) == (published["$id"], published["$schema"])
    assert meaning(today, today["$defs"]) == meaning(published, published["$defs"]), (
        "a key that came, went or means something else takes a new version: raise SCHEMA_VERSION and publish its schema here"
    )


def test_whoever_reads_the_schema_is_told_what_a_key_means() -> None:
    schema = json.loads(dossier_record.schema())
    published = json.loads((PUBLISHED / f"dossier-{dossier_record.SCHEMA_VERSION}.schema.json").read_text(encoding="utf-8"))
    assert {"description", "title"} <= schema.keys()
    for name, told in published["properties"].items():
        assert "description" not in told or schema["properties"][name]["description"], name
