"""The application form on paper, read back by other programs: pypdf, poppler and a QR reader."""

import io
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from PIL import Image

from kiosk.adapters.drawing.form import MARGIN, QR_SIDE, WRITTEN, count_pages, render_form
from kiosk.adapters.drawing.form_parts import fits_a_line
from kiosk.adapters.drawing.sheet import MM, Sheet
from kiosk.domain.papers.form import FormChoice, FormContent, FormField, FormPerson, FormSigner, PaperToBring, ToBring
from kiosk.domain.papers.form_mark import FormMark

CODE = "K7P49WXM"
LONG = "Wilhelmina Maximiliana Guadalupe de los Ángeles Montserrat Quishpe Guamán de la Torre y Villavicencio"
JUAN = FormPerson("Demostración Juan", "2500000019", "Esposo o esposa", "Dependiente")
CONTENT = FormContent(
    institution="Instituto Ecuatoriano de Seguridad Social (IESS), Seguro Social Campesino",
    code=CODE,
    place=(
        FormField("Lugar y fecha en que firma"),
        FormField("Dispensario", "Dispensario Ñuca Llacta"),
        FormField("Parroquia, cantón, provincia", "Peñas, Colta, Chimborazo"),
        FormField("Organización campesina"),
    ),
    applicant=(
        FormField("Apellidos y nombres", "Demostración Ñusta María José"),
        FormField("Cédula", "9900000010"),
        FormField("Pide como", "Jefe de familia"),
        FormField("Dirección"),
    ),
    leavers=(FormPerson("Demostración Ñusta María José", "9900000010", "quien pide", "Jefe de familia"),),
    leavers_hint="",
    scope=(FormChoice("Solo quien pide", chosen=True), FormChoice("Todo el grupo familiar"), FormChoice("Solo las personas")),
    new_head=(FormField("Apellidos y nombres", "Demostración Juan"), FormField("Cédula o código de extranjero", "2500000019")),
    new_head_hint="",
    request="Pido, por mi propia voluntad, la salida del Seguro Social Campesino.",
    consequences=("Quien sale puede perder la atención médica.", "Volver puede ser difícil: pingüino, cigüeña."),
    applicant_signs=FormSigner("Demostración Ñusta María José", "9900000010"),
    others_sign=(),
    signing_hint="",
)
BLANK = replace(
    CONTENT,
    code="",
    applicant=(FormField("Apellidos y nombres"), FormField("Pide como", choices=(FormChoice("Jefe de familia"),))),
    leavers=(FormPerson(),) * 3,
    applicant_signs=FormSigner(),
    others_sign=(FormSigner(),) * 2,
    to_bring=ToBring(
        "Egreso", "Ninguno.", (PaperToBring("Cédula", "Entera.", "Si tiene cédula."),), (), ("Llene la hoja.",), ("Teléfono",)
    ),
)


def family(people: int, name: str = "") -> FormContent:
    """Return the form of a family, each of whom signs."""
    others = tuple(replace(JUAN, name=name or f"Demostración Juan {number}") for number in range(1, people))
    signers = tuple(FormSigner(each.name, each.identity) for each in others)
    return replace(CONTENT, leavers=CONTENT.leavers + others, others_sign=signers, signing_hint="Cada persona adulta firma.")


SHAPES = {
    "me": CONTENT,
    "eight": family(8),
    "thirty": family(30),
    "long": family(5, LONG),
    "no_spaces": family(4, "W" * 160),
    "nobody_stays": replace(CONTENT, new_head=()),
    "long_place": replace(CONTENT, place=(FormField("Dispensario", LONG * 3),) * 8),
}
every_shape = pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES)
needs_poppler = pytest.mark.peer("pdftoppm")


def pages_of(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def pictures(pdf: bytes, folder: Path, dpi: int) -> list[Image.Image]:
    """Return each page as a scanner of so many dots per inch would see it."""
    (folder / "form.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-gray", "-r", str(dpi), "form.pdf", "page"], cwd=folder, check=True)
    return [Image.open(path).copy() for path in sorted(folder.glob("page-*.pgm"))]


def read(page: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(page)]


def ink(page: Image.Image) -> tuple[int, int, int, int]:
    """Return the box of everything that is not white."""
    return Image.eval(page, lambda shade: 255 - shade).getbbox() or (0, 0, 0, 0)


@every_shape
def test_each_page_says_which_it_is_and_no_code_in_letters(content: FormContent) -> None:
    pages = pages_of(render_form(content))
    assert len(pages) == count_pages(content)
    for number, page in enumerate(pages, 1):
        assert f"Hoja {number} de {len(pages)}" in page
        assert "K7P4-9WXM" not in page
        assert "Solicitud de egreso voluntario del Seguro Social Campesino" in page


@every_shape
def test_everybody_stands_on_it_as_who_leaves_and_whoever_signs_with_a_box(content: FormContent) -> None:
    text = " ".join(pages_of(render_form(content))).replace(" ", "")
    signers = (content.applicant_signs, *content.others_sign)
    for person in content.leavers:
        assert person.name.replace(" ", "") in text
    assert text.count("Huella") == len(signers)
    assert "Quiénleyólasolicitudenvozalta" in text
    for sentence in (*content.consequences, content.request):
        assert sentence.replace(" ", "") in text


@pytest.mark.parametrize("people", [1, 2, 3])
def test_a_family_of_three_fits_one_page_and_signs_under_what_it_asks(people: int) -> None:
    content = replace(family(people), consequences=(CONTENT.request,) * 8)
    (page,) = pages_of(render_form(content))
    assert page.index("Firma o huella") > page.index(CONTENT.request)
    assert page.count("Huella") == people


@every_shape
def test_every_sheet_with_a_box_says_what_is_signed_and_none_is_for_two_lines(content: FormContent) -> None:
    pages = pages_of(render_form(content))
    assert "Huella" in pages[-1]
    signing = [page for page in pages if "Huella" in page]
    assert all("Firma o huella" in page for page in signing)
    assert all("Antes de firmar lea la hoja 1." in page for page in signing if page is not signing[0])


def test_an_answer_stands_beside_another_only_where_it_does_not_wrap() -> None:
    names = FormField("Apellidos y nombres", "Demostración Ñusta María José", wide=True)
    sheet = Sheet(595, margin=MARGIN)
    assert fits_a_line(sheet, (names, FormField("Cédula", "9900000010")))
    assert not fits_a_line(sheet, (replace(names, value=LONG), FormField("Cédula", "9900000010")))
    assert not fits_a_line(sheet, (replace(names, wide=False), FormField("Cédula", "9900000010")))


def test_a_blank_form_is_a_page_and_the_list_of_what_to_bring() -> None:
    assert len(pages_of(render_form(BLANK))) == 2


@needs_poppler
@pytest.mark.parametrize("dpi", [100, 150, 300])
def test_the_qr_of_every_page_is_read_at_any_angle(dpi: int, tmp_path: Path) -> None:
    pages = pictures(render_form(family(8)), tmp_path, dpi)
    for turned in (0, 90, 180, 270, 3, -3):
        found = [read(page.rotate(turned, Image.Resampling.BICUBIC, expand=True, fillcolor=255)) for page in pages]
        assert found == [[FormMark(CODE, number).text] for number in range(1, len(pages) + 1)]
    assert len(pages) > 1


@needs_poppler
@every_shape
def test_the_qr_is_large_enough_and_nothing_stands_in_its_quiet_zone(content: FormContent, tmp_path: Path) -> None:
    for page in pictures(render_form(content), tmp_path, dpi=150):
        (code,) = zxingcpp.read_barcodes(page)
        side = code.position.top_right.x - code.position.top_left.x
        millimetre = 150 / 25.4
        assert side + 2 * side * 4 / 21 > 20 * millimetre
        quiet = round(side * 4 / 21) - 2
        left, top = code.position.top_left.x, code.position.top_left.y
        right, bottom = code.position.bottom_right.x, code.position.bottom_right.y
        around = page.crop((left - quiet, top - quiet, right + quiet, bottom + quiet))
        around.paste(255, (quiet - 2, quiet - 2, around.width - quiet + 2, around.height - quiet + 2))
        assert ink(around) == (0, 0, 0, 0)


@needs_poppler
@pytest.mark.parametrize("content", [*SHAPES.values(), BLANK], ids=[*SHAPES, "blank"])
def test_nothing_runs_over_the_margins(content: FormContent, tmp_path: Path) -> None:
    margin = MARGIN / 72 * 100 - 2
    for page in pictures(render_form(content), tmp_path, dpi=100):
        left, top, right, bottom = ink(page)
        assert left >= margin
        assert top >= margin
        assert page.width - right >= margin
        assert page.height - bottom >= margin


def test_nothing_is_smaller_than_eleven_points() -> None:
    sizes: set[float] = set()

    def visit(text: str, _cm: object, _tm: object, _font: object, size: float) -> None:
        if text.strip():
            sizes.add(size)

    for content in (family(3), BLANK):
        for page in pypdf.PdfReader(io.BytesIO(render_form(content))).pages:
            page.extract_text(visitor_text=visit)
    assert min(sizes) >= 11


def test_what_is_written_by_hand_has_nine_millimetres_and_the_code_more_than_twenty() -> None:
    assert WRITTEN >= 9 * MM
    assert QR_SIDE >= 20 * MM


def test_a_table_that_goes_on_says_its_columns_again() -> None:
    pages = pages_of(render_form(family(60)))
    holding = [page for page in pages if "Esposo o esposa" in page]
    assert len(holding) > 1
    assert all("Parentesco" in page for page in holding)


@needs_poppler
def test_a_blank_form_has_no_qr_and_comes_after_the_list_of_what_to_bring(tmp_path: Path) -> None:
    pdf = render_form(BLANK)
    first, *others = pages_of(pdf)
    assert "Qué debe traer" in first
    assert "Hoja" not in first
    assert all(f"Hoja {number} de {len(others)}" in page for number, page in enumerate(others, 1))
    assert [read(page) for page in pictures(pdf, tmp_path, dpi=150)] == [[]] * (len(others) + 1)


def test_the_same_form_gives_the_same_bytes_and_its_properties_tell_nothing() -> None:
    pdf = render_form(CONTENT)
    assert pdf == render_form(CONTENT)
    properties = str(dict(pypdf.PdfReader(io.BytesIO(pdf)).metadata or {}))
    assert "Solicitud" in properties
    assert not any(secret in properties for secret in (CODE, "K7P4", "9900", "99 00", "María"))
