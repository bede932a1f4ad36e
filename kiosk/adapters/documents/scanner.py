"""The scanner, through SANE: which there are, what one can do, and a paper from it as JPEG. Whatever comes from it is foreign."""

import re
from collections.abc import Callable
from pathlib import Path

from kiosk.adapters.documents.scanimage import Told, run, run_stack, words_of
from kiosk.domain.documents.document import Paper
from kiosk.domain.documents.scanner import SHEETS_LIMIT, Abilities, Feed, ScannerDevice, ScannerFault, ScannerTrouble, Wish
from kiosk.domain.text import clean
from kiosk.locale import _

CARD_AREA = (105.0, 74.0)
"""Millimetres from the corner that are scanned for a card: its own 85.6 × 54 with room to lie a little askew (A7)."""
PAGE_AREA = (210.0, 297.0)
DEVICES_SHOWN = 9
_SEPARATOR = "\x1f"

Given = Callable[[], bool]


def list_devices(config: Path | None, *, given_up: Given) -> tuple[ScannerDevice, ...]:
    """Return the scanners that SANE finds, which may take seconds; raises ScannerTrouble where there is none."""
    written = run([f"--formatted-device-list=%d{_SEPARATOR}%v{_SEPARATOR}%m%n"], config, given_up=given_up)
    found = [line.split(_SEPARATOR) for line in written.decode("utf-8", "replace").splitlines()]
    devices = [ScannerDevice(each[0], _label(each[1:])) for each in found if len(each) == 3 and each[0]]
    if not devices:
        raise ScannerTrouble(words_of(ScannerFault.NONE_FOUND), fault=ScannerFault.NONE_FOUND)
    return tuple(devices[:DEVICES_SHOWN])


def abilities(device: str, config: Path | None, *, given_up: Given) -> Abilities:
    """Return what a scanner can do; raises ScannerTrouble."""
    written = run([f"--device-name={device}", "--all-options"], config, given_up=given_up)
    return read_abilities(device, written.decode("utf-8", "replace"))


def scan(able: Abilities, wish: Wish, config: Path | None, *, given_up: Given, told: Told = lambda _sheet, _done: None) -> bytes:
    """Return one side of one paper as JPEG; raises ScannerTrouble, and NotFound when given up."""
    content = run(_words(able, wish), config, given_up=given_up, told=told)
    if not content:
        raise ScannerTrouble(words_of(ScannerFault.NOTHING_CAME), fault=ScannerFault.NOTHING_CAME)
    return content


def scan_stack(able: Abilities, wish: Wish, config: Path | None, *, given_up: Given, told: Told) -> tuple[bytes, ...]:
    """Return what lies in the feeder as JPEG, sheet by sheet; raises ScannerTrouble, and NotFound when given up."""
    sheets = run_stack(_words(able, wish), config, SHEETS_LIMIT, given_up=given_up, told=told)
    if not sheets:
        raise ScannerTrouble(words_of(ScannerFault.NOTHING_CAME), fault=ScannerFault.NOTHING_CAME)
    return tuple(sheets)


def read_abilities(device: str, written: str) -> Abilities:
    """Understand the options that scanimage lists; what is inactive or unknown is left alone."""
    options = {
        name: given.strip() for name, given in re.findall(r"^ {4}-?-([\w-]+) (.+) \[(?!inactive).*\]$", written, re.MULTILINE)
    }
    modes = [each.strip() for each in options.get("mode", "").split("|")]
    feeds = _feeds([each for each in options.get("source", "").split("|") if each])
    dpi = re.sub(r"dpi.*", "", options.get("resolution", ""))
    return Abilities(
        device=device,
        feeds=feeds or {Feed.GLASS: ""},
        grey=_mode(modes, ("gray", "grayscale", "true gray"), "gray"),
        colour=_mode(modes, ("color", "24bit color", "24-bit color"), "color"),
        deep="8" in re.split(r"\D+", options.get("depth", "")),
        resolutions=tuple(float(each) for each in re.findall(r"\d+(?:\.\d+)?(?=\.\.|\||$)", dpi)),
        in_between=".." in dpi,
        width=_longest(options.get("x", "")),
        height=_longest(options.get("y", "")),
    )


def _feeds(sources: list[str]) -> dict[Feed, str]:
    """Tell glass and feeder apart in the words of many drivers; the first of each kind counts."""
    feeds: dict[Feed, str] = {}
    for source in sources:
        low = source.lower()
        if "duplex" in low:
            kind = Feed.BOTH_SIDES
        elif ("adf" in low or "feeder" in low) and "back" not in low:
            kind = Feed.FEEDER
        elif re.search(r"flatbed|platen|glass|normal|auto", low):
            kind = Feed.GLASS
        else:
            continue
        feeds.setdefault(kind, source)
    return feeds


def _mode(modes: list[str], best: tuple[str, ...], part: str) -> str:
    """Return the mode of the best name, else one whose name has `part`; halftones of one bit are no grey."""
    named = {each.lower(): each for each in modes}
    fitting = [each for low, each in named.items() if part in low and not re.search(r"error|diffusion|halftone|48|16", low)]
    return next((named[each] for each in best if each in named), next(iter(fitting), ""))


def _longest(given: str) -> float:
    """Return the end of a range in millimetres, 0 where it is counted in anything else."""
    found = re.match(r"[\d.-]+?\.\.(\d+(?:\.\d+)?)mm", given)
    return float(found[1]) if found else 0.0


def _words(able: Abilities, wish: Wish) -> list[str]:
    """Return the options of a scan; the source first, for others depend on it."""
    words = [f"--device-name={able.device}", "--format=jpeg", "--progress"]
    source, mode = able.feeds.get(wish.feed, ""), able.colour if wish.colour else able.grey or able.colour
    words += [f"--source={source}"] if source else []
    words += [f"--mode={mode}"] if mode else []
    words += ["--depth=8"] if able.deep else []
    resolution = able.resolution(wish.dpi)
    words += [f"--resolution={resolution:g}"] if resolution else []
    if able.width and able.height:
        width, height = CARD_AREA if wish.paper is Paper.CARD else PAGE_AREA
        words += ["-l", "0", "-t", "0", "-x", f"{min(width, able.width):g}", "-y", f"{min(height, able.height):g}"]
    return words


def _label(words: list[str]) -> str:
    return clean(" ".join(words), limit=50) or _("Escáner sin nombre")
