"""By which ways papers come into this kiosk: no help, list or slip names one that it does not have."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from kiosk.procedures import load as load_procedures
from kiosk.services.followup import papers
from kiosk.services.papers.to_bring import compose_to_bring
from kiosk.services.papers.ways import Way, ways_in
from kiosk.settings import Settings
from screens.documents.choose_source import ChooseSource
from screens.entrance.bring_correction import BringCorrection
from screens.entrance.welcome import Welcome

NAMES = {Way.SCANNER: ("escáner", "Escanear"), Way.STICK: ("memoria", "Memoria"), Way.INBOX: ("copiadora", "Copiadora")}


def with_ways(settings: Settings, ways: tuple[Way, ...]) -> Settings:
    here = Path("here")
    return replace(
        settings,
        scanner=replace(settings.scanner, kind="sane" if Way.SCANNER in ways else "none"),
        stick=replace(settings.stick, folder=here if Way.STICK in ways else None),
        inbox=replace(settings.inbox, folder=here if Way.INBOX in ways else None),
    )


def helped(screen: type[Any]) -> Callable[[Settings], str]:
    """Return the help of a screen at a kiosk of these settings."""
    return lambda settings: cast("str", screen.help_text(SimpleNamespace(kiosk_app=SimpleNamespace(settings=settings))))


def to_bring(settings: Settings) -> str:
    return " ".join(compose_to_bring(settings, load_procedures(demo=False).procedures[0]).steps)


def slip(settings: Settings) -> str:
    return " ".join(papers.ways_back(cast("Any", SimpleNamespace(settings=settings))))


SAYING: dict[str, tuple[Callable[[Settings], str], set[Way]]] = {
    "the list of what to bring": (to_bring, {Way.STICK}),
    "the slip of what is asked for again": (slip, {Way.STICK}),
    "the welcome's help": (helped(Welcome), {Way.STICK}),
    "the help of where from": (helped(ChooseSource), set(Way)),
    "the help of what is asked for again": (helped(BringCorrection), set(Way)),
}


@pytest.mark.parametrize("there", list(product([False, True], repeat=3)), ids=str)
def test_only_the_ways_that_this_kiosk_has_are_named(there: tuple[bool, bool, bool]) -> None:
    ways = tuple(way for way, is_there in zip(Way, there, strict=True) if is_there)
    settings = with_ways(Settings(data_dir=Path("nowhere")), ways)
    assert ways_in(settings) == ways
    for where, (say, names) in SAYING.items():
        said = say(settings)
        for way in Way:
            if way not in ways:
                assert not [each for each in NAMES[way] if each in said], (where, way)
            elif way in names:
                assert [each for each in NAMES[way] if each in said], (where, way)
        if set(ways) != {Way.STICK} and names == {Way.STICK}:
            assert "en papel" in said, where
