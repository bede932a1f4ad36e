"""Handing cases over at the desk: chosen, written, and recorded only when somebody took them."""

import asyncio
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select
from textual.pilot import Pilot

from kiosk.domain.cases.handover import Exported, Written
from kiosk.domain.desk.task import TaskKind
from kiosk.domain.errors import KioskError
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.services.desk import access, tasks
from kiosk.services.handover import export, handovers
from kiosk.services.kiosk import Kiosk
from kiosk.storage.tables import Document
from screens.desk.base import DeskScreen
from screens.desk.handover.choose import HandOver, HandOverOne
from screens.desk.handover.taken import Taken
from tests.filing import StoppedClock, answer_all, number_of, open_kiosk, submit
from tests.screens.desk.scene import Day
from tests.screens.harness import Picture, RealStart, settled, shown, type_in, until
from tests.screens.places import app_of, kiosk_of, press, screen_name

FOLDER = "KIOSK_DESK__HANDOVER_FOLDER"


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[CaseNumber, ...]]:
    """File three cases on different days, and return the data folder and their numbers."""
    folder, clock = tmp_path_factory.mktemp("filed") / "data", StoppedClock()
    clock.advance(days=-12)
    kiosk = open_kiosk(folder, clock)
    numbers = []
    for days in (9, 3, 0):
        numbers.append(number_of(submit(kiosk, answer_all(kiosk, email=None))))
        clock.advance(days=days)
    with kiosk.database.transaction() as session:
        for row in session.exec(select(Document)).all():
            row.verdict, row.reading = "fine", ""  # they lack nothing
    kiosk.database.close()
    kiosk.inspector.close()
    return folder, tuple(numbers)


@pytest.fixture
def numbers(filed: tuple[Path, tuple[CaseNumber, ...]], tmp_path: Path) -> tuple[CaseNumber, ...]:
    """Lay the filed cases into the folder that the desk opens, and return their numbers."""
    shutil.copytree(filed[0], tmp_path / "data")
    return filed[1]


async def lay(pilot: Pilot[None], screen: DeskScreen) -> None:
    pilot.app.push_screen(screen)
    await settled(pilot)


def taken(kiosk: Kiosk, numbers: tuple[CaseNumber, ...], folder: Path, by: str = "Ana Pérez") -> None:
    """Hand cases over without the screens."""
    export.export(kiosk, numbers, folder)
    handovers.record_handover(kiosk, numbers, by, "stick")


async def test_what_is_marked_is_written_and_recorded_with_who_took_it(
    desk: RealStart, numbers: tuple[CaseNumber, ...], tmp_path: Path, picture: Picture
) -> None:
    async with desk() as pilot:
        await lay(pilot, HandOver())
        await press(pilot, "space", "3", "down", "enter")
        assert screen_name(pilot) == "Taken"
        written = {each.name for each in (tmp_path / "data" / "handover").iterdir()}
        assert written == {numbers[0], numbers[2]}
        assert handovers.waiting(kiosk_of(pilot)).count == 3
        await type_in(pilot, "Ana Pérez")
        await press(pilot, "1", "enter")
        assert screen_name(pilot) == "Recorded"
        assert "Ana Pérez, en una memoria" in shown(pilot)
        await picture(pilot, "hand-over-recorded-80x24")
        await press(pilot, "enter")
        assert screen_name(pilot) == "HandOver"
        assert numbers[1] in shown(pilot)
        assert numbers[0] not in shown(pilot)
        assert handovers.waiting_numbers(kiosk_of(pilot)) == (numbers[1],)


async def test_who_marks_nothing_is_told_how_and_all_are_marked_at_one_press(
    desk: RealStart, numbers: tuple[CaseNumber, ...], picture: Picture
) -> None:
    async with desk(**{FOLDER: "/media/memoria/iess"}) as pilot:
        await lay(pilot, HandOver())
        await press(pilot, "up", "down", "down", "down", "enter")
        assert "! Marque con Espacio los trámites" in shown(pilot)
        app_of(pilot).screen.query_one("#all").focus()
        await press(pilot, "enter")
        assert shown(pilot).count("[■]") == len(numbers)
        await press(pilot, "space")
        assert shown(pilot).count("[■]") == len(numbers) - 1
        await picture(pilot, "hand-over-80x24")


async def test_each_says_what_it_lacks_and_incomplete_ones_go_only_when_somebody_says_so(
    desk: RealStart, numbers: tuple[CaseNumber, ...], picture: Picture, clock: StoppedClock
) -> None:
    async with desk(**{FOLDER: "/media/memoria/iess"}) as pilot:
        day = Day(kiosk_of(pilot), clock)
        ids = [access.look_again(day.kiosk, each).draft.id for each in numbers]
        day.typed_by(access.look_again(day.kiosk, numbers[0]).draft, "luis")
        day.change(Document, Document.filing, ids[1], verdict="doubtful")
        await lay(pilot, HandOver())
        assert "falta: identidad, hoja firmada" in shown(pilot)
        assert "! Falta la hoja firmada" in shown(pilot), "at the line where the keys act"
        assert numbers[2] in shown(pilot).partition(numbers[1])[0], "the newest other case of the same person is named, too"
        assert "falta: documento dudoso" in shown(pilot)
        await press(pilot, "space")
        app_of(pilot).screen.query_one("#complete").focus()
        await press(pilot, "enter")
        assert shown(pilot).count("[■]") == 1
        app_of(pilot).screen.query_one("#all").focus()
        await press(pilot, "enter")
        await picture(pilot, "hand-over-lacking-80x24")
        app_of(pilot).screen.query_one("Button.-primary").focus()
        await press(pilot, "enter")
        assert "2 trámites están incompletos" in shown(pilot)
        assert f"{numbers[0]} falta: identidad, hoja firmada" in " ".join(shown(pilot).split())
        await picture(pilot, "hand-over-incomplete-80x24")
        await press(pilot, "enter")
        assert screen_name(pilot) == "HandOver", "the answer that changes nothing comes first to hand"
        await lay(pilot, HandOverOne(numbers[0]))
        assert "Falta la hoja firmada" in shown(pilot)


async def test_what_is_lacking_is_still_to_be_done_after_the_hand_over(
    desk: RealStart, numbers: tuple[CaseNumber, ...], tmp_path: Path, clock: StoppedClock
) -> None:
    async with desk() as pilot:
        day = Day(kiosk_of(pilot), clock)
        for each in numbers:
            day.typed_by(access.look_again(day.kiosk, each).draft, "luis")
        await lay(pilot, HandOver())
        app_of(pilot).screen.query_one("#all").focus()
        await press(pilot, "enter")
        app_of(pilot).screen.query_one("Button.-primary").focus()
        await press(pilot, "enter")
        assert "Solo los completos" not in shown(pilot), "there is none"
        await press(pilot, "shift+tab", "enter")
        assert screen_name(pilot) == "Taken"
        await type_in(pilot, "Ana Pérez")
        await press(pilot, "1", "enter")
        assert screen_name(pilot) == "Recorded"
        assert "3 incompletos: lo que falta sigue en «Hoy»" in " ".join(shown(pilot).split())
        waits = {(each.kind, each.number) for each in tasks.today(day.kiosk).tasks}
        assert {(kind, each) for kind in (TaskKind.IDENTITY, TaskKind.CONFIRMATION) for each in numbers} <= waits
        assert not [each for each in waits if each[0] is TaskKind.HAND_OVER]


async def test_what_is_written_already_need_not_be_written_to_be_recorded(
    desk: RealStart, numbers: tuple[CaseNumber, ...], tmp_path: Path, picture: Picture
) -> None:
    async with desk(**{FOLDER: "/media/memoria/iess"}) as pilot:
        export.export(kiosk_of(pilot), [numbers[0]], tmp_path / "stick")
        await lay(pilot, HandOver())
        assert "escrito · espera 12 días" in shown(pilot)
        await press(pilot, "space", "end", "down", "enter")
        await picture(pilot, "hand-over-written-80x24")
        await press(pilot, "enter")
        assert screen_name(pilot) == "Taken"
        assert "Escrito en" not in shown(pilot)
        await press(pilot, "escape")
        assert screen_name(pilot) == "HandOver"
        assert handovers.waiting(kiosk_of(pilot)).count == 3


async def test_who_took_them_and_how_must_both_be_said(desk: RealStart, numbers: tuple[CaseNumber, ...], picture: Picture) -> None:
    async with desk() as pilot:
        path = Path("/media/memoria/iess")
        done = Exported((Written(numbers[0], path / numbers[0], "0" * 64, sealed=False),), ((numbers[1], "No hay lugar."),))
        await lay(pilot, Taken([numbers[0]], done))
        await picture(pilot, "hand-over-taken-80x24")
        await press(pilot, "enter", "enter", "enter")
        assert "! Escriba el nombre" in shown(pilot)


async def test_a_folder_that_cannot_be_used_is_told_and_what_was_marked_stays(
    desk: RealStart, numbers: tuple[CaseNumber, ...], tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    async with desk(**{FOLDER: str(tmp_path / "file" / "stick")}) as pilot:
        await lay(pilot, HandOver())
        await press(pilot, "space", "end", "down", "enter")
        assert screen_name(pilot) == "HandOver"
        assert "! No se puede escribir en" in shown(pilot)
        assert shown(pilot).count("[■]") == 1


async def test_writing_can_be_given_up(desk: RealStart, numbers: tuple[CaseNumber, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = threading.Event(), threading.Event()

    def slow(_kiosk: Kiosk, number: CaseNumber, _folder: Path, _seal: None, given_up: Callable[[], bool]) -> Written:
        begun.set()
        while not given_up():
            ended.wait(0.01)
        ended.set()
        raise KioskError(number)

    monkeypatch.setattr(export, "_write", slow)
    async with desk() as pilot:
        await lay(pilot, HandOver())
        await press(pilot, "space", "end", "down")
        await pilot.press("enter")
        async with asyncio.timeout(10):
            while not begun.is_set():
                await pilot.pause(0.02)
        await press(pilot, "escape")
        await until(pilot, ended.is_set)
        assert "Se dejó de escribir" in shown(pilot)
        assert screen_name(pilot) == "HandOver"


async def test_one_case_says_how_it_waits_then_who_took_it_and_until_when_its_copies_stay(
    desk: RealStart, numbers: tuple[CaseNumber, ...], tmp_path: Path, picture: Picture
) -> None:
    async with desk(**{FOLDER: "/media/memoria/iess"}) as pilot:
        await lay(pilot, HandOverOne(numbers[0]))
        await picture(pilot, "hand-over-one-80x24")
        await press(pilot, "escape")
        taken(kiosk_of(pilot), numbers[:1], tmp_path / "out")
        await lay(pilot, HandOverOne(numbers[0]))
        assert "hasta el 23 de diciembre de 2026" in shown(pilot)
        await picture(pilot, "hand-over-one-taken-80x24")


async def test_when_all_are_handed_over_it_is_said_and_a_second_copy_of_one_records_nothing(
    desk: RealStart, numbers: tuple[CaseNumber, ...], tmp_path: Path
) -> None:
    async with desk() as pilot:
        taken(kiosk_of(pilot), numbers, tmp_path / "out")
        await lay(pilot, HandOver())
        assert "No hay trámites por entregar" in shown(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "Home"
        before = handovers.standing(kiosk_of(pilot), numbers[0])
        await lay(pilot, HandOverOne(numbers[0]))
        await press(pilot, "tab", "enter")
        assert "Escrito: " in shown(pilot)
        assert (tmp_path / "data" / "handover" / numbers[0] / "SHA256SUMS").is_file()
        assert handovers.standing(kiosk_of(pilot), numbers[0]) == before
