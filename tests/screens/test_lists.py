"""The lists that are walked by keyboard: many choices in two columns, and the lines of what was said."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from screens.frame.lined import Lined
from screens.widgets.button import Button
from screens.widgets.choices import Choices, Option
from screens.widgets.columns import ColumnChoices
from screens.widgets.facts import Points
from screens.widgets.lines import Line, Lines
from tests.screens.harness import Start, settled, shown

PROVINCES = ("Cañar", "Carchi", "El Oro", "Galápagos", "Los Ríos", "Santa Elena", "Santo Domingo")


class Provinces(Lined):
    """A list in columns."""

    def __init__(self, value: str | None = None) -> None:
        super().__init__()
        self.value = value
        self.gone_on = 0

    def question(self) -> str:
        return "¿En qué provincia?"

    def content(self) -> Iterable[Widget]:
        return (ColumnChoices("province", [Option(each, each) for each in PROVINCES], value=self.value),)

    async def go_on(self) -> None:
        self.gone_on += 1


class Said(Lined):
    """Lines, more than fit on a window, and something to read below them."""

    def __init__(self, count: int = 3) -> None:
        super().__init__()
        self.count = count
        self.picked: list[str] = []

    def question(self) -> str:
        return "¿Está todo bien?"

    def content(self) -> Iterable[Widget]:
        lines = [Line(f"v{place}", f"Línea {place}", f"Texto {place}") for place in range(self.count)]
        return (
            Lines([Line("", "Usted", "no se cambia", heading="Quién"), *lines]),
            Points(f"Recuerde {place}" for place in range(self.count)),
        )

    def buttons(self) -> Sequence[Button]:
        return (Button("Atrás", self.back), Button("Enviar", self.go_on, primary=True))

    def on_lines_picked(self, event: Lines.Picked) -> None:
        self.picked.append(event.value)


async def test_letters_lead_to_the_answer_that_begins_so_whatever_its_accents(ground: Start) -> None:
    screen = Provinces()
    async with ground(screen) as pilot:
        await pilot.press(*"losr", "enter")
        assert screen.query_one(Choices).value == "Los Ríos"
        await settled(pilot)
        assert screen.gone_on == 1, "one of a list, and nothing else on the page"
        await pilot.press(*"can", "enter")
        assert screen.query_one(Choices).value == "Cañar"


async def test_the_same_letter_again_leads_to_the_next_and_more_letters_narrow_down(ground: Start) -> None:
    screen = Provinces()
    async with ground(screen) as pilot:
        await pilot.press("s", "s", "enter")
        assert screen.query_one(Choices).value == "Santo Domingo"
        await pilot.press("home", *"santae", "enter")
        assert screen.query_one(Choices).value == "Santa Elena"


async def test_arrows_lead_across_the_columns_and_not_out_of_the_list(ground: Start) -> None:
    screen = Provinces()
    async with ground(screen) as pilot:
        await pilot.press("right", "right", "enter")
        assert screen.query_one(Choices).value == "Los Ríos"
        await pilot.press("left", "left", "enter")
        assert screen.query_one(Choices).value == "Cañar"


async def test_digits_do_nothing_in_a_list_that_they_could_not_name(ground: Start) -> None:
    screen = Provinces()
    async with ground(screen) as pilot:
        await pilot.press("1", "7")
        assert screen.query_one(Choices).value is None


async def test_enter_goes_on_from_what_was_chosen_beforehand(ground: Start) -> None:
    screen = Provinces("Galápagos")
    async with ground(screen) as pilot:
        assert "▸ (●) Galápagos" in shown(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert screen.gone_on == 1


async def test_the_mark_leaves_with_the_focus_and_comes_back_with_it(ground: Start) -> None:
    async with ground(Provinces()) as pilot:
        assert "▸ ( ) Cañar" in shown(pilot)
        await pilot.press("tab")
        await settled(pilot)
        assert "▸" not in shown(pilot)
        await pilot.press("up")
        await settled(pilot)
        assert "▸ ( ) Cañar" in shown(pilot)


async def test_enter_picks_the_line_and_lines_without_a_way_are_passed_by(ground: Start) -> None:
    screen = Said()
    async with ground(screen) as pilot:
        screen.query_one(Lines).focus()
        await pilot.press("down", "enter")
        await pilot.press("home", "enter")
        await settled(pilot)
        assert screen.picked == ["v1", "v0"]


async def test_walking_beyond_the_last_line_shows_what_is_below_and_ends_at_the_primary_button(ground: Start) -> None:
    screen = Said(14)
    async with ground(screen) as pilot:
        screen.query_one(Lines).focus()
        await pilot.press("end", "down")
        await settled(pilot)
        assert screen.focused is screen.query_one(Lines)
        await pilot.press(*["down"] * 6)
        await settled(pilot)
        assert "Recuerde 13" in shown(pilot)
        assert screen.focused is screen.query_one("Button.-primary")
        await pilot.press("up")
        await settled(pilot)
        assert screen.focused is screen.query_one(Lines)


async def test_a_key_that_comes_before_a_list_is_laid_out_ends_nothing(ground: Start) -> None:
    async with ground(Provinces()) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, Provinces)
        screen.query_one("#column").mount(Choices("later", [Option("yes", "Sí, más tarde")]))
        screen.refuse()
        await settled(pilot)
        assert "Sí, más tarde" in shown(pilot)
