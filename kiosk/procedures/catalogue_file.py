"""The files that all procedures share: sectors with categories, the territory, and the holidays."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from kiosk.domain.filing.procedure import Category, Province, Sector
from kiosk.domain.working_days import Holidays
from kiosk.locale import _
from kiosk.procedures.mistake import PendingMistake, Place
from kiosk.procedures.shape import IDENTIFIER, NAME, Key, Rule, flag, look, pattern, several, tables

CATEGORY = {"id": Key(IDENTIFIER), "name": Key(NAME)}
SECTOR = {"id": Key(IDENTIFIER), "name": Key(NAME), "categories": Key(tables(CATEGORY, unique="id"))}
CATALOGUE = {"sectors": Key(tables(SECTOR, unique="id"))}

CODE = pattern(r"\d{2}", lambda: _('Debe ser un código de dos números entre comillas, como "01".'))
PROVINCE = {"code": Key(CODE), "name": Key(NAME)}
PREFIX = {"code": Key(CODE), "name": Key(NAME), "demonstration": Key(flag, needed=False)}
TERRITORY = {
    "provinces": Key(tables(PROVINCE, unique="code")),
    "other_prefixes": Key(tables(PREFIX, unique="code", at_least=0), needed=False),
}


def _day(year: str) -> Rule:
    """Return the rule for a day that there is, written behind a year or without one."""

    def rule(value: object, place: Place) -> Iterator[PendingMistake]:
        try:
            date.fromisoformat(f"{year}{value}")
        except ValueError:
            yield PendingMistake(
                place, _("Debe ser un día entre comillas, como «05-24» (mes y día); en «others» con su año: «2026-12-24».")
            )

    return rule


HOLIDAYS = {
    "national": Key(several(_day("2026-"))),
    "stays": Key(several(_day("2026-"), at_least=0)),
    "others": Key(several(_day(""), at_least=0), needed=False),
}


def catalogue_complaints(values: dict[str, Any]) -> Iterator[PendingMistake]:
    """Yield what is wrong in a catalogue."""
    return look(values, CATALOGUE)


def territory_complaints(values: dict[str, Any]) -> Iterator[PendingMistake]:
    """Yield what is wrong in a territory."""
    return look(values, TERRITORY)


def holiday_complaints(values: dict[str, Any]) -> Iterator[PendingMistake]:
    """Yield what is wrong in a list of holidays."""
    return look(values, HOLIDAYS)


def build_holidays(values: dict[str, Any]) -> Holidays:
    """Return the holidays of a file without mistakes."""

    def month_and_day(text: str) -> tuple[int, int]:
        month, day = text.split("-")
        return int(month), int(day)

    return Holidays(
        national=tuple(map(month_and_day, values["national"])),
        stays=frozenset(map(month_and_day, values["stays"])),
        others=frozenset(map(date.fromisoformat, values.get("others", []))),
    )


def build_sectors(values: dict[str, Any]) -> tuple[Sector, ...]:
    """Return the sectors of a file without mistakes."""
    return tuple(
        Sector(each["id"], each["name"], tuple(Category(part["id"], part["name"]) for part in each["categories"]))
        for each in values["sectors"]
    )


def build_provinces(values: dict[str, Any]) -> tuple[Province, ...]:
    """Return the provinces of a file without mistakes, by their codes."""
    return tuple(sorted((Province(each["code"], each["name"]) for each in values["provinces"]), key=lambda each: each.code))


def build_prefixes(values: dict[str, Any], *, demo: bool) -> frozenset[str]:
    """Return the cédula prefixes that need no second look; those of the demonstration only there."""
    others = (each["code"] for each in values.get("other_prefixes", []) if demo or not each.get("demonstration", False))
    return frozenset(each["code"] for each in values["provinces"]) | frozenset(others)
