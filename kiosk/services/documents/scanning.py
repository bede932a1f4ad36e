"""Scanning a paper here: the scanners there are, how the paper lies, and its pages, which `sorting.attach_sorted` takes on."""

from collections.abc import Callable

from kiosk.adapters.documents import scanner
from kiosk.adapters.documents.scanimage import Told
from kiosk.domain.documents.brought import Documents
from kiosk.domain.documents.document import Origin, Paper, Picture
from kiosk.domain.documents.scanner import PREVIEW_DPI, Abilities, ScannerDevice, Wish
from kiosk.domain.text import clean
from kiosk.services.kiosk import Kiosk

Given = Callable[[], bool]


def devices(kiosk: Kiosk, given_up: Given) -> tuple[ScannerDevice, ...]:
    """Return the scanners to choose from, or the one of the settings; raises ScannerTrouble. May take seconds."""
    settings = kiosk.settings.scanner
    if settings.device:
        return (ScannerDevice(settings.device, clean(settings.device)),)
    return scanner.list_devices(settings.config, given_up=given_up)


def abilities(kiosk: Kiosk, device: ScannerDevice, given_up: Given) -> Abilities:
    """Return what a scanner can do; raises ScannerTrouble."""
    return scanner.abilities(device.name, kiosk.settings.scanner.config, given_up=given_up)


def preview(kiosk: Kiosk, able: Abilities, wish: Wish, size: tuple[int, int], given_up: Given, told: Told) -> Picture:  # noqa: PLR0913, PLR0917 - how, how large, and who is told or gives up
    """Return how the paper lies, in at most `size` pixels (width, height); raises ScannerTrouble, BadInput."""
    low = Wish(wish.paper, wish.feed, wish.colour, PREVIEW_DPI)
    seen = scanner.scan(able, low, kiosk.settings.scanner.config, given_up=given_up, told=told)
    return kiosk.inspector.view(seen, width=size[0], height=size[1])


def scan(kiosk: Kiosk, able: Abilities, wish: Wish, given_up: Given, told: Told) -> Documents:
    """Return one side of one paper; raises ScannerTrouble, and NotFound when given up."""
    return Documents([scanner.scan(able, wish, kiosk.settings.scanner.config, given_up=given_up, told=told)], Origin.SCAN)


def scan_stack(kiosk: Kiosk, able: Abilities, wish: Wish, given_up: Given, told: Told) -> Documents:
    """Return the sheets that lie in the feeder; raises ScannerTrouble, and NotFound when given up."""
    sheets = scanner.scan_stack(able, wish, kiosk.settings.scanner.config, given_up=given_up, told=told)
    return Documents(sheets, Origin.SCAN)


def refusal_of(kiosk: Kiosk, side: Documents, paper: Paper) -> str | None:
    """Return why a side that was scanned will not do, in words that mend it at the scanner; None where it serves."""
    found = kiosk.inspector.inspect(side.contents[0], paper, origin=side.origin)
    return None if found.verdict.may_be_attached or found.marks else found.findings[0].message
