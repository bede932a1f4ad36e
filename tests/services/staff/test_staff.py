"""Who is staff: names that are given once, secrets that are sealed, recovery codes of which nothing readable is kept."""

import pytest
from sqlmodel import select

from kiosk.domain.errors import BadInput, KioskError, NotFound, OutOfService
from kiosk.services.kiosk import Kiosk
from kiosk.services.staff import members
from kiosk.services.staff.sign_in import sign_in
from kiosk.storage.tables import Event, RecoveryCode, Staff
from tests.staff import enrolled


def events(kiosk: Kiosk) -> list[tuple[str, str, str]]:
    with kiosk.database.reading() as session:
        return [(each.name, each.actor, each.detail) for each in session.exec(select(Event).order_by("id")).all()]


def test_whoever_is_taken_in_gets_a_secret_of_160_bits_and_ten_codes(kiosk: Kiosk) -> None:
    enrolment = members.add(kiosk.acting_as("cli:root"), " Rosa.Quishpe ")
    assert enrolment.name == "rosa.quishpe"
    assert enrolment.otpauth.startswith("otpauth://totp/Kiosco%200417:rosa.quishpe?secret=")
    assert len(enrolled(kiosk, "luis").secret) * 5 == 160
    assert len(set(enrolment.recovery_codes)) == 10
    assert events(kiosk)[0] == ("staff_added", "cli:root", "rosa.quishpe clerk")


def test_the_row_holds_the_secret_sealed_and_of_the_codes_only_digests(kiosk: Kiosk) -> None:
    rosa = enrolled(kiosk)
    with kiosk.database.reading() as session:
        row = session.exec(select(Staff)).one()
        digests = [each.digest for each in session.exec(select(RecoveryCode)).all()]
    assert rosa.secret.encode() not in row.secret
    assert members.secret_of(kiosk, row) == rosa.secret
    assert not any(code in digest or code.replace("-", "") in digest for code in rosa.codes for digest in digests)


def test_a_sealed_secret_that_is_moved_to_another_name_does_not_open(kiosk: Kiosk) -> None:
    rosa, luis = enrolled(kiosk), enrolled(kiosk, "luis")
    with kiosk.database.transaction() as session:
        rows = {each.name: each for each in session.exec(select(Staff)).all()}
        rows["luis"].secret = rows["rosa"].secret
    with pytest.raises(OutOfService, match="kiosk staff reset luis"):
        sign_in(kiosk, "luis", rosa.shows())
    assert sign_in(kiosk, "luis", luis.codes[0]).member.name == "luis"


def test_a_name_is_never_given_twice_not_even_after_it_was_revoked(kiosk: Kiosk) -> None:
    enrolled(kiosk)
    members.revoke(kiosk, "rosa")
    with pytest.raises(BadInput, match="ninguno se da dos veces"):
        members.add(kiosk, "ROSA")
    with pytest.raises(KioskError, match="ya no tiene acceso"):
        members.reset(kiosk, "rosa")


def test_a_reset_ends_the_old_telephone_and_the_old_codes(kiosk: Kiosk) -> None:
    rosa = enrolled(kiosk)
    sign_in(kiosk, "rosa", rosa.shows())
    renewed = members.reset(kiosk, "rosa")
    assert members.member(kiosk, "rosa").recovery_codes == 10
    for old in (rosa.shows(steps=1), rosa.codes[0]):
        with pytest.raises(BadInput):
            sign_in(kiosk, "rosa", old)
    assert sign_in(kiosk, "rosa", renewed.recovery_codes[0]).member.recovery_codes == 9


@pytest.mark.parametrize(
    "name", ["", "r", "rosa quishpe", "rosa;id", "róśa", "-x", "citizen", "kiosk", "a" * 33, 'rosa"', "rosa\nluis"]
)
def test_what_could_not_stand_in_a_command_is_no_name(kiosk: Kiosk, name: str) -> None:
    with pytest.raises(BadInput, match=r"rosa\.quishpe"):
        members.add(kiosk, name)


def test_nobody_of_that_name_is_told_with_where_to_look(kiosk: Kiosk) -> None:
    for each in (members.reset, members.revoke, members.member):
        with pytest.raises(NotFound, match="kiosk staff list"):
            each(kiosk, "nadie")
