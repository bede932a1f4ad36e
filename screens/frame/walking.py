"""Four keys are enough where nothing is typed: up and down through the page and on to its buttons, left and right along them."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget

from kiosk.locale import _
from screens.frame.actions import ActingScreen
from screens.widgets.button import Button, Buttons
from screens.widgets.choices import Choices
from screens.widgets.field import Entry
from screens.widgets.main import Main


class WalkingScreen(ActingScreen, inherit_bindings=False):
    """Where the keys lead to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "tab(1)", show=False, priority=True),
        Binding("shift+tab", "tab(-1)", show=False, priority=True),
        Binding("up", "walk(-1)", show=False),
        Binding("down", "walk(1)", show=False),
        Binding("left", "beside(-1)", show=False),
        Binding("right", "beside(1)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
        Binding("home", "scroll(-9999)", show=False),
        Binding("end", "scroll(9999)", show=False),
    ]

    def action_scroll(self, lines: int) -> None:
        """Scroll the question."""
        for main in self.query(Main):  # none where it is being taken away
            main.scroll_relative(y=lines, animate=False)

    def _stops(self) -> tuple[list[Widget], list[Widget]]:
        """Return what can have the focus in the page, and the buttons at its foot: what goes on first, what goes back last."""
        chain = self.focus_chain
        foot = [each for each in chain if isinstance(each.parent, Buttons)]
        return [each for each in chain if each not in foot], foot[::-1]

    def action_tab(self, step: int) -> None:
        """Go round all of them, down or up through the page, and along the buttons from the one that goes on to the one back."""
        page, foot = self._stops()
        if stops := page[::step] + foot:
            self.set_focus(stops[(stops.index(self.focused) + 1) % len(stops) if self.focused in stops else 0])

    def action_walk(self, step: int) -> None:
        """Go up or down through the page, and on to the buttons when all of it was seen; scroll where nothing is to go to."""
        page, foot = self._stops()
        here = page.index(self.focused) + step if self.focused in page else -1 if step > 0 else len(page) - 1
        main = self.query(Main).first()
        if self.focused in foot and step > 0:
            self.action_scroll(step)
        elif 0 <= here < len(page) and (self.focused in page or main.region.overlaps(page[here].region)):
            self.set_focus(page[here])
        elif step > 0 and foot and not main.more_below:
            self.set_focus(foot[0])
        else:
            self.action_scroll(step)

    def action_beside(self, step: int) -> None:
        """Go along buttons that stand side by side."""
        if isinstance(self.focused, Button) and not self.focused.digit and self.focused.parent:
            row = [each for each in self.focus_chain if each.parent is self.focused.parent and isinstance(each, Button)]
            if self.focused in row:  # not where the screen is being taken away
                self.set_focus(row[min(max(row.index(self.focused) + step, 0), len(row) - 1)])

    def _following(self, field: Widget) -> Widget | None:
        """Return the field that Enter leads to from this one; None where it goes on."""
        if not isinstance(field, Entry | Choices):
            return None
        fields = [each for each in self.focus_chain if isinstance(each, Entry | Choices)]
        return next(iter(fields[fields.index(field) + 1 :]), None) if field in fields else None

    def _otherwise(self) -> str:
        """Return what the arrow leads to from a field, where that is an answer in its place ("No tengo cédula")."""
        page = self._stops()[0] if isinstance(self.focused, Entry) else []
        after = page[page.index(self.focused) + 1 :] if self.focused in page else []
        if not after or not isinstance(after[0], Button):
            return ""
        return _("↓ {label}").format(label=after[0].label) if len(after) == 1 else _("↓ más respuestas")
