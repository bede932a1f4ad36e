"""A document is looked at: its pages and parts, how it lies, and whether it is the right one."""

import io
import threading
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from kiosk.adapters.samples.card import JUAN, MARIA, CardHolder, back, front
from kiosk.domain.documents.document import Finding, Reading, Verdict
from kiosk.domain.errors import KioskError
from kiosk.domain.filing.answers import Draft, Leaving, Remaining, Scope
from kiosk.services.documents import attachments, viewing
from kiosk.services.documents import recognition as recognition_service
from kiosk.services.documents.recognition import wants_reading
from kiosk.services.filing import drafts
from kiosk.services.kiosk import Kiosk
from screens.documents.document import SeeDocument
from screens.widgets.main import Main
from screens.widgets.picture import CellPicture
from screens.widgets.rows import Rows
from screens.widgets.words import Words
from tests.screens.harness import SIZES, Picture, RealStart, settled, shown, until
from tests.screens.places import app_of, draft_with, kiosk_of, press, screen_name, show

ONLY_ME = Leaving(Scope.ME, applicant_leaves=True, remaining=Remaining.NOBODY)
FRONT, BACK = "cedula-front:applicant", "cedula-back:applicant"


@pytest.fixture(autouse=True)
def answer(monkeypatch: pytest.MonkeyPatch) -> dict[str, Reading]:
    """Say what the reading finds, in place of a program that may be missing; the peers' tests have the real one."""
    said = {"reading": Reading.FOUND}

    def read(kiosk: Kiosk, draft_id: str, slot_id: str, **_given_up: object) -> Draft:
        _draft, attachment, _content = viewing.opened(kiosk, draft_id, slot_id)
        return recognition_service._keep(kiosk, draft_id, attachment, said["reading"])

    monkeypatch.setattr("kiosk.services.documents.recognition.wants_reading", wants_reading)
    monkeypatch.setattr("kiosk.services.documents.recognition.read", read)
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: "K7P49WXM")
    monkeypatch.setattr("screens.documents.document.SETTLING_SECONDS", 0.0)
    return said


def card(holder: CardHolder = MARIA) -> bytes:
    out = io.BytesIO()
    front(holder).save(out, "JPEG", quality=88)
    return out.getvalue()


def two_pages() -> bytes:
    out = io.BytesIO()
    front(MARIA).save(out, "PDF", save_all=True, append_images=[back(MARIA)], resolution=300)
    return out.getvalue()


async def opened(pilot: Pilot[None], content: bytes, slot: str = FRONT) -> SeeDocument:
    kiosk = kiosk_of(pilot)
    draft = attachments.attach(kiosk, draft_with(kiosk, ONLY_ME).id, slot, content)
    await show(pilot, draft)
    await press(pilot, "1" if slot == FRONT else "2")
    screen = pilot.app.screen
    assert isinstance(screen, SeeDocument)
    await until(pilot, lambda: not app_of(pilot).visit.reads)
    return screen


def pixels(pilot: Pilot[None]) -> bytes:
    picture = pilot.app.screen.query_one(CellPicture).picture
    return picture.rgb if picture else b""


async def drawn(pilot: Pilot[None], before: bytes) -> None:
    await until(pilot, lambda: pixels(pilot) not in {before, b""})


async def test_a_part_is_enlarged_moved_and_left_again(real: RealStart) -> None:
    async with real() as pilot:
        await opened(pilot, card())
        whole = pixels(pilot)
        await press(pilot, "plus")
        await drawn(pilot, whole)
        assert "2 veces más grande: en el medio" in shown(pilot)
        middle = pixels(pilot)
        await press(pilot, "plus", "right", "down", "down", "down")
        await drawn(pilot, middle)
        assert "4 veces más grande: abajo a la derecha" in shown(pilot)
        await press(pilot, "escape")
        assert screen_name(pilot) == "SeeDocument"
        assert pixels(pilot) == whole
        await press(pilot, "escape")
        assert screen_name(pilot) == "AttachDocuments"


async def test_four_keys_are_enough_to_look_closely_and_to_go_on(real: RealStart) -> None:
    async with real() as pilot:
        await opened(pilot, card())
        whole = pixels(pilot)
        primary, picture = pilot.app.screen.query_one("Button.-primary"), pilot.app.screen.query_one(CellPicture)
        assert "↑ ver de cerca" in shown(pilot)
        await press(pilot, "up")
        assert pilot.app.focused is picture
        assert "Enter ampliar" in shown(pilot)
        await press(pilot, "enter")
        await drawn(pilot, whole)
        assert "flechas mover" in shown(pilot)
        await press(pilot, "down")
        assert "2 veces más grande: abajo" in shown(pilot)
        assert pilot.app.focused is picture
        await press(pilot, "down")
        assert pilot.app.focused is primary, "beyond its end it goes on to the buttons"
        assert "flechas mover" not in shown(pilot)
        await press(pilot, "left")
        assert pilot.app.focused is not primary, "and along them, a part still in sight"
        await press(pilot, "up")
        assert pilot.app.focused is picture
        await press(pilot, "escape")
        assert pixels(pilot) == whole
        assert pilot.app.focused is primary
        await press(pilot, "enter")
        assert screen_name(pilot) == "AttachDocuments"


async def test_on_a_short_window_the_arrow_shows_all_there_is_before_the_buttons(real: RealStart) -> None:
    async with real(size=(60, 18)) as pilot:
        await opened(pilot, card())
        main = pilot.app.screen.query_one(Main)
        pilot.app.screen.query_one("#facts", Words).say("una línea más\n" * 12)
        await settled(pilot)
        await press(pilot, "up")
        assert isinstance(pilot.app.focused, CellPicture)
        assert main.more_below
        for _row in range(30):
            await press(pilot, "down")
            if not isinstance(pilot.app.focused, CellPicture):
                break
        assert not main.more_below
        assert pilot.app.focused is pilot.app.screen.query_one("Button.-primary")


async def test_pages_are_turned_over(real: RealStart) -> None:
    async with real() as pilot:
        await opened(pilot, two_pages())
        first = pixels(pilot)
        assert "Página 1 de 2" in shown(pilot)
        await press(pilot, "pagedown")
        await drawn(pilot, first)
        assert "Página 2 de 2" in shown(pilot)
        await press(pilot, "pagedown", "pageup")
        await until(pilot, lambda: pixels(pilot) == first)


async def test_a_document_is_turned_for_good(real: RealStart) -> None:
    async with real() as pilot:
        screen = await opened(pilot, card())
        await press(pilot, "g")
        await until(pilot, lambda: screen.attachment.height > screen.attachment.width)
        saved = drafts.read(kiosk_of(pilot), screen.draft.id).attachments[0]
        assert (saved.width, saved.height) == (630, 1000)
        picture = pilot.app.screen.query_one(CellPicture).picture
        assert picture is not None
        assert picture.height > picture.width


async def test_keys_go_on_while_a_picture_is_being_drawn(real: RealStart, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    true_view = viewing.view

    def slow(*arguments: object) -> object:
        gate.wait(20)
        return true_view(*arguments)  # type: ignore[arg-type] # passes on what it is given

    async with real() as pilot:
        screen = await opened(pilot, card())
        whole = pixels(pilot)
        monkeypatch.setattr(viewing, "view", slow)
        await pilot.press("plus", "plus", "left")
        assert screen.framing.times == 4
        await until(pilot, lambda: "Un momento…" in shown(pilot))
        await pilot.press("escape")
        assert not screen.enlarged
        gate.set()
        await until(pilot, lambda: not screen._drawing)
        assert pixels(pilot) == whole


@pytest.mark.parametrize(
    ("reading", "said"),
    [
        (Reading.OTHER_PERSON, "En la foto se lee otro número de cédula."),
        (Reading.NOT_FOUND, "No se lee el número: ¿lo tapa un dedo"),
    ],
)
async def test_whether_it_is_the_right_one_is_asked_and_the_answer_kept(
    real: RealStart, answer: dict[str, Reading], reading: Reading, said: str
) -> None:
    answer["reading"] = reading
    async with real() as pilot:
        screen = await opened(pilot, card(JUAN))
        assert "¿Es el documento correcto?" in shown(pilot)
        assert said in screen._facts()
        assert said.split(maxsplit=1)[0] in shown(pilot)
        assert JUAN.number not in shown(pilot)
        assert "Sí, es este" in shown(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen.query_one(Rows).rows[0].note == "! dudoso"
        await press(pilot, "1", "enter")
        assert drafts.read(kiosk_of(pilot), screen.draft.id).attachments[0].reading is Reading.MEANT
        assert pilot.app.screen.query_one(Rows).rows[0].note == "● listo"


async def test_where_no_number_can_be_read_nobody_says_that_it_is_seen(real: RealStart, answer: dict[str, Reading]) -> None:
    answer["reading"] = Reading.UNAVAILABLE
    async with real() as pilot:
        screen = await opened(pilot, card())
        await until(pilot, lambda: "El kiosco no pudo leer el número. Mire usted si se lee entero." in screen._facts())
        assert "Se ve con claridad" not in screen._facts()
        assert "¿Se ve completo y derecho?" in shown(pilot)


async def test_a_question_that_changes_under_the_hand_is_not_answered_by_the_key_on_its_way(
    real: RealStart, answer: dict[str, Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.documents.document.SETTLING_SECONDS", 60.0)
    answer["reading"] = Reading.OTHER_PERSON
    async with real() as pilot:
        screen = await opened(pilot, card(JUAN))
        if screen._changed_at > 0:
            await press(pilot, "enter")
            assert screen_name(pilot) == "SeeDocument"
        screen._changed_at = float("-inf")
        await press(pilot, "enter")
        assert screen_name(pilot) == "AttachDocuments"


async def test_the_list_says_that_it_is_being_read_and_then_what_came_of_it(
    real: RealStart, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, read = threading.Event(), recognition_service.read

    def slow(*arguments: object, **more: object) -> object:
        gate.wait(20)
        return read(*arguments, **more)  # type: ignore[arg-type] # passes on what it is given

    monkeypatch.setattr("kiosk.services.documents.recognition.read", slow)
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        await show(pilot, attachments.attach(kiosk, draft_with(kiosk, ONLY_ME).id, FRONT, card()))
        assert pilot.app.screen.query_one(Rows).rows[0].note == "… leyendo"
        gate.set()
        await until(pilot, lambda: pilot.app.screen.query_one(Rows).rows[0].note == "● listo")


async def test_a_visit_that_ends_gives_the_reading_up(real: RealStart, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[bool] = []
    begun, ended = threading.Event(), threading.Event()

    def slow(_kiosk: Kiosk, _draft: str, _slot: str, *, given_up: object) -> object:
        assert callable(given_up)
        begun.set()
        while not given_up():
            pass
        given.append(True)
        ended.set()
        raise KioskError("given up")

    monkeypatch.setattr("kiosk.services.documents.recognition.read", slow)
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        await show(pilot, attachments.attach(kiosk, draft_with(kiosk, ONLY_ME).id, FRONT, card()))
        await until(pilot, begun.is_set)
        app_of(pilot).end_visit()
        await until(pilot, ended.is_set)
        assert given == [True]


async def test_what_is_doubtful_may_stay_and_says_who_will_see_it(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        true = kiosk.inspector.inspect

        def doubtful(content: bytes, *more: object, **how: object) -> object:
            found = true(content, *more, **how)  # type: ignore[arg-type] # passes on what it is given
            return replace(found, verdict=Verdict.DOUBTFUL, findings=(Finding("glare", "Hay un brillo."),))

        kiosk.inspector.inspect = doubtful  # type: ignore[method-assign,assignment] # says what no drawn picture need cause
        await opened(pilot, card())
        page = " ".join(shown(pilot).split())
        assert "¿Se alcanza a leer bien?" in page
        assert "! Hay un brillo." in page
        assert "Dejarlo así" in page
        await press(pilot, "enter")
        assert pilot.app.screen.query_one(Rows).rows[0].note == "! dudoso"


async def test_what_was_made_smaller_says_before_and_after(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        true = kiosk.inspector.inspect
        kiosk.inspector.inspect = lambda *more, **how: replace(true(*more, **how), original_bytes=5_100_000)  # type: ignore[method-assign] # no photo of 5 MB need be drawn
        await opened(pilot, card())
        assert "Pesaba 5,1 MB; quedó en" in shown(pilot)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_pictures(real: RealStart, picture: Picture, size: tuple[int, int], answer: dict[str, Reading]) -> None:
    name = f"{size[0]}x{size[1]}"
    answer["reading"] = Reading.OTHER_PERSON
    async with real(size=size) as pilot:
        screen = await opened(pilot, card(JUAN))
        await picture(pilot, f"document_other-{name}")
        await press(pilot, "plus", "plus", "left")
        await until(pilot, lambda: not screen._drawing)
        await picture(pilot, f"document_enlarged-{name}")
        await press(pilot, "escape", "escape")
        await picture(pilot, f"list_other-{name}")


async def test_a_picture_of_what_nobody_could_read(real: RealStart, picture: Picture, answer: dict[str, Reading]) -> None:
    answer["reading"] = Reading.UNAVAILABLE
    async with real() as pilot:
        screen = await opened(pilot, card())
        await until(pilot, lambda: "Mire usted" in screen._facts())
        await picture(pilot, "document_unread-80x24")
