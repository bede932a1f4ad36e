"""What people and attackers bring, one of each: the command and the screen must both end with a sentence and a place that works.

`code` is what a refused one is called; those without a code are strange, yet taken.
"""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pikepdf
from PIL import Image

from kiosk.adapters.samples.card import MARIA, front
from tests.inspection.hostile import claiming, crowded_pdf, pdf, pdf_bomb, photo, plain_pdf, recursive_pdf


@dataclass(frozen=True)
class Document:
    """A file by its name, what draws it, the code under which it is refused ("" when it is taken), and a word of the sentence."""

    name: str
    draw: Callable[[], bytes] = field(repr=False)
    code: str = ""
    word: str = ""

    @property
    def content(self) -> bytes:
        """Its bytes."""
        return self.draw()


@cache
def card(kind: str = "JPEG", mode: str = "RGB", *, orientation: int = 1, progressive: bool = False) -> bytes:
    """Return a card of nobody as a picture of this kind."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    written = io.BytesIO()
    picture = (
        front(MARIA).convert("L").convert("I").point(lambda level: level * 257) if mode == "I;16" else front(MARIA).convert(mode)
    )
    more = {"quality": 90, "exif": exif, "progressive": progressive} if kind == "JPEG" else {}
    picture.convert(mode).save(written, kind, **more)
    return written.getvalue()


def page() -> bytes:
    """Return a PDF of one page that shows a card."""
    written = io.BytesIO()
    front(MARIA).save(written, "PDF", resolution=300)
    return written.getvalue()


def scripted(**catalogue: pikepdf.Object) -> bytes:
    """Return a good PDF with something in its catalogue that acts when it is opened."""
    document = pikepdf.open(io.BytesIO(page()))
    for name, value in catalogue.items():
        document.Root[f"/{name}"] = value
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def twelve_bits() -> bytes:
    """Return a JPEG that says that its samples have twelve bits each."""
    content = photo()
    precision = content.find(b"\xff\xc0") + 4
    return content[:precision] + b"\x0c" + content[precision + 1 :]


def wide_page() -> bytes:
    """Return a PDF with a page of 50,000 points a side and nothing on it."""
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 50000 50000] >>"
    return plain_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", leaf)


def acting() -> pikepdf.Object:
    """Return what a PDF does by itself when it is opened."""
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('hola')"))


def documents() -> tuple[Document, ...]:
    """Return all of them."""
    return (
        Document("programa.jpg", lambda: b"MZ\x90\x00" + bytes(300), "program", "programa"),
        Document("programa.pdf", lambda: Path(sys.executable).read_bytes()[:300_000], "program", "programa"),
        Document("nota.pdf", "Señor director: solicito…".encode, "text", "texto"),
        Document("vacio.jpg", lambda: b"", "empty", "vacío"),
        Document("cortado.jpg", lambda: card()[: len(card()) // 2], "jpeg_truncated", "incompleta"),
        Document("casi-nada.jpg", lambda: b"\xff\xd8\xff", "jpeg", "foto"),
        Document("cortado.pdf", lambda: page()[:300], "pdf_damaged", "PDF"),
        Document("con-clave.pdf", lambda: pdf(password="mi clave"), "pdf_locked", "contraseña"),
        Document("diez-mil.pdf", lambda: crowded_pdf(10_000), "too_many_pages", "10000 páginas"),
        Document("enorme.pdf", wide_page, "page_size", "tamaño"),
        Document("circular.pdf", recursive_pdf, "page_damaged", "página"),
        Document("bomba.pdf", pdf_bomb, "inspection", "foto"),
        Document("bomba.jpg", lambda: claiming(photo(), 50_000, 50_000), "too_many_pixels", "grande"),
        Document("doce-bits.jpg", twelve_bits, "jpeg", "foto"),
        Document("iphone.heic", lambda: b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "heic", "HEIC"),
        Document("escaneo.tif", lambda: card("TIFF"), "tiff", "TIFF"),
        Document("de-la-web.jpg", lambda: card("WEBP"), "webp", "WebP"),
        Document("cmyk.jpg", lambda: card(mode="CMYK")),
        Document("progresiva.jpg", lambda: card(progressive=True)),
        Document("gris.jpg", lambda: card(mode="L")),
        Document("acostada.jpg", lambda: card(orientation=6)),
        Document("es-jpg.pdf", card),
        Document("es-pdf.jpg", page),
        Document("imagen.png", lambda: card("PNG")),
        Document("imagen16.png", lambda: card("PNG", "I;16")),
        Document("con-programa.pdf", lambda: scripted(OpenAction=acting())),
        Document("con-formulario.pdf", lambda: scripted(AcroForm=pikepdf.Dictionary(Fields=pikepdf.Array()))),
        Document("con-cola.jpg", lambda: card() + b"MZ" + bytes(5000)),
    )
