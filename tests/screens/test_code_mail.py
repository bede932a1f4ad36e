"""The code's mail, told as it happens: sent is what the server accepted, and the address is blamed only when it was refused."""

import pytest
from textual.pilot import Pilot

from kiosk.domain.filing.answers import Contact
from kiosk.domain.machine.message import CodeStatus, MessageState, Trouble
from kiosk.ports import DeliveryFailed, MailDeferred, MailRefused, MailUnknown
from kiosk.services.filing import drafts
from screens.widgets.button import Button
from screens.widgets.field import Field
from screens.words.code_mail import PATIENCE, code_words
from tests import filing
from tests.screens.harness import SIZES, Picture, RealStart, settled, shown, until
from tests.screens.places import app_of, kiosk_of, press, screen_name, show
from tests.screens.scripted import ScriptedMailer, StopWatch

CAUSES = {
    Trouble.CONTENT: "El servidor de correo no acepta este mensaje.",
    Trouble.SENDER: "El servidor de correo no acepta al remitente.",
    Trouble.CREDENTIALS: "El servidor de correo no acepta la clave del kiosco.",
    Trouble.TLS: "El servidor de correo no es de confianza.",
}
BUSY = MailDeferred("El servidor de correo está ocupado.", Trouble.BUSY)
UNKNOWN = MailUnknown("Se cortó la conexión.", Trouble.CUT)
NOBODY = MailRefused("El servidor no conoce esa dirección.", Trouble.ADDRESS)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> StopWatch:
    return StopWatch(monkeypatch)


@pytest.fixture
def _same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the frame show the same code each time."""
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: "K7P49WXM")


async def at_the_code(pilot: Pilot[None]) -> None:
    kiosk = kiosk_of(pilot)
    draft = filing.begin(kiosk)
    await show(pilot, drafts.save(kiosk, draft.id, Contact("+593991234567", filing.EMAIL)), "VerifyEmail")


def text(pilot: Pilot[None]) -> str:
    return " ".join(shown(pilot).replace("│", " ").split())


async def says(pilot: Pilot[None], words: str) -> None:
    await until(pilot, lambda: words in text(pilot))


def failing(error: DeliveryFailed) -> ScriptedMailer:
    mailer = ScriptedMailer()
    mailer.fails = error
    return mailer


async def test_while_it_is_being_sent_the_seconds_are_told_and_then_when_the_server_took_it(
    real: RealStart, watch: StopWatch
) -> None:
    mailer = ScriptedMailer()
    mailer.open.clear()
    async with real(devices={"mailer": mailer}) as pilot:
        await at_the_code(pilot)
        await says(pilot, "→ Enviando el correo… (0 s)")
        watch.seconds = 3
        await says(pilot, "→ Enviando el correo… (3 s)")
        watch.seconds = PATIENCE
        await says(pilot, f"→ El correo tarda en salir ({PATIENCE} s). Puede esperar, o elegir «Verificar después».")
        assert "aceptó" not in text(pilot)
        mailer.open.set()
        await says(pilot, "● El correo ya salió, a las 10:41.")


async def test_a_server_that_is_busy_is_told_with_the_next_try(real: RealStart, clock: filing.StoppedClock) -> None:
    async with real(devices={"mailer": failing(BUSY)}) as pilot:
        await at_the_code(pilot)
        told = "! El correo todavía no sale. El servidor de correo está ocupado."
        await says(pilot, f"{told} Se intenta otra vez en un momento. Puede verificar después.")
        clock.advance(minutes=1)
        app_of(pilot).deliver_now()  # the second try, after which a minute is waited
        await says(pilot, f"{told} Se intenta otra vez a las 10:43. Puede verificar después.")


async def test_a_mail_whose_fate_is_unknown_is_called_so_and_another_is_offered(real: RealStart) -> None:
    async with real(devices={"mailer": failing(UNKNOWN)}) as pilot:
        await at_the_code(pilot)
        await says(pilot, "! No sabemos si salió el correo. Si no le llega en unos minutos, elija «Enviar otra vez».")
        assert any(each.label == "Enviar otra vez" and each.display for each in pilot.app.screen.query(Button))


async def test_an_address_that_takes_no_mail_is_changed_with_one_key(real: RealStart) -> None:
    async with real(devices={"mailer": failing(NOBODY)}) as pilot:
        await at_the_code(pilot)
        await says(pilot, "! Esa dirección no recibe correo: revísela. Si está mal escrita, elija «Cambiar correo».")
        await press(pilot, "enter")
        assert screen_name(pilot) == "Email"


async def test_who_is_typing_keeps_the_field_when_the_address_is_refused(real: RealStart) -> None:
    mailer = failing(NOBODY)
    mailer.open.clear()
    async with real(devices={"mailer": mailer}) as pilot:
        await at_the_code(pilot)
        await pilot.press("1", "2")
        mailer.open.set()
        await says(pilot, "Esa dirección no recibe correo")
        await pilot.press("3")
        assert pilot.app.screen.query_one(Field).value.startswith("123")


@pytest.mark.parametrize("trouble", CAUSES)
async def test_a_server_that_refuses_for_another_reason_blames_no_address(real: RealStart, trouble: Trouble) -> None:
    async with real(devices={"mailer": failing(MailRefused(CAUSES[trouble], trouble))}) as pilot:
        await at_the_code(pilot)
        await says(pilot, f"! El correo no pudo salir, y no es por su dirección. {CAUSES[trouble]} Elija «Verificar después»")
        assert "revísela" not in text(pilot)
        next(each for each in pilot.app.screen.query(Button) if each.label == "Verificar después").focus()
        await press(pilot, "enter")
        assert screen_name(pilot) != "VerifyEmail"
        draft = app_of(pilot).visit.draft
        assert draft is not None
        assert draft.answers.email_check is not None


@pytest.mark.parametrize("state", [each for each in MessageState if each is not MessageState.ACCEPTED])
def test_only_an_accepted_mail_is_called_accepted(state: MessageState) -> None:
    told = code_words(CodeStatus(state, "Causa.", None, can_send=True), "10:41", "10:42", seconds=0)
    assert "aceptó" not in told
    assert "enviado" not in told


@pytest.mark.parametrize("size", [*SIZES, (60, 18)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(
    "shot",
    [
        ("accepted", None, "ya salió, a las"),
        ("deferred", BUSY, "Se intenta otra vez"),
        ("unknown", UNKNOWN, "No sabemos si salió"),
        ("refused", NOBODY, "no recibe correo"),
        ("failed", MailRefused(CAUSES[Trouble.CREDENTIALS], Trouble.CREDENTIALS), "no pudo salir"),
    ],
    ids=lambda shot: shot[0],
)
@pytest.mark.usefixtures("_same_code")
async def test_pictures_of_the_codes_mail(
    real: RealStart, picture: Picture, size: tuple[int, int], shot: tuple[str, DeliveryFailed | None, str]
) -> None:
    mailer, (name, error, words) = ScriptedMailer(), shot
    mailer.fails = error
    async with real(size=size, devices={"mailer": mailer}) as pilot:
        await at_the_code(pilot)
        await says(pilot, words)
        await settled(pilot)
        await picture(pilot, f"code_{name}-{size[0]}x{size[1]}")
