"""What the tests of the documents share: a memory stick that comes and goes, and what is shown and kept of it."""

from pathlib import Path

from textual.pilot import Pilot

from kiosk.domain.filing.answers import Draft, Leaving, Remaining, Scope
from kiosk.services.filing import drafts
from screens.widgets.rows import Rows
from tests.screens.harness import until
from tests.screens.places import app_of, kiosk_of

ONLY_ME = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NOBODY)
FRONT, BACK, FORM = "cedula-front:applicant", "cedula-back:applicant", "application-form"


def plug_in(stick: Path, **files: bytes) -> None:
    stick.mkdir(exist_ok=True)
    for name, content in files.items():
        (stick / name.replace("__", ".")).write_bytes(content)


def pull_out(stick: Path) -> None:
    for each in stick.iterdir():
        each.unlink()
    stick.rmdir()


def draft_of(pilot: Pilot[None]) -> Draft:
    draft = app_of(pilot).visit.draft
    assert draft is not None
    return drafts.read(kiosk_of(pilot), draft.id)


def slots_of(pilot: Pilot[None]) -> set[str]:
    return {each.slot for each in draft_of(pilot).attachments}


def listed(pilot: Pilot[None]) -> list[str]:
    return [row.label for row in pilot.app.screen.query_one(Rows).rows]


async def files_shown(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: listed(pilot))
