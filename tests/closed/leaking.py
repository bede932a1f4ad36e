"""Every way in which something of a person could lie somewhere, for proving that the search finds it there."""

import base64
import gzip
import io
import json
import pickle
import quopri
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import quote

import pikepdf
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

Wrapping = Callable[[bytes], bytes]


def _text(content: bytes) -> str:
    return content.decode("latin-1")


def _hidden(undo: str) -> Wrapping:
    """Wrap in a way that leaves no two letters together."""
    return lambda content: b"".join((undo % each).encode() for each in content)


def _mail(content: bytes) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Verificar su correo: ñandú"
    message.set_content("Comprobante adjunto.\n")
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename="x.bin")
    return message.as_bytes()


def _pdf(content: bytes) -> bytes:
    """Return a PDF that holds it in a stream."""
    file = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Kept = pdf.make_stream(content)
        pdf.save(file, compress_streams=True, recompress_flate=True)
    return file.getvalue()


def _object_stream(content: bytes) -> bytes:
    """Return a PDF that holds it as a text among the packed objects."""
    file = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.Kept = pikepdf.String(_text(content))
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue()


def _picture_of_pdf(content: bytes) -> bytes:
    """Return a PDF that holds a document as the picture on its page."""
    file = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.Root.Kept = pikepdf.Stream(pdf, content, {"/Filter": pikepdf.Name.DCTDecode})
        pdf.add_blank_page()
        pdf.save(file)
    return file.getvalue()


def _drawn(content: bytes) -> bytes:
    """Return a PDF that draws it in packed letters, in base 85 as ReportLab is used to."""
    file = io.BytesIO()
    canvas = Canvas(file, pageCompression=1)
    canvas.drawString(10, 10, _text(content))
    canvas.save()
    return file.getvalue()


def _zip(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("expediente.json", b"{" + content + b"}")
    return file.getvalue()


def _in_noise(content: bytes) -> bytes:
    """Return it within bytes that mean nothing, as a page of a database or a piece of memory."""
    noise = Image.effect_noise((64, 64), 90).tobytes()
    return noise + content + noise


OF_BYTES: dict[str, tuple[Wrapping, ...]] = {
    "plain": (),
    "in noise": (_in_noise,),
    "pickle": (pickle.dumps,),
    "escapes of python": (_hidden("\\x%02x"),),
    "octal escapes": (_hidden("\\%03o"),),
    "base64": (base64.b64encode,),
    "base64 after letters": (lambda content: b"datos:abc" + base64.b64encode(content),),
    "base64 of addresses": (base64.urlsafe_b64encode,),
    "base64 in lines": (base64.encodebytes,),
    "quoted-printable": (_hidden("=%02X"),),
    "quoted-printable in lines": (lambda content: quopri.encodestring(b"\xc3\xb1" * 34 + content, quotetabs=True),),
    "hex": (lambda content: content.hex().encode(),),
    "hex after a digit": (lambda content: b"0" + content.hex().upper().encode(),),
    "hex with colons": (lambda content: content.hex(":").encode(),),
    "percent": (_hidden("%%%02X"),),
    "percent of what must be": (lambda content: quote(b"\xc3\x91 " + content).encode(),),
    "zlib": (zlib.compress,),
    "zlib in noise": (zlib.compress, _in_noise),
    "zlib cut": (lambda content: zlib.compress(content + bytes(range(256)) * 9)[:-9],),
    "gzip": (gzip.compress,),
    "zip": (_zip,),
    "mail": (_mail,),
    "stream of a pdf": (_pdf,),
    "picture of a pdf": (_picture_of_pdf,),
    "percent of base64 of zlib": (zlib.compress, base64.b64encode, lambda content: quote(content, safe="").encode()),
    "hex of gzip of quoted-printable": (quopri.encodestring, gzip.compress, lambda content: content.hex().encode()),
    "pdf in a mail in json, packed": (_pdf, _mail, lambda content: json.dumps(_text(content)).encode(), zlib.compress),
}
"""Ways of writing bytes by name: what is done to them, one after the other."""
OF_TEXT: dict[str, tuple[Wrapping, ...]] = {
    "json": (lambda content: json.dumps({"event": "x", "detail": _text(content)}).encode(),),
    "escapes of json": (_hidden("\\u%04x"),),
    "names of html": (_hidden("&#%d;"),),
    "utf-16-le": (lambda content: _text(content).encode("utf-16-le"),),
    "utf-16-be": (lambda content: _text(content).encode("utf-16-be"),),
    "utf-16 in noise": (lambda content: _text(content).encode("utf-16-le"), _in_noise),
    "utf-32": (lambda content: _text(content).encode("utf-32"),),
    "object stream of a pdf": (_object_stream,),
    "letters of a pdf": (_drawn,),
    "letters of a pdf in a mail": (_drawn, _mail),
    "base64 of utf-16 of hex": (lambda content: content.hex().encode("utf-16-le"), base64.b64encode),
    "base64 of base64 of base64 of utf-16": (lambda content: _text(content).encode("utf-16-be"), *[base64.b64encode] * 3),
}
"""The same for what is made of letters."""
WRAPPINGS = OF_BYTES | OF_TEXT


def wrapped(content: bytes, way: str) -> bytes:
    """Write something in a way."""
    for step in WRAPPINGS[way]:
        content = step(content)
    return content
