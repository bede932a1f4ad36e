"""A printer and a mail server that do what a test says, so that each state can be looked at for as long as it takes."""

import threading
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from kiosk.domain.machine.message import JobState, Media, PrintJob, Trouble

if TYPE_CHECKING:
    from kiosk.ports import DeliveryFailed, PrinterFailed

DONE = PrintJob(JobState.DONE)
PRINTING = PrintJob(JobState.OPEN)
PAPER_OUT = PrintJob(JobState.OPEN, Trouble.PAPER_OUT, "La impresora no tiene papel.")


class ScriptedPrinter:
    """Says of each job what the test put into `says`, for each paper; remembers what it was given and what was taken back."""

    def __init__(self, *media: Media, says: PrintJob = PRINTING) -> None:
        self.media = media or (Media.ROLL,)
        self.says = dict.fromkeys(self.media, says)
        self.refuses: PrinterFailed | None = None
        self.jobs: dict[str, tuple[str, Media]] = {}
        self.removed: list[str] = []
        self.emptied = threading.Event()
        self.may_remove = threading.Event()
        self.may_remove.set()

    def submit(self, pdf: bytes, media: Media, name: str) -> str:
        assert pdf.startswith(b"%PDF")
        if self.refuses:
            raise self.refuses
        job = f"job-{len(self.jobs) + 1}"
        self.jobs[job] = (name, media)
        return job

    def find(self, name: str) -> str | None:
        return next((job for job, (known, _media) in self.jobs.items() if known == name and job not in self.removed), None)

    def look(self, job: str) -> PrintJob:
        return self.says[self.jobs[job][1]]

    def remove(self, job: str) -> None:
        assert self.may_remove.wait(20)
        if job not in self.removed:
            self.removed.append(job)
        if not self.waiting:
            self.emptied.set()

    def check(self, media: Media) -> PrintJob:
        return self.says[media]

    @property
    def waiting(self) -> list[str]:
        """What would come out if paper were put in: the names of the jobs that it has."""
        return [name for job, (name, media) in self.jobs.items() if job not in self.removed and self.says[media] is not DONE]


class ScriptedMailer:
    """Accepts, or raises what the test put into `fails`; while `open` is not set, the server does not answer."""

    def __init__(self) -> None:
        self.fails: DeliveryFailed | None = None
        self.open = threading.Event()
        self.open.set()
        self.sent: list[EmailMessage] = []

    def send(self, message: EmailMessage) -> None:
        assert self.open.wait(30)
        if self.fails:
            raise self.fails
        self.sent.append(message)

    def hang_up(self) -> None:
        pass

    def check(self) -> None:
        pass


class StopWatch:
    """The seconds that screens count while they wait; they pass when the test says so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seconds = 0.0
        for module in ("screens.visit.deliberate", "screens.journey.verify_email", "screens.widgets.print_news"):
            monkeypatch.setattr(f"{module}.time", self)

    def monotonic(self) -> float:
        return self.seconds
