"""The desk's screens by name: imported only when they are opened, so that each of them weighs nothing until then."""

from pkgutil import resolve_name

from screens.desk.base import DeskScreen


def room(name: str, *about: str) -> DeskScreen:
    """Return the screen of a `module:Class`, made for a case's number where it is about one."""
    screen: DeskScreen = resolve_name(name)(*about)
    return screen
