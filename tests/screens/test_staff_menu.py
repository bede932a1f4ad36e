"""Staff at the public kiosk: nothing without name and code; with them, out of service and back, the devices, and the end."""

import re
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select
from textual.pilot import Pilot

from kiosk.adapters.clock import SystemClock
from kiosk.domain.machine.health import Check, Health
from kiosk.services.demonstration import parts
from kiosk.services.staff import members
from kiosk.storage.tables import Event
from screens.staff.code import StaffCode
from tests.filing import StoppedClock, open_kiosk
from tests.screens.harness import Picture, RealStart, Start, settled, shown, type_in, until
from tests.screens.places import app_of, kiosk_of, press, screen_name
from tests.screens.samples import Sample
from tests.staff import Telephone, enrolled
from tests.terminal.driver import Terminal

ROOT = Path(__file__).parent.parent.parent


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
        standing = pilot.app.screen
        app_of(pilot).inactivity._clock = lambda: 1e9
        app_of(pilot)._tick()
        await settled(pilot)
        assert pilot.app.screen is standing  # nobody is asked whether they are there, and nothing is painted anew every second
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
        members.revoke(kiosk_of(pilot), "rosa")
        await press(pilot, "f9")
        await type_in(pilot, "rosa", telephone.shows())
        await until(pilot, lambda: "no coincide" in said(pilot))


async def test_the_devices_are_looked_at_in_the_name_of_whoever_asks(real: RealStart) -> None:
    async with real(size=(80, 80)) as pilot:  # what is in order stands below what is not
        await at_menu(pilot, enrolled(kiosk_of(pilot)))
        await press(pilot, "1")
        await until(pilot, lambda: "Base de datos: bien" in said(pilot), 60)
        await press(pilot, "escape")
        assert screen_name(pilot) == "StaffMenu"
        assert events(pilot)[-1] == ("devices_looked_at", "rosa")


async def test_what_has_failed_comes_first_with_what_mends_it(
    real: RealStart, picture: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = [
        Check("database", Health.OK, "ok", "La base de datos está entera."),
        Check("outbox", Health.WARNING, "waits", "Esperan 3 correos desde hace 2 días.", "Revise la red del dispensario."),
        Check("printer_roll", Health.FAILED, "paper", "La impresora no tiene papel.", "Ponga papel; lo que espera sale solo. " * 2),
        Check("scanner", Health.OK, "ok", "El escáner responde."),
    ]
    monkeypatch.setattr("kiosk.services.health.doctor.examine", lambda *_arguments: checks)
    async with real() as pilot:
        await at_menu(pilot, enrolled(kiosk_of(pilot)))
        await press(pilot, "1")
        await until(pilot, lambda: "Escáner" in shown(pilot))
        page = said(pilot)
        assert page.index("Impresora de rollo: falla") < page.index("Por enviar: aviso") < page.index("Base de datos: bien")
        await picture(pilot, "devices")


async def test_a_look_that_takes_long_can_be_given_up(real: RealStart, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    looks: list[Check] = []
    monkeypatch.setattr("kiosk.services.health.doctor.examine", lambda *_arguments: (gate.wait(20), looks)[1])
    async with real() as pilot:
        await at_menu(pilot, enrolled(kiosk_of(pilot)))
        await pilot.press("1")
        await pilot.pause(0.5)
        assert "Revisando los dispositivos…" in shown(pilot)
        await press(pilot, "escape", "escape")
        assert screen_name(pilot) == "StaffMenu"
        gate.set()


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


async def test_staff_vouch_for_the_hour_of_a_clock_that_nobody_verified(real: RealStart, picture: Picture) -> None:
    async with real() as pilot:
        telephone = enrolled(kiosk_of(pilot))
        clock = kiosk_of(pilot).clock
        assert isinstance(clock, StoppedClock)
        await at_menu(pilot, telephone)
        assert "Confirmar la hora" not in shown(pilot), "nothing to confirm"
        clock.trusted = False
        await press(pilot, "escape")
        clock.advance(minutes=1)
        await at_menu(pilot, telephone)
        await press(pilot, "4")
        await until(pilot, lambda: "¿Es esta la fecha y la hora?" in said(pilot))
        await picture(pilot, "staff_confirm_clock")
        await press(pilot, "enter")
        assert not clock.trusted, "nothing is confirmed by a key that was pressed in passing"
        await press(pilot, "4")
        await until(pilot, lambda: "¿Es esta la fecha y la hora?" in said(pilot))
        await press(pilot, "shift+tab", "enter")
        await until(pilot, lambda: screen_name(pilot) == "StaffMenu" and "Confirmar la hora" not in shown(pilot))
        assert clock.trusted
        assert ("clock_confirmed", "rosa") in events(pilot)


async def test_the_question_says_for_whom_it_is(real: RealStart, picture: Picture) -> None:
    async with real() as pilot:
        await press(pilot, "f9")
        await picture(pilot, "staff_code")
        await type_in(pilot, "", "")
        await picture(pilot, "staff_code_refused")


async def test_a_demonstration_shows_the_name_and_the_numbers_that_open_the_menu(real: RealStart) -> None:
    async with real() as pilot:
        app_of(pilot).settings = replace(app_of(pilot).settings, demo=True)
        kiosk = app_of(pilot).kiosk = replace(kiosk_of(pilot), settings=app_of(pilot).settings)
        parts.enrol(kiosk)
        await press(pilot, "f9")
        await until(pilot, lambda: re.search(r"escriba el nombre rosa y los números \d{3} \d{3}", said(pilot)))
        code = re.search(r"(\d{3}) (\d{3})", said(pilot))
        assert code
        await type_in(pilot, "rosa", code[1] + code[2])
        await until(pilot, lambda: screen_name(pilot) == "StaffMenu")


async def test_the_key_does_nothing_within_a_visit(ground: Start) -> None:
    async with ground(Sample()) as pilot:
        await press(pilot, "f9")
        assert screen_name(pilot) == "Sample"


def test_staff_end_the_program_as_a_signal_does(tmp_path: Path) -> None:
    kiosk = open_kiosk(tmp_path / "data")
    telephone = enrolled(replace(kiosk, clock=SystemClock(timedelta(days=7))))
    kiosk.database.close()
    env = {"KIOSK_DATA_DIR": str(tmp_path / "data"), "KIOSK_KIOSK__ID": "0417", "PYTHONPATH": str(ROOT)}
    with Terminal([sys.executable, "-m", "screens"], env=env) as terminal:
        terminal.wait("F9 personal")
        terminal.key("f9")
        terminal.wait("Solo para el personal")
        terminal.type(f"rosa\t{telephone.codes[0]}\r")
        terminal.wait("Le quedan 9 códigos")
        terminal.key("enter")
        terminal.wait("Cerrar el kiosco")
        terminal.key("3")
        terminal.wait("¿Cerrar el kiosco?")
        terminal.key("shift+tab", "enter")
        assert terminal.exit_status(5) == 0
        assert bytes(terminal.written).endswith(b"\x1b[H\x1b[2J\x1b[3J")
        assert telephone.codes[0].encode() not in bytes(terminal.written)[-200:]
