"""The second half of a sign-in: the code beside the key's name, or name and code where no key has said it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select
from textual.pilot import Pilot

from kiosk.domain.errors import OutOfService
from kiosk.services.desk import at_kiosk
from kiosk.services.kiosk import Kiosk
from kiosk.services.staff import members, ssh_keys
from kiosk.settings import Settings
from kiosk.storage.tables import RecoveryCode, Try
from screens.apps.desk import AssistApp
from tests.filing import StoppedClock, open_kiosk
from tests.keys import public_key
from tests.screens.harness import Picture, settled, shown, type_in, until
from tests.screens.places import app_of, press, screen_name
from tests.staff import Telephone, enrolled

Start = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


@pytest.fixture(autouse=True)
def _always_the_same_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pyotp.random_base32", lambda length: "JBSWY3DPEHPK3PXP" * (length // 16))


@pytest.fixture
def kiosk(tmp_path: Path, clock: StoppedClock) -> Kiosk:
    return open_kiosk(tmp_path / "data", clock, KIOSK_SCREEN__THEME="dark")


@pytest.fixture
def rosa(kiosk: Kiosk) -> Telephone:
    return enrolled(kiosk)


@pytest.fixture
def connect(kiosk: Kiosk) -> Start:
    """Start the desk as a connection does: by a key that names somebody, or with nobody named."""

    @asynccontextmanager
    async def start(actor: str = "", fingerprint: str = "") -> AsyncIterator[Pilot[None]]:
        app = AssistApp(kiosk.settings, actor=actor, fingerprint=fingerprint, compose=lambda _settings: kiosk)
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            yield pilot

    return start


def said(pilot: Pilot[None]) -> str:
    return " ".join(shown(pilot).replace("┃", " ").replace("│", " ").split())


async def test_a_key_that_names_its_owner_asks_for_the_code_alone(connect: Start, rosa: Telephone, picture: Picture) -> None:
    async with connect("rosa") as pilot:
        await picture(pilot, "desk_sign_in")
        await type_in(pilot, rosa.shows())
        assert screen_name(pilot) == "Home"
        assert app_of(pilot).staff == "rosa"
        assert "MODO ASISTIDO — rosa" in shown(pilot)


async def test_without_a_key_the_name_is_asked_for_too(connect: Start, rosa: Telephone, picture: Picture) -> None:
    async with connect() as pilot:
        await picture(pilot, "desk_sign_in_name")
        await type_in(pilot, "", "")
        assert "Escriba su nombre de usuario" in said(pilot)
        await type_in(pilot, "Rosa", rosa.shows())
        assert app_of(pilot).staff == "rosa"


async def test_a_wrong_code_a_wait_and_a_wrong_clock_are_told_and_nothing_typed_is_lost(
    connect: Start, rosa: Telephone, picture: Picture
) -> None:
    key = ssh_keys.add_key(rosa.kiosk, "rosa", public_key())
    async with connect("rosa", key.fingerprint) as pilot:
        await type_in(pilot, rosa.shows(steps=-3))
        assert "difieren en unos 90 segundos" in said(pilot)
        await picture(pilot, "desk_clock_off")
        code = pilot.app.screen.query_one("#field-code").query_one("Entry")
        assert getattr(code, "value", "").replace(" ", "") == rosa.shows(steps=-3)
        wrong = next(
            each for each in ("000000", "111111", "222222") if each not in {rosa.shows(steps=at) for at in range(-1450, 12)}
        )
        for _time in range(2):
            await press(pilot, *["backspace"] * 7)
            await type_in(pilot, wrong)
            assert "Esos no son sus números" in said(pilot)
        await press(pilot, "enter")
        assert "Espere 31 segundos" in said(pilot)
        assert app_of(pilot).staff == ""
    with rosa.kiosk.database.reading() as session:
        assert len(session.exec(select(Try)).all()) == 3


async def test_a_revoked_key_is_told_and_nothing_is_opened(connect: Start, rosa: Telephone, picture: Picture) -> None:
    key = ssh_keys.add_key(rosa.kiosk, "rosa", public_key())
    members.revoke(rosa.kiosk, "rosa")
    async with connect("rosa", key.fingerprint) as pilot:
        await type_in(pilot, rosa.shows())
        assert "Usted ya no tiene" in said(pilot)
        await picture(pilot, "desk_revoked")
        await press(pilot, "escape")
        assert pilot.app.return_code == 0


async def test_a_recovery_code_opens_the_desk_and_what_is_left_is_told(connect: Start, rosa: Telephone) -> None:
    with rosa.kiosk.database.transaction() as session:
        for each in session.exec(select(RecoveryCode)).all()[1:]:
            each.used_at = each.used_at or rosa.kiosk.clock.now().at
    async with connect("rosa") as pilot:
        await type_in(pilot, rosa.codes[0])
        assert "Era su último código de recuperación." in said(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "Home"


async def test_what_was_typed_to_sign_in_is_gone_behind_the_desk(connect: Start, rosa: Telephone) -> None:
    async with connect() as pilot:
        await type_in(pilot, "rosa", rosa.shows())
        below = pilot.app.screen_stack[0]
        assert [getattr(each, "value", None) for each in below.query("Entry")] == ["", ""]


async def test_whoever_is_revoked_while_signed_in_is_put_out(connect: Start, rosa: Telephone) -> None:
    async with connect("rosa") as pilot:
        await type_in(pilot, rosa.shows())
        app = pilot.app
        assert isinstance(app, AssistApp)
        app.look_whether_staff_still()
        await pilot.pause(0.2)
        assert screen_name(pilot) == "Home"
        members.revoke(rosa.kiosk, "rosa")
        app.look_whether_staff_still()
        await until(pilot, lambda: app.return_code == 0)


async def test_the_desk_is_open_while_the_public_kiosk_is_out_of_service(connect: Start, rosa: Telephone) -> None:
    at_kiosk.take_out_of_service(rosa.kiosk)
    async with connect("rosa") as pilot:
        await type_in(pilot, rosa.shows())
        assert screen_name(pilot) == "Home"


async def test_a_kiosk_that_cannot_work_says_why_and_lets_the_connection_end(kiosk: Kiosk, picture: Picture) -> None:
    def broken(_settings: Settings) -> Kiosk:
        raise OutOfService("La base de datos no se puede abrir.")

    app = AssistApp(replace(kiosk.settings), actor="rosa", compose=broken)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert "La base de datos no se puede abrir." in shown(pilot)
        await picture(pilot, "desk_out_of_service")
        await press(pilot, "escape")
        assert pilot.app.return_code == 0
