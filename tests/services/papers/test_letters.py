"""The e-mails that the kiosk writes: read back as a mail program reads them."""

import email
from dataclasses import replace
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain.machine.message import Trouble
from kiosk.domain.moment import Moment
from kiosk.domain.papers.receipt import ReceiptContent
from kiosk.ports import MailRefused
from kiosk.services.papers.letters import email_code_message, filing_message, message_id, probe_message
from kiosk.settings import KioskSettings, MailSettings, Settings

ISSUED = Moment(datetime(2026, 11, 23, 15, 41, tzinfo=UTC))
SETTINGS = Settings(
    data_dir=Path("/nowhere"),
    kiosk=KioskSettings(id="0417", dispensary="Dispensario Ñuca Llacta", province="06"),
    mail=MailSettings(kind="smtp", sender="kiosco@ssc.example"),
)
CONTENT = ReceiptContent(
    institution="Seguro Social Campesino",
    dispensary="Dispensario Ñuca Llacta",
    place="Peñas, Colta, Chimborazo",
    number="0417A-26-000123-9",
    groups=("0417A", "26", "000", "123", "9"),
    filed_at="23 de noviembre de 2026, 10:41",
    procedure="Egreso de jefes de familia",
    applicant="M.Ñ.Q. · 9900••••••",
    leavers=("Usted: M.Ñ.Q. · 9900••••••",),
    documents=("Cédula, parte de adelante (de usted)", "Solicitud de egreso"),
    received="Su solicitud quedó recibida en este dispensario el 23 de noviembre de 2026, 10:41.",
    answer="La respuesta le llega al correo m•••@g•••.com.",
    come_back="Vuelva desde el 6 de enero de 2027",
    hours="",
    ask="En el kiosco elija «¿En qué va mi trámite?».",
    cancel="Si ya no quiere salir, pida cancelar.",
    next_steps=("Guarde su <comprobante>.",),
    cost="Ninguno.",
    contact=("Teléfono: +593 2 394 5666",),
    legal_base=("Ley de Seguridad Social",),
    qr="0400R",
    code_lines=("0400R",),
)
EXPECTED_HEADERS = {
    "From",
    "To",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Subject",
    "MIME-Version",
    "Content-Type",
}


def delivered(message: EmailMessage) -> EmailMessage:
    """Return a message as it is read after it went over the wire."""
    return email.message_from_bytes(message.as_bytes(), policy=policy.default)


def code_message(configured: Settings = SETTINGS, to: str = "maria@ejemplo.com") -> EmailMessage:
    return delivered(email_code_message(configured, to=to, code="123456", issued=ISSUED, message_id=message_id(configured, "0a1b")))


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_the_code_comes_in_two_groups_with_kiosk_and_time_in_the_subject() -> None:
    message = code_message()
    assert message["Subject"] == "Verificar correo electrónico: Dispensario Ñuca Llacta, 10:41"
    for kind in ("plain", "html"):
        text = body(message, kind)
        assert "123 456" in text
        assert "Dispensario Ñuca Llacta" in text
        assert "23 de noviembre de 2026, 10:41" in text
        assert "24 horas" in text
    assert "123456" not in message["Subject"]


def test_an_untrusted_clock_is_told_in_the_code_mail() -> None:
    doubtful = replace(ISSUED, trusted=False)
    message = email_code_message(SETTINGS, to="m@ejemplo.com", code="123456", issued=doubtful, message_id="<1@ssc.example>")
    assert "hora no verificada" in body(delivered(message), "plain")


def test_headers_say_who_when_and_that_a_machine_wrote_it() -> None:
    message = code_message()
    assert set(message.keys()) == EXPECTED_HEADERS
    assert message["From"].addresses[0].addr_spec == "kiosco@ssc.example"
    assert message["From"].addresses[0].display_name == "Dispensario Ñuca Llacta"
    assert [each.addr_spec for each in message["To"].addresses] == ["maria@ejemplo.com"]
    assert message["Date"].datetime == ISSUED.at
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == "<0a1b@ssc.example>"


def test_plain_text_comes_first_and_html_says_the_same() -> None:
    message = code_message()
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert all(line.isascii() for line in message.as_bytes().splitlines())


def test_the_filing_mail_carries_number_documents_next_steps_and_the_receipt() -> None:
    pdf = b"%PDF-1.4 \x00\xff receipt"
    written = filing_message(SETTINGS, CONTENT, to="maria@ejemplo.com", pdf=pdf, at=ISSUED.at, message_id="<1@ssc.example>")
    message = delivered(written)
    assert message["Subject"] == "Recibimos su trámite 0417A-26-000123-9"
    attached = list(message.iter_attachments())
    assert [(each.get_content_type(), each.get_filename(), each.get_content()) for each in attached] == [
        ("application/pdf", "comprobante-0417A-26-000123-9.pdf", pdf)
    ]
    text = body(message, "plain")
    for said in (CONTENT.number, CONTENT.applicant, *CONTENT.documents, CONTENT.answer, *CONTENT.next_steps, *CONTENT.contact):
        assert said in text
    for said in (CONTENT.received, "Vuelva desde el 6 de enero de 2027 con su comprobante.", CONTENT.ask, CONTENT.cancel):
        assert said in text
    assert "enviad" not in text, "received here is not sent"
    assert "&lt;comprobante&gt;" in body(message, "html")


def test_a_probe_is_about_nobody_and_each_has_an_id_of_its_own() -> None:
    first, again = (delivered(probe_message(SETTINGS, to="soporte@ssc.example", at=ISSUED.at)) for _time in range(2))
    assert first["Subject"] == "Prueba de correo del kiosco: Dispensario Ñuca Llacta, 10:41"
    assert set(first.keys()) == EXPECTED_HEADERS
    assert [part.get_content_type() for part in first.iter_parts()] == ["text/plain", "text/html"]
    assert "Kiosco 0417" in body(first, "plain")
    assert first["Message-ID"] != again["Message-ID"]
    with pytest.raises(MailRefused):
        probe_message(SETTINGS, to="a@b.example, c@d.example", at=ISSUED.at)


def test_the_same_message_keeps_its_id_when_it_is_written_again() -> None:
    first, again = (
        filing_message(SETTINGS, CONTENT, to="m@ejemplo.com", pdf=b"", at=ISSUED.at, message_id="<same@ssc.example>")
        for _time in range(2)
    )
    assert first["Message-ID"] == again["Message-ID"] == "<same@ssc.example>"
    assert message_id(SETTINGS, "0a1b") == message_id(SETTINGS, "0a1b") != message_id(SETTINGS, "0a1c")


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example, c@d.example",
        "a@b.example>, <c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\nBcc: c@d.example",
        '"a b"@c.example',
        "a@b.example (hola)",
        "a;b@c.example",
        "a\u202eb@c.example",
        "a..b@c.example",
        "@c.example",
        "a@",
        "",
        "sin arroba",
        f"a@{'x' * 64}.example",
    ],
)
def test_an_address_that_could_be_two_is_refused_with_what_to_do(address: str) -> None:
    with pytest.raises(MailRefused, match="revise cómo está escrita") as refused:
        code_message(to=address)
    assert refused.value.trouble is Trouble.ADDRESS
    assert not address or address not in str(refused.value)


def test_international_addresses_keep_their_letters() -> None:
    message = email_code_message(SETTINGS, to="ñusta@correo.example", code="123456", issued=ISSUED, message_id="<1@ssc.example>")
    assert message["To"].addresses[0].addr_spec == "ñusta@correo.example"
    assert code_message(to="maria@peñas.example")["To"].addresses[0].addr_spec == f"maria@{'peñas.example'.encode('idna').decode()}"


@given(name=st.text(max_size=150), number=st.text(max_size=60), line=st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_name_can_add_a_header_or_a_recipient(name: str, number: str, line: str) -> None:
    configured = replace(SETTINGS, kiosk=replace(SETTINGS.kiosk, dispensary=name))
    content = replace(CONTENT, number=number, dispensary=name, documents=(line,))
    filed = filing_message(configured, content, to="maria@ejemplo.com", pdf=b"%PDF", at=ISSUED.at, message_id="<1@ssc.example>")
    for message in (code_message(configured), delivered(filed)):
        assert sorted(message.keys()) == sorted(EXPECTED_HEADERS)
        assert [each.addr_spec for each in message["To"].addresses] == ["maria@ejemplo.com"]
        assert [each.addr_spec for each in message["From"].addresses] == ["kiosco@ssc.example"]
        assert "\n" not in message["Subject"]
        assert not message.defects
    assert code_message(configured)["Subject"].startswith("Verificar correo electrónico")


@given(address=st.text(max_size=60) | st.emails().map(lambda found: f"{found}\r\nBcc: x@y.example") | st.emails())
@settings(max_examples=300, deadline=None)
def test_any_address_gives_one_recipient_or_a_refusal(address: str) -> None:
    try:
        message = email_code_message(SETTINGS, to=address, code="123456", issued=ISSUED, message_id="<1@ssc.example>")
    except MailRefused:
        return
    read = delivered(message) if address.isascii() else message
    assert len(read["To"].addresses) == 1
    assert set(read.keys()) == EXPECTED_HEADERS
    assert read["To"].addresses[0].username == address.rpartition("@")[0]
