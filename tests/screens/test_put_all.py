"""Everything at once: what was brought is read, sorted, shown in pictures and agreed to; doubts are asked of its person."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kiosk.adapters.samples.card import JUAN, MARIA, back, front
from kiosk.adapters.samples.form import signed_form
from kiosk.adapters.samples.stick import _jpeg, _pdf
from kiosk.domain.documents.document import Reading
from kiosk.domain.filing.answers import Leaving, Remaining, Scope
from kiosk.services.documents import attachments, gathering, recognition
from kiosk.services.filing import drafts
from tests import filing
from tests.screens.harness import SIZES, Picture, RealStart, shown, until
from tests.screens.places import app_of, draft_with, kiosk_of, press, screen_name, show

pytestmark = pytest.mark.peer("tesseract")
ONLY_ME = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NOBODY)
WITH_JUAN = Leaving(Scope.SOME, applicant_leaves=True, people=filing.family().people[:1], remaining=Remaining.NOBODY)
FRONT, BACK, FORM = "cedula-front:applicant", "cedula-back:applicant", "application-form"
WHEN = 1_790_000_000


@pytest.fixture(autouse=True)
def _always_the_same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: "K7P49WXM")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def bring(stick: Path, **files: bytes) -> None:
    """Put files on the stick, the first one the newest."""
    stick.mkdir(exist_ok=True)
    for age, (name, content) in enumerate(files.items()):
        path = stick / name.replace("__", ".")
        path.write_bytes(content)
        os.utime(path, (WHEN - age, WHEN - age))


def mine() -> dict[str, bytes]:
    return {
        "IMG_01__jpg": _jpeg(back(MARIA)),
        "IMG_02__jpg": _jpeg(front(MARIA)),
        "scan__pdf": _pdf(signed_form()),
    }


async def shows(pilot: Pilot[None], name: str) -> None:
    await until(pilot, lambda: screen_name(pilot) == name, 60)


def standing(pilot: Pilot[None]) -> dict[str, Reading | None]:
    draft = app_of(pilot).visit.draft
    assert draft is not None
    return {each.slot: each.reading for each in drafts.read(kiosk_of(pilot), draft.id).attachments}


async def test_the_simplest_case_takes_two_keys_and_three_screens(real: RealStart, stick: Path) -> None:
    bring(stick, **mine(), lista__jpg=b"arroz, papas, sal")
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        assert "Póngalos todos de una vez" in shown(pilot)
        await pilot.press("enter")
        await shows(pilot, "AreThese")
        assert "¿Son estos sus documentos?" in shown(pilot)
        assert "Ya puede sacar su memoria USB." in shown(pilot)
        assert standing(pilot) == {}, "nothing is put anywhere before it was agreed to"
        await pilot.press("enter")
        await shows(pilot, "Review")
        assert set(standing(pilot)) == {FRONT, BACK, FORM}
        assert standing(pilot)[FRONT] is Reading.FOUND


async def test_a_family_s_papers_find_their_people_and_what_is_missing_is_named(real: RealStart, stick: Path) -> None:
    bring(stick, juan__pdf=_pdf(front(JUAN), back(JUAN)), **mine())
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), filing.family()))
        await pilot.press("enter")
        await shows(pilot, "AreThese")
        assert "Todavía falta: Documento del menor sin cédula." in shown(pilot)
        await until(pilot, lambda: "Enter ver los demás" in shown(pilot))  # the form's picture is below
        await press(pilot, "enter")
        assert (screen_name(pilot), standing(pilot)) == ("AreThese", {}), "what was never in sight was agreed to"
        await until(pilot, lambda: "Enter sí, son estos" in shown(pilot))
        await pilot.press("enter")
        await shows(pilot, "AttachDocuments")
        assert set(standing(pilot)) == {FRONT, BACK, FORM, "cedula-front:p1"}
        assert "Falta 1 de 6" in shown(pilot)


async def test_a_paper_of_one_among_several_is_shown_under_their_name(real: RealStart, stick: Path) -> None:
    bring(stick, juan__jpg=_jpeg(back(JUAN)), one__jpg=_jpeg(front(JUAN)))
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), WITH_JUAN))
        await pilot.press("enter")
        await shows(pilot, "AreThese")
        assert "Demostración Juan" in shown(pilot)


async def test_a_stranger_s_card_is_not_put_anywhere(real: RealStart, stick: Path) -> None:
    bring(stick, juan__jpg=_jpeg(front(JUAN)))
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "enter")
        await until(pilot, lambda: "personas que no están en este trámite" in shown(pilot), 60)
        assert standing(pilot) == {}
        await press(pilot, "shift+tab", "enter")  # one by one
        assert screen_name(pilot) == "AttachDocuments"


async def test_a_card_in_the_place_of_another_one_is_offered_to_that_one(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        draft = attachments.attach(kiosk, draft_with(kiosk, WITH_JUAN).id, FRONT, _jpeg(front(JUAN)))
        await show(pilot, recognition.read(kiosk, draft.id, FRONT))
        await press(pilot, "1", "enter")
        page = " ".join(shown(pilot).split())
        assert "Es la cédula de Demostración Juan" in page
        assert "¿La ponemos en su lugar?" in page
        assert "Enter ponerla en su lugar · Esc volver" in page, "the footer tells the keys of what is asked"
        app_of(pilot).visit.files[FRONT] = "juan.jpg"
        await press(pilot, "enter")
        assert app_of(pilot).visit.files["cedula-front:p1"] == "juan.jpg", "its file is marked as used where it stands now"
        assert screen_name(pilot) == "AttachDocuments"
        assert standing(pilot) == {"cedula-front:p1": Reading.FOUND}


async def test_without_a_program_that_reads_the_person_says_what_each_paper_is(
    real: RealStart, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.inspection.judged.recognition.PROGRAM", "tesseract-that-is-not-there")
    bring(stick, **mine(), perro__jpg=filing.photograph("PERRO"))
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await pilot.press("enter")
        await shows(pilot, "WhichPaper")
        assert "¿Qué documento es este?" in shown(pilot)
        await press(pilot, "2", "1", "1")  # the back, then the front and the form, each the first of what is left
        assert screen_name(pilot) == "AreThese"
        await pilot.press("enter")
        await shows(pilot, "Review")
        assert set(standing(pilot)) == {FRONT, BACK, FORM}


async def test_none_of_these_puts_a_paper_nowhere(real: RealStart, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.inspection.judged.recognition.PROGRAM", "tesseract-that-is-not-there")
    bring(stick, perro__jpg=filing.photograph("PERRO"))
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await pilot.press("enter")
        await shows(pilot, "WhichPaper")
        await press(pilot, "4")
        assert screen_name(pilot) == "AttachDocuments", "there is nothing to agree to"
        assert standing(pilot) == {}


async def test_reading_is_told_and_given_up_with_esc(real: RealStart, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, hold = threading.Event(), threading.Event()
    gather = gathering.gather

    def slow(*arguments: object, told: Callable[[int], None], **more: object) -> gathering.Pile:
        told(1)
        begun.set()
        hold.wait(20)
        return gather(*arguments, told=told, **more)  # type: ignore[arg-type] # as it was called

    monkeypatch.setattr(gathering, "gather", slow)
    bring(stick, **mine())
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await pilot.press("enter")
        await until_begun(pilot, begun)
        await pilot.press("escape")
        await until(pilot, lambda: "No se puso nada" in shown(pilot))
        hold.set()
        assert screen_name(pilot) == "PutAll"
        await press(pilot, "escape")
        assert screen_name(pilot) == "AttachDocuments"
        assert standing(pilot) == {}


async def until_begun(pilot: Pilot[None], begun: threading.Event) -> None:
    while not (begun.is_set() and "2 de 3" in shown(pilot)):
        await pilot.pause(0.02)


async def test_a_stick_that_comes_later_is_read_by_itself(real: RealStart, stick: Path) -> None:
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "enter")
        assert "Conecte su memoria USB" in shown(pilot)
        bring(stick, **mine())
        await shows(pilot, "AreThese")


async def test_a_digit_still_opens_one_document(real: RealStart, stick: Path) -> None:
    bring(stick, **mine())
    async with real(KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await press(pilot, "2")
        assert "«Cédula, parte de atrás»" in shown(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_pictures(real: RealStart, picture: Picture, stick: Path, size: tuple[int, int]) -> None:
    name = f"{size[0]}x{size[1]}"
    bring(stick, juan__pdf=_pdf(front(JUAN), back(JUAN)), **mine())
    async with real(size=size, KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), WITH_JUAN))
        await picture(pilot, f"put_all-list-{name}")
        await pilot.press("enter")
        await shows(pilot, "AreThese")
        await picture(pilot, f"put_all-these-{name}")


@pytest.mark.parametrize("size", SIZES)
async def test_picture_of_a_doubt(
    real: RealStart, picture: Picture, stick: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.inspection.judged.recognition.PROGRAM", "tesseract-that-is-not-there")
    bring(stick, **mine())
    async with real(size=size, KIOSK_STICK__FOLDER=str(stick)) as pilot:
        await show(pilot, draft_with(kiosk_of(pilot), ONLY_ME))
        await pilot.press("enter")
        await shows(pilot, "WhichPaper")
        await picture(pilot, f"put_all-doubt-{size[0]}x{size[1]}")
