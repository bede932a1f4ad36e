"""Runs SANE's `scanimage`: what it scans stays in memory and never has a name on the disk, and giving up ends it."""

import contextlib
import os
import re
import resource
import selectors
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kiosk.domain.documents.scanner import ScannerFault, ScannerTrouble
from kiosk.domain.errors import NotFound
from kiosk.locale import _

SHEET_BYTES = 8_000_000
"""Most that one sheet may take: an A4 sheet in colour at 300 dpi takes 1 to 4 million bytes as scanimage packs it."""
SILENT_SECONDS = 90.0
"""Longest that a scanner may say nothing: lamps of old ones warm up for a minute."""
LONGEST_SECONDS = 600.0
_LOOK_SECONDS = 0.1
_END_SECONDS = 3.0
_COMPLAINT_BYTES = 4_000

Told = Callable[[int, float], None]
"""Is told the sheet (from 1) and how much of it is done (0 to 1)."""

_OUTGROWN = -signal.SIGXFSZ
_COMPLAINTS = (
    ("open of device .*: (?!Device busy|Access|Out of memory)", ScannerFault.UNPLUGGED),
    ("no SANE devices found", ScannerFault.NONE_FOUND),
    ("Device busy", ScannerFault.BUSY),
    ("Document feeder jammed", ScannerFault.JAMMED),
    ("Document feeder out of documents", ScannerFault.NO_PAPER),
    ("Scanner cover is open", ScannerFault.COVER_OPEN),
    ("Error during device I/O", ScannerFault.UNPLUGGED),
    ("Access to resource has been denied", ScannerFault.DENIED),
    ("Out of memory", ScannerFault.NO_MEMORY),
    ("too few scanlines", ScannerFault.NOTHING_CAME),
    ("File too large", ScannerFault.TOO_LARGE),
    ("sane_(?:start|read): ", ScannerFault.UNKNOWN),
)
"""What it says of SANE's states (SANE standard, 4.2.7), the first that fits. Its exit status tells less: when a driver's own
process ends first, scanimage 1.1 says what was wrong and ends with 0."""


def run(
    words: Sequence[str], config: Path | None, *, given_up: Callable[[], bool], told: Told = lambda _sheet, _done: None
) -> bytes:
    """Return what scanimage writes to its standard output; raises ScannerTrouble, and NotFound when given up."""
    with _sheets_in_memory(1) as (sheet,):
        _attend(words, config, (sheet,), given_up, told)
        return _content(sheet)


def run_stack(words: Sequence[str], config: Path | None, most: int, *, given_up: Callable[[], bool], told: Told) -> list[bytes]:
    """Return the sheets of a feeder until it is empty; raises ScannerTrouble (also beyond `most`), and NotFound when given up.

    scanimage writes each sheet to a file `N.part`, then calls it `N`: these are links to memory, so the folder holds no content.
    """
    with _sheets_in_memory(most + 1) as sheets, tempfile.TemporaryDirectory() as folder:
        for number, sheet in enumerate(sheets, 1):
            (Path(folder) / f"{number}.part").symlink_to(f"/proc/self/fd/{sheet}")
        batch = [*words, f"--batch={folder}/%d", f"--batch-count={len(sheets)}"]
        try:
            _attend(batch, config, sheets, given_up, told)
        except ScannerTrouble as trouble:
            if trouble.fault is not ScannerFault.NO_PAPER or not (Path(folder) / "1").is_symlink():
                raise
        whole = [sheet for number, sheet in enumerate(sheets, 1) if (Path(folder) / str(number)).is_symlink()]
        scanned = [content for content in map(_content, whole) if content]
    if len(scanned) > most:
        raise ScannerTrouble(
            _("Son más de {most} hojas. Ponga menos y escanee otra vez.").format(most=most), fault=ScannerFault.TOO_MANY
        )
    return scanned


@contextlib.contextmanager
def _sheets_in_memory(count: int) -> Iterator[list[int]]:
    sheets: list[int] = []
    try:
        sheets.extend(os.memfd_create("sheet") for _number in range(count))
        yield sheets
    except OSError as failure:
        raise ScannerTrouble(words_of(ScannerFault.NO_MEMORY), fault=ScannerFault.NO_MEMORY) from failure
    finally:
        for sheet in sheets:
            os.close(sheet)


def _content(sheet: int) -> bytes:
    return os.pread(sheet, os.fstat(sheet).st_size, 0)


def _attend(words: Sequence[str], config: Path | None, sheets: Sequence[int], given_up: Callable[[], bool], told: Told) -> None:
    """Run it to its end; a single sheet is its standard output. Raises ScannerTrouble, and NotFound when given up."""
    try:
        process = subprocess.Popen(  # noqa: S603 - no shell, and a device's name is one word that begins with our own letters
            ["scanimage", *words],  # noqa: S607 - where the system has it
            stdin=subprocess.DEVNULL,
            stdout=sheets[0] if len(sheets) == 1 else subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=_environment(config),
            pass_fds=tuple(sheets),
        )
    except OSError as failure:
        lacking = ScannerFault.NO_PROGRAM if isinstance(failure, FileNotFoundError | PermissionError) else ScannerFault.NO_MEMORY
        raise ScannerTrouble(words_of(lacking), fault=lacking) from failure
    try:
        with contextlib.suppress(ProcessLookupError):  # it may have ended already
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (SHEET_BYTES, SHEET_BYTES))
        complaint = _listen(process, given_up, told)
        status = _end_of(process)
    finally:
        _end(process)
    otherwise = ScannerFault.SILENT if status is None else ScannerFault.UNKNOWN if status else None
    fault = _fault_in(complaint) or otherwise
    if fault:
        found = ScannerFault.TOO_LARGE if status == _OUTGROWN else fault
        raise ScannerTrouble(words_of(found), fault=found)


def _fault_in(complaint: str) -> ScannerFault | None:
    return next((each for said, each in _COMPLAINTS if re.search(said, complaint)), None)


def _end_of(process: "subprocess.Popen[bytes]") -> int | None:
    """Return the status with which it ended; None where it said all it had to say, and hangs: its complaint counts all the same."""
    try:
        return process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        return None


def _environment(config: Path | None) -> dict[str, str]:
    """Return what SANE needs and nothing of the kiosk's; its options are read in English."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
    return {**environment, "SANE_CONFIG_DIR": str(config)} if config else environment


def _listen(process: "subprocess.Popen[bytes]", given_up: Callable[[], bool], told: Told) -> str:
    """Tell how far it is until it closes its standard error; return the end of what it said.

    A complaint is the last that it says, and it may hang then: libsane cancels its driver's thread, also in the middle of malloc,
    and waits for it (seen with scanimage 1.1.1, about one time in a hundred).
    """
    assert process.stderr is not None, "it is a pipe"  # noqa: S101 - Popen's own promise
    said, sheet, began = "", 1, time.monotonic()
    heard = began
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stderr, selectors.EVENT_READ)
        while True:
            if given_up():
                raise NotFound(_("Se dejó de esperar."))
            ready, now = waiting.select(_LOOK_SECONDS), time.monotonic()
            if ready:
                chunk = os.read(process.stderr.fileno(), 4096)
                if not chunk:
                    return said
                heard, said = now, (said + chunk.decode("utf-8", "replace"))[-_COMPLAINT_BYTES:]
                sheets, done = re.findall(r"Scanning page (\d{1,3})", said), re.findall(r"Progress: (\d{1,3}(?:\.\d)?)%", said)
                sheet = int(sheets[-1]) if sheets else sheet
                told(sheet, float(done[-1]) / 100 if done else 0.0)
            elif process.poll() is not None or (now - heard > _END_SECONDS and _fault_in(said)):
                return said  # a driver's own process may outlive it, and hold the pipe open
            elif now - heard > SILENT_SECONDS or now - began > LONGEST_SECONDS:
                raise ScannerTrouble(words_of(ScannerFault.SILENT), fault=ScannerFault.SILENT)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End it, politely first: the scanner's arm goes home; then for good."""
    if process.stderr:
        process.stderr.close()
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def words_of(fault: ScannerFault) -> str:
    """Return what the person can do about a fault."""
    return {
        ScannerFault.NONE_FOUND: _("No se encuentra ningún escáner. Revise que esté encendido y que su cable esté bien conectado."),
        ScannerFault.UNPLUGGED: _(
            "Se perdió la conexión con el escáner. Revise su cable y que esté encendido, y escanee otra vez."
        ),
        ScannerFault.BUSY: _("El escáner está ocupado. Espere un momento y escanee otra vez."),
        ScannerFault.JAMMED: _(
            "El papel se atascó. Abra el escáner, sáquelo con cuidado, ponga otra vez todas las hojas y escanee."
        ),
        ScannerFault.NO_PAPER: _("No hay papel en la bandeja del escáner. Ponga las hojas y escanee otra vez."),
        ScannerFault.COVER_OPEN: _("La tapa del escáner está abierta. Ciérrela y escanee otra vez."),
        ScannerFault.DENIED: _("El kiosco no tiene permiso para usar el escáner. Avise al personal."),
        ScannerFault.NO_MEMORY: _(
            "Al kiosco le falta espacio para escanear. Espere un momento y escanee otra vez; si sigue, avise al personal."
        ),
        ScannerFault.TOO_LARGE: _("La imagen salió demasiado grande. Escanee otra vez en gris."),
        ScannerFault.NOTHING_CAME: _("El escáner no mandó ninguna imagen. Escanee otra vez; si sigue, avise al personal."),
        ScannerFault.SILENT: _("El escáner no contesta. Apáguelo, enciéndalo y escanee otra vez."),
        ScannerFault.NO_PROGRAM: _("A este kiosco le falta el programa del escáner. Avise al personal."),
    }.get(fault, _("El escáner no pudo terminar. Escanee otra vez; si sigue, avise al personal."))
