"""Screens that exist only to try the ground that the real ones stand on."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from textual.widget import Widget

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.journey import Step
from screens.apps import questions
from screens.frame.screen import KioskScreen
from screens.session import visit
from screens.visit.question import JourneyScreen
from screens.widgets.choices import Choices, Option
from screens.widgets.field import Field


class Sample(KioskScreen):
    """A field, a list of options, and a service of the test's own."""

    def __init__(self, service: Callable[[Any], object] | None = None) -> None:
        super().__init__()
        self.service = service
        self.answers: list[object] = []

    def question(self) -> str:
        return "¿Cuál es su número de cédula?"

    def hint(self) -> str:
        return "Los 10 números de la parte de adelante."

    def help_text(self) -> str:
        return "# Su cédula\n\nEs la tarjeta celeste."

    def content(self) -> Iterable[Widget]:
        return (
            Field("number", "Número de cédula", groups=(2, 4, 4), width=16),
            Choices(
                "capacity", [Option("head", "Jefe de familia", "Quien afilió a la familia"), Option("dependant", "Dependiente")]
            ),
        )

    async def go_on(self) -> None:
        if not self.query_one(Field).value:
            raise BadInput("Escriba los 10 números de su cédula.", field="number")
        self.answers.append(await self.call(self.service) if self.service else self.query_one(Field).value)


class Beyond(JourneyScreen):
    """Stands for the steps that a test does not try."""

    def question(self) -> str:
        return "Más allá"


def put_beyond(monkeypatch: pytest.MonkeyPatch, step: Step) -> None:
    """Let the journey end for a test before a step."""
    monkeypatch.setitem(visit.QUESTIONS, step, ("Beyond",))
    monkeypatch.setitem(questions.SCREENS, "Beyond", Beyond)
