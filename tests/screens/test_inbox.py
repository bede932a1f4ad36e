"""What the copier sent: it appears by itself once it is whole, and leaves its folder only when it is kept."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kiosk.domain.documents.document import Reading
from kiosk.domain.errors import BadInput, NotFound
from kiosk.domain.filing.answers import Leaving, Remaining, Scope
from kiosk.services.documents import attachments, sorting
from kiosk.services.kiosk import Kiosk
from screens.visit.question import JourneyScreen
from screens.widgets.rows import Rows
from tests import filing
from tests.screens.harness import SIZES, Picture, RealStart, shown, until
from tests.screens.places import app_of, draft_with, kiosk_of, press, screen_name, show

ONLY_ME = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NOBODY)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Give the folder that the copier writes to."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def _always_the_same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: "K7P49WXM")
    monkeypatch.setattr("screens.documents.copier.LOOK_AGAIN", 0.05)
    monkeypatch.setattr("kiosk.adapters.documents.copier.STILL_SECONDS", 0.1)


async def open_front(pilot: Pilot[None], *, began_at: datetime = datetime(2020, 1, 1, tzinfo=UTC)) -> None:
    draft = draft_with(kiosk_of(pilot), ONLY_ME)
    await show(pilot, draft)
    app_of(pilot).visit.began_at = began_at
    await press(pilot, "1")


def names(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()]


def slots_of(pilot: Pilot[None]) -> set[str]:
    draft = app_of(pilot).visit.draft
    assert draft is not None
    return {each.slot for each in draft.attachments}


async def test_a_file_that_arrives_appears_by_itself_and_is_removed_once_it_is_kept(real: RealStart, inbox: Path) -> None:
    async with real(KIOSK_INBOX__FOLDER=str(inbox)) as pilot:
        await open_front(pilot)
        assert "Todavía no llega nada" in shown(pilot)
        whole = filing.photograph()
        (inbox / "scan.jpg").write_bytes(whole[:-50])
        await until(pilot, lambda: "Está llegando 1 archivo" in shown(pilot))
        (inbox / "scan.jpg").write_bytes(whole)
        await until(pilot, lambda: pilot.app.screen.query_one(Rows).rows)
        await press(pilot, "enter")
        assert "¿Lo acaba de escanear usted?" in shown(pilot)
        assert "tiene 1 hoja." in shown(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "SeeDocument"
        assert slots_of(pilot) == {"cedula-front:applicant"}
        assert names(inbox) == []


async def test_what_another_person_scanned_meanwhile_shows_no_name_and_stays_where_it_is(real: RealStart, inbox: Path) -> None:
    (inbox / "Cédula de Rosa Chimbo.pdf").write_bytes(filing.paper(pages=3))
    async with real(KIOSK_INBOX__FOLDER=str(inbox)) as pilot:
        await open_front(pilot)
        await until(pilot, lambda: pilot.app.screen.query_one(Rows).rows)
        assert "Rosa" not in shown(pilot)
        await press(pilot, "enter")
        assert "tiene 3 hojas." in shown(pilot)
        assert "Rosa" not in shown(pilot)
        await press(pilot, "shift+tab", "enter")
        assert screen_name(pilot) == "ChooseArrived"
        assert slots_of(pilot) == set()
        assert names(inbox) == ["Cédula de Rosa Chimbo.pdf"]


async def test_what_lay_there_before_the_visit_is_not_shown(real: RealStart, inbox: Path) -> None:
    (inbox / "ajena.jpg").write_bytes(filing.photograph())
    async with real(KIOSK_INBOX__FOLDER=str(inbox)) as pilot:
        await open_front(pilot, began_at=datetime.now(UTC) + timedelta(minutes=1))
        (inbox / "ajena.jpg").touch()
        await pilot.pause(0.4)
        assert "ajena" not in shown(pilot)
        assert "Todavía no llega nada" in shown(pilot)


async def test_a_file_that_does_not_serve_stays_and_the_place_takes_the_next_one(real: RealStart, inbox: Path) -> None:
    (inbox / "[@click=app.quit]x.pdf").write_bytes(b"%PDF-1.4 nothing\n%%EOF\n")
    async with real(KIOSK_INBOX__FOLDER=str(inbox)) as pilot:
        await open_front(pilot)
        await until(pilot, lambda: pilot.app.screen.query_one(Rows).rows)
        assert "x.pdf" not in shown(pilot)
        await press(pilot, "enter")
        assert "El PDF no se puede abrir" in shown(pilot)
        assert names(inbox) == ["[@click=app.quit]x.pdf"]
        (inbox / "buena.jpg").write_bytes(filing.photograph())
        await until(pilot, lambda: len(pilot.app.screen.query_one(Rows).rows) == 2)
        await press(pilot, "home", "enter", "enter")
        assert slots_of(pilot) == {"cedula-front:applicant"}


async def test_the_mark_stays_on_its_file_when_a_newer_one_arrives(real: RealStart, inbox: Path) -> None:
    (inbox / "mia.jpg").write_bytes(filing.photograph("MIA"))
    async with real(KIOSK_INBOX__FOLDER=str(inbox)) as pilot:
        await open_front(pilot)
        await until(pilot, lambda: pilot.app.screen.query_one(Rows).rows)
        (inbox / "otra.jpg").write_bytes(filing.photograph("OTRA"))
        await until(pilot, lambda: len(pilot.app.screen.query_one(Rows).rows) == 2)
        await press(pilot, "enter", "enter")
        assert slots_of(pilot) == {"cedula-front:applicant"}
        assert names(inbox) == ["otra.jpg"]


async def test_a_file_stays_in_its_folder_while_it_is_not_kept(
    real: RealStart, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "scan.jpg").write_bytes(filing.photograph())
    async with real(KIOSK_INBOX__FOLDER=str(inbox)) as pilot:
        await open_front(pilot)
        await until(pilot, lambda: pilot.app.screen.query_one(Rows).rows)
        called = threading.Event()

        def fails(*_arguments: object, **_options: object) -> None:
            called.set()
            raise NotFound("Ese documento ya no hace falta en su trámite.")

        monkeypatch.setattr(attachments, "_put", fails)
        await press(pilot, "enter", "enter")
        assert called.is_set()
        assert names(inbox) == ["scan.jpg"]


async def test_a_form_that_was_placed_before_a_refusal_is_no_longer_missing(
    real: RealStart, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "scan.jpg").write_bytes(filing.photograph())

    def places_the_form_alone(kiosk: Kiosk, draft_id: str, *_more: object, **_options: object) -> None:
        attachments.attach(kiosk, draft_id, "application-form", filing.paper())
        raise BadInput("Su solicitud ya quedó en su lugar. La foto está incompleta.")

    monkeypatch.setattr(sorting, "attach_sorted", places_the_form_alone)
    async with real(KIOSK_INBOX__FOLDER=str(inbox)) as pilot:
        await open_front(pilot)
        await until(pilot, lambda: pilot.app.screen.query_one(Rows).rows)
        await press(pilot, "enter", "enter")
        assert "Su solicitud ya quedó en su lugar" in shown(pilot)
        assert slots_of(pilot) == {"application-form"}


async def test_a_folder_that_goes_away_after_its_file_was_kept_leaves_the_file_in_its_place(
    real: RealStart, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (inbox / "scan.jpg").write_bytes(filing.photograph())

    def gone(*_arguments: object) -> None:
        raise NotFound("El kiosco no puede ver lo que manda la copiadora.")

    monkeypatch.setattr("kiosk.services.documents.copier.remove", gone)
    async with real(KIOSK_INBOX__FOLDER=str(inbox)) as pilot:
        await open_front(pilot)
        await until(pilot, lambda: pilot.app.screen.query_one(Rows).rows)
        await press(pilot, "enter", "enter")
        assert screen_name(pilot) == "SeeDocument", "it is kept, and that is what is said"
        assert slots_of(pilot) == {"cedula-front:applicant"}


async def test_what_was_read_behind_is_not_lost_when_an_older_draft_comes_back(real: RealStart, inbox: Path) -> None:
    async with real(KIOSK_INBOX__FOLDER=str(inbox)) as pilot:
        await open_front(pilot)
        before = app_of(pilot).visit.draft
        assert before is not None
        before = attachments.attach(kiosk_of(pilot), before.id, "application-form", filing.paper())
        (paper,) = before.attachments
        app_of(pilot).visit.draft = replace(before, attachments=(replace(paper, reading=Reading.OTHER_PERSON),))
        screen = pilot.app.screen
        assert isinstance(screen, JourneyScreen)
        screen.keep(before)
        assert screen.draft.attachments[0].reading is Reading.OTHER_PERSON


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures_of_what_arrives(real: RealStart, picture: Picture, inbox: Path, size: tuple[int, int]) -> None:
    async with real(size=size, KIOSK_INBOX__FOLDER=str(inbox)) as pilot:
        await open_front(pilot)
        await picture(pilot, f"inbox_empty-{size[0]}x{size[1]}")
        (inbox / "scan.jpg").write_bytes(filing.photograph()[:-50])
        await until(pilot, lambda: "Está llegando 1 archivo" in shown(pilot))
        await picture(pilot, f"inbox_arriving-{size[0]}x{size[1]}")
