"""The desk's papers, read back by other programs than the one that drew them."""

import io
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
import zxingcpp
from PIL import Image

from kiosk.adapters.drawing.paper import render_paper
from kiosk.domain.machine.message import Media
from kiosk.domain.papers.paper import PaperContent, Section

CONTENT = PaperContent(
    institution="Instituto Ecuatoriano de Seguridad Social (IESS), Seguro Social Campesino",
    dispensary="Dispensario Ñuca Llacta",
    title="Falta un documento",
    made_at="23 de noviembre de 2026, 10:41 (hora no verificada)",
    number="K7P4-9WXM",
    sections=(
        Section(
            "Qué le pedimos", ("La cédula, parte de atrás: la foto salió movida. Traiga el papel, y aquí lo volvemos a escanear.",)
        ),
        Section("Su trámite", rows=(("Número", "0417A-26-000123-9"), ("Enviado el", "20 de noviembre de 2026, 09:12"))),
    ),
    signature="Firma o huella de quien recibe",
    qr="KIOSKC:K7P49WXM",
    foot=("Guarde este papel y no lo preste.",),
)
needs_poppler = pytest.mark.peer("pdftoppm")


def pages_of(content: PaperContent, media: Media) -> list[str]:
    """Return each page's words on one line."""
    pages = pypdf.PdfReader(io.BytesIO(render_paper(content, media))).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def said(content: PaperContent) -> list[str]:
    words = [
        content.institution,
        content.dispensary,
        content.title,
        content.made_at,
        content.number,
        content.signature,
        *content.foot,
    ]
    for section in content.sections:
        words += [section.heading, *section.lines, *(part for row in section.rows for part in row)]
    return words


@pytest.mark.parametrize("media", Media)
def test_every_word_stands_on_one_page_with_a_line_to_sign_and_a_box_for_the_thumb(media: Media) -> None:
    (page,) = pages_of(CONTENT, media)
    for words in (*said(CONTENT), "Huella"):
        assert words in page


@needs_poppler
@pytest.mark.parametrize("media", Media)
def test_the_qr_of_a_slip_reads_from_the_printed_page(media: Media, tmp_path: Path) -> None:
    (tmp_path / "p.pdf").write_bytes(render_paper(CONTENT, media))
    subprocess.run(["pdftoppm", "-png", "-r", "203", "-singlefile", "p.pdf", "p"], cwd=tmp_path, check=True)
    with Image.open(tmp_path / "p.png") as page:
        assert [code.text for code in zxingcpp.read_barcodes(page.convert("L"))] == [CONTENT.qr]


def test_a_long_paper_goes_on_over_named_pages_of_a4_and_no_heading_ends_one() -> None:
    for lines in range(1, 40):
        sections = (
            Section("Primero", tuple(f"Renglón {place}." for place in range(lines))),
            Section("Segundo", ("Lo que sigue.",)),
        )
        pages = pages_of(replace(CONTENT, sections=sections * 2), Media.A4)
        assert not any(page.endswith(("Primero", "Segundo")) for page in pages)
        assert all(f"{CONTENT.title} · {CONTENT.number}, hoja {place}" in page for place, page in enumerate(pages[1:], 2))
        assert sum(page.count("Huella") for page in pages) == 1
    assert len(pages) > 2


def test_a_paper_on_the_roll_is_one_page_however_much_stands_on_it() -> None:
    content = replace(CONTENT, sections=CONTENT.sections * 20)
    assert len(pages_of(content, Media.ROLL)) == 1


@pytest.mark.parametrize("media", Media)
def test_the_number_is_the_largest_and_nothing_is_too_small_to_read(media: Media) -> None:
    sizes: dict[str, float] = {}

    def visit(text: str, _cm: object, _tm: object, _font: object, size: float) -> None:
        if text.strip():
            sizes[text.strip()] = size

    pypdf.PdfReader(io.BytesIO(render_paper(CONTENT, media))).pages[0].extract_text(visitor_text=visit)
    assert max(sizes, key=lambda text: sizes[text]) == CONTENT.number
    assert min(sizes.values()) >= (9 if media is Media.ROLL else 11)
