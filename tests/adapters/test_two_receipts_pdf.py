"""The two receipts of an assisted filing as they are printed: one to take home, one to sign and keep."""

from dataclasses import replace

import pypdfium2
import pytest

from kiosk.adapters.drawing.child import draw
from kiosk.domain.machine.message import Media
from kiosk.domain.papers.receipt import ReceiptContent

CONTENT = ReceiptContent(
    institution="Seguro Social Campesino",
    dispensary="Dispensario 0417",
    place="Pichincha",
    number="0417A-26-000001-T",
    groups=("0417A", "26", "000", "001", "T"),
    filed_at="23 de noviembre de 2026, 10:41",
    procedure="Egreso",
    applicant="M.D. · 9900••••••",
    leavers=("Usted: M.D. · 9900••••••",),
    documents=("Cédula",),
    received="Su solicitud quedó recibida en este dispensario el 23 de noviembre de 2026, 10:41.",
    answer="La respuesta se la dan aquí.",
    come_back="Vuelva desde el 6 de enero de 2027",
    hours="",
    ask="En el kiosco elija «¿En qué va mi trámite?».",
    cancel="Si ya no quiere salir, venga antes de la respuesta y pida cancelar: es gratis.",
    next_steps=("Guarde su comprobante.",),
    cost="Ninguno.",
    contact=("Teléfono",),
    legal_base=("Resolución",),
    qr="1:ABC",
    code_lines=("ABCDE FGHIJ",),
    vouched=("Identidad: cédula original. Lo dice rosa, 23 de noviembre",),
)


def text_of(content: ReceiptContent, media: Media) -> tuple[int, str]:
    pdf = pypdfium2.PdfDocument(draw(content, media))
    return len(pdf), " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pdf).split())


@pytest.mark.parametrize("media", list(Media))
def test_both_say_what_staff_saw_and_only_one_is_signed(media: Media) -> None:
    mine = text_of(CONTENT, media)[1]
    pages, kept = text_of(replace(CONTENT, signature="Firma o huella de quien recibe"), media)
    for said in (mine, kept):
        assert "cédula original. Lo dice rosa" in said
    assert "Huella" not in mine
    assert "Guarde su comprobante." in mine
    assert pages == 1
    assert "Para el archivo del dispensario — firma de quien recibe" in kept
    assert "Huella" in kept
    assert "Guarde su comprobante." not in kept
