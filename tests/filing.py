"""A filing as the tests need it: a real kiosk on a temporary folder, a clock that stands still, and answers of nobody alive."""

import functools
import io
import secrets
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

import sqlalchemy as sa
from PIL import Image, ImageDraw

from kiosk.bootstrap import compose
from kiosk.children.standing import StandingChild
from kiosk.config import load
from kiosk.domain.documents.document import Inspection, Paper
from kiosk.domain.filing.acceptance import GivenHow
from kiosk.domain.filing.answers import (
    Applicant,
    Capacity,
    Choice,
    Contact,
    Draft,
    Leaving,
    Person,
    Remaining,
    Scope,
)
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.moment import Moment, SeenTime
from kiosk.domain.people.identity import Identity, IdentityKind
from kiosk.inspection.judged.inspector import CHILD, Inspector
from kiosk.inspection.limits import QUESTIONS_LIMIT
from kiosk.services.documents import attachments
from kiosk.services.filing import confirmations, drafts, slots, submission, verification
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import legal_texts
from kiosk.storage.database import FILE_NAME, open_embedded
from kiosk.storage.files import private_folder
from kiosk.storage.keys import open_keys
from kiosk.storage.migrate import migrate
from tests import databases

MARIA = Identity(IdentityKind.CEDULA, "9900000010")
JUAN = Identity(IdentityKind.CEDULA, "2500000019")
EMAIL = "maria@ejemplo.test"
PROCEDURE = "egreso-ssc"


class StoppedClock:
    """A clock that moves only when told."""

    synchronised_at: datetime | None = None

    def __init__(self, at: datetime = datetime(2026, 11, 23, 15, 41, tzinfo=UTC)) -> None:
        self.at = self._right = at
        self.trusted = True

    def now(self) -> Moment:
        """Return the time at which it stands."""
        return Moment(self.at, self.trusted)

    def says(self) -> datetime:
        """Return the time at which it stands."""
        return self.at

    def since(self, at: datetime) -> timedelta:
        """Return how long ago a time was."""
        return self.at - at

    def seen(self) -> datetime:
        """Return the time that passed while it was trusted."""
        self._right = self.at if self.trusted else min(self.at, self._right)
        return self._right

    def is_astray(self) -> bool:
        """Tell whether it was set far ahead, or back."""
        return not self.trusted and not timedelta() <= self.at - self.seen() <= timedelta(days=1)

    @property
    def memory(self) -> SeenTime:
        """Return what is to be remembered."""
        return SeenTime(self.seen())

    def learn(self, seen: SeenTime, synchronised_at: datetime | None) -> None:
        """Learn nothing: the test moves it."""

    def confirm(self) -> None:
        """Be right."""
        self.trusted = True

    def advance(self, **span: float) -> None:
        """Move on by a timedelta's words (seconds=, days=)."""
        self.at += timedelta(**span)


class PassingInspector(Inspector):
    """Hands its warm child on to the next kiosk of the tests: to start one takes half a second of processor time."""

    spare: ClassVar[list[StandingChild]] = []

    def __init__(self, document_bytes: int) -> None:
        super().__init__(document_bytes)
        if self.spare:
            self._child = self.spare.pop()

    def close(self) -> None:
        """Keep the child for the next, which looks whether it is fit."""
        if self._child.running:
            self.spare.append(self._child)
        self._child = StandingChild(CHILD, most=QUESTIONS_LIMIT)

    @classmethod
    def end_spare(cls) -> None:
        """End what nobody needs any more."""
        while cls.spare:
            cls.spare.pop().close()


def open_kiosk(folder: Path, clock: StoppedClock | None = None, **variables: str) -> Kiosk:
    """Compose a kiosk that is no demonstration, with a Maildir and a folder for a printer unless `variables` say otherwise."""
    environ = {
        "KIOSK_DATA_DIR": str(folder),
        "KIOSK_KIOSK__ID": "0417",
        "KIOSK_KIOSK__PROVINCE": "17",
        "KIOSK_MAIL__KIND": "maildir",
        "KIOSK_PRINTER__KIND": "folder",
        "KIOSK_DATABASE__URL": databases.url_of(folder),
        **variables,
    }
    migrated_here(folder)
    clock = clock or StoppedClock()
    with patch("kiosk.bootstrap.SystemClock", return_value=clock):  # or a start would remove what is over by today
        kiosk = compose(load(environ=environ))
    return replace(kiosk, inspector=PassingInspector(kiosk.settings.limits.document_bytes))


def migrated_here(folder: Path) -> None:
    """Make a new folder's database in this process: the child that a kiosk would start for it costs each test 0.7 s."""
    if databases.is_server_chosen():
        databases.make(private_folder(folder))
    elif not folder.exists():
        path = private_folder(folder) / FILE_NAME
        database = open_embedded(path, open_keys(folder, new_allowed=True).derive("database"))
        with database.transaction() as session:
            cursor = session.connection().connection.cursor()
            for statement, values in _migrations():
                cursor.execute(statement, values)
        database.close()


@functools.cache
def _migrations() -> tuple[tuple[str, tuple[object, ...]], ...]:
    """Return what the migrations do to a new database: to have Alembic find it out costs each test 0.06 s."""
    done: list[tuple[str, tuple[object, ...]]] = []
    with tempfile.TemporaryDirectory() as folder:
        database = open_embedded(Path(folder) / FILE_NAME, secrets.token_bytes(32))

        def note(_connection: object, _cursor: object, statement: str, values: tuple[object, ...], *_details: object) -> None:
            if not statement.startswith(("BEGIN", "SELECT", "PRAGMA")):
                done.append((statement, values))

        sa.event.listen(database.engine, "before_cursor_execute", note)
        migrate(database)
        database.close()
    return tuple(done)


@functools.cache
def photograph(words: str = "MUESTRA", size: tuple[int, int] = (640, 400)) -> bytes:
    """Return a JPEG with words on it."""
    picture = Image.new("RGB", size, "#d8e4f0")
    ImageDraw.Draw(picture).text((40, 60), words, fill="#102030", font_size=48)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    return file.getvalue()


@functools.cache
def paper(words: str = "SOLICITUD", pages: int = 1) -> bytes:
    """Return a PDF of some pages with words on them."""
    sheets = [Image.new("RGB", (620, 877), "white") for _page in range(pages)]
    for sheet in sheets:
        ImageDraw.Draw(sheet).text((60, 80), words, fill="black", font_size=40)
    file = io.BytesIO()
    sheets[0].save(file, "PDF", save_all=True, append_images=sheets[1:])
    return file.getvalue()


def begin(kiosk: Kiosk, *, capacity: Capacity = Capacity.HEAD) -> Draft:
    """See what the egreso may cause, accept the notice and identify as María Demostración."""
    notice = legal_texts.accept(kiosk, legal_texts.notice(kiosk))
    return drafts.begin(kiosk, Applicant(MARIA, "María José", "Demostración Ñusta", capacity), notice, choice(kiosk))


def choice(kiosk: Kiosk) -> Choice:
    """Choose the egreso in its newest version."""
    procedure = kiosk.catalogue.procedure(PROCEDURE)
    assert procedure is not None
    return Choice("17", procedure.sector, procedure.category, procedure.id, procedure.version)


def family() -> Leaving:
    """Two others leave with the applicant: Juan, and a child without a cédula."""
    return Leaving(
        Scope.ALL,
        applicant_leaves=True,
        people=(
            Person("p1", "Juan", "Demostración", JUAN, None, "spouse"),
            Person("p2", "Rosa", "Demostración", None, date(2019, 5, 4), "child"),
        ),
        remaining=Remaining.NOBODY,
    )


def answer_all(kiosk: Kiosk, *, email: str | None = EMAIL, leaving: Leaving | None = None) -> Draft:
    """Answer every step and fill every slot; the e-mail is left for later."""
    return fill(kiosk, begin(kiosk), email=email, leaving=leaving)


def fill(kiosk: Kiosk, draft: Draft, *, email: str | None = EMAIL, leaving: Leaving | None = None) -> Draft:
    """Answer what is still open in a draft."""
    draft = drafts.save(kiosk, draft.id, Contact("+593991234567", email))
    if email:
        draft = verification.postpone(kiosk, draft.id)
    draft = drafts.save(kiosk, draft.id, leaving or family())
    for slot in slots.slots_of(kiosk, draft):
        content, of = photograph(slot.id) if slot.person else paper(), slot.requirement.paper
        draft = attachments.put(kiosk, draft, slot.id, _found(kiosk, content, of))
    return draft


_FOUND: dict[tuple[bytes, Paper, int], Inspection] = {}


def _found(kiosk: Kiosk, content: bytes, of: Paper) -> Inspection:
    """Return what the inspector finds in a paper of the tests, which it is asked for once: six papers cost each test 0.3 s."""
    asked = content, of, kiosk.settings.limits.document_bytes
    if asked not in _FOUND:
        _FOUND[asked] = kiosk.inspector.inspect(content, of)
    return _FOUND[asked]


def submit(kiosk: Kiosk, draft: Draft) -> Draft:
    """Read the consent and send; staff have the slip printed, and send on its signature."""
    if kiosk.by_staff:
        confirmations.print_slip(kiosk, draft.id)
    how = GivenHow.PAPER if kiosk.by_staff else GivenHow.READ
    return submission.submit(kiosk, draft.id, legal_texts.accept(kiosk, legal_texts.consent(kiosk), how))


def number_of(draft: Draft) -> CaseNumber:
    """Return the number of a filing that was sent."""
    assert draft.number is not None
    return draft.number


def file_alone(kiosk: Kiosk, *, email: str | None = EMAIL) -> CaseNumber:
    """File a case in which María leaves alone, which is the quickest one, and return its number."""
    alone = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.UNDECIDED)
    return number_of(submit(kiosk, answer_all(kiosk, email=email, leaving=alone)))
