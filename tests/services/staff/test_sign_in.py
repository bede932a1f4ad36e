"""Signing in: each code once, at its time, whatever the clocks say; and nothing told to whoever guesses."""

import multiprocessing
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from kiosk.domain.desk.staff import SignedInBy
from kiosk.domain.errors import BadInput, KioskError, TryLater
from kiosk.services.kiosk import Kiosk
from kiosk.services.staff import members, ssh_keys
from kiosk.services.staff.sign_in import may_stay, sign_in
from kiosk.storage.tables import Event
from tests.filing import StoppedClock, open_kiosk
from tests.keys import public_key
from tests.staff import Telephone, enrolled

WRONG = "El nombre o los números no coinciden"


@pytest.fixture
def rosa(kiosk: Kiosk) -> Telephone:
    return enrolled(kiosk)


def refusal(kiosk: Kiosk, name: str, typed: str, **given: str) -> KioskError:
    with pytest.raises(KioskError) as refused:
        sign_in(kiosk, name, typed, **given)
    return refused.value


def not_hers(rosa: Telephone, count: int = 1) -> list[str]:
    """Return codes that her telephone shows at no time near."""
    near = {rosa.shows(steps=each) for each in range(-60, 60)}
    return [code for code in (f"{each:06d}" for each in range(200)) if code not in near][:count]


def details(kiosk: Kiosk, name: str) -> list[tuple[str, str]]:
    with kiosk.database.reading() as session:
        rows = session.exec(select(Event).where(col(Event.name) == name).order_by(col(Event.id))).all()
        return [(each.actor, each.detail) for each in rows]


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_the_code_of_this_moment_and_its_neighbours_let_in(kiosk: Kiosk, rosa: Telephone, steps: int) -> None:
    code = rosa.shows(steps=steps)
    signed_in = sign_in(kiosk, " Rosa ", f" {code[:3]}-{code[3:]} ")
    assert (signed_in.member.name, signed_in.by) == ("rosa", SignedInBy.CODE)
    assert details(kiosk, "staff_signed_in") == [("rosa", "code")]


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_at_the_public_screen_the_code_of_another_moment_is_a_wrong_one_in_words_and_count(
    kiosk: Kiosk, rosa: Telephone, steps: int
) -> None:
    for _time in range(3):
        refused = refusal(kiosk, "rosa", rosa.shows(steps=steps))
        assert refused.message == refusal(kiosk, "nadie", rosa.shows(steps=steps)).message
        assert WRONG in refused.message
    assert isinstance(refusal(kiosk, "rosa", rosa.shows()), TryLater)
    assert details(kiosk, "staff_refused") == [("citizen", "wrong rosa"), ("citizen", "unknown")] * 3


def test_a_code_is_good_once_and_so_is_every_one_before_it(kiosk: Kiosk, rosa: Telephone, clock: StoppedClock) -> None:
    sign_in(kiosk, "rosa", rosa.shows(steps=1))
    for steps in (1, 0, -1):
        refused = refusal(kiosk, "rosa", rosa.shows(steps=steps))
        assert "Si ya los usó, espere los siguientes" in refused.message
        assert refused.message == refusal(kiosk, "nadie", rosa.shows(steps=steps)).message, "names are not told apart by it"
    assert details(kiosk, "staff_refused")[0] == ("citizen", "used rosa")
    clock.advance(seconds=60)
    sign_in(kiosk, "rosa", rosa.shows())


def test_of_many_at_once_with_one_code_one_is_let_in(kiosk: Kiosk, rosa: Telephone) -> None:
    code, together = rosa.shows(), threading.Barrier(8)

    def come(_place: int) -> bool:
        together.wait()
        try:
            sign_in(kiosk, "rosa", code)
        except (BadInput, TryLater):
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(come, range(8))) == 1


def _come(folder: str, code: str, at: datetime, together: "threading.Barrier") -> bool:
    kiosk = open_kiosk(Path(folder), StoppedClock(at))
    together.wait(60)
    try:
        sign_in(kiosk, "rosa", code)
    except BadInput:
        return False
    return True


def test_of_two_processes_at_once_with_one_recovery_code_one_is_let_in(kiosk: Kiosk, rosa: Telephone, clock: StoppedClock) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Manager() as shared, context.Pool(2) as pool:
        together = shared.Barrier(2)
        for code in (rosa.codes[0], rosa.shows()):
            work = (str(kiosk.settings.data_dir), code, clock.at, together)
            assert sum(pool.starmap(_come, [work, work], chunksize=1)) == 1


def test_a_recovery_code_is_good_once_and_what_is_left_is_told(kiosk: Kiosk, rosa: Telephone) -> None:
    typed = rosa.codes[3].lower().replace("-", " ")
    signed_in = sign_in(kiosk, "rosa", typed)
    assert (signed_in.by, signed_in.member.recovery_codes) == (SignedInBy.RECOVERY_CODE, 9)
    assert WRONG in refusal(kiosk, "rosa", typed).message
    assert details(kiosk, "staff_signed_in") == [("rosa", "recovery_code")]


def test_a_recovery_code_of_another_is_a_wrong_one(kiosk: Kiosk, rosa: Telephone) -> None:
    luis = enrolled(kiosk, "luis")
    assert WRONG in refusal(kiosk, "rosa", luis.codes[0]).message
    sign_in(kiosk, "luis", luis.codes[0])


def test_with_a_lost_clock_a_recovery_code_is_taken_and_nobody_is_told_to_use_one_up(
    kiosk: Kiosk, rosa: Telephone, clock: StoppedClock
) -> None:
    code = rosa.shows()
    clock.at, clock.trusted = datetime(1970, 1, 1, 0, 0, 20, tzinfo=UTC), False
    refused = refusal(kiosk, "rosa", code)
    assert WRONG in refused.message
    assert "recuperación" not in refused.message
    assert refusal(kiosk, "nadie", code).message == refused.message
    assert sign_in(kiosk, "rosa", rosa.codes[0]).by is SignedInBy.RECOVERY_CODE


def test_a_code_that_fits_is_taken_though_the_clock_is_not_trusted(kiosk: Kiosk, rosa: Telephone, clock: StoppedClock) -> None:
    clock.trusted = False
    assert sign_in(kiosk, "rosa", rosa.shows()).by is SignedInBy.CODE


def test_wrong_ones_wait_longer_each_time_and_the_wait_is_told(kiosk: Kiosk, rosa: Telephone, clock: StoppedClock) -> None:
    waits: list[float] = []
    for code in not_hers(rosa, 6):
        clock.advance(seconds=waits[-1] if waits else 0)
        assert WRONG in refusal(kiosk, "rosa", code).message
        again = refusal(kiosk, "rosa", code)
        if isinstance(again, TryLater):
            assert again.message.startswith("Espere")
            assert again.field == "code"
            waits.append(again.wait)
    assert waits == [30 * 2**each for each in range(len(waits))]
    assert len(waits) > 3
    assert isinstance(refusal(kiosk, "rosa", rosa.shows()), TryLater)  # a right one too: else the wait would tell which is right
    clock.advance(seconds=waits[-1])
    assert sign_in(kiosk, "rosa", rosa.shows()).member.name == "rosa"


def test_the_waits_are_that_names_alone(kiosk: Kiosk, rosa: Telephone) -> None:
    luis = enrolled(kiosk, "luis")
    for code in not_hers(rosa, 3):
        refusal(kiosk, "rosa", code)
    assert isinstance(refusal(kiosk, "rosa", not_hers(rosa)[0]), TryLater)
    assert sign_in(kiosk, "luis", luis.shows()).member.name == "luis"


def test_nothing_is_told_about_who_exists(kiosk: Kiosk, rosa: Telephone) -> None:
    luis = enrolled(kiosk, "luis")
    members.revoke(kiosk, "luis")
    right = luis.shows()
    for wrong in range(5):  # the wait comes to all three alike
        code = not_hers(rosa, 5)[wrong]
        told = [refusal(kiosk, name, typed) for name, typed in (("rosa", code), ("luis", right), ("nadie", code))]
        assert len({(type(each), each.message, each.field) for each in told}) == 1
    assert isinstance(told[0], TryLater)
    refused = [detail for _actor, detail in details(kiosk, "staff_refused")]
    assert refused == ["wrong rosa", "revoked luis", "unknown"] * 3


def test_what_can_be_no_code_is_told_and_costs_no_try(kiosk: Kiosk, rosa: Telephone) -> None:
    for typed in ("", "12345", "1234567", "١٢٣٤٥٦", "K7P4-9WX", "\x1b[31m", "%", "0" * 5000):
        assert "6 números" in refusal(kiosk, "rosa", typed).message
    assert details(kiosk, "staff_refused") == []


class TestWithAKey:
    """sshd has checked the key, so its name is proved."""

    def test_the_key_and_the_code_let_in(self, kiosk: Kiosk, rosa: Telephone) -> None:
        key = ssh_keys.add_key(kiosk, "rosa", public_key())
        assert sign_in(kiosk, "rosa", rosa.shows(), fingerprint=key.fingerprint).member.keys == (key,)

    def test_a_revoked_name_or_key_is_told_plainly(self, kiosk: Kiosk, rosa: Telephone) -> None:
        first, second = (ssh_keys.add_key(kiosk, "rosa", public_key()) for _place in range(2))
        ssh_keys.remove_key(kiosk, "rosa", first.fingerprint)
        assert [may_stay(kiosk, "rosa", each.fingerprint) for each in (first, second)] == [False, True]
        assert "Usted ya no tiene acceso" in refusal(kiosk, "rosa", rosa.shows(), fingerprint=first.fingerprint).message
        members.revoke(kiosk, "rosa")
        assert not may_stay(kiosk, "rosa")
        assert "Usted ya no tiene acceso" in refusal(kiosk, "rosa", rosa.shows(), fingerprint=second.fingerprint).message

    def test_the_key_of_another_or_of_nobody_is_refused(self, kiosk: Kiosk, rosa: Telephone) -> None:
        enrolled(kiosk, "luis")
        key = ssh_keys.add_key(kiosk, "luis", public_key())
        for fingerprint in (key.fingerprint, "SHA256:unknown"):
            refused = refusal(kiosk, "rosa", rosa.shows(), fingerprint=fingerprint)
            assert "no es de ese nombre" in refused.message
        assert sign_in(kiosk, "rosa", rosa.shows()).member.name == "rosa"

    def test_whoever_types_the_name_at_the_public_screen_does_not_lock_its_owner_out(self, kiosk: Kiosk, rosa: Telephone) -> None:
        key = ssh_keys.add_key(kiosk, "rosa", public_key())
        for code in not_hers(rosa, 3):
            refusal(kiosk, "rosa", code)
        assert isinstance(refusal(kiosk, "rosa", rosa.shows()), TryLater)
        assert sign_in(kiosk, "rosa", rosa.shows(), fingerprint=key.fingerprint).member.name == "rosa"

    @pytest.mark.parametrize(
        ("steps", "away"), [(-3, "90 segundos"), (2, "60 segundos"), (10, "5 minutos"), (-1000, "500 minutos")]
    )
    def test_a_code_of_another_time_is_told_as_such_and_counted(self, kiosk: Kiosk, rosa: Telephone, steps: int, away: str) -> None:
        key = ssh_keys.add_key(kiosk, "rosa", public_key())
        for _time in range(3):
            refused = refusal(kiosk, "rosa", rosa.shows(steps=steps), fingerprint=key.fingerprint)
            assert f"difieren en unos {away}" in refused.message
            assert "en automático" in refused.message
            assert "recuperación" not in refused.message
        assert details(kiosk, "staff_refused") == [("citizen", "clock_off rosa")] * 3
        assert isinstance(refusal(kiosk, "rosa", rosa.shows(), fingerprint=key.fingerprint), TryLater)

    def test_a_mistyped_code_on_a_machine_without_a_verified_time_is_called_mistyped(
        self, kiosk: Kiosk, rosa: Telephone, clock: StoppedClock
    ) -> None:
        key = ssh_keys.add_key(kiosk, "rosa", public_key())
        clock.trusted = False
        near = {rosa.shows(steps=each) for each in range(-1500, 60)}
        code = next(each for each in (f"{number:06d}" for number in range(3000)) if each not in near)
        refused = refusal(kiosk, "rosa", code, fingerprint=key.fingerprint)
        assert refused.message.startswith("Esos no son sus números.")
        assert "Para este kiosco son las 10:41 del 23/11/2026" in refused.message
        assert "perdió la hora" not in refused.message
        assert "recuperación" not in refused.message
        assert sign_in(kiosk, "rosa", rosa.shows(), fingerprint=key.fingerprint).by is SignedInBy.CODE

    def test_a_code_that_was_used_is_told_and_costs_no_try(self, kiosk: Kiosk, rosa: Telephone) -> None:
        key = ssh_keys.add_key(kiosk, "rosa", public_key())
        sign_in(kiosk, "rosa", rosa.shows(), fingerprint=key.fingerprint)
        for _time in range(5):
            assert "ya se usaron" in refusal(kiosk, "rosa", rosa.shows(), fingerprint=key.fingerprint).message

    def test_wrong_codes_beside_the_key_wait_too(self, kiosk: Kiosk, rosa: Telephone) -> None:
        key = ssh_keys.add_key(kiosk, "rosa", public_key())
        for code in not_hers(rosa, 3):
            assert "Esos no son sus números" in refusal(kiosk, "rosa", code, fingerprint=key.fingerprint).message
        assert isinstance(refusal(kiosk, "rosa", rosa.shows(), fingerprint=key.fingerprint), TryLater)


def test_the_wait_ends_by_the_kiosks_clock_though_it_was_set_back(kiosk: Kiosk, rosa: Telephone, clock: StoppedClock) -> None:
    for code in not_hers(rosa, 3):
        refusal(kiosk, "rosa", code)
    clock.at -= timedelta(days=400)
    assert sign_in(kiosk, "rosa", rosa.shows()).member.name == "rosa"


def test_a_code_taken_while_the_clock_was_wrong_shuts_nobody_out_once_it_is_right(
    kiosk: Kiosk, rosa: Telephone, clock: StoppedClock
) -> None:
    right = clock.at
    clock.advance(days=800)
    assert sign_in(kiosk, "rosa", rosa.shows()).by is SignedInBy.CODE
    clock.at, clock.trusted = right, False
    assert WRONG in refusal(kiosk, "rosa", rosa.shows()).message
    clock.trusted = True
    code = rosa.shows()
    assert sign_in(kiosk, "rosa", code).by is SignedInBy.CODE
    assert WRONG in refusal(kiosk, "rosa", code).message
