"""From the welcome to the e-mail's code, on a real kiosk, key by key."""

import pytest
from textual.pilot import Pilot

from kiosk.domain.filing.acceptance import GivenHow
from kiosk.domain.filing.answers import Capacity, Contact, Draft
from kiosk.domain.filing.journey import Step
from kiosk.domain.people.identity import IdentityKind
from kiosk.services.demonstration import parts
from screens.apps.kiosk import KioskApp
from screens.session.visit import place_of
from tests.screens.harness import RealStart, settled, shown, type_in, until
from tests.screens.places import press
from tests.screens.samples import put_beyond


@pytest.fixture(autouse=True)
def _only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a stand-in take the place of the step after these."""
    put_beyond(monkeypatch, Step.WHO_LEAVES)


def app_of(pilot: Pilot[None]) -> KioskApp:
    app = pilot.app
    assert isinstance(app, KioskApp)
    return app


def draft_of(pilot: Pilot[None]) -> Draft:
    draft = app_of(pilot).visit.draft
    assert draft is not None
    return draft


async def accept_notice(pilot: Pilot[None]) -> None:
    for keys in (["enter"], ["enter"], ["down", "enter"]):  # welcome, start, notice
        await pilot.press(*keys)
        await settled(pilot)


async def see_code(pilot: Pilot[None]) -> None:
    await accept_notice(pilot)
    await type_in(pilot, "99-0000-0010")
    await pilot.press("enter")  # the number is no living person's, and is asked about
    await settled(pilot)
    await type_in(pilot, "Ñusta-O'Brien", "María José")
    await pilot.press("1")
    await settled(pilot)


async def identify(pilot: Pilot[None]) -> None:
    await see_code(pilot)
    await pilot.press("enter")  # the code was noted
    await settled(pilot)


async def give_email(pilot: Pilot[None], email: str = "maria@ejemplo.test") -> None:
    await identify(pilot)
    await type_in(pilot, "099 123 4567", email)


async def test_the_notice_comes_before_anything_is_typed(real: RealStart) -> None:
    async with real() as pilot:
        await pilot.press("enter")
        await settled(pilot)
        assert not pilot.app.screen.query("Entry")
        await pilot.press("enter")
        await settled(pilot)
        assert "qué se hace con sus datos" in shown(pilot)
        assert not pilot.app.screen.query("Entry")


async def test_empezar_pressed_before_the_kiosk_is_ready_is_honoured(real: RealStart) -> None:
    async with real() as pilot:
        app = app_of(pilot)
        app._loaded.clear()
        await pilot.press("enter")
        await pilot.pause(0.5)
        assert "Un momento…" in shown(pilot)
        app._loaded.set()
        await settled(pilot)
        assert "¿Qué puede pasar si sale del seguro?" in shown(pilot)


async def test_a_notice_that_was_read_aloud_keeps_who_read_it(real: RealStart) -> None:
    async with real() as pilot:
        for _page in ("welcome", "start"):
            await pilot.press("enter")
            await settled(pilot)
        await pilot.press("down", "left", "enter")
        await pilot.pause()
        await type_in(pilot, "Rosa Pérez")
        notice = app_of(pilot).visit.notice
        assert notice is not None
        assert (notice.how, notice.read_by) == (GivenHow.READ_ALOUD, "Rosa Pérez")


async def test_identifying_begins_the_draft_and_shows_its_code(real: RealStart) -> None:
    async with real() as pilot:
        await see_code(pilot)
        draft = draft_of(pilot)
        assert draft.answers.applicant is not None
        assert draft.answers.applicant.full_name == "Ñusta-O'Brien María José"
        assert draft.answers.applicant.capacity is Capacity.HEAD
        assert f"Para volver: {draft.code[:4]}-{draft.code[4:]}" in shown(pilot)
        assert "Este es su número para volver" in shown(pilot)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("990000001", "Falta un número: escribió 9 de 10."),
        ("99000000109", "Hay números de más"),
        ("9900000011", "Algún número no coincide."),
        ("99000000a0", "La cédula tiene solo números."),
    ],
)
async def test_a_wrong_number_is_told_how_to_be_mended_and_stays(real: RealStart, typed: str, message: str) -> None:
    async with real() as pilot:
        await accept_notice(pilot)
        await type_in(pilot, typed)
        assert shown(pilot).count(message) == 1, "once, at its field"
        assert typed in pilot.app.screen.query_one("#field-number Entry").value.replace(" ", "")  # type: ignore[attr-defined] # an Entry


async def test_a_doubtful_number_is_asked_about_and_may_be_kept(real: RealStart) -> None:
    async with real() as pilot:
        await accept_notice(pilot)
        await type_in(pilot, "9900000010")  # no demonstration: 99 is no province
        assert "¿Está bien escrito?" in shown(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert "¿Cuál es su número de cédula?" in shown(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "¿Cómo se llama?" in shown(pilot)


async def test_who_has_no_cedula_gives_the_code_for_foreigners(real: RealStart) -> None:
    async with real() as pilot:
        await accept_notice(pilot)
        await pilot.press("tab", "enter")
        await settled(pilot)
        await pilot.press("f1")
        await settled(pilot)
        assert "como EX-004512" in shown(pilot), "the help is of this question"
        assert "10 números" not in shown(pilot)
        await pilot.press("escape")
        await settled(pilot)
        await type_in(pilot, "ext-4711")
        assert "letra por letra" in shown(pilot), "nothing can check it but the eye"
        await pilot.press("enter")
        await settled(pilot)
        await type_in(pilot, "Rojas", "Ana")
        await pilot.press("2")
        await settled(pilot)
        applicant = draft_of(pilot).answers.applicant
        assert applicant is not None
        assert (applicant.identity.kind, applicant.identity.number) == (IdentityKind.FOREIGN_CODE, "EXT-4711")


async def test_both_missing_names_are_told_at_once(real: RealStart) -> None:
    async with real(KIOSK_MAIL__KIND="none") as pilot:
        await accept_notice(pilot)
        await type_in(pilot, "9900000010", "", "")
        await pilot.press("enter")
        await settled(pilot)
        page = shown(pilot)
        assert "Faltan 2 cosas por corregir:" in page
        assert page.count("Escriba los apellidos.") == 2


async def test_what_both_names_lack_is_said_once_on_top(real: RealStart) -> None:
    async with real(KIOSK_MAIL__KIND="none") as pilot:
        await accept_notice(pilot)
        await type_in(pilot, "9900000010", "", "[@click=app.quit]", "[/]")
        assert "cosas por corregir" not in shown(pilot)
        assert "! Aquí van solo letras." in shown(pilot)


async def test_having_neither_telephone_nor_e_mail_is_an_answer(real: RealStart) -> None:
    async with real() as pilot:
        await identify(pilot)
        assert "↓ No tengo teléfono" in shown(pilot)
        await press(pilot, "down", "enter")
        assert "↓ No tengo correo" in shown(pilot)
        await press(pilot, "down", "enter")
        assert draft_of(pilot).answers.contact == Contact(None, None)
        assert "Paso 5 de 8" in shown(pilot)


async def test_having_none_is_the_answer_whatever_was_typed_and_typing_an_address_undoes_it(real: RealStart) -> None:
    async with real() as pilot:
        await identify(pilot)
        await press(pilot, *"0991", "down", "enter")
        await press(pilot, "escape")
        assert "Usted dijo que no tiene teléfono." in shown(pilot)
        assert pilot.app.focused is pilot.app.screen.query_one("#none"), "one key goes on from the answer given before"
        await press(pilot, "enter", "down", "enter", "escape")
        assert draft_of(pilot).answers.contact == Contact(None, None)
        assert "Usted dijo que no tiene correo." in shown(pilot)
        await press(pilot, "up")
        await type_in(pilot, "maria@ejemplo.test")
        assert draft_of(pilot).answers.contact == Contact(None, "maria@ejemplo.test")


async def test_a_likely_slip_in_the_address_is_offered_its_correction(real: RealStart) -> None:
    async with real() as pilot:
        await give_email(pilot, "maria@gmial.com")
        assert "¿Quiso decir maria@gmail.com?" in shown(pilot)
        await pilot.press("enter")
        await settled(pilot)
        contact = draft_of(pilot).answers.contact
        assert contact is not None
        assert contact.email == "maria@gmail.com"


async def test_the_code_of_the_mail_verifies_the_address(real: RealStart) -> None:
    async with real() as pilot:
        await give_email(pilot)
        app = app_of(pilot)
        assert app.kiosk is not None
        kiosk = app.kiosk
        await until(pilot, lambda: "ya salió, a las 10:41." in shown(pilot))
        mail = parts.newest_mail(kiosk)
        assert mail is not None
        assert mail.subject.startswith("Verificar correo electrónico")
        code = next(line for line in mail.text.splitlines() if line.replace(" ", "").isdigit()).replace(" ", "")
        await type_in(pilot, code)
        check = draft_of(pilot).answers.email_check
        assert check is not None
        assert check.verified_at is not None
        assert "Paso 5 de 8" in shown(pilot)


async def test_a_wrong_code_is_refused_and_the_person_may_go_on_without(real: RealStart) -> None:
    async with real() as pilot:
        await give_email(pilot)
        await type_in(pilot, "000000")
        assert "No son los números del correo." in shown(pilot)
        pilot.app.screen.query_one("#later").focus()
        await pilot.press("enter")
        await settled(pilot)
        check = draft_of(pilot).answers.email_check
        assert check is not None
        assert check.postponed_at is not None


async def test_verifying_later_is_an_answer_in_place_of_the_digits_reached_by_the_arrow(real: RealStart) -> None:
    async with real() as pilot:
        await give_email(pilot)
        await until(pilot, lambda: "ya salió, a las 10:41." in shown(pilot))
        assert "↓ más respuestas" in shown(pilot)
        await press(pilot, "down")
        assert "Enter verificar después" in shown(pilot)
        await press(pilot, "enter")
        check = draft_of(pilot).answers.email_check
        assert check is not None
        assert check.postponed_at is not None


async def test_a_kiosk_without_mail_says_so_and_goes_on(real: RealStart) -> None:
    async with real(KIOSK_MAIL__KIND="none") as pilot:
        await give_email(pilot)
        assert "Este kiosco no envía correo" in shown(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "Paso 5 de 8" in shown(pilot)


async def test_going_back_and_forth_keeps_what_was_answered(real: RealStart) -> None:
    async with real() as pilot:
        await identify(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert "(●) Jefe o jefa de familia" in shown(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert "Ñusta-O'Brien" in shown(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert "9900000010" in shown(pilot)


async def test_leaving_keeps_the_draft_and_its_code_brings_it_back(real: RealStart) -> None:
    async with real() as pilot:
        await identify(pilot)
        code = draft_of(pilot).code
        await pilot.press("f4")
        await settled(pilot)
        await pilot.press("left", "enter")
        await settled(pilot)
        assert "Empezar" in shown(pilot)
        assert code[:4] not in shown(pilot)
        assert app_of(pilot).session is None
        await pilot.press("2")
        await settled(pilot)
        await type_in(pilot, code.lower(), "0010")
        assert "¿A qué teléfono le pueden llamar?" in shown(pilot)


async def test_a_draft_is_removed_at_once_when_asked(real: RealStart) -> None:
    async with real() as pilot:
        await identify(pilot)
        code = draft_of(pilot).code
        await pilot.press("f4")
        await settled(pilot)
        await pilot.press("left", "left", "enter")
        await settled(pilot)
        await pilot.press("2")
        await settled(pilot)
        await type_in(pilot, code, "0010")
        assert "¿Cuál es su número para volver?" in shown(pilot)
        assert "!" in shown(pilot)


async def test_walking_away_wipes_the_screen_keeps_the_draft_and_puts_nothing_into_the_tray(real: RealStart) -> None:
    async with real() as pilot:
        await identify(pilot)
        app, code = app_of(pilot), draft_of(pilot).code
        assert app.kiosk is not None
        folder = app.kiosk.settings.printer.folder
        app.abandon()
        await until(pilot, lambda: "Empezar" in shown(pilot))
        assert code[:4] not in shown(pilot)
        await pilot.press("2")
        await settled(pilot)
        await type_in(pilot, code, "0010")
        assert "¿A qué teléfono le pueden llamar?" in shown(pilot)
        assert not folder.is_dir() or not any(folder.iterdir()), "a slip that nobody asked for waits for the next person"


async def test_a_demonstration_says_which_number_to_type_on_the_screen_and_in_its_help(real: RealStart) -> None:
    async with real(demo=True) as pilot:
        app_of(pilot).begin_visit()
        app_of(pilot).show_place(place_of("Number"))
        await settled(pilot)
        assert "escriba 9900000010" in shown(pilot)
        await press(pilot, "f1")
        assert "escriba 9900000010" in shown(pilot)
        await press(pilot, "escape", "down", "enter")
        assert "escriba EX-004512" in shown(pilot)
        assert "9900000010" not in shown(pilot), "a code is asked for here"


async def test_a_real_kiosk_names_no_number(real: RealStart) -> None:
    async with real() as pilot:
        app_of(pilot).begin_visit()
        app_of(pilot).show_place(place_of("Number"))
        await settled(pilot)
        assert "9900000010" not in shown(pilot)
