"""Staff at the public kiosk: they vouch with name and code for one statement, and nothing of them stays behind."""

import pytest
from textual.pilot import Pilot

from kiosk.domain.filing.answers import Contact
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.domain.filing.vouching import vouched
from kiosk.services.cases import records
from kiosk.services.filing import drafts
from screens.staff.code import StaffCode
from tests import filing
from tests.filing import number_of
from tests.screens.harness import Picture, RealStart, shown, type_in, until
from tests.screens.places import app_of, draft_with, kiosk_of, press, screen_name, show
from tests.staff import Telephone, enrolled


@pytest.fixture(autouse=True)
def _always_the_same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.services.filing.drafts.new_resume_code", lambda: "K7P49WXM")


async def sign_in_by_f6(pilot: Pilot[None], telephone: Telephone) -> None:
    await press(pilot, "f6")
    assert isinstance(pilot.app.screen, StaffCode)
    await type_in(pilot, "rosa", telephone.shows())
    await until(pilot, lambda: screen_name(pilot) == "VouchingList")


async def test_it_takes_name_and_code_and_they_are_forgotten_at_once(real: RealStart, picture: Picture) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        telephone = enrolled(kiosk)
        draft = draft_with(kiosk, filing.family())
        await show(pilot, draft, "People")
        await sign_in_by_f6(pilot, telephone)
        await picture(pilot, "vouching_list_public-80x24")
        await press(pilot, "down", "enter", "3", "enter")
        await type_in(pilot, "Pasaporte A1", "Se parece a la foto")
        await until(pilot, lambda: screen_name(pilot) == "VouchingList")
        assert "Visto por rosa: otro documento" in shown(pilot)
        await press(pilot, "escape")
        assert screen_name(pilot) == "People"
        now = drafts.read(kiosk, draft.id)
        said = vouched(now, Subject.IDENTITY, "p1")
        assert said
        assert (said.actor, said.how, said.document_number, said.reason) == (
            "rosa",
            Seen.OTHER_PAPER,
            "Pasaporte A1",
            "Se parece a la foto",
        )
        assert now.entered_by == "", "who vouches has typed nothing"
        assert "rosa" not in shown(pilot)
        assert app_of(pilot).staff == ""
        assert kiosk.actor == "citizen"
        await press(pilot, "f6")
        assert isinstance(pilot.app.screen, StaffCode), "the next statement takes name and code again"
        await press(pilot, "escape")
        assert screen_name(pilot) == "People"


async def test_without_a_code_nothing_is_vouched_for(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        enrolled(kiosk)
        draft = draft_with(kiosk)
        await show(pilot, draft, "Number")
        await press(pilot, "f6")
        await type_in(pilot, "rosa", "000000")
        await until(pilot, lambda: "no coincide" in shown(pilot))
        await press(pilot, "escape")
        assert screen_name(pilot) == "Number"
        assert not drafts.read(kiosk, draft.id).attestations


async def test_staff_confirm_an_address_that_no_code_reaches_and_it_is_not_called_verified(real: RealStart) -> None:
    async with real(KIOSK_MAIL__KIND="none") as pilot:
        kiosk = kiosk_of(pilot)
        telephone = enrolled(kiosk)
        draft = drafts.save(kiosk, filing.begin(kiosk).id, Contact(None, filing.EMAIL))
        await show(pilot, draft)
        assert screen_name(pilot) == "VerifyEmail"
        pilot.app.screen.query_one("#staff").focus()
        await press(pilot, "enter")
        await type_in(pilot, "rosa", telephone.shows())
        await until(pilot, lambda: screen_name(pilot) == "Vouching")
        await press(pilot, "1", "enter")
        await until(pilot, lambda: screen_name(pilot) == "HowMany")
        check = drafts.read(kiosk, draft.id).answers.email_check
        assert check is None or check.verified_at is None
        assert "F6" not in shown(pilot)


async def test_who_walks_away_while_staff_vouch_leaves_nothing_of_either(real: RealStart) -> None:
    now = [0.0]
    async with real() as pilot:
        app, kiosk = app_of(pilot), kiosk_of(pilot)
        app.inactivity._clock = lambda: now[0]
        app.inactivity.touch()
        telephone = enrolled(kiosk)
        await show(pilot, draft_with(kiosk), "Number")
        await sign_in_by_f6(pilot, telephone)
        await press(pilot, "enter")
        now[0] = 5000.0
        app._tick()
        now[0] = 9000.0
        app._tick()
        await until(pilot, lambda: screen_name(pilot) == "Welcome")
        assert "rosa" not in shown(pilot)
        assert app.session is None


async def test_a_case_filed_alone_with_an_identity_that_was_seen_stays_the_persons_own(real: RealStart) -> None:
    async with real() as pilot:
        kiosk = kiosk_of(pilot)
        draft = filing.answer_all(kiosk)
        telephone = enrolled(kiosk)
        await show(pilot, draft)
        await sign_in_by_f6(pilot, telephone)
        await press(pilot, "enter", "1", "enter")
        await type_in(pilot, "La comparé")
        await press(pilot, "escape")
        await until(pilot, lambda: "Visto por rosa: cédula original" in shown(pilot))
        number = number_of(filing.submit(kiosk, draft))
        assert records.one(kiosk, number)["channel"] == "kiosk"
