"""One address, typed once; likely slips are offered, never corrected without asking."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.errors import BadInput
from kiosk.domain.people.email import USUAL_DOMAINS, likely_meant, masked, parse_email


@given(st.emails() | st.text(max_size=60))
def test_whatever_is_typed_is_taken_or_refused_with_words(typed: str) -> None:
    with suppress(BadInput):
        address = parse_email(typed)
        assert parse_email(address) == address
        assert likely_meant(address) != address
        assert len(masked(address).split("@")[0]) == 4


def test_the_domain_is_kept_in_small_letters_and_the_name_as_it_is() -> None:
    assert parse_email("  Maria.Q@GMAIL.Com ") == "Maria.Q@gmail.com"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "No tengo correo"),
        ("   ", "No tengo correo"),
        ("maria.ejemplo.com", "signo @"),
        ("maria@ejemplo", "se escribe como"),
        ("maria@@ejemplo.com", "se escribe como"),
        ("maria perez@ejemplo.com", "sin espacios"),
        ("maria@ejemplo.com, juan@ejemplo.com", "se escribe como"),
        ("María <maria@ejemplo.com>", "sin tildes"),
        ("begoña@ejemplo.com", "sin ñ"),
        ("maria@ejémplo.com", "sin tildes"),
        ("a@" + "b." * 300 + "com", "se escribe como"),
    ],
)
def test_what_is_no_address_is_refused_in_words_that_mend_it(typed: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        parse_email(typed)


def test_an_address_that_is_too_long_is_refused_and_never_cut_to_somebody_elses() -> None:
    address = "maria@" + ".".join(["x" * 60] * 4) + ".com.ec"
    with pytest.raises(BadInput):
        parse_email(address)


def test_control_characters_do_not_survive() -> None:
    assert parse_email("ma\x1bria\u200b@gmail.com\x00") == "maria@gmail.com"


@pytest.mark.parametrize(
    ("domain", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gamil.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("hotmail.con", "hotmail.com"),
        ("outlok.com", "outlook.com"),
        ("yaho.com", "yahoo.com"),
        ("yahoo.com.ec", "yahoo.com"),
    ],
)
def test_a_likely_slip_is_offered_with_what_was_meant(domain: str, meant: str) -> None:
    assert likely_meant(f"maria@{domain}") == f"maria@{meant}"


@pytest.mark.parametrize("domain", [*USUAL_DOMAINS, "iess.gob.ec", "espol.edu.ec", "ejemplo.com", "proton.me", "gmx.com"])
def test_a_usual_or_an_unlike_domain_is_left_alone(domain: str) -> None:
    assert likely_meant(f"maria@{domain}") is None


def test_papers_show_only_the_first_letters() -> None:
    assert masked("maria@gmail.com") == "m•••@g•••.com"
    assert masked("maria@iess.gob.ec") == "m•••@i•••.ec"
