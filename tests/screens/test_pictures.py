"""Every screen as a picture, at 80 × 24 and 120 × 40: what a person sees changes only on purpose."""

from dataclasses import replace

import pytest
from textual.pilot import Pilot

from kiosk.domain.filing.journey import Step
from kiosk.settings import Settings
from screens.apps.kiosk import KioskApp
from screens.entrance.out_of_service import OutOfServiceScreen
from screens.visit.inactivity import StillThere
from tests.screens.harness import SIZES, Picture, RealStart, Start, settled, shown, type_in, until
from tests.screens.samples import Sample, put_beyond

at_both_sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


@pytest.fixture(autouse=True)
def _always_the_same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: "K7P49WXM")
    put_beyond(monkeypatch, Step.WHO_LEAVES)


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


@at_both_sizes
async def test_the_journey_to_the_code_of_the_mail(real: RealStart, picture: Picture, size: tuple[int, int]) -> None:
    async with real(size=size) as pilot:
        name = f"{size[0]}x{size[1]}"
        await picture(pilot, f"welcome-{name}")
        await press(pilot, "enter")
        await picture(pilot, f"start-{name}")
        await press(pilot, "enter")
        await picture(pilot, f"notice-{name}")
        await press(pilot, "down", "left", "enter")
        await picture(pilot, f"read_aloud-{name}")
        await press(pilot, "escape")
        await press(pilot, "right", "enter")
        await picture(pilot, f"identify_number-{name}")
        await type_in(pilot, "9900000011")
        await picture(pilot, f"identify_number_refused-{name}")
        await press(pilot, "backspace", "0", "enter")
        await picture(pilot, f"identify_doubt-{name}")
        await press(pilot, "enter")
        await type_in(pilot, "", "")
        await picture(pilot, f"identify_names_refused-{name}")
        await type_in(pilot, "Demostración Ñusta", "María José")
        await press(pilot, "down")
        await picture(pilot, f"identify_capacity-{name}")
        await press(pilot, "enter")
        await picture(pilot, f"your_code-{name}")
        await press(pilot, "enter", "down", "enter", "escape")
        await picture(pilot, f"contact_had_none-{name}")
        await press(pilot, "up")
        await type_in(pilot, "099 123 4567")
        await press(pilot, "down")
        await picture(pilot, f"contact_none-{name}")
        await press(pilot, "up")
        await type_in(pilot, "maria@gmial.com")
        await picture(pilot, f"contact_meant-{name}")
        await press(pilot, "enter")
        await until(pilot, lambda: "ya salió, a las" in shown(pilot))
        await picture(pilot, f"verify_email-{name}")
        await press(pilot, "f4")
        await picture(pilot, f"leave-{name}")


@at_both_sizes
async def test_a_kiosk_without_mail(real: RealStart, picture: Picture, size: tuple[int, int]) -> None:
    async with real(size=size, KIOSK_MAIL__KIND="none", KIOSK_PRINTER__KIND="none") as pilot:
        await press(pilot, "enter")
        await press(pilot, "enter")
        await press(pilot, "down", "enter")
        await press(pilot, "down", "enter")
        await picture(pilot, f"identify_code-{size[0]}x{size[1]}")
        await type_in(pilot, "EXT-4711", "", "Rojas", "Ana")  # Enter says that the code is well written
        await press(pilot, "2")
        await press(pilot, "enter")
        await type_in(pilot, "099 123 4567", "ana@ejemplo.test")
        await picture(pilot, f"verify_email_without_mail-{size[0]}x{size[1]}")


@at_both_sizes
async def test_the_ways_back_in(real: RealStart, picture: Picture, size: tuple[int, int]) -> None:
    async with real(size=size) as pilot:
        for digit, name in (("2", "resume"), ("3", "email_code"), ("4", "case_status"), ("5", "help"), ("7", "complaint")):
            await press(pilot, digit)
            await picture(pilot, f"{name}-{size[0]}x{size[1]}")
            await press(pilot, "escape")


@at_both_sizes
async def test_what_may_come_over_any_screen(ground: Start, picture: Picture, size: tuple[int, int]) -> None:
    async with ground(Sample(), size=size) as pilot:
        pilot.app.push_screen(StillThere(29, "Lo que ya contestó queda guardado con su número para volver."))
        await settled(pilot)
        await picture(pilot, f"still_there-{size[0]}x{size[1]}")
    async with ground(OutOfServiceScreen("No se puede usar la carpeta /var/lib/kiosk: no queda espacio."), size=size) as pilot:
        await picture(pilot, f"out_of_service-{size[0]}x{size[1]}")


@pytest.mark.parametrize("theme", ["light", "console"])
async def test_the_other_themes(ground: Start, picture: Picture, settings: Settings, theme: str) -> None:
    given = replace(settings, screen=replace(settings.screen, theme=theme))  # type: ignore[arg-type] # the names are the setting's own
    async with ground(Sample(), given=given) as pilot:
        await press(pilot, "9", "enter", "1", "enter")
        await picture(pilot, f"sample-{theme}")


async def test_the_demonstration_shows_its_mailbox_beside_or_upon_the_screen(real: RealStart) -> None:
    async with real(size=(120, 40), demo=True) as pilot:
        await until(pilot, lambda: "Correo de muestra" in shown(pilot))  # from the first screen on: no page shifts when it comes
        await press(pilot, "enter")
        await until(pilot, lambda: "Correo de muestra" in shown(pilot))
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "Correo de muestra" not in shown(pilot))
        await press(pilot, "f2")
        await until(pilot, lambda: "Correo de muestra" in shown(pilot))


async def test_a_real_kiosk_has_no_mailbox_to_look_into(real: RealStart) -> None:
    async with real(size=(120, 40)) as pilot:
        await press(pilot, "enter")
        await press(pilot, "f2")
        assert "Correo de muestra" not in shown(pilot)
        assert isinstance(pilot.app, KioskApp)
