"""Other words, another version: what somebody accepted is named by the version, which must not name two texts."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from kiosk.procedures.texts import CONSENT, NOTICE, read_text

KNOWN: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("text_versions.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [NOTICE, CONSENT])
def test_a_text_whose_words_changed_has_another_version(name: str) -> None:
    text = read_text(name)
    words = hashlib.sha256(text.body.encode()).hexdigest()
    assert KNOWN[name].get(text.version) == words, f'give {name} a new version, and note it: "{text.version}" = "{words}"'


@pytest.mark.parametrize("name", [NOTICE, CONSENT])
def test_the_version_of_today_is_the_last_of_all_and_no_words_have_two(name: str) -> None:
    assert list(KNOWN[name]) == sorted(KNOWN[name])
    assert next(reversed(KNOWN[name])) == read_text(name).version
    assert len(set(KNOWN[name].values())) == len(KNOWN[name])
