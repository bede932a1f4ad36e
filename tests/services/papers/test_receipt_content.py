"""What stands on a receipt: everything a person needs afterwards, and nothing that names them."""

import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from kiosk import procedures
from kiosk.domain.documents.document import Attachment, MediaType, Verdict
from kiosk.domain.errors import NotFound, OutOfService
from kiosk.domain.filing.answers import (
    Answers,
    Applicant,
    Capacity,
    Choice,
    Contact,
    Draft,
    EmailCheck,
    Leaving,
    Person,
    Remaining,
    Scope,
)
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.filing.procedure import Catalogue
from kiosk.domain.moment import Moment
from kiosk.domain.papers.receipt import ReceiptContent
from kiosk.domain.papers.receipt_code import PAYLOAD_BYTES, SIGNATURE_BYTES, joint_hash, write
from kiosk.domain.people.identity import Identity, IdentityKind
from kiosk.services.papers import receipt
from kiosk.services.papers.receipt import compose_slip, statement
from kiosk.settings import KioskSettings, Settings

FILED = datetime(2026, 11, 23, 15, 41, tzinfo=UTC)
EMAIL = "maria.quishpe@gmail.com"
KIOSK = KioskSettings(
    id="0417",
    dispensary="Dispensario Ñuca Llacta",
    parish="Peñas",
    canton="Colta",
    province="06",
    hours="lunes y martes, 08:00 a 16:30",
)
SETTINGS = Settings(data_dir=Path("/nowhere"), kiosk=KIOSK)
CODE = write(bytes(range(PAYLOAD_BYTES)), bytes(range(100, 100 + SIGNATURE_BYTES)))
compose = partial(receipt.compose, code=CODE)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return procedures.load(demo=True)


def draft_of(catalogue: Catalogue, contact: Contact, check: EmailCheck | None = None) -> Draft:
    egreso = catalogue.procedures[0]
    applicant = Applicant(Identity(IdentityKind.CEDULA, "9900000010"), "María Ñusta", "Quishpe Ágreda", capacity=Capacity.HEAD)
    daughter = Person("k1", "Inés", "Toaquiza", Identity(IdentityKind.CEDULA, "2500000019"), kinship=egreso.kinships[1].id)
    child = Person("k2", "Óscar de la", "Torre y Toaquiza", birth_date=date(2020, 2, 3), kinship=egreso.kinships[1].id)
    answers = Answers(
        applicant=applicant,
        contact=contact,
        email_check=check,
        choice=Choice("06", egreso.sector, egreso.category, egreso.id, egreso.version),
        leaving=Leaving(Scope.SOME, applicant_leaves=True, people=(daughter, child), remaining=Remaining.UNDECIDED),
    )
    received = [("cedula-front:applicant", 2), ("cedula-front:k1", 1), ("application-form", 1), ("cedula-front:gone", 1)]
    return Draft(
        id="d1",
        code="K7P49WXM",
        answers=answers,
        created_at=FILED,
        expires_at=datetime(2026, 11, 30, 15, 41, tzinfo=UTC),
        attachments=tuple(
            Attachment(f"a{place}", slot, MediaType.PDF, 1000, "0" * 64, pages, Verdict.FINE, FILED)
            for place, (slot, pages) in enumerate(received)
        ),
        number=CaseNumber("0417", "A", 26, 123),
    )


@pytest.fixture
def verified(catalogue: Catalogue) -> Draft:
    return draft_of(catalogue, Contact("+593991234567", EMAIL), EmailCheck(EMAIL, verified_at=FILED))


def words(content: ReceiptContent) -> str:
    """Return everything that a receipt says, one value a line."""
    values = [getattr(content, each.name) for each in fields(content)]
    return "\n".join(str(part) for value in values for part in (value if isinstance(value, tuple) else (value,)))


def test_nobody_can_be_told_from_a_receipt(catalogue: Catalogue, verified: Draft) -> None:
    said = words(compose(SETTINGS, catalogue, verified, Moment(FILED)))
    for secret in (
        "María",
        "Ñusta",
        "Quishpe",
        "Ágreda",
        "Inés",
        "Toaquiza",
        "Óscar",
        "9900000010",
        "2500000019",
        "991234567",
        EMAIL,
    ):
        assert secret not in said
    assert "9900••••••" in said
    assert "m•••@g•••.com" in said
    assert not re.search(r"\d{10}", said.replace(verified.number or "", ""))


def test_it_says_who_leaves_by_kinship_initials_and_masked_identity(catalogue: Catalogue, verified: Draft) -> None:
    kinship = catalogue.procedures[0].kinships[1].name
    content = compose(SETTINGS, catalogue, verified, Moment(FILED))
    assert content.applicant == "Q.Á.M.Ñ. · 9900••••••"
    assert content.leavers == (
        "Usted: Q.Á.M.Ñ. · 9900••••••",
        f"{kinship}: T.I. · 2500••••••",
        f"{kinship}: T.T.Ó. · menor sin cédula",
    )


def test_it_lists_what_was_received_and_only_that(catalogue: Catalogue, verified: Draft) -> None:
    names = {need.id: need.name for need in catalogue.procedures[0].requirements}
    assert compose(SETTINGS, catalogue, verified, Moment(FILED)).documents == (
        f"{names['cedula-front']} (de usted), 2 páginas",
        f"{names['cedula-front']} (de T.I.)",
        names["application-form"],
    )


def test_the_time_is_the_dispensarys_and_marked_when_the_clock_was_not_trusted(catalogue: Catalogue, verified: Draft) -> None:
    assert compose(SETTINGS, catalogue, verified, Moment(FILED)).filed_at == "23 de noviembre de 2026, 10:41"
    doubtful = compose(SETTINGS, catalogue, verified, Moment(FILED, trusted=False)).filed_at
    assert doubtful == "23 de noviembre de 2026, 10:41 (hora no verificada)"
    galapagos = replace(SETTINGS, kiosk=replace(KIOSK, province="20"))
    assert compose(galapagos, catalogue, verified, Moment(FILED)).filed_at == "23 de noviembre de 2026, 09:41"


def test_with_a_confirmed_email_the_answer_comes_by_email(catalogue: Catalogue, verified: Draft) -> None:
    content = compose(SETTINGS, catalogue, verified, Moment(FILED))
    assert content.answer.startswith("La respuesta le llega al correo m•••@g•••.com.")
    assert "no está confirmado" not in content.answer
    assert content.hours == "Horario: lunes y martes, 08:00 a 16:30"


@pytest.mark.parametrize("check", [None, EmailCheck(EMAIL, postponed_at=FILED), EmailCheck("otra@ejemplo.com", verified_at=FILED)])
def test_an_email_that_was_never_confirmed_is_not_trusted_alone(catalogue: Catalogue, check: EmailCheck | None) -> None:
    answer = compose(SETTINGS, catalogue, draft_of(catalogue, Contact(None, EMAIL), check), Moment(FILED)).answer
    assert "no está confirmado" in answer
    assert "se la dan aquí" in answer


def test_who_has_no_email_reads_no_word_of_mail(catalogue: Catalogue) -> None:
    content = compose(SETTINGS, catalogue, draft_of(catalogue, Contact("+593991234567", None)), Moment(FILED))
    assert content.answer == "La respuesta se la dan aquí."
    assert "correo" not in words(content).lower()
    assert "@" not in words(content)


def test_it_says_from_when_on_to_come_back_counted_without_holidays(catalogue: Catalogue, verified: Draft) -> None:
    content = compose(SETTINGS, catalogue, verified, Moment(FILED))
    assert content.come_back == "Vuelva desde el 6 de enero de 2027", "30 working days, Christmas and New Year's not among them"
    assert receipt.with_receipt(content) == "Vuelva desde el 6 de enero de 2027 con su comprobante."
    never = replace(catalogue, procedures=(replace(catalogue.procedures[0], answer_working_days=None),))
    assert compose(SETTINGS, never, verified, Moment(FILED)).come_back == "Vuelva otro día"


def test_a_clock_that_may_be_wrong_gives_no_date_to_come_back(catalogue: Catalogue, verified: Draft) -> None:
    content = compose(SETTINGS, catalogue, verified, Moment(FILED, trusted=False))
    assert content.come_back == "Vuelva después de 30 días laborables"


def test_what_was_received_here_is_not_called_sent(catalogue: Catalogue, verified: Draft) -> None:
    content = compose(SETTINGS, catalogue, verified, Moment(FILED))
    assert content.received == "Su solicitud quedó recibida en este dispensario el 23 de noviembre de 2026, 10:41."
    assert "enviad" not in words(content)
    assert "El dispensario la entrega al IESS" in words(content)
    assert "cancelar" in content.cancel
    assert "¿En qué va mi trámite?" in content.ask


def test_number_groups_qr_place_and_copy_are_there(catalogue: Catalogue, verified: Draft) -> None:
    content = compose(SETTINGS, catalogue, verified, Moment(FILED), copy=2)
    assert content.number == verified.number
    assert content.qr == CODE
    assert "".join(content.code_lines).replace(" ", "") == CODE
    assert content.groups == ("0417A", "26", "000", "123", (verified.number or "")[-1])
    assert content.place == "Peñas, Colta, Chimborazo"
    assert content.copy == 2


def test_a_draft_without_a_number_has_no_receipt(catalogue: Catalogue, verified: Draft) -> None:
    with pytest.raises(NotFound, match="todavía no se ha recibido"):
        compose(SETTINGS, catalogue, replace(verified, number=None), Moment(FILED))


def test_the_slip_says_code_and_last_day_and_names_nobody(verified: Draft) -> None:
    slip = compose_slip(SETTINGS, verified)
    assert slip.code == "K7P4-9WXM"
    assert slip.expires_on == "30 de noviembre, 10:41"
    said = " ".join(slip.steps)
    assert "4 últimos números" in said
    assert "9900000010" not in said
    assert "Quishpe" not in said


def test_a_case_of_a_version_that_was_removed_keeps_its_receipt_and_every_document_on_it(
    catalogue: Catalogue, verified: Draft
) -> None:
    egreso = catalogue.procedures[0]
    fewer = tuple(need for need in egreso.requirements if need.id != "application-form")
    newer = replace(catalogue, procedures=(replace(egreso, version="9999-01", requirements=fewer),))
    before, after = (compose(SETTINGS, each, verified, Moment(FILED)) for each in (catalogue, newer))
    assert after.procedure == before.procedure
    assert after.documents[:2] == before.documents[:2]
    assert set(after.documents[2:]) == {"Otro documento"}


def test_a_case_whose_procedure_is_gone_is_not_said_to_be_unsent(catalogue: Catalogue, verified: Draft) -> None:
    with pytest.raises(OutOfService, match="Falta en este kiosco el trámite"):
        compose(SETTINGS, replace(catalogue, procedures=()), verified, Moment(FILED))


def test_the_code_states_number_local_time_documents_and_the_masked_lines_and_names_nobody(
    catalogue: Catalogue, verified: Draft
) -> None:
    said = statement(SETTINGS, verified, Moment(FILED.replace(microsecond=999_999), trusted=False))
    assert said.number == verified.number
    assert said.issued_at == FILED
    assert said.issued_at.utcoffset() == timedelta(hours=-5)
    assert (said.clock_trusted, said.documents) == (False, 4)
    assert said.documents_hash == joint_hash(["0" * 64] * 4)
    somebody_else = draft_of(catalogue, Contact(None, "otra@ejemplo.com"))
    applicant = Applicant(Identity(IdentityKind.CEDULA, "2500000019"), "Otra", "Persona", capacity=Capacity.HEAD)
    other = replace(somebody_else, answers=replace(somebody_else.answers, applicant=applicant))
    others = statement(SETTINGS, other, Moment(FILED.replace(microsecond=999_999), trusted=False))
    assert replace(others, paper=None) == replace(said, paper=None), "the rest depends on no person"
    assert (others.paper and others.paper.visible, said.paper and said.paper.visible) == ("2500", "9900")


def test_in_galapagos_the_code_tells_the_time_of_galapagos(verified: Draft) -> None:
    galapagos = replace(SETTINGS, kiosk=replace(KIOSK, province="20"))
    assert statement(galapagos, verified, Moment(FILED)).issued_at.isoformat() == "2026-11-23T09:41:00-06:00"
