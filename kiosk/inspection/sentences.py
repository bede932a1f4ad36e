"""The words for each finding: what is the matter and what to do about it, for a person who reads little."""

from decimal import ROUND_CEILING, Decimal

from kiosk.inspection.codes import Code
from kiosk.inspection.limits import OPENED_BYTES, PAGES_LIMIT
from kiosk.locale import _


def megabytes(byte_count: int) -> str:
    """Return a size in decimal megabytes, rounded up to one decimal so that what is over the limit never reads like it: `2,1`."""
    size = (Decimal(byte_count) / 1_000_000).quantize(Decimal("0.1"), ROUND_CEILING)
    return f"{size.normalize():f}".replace(".", ",")


def sentence(code: Code, amount: int, document_bytes: int) -> str:
    """Return the sentence of a finding; `amount` is its number (bytes, megapixels, pages), `document_bytes` the limit."""
    return _sentences()[code].format(
        size=megabytes(amount), limit=megabytes(document_bytes), opened=megabytes(OPENED_BYTES), count=amount, pages=PAGES_LIMIT
    )


def _sentences() -> dict[Code, str]:
    again = _("Este papel llegó dañado. Cópielo otra vez a la memoria, o tome una foto nueva del papel.")
    return {
        Code.EMPTY: _("El archivo está vacío. Cópielo otra vez a la memoria, o tome una foto nueva del papel."),
        Code.TOO_LARGE: _(
            "Pesa {size} MB y aquí se reciben hasta {limit} MB. Si es una foto, tómela otra vez con un tamaño menor "
            "(en los ajustes de la cámara). Si es un escaneo, hágalo otra vez en gris."
        ),
        Code.FAR_TOO_LARGE: _(
            "Pesa más de {opened} MB y aquí se reciben hasta {limit} MB. Tome una foto del papel con la cámara del teléfono."
        ),
        Code.PNG: _(
            "Es una imagen PNG, y aquí se reciben JPG o PDF. Tome una foto del papel con la cámara del teléfono, "
            "o guarde la imagen como JPG."
        ),
        Code.HEIC: _(
            "Es una foto HEIC de iPhone, y aquí se reciben JPG o PDF. En el iPhone entre en Ajustes, Cámara, Formatos, "
            "elija «Más compatible» y tome la foto otra vez."
        ),
        Code.TIFF: _("Es un escaneo TIFF, y aquí se reciben JPG o PDF. Escanee otra vez y elija guardar como PDF o JPG."),
        Code.WEBP: _(
            "Es una imagen WebP, y aquí se reciben JPG o PDF. Tome una foto del papel con la cámara del teléfono, "
            "o guarde la imagen como JPG."
        ),
        Code.GIF: _("Es una imagen GIF, y aquí se reciben JPG o PDF. Tome una foto del papel con la cámara del teléfono."),
        Code.OTHER_IMAGE: _(
            "Es una imagen de otro tipo, y aquí se reciben JPG o PDF. Tome una foto del papel con la cámara del teléfono."
        ),
        Code.OFFICE: _(
            "Es un documento de oficina (como Word), y aquí se reciben JPG o PDF. Guárdelo como PDF; "
            "o imprímalo, fírmelo y tómele una foto."
        ),
        Code.ARCHIVE: _("Es un archivo comprimido (como ZIP). Ábralo y copie a la memoria la foto o el PDF que tiene adentro."),
        Code.PROGRAM: _("Es un programa, no un documento. Elija la foto o el PDF de su papel."),
        Code.VIDEO: _("Es un video o un sonido, no un documento. Tome una foto del papel con la cámara del teléfono."),
        Code.TEXT: _("Es un texto, no una foto ni un PDF, aunque su nombre diga otra cosa. Elija la foto o el PDF de su papel."),
        Code.UNKNOWN: _("Este archivo no es una foto JPG ni un PDF. Tome una foto del papel con la cámara del teléfono."),
        Code.JPEG_TRUNCATED: _(
            "La foto está incompleta: le falta una parte. Cópiela otra vez a la memoria, o tome una foto nueva."
        ),
        Code.JPEG_DAMAGED: again,
        Code.JPEG_DEEP: _(
            "La foto guarda sus colores en {count} bits, y aquí se abren las de 8. "
            "Guárdela como JPG común, o tome una foto con la cámara del teléfono."
        ),
        Code.TOO_MANY_PIXELS: _(
            "La foto es demasiado grande para abrirla ({count} millones de puntos). "
            "Tómela otra vez con un tamaño menor, en los ajustes de la cámara."
        ),
        Code.PDF_LOCKED: _("El PDF pide una contraseña. Guárdelo sin contraseña, o tome una foto del papel."),
        Code.PDF_DAMAGED: _("El PDF no se puede abrir. Cópielo otra vez a la memoria, o tome una foto del papel."),
        Code.TOO_MANY_PAGES: _(
            "El PDF tiene {count} páginas y aquí se reciben hasta {pages}. Guarde en un PDF aparte solo las páginas de este papel."
        ),
        Code.PAGE_DAMAGED: _("Una página del PDF no se puede mostrar. Escanee el papel otra vez, o tómele una foto."),
        Code.NO_SUCH_PAGE: _("El documento no tiene esa página. Elija otra."),
        Code.FAILED: _(
            "El kiosco no pudo revisar este archivo: está dañado o es muy complicado. Tome una foto del papel y elija esa foto."
        ),
        Code.SLOW: _("Revisar este archivo toma demasiado tiempo. Tome una foto del papel y elija esa foto."),
        Code.UNAVAILABLE: _("El kiosco no pudo revisar el archivo ahora. Inténtelo otra vez; si sigue igual, avise al personal."),
    }
