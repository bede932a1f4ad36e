"""The receipt on paper, read back by other programs than the one that drew it: pypdf, poppler and a QR reader."""

import hashlib
import io
import itertools
import string
import subprocess
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from kiosk.adapters.drawing.lettering import Style, measure, wrap
from kiosk.adapters.drawing.receipt import render_receipt
from kiosk.adapters.drawing.sheet import MM
from kiosk.adapters.drawing.slip import render_slip
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import Media
from kiosk.domain.moment import local_zone
from kiosk.domain.papers.receipt import ReceiptContent, SlipContent
from kiosk.domain.papers.receipt_code import Statement, joint_hash, on_paper, pack, printed_lines, write
from kiosk.domain.papers.receipt_code import read as read_code

PAPERS = tuple(Media)
NUMBER = "0417A-26-000123-9"
SAID = Statement(
    number=CaseNumber.parse(NUMBER),
    issued_at=datetime(2026, 11, 23, 10, 41, tzinfo=local_zone("06")),
    clock_trusted=False,
    documents=2,
    documents_hash=joint_hash(["ab" * 32, "cd" * 32]),
    key=b"four",
    paper=on_paper("egreso-ssc", "M.Ñ.Q. · 9900••••••", ("Usted: M.Ñ.Q. · 9900••••••", "Cónyuge: Á.G. · 2500••••••")),
)
CODE = write(pack(SAID), hashlib.sha512(b"signature").digest())
WIDEST = "WWWWW WWWWW WWWWW WWWWW WWWWW W"
"""A line to copy at its widest: no other letter of the code is wider."""
CONTENT = ReceiptContent(
    institution="Instituto Ecuatoriano de Seguridad Social (IESS), Seguro Social Campesino",
    dispensary="Dispensario Ñuca Llacta",
    place="Peñas, Colta, Chimborazo",
    number=NUMBER,
    groups=("0417A", "26", "000", "123", "9"),
    filed_at="23 de noviembre de 2026, 10:41 (hora no verificada)",
    procedure="Egreso de jefes de familia y/o dependientes del Seguro Social Campesino",
    applicant="M.Ñ.Q. · 9900••••••",
    leavers=("Usted: M.Ñ.Q. · 9900••••••", "Cónyuge: Á.G. · 2500••••••"),
    documents=("Cédula, parte de adelante (de usted), 2 páginas", "Solicitud de egreso, llena y firmada"),
    received="Su solicitud quedó recibida en este dispensario el 23 de noviembre de 2026, 10:41 (hora no verificada).",
    answer="La respuesta le llega al correo m•••@g•••.com. ¿No le llega? ¡Vuelva a este dispensario!",
    come_back="Vuelva desde el 6 de enero de 2027",
    hours="Horario: lunes y martes, 08:00 a 16:30",
    ask="En el kiosco elija «¿En qué va mi trámite?».",
    cancel="Si ya no quiere salir, venga antes de la respuesta y pida cancelar: es gratis.",
    next_steps=("Guarde su comprobante.", "El IESS revisa su solicitud: pingüino, cigüeña."),
    cost="Ninguno. Este trámite es gratis.",
    contact=("Correo: atencionalusuario@iess.gob.ec", "Teléfono: +593 2 394 5666"),
    legal_base=("Resolución C.D. 625", "Ley de Seguridad Social"),
    qr=CODE,
    code_lines=printed_lines(CODE),
    chained="3f2a 91bc 7d20 55e1",
)
SLIP = SlipContent(
    institution=CONTENT.institution,
    dispensary=CONTENT.dispensary,
    code="K7P4-9WXM",
    expires_on="30 de noviembre, 10:41",
    steps=("Vuelva a este dispensario con este papel.", "Escriba este número y los 4 últimos números de su cédula."),
)


def read(pdf: bytes) -> str:
    """Return the text of all pages on one line, as pypdf finds it."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def said(content: ReceiptContent) -> list[str]:
    return [
        *(content.institution, content.dispensary, content.place, content.number, *content.groups, content.received),
        *(content.procedure, content.applicant, *content.leavers, *content.documents, content.answer),
        *(f"{content.come_back} con este papel.", content.hours, content.ask, content.cancel),
        *(*content.next_steps, content.cost, *content.contact, *content.legal_base, content.chained),
        *(f"{place} {line}" for place, line in enumerate(content.code_lines, 1)),
        *("Para el dispensario: el cuadro comprueba este papel.", "Para comprobar este papel sin lector"),
    ]


def picture(pdf: bytes, folder: Path, dpi: int) -> Image.Image:
    """Return the first page as a printer of so many dots per inch would draw it."""
    (folder / "page.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-png", "-r", str(dpi), "-singlefile", "page.pdf", "page"], cwd=folder, check=True)
    with Image.open(folder / "page.png") as page:
        return page.convert("L")


needs_poppler = pytest.mark.peer("pdftoppm")


@pytest.mark.parametrize("paper", PAPERS)
def test_every_word_can_be_read_back_with_its_spanish_letters(paper: Media) -> None:
    text = read(render_receipt(CONTENT, paper))
    for sentence in said(CONTENT):
        assert sentence in text


@needs_poppler
@pytest.mark.parametrize("paper", PAPERS)
def test_poppler_reads_the_same_words(paper: Media, tmp_path: Path) -> None:
    (tmp_path / "r.pdf").write_bytes(render_receipt(CONTENT, paper))
    told = subprocess.run(["pdftotext", "-raw", "r.pdf", "-"], cwd=tmp_path, check=True, capture_output=True, text=True)
    text = " ".join(told.stdout.split())
    for sentence in said(CONTENT):
        assert sentence in text


@needs_poppler
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("qr", [CODE, f"{NUMBER}:{'K7P49WXM' * 20}"])
def test_the_qr_reads_from_the_printed_page_at_a_thermal_printers_203_dpi(paper: Media, qr: str, tmp_path: Path) -> None:
    page = picture(render_receipt(replace(CONTENT, qr=qr), paper), tmp_path, dpi=203)
    assert [code.text for code in zxingcpp.read_barcodes(page)] == [qr]


@needs_poppler
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("fault", ["blurred", "turned", "faded", "dark", "all"])
def test_the_qr_reads_from_a_page_that_was_spoilt(paper: Media, fault: str, tmp_path: Path) -> None:
    page = picture(render_receipt(CONTENT, paper), tmp_path, dpi=203)
    if fault in {"blurred", "all"}:
        page = page.filter(ImageFilter.GaussianBlur(1.6))
    if fault in {"turned", "all"}:
        page = page.rotate(3, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    if fault in {"faded", "all"}:
        page = page.point([150 + shade * 100 // 255 for shade in range(256)])
    if fault == "dark":
        page = page.point([shade * 90 // 255 for shade in range(256)])
    assert [code.text for code in zxingcpp.read_barcodes(page)] == [CODE]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_lines_to_copy_are_those_of_the_qr_and_stand_last(paper: Media) -> None:
    text = read(render_receipt(CONTENT, paper))
    copied = text.rpartition("Para comprobar este papel sin lector")[2]
    typed = "\n".join(copied[copied.index(line) - 2 :][: len(line) + 2] for line in CONTENT.code_lines)
    assert typed.startswith("1 ")
    assert read_code(typed).said == SAID
    assert text.endswith(CONTENT.code_lines[-1])


@pytest.mark.parametrize("paper", PAPERS)
def test_the_widest_groups_to_copy_do_not_run_into_each_other(paper: Media) -> None:
    placed: dict[float, list[tuple[float, float]]] = {}

    def visit(text: str, _cm: object, tm: list[float], font: dict[str, str], size: float) -> None:
        if text.strip():
            style = Style(size, size, bold="Bold" in font["/BaseFont"])
            placed.setdefault(tm[5], []).append((tm[4], tm[4] + measure(text.strip(), style)))

    pages = pypdf.PdfReader(io.BytesIO(render_receipt(replace(CONTENT, code_lines=(WIDEST,) * 8), paper))).pages
    pages[-1].extract_text(visitor_text=visit)
    lines = [sorted(spans) for spans in placed.values() if len(spans) >= 7]
    assert sum(map(len, lines)) == 7 * 8
    for spans in lines:
        assert all(before[1] < after[0] for before, after in itertools.pairwise(spans))


@needs_poppler
def test_nothing_touches_the_edges_of_the_roll(tmp_path: Path) -> None:
    page = picture(render_receipt(replace(CONTENT, dispensary="W" * 90, code_lines=(WIDEST,) * 8), Media.ROLL), tmp_path, dpi=203)
    left, top, right, bottom = Image.eval(page, lambda shade: 255 - shade).getbbox() or (0, 0, 0, 0)
    edge = 203 / 25.4 * 3.5
    assert left > edge
    assert top > edge
    assert page.width - right > edge
    assert page.height - bottom > edge


@pytest.mark.parametrize("paper", PAPERS)
def test_the_case_number_is_the_largest_thing_and_nothing_is_too_small_to_read(paper: Media) -> None:
    sizes: list[tuple[float, str]] = []

    def visit(text: str, _cm: object, _tm: object, _font: object, size: float) -> None:
        if text.strip():
            sizes.append((size, text.strip()))

    for page in pypdf.PdfReader(io.BytesIO(render_receipt(replace(CONTENT, copy=3), paper))).pages:
        page.extract_text(visitor_text=visit)
    come_back = max(size for size, text in sizes if text.startswith("Vuelva desde"))
    assert max(sizes)[1] == NUMBER
    cut = next(place for place, (_size, text) in enumerate(sizes) if text.startswith("Para el dispensario"))
    assert come_back == max(size for size, text in sizes if text not in {NUMBER, "COMPROBANTE · COPIA 3"}), "the next to it"
    assert min(size for size, _text in sizes[2:cut]) >= (9 if paper is Media.ROLL else 10), "what the person reads"
    assert min(sizes)[0] >= (7 if paper is Media.ROLL else 8), "what the dispensary checks it with"


@pytest.mark.parametrize("paper", PAPERS)
def test_a_copy_says_which_one_it_is_and_the_first_print_does_not(paper: Media) -> None:
    assert "COPIA 2" in read(render_receipt(replace(CONTENT, copy=2), paper))
    assert "COPIA" not in read(render_receipt(CONTENT, paper))


@pytest.mark.parametrize("paper", PAPERS)
def test_the_same_receipt_gives_the_same_bytes_and_its_properties_tell_nothing(paper: Media) -> None:
    pdf = render_receipt(CONTENT, paper)
    assert pdf == render_receipt(CONTENT, paper)
    properties = str(dict(pypdf.PdfReader(io.BytesIO(pdf)).metadata or {}))
    for secret in (NUMBER, "9900", "M.Ñ.Q.", "g•••.com", "2026"):
        assert secret not in properties


def test_the_roll_is_80_mm_wide_and_as_long_as_its_text() -> None:
    short = pypdf.PdfReader(io.BytesIO(render_receipt(CONTENT, Media.ROLL))).pages
    long = pypdf.PdfReader(io.BytesIO(render_receipt(replace(CONTENT, leavers=CONTENT.leavers * 20), Media.ROLL))).pages
    assert len(short) == len(long) == 1
    assert abs(float(short[0].mediabox.width) - 80 * MM) < 0.01
    assert long[0].mediabox.height > short[0].mediabox.height + 300


def test_the_simplest_receipt_is_no_longer_than_25_cm_and_ends_with_the_lines_that_prove_it() -> None:
    simplest = replace(
        CONTENT,
        leavers=(f"Usted: {CONTENT.applicant}",),
        documents=(
            "Cédula, parte de adelante (de usted)",
            "Cédula, parte de atrás (de usted)",
            "Solicitud de egreso, llena y firmada",
        ),
        received="Su solicitud quedó recibida en este dispensario el 23 de noviembre de 2026, 10:41.",
        answer="La respuesta se la dan aquí.",
        next_steps=(
            "El dispensario la entrega al IESS, y el IESS responde.",
            "Mientras no haya respuesta, todavía no es la salida.",
        ),
        contact=("Teléfono: +593 2 394 5666", "Página: www.iess.gob.ec"),
        legal_base=(
            "Resolución C.D. 625 (Reglamento de Aseguramiento, Recaudación y Gestión de Cartera)",
            "Ley de Seguridad Social",
            "Resolución C.D. 636",
        ),
        hours="",
    )
    told = replace(simplest, answer="La respuesta le llega también al correo ma•••@ejemplo.test.", received=CONTENT.received)
    for each in (simplest, told):
        (page,) = pypdf.PdfReader(io.BytesIO(render_receipt(each, Media.ROLL))).pages
        assert float(page.mediabox.height) / MM <= 250
    text = " ".join(page.extract_text().split())
    parts = [
        NUMBER,
        "quedó recibida",
        "Vuelva desde el 6 de enero de 2027 con este papel.",
        "¿En qué va mi trámite?",
        "pida cancelar",
    ]
    below = ["Para el dispensario", "Base legal", "Para comprobar este papel sin lector"]
    places = [text.index(each) for each in (*parts, *below)]
    assert places == sorted(places), "first what the person asks, last what the dispensary checks"


@pytest.mark.parametrize("paper", PAPERS)
def test_a_receipt_has_its_language_and_its_title(paper: Media) -> None:
    document = pypdf.PdfReader(io.BytesIO(render_receipt(CONTENT, paper)))
    assert str(document.root_object["/Lang"]) == "es-EC"
    assert document.metadata is not None
    assert document.metadata.title == "Comprobante"


def test_a_large_family_goes_on_over_pages_of_a4_that_each_name_the_case() -> None:
    people = tuple(f"Hija: A.{letter}. · 2500••••••" for letter in string.ascii_uppercase)
    pages = pypdf.PdfReader(io.BytesIO(render_receipt(replace(CONTENT, leavers=people, documents=people), Media.A4))).pages
    assert len(pages) > 1
    assert all(NUMBER in page.extract_text() for page in pages)
    text = " ".join(page.extract_text() for page in pages)
    assert all(text.count(person) == 2 for person in people)
    assert " ".join(pages[-1].extract_text().split()).endswith(CONTENT.code_lines[-1]), "the lines to copy are not torn"
    assert all(line in " ".join(pages[-1].extract_text().split()) for line in CONTENT.code_lines)
    assert all(float(page.mediabox.height) == pytest.approx(841.89) for page in pages)


def test_what_belongs_together_is_not_torn_for_two_lines_on_a_page_of_a4() -> None:
    next_steps = tuple(f"Paso {place} de lo que sigue." for place in range(6))
    for people in range(2, 30):
        content = replace(CONTENT, documents=("Cédula",) * people, next_steps=next_steps)
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(render_receipt(content, Media.A4))).pages]
        assert sum(next_steps[0] in page and next_steps[-1] in page for page in pages) == 1
        assert sum(page.count("Cédula\n") for page in pages) == people
        assert all(f"{NUMBER}, hoja {place}" in page for place, page in enumerate(pages[1:], 2))


def test_a_letter_that_the_font_lacks_is_replaced_and_never_hides_the_rest() -> None:
    text = read(render_receipt(replace(CONTENT, dispensary="Łódź ŵ 漢字 \x1b[31m\u202e fin"), Media.ROLL))
    assert "dz w" in text.replace("ź", "z") or "ódź w" in text
    assert "[31m fin" in text


@given(st.text(max_size=300), st.floats(30, 400))
@settings(max_examples=200, deadline=None)
def test_wrapped_lines_fit_and_lose_no_letter(text: str, width: float) -> None:
    style = Style(10, 12)
    lines = wrap(text, style, width)
    assert all(measure(line, style) <= width + 0.001 for line in lines)
    known = [char for char in text if char.isascii() and char.isalnum()]
    kept = [char for line in lines for char in line if char.isascii() and char.isalnum()]
    assert len(kept) >= len(known)


@pytest.mark.parametrize("paper", PAPERS)
def test_the_slip_says_the_code_largest_how_long_it_works_and_what_to_do(paper: Media) -> None:
    pdf = render_slip(SLIP, paper)
    text = read(pdf)
    for sentence in (SLIP.code, SLIP.expires_on, *SLIP.steps, SLIP.dispensary):
        assert sentence in text
    assert "Su trámite todavía no está terminado" in text
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 1
    assert pdf == render_slip(SLIP, paper)
