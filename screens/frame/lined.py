"""What the screens with lines to walk along share."""

from screens.frame.screen import KioskScreen
from screens.widgets.button import Button
from screens.widgets.lines import Lines


class Lined(KioskScreen):
    """A screen with lines: the arrow up leads from the buttons back to them."""

    def action_scroll(self, lines: int) -> None:
        """Go back up to the lines, or scroll where there are none."""
        above = [each for each in self.query(Lines) if each.can_focus]
        if lines == -1 and above and isinstance(self.focused, Button):
            above[-1].focus()
        else:
            super().action_scroll(lines)
