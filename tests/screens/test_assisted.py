"""The assisted journey: the same screens with the staff's name, what they saw, and the person's own confirmation."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kiosk.domain.filing.answers import Draft
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.confirmation import CONFIRMATION
from kiosk.services.cases import records
from kiosk.services.documents import attachments
from kiosk.services.filing import drafts, slots
from screens.session.visit import place_of
from screens.visit.deliberate import Deliberate
from screens.widgets.reading import LegalReading
from tests import filing
from tests.screens.harness import Picture, RealStart, settled, shown, type_in, until
from tests.screens.places import app_of, kiosk_of, press, screen_name, show

NUMBER = CaseNumber.kept("0417A-26-000001-T")


@pytest.fixture(autouse=True)
def _always_the_same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: "K7P49WXM")
    monkeypatch.setattr(Deliberate, "QUIET_SECONDS", 0)


@asynccontextmanager
async def at_review(
    desk: RealStart, size: tuple[int, int] = (80, 24), **variables: str
) -> AsyncIterator[tuple[Pilot[None], Draft]]:
    """Stand at the review of a filing that rosa typed."""
    async with desk(size=size, **variables) as pilot:
        draft = filing.answer_all(kiosk_of(pilot))
        await show(pilot, draft)
        yield pilot, draft


async def to_the_ways(pilot: Pilot[None]) -> None:
    pilot.app.screen.query_one("Button.-primary").focus()
    await press(pilot, "enter")
    await until(pilot, lambda: screen_name(pilot) == "HowToConfirm")
    assert "Autorizar" not in shown(pilot), "staff cannot authorise for the person"


async def to_the_consent(pilot: Pilot[None]) -> None:
    await to_the_ways(pilot)
    await press(pilot, "1")
    await until(pilot, lambda: screen_name(pilot) == "Consent")
    await to_the_end(pilot)


async def to_the_end(pilot: Pilot[None]) -> None:
    for _page in range(12):
        if pilot.app.screen.query_one(LegalReading).in_sight:
            await press(pilot, "down")
            return
        await pilot.press("enter")
        await pilot.pause()
    pytest.fail("the text has no end")


async def to_the_sheet(pilot: Pilot[None]) -> None:
    await to_the_consent(pilot)
    await press(pilot, "2", "enter", "enter")
    await until(pilot, lambda: screen_name(pilot) == "ConfirmOnPaper")


async def to_the_code(pilot: Pilot[None], picture: Picture) -> None:
    """Identify with the person, and vouch for who they are."""
    await press(pilot, "1", "enter", "down", "enter")
    await type_in(pilot, filing.MARIA.number)
    await press(pilot, "enter")
    await type_in(pilot, "Demostración Ñusta", "María José")
    await press(pilot, "1")
    assert "F6 dar fe" in shown(pilot)
    await press(pilot, "f6")
    await picture(pilot, "assisted_vouching_list-80x24")
    await press(pilot, "enter")
    await press(pilot, "1")
    await picture(pilot, "assisted_vouching-80x24")
    await press(pilot, "enter")
    await type_in(pilot, "")
    assert "El número tiene una advertencia. Escriba por qué está bien." in shown(pilot)
    await type_in(pilot, "La vi, es de prueba")
    assert "Visto por rosa: cédula original" in shown(pilot)
    await press(pilot, "escape")
    assert screen_name(pilot) == "YourCode"
    assert "Visto por rosa: cédula original" in shown(pilot)
    await picture(pilot, "assisted_vouched-80x24")


async def to_the_documents(pilot: Pilot[None], picture: Picture) -> None:
    """Take down the contact, and vouch for it."""
    await press(pilot, "enter")
    await type_in(pilot, "099 123 4567", filing.EMAIL)
    await until(pilot, lambda: screen_name(pilot) == "VerifyEmail")
    await picture(pilot, "assisted_verify_email-80x24")
    pilot.app.screen.query_one("#staff").focus()
    await press(pilot, "enter", "1")
    await picture(pilot, "assisted_vouching_contact-80x24")
    await press(pilot, "enter")
    await until(pilot, lambda: screen_name(pilot) == "HowMany")


async def test_from_the_desk_to_the_receipt(desk: RealStart, picture: Picture) -> None:
    async with desk() as pilot:
        kiosk = kiosk_of(pilot)
        await to_the_code(pilot, picture)
        await to_the_documents(pilot, picture)
        draft = app_of(pilot).visit.draft
        assert draft is not None
        drafts.save(kiosk, draft.id, filing.choice(kiosk))
        draft = drafts.save(kiosk, draft.id, filing.family())
        for slot in slots.slots_of(kiosk, draft):
            draft = attachments.attach(kiosk, draft.id, slot.id, filing.photograph(slot.id) if slot.person else filing.paper())
        await show(pilot, draft)
        await picture(pilot, "assisted_review-80x24")
        await to_the_sheet(pilot)
        await picture(pilot, "assisted_sheet_first-80x24")
        await press(pilot, "enter")
        await until(pilot, lambda: "La hoja se mandó a imprimir" in shown(pilot))
        draft = attachments.attach(kiosk, draft.id, CONFIRMATION, filing.paper("FIRMADO"))
        await show(pilot, draft, "ConfirmOnPaper")
        await until(pilot, lambda: "está escaneada" in shown(pilot))
        await picture(pilot, "assisted_sheet_signed-80x24")
        await press(pilot, "enter")
        await until(pilot, lambda: screen_name(pilot) == "Receipt")
        await until(pilot, lambda: "para el archivo" in shown(pilot) and "Enter terminar" in shown(pilot))
        await picture(pilot, "assisted_receipt-80x24")
        record = records.one(kiosk, NUMBER)
        assert (record["channel"], record["assisted_by"], record["confirmed_how"]) == ("assisted", "rosa", "paper")
        assert set(record["entered_by"].values()) == {"rosa"}
        assert record["contact"]["email_verified_at"] is None
        assert [each["how"] for each in record["attestations"]] == ["card", "own_address", "read_aloud"]
        assert [each["read_by"] for each in record["acceptances"] if each["kind"] == "consent"] == ["Rosa"]


async def test_who_was_not_seen_is_told_in_the_review_and_held_up_by_nothing(desk: RealStart) -> None:
    async with at_review(desk, (80, 80)) as (pilot, _draft):
        assert "Identidad sin verificar: muestre la cédula" in shown(pilot)
        await press(pilot, "f6", "enter", "1", "enter")
        await type_in(pilot, "prueba")
        await press(pilot, "escape")
        await until(pilot, lambda: "Visto por rosa" in shown(pilot))
        assert "Identidad sin verificar" not in shown(pilot)


async def test_the_consent_is_read_to_its_end_and_nothing_is_chosen_beforehand(desk: RealStart, picture: Picture) -> None:
    async with at_review(desk) as (pilot, draft):
        await to_the_consent(pilot)
        pilot.app.screen.query_one("Button.-primary").focus()
        await press(pilot, "enter")
        assert "Diga si lo leyó" in shown(pilot)
        assert screen_name(pilot) == "Consent"
        await press(pilot, "2")
        await picture(pilot, "assisted_consent-80x24")
        assert not drafts.read(kiosk_of(pilot), draft.id).acceptances[1:]


async def test_a_sheet_that_cannot_be_scanned_now_is_filed_and_stays_to_be_scanned(desk: RealStart, picture: Picture) -> None:
    async with at_review(desk) as (pilot, _draft):
        await to_the_sheet(pilot)
        pilot.app.screen.query_one("#send").focus()
        await press(pilot, "enter")
        assert "La hoja para firmar no está al día" in shown(pilot)
        pilot.app.screen.query_one("#print").focus()
        await press(pilot, "enter")
        await until(pilot, lambda: "La hoja se mandó a imprimir" in shown(pilot))
        pilot.app.screen.query_one("#send").focus()
        await press(pilot, "enter")
        await picture(pilot, "assisted_sheet_unscanned-80x24")
        await press(pilot, "enter")
        assert screen_name(pilot) == "ConfirmOnPaper"
        await press(pilot, "enter", "shift+tab", "enter")
        await until(pilot, lambda: screen_name(pilot) == "Receipt")
        record = records.one(kiosk_of(pilot), NUMBER)
        assert record["confirmed_how"] == ""
        assert [each["how"] for each in record["acceptances"] if each["kind"] == "consent"] == ["awaited"]
        assert "signed_sheet_missing" in record["lacking"]


async def test_the_signed_sheet_is_taken_from_the_sources_of_the_post(desk: RealStart, tmp_path: Path, picture: Picture) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "firmada.pdf").write_bytes(filing.paper("FIRMADO"))
    async with at_review(desk, KIOSK_STICK__FOLDER=str(stick), KIOSK_SCANNER__KIND="none") as (pilot, draft):
        await to_the_sheet(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: "La hoja se mandó a imprimir" in shown(pilot))
        pilot.app.screen.query_one("#scan").focus()
        await press(pilot, "enter")
        await until(pilot, lambda: "firmada.pdf" in shown(pilot) and "Hay más abajo" in shown(pilot))  # its picture is there
        await press(pilot, "enter")
        await until(pilot, lambda: "No se lee el cuadro (QR)" in shown(pilot))
        await picture(pilot, "assisted_sheet_asked-80x24")
        await press(pilot, "enter")
        await until(pilot, lambda: "¿Es este el papel?" not in shown(pilot))
        kept = drafts.read(kiosk_of(pilot), draft.id)
        assert "confirmation" not in {each.slot for each in kept.attachments}, "any paper stood for the person's signature"
        await press(pilot, "enter")
        await until(pilot, lambda: "¿Es este el papel?" in shown(pilot))
        await press(pilot, "left", "enter")
        await until(pilot, lambda: screen_name(pilot) == "SeeDocument" and "Confirmación firmada" in shown(pilot))
        await press(pilot, "enter")
        await until(pilot, lambda: "La hoja firmada está escaneada" in shown(pilot))


async def test_at_the_public_screen_the_person_confirms_with_their_code(desk: RealStart, real: RealStart, picture: Picture) -> None:
    async with at_review(desk) as (pilot, _draft):
        await to_the_ways(pilot)
        await picture(pilot, "assisted_how_to_confirm-80x24")
        await press(pilot, "2")
        await until(pilot, lambda: screen_name(pilot) == "AtTheScreen")
        await picture(pilot, "assisted_code_to_give-80x24")
        await press(pilot, "enter")
        await until(pilot, lambda: screen_name(pilot) == "Home")
    async with real() as pilot:
        await press(pilot, "2")
        await type_in(pilot, "K7P4-9WXM", filing.MARIA.last_four)
        await until(pilot, lambda: screen_name(pilot) == "Review")
        assert "Lo escribió rosa, del personal." in shown(pilot)
        await picture(pilot, "assisted_review_of_the_person-80x24")
        pilot.app.screen.query_one("Button.-primary").focus()
        await press(pilot, "enter")
        await until(pilot, lambda: screen_name(pilot) == "Consent")
        await to_the_end(pilot)
        await press(pilot, "1", "enter", "4", "enter", "enter")
        await until(pilot, lambda: screen_name(pilot) == "Receipt")
        assert "MODO ASISTIDO" not in shown(pilot)
        record = records.one(kiosk_of(pilot), NUMBER)
        assert (record["channel"], record["assisted_by"], record["confirmed_how"]) == ("assisted", "rosa", "screen")


async def test_at_a_post_without_printer_only_the_screen_is_offered(desk: RealStart) -> None:
    async with at_review(desk, KIOSK_PRINTER__KIND="none") as (pilot, _draft):
        await to_the_ways(pilot)
        assert "Este kiosco no tiene impresora" in shown(pilot)
        await press(pilot, "1")
        await until(pilot, lambda: screen_name(pilot) == "AtTheScreen")


async def test_an_open_case_with_the_same_identity_is_told_and_one_key_away(desk: RealStart, picture: Picture) -> None:
    async with desk() as pilot:
        number = filing.file_alone(kiosk_of(pilot))
        app_of(pilot).begin_visit()
        app_of(pilot).show_place(place_of("Number"))
        await settled(pilot)
        await type_in(pilot, filing.MARIA.number)
        await press(pilot, "enter")
        await until(pilot, lambda: "Ya hay una solicitud abierta con este número" in shown(pilot))
        assert number in shown(pilot)
        await picture(pilot, "same_identity_80x24")
        await press(pilot, "enter")
        await until(pilot, lambda: screen_name(pilot) == "CaseView")
        await press(pilot, "escape")
        assert screen_name(pilot) == "Number"
        await press(pilot, "enter", "enter")
        await until(pilot, lambda: "Ya hay una solicitud abierta" in shown(pilot))
        await press(pilot, "left", "enter")
        await until(pilot, lambda: screen_name(pilot) == "Names")
