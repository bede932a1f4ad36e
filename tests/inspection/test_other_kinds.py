"""Files that are neither JPEG nor PDF are refused by their own name, whatever they are called."""

import io
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from kiosk.domain.documents.document import Verdict
from kiosk.inspection.judged.inspector import Inspector


def picture(kind: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(written, kind)
    return written.getvalue()


def archive(*names: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        for name in names:
            packed.writestr(name, "x" * 50)
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "empty", "vacío"),
        (picture("TIFF"), "tiff", "TIFF"),
        (picture("WEBP"), "webp", "WebP"),
        (picture("GIF"), "gif", "GIF"),
        (picture("BMP"), "other_image", "imagen"),
        (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00", "other_image", "imagen"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "heic", "HEIC"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", "video", "video"),
        (archive("[Content_Types].xml", "word/document.xml"), "office_document", "PDF"),
        (archive("foto.jpg"), "archive", "comprimido"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "office_document", "PDF"),
        (Path(sys.executable).read_bytes()[:500_000], "program", "programa"),
        (b"MZ\x90\x00" + bytes(300), "program", "programa"),
        (b"#!/bin/sh\nrm -rf /\n", "program", "programa"),
        ("Señor director: solicito…".encode(), "text", "texto"),
        (bytes(5000), "unknown_type", "JPG"),
    ],
)
def test_it_is_refused_by_its_name_with_what_to_do(inspector: Inspector, content: bytes, code: str, words: str) -> None:
    seen = inspector.inspect(content)
    assert (seen.verdict, seen.media_type, seen.pages, seen.picture) == (Verdict.REFUSED, None, 0, None)
    assert [finding.code for finding in seen.findings] == [code]
    assert words in seen.findings[0].message
