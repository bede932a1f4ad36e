"""What a screen may ask of the application that shows it; the kiosk's and the desk's both give it.

Screens and what they are made of know the application by this alone, so that it may know all of them.
"""

from collections.abc import Callable, Coroutine, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from textual.screen import Screen

from kiosk.domain.desk.permits import Role
from kiosk.domain.desk.task import Why
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.settings import Settings

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from kiosk.services.kiosk import Kiosk
    from screens.session.departures import Departures
    from screens.session.visit import Place, Session
    from screens.terminal.asking import Canvas
    from screens.terminal.keyboard import KioskDriver

Result = TypeVar("Result")


class Host(Protocol):
    """An application that shows screens."""

    settings: Settings
    kiosk: "Kiosk | None"
    session: "Session | None"
    staff: str
    """The member of staff who has signed in, and in whose name everything is done."""
    role: Role
    """What that member may: by it screens offer what they do, while the services decide."""
    out_of_service: bool
    departures: "Departures"

    @property
    def may_be_left(self) -> bool:
        """Whether whoever is in front may end it."""

    @property
    def is_ending(self) -> bool:
        """Whether it was told to end."""

    @property
    def canvas(self) -> "Canvas | None":
        """What pictures can be drawn by, where the terminal draws more than letters."""

    @property
    def driver(self) -> "KioskDriver":
        """What reads the keyboard."""

    @property
    def visit(self) -> "Session":
        """The session of the person in front."""

    @property
    def screen(self) -> Screen[Any]:
        """The screen on top."""

    @property
    def screen_stack(self) -> Sequence[Screen[Any]]:
        """All that are shown, the lowest first."""

    def run_worker(self, work: Coroutine[Any, Any, None], *, group: str, exit_on_error: bool) -> object:
        """Run something beside what the person does."""

    async def ready(self) -> "Kiosk":
        """Return the kiosk, waiting until it is open."""

    async def open_again(self) -> None:
        """Open the kiosk once more."""

    async def in_thread(self, work: Callable[[], Result]) -> Result:
        """Run what blocks in a thread."""

    def begin_visit(self) -> "Session":
        """Begin with somebody."""

    def show_place(self, place: "Place") -> None:
        """Show a question of the journey."""

    def show(self, screen: Screen[Any]) -> None:
        """Show a screen in place of the one that stands upon the lowest."""

    def end_visit(self, *, walked_away: bool = False) -> None:
        """Forget the person in front."""

    async def leave(self, screen: Any) -> None:  # noqa: ANN401 - a page, whose class knows of this
        """Ask how to leave a draft, and do it."""

    async def vouch(self, screen: Any, what: str = "") -> None:  # noqa: ANN401 - a page, whose class knows of this
        """Let staff vouch for something of the journey."""

    async def open_staff_menu(self, screen: Any) -> None:  # noqa: ANN401 - a page, whose class knows of this
        """Ask who of staff is there, and show their menu."""

    def case_view(self, number: CaseNumber, why: str = Why.DESK) -> Any:  # noqa: ANN401 - a screen of the desk, whose class knows of this
        """Return the screen of a case, which only staff are shown; `why` it is looked at is written down."""

    def show_help(self, text: str) -> None:
        """Lay help over the screen."""

    def show_demo_mail(self) -> None:
        """Lay the demonstration's mail over the screen."""

    def deliver_now(self) -> None:
        """Send what waits at once."""

    def send_no_more(self) -> bool:
        """Stop sending; tell whether nothing is being sent any more."""

    def banner(self) -> str:
        """Return what every screen says of the whole application: a demonstration, or in whose hands it is."""

    def shown_time(self) -> str:
        """Return the hour for the frame."""

    def redraw(self) -> None:
        """Draw the frame of what is shown again."""

    def call_later(self, callback: Callable[[], None]) -> bool:
        """Call something once what waits is done."""

    def write_to_terminal(self, sequence: str) -> None:
        """Send a control sequence."""

    def failing(self, *, when: "Callable[[Exception], bool]" = ...) -> "AbstractContextManager[None]":
        """End because of an error that nobody has foreseen in the block, `when` it still matters."""

    def end(self) -> None:
        """End in order."""
