"""Paper comes out of a real printer here, through CUPS, with CUPS's own programs: `lp` hands over, `ipptool` asks.

"Accepted" by `lp` means nothing yet: a job is asked after until the printer says that it is done. CUPS keeps the documents
of jobs for a day, and their history for longer; so each job of ours that is over is purged (Cancel-Job with CUPS's own
`purge-job`, which its default rules allow the owner of a job).
"""

import os
import plistlib
import re
import subprocess
import time
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from kiosk.domain.machine.message import JobState, Media, PrintJob, Trouble
from kiosk.locale import _
from kiosk.ports import PrinterFailed
from kiosk.settings import PrinterSettings

_QUESTIONS = Path(__file__).parent / "ipp"
_ANSWER_SECONDS = 5
"""Longest that CUPS, which is on this machine or beside it, may think about an answer."""
_STOP_SECONDS = 2.0
"""Longest that is waited for a cancelled job to stop at the printer."""
_LOOK_AGAIN = 0.05
_NEWEST = 20
"""Jobs that are over and whose names are looked at: one that died left its own among the last."""
_STATES = {7: JobState.CANCELLED, 8: JobState.ABORTED, 9: JobState.DONE}
"""Job states of IPP (RFC 8011, 5.3.7) that are an end."""
_STOPPED = 5
"""A printer's state in which it takes nothing from its queue (RFC 8011, 5.4.11)."""
_STOPPING = "processing-to-stop-point"
"""What CUPS says of a cancelled job as long as its printer was not told; and for good, of one that never came to a printer."""
_NOT_BEGUN = {3, 4}
_TROUBLES: tuple[tuple[str, Trouble], ...] = (
    (r"media-jam|feed-error", Trouble.JAM),
    (r"cover-open|door-open|interlock-open", Trouble.COVER_OPEN),
    (r"media-empty|media-needed|input-tray-missing", Trouble.PAPER_OUT),
    (r"(toner|marker-supply|marker-ink|ink)-empty", Trouble.INK_OUT),
    (r"offline|shutdown|timed-out|connecting-to-device", Trouble.OFFLINE),
    (r"paused|stopped", Trouble.STOPPED),
)
"""Keywords among a printer's reasons (RFC 8011, 5.4.12, and those that CUPS adds), the ones that somebody can mend first."""
_AWAY = re.compile(
    r"may not exist|unavailable|unreachable|not respond|not reachable|offline|not connected|become available", re.IGNORECASE
)
"""What CUPS says of a printer that is switched off or unplugged, for which its back ends have words only."""


class CupsPrinter:
    """The queues of the settings: one for the roll, one for A4, or one alone."""

    def __init__(self, settings: PrinterSettings) -> None:
        self._settings = settings
        self._server = settings.server or "localhost:631"
        self._queues = {media: queue for media in Media if (queue := getattr(settings, media.value))}
        self.media = tuple(sorted(self._queues, key=lambda media: media != settings.paper))

    def submit(self, pdf: bytes, media: Media, name: str) -> str:
        """Hand a PDF over, through a pipe: no file of ours; return number and name of the job. Raises PrinterFailed."""
        size = "A4" if media is Media.A4 else self._settings.roll_media
        options = ["-o", "sides=one-sided", "-o", "print-scaling=none", *(["-o", f"media={size}"] if size else [])]
        said = self._run(["lp", "-h", self._server, "-d", self._queues[media], "-t", name, *options, "--", "-"], given=pdf)
        found = re.search(rb"request id is \S+-(\d+) ", said)
        if found is None:  # `lp` has the same words for a queue that is not there and for a service that is not
            raise failed(Trouble.STOPPED if self._queue(self._queues[media]) else Trouble.NO_PRINTER)
        return f"{int(found[1])} {name}"  # a CUPS that lost its memory counts from 1 again: a number alone could be another's

    def find(self, name: str) -> str | None:
        """Return the job of a name that waits or was printed; raises PrinterFailed."""
        for which in ("not-completed", "completed"):
            known = [each["job-id"] for each in self._ask("jobs", "/", which=which) if "job-id" in each]
            for number in sorted(known, reverse=True)[:_NEWEST]:
                job = f"{number} {name}"
                if self.look(job).state in {JobState.OPEN, JobState.DONE}:
                    return job
        return None

    def look(self, job: str) -> PrintJob:
        """Return how far a job got; raises PrinterFailed."""
        number, _space, name = job.partition(" ")
        found = self._job(number)
        if found.get("job-name") != name:
            return PrintJob(JobState.GONE)
        state = _STATES.get(found["job-state"], JobState.OPEN)
        if state is not JobState.OPEN:
            return PrintJob(state, *((Trouble.ABORTED, words_of(Trouble.ABORTED)) if state is not JobState.DONE else ()))
        trouble = _trouble_of(found, "job-printer-state")
        if trouble is Trouble.NONE:  # what stands in a queue that was stopped has not met a printer yet
            trouble = _trouble_of(self._queue(str(found.get("job-printer-uri", "")).rpartition("/")[2]), "printer-state")
        return PrintJob(state, trouble, words_of(trouble))

    def remove(self, job: str) -> None:
        """Cancel and forget a job; raises PrinterFailed when it does not stop in time.

        One that is at the printer has to be cancelled there before it is forgotten here: purged at once, it would come out.
        """
        number, _space, name = job.partition(" ")
        began, was_there = time.monotonic(), True
        while (found := self._job(number)).get("job-name") == name:
            waited = time.monotonic() - began
            if waited > 2 * _STOP_SECONDS:
                raise failed(Trouble.OTHER)
            state = _STATES.get(found["job-state"], JobState.OPEN)
            if state is JobState.OPEN:
                was_there = found["job-state"] not in _NOT_BEGUN
            stopping = was_there and state is JobState.CANCELLED and _STOPPING in str(found.get("job-state-reasons"))
            if state is JobState.OPEN or not stopping or waited > _STOP_SECONDS:
                self._ask("cancel" if state is JobState.OPEN else "purge", f"/jobs/{number}")
            time.sleep(_LOOK_AGAIN)

    def check(self, media: Media) -> PrintJob:
        """Return what the printer for this paper says of itself; raises PrinterFailed where it takes no job."""
        found = self._queue(self._queues[media])
        if not found:
            raise failed(Trouble.NO_PRINTER)
        if not found.get("printer-is-accepting-jobs"):
            raise failed(Trouble.STOPPED)
        trouble = _trouble_of(found, "printer-state")
        return PrintJob(JobState.OPEN, trouble, words_of(trouble))

    def _job(self, number: str) -> dict[str, Any]:
        """Return what is known of a job, nothing where it is gone; raises PrinterFailed, also where its state is not told."""
        found = self._one("job", f"/jobs/{number}")
        if found and not isinstance(found.get("job-state"), int):
            raise failed(Trouble.OTHER)
        return found

    def _queue(self, name: str) -> dict[str, Any]:
        """Return what a queue says of itself, nothing where it is not there; raises PrinterFailed."""
        return self._one("printer", f"/printers/{name}") if name else {}

    def _one(self, question: str, path: str) -> dict[str, Any]:
        return next((each for each in self._ask(question, path) if "attributes-charset" not in each), {})

    def _ask(self, question: str, path: str, **variables: str) -> list[dict[str, Any]]:
        """Return the groups of attributes that CUPS answers with, none where it knows no such thing.

        Raises PrinterFailed where it does not answer, or will not: what it keeps to itself is not gone.
        """
        given = [word for name, value in variables.items() for word in ("-d", f"{name}={value}")]
        command = ["ipptool", "-X", "-T", str(_ANSWER_SECONDS), *given, f"ipp://{self._server}{path}"]
        said = self._run([*command, str(_QUESTIONS / f"{question}.test")])
        end = said.find(b"</plist>") + len(b"</plist>")
        try:
            answer = plistlib.loads(said[:end])["Tests"][0]
            groups, status = answer["ResponseAttributes"], str(answer["StatusCode"])
        except (ValueError, LookupError, plistlib.InvalidFileException, ExpatError) as error:
            raise failed(Trouble.NO_PRINTER) from error
        if status == "client-error-not-found":
            return []
        if not status.startswith("successful-"):
            raise failed(Trouble.OTHER)
        return list(groups)

    def _run(self, command: list[str], *, given: bytes = b"") -> bytes:
        """Run one of CUPS's programs and return what it said; raises PrinterFailed where it is not there or hangs."""
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        try:
            return subprocess.run(  # noqa: S603 - no shell, and no word of a citizen's among them
                command,
                input=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                timeout=2 * _ANSWER_SECONDS,
                check=False,
            ).stdout
        except (OSError, subprocess.TimeoutExpired) as error:
            raise failed(Trouble.NO_PRINTER) from error


def failed(trouble: Trouble) -> PrinterFailed:
    """Return the failure for a trouble, in words."""
    return PrinterFailed(words_of(trouble), trouble)


def words_of(trouble: Trouble) -> str:
    """Return what a trouble is called, and what mends it."""
    sentences = {
        Trouble.NONE: "",
        Trouble.PAPER_OUT: _("La impresora no tiene papel. Avise al personal para que ponga más."),
        Trouble.COVER_OPEN: _("La impresora tiene la tapa abierta. Avise al personal para que la cierre."),
        Trouble.JAM: _("El papel se atascó en la impresora. Avise al personal."),
        Trouble.INK_OUT: _("A la impresora se le acabó la tinta. Avise al personal."),
        Trouble.OFFLINE: _("La impresora está apagada o desconectada. Avise al personal."),
        Trouble.STOPPED: _("La impresora está detenida. Avise al personal."),
        Trouble.NO_PRINTER: _("El kiosco no encuentra su impresora. Avise al personal."),
        Trouble.ABORTED: _("La impresora canceló la hoja."),
    }
    return sentences.get(trouble, _("La impresora no pudo terminar. Avise al personal."))


def _trouble_of(attributes: dict[str, Any], prefix: str) -> Trouble:
    """Understand what a printer gives for reasons; its words are looked at, and never passed on."""
    given = attributes.get(f"{prefix}-reasons", [])
    reasons = " ".join(map(str, given if isinstance(given, list) else [given]))
    found = next((trouble for keywords, trouble in _TROUBLES if re.search(keywords, reasons)), None)
    if found:
        return found
    if attributes.get("printer-state") == _STOPPED:
        return Trouble.STOPPED
    return Trouble.OFFLINE if _AWAY.search(str(attributes.get(f"{prefix}-message", ""))) else Trouble.NONE
