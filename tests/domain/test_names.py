"""Whole names stand as the card has them, and one function puts them together."""

import re
from pathlib import Path

import kiosk
import screens
from kiosk.domain.people.names import full_name


def test_a_whole_name_begins_with_the_surnames() -> None:
    assert full_name("Quishpe Ñusta", "María José") == "Quishpe Ñusta María José"
    assert full_name("", "María") == "María"


def test_nobody_puts_names_together_by_hand() -> None:
    by_hand = re.compile(r"given_names\W[^,]{0,12}\{[^{}]*surnames|surnames\W[^,]{0,12}\{[^{}]*given_names")
    folders = [Path(str(each.__file__)).parent for each in (kiosk, screens)]
    written = {path.name for folder in folders for path in folder.rglob("*.py") if by_hand.search(path.read_text(encoding="utf-8"))}
    card_and_history = {"card.py", "0004_staff_and_desk.py"}  # the lines that machines read, and a migration that stays
    assert written - card_and_history == {"names.py"}
