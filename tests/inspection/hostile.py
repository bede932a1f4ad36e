"""Documents made by the tests, good ones and hostile ones."""

import io
import random
import struct
import zlib

import numpy as np
import pikepdf
from PIL import Image, ImageCms, ImageDraw, ImageFont


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


CANARY = b"9900000010-EL-CANARIO"
"""What must not be found in what is kept."""


def telling_photo(*, mode: str = "RGB", orientation: int = 1) -> bytes:
    """Return a JPEG that tells of its maker, place and owner wherever it can, and after its end as well."""
    image = Image.open(io.BytesIO(photo(mode=mode)))
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x927C] = orientation, CANARY.decode(), CANARY
    exif.get_ifd(0x8825)[29] = CANARY.decode()
    written = io.BytesIO()
    xmp = b"<x:xmpmeta>%b</x:xmpmeta>" % CANARY
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image.save(written, "JPEG", exif=exif, xmp=xmp, comment=CANARY, icc_profile=profile, quality=85)
    note = struct.pack(">BBH", 0xFF, 0xED, len(CANARY) + 2) + CANARY
    return written.getvalue()[:2] + note + written.getvalue()[2:] + CANARY


def camera_photo(size: tuple[int, int], *, quality: int = 80, orientation: int = 1) -> bytes:
    """Return a JPEG like a camera's of a page on a table: lines of letters, a soft shadow, and noise."""
    width, height = size
    sheet = Image.new("RGB", size, (120, 96, 70))
    drawing = ImageDraw.Draw(sheet)
    drawing.rectangle((width // 20, height // 20, width - width // 20, height - height // 20), fill=(240, 236, 226))
    font = ImageFont.load_default(height // 60)
    for number in range(36):
        line = f"{number:02} solicitud de egreso voluntario del seguro social campesino " * 2
        drawing.text((width // 12, height // 12 + number * height // 45), line[:90], "#223", font)
    levels = np.asarray(sheet, np.float32) * np.linspace(0.8, 1.05, width, dtype=np.float32)[None, :, None]
    noise = np.random.default_rng(5).normal(0, 6, (height, width, 1)).astype(np.float32)
    exif = Image.Exif()
    exif[0x0112] = orientation
    written = io.BytesIO()
    Image.fromarray(np.clip(levels + noise, 0, 255).astype(np.uint8)).save(written, "JPEG", quality=quality, exif=exif)
    return written.getvalue()


def png(mode: str) -> bytes:
    """Return a PNG whose upper left quarter is black and the rest light; its upper right quarter is transparent where it can be."""
    image = Image.open(io.BytesIO(photo())).convert("L")
    if mode in {"RGBA", "LA"}:
        image = image.convert(mode)
        image.paste((0,) * len(mode), (500, 0, 1000, 315))
    elif mode == "I;16":
        image = Image.fromarray(np.asarray(image).astype(np.uint16) * 257)
    else:
        image = image.convert(mode)
    written = io.BytesIO()
    image.save(written, "PNG")
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
