"""Staff at the public kiosk: nothing without name and code; with them, out of service and back, the devices, and the end."""

import pytest
from sqlmodel import col, select
from textual.pilot import Pilot

from kiosk.services import staff
from kiosk.storage.tables import Event
from screens.staff_code import StaffCode
from tests.filing import StoppedClock
from tests.screens.harness import Picture, RealStart, Start, settled, shown, type_in, until
from tests.screens.places import app_of, kiosk_of, press, screen_name
from tests.staff import Telephone, enrolled


async def at_menu(pilot: Pilot[None], telephone: Telephone, *, code: str = "") -> None:
    """Sign in by F9 over the screen that stands."""
    before = pilot.app.screen
    await press(pilot, "f9")
    assert isinstance(pilot.app.screen, StaffCode)
    await type_in(pilot, "rosa", code or telephone.shows())
    await until(pilot, lambda: pilot.app.screen is not before and not isinstance(pilot.app.screen, StaffCode))


def said(pilot: Pilot[None]) -> str:
    """Return what is shown as one line, without frames."""
    return " ".join(shown(pilot).replace("┃", " ").replace("│", " ").split())


def events(pilot: Pilot[None]) -> list[tuple[str, str]]:
    """Return what staff did, and in whose name."""
    with kiosk_of(pilot).database.reading() as session:
        rows = session.exec(select(Event).where(col(Event.actor) != "citizen").order_by(col(Event.id))).all()
        return [(each.name, each.actor) for each in rows]


async def test_without_name_and_code_there_is_nothing_but_the_question(real: RealStart) -> None:
    async with real() as pilot:
        enrolled(kiosk_of(pilot))
        await press(pilot, "f9")
        await type_in(pilot, "", "")
        assert "Escriba su nombre de usuario" in shown(pilot)
        await type_in(pilot, "rosa", "000000")
        await until(pilot, lambda: "no coincide" in shown(pilot))
        for key in ("f9", "f1", "f2", "f4", "ctrl+q", "ctrl+c"):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, StaffCode)
        await press(pilot, "escape")
        assert screen_name(pilot) == "Welcome"
        assert app_of(pilot).staff == ""


async def test_errors_stand_in_the_question_and_what_was_typed_stays(real: RealStart) -> None:
    async with real() as pilot:
        await press(pilot, "f9")
        await type_in(pilot, "rosa quishpe", "123456")
        await until(pilot, lambda: "letras sin tilde" in said(pilot))
        assert "rosa quishpe" in shown(pilot)
        assert "123 456" in shown(pilot)


async def test_who_comes_for_a_filing_walks_away_from_the_question_and_it_goes(real: RealStart) -> None:
    now = [0.0]
    async with real() as pilot:
        app = app_of(pilot)
        app.inactivity._clock = lambda: now[0]
        await press(pilot, "f9")
        await type_in(pilot, "rosa")
        now[0] = 1000.0
        app._tick()
        await settled(pilot)
        assert screen_name(pilot) == "Welcome"
        await press(pilot, "f9")
        assert "rosa" not in shown(pilot)


async def test_the_menu_is_wiped_when_nobody_is_there_any_more(real: RealStart) -> None:
    now = [0.0]
    async with real() as pilot:
        app = app_of(pilot)
        await at_menu(pilot, enrolled(kiosk_of(pilot)))
        assert screen_name(pilot) == "StaffMenu"
        app.inactivity._clock = lambda: now[0]
        app.inactivity.touch()
        now[0] = 1000.0
        app._tick()
        await settled(pilot)
        assert screen_name(pilot) == "Welcome"


async def test_a_recovery_code_is_taken_and_it_is_said_how_many_are_left(real: RealStart, picture: Picture) -> None:
    async with real() as pilot:
        telephone = enrolled(kiosk_of(pilot))
        await at_menu(pilot, telephone, code=telephone.codes[0])
        assert "Le quedan 9 códigos de recuperación." in shown(pilot)
        await picture(pilot, "codes_left")
        await press(pilot, "enter")
        assert screen_name(pilot) == "StaffMenu"


async def test_out_of_service_survives_a_restart_and_only_staff_end_it(
    real: RealStart, clock: StoppedClock, picture: Picture
) -> None:
    async with real() as pilot:
        telephone = enrolled(kiosk_of(pilot))
        await at_menu(pilot, telephone)
        await press(pilot, "2")
        assert screen_name(pilot) == "TakenOutOfService"
    async with real() as pilot:
        await until(pilot, lambda: screen_name(pilot) == "TakenOutOfService")
        await picture(pilot, "taken_out_of_service")
        app_of(pilot).inactivity._clock = lambda: 1e9
        app_of(pilot)._tick()
        for key in ("escape", "enter", "1", "f1", "f4", "ctrl+q", "ctrl+c"):
            await press(pilot, key)
            assert screen_name(pilot) == "TakenOutOfService"
        clock.advance(seconds=30)
        await at_menu(pilot, Telephone(kiosk_of(pilot), telephone.enrolment))
        assert "Volver a dar servicio" in shown(pilot)
        await press(pilot, "2")
        assert screen_name(pilot) == "Welcome"
        assert events(pilot) == [
            ("staff_signed_in", "rosa"),
            ("taken_out_of_service", "rosa"),
            ("staff_signed_in", "rosa"),
            ("put_back_into_service", "rosa"),
        ]
    async with real() as pilot:
        assert screen_name(pilot) == "Welcome"


async def test_a_revoked_member_gets_in_no_more(real: RealStart) -> None:
    async with real() as pilot:
        telephone = enrolled(kiosk_of(pilot))
        staff.revoke(kiosk_of(pilot), "rosa")
        await press(pilot, "f9")
        await type_in(pilot, "rosa", telephone.shows())
        await until(pilot, lambda: "no coincide" in said(pilot))


async def test_the_devices_are_shown_in_words_with_what_mends_them(real: RealStart) -> None:
    async with real(KIOSK_SCANNER__KIND="sane", KIOSK_SCANNER__DEVICE="none:0") as pilot:
        await at_menu(pilot, enrolled(kiosk_of(pilot)))
        await press(pilot, "1")
        await until(pilot, lambda: "Base de datos: bien" in shown(pilot) or "Escáner: " in shown(pilot), 60)
        await press(pilot, "escape")
        assert screen_name(pilot) == "StaffMenu"
        assert ("devices_looked_at", "rosa") in events(pilot)


async def test_to_end_the_program_is_asked_for_and_staying_is_the_default(real: RealStart, picture: Picture) -> None:
    async with real() as pilot:
        await at_menu(pilot, enrolled(kiosk_of(pilot)))
        await picture(pilot, "staff_menu")
        await press(pilot, "3")
        await picture(pilot, "staff_end")
        await press(pilot, "enter")
        assert screen_name(pilot) == "StaffMenu"
        assert pilot.app.return_code is None
        await press(pilot, "3", "shift+tab", "enter")
        assert pilot.app.return_code == 0
        assert events(pilot)[-1] == ("ended_by_staff", "rosa")


async def test_the_question_says_for_whom_it_is(real: RealStart, picture: Picture) -> None:
    async with real() as pilot:
        await press(pilot, "f9")
        await picture(pilot, "staff_code")
        await type_in(pilot, "", "")
        await picture(pilot, "staff_code_refused")


@pytest.mark.parametrize("key", ["f9"])
async def test_the_key_does_nothing_within_a_visit(ground: Start, key: str) -> None:
    from tests.screens.samples import Sample

    async with ground(Sample()) as pilot:
        await press(pilot, key)
        assert screen_name(pilot) == "Sample"
