"""The documents: each in its place with its state in words, taken from the stick, looked at, seen, replaced and removed."""

import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.geometry import Region
from textual.pilot import Pilot
from textual.widget import Widget

from kiosk.domain.answers import Draft, Leaving, Remaining, Scope
from kiosk.domain.document import LARGEST_BYTES, Inspection, Origin, Paper, Picture
from kiosk.inspection.inspector import Inspector
from kiosk.services import attachments, drafts
from kiosk.settings import Settings
from screens.app import KioskApp
from screens.base import KioskScreen
from screens.stick import ChooseFile
from screens.widgets.picture import CellPicture
from screens.widgets.rows import Rows
from screens.widgets.writing import Writing
from tests import filing
from tests.screens.harness import SIZES, RealStart, Start, shown, until
from tests.screens.harness import Picture as Compare
from tests.screens.places import app_of, draft_with, kiosk_of, press, screen_name, show

ONLY_ME = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NOBODY)
FRONT, BACK, FORM = "cedula-front:applicant", "cedula-back:applicant", "application-form"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """Give the folder where a memory stick appears when it is plugged in."""
    return tmp_path / "stick"


@pytest.fixture(autouse=True)
def _always_the_same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.services.drafts.new_resume_code", lambda: "K7P49WXM")


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


async def test_each_place_says_whether_it_is_filled_and_the_keys_begin_at_the_next_open_one(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        draft = attachments.attach(kiosk, draft_with(kiosk, ONLY_ME).id, FRONT, filing.photograph())
        await show(pilot, draft)
        assert screen_name(pilot) == "AttachDocuments"
        assert "Faltan 2 de 3" in shown(pilot)
        assert [row.note for row in pilot.app.screen.query_one(Rows).rows[:3]] == ["● listo", "· falta", "· falta"]
        assert pilot.app.screen.query_one(Rows).here == BACK
        assert "La otra parte de la cédula" in shown(pilot)


async def test_one_pdf_of_both_sides_serves_for_both_places(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        draft = attachments.attach(kiosk, draft_with(kiosk, ONLY_ME).id, FRONT, filing.paper(pages=2))
        await show(pilot, draft)
        assert "● sirve el PDF de dos páginas" in shown(pilot)
        assert pilot.app.screen.query_one(Rows).here == FORM


async def test_a_file_is_chosen_looked_at_and_shown_and_the_next_place_follows(real: RealStart, stick: Path) -> None:
    plug_in(stick, foto__jpg=filing.photograph(), carta__docx=b"PK\x03\x04")
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "1")
        await files_shown(pilot)
        assert listed(pilot) == ["foto.jpg"]
        assert "1 archivo no se muestra: no es JPG ni PDF." in shown(pilot)
        await press(pilot, "enter")
        assert "¿Se ve completo y derecho?" in shown(pilot)
        assert "Es una foto." in shown(pilot)
        assert pilot.app.screen.query_one(CellPicture).picture == attachments.picture(kiosk_of(pilot), draft_of(pilot).id, FRONT)
        await press(pilot, "enter")
        assert pilot.app.screen.query_one(Rows).here == BACK
        assert slots_of(pilot) == {FRONT}


async def test_a_file_that_is_still_being_copied_is_refused_and_taken_when_it_is_whole(real: RealStart, stick: Path) -> None:
    whole = filing.photograph()
    plug_in(stick, foto__jpg=whole[: len(whole) // 2])
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "1")
        await files_shown(pilot)
        await press(pilot, "enter")
        assert "La foto está incompleta" in shown(pilot)
        assert slots_of(pilot) == set()
        plug_in(stick, foto__jpg=whole)
        pilot.app.screen.query_one(Rows).focus()
        await press(pilot, "enter")
        assert slots_of(pilot) == {FRONT}


async def test_a_stick_of_photos_of_another_kind_says_how_to_get_a_jpg(real: RealStart, stick: Path) -> None:
    plug_in(stick, IMG_1__heic=b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", carta__tif=b"II*\x00" + bytes(50))
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "1")
        await until(pilot, lambda: "En su memoria hay 2 archivos" in shown(pilot))
        page = " ".join(shown(pilot).replace("│", " ").split())
        assert "elija «Más compatible»" in page
        assert "elija guardar como PDF o JPG" in page


async def test_a_refused_file_is_explained_and_the_place_takes_the_next_one(real: RealStart, stick: Path) -> None:
    plug_in(stick, roto__pdf=b"%PDF-1.4 nothing")
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "1")
        await files_shown(pilot)
        await press(pilot, "enter")
        assert "El PDF no se puede abrir" in shown(pilot)
        assert slots_of(pilot) == set()
        plug_in(stick, bueno__pdf=filing.paper())
        await until(pilot, lambda: "bueno.pdf" in listed(pilot))
        await press(pilot, str(listed(pilot).index("bueno.pdf") + 1))
        assert slots_of(pilot) == {FRONT}


async def test_without_a_stick_it_says_what_to_do_and_files_appear_by_themselves(real: RealStart, stick: Path) -> None:
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "1")
        await until(pilot, lambda: "No hay ninguna memoria conectada" in shown(pilot))
        assert "Sus archivos aparecen aquí solos" in shown(pilot)
        plug_in(stick, foto__jpg=filing.photograph())
        await files_shown(pilot)
        assert "No hay ninguna memoria" not in shown(pilot)
        assert pilot.app.focused is pilot.app.screen.query_one(Rows)


async def test_a_stick_pulled_out_meanwhile_is_told_and_the_place_keeps_what_it_had(real: RealStart, stick: Path) -> None:
    plug_in(stick, foto__jpg=filing.photograph())
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        kiosk = kiosk_of(pilot)
        draft = attachments.attach(kiosk, draft_with(kiosk, ONLY_ME).id, FRONT, filing.photograph("A"))
        await show(pilot, draft)
        await press(pilot, "1", "tab", "tab", "enter")
        await files_shown(pilot)
        pull_out(stick)
        await press(pilot, "enter")
        assert "memoria" in shown(pilot)
        assert screen_name(pilot) == "ChooseFile"
        assert slots_of(pilot) == {FRONT}


@pytest.fixture
def gate() -> threading.Event:
    """Hold the inspection until the test lets it go."""
    return threading.Event()


async def test_whoever_gives_up_waiting_finds_nothing_put_there_later(real: RealStart, stick: Path, gate: threading.Event) -> None:
    plug_in(stick, foto__jpg=filing.photograph())
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        kiosk = kiosk_of(pilot)
        looked_at = threading.Event()

        class Slow(Inspector):
            def inspect(
                self, content: bytes, paper: Paper = Paper.PAGE, *, most: int = LARGEST_BYTES, origin: Origin = Origin.FILE
            ) -> Inspection:
                gate.wait(20)
                found = kiosk.inspector.inspect(content, paper, most=most, origin=origin)
                looked_at.set()
                return found

        app_of(pilot).kiosk = replace(kiosk, inspector=Slow())
        await show(pilot, draft_with(kiosk, ONLY_ME))
        await press(pilot, "1")
        await files_shown(pilot)
        before = set(threading.enumerate())
        await pilot.press("enter")
        await until_waiting(pilot)
        at_work = set(threading.enumerate()) - before
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ChooseFile)
        gate.set()
        await until(pilot, looked_at.is_set)
        await until(pilot, lambda: not any(each.is_alive() for each in at_work))
        assert slots_of(pilot) == set()


async def until_waiting(pilot: Pilot[None]) -> None:
    """Wait for the line that says what is waited for."""
    for _look in range(500):
        if "Revisando su documento…" in shown(pilot):
            return
        await pilot.pause(0.02)
    pytest.fail(f"nothing says what is waited for:\n{shown(pilot)}")


async def test_a_document_is_removed_only_after_asking(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        await show(pilot, attachments.attach(kiosk, draft_with(kiosk, ONLY_ME).id, FRONT, filing.photograph()))
        await press(pilot, "1", "tab", "tab", "tab", "enter")
        assert "Si lo trajo en una memoria, allí queda." in shown(pilot)
        await press(pilot, "enter")
        assert slots_of(pilot) == {FRONT}
        await press(pilot, "enter", "shift+tab", "enter")
        assert screen_name(pilot) == "AttachDocuments"
        assert slots_of(pilot) == set()


async def test_when_all_is_there_the_stick_may_go_and_the_keys_stand_on_the_way_on(real: RealStart) -> None:
    async with real() as pilot:
        draft = filing.answer_all(kiosk_of(pilot))
        await show(pilot, draft, "screens.attach_documents:AttachDocuments")
        assert "Si puso una memoria, ya puede sacarla." in shown(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "Review"


async def test_while_a_document_is_missing_there_is_no_way_on_but_to_put_it(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        assert "Continuar" not in shown(pilot)
        assert "Volver otro día" in shown(pilot)
        await press(pilot, "shift+tab", "enter")
        assert screen_name(pilot) == "PutAll"


@pytest.mark.parametrize(
    ("printer", "said"),
    [("folder", "Recoja el papel. Si no salió, copie el número."), ("none", "no tiene impresora: copie este número")],
)
async def test_whoever_must_go_home_takes_the_code_along(real: RealStart, printer: str, said: str) -> None:
    async with real(KIOSK_PRINTER__KIND=printer) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "tab", "tab", "enter")
        await until(pilot, lambda: said in " ".join(shown(pilot).replace("┃", " ").replace("│", " ").split()))
        assert "Su número para volver es K7P4-9WXM" in shown(pilot)
        await press(pilot, "shift+tab", "enter")
        assert screen_name(pilot) == "Welcome"


async def test_an_observation_is_written_whole_and_no_longer_than_fits(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "end", "enter")
        pilot.app.screen.query_one(Writing).insert("a" * 499)
        await press(pilot, *"bc", "enter")
        observation = draft_of(pilot).answers.observation
        assert observation is not None
        assert observation.text == "a" * 499 + "b"
        assert "● escrito" in shown(pilot)


async def test_what_is_pasted_into_an_observation_is_cleaned(real: RealStart) -> None:
    from textual.events import Paste

    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "end", "enter")
        pilot.app.post_message(Paste("uno\x1b]52;c;AA\x07\ndos\u202e"))
        await press(pilot, "enter")
        observation = draft_of(pilot).answers.observation
        assert observation is not None
        assert not set("\x1b\x07\n\u202e") & set(observation.text)
        assert observation.text.startswith("uno")


async def test_a_file_name_is_no_markup_and_rings_no_bell(real: RealStart, stick: Path) -> None:
    plug_in(stick)
    (stick / "[@click=app.quit]x\x07.pdf").write_bytes(filing.paper())
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "1")
        await files_shown(pilot)
        assert "[@click=app.quit]x.pdf" in shown(pilot)


async def test_more_time_is_given_while_papers_are_looked_for(real: RealStart) -> None:
    now = [0.0]
    async with real() as pilot:
        app = pilot.app
        assert isinstance(app, KioskApp)
        app.inactivity._clock = lambda: now[0]
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        app.inactivity.touch()
        now[0] = 599.0
        app._tick()
        assert screen_name(pilot) == "AttachDocuments"
        now[0] = 601.0
        app._tick()
        assert screen_name(pilot) == "StillThere"


class Chessboard(KioskScreen):
    """A picture of black, grey and white."""

    def question(self) -> str:
        return "¿Se ve?"

    def content(self) -> Iterable[Widget]:
        return (CellPicture(Picture(3, 2, b"\x00\x00\x00\x80\x80\x80\xff\xff\xff" * 2)),)


async def test_the_raw_console_tells_writing_from_paper_by_greys(ground: Start, settings: Settings) -> None:
    async with ground(Chessboard(), given=replace(settings, screen=replace(settings.screen, theme="console"))) as pilot:
        (strip,) = pilot.app.screen.query_one(CellPicture).render_lines(Region(0, 0, 3, 1))
        assert strip.text == " ▒█"


async def test_a_kiosk_that_reads_no_stick_promises_no_files(real: RealStart) -> None:
    async with real() as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "1")
        await until(pilot, lambda: "Este kiosco no lee memorias USB." in shown(pilot))
        assert "aparecen aquí solos" not in shown(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures_of_the_documents(real: RealStart, picture: Compare, stick: Path, size: tuple[int, int]) -> None:
    name = f"{size[0]}x{size[1]}"
    async with real(size=size, KIOSK_STICK__FOLDER=str(stick)) as pilot:
        kiosk = kiosk_of(pilot)
        draft = draft_with(kiosk, filing.family())
        draft = attachments.attach(kiosk, draft.id, "cedula-front:p1", filing.paper(pages=2))
        await show(pilot, draft)
        await picture(pilot, f"attach_documents-{name}")
        await press(pilot, "enter")
        await until(pilot, lambda: "No hay ninguna memoria" in shown(pilot))
        await picture(pilot, f"stick_missing-{name}")
        plug_in(stick, **{"foto de la cédula__jpg": filing.photograph()})
        await files_shown(pilot)
        await press(pilot, "enter")
        await picture(pilot, f"document-{name}")
        await press(pilot, "enter", "end", "enter")
        await picture(pilot, f"observation-{name}")
