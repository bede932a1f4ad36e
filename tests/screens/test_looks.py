"""How the pages look where it matters to whoever uses them: nothing cut, nothing said twice, room used, each digit once."""

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from kiosk.domain.filing.answers import Contact
from kiosk.services.filing import drafts
from screens.frame.screen import KioskScreen
from screens.widgets.button import Button, Waiting
from screens.widgets.choices import Choices, Option
from screens.widgets.main import Main
from screens.widgets.picture import CellPicture
from tests import filing
from tests.screens.harness import RealStart, Start, settled, shown, type_in, until
from tests.screens.places import kiosk_of, press, show


async def at_the_mails_numbers(pilot: Pilot[None]) -> None:
    kiosk = kiosk_of(pilot)
    draft = drafts.save(kiosk, filing.begin(kiosk).id, Contact("+593991234567", filing.EMAIL))
    await show(pilot, draft, "VerifyEmail")
    await until(pilot, lambda: "El correo ya salió" in shown(pilot))


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_other_answers_stay_whole_and_in_sight_at_the_mails_numbers(real: RealStart, size: tuple[int, int]) -> None:
    async with real(size=size) as pilot:
        await at_the_mails_numbers(pilot)
        assert all(each in shown(pilot) for each in ("Enviar otra vez", "Verificar después", "Confirma el personal"))


async def test_after_wrong_numbers_of_the_mail_the_other_answers_stay_in_sight(real: RealStart) -> None:
    async with real() as pilot:
        await at_the_mails_numbers(pilot)
        await type_in(pilot, "000000")
        assert "Hay más abajo" not in shown(pilot)
        assert all(each in shown(pilot) for each in ("Enviar otra vez", "Verificar después", "Confirma el personal"))


class TwoQuestions(KioskScreen):
    """Two groups of answers on a page."""

    def question(self) -> str:
        return "¿Cómo?"

    def content(self) -> list[Choices]:
        options = [Option(each, each) for each in ("uno", "dos")]
        return [Choices("first", options, dense=True), Choices("second", options, dense=True, first=3)]


async def test_where_two_questions_share_a_page_their_digits_go_on(ground: Start) -> None:
    screen = TwoQuestions()
    async with ground(screen) as pilot:
        assert "3 ( ) uno" in shown(pilot)
        screen.query_one("#field-second", Choices).focus()
        await press(pilot, "1", "4")
        assert [each.value for each in screen.query(Choices)] == [None, "dos"]


class Tall(KioskScreen):
    """So many rows."""

    def __init__(self, rows: int) -> None:
        super().__init__()
        self.rows = rows

    def question(self) -> str:
        return "¿Se ve todo?"

    def content(self) -> list[Static]:
        return [Static("\n".join(f"fila {each}" for each in range(self.rows)))]


@pytest.mark.parametrize(("rows", "more"), [(15, False), (16, False), (17, True)])
async def test_a_blank_row_at_the_end_is_nothing_more_below(ground: Start, rows: int, more: bool) -> None:  # noqa: FBT001 - by pytest
    screen = Tall(rows)
    async with ground(screen) as pilot:
        assert screen.query_one(Main).more_below is more
        assert (f"fila {rows - 1}" in shown(pilot)) is not more
        assert ("Hay más abajo" in shown(pilot)) is more


class ThreeLarge(Tall):
    """Three long buttons below more than fits."""

    def buttons(self) -> list[Button]:
        return [Button(each, self.go_on, primary=each == "Terminar") for each in ("Imprimir otra vez", "En hoja A4", "Terminar")]


async def test_that_there_is_more_stands_in_one_line_beside_three_large_buttons(ground: Start) -> None:
    screen = ThreeLarge(60)
    async with ground(screen, size=(120, 40)) as pilot:
        waiting = screen.query_one(Waiting)
        assert waiting.at_rest
        assert waiting.size.width >= len(waiting.at_rest)
        assert waiting.at_rest in shown(pilot)


@pytest.mark.parametrize("digit", ["4", "6"], ids=["card", "sheet"])
async def test_a_wide_window_shows_a_paper_large_and_whole(real: RealStart, digit: str) -> None:
    async with real(size=(120, 40)) as pilot:
        await show(pilot, filing.answer_all(kiosk_of(pilot)), "Review")
        await press(pilot, digit)
        await until(pilot, lambda: pilot.app.screen.query_one(CellPicture).picture)
        drawn = pilot.app.screen.query_one(CellPicture).region
        assert drawn.width > 60 or drawn.height > 20
        assert not pilot.app.screen.query_one(Main).more_below
        assert pilot.app.screen.query_one(Main).region.contains_region(drawn)
        assert "El kiosco ya lo tiene" in " ".join(shown(pilot).split())


async def test_a_wide_window_shows_the_cases_number_in_one_line(real: RealStart) -> None:
    async with real(size=(120, 40), KIOSK_PRINTER__KIND="none") as pilot:
        await show(pilot, filing.submit(kiosk_of(pilot), filing.answer_all(kiosk_of(pilot))))
        await settled(pilot)
        assert pilot.app.screen.query_one("#number").region.height == 5
