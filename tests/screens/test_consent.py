"""The consent: read or heard to its end, given by a deliberate press, refused without a trace, and sent once."""

import pytest
from textual.pilot import Pilot

from kiosk.domain.errors import NotFound
from kiosk.domain.filing.acceptance import AcceptanceKind, GivenHow
from kiosk.domain.filing.answers import Draft
from kiosk.services.cases import records
from kiosk.services.filing import drafts, submission
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers import legal_texts
from kiosk.storage.database import DatabaseFull
from screens.visit.deliberate import Deliberate
from screens.widgets.choices import Choices
from screens.widgets.main import Main
from screens.widgets.reading import LegalReading
from tests import filing
from tests.screens.harness import SIZES, Picture, RealStart, settled, shown, type_in, until
from tests.screens.places import app_of, kiosk_of, press, screen_name, show

CONSENT = "Consent"


@pytest.fixture(autouse=True)
def _always_the_same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: "K7P49WXM")


@pytest.fixture
def _in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let buttons take a press at once: tests do not wait."""
    monkeypatch.setattr(Deliberate, "QUIET_SECONDS", 0)


async def read_to_the_end(pilot: Pilot[None]) -> None:
    for _page in range(12):
        if pilot.app.screen.query_one(LegalReading).in_sight:
            await press(pilot, "down")
            return
        await pilot.press("enter")
        await pilot.pause()
    pytest.fail("the text has no end")


async def refuse(pilot: Pilot[None]) -> None:
    """Answer no, and go on."""
    pilot.app.screen.query_one("#field-answer").focus()
    await press(pilot, "3", "enter", "enter")


async def at_consent(pilot: Pilot[None]) -> Draft:
    draft = filing.answer_all(kiosk_of(pilot))
    await show(pilot, draft, CONSENT)
    return draft


def consent_of(kiosk: Kiosk, draft: Draft) -> tuple[GivenHow, str]:
    accepted = [each for each in drafts.read(kiosk, draft.id).acceptances if each.kind is AcceptanceKind.CONSENT]
    assert len(accepted) == 1
    return accepted[0].how, accepted[0].read_by


async def test_it_opens_on_the_text_with_nothing_chosen(real: RealStart) -> None:
    async with real() as pilot:
        await at_consent(pilot)
        assert isinstance(pilot.app.focused, LegalReading)
        assert pilot.app.screen.query_one(Choices).value is None
        assert "Consentimiento informado" in shown(pilot)


async def test_an_end_that_was_not_laid_out_when_it_was_scrolled_to_is_seen_at_the_next_key(real: RealStart) -> None:
    async with real() as pilot:
        await at_consent(pilot)
        await read_to_the_end(pilot)
        reading = pilot.app.screen.query_one(LegalReading)
        reading.read_to_the_end = reading.in_sight = False
        reading.focus(scroll_visible=False)
        await press(pilot, "down")
        assert isinstance(pilot.app.focused, Choices)


async def test_it_opens_in_its_three_lines_and_tells_the_whole_to_who_wants_it(real: RealStart) -> None:
    async with real() as pilot:
        await at_consent(pilot)
        page = shown(pilot)
        assert "Nadie le puede obligar" in page
        assert "Versión 2026-12, resumen" in page
        assert "Qué autoriza" not in page
        assert "↓ elegir" in page, "its end is in sight"
        pilot.app.screen.query_one("#whole").focus()
        await press(pilot, "enter")
        assert isinstance(pilot.app.focused, LegalReading)
        assert "Qué autoriza" in shown(pilot)
        assert "Leer todo" not in shown(pilot)


@pytest.mark.parametrize("whole", [True, False])
async def test_what_was_in_sight_is_what_is_kept_of_it(real: RealStart, *, whole: bool) -> None:
    async with real() as pilot:
        draft = await at_consent(pilot)
        if whole:
            pilot.app.screen.query_one("#whole").focus()
            await press(pilot, "enter")
        await read_to_the_end(pilot)
        await press(pilot, "1", "enter", "4", "enter", "enter")
        text = legal_texts.consent(kiosk_of(pilot))
        text = text if whole else legal_texts.in_short(text)
        kept = drafts.read(kiosk_of(pilot), draft.id).acceptances
        consents = [(each.version, each.sha256) for each in kept if each.kind is AcceptanceKind.CONSENT]
        assert consents == [(text.version, text.sha256)]


@pytest.mark.parametrize("size", [(60, 18), (80, 24)])
async def test_enter_turns_a_page_of_the_whole_that_repeats_one_row(real: RealStart, size: tuple[int, int]) -> None:
    async with real(size=size) as pilot:
        await at_consent(pilot)
        pilot.app.screen.query_one("#whole").focus()
        await press(pilot, "enter")
        main = pilot.app.screen.query_one(Main)
        assert main.scroll_y == 0
        await press(pilot, "enter")
        assert main.scroll_y == main.region.height - 1


@pytest.mark.usefixtures("_in_haste")
async def test_it_is_not_taken_before_the_end_of_the_text_was_in_sight(real: RealStart) -> None:
    async with real(size=(60, 18)) as pilot:
        draft = await at_consent(pilot)
        await press(pilot, "shift+tab", "enter")
        assert "Falta ver el texto hasta el final." in shown(pilot)
        assert drafts.read(kiosk_of(pilot), draft.id).number is None


@pytest.mark.usefixtures("_in_haste")
async def test_it_is_not_taken_before_it_is_said_how_it_was_read(real: RealStart) -> None:
    async with real() as pilot:
        draft = await at_consent(pilot)
        await read_to_the_end(pilot)
        pilot.app.screen.query_one("Button.-primary").focus()
        await press(pilot, "enter")
        assert "Diga si lo leyó usted o si otra persona se lo leyó." in shown(pilot)
        assert drafts.read(kiosk_of(pilot), draft.id).number is None


@pytest.mark.parametrize("key", ["enter", "tab"])
async def test_the_answers_stand_in_sight_when_they_are_asked_for(real: RealStart, key: str) -> None:
    async with real() as pilot:
        await at_consent(pilot)
        if key == "tab":
            await press(pilot, "tab")
        else:
            await read_to_the_end(pilot)
            await settled(pilot)
        assert "Lo leí yo" in shown(pilot)
        assert "Otra persona me lo leyó" in shown(pilot)


@pytest.mark.usefixtures("_in_haste")
async def test_who_read_it_gives_it_and_gets_the_number(real: RealStart) -> None:
    async with real() as pilot:
        draft = await at_consent(pilot)
        await read_to_the_end(pilot)
        await press(pilot, "1", "enter", "4", "enter", "enter")
        assert screen_name(pilot) == "Receipt"
        assert consent_of(kiosk_of(pilot), draft) == (GivenHow.READ, "")


@pytest.mark.usefixtures("_in_haste")
async def test_who_had_it_read_aloud_says_by_whom(real: RealStart) -> None:
    async with real() as pilot:
        draft = await at_consent(pilot)
        await read_to_the_end(pilot)
        await press(pilot, "2")
        await type_in(pilot, "")
        await press(pilot, "4", "enter", "enter")
        assert drafts.read(kiosk_of(pilot), draft.id).number is None
        await type_in(pilot, "Rosa Vecina")
        await press(pilot, "enter", "enter")
        assert screen_name(pilot) == "Receipt"
        assert consent_of(kiosk_of(pilot), draft) == (GivenHow.READ_ALOUD, "Rosa Vecina")


@pytest.mark.usefixtures("held_to_the_clock")
async def test_a_held_down_enter_neither_consents_nor_sends(real: RealStart) -> None:
    async with real() as pilot:
        draft = await at_consent(pilot)
        now = [0.0]
        screen = pilot.app.screen
        assert isinstance(screen, Deliberate)
        screen.clock = lambda: now[0]
        screen.hush()
        for _repeat in range(60):
            now[0] += 0.03
            await pilot.press("enter")
        await settled(pilot)
        assert screen_name(pilot) == "Consent"
        assert drafts.read(kiosk_of(pilot), draft.id).number is None


@pytest.mark.usefixtures("_in_haste")
async def test_a_full_disk_leaves_everything_in_place_and_it_can_be_sent_again(
    real: RealStart, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = submission.submit
    full = "El kiosco no puede guardar: su disco está lleno."

    def failing(*_arguments: object) -> Draft:
        raise DatabaseFull(full)

    async with real() as pilot:
        draft = await at_consent(pilot)
        await read_to_the_end(pilot)
        monkeypatch.setattr(submission, "submit", failing)
        await press(pilot, "1", "enter", "4", "enter", "enter")
        assert full in shown(pilot)
        assert screen_name(pilot) == "Consent"
        assert pilot.app.screen.query_one(Choices).value == "read"
        assert drafts.read(kiosk_of(pilot), draft.id).attachments == draft.attachments
        monkeypatch.setattr(submission, "submit", sound)
        await press(pilot, "enter")
        assert screen_name(pilot) == "Receipt"


@pytest.mark.usefixtures("_in_haste")
async def test_two_presses_send_one_filing(real: RealStart) -> None:
    async with real() as pilot:
        await at_consent(pilot)
        await read_to_the_end(pilot)
        await press(pilot, "1", "enter", "4", "enter")
        await pilot.press("enter", "enter")
        await settled(pilot)
        assert len(records.newest(kiosk_of(pilot))) == 1


@pytest.mark.usefixtures("_in_haste")
async def test_a_refusal_is_asked_once_and_the_text_is_the_way_back(real: RealStart) -> None:
    async with real() as pilot:
        draft = await at_consent(pilot)
        await refuse(pilot)
        assert "No autoriza: no se envía nada" in shown(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "Consent"
        assert drafts.read(kiosk_of(pilot), draft.id).attachments == draft.attachments


@pytest.mark.usefixtures("_in_haste")
async def test_a_refusal_ends_kindly_explains_the_paper_way_and_keeps_nothing(real: RealStart) -> None:
    async with real() as pilot:
        draft = await at_consent(pilot)
        await refuse(pilot)
        await press(pilot, "left", "left", "enter")
        page = shown(pilot)
        assert "Su trámite no se envió" in page
        assert "Entréguela aquí mismo, con su cédula original." in page
        assert "atencionalusuario@iess.gob.ec" in page
        with pytest.raises(NotFound):
            drafts.read(kiosk_of(pilot), draft.id)
        assert app_of(pilot).visit.draft is None
        await press(pilot, "enter")
        assert screen_name(pilot) == "Welcome"


@pytest.mark.usefixtures("_in_haste")
async def test_who_no_longer_waits_and_then_refuses_is_told_the_number_that_was_given(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        draft = await at_consent(pilot)
        filing.submit(kiosk, draft)
        await refuse(pilot)
        await press(pilot, "left", "left", "enter")
        assert screen_name(pilot) == "Receipt"


@pytest.mark.usefixtures("_in_haste")
async def test_who_refuses_may_keep_the_draft_as_everywhere_and_print_the_blank_form(real: RealStart) -> None:
    async with real() as pilot:
        draft = await at_consent(pilot)
        await refuse(pilot)
        await press(pilot, "left", "enter")
        assert screen_name(pilot) == "Declined"
        assert "K7P4-9WXM" in shown(pilot)
        assert "ya borró" not in shown(pilot)
        await press(pilot, "shift+tab", "enter")
        folder = kiosk_of(pilot).settings.printer.folder
        await until(pilot, lambda: folder.is_dir() and any(each.suffix == ".pdf" for each in folder.iterdir()))
        assert drafts.read(kiosk_of(pilot), draft.id).attachments == draft.attachments
        await press(pilot, "tab", "enter")
        assert screen_name(pilot) == "Welcome"


@pytest.mark.usefixtures("_in_haste")
async def test_nothing_is_sent_before_the_person_has_answered_and_no_answer_is_made_for_them(real: RealStart) -> None:
    async with real() as pilot:
        draft = await at_consent(pilot)
        await read_to_the_end(pilot)
        await press(pilot, "1", "enter")
        pilot.app.screen.query_one("Button.-primary").focus()
        await press(pilot, "enter")
        assert "Diga si autoriza o no." in shown(pilot)
        assert pilot.app.screen.query_one("#field-answer", Choices).value is None
        assert drafts.read(kiosk_of(pilot), draft.id).number is None


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.usefixtures("_in_haste")
async def test_pictures_of_the_consent(real: RealStart, picture: Picture, size: tuple[int, int]) -> None:
    name = f"{size[0]}x{size[1]}"
    async with real(size=size) as pilot:
        await at_consent(pilot)
        await picture(pilot, f"consent-{name}")
        await read_to_the_end(pilot)
        await picture(pilot, f"consent_answers-{name}")
        await press(pilot, "2")
        await picture(pilot, f"consent_heard-{name}")
        pilot.app.screen.query_one("#whole").focus()
        await press(pilot, "enter")
        await picture(pilot, f"consent_whole-{name}")
        await refuse(pilot)
        await picture(pilot, f"consent_refused-{name}")
        await press(pilot, "left", "left", "enter")
        await picture(pilot, f"declined-{name}")


async def test_a_picture_of_a_consent_that_is_not_read(real: RealStart, picture: Picture) -> None:
    async with real(size=(60, 18)) as pilot:
        await at_consent(pilot)
        await press(pilot, "shift+tab", "enter")
        await picture(pilot, "consent_not_read-60x18")


async def test_the_empty_place_before_the_text_has_come_is_no_end(real: RealStart) -> None:
    async with real(size=(60, 18)) as pilot:
        await at_consent(pilot)
        reading = pilot.app.screen.query_one(LegalReading)
        assert not reading.read_to_the_end
        await read_to_the_end(pilot)
        assert reading.read_to_the_end
