"""Documents made by the tests, good ones and hostile ones."""

import io
import random
import struct
import zlib

import pikepdf
from PIL import Image


def photo(
    size: tuple[int, int] = (1000, 630), *, mode: str = "RGB", orientation: int = 1, progressive: bool = False, subsampling: int = 2
) -> bytes:
    """Return a JPEG whose upper left quarter is black and the rest light, with an EXIF orientation."""
    image = Image.new("L", size, 230)
    image.paste(10, (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[0x0112] = orientation
    written = io.BytesIO()
    image.convert(mode).save(written, "JPEG", quality=85, exif=exif, progressive=progressive, subsampling=subsampling)
    return written.getvalue()


def noisy_photo(byte_count: int) -> bytes:
    """Return a JPEG of at least so many bytes."""
    side = int((byte_count / 2) ** 0.5) + 64
    noise = random.Random(7).randbytes(side * side * 3)  # noqa: S311 - noise, not a secret
    image = Image.frombytes("RGB", (side, side), noise)
    written = io.BytesIO()
    image.save(written, "JPEG", quality=95)
    return written.getvalue()


def claiming(content: bytes, width: int, height: int) -> bytes:
    """Return a JPEG whose frame header claims another size in pixels."""
    start = max(content.find(b"\xff\xc0"), content.find(b"\xff\xc2")) + 5
    return content[:start] + struct.pack(">HH", height, width) + content[start + 4 :]


def pdf(pages: int = 1, *, password: str | None = None, size: tuple[int, int] = (595, 842)) -> bytes:
    """Return a PDF with a black block in the upper left quarter of each page, sizes in points."""
    document = pikepdf.new()
    width, height = size
    for _number in range(pages):
        document.add_blank_page(page_size=size)
        block = f"0 {height / 2} {width / 2} {height / 2} re f".encode()
        document.pages[-1].Contents = document.make_stream(block)
    written = io.BytesIO()
    document.save(written, encryption=pikepdf.Encryption(user=password, owner=password) if password else False)
    return written.getvalue()


def plain_pdf(*objects: bytes) -> bytes:
    """Return a PDF of these objects, numbered from 1 on, the first being the catalogue; without a cross-reference table."""
    body = b"".join(b"%d 0 obj\n%b\nendobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R /Size %d >>\n%%%%EOF\n" % (len(objects) + 1)


def crowded_pdf(pages: int) -> bytes:
    """Return a small PDF of very many pages."""
    kids = b" ".join(b"%d 0 R" % (number + 3) for number in range(pages))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"
    tree = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (pages, kids)
    return plain_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", tree, *([page] * pages))


def recursive_pdf() -> bytes:
    """Return a PDF whose page tree contains itself."""
    return plain_pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Parent 2 0 R /Kids [2 0 R] >>")


def pdf_bomb() -> bytes:
    """Return a PDF of a few thousand bytes whose first page unpacks to 300 million."""
    packer = zlib.compressobj(1)
    once = b"".join([*(packer.compress(b" " * 1_000_000) for _part in range(300)), packer.flush()])
    twice = zlib.compress(once, 9)
    return plain_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>",
        b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n%b\nendstream" % (len(twice), twice),
    )
