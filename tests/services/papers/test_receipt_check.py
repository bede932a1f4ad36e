"""Receipts of a real kiosk, genuine and false: what is said of each, and that no changed bit gets through."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import base32
from kiosk.domain.errors import BadInput, KioskError
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.papers.receipt_code import LENGTH, LINE, PAYLOAD_BYTES, Statement, as_compared, joint_hash, on_paper, read, write
from kiosk.domain.papers.receipt_key import PublicKey
from kiosk.services.cases import receipts, records
from kiosk.services.kiosk import Kiosk
from kiosk.services.papers.receipt_check import ReceiptCheck, ReceiptVerdict, check, compared
from kiosk.storage.public_keys import known_keys
from kiosk.storage.receipt_keys import ReceiptKeys
from tests.filing import StoppedClock, answer_all, number_of, open_kiosk, submit

AT = StoppedClock().at
PEOPLE = ("M.Q. · 9900••••••", ("Usted: M.Q. · 9900••••••", "Cónyuge: J.Q. · 2500••••••"))
SAID = Statement(
    CaseNumber("0417", "A", 26, 123),
    AT,
    clock_trusted=True,
    documents=5,
    documents_hash=joint_hash(["ab" * 32]),
    paper=on_paper("egreso-ssc", *PEOPLE),
)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> ReceiptKeys:
    """Return the keys of kiosk 0417."""
    keys = ReceiptKeys(tmp_path_factory.mktemp("keys"), "0417")
    keys.open(AT)
    return keys


@pytest.fixture(scope="module")
def known(keys: ReceiptKeys) -> tuple[PublicKey, ...]:
    return known_keys(keys.data_dir)[0]


@pytest.fixture(scope="module")
def code(keys: ReceiptKeys) -> str:
    return keys.sign(SAID)


def forger(folder: Path, kiosk: str = "0417") -> ReceiptKeys:
    """Return keys that somebody made at home."""
    keys = ReceiptKeys(folder / "forger", kiosk)
    keys.open(AT)
    return keys


def test_the_receipt_of_a_filed_case_is_genuine_and_says_what_was_filed(kiosk: Kiosk) -> None:
    number = number_of(submit(kiosk, answer_all(kiosk)))
    found = check(receipts.content(kiosk, number).qr, known_keys(kiosk.settings.data_dir)[0])
    assert found.verdict is ReceiptVerdict.GENUINE
    assert found.said is not None
    record = records.one(kiosk, number)
    assert found.said.number == number
    assert found.said.issued_at.isoformat() == record["submitted_at"] == "2026-11-23T10:41:00-05:00"
    assert found.said.clock_trusted
    assert found.said.documents == len(record["documents"]) > 0
    assert found.said.documents_hash == joint_hash(each["sha256"] for each in record["documents"])


def test_a_copy_and_a_receipt_drawn_after_a_restart_bear_the_same_code(kiosk: Kiosk, tmp_path: Path) -> None:
    number = number_of(submit(kiosk, answer_all(kiosk)))
    first = receipts.content(kiosk, number)
    again = receipts.content(open_kiosk(tmp_path / "data"), number, copy=2)
    assert again.qr == first.qr == "".join(first.code_lines).replace(" ", "")


def test_receipts_of_before_and_after_a_replaced_key_are_genuine(kiosk: Kiosk, clock: StoppedClock) -> None:
    before = number_of(submit(kiosk, answer_all(kiosk)))
    code = receipts.content(kiosk, before).qr
    clock.advance(days=1)
    receipts.replace_key(kiosk)
    after = number_of(submit(kiosk, answer_all(kiosk)))
    known, _complaints = known_keys(kiosk.settings.data_dir)
    reprinted = receipts.content(kiosk, before).qr
    assert reprinted != code
    for each in (code, reprinted, receipts.content(kiosk, after).qr):
        assert check(each, known).verdict is ReceiptVerdict.GENUINE


def test_a_clock_that_went_back_does_not_end_a_key_before_what_it_signed(kiosk: Kiosk, clock: StoppedClock) -> None:
    clock.advance(days=9000)  # past the day of the machine, at which the key was made
    number = number_of(submit(kiosk, answer_all(kiosk)))
    code = receipts.content(kiosk, number).qr
    clock.advance(days=-3000)
    receipts.replace_key(kiosk)
    assert check(code, known_keys(kiosk.settings.data_dir)[0]).verdict is ReceiptVerdict.GENUINE


def test_a_leaked_key_signs_nothing_genuine_after_its_end(kiosk: Kiosk, clock: StoppedClock) -> None:
    path = kiosk.settings.data_dir / "keys" / "receipt.key"
    leaked = path.read_bytes()
    clock.advance(days=9000)  # past the day of the machine, at which the key was made
    receipts.replace_key(kiosk)
    thief = kiosk.settings.data_dir / "thief"
    (thief / "keys").mkdir(parents=True)
    (thief / "keys" / "receipt.key").write_bytes(leaked)
    (thief / "keys" / "receipt.key").chmod(0o600)
    known, _complaints = known_keys(kiosk.settings.data_dir)
    keys = ReceiptKeys(thief, "0417")
    back_dated = check(keys.sign(replace(SAID, issued_at=clock.at)), known)
    assert back_dated.verdict is ReceiptVerdict.GENUINE, "nobody can tell, as LEEME.txt says"
    found = check(keys.sign(replace(SAID, issued_at=clock.at + timedelta(seconds=1))), known)
    assert found.verdict is ReceiptVerdict.FALSE
    assert "ya no se usaba" in found.message


def test_what_another_key_signed_in_the_kiosks_name_is_false(known: tuple[PublicKey, ...], tmp_path: Path) -> None:
    found = check(forger(tmp_path).sign(SAID), known)
    assert found.verdict is ReceiptVerdict.FALSE
    assert "ninguna llave del kiosco 0417" in found.message
    assert "pida el archivo nuevo" in found.message, "a replaced key that was not handed round yet looks alike"


def test_a_forger_who_names_the_kiosks_key_is_found_out(known: tuple[PublicKey, ...], code: str, tmp_path: Path) -> None:
    false = read(forger(tmp_path).sign(SAID))
    genuine = read(code)
    assert check(write(genuine.payload, false.signature), known).verdict is ReceiptVerdict.FALSE
    assert check(write(genuine.payload, bytes(64)), known).verdict is ReceiptVerdict.FALSE


def test_a_key_cannot_give_numbers_of_another_kiosk(known: tuple[PublicKey, ...], tmp_path: Path) -> None:
    other = forger(tmp_path, "0500")
    both = (*known, *known_keys(other.data_dir)[0])
    assert check(other.sign(replace(SAID, number=CaseNumber("0500", "A", 26, 1))), both).verdict is ReceiptVerdict.GENUINE
    found = check(other.sign(SAID), both)
    assert found.verdict is ReceiptVerdict.FALSE
    assert "Lo firmó el kiosco 0500" in found.message


def test_a_kiosk_that_nobody_here_knows_is_said_to_be_unknown(known: tuple[PublicKey, ...], code: str, tmp_path: Path) -> None:
    assert check(code, ()).verdict is ReceiptVerdict.UNKNOWN_KIOSK
    far = forger(tmp_path, "0999").sign(replace(SAID, number=CaseNumber("0999", "A", 26, 1)))
    found = check(far, known)
    assert (found.verdict, found.said and found.said.number) == (
        ReceiptVerdict.UNKNOWN_KIOSK,
        str(CaseNumber("0999", "A", 26, 1)),
    )
    assert "0999" in found.message


@given(bit=st.integers(0, 999))
def test_no_flipped_bit_of_payload_or_signature_is_genuine(bit: int, known: tuple[PublicKey, ...], code: str) -> None:
    signed = read(code)
    content = bytearray(signed.payload + signed.signature)
    content[bit // 8] ^= 1 << bit % 8
    flipped = write(bytes(content[:PAYLOAD_BYTES]), bytes(content[PAYLOAD_BYTES:]))
    assert flipped != code
    assert check(flipped, known).verdict is not ReceiptVerdict.GENUINE


@given(place=st.integers(0, LENGTH - 1), char=st.sampled_from(base32.ALPHABET + "U*é"))
def test_no_changed_character_is_genuine_and_its_line_is_told(
    place: int, char: str, known: tuple[PublicKey, ...], code: str
) -> None:
    typed = code[:place] + char + code[place + 1 :]
    found = check(typed, known)
    if typed == code:
        assert found.verdict is ReceiptVerdict.GENUINE
        return
    assert found == ReceiptCheck(ReceiptVerdict.FALSE, found.message, None, (place // (LINE + 1) + 1,))
    assert f"Revise la línea {place // (LINE + 1) + 1}:" in found.message


def test_a_genuine_code_that_was_copied_beside_another_name_leaver_or_procedure_is_false(kiosk: Kiosk) -> None:
    number = number_of(submit(kiosk, answer_all(kiosk)))
    content, known = receipts.content(kiosk, number), known_keys(kiosk.settings.data_dir)[0]
    found, here = check(content.qr, known), [each.id for each in kiosk.catalogue.procedures]
    assert found.said is not None
    assert found.said.paper is not None
    assert "aquí abajo" in found.message
    assert as_compared(content.applicant).startswith(found.said.paper.initials + found.said.paper.visible)
    assert compared(found, content.applicant, content.leavers, here).verdict is ReceiptVerdict.GENUINE
    for applicant, leavers, procedures in (
        ("R.A.V. · 9900••••••", content.leavers, here),
        (content.applicant, (*content.leavers[:-1], "Hijo: L.Q. · menor sin cédula"), here),
        (content.applicant, content.leavers[:-1], here),
        (content.applicant, content.leavers, ["otro-tramite"]),
    ):
        assert compared(found, applicant, leavers, procedures).verdict is ReceiptVerdict.FALSE


def test_a_receipt_names_people_as_the_card_does_and_one_from_before_stays_true_beside_its_own_lines(kiosk: Kiosk) -> None:
    draft = submit(kiosk, answer_all(kiosk))
    content, known = receipts.content(kiosk, number_of(draft)), known_keys(kiosk.settings.data_dir)[0]
    here = [each.id for each in kiosk.catalogue.procedures]
    assert content.applicant == "D.Ñ.M.J. · 9900••••••"
    assert content.leavers[0] == "Usted: D.Ñ.M.J. · 9900••••••"
    said = check(content.qr, known).said
    assert said is not None
    assert said.paper is not None
    before = ("M.J.D.Ñ. · 9900••••••", ("Usted: M.J.D.Ñ. · 9900••••••", "Esposo o esposa: J.D. · 2500••••••"))
    older = check(kiosk.receipt_keys.sign(replace(said, paper=on_paper("egreso-ssc", *before))), known)
    assert older.verdict is ReceiptVerdict.GENUINE
    assert compared(older, *before, here).verdict is ReceiptVerdict.GENUINE


def test_a_true_paper_is_not_called_false_for_lines_that_nobody_typed(kiosk: Kiosk) -> None:
    number = number_of(submit(kiosk, answer_all(kiosk)))
    content, known = receipts.content(kiosk, number), known_keys(kiosk.settings.data_dir)[0]
    with pytest.raises(BadInput, match="--leaver"):
        compared(check(content.qr, known), content.applicant, (), [each.id for each in kiosk.catalogue.procedures])


def test_a_receipt_of_before_stays_genuine_and_says_what_it_proves(keys: ReceiptKeys, known: tuple[PublicKey, ...]) -> None:
    found = check(keys.sign(replace(SAID, paper=None)), known)
    assert found.verdict is ReceiptVerdict.GENUINE
    assert "no de quién es" in found.message
    with pytest.raises(BadInput, match="de los de antes"):
        compared(found, *PEOPLE, ["egreso-ssc"])


def test_a_number_alone_or_an_old_receipts_qr_is_told_what_to_read_instead(known: tuple[PublicKey, ...]) -> None:
    found = check(SAID.number, known)
    assert found.verdict is ReceiptVerdict.FALSE
    assert "solo el número" in found.message


def test_two_public_keys_that_share_a_fingerprint_are_both_tried(
    known: tuple[PublicKey, ...], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PublicKey, "fingerprint", property(lambda _self: read(code).said.key))
    other = PublicKey("0500", b"\x07" * 32, AT)
    for order in ((other, *known), (*known, other)):
        assert check(code, order).verdict is ReceiptVerdict.GENUINE


def test_with_a_credential_of_systemd_replacing_is_refused_in_words(
    kiosk: Kiosk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "receipt.key").write_bytes(b"c" * 32)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    with pytest.raises(KioskError, match="systemd"):
        receipts.replace_key(kiosk)
