"""The words for each finding: what is the matter and what to do about it, for a person who reads little."""

from decimal import ROUND_CEILING, Decimal

from kiosk.domain.documents.document import Origin
from kiosk.inspection.codes import Code
from kiosk.inspection.limits import OPENED_BYTES, PAGES_LIMIT
from kiosk.locale import _


def megabytes(byte_count: int) -> str:
    """Return a size in decimal megabytes, rounded up to one decimal so that what is over the limit never reads like it: `2,1`."""
    size = (Decimal(byte_count) / 1_000_000).quantize(Decimal("0.1"), ROUND_CEILING)
    return f"{size.normalize():f}".replace(".", ",")


def size_sentence(original_bytes: int, byte_count: int) -> str | None:
    """Say what a document weighed and weighs now; None where that is nearly the same."""
    if original_bytes < 1.2 * byte_count:
        return None
    return _("Pesaba {before} MB; quedó en {after} MB.").format(before=megabytes(original_bytes), after=megabytes(byte_count))


def sentence(code: Code, amount: int, document_bytes: int, origin: Origin = Origin.FILE) -> str:
    """Return the sentence of a finding, with what mends it where the document comes from.

    `amount` is its number (bytes, megapixels, pages, a page), `document_bytes` the limit.
    """
    if (words := _legibility(origin).get(code)) is not None:
        return _("Página {count}. {words}").format(count=amount, words=words) if amount else words
    words = (_of_a_scan().get(code) if origin is Origin.SCAN else None) or _sentences()[code]
    return words.format(
        size=megabytes(amount), limit=megabytes(document_bytes), opened=megabytes(OPENED_BYTES), count=amount, pages=PAGES_LIMIT
    )


def _legibility(origin: Origin) -> dict[Code, str]:
    """Return the words on what can be read; their amount is the page, from 1, where there are several, else 0."""
    return _scanned() if origin is Origin.SCAN else _photographed()


def _photographed() -> dict[Code, str]:
    return {
        Code.NO_PAPER: _(
            "Aquí no se ve un papel con letras. Ponga el papel en el centro, acérquese hasta que llene la pantalla, "
            "y tome la foto otra vez."
        ),
        Code.HARDLY_PAPER: _(
            "¿Se ve el papel? Si no, póngalo en el centro, acérquese hasta que llene la pantalla, y tome la foto otra vez."
        ),
        Code.BLANK: _("Esta hoja está en blanco. Dele la vuelta al lado que tiene letras, y tome la foto otra vez."),
        Code.LOW_RESOLUTION: _(
            "Las letras salieron muy pequeñas. Tome la foto más de cerca, hasta que el papel llene la pantalla."
        ),
        Code.BLURRED: _("Está borrosa. Apoye la hoja en la mesa, sostenga firme el teléfono y tome la foto otra vez."),
        Code.TOO_DARK: _("Está muy oscura. Acérquese a una ventana o prenda la luz, y tome la foto otra vez."),
        Code.WASHED_OUT: _(
            "Salió demasiado clara y las letras se pierden. Quite el flash o aléjese de la luz, y tome la foto otra vez."
        ),
        Code.LOW_CONTRAST: _(
            "Las letras se ven muy pálidas. Busque mejor luz, limpie el lente del teléfono y tome la foto otra vez."
        ),
        Code.GLARE: _(
            "Hay un brillo que tapa una parte. Quite el flash o mueva el papel hasta que no brille, y tome la foto otra vez."
        ),
        Code.SHADOW: _("Una sombra tapa una parte. Póngase del otro lado de la luz, y tome la foto otra vez."),
        Code.CUT_OFF: _("Le falta una parte del papel. Aleje un poco el teléfono y tome la foto con los cuatro bordes a la vista."),
        Code.NOT_A_CARD: _("¿Es la cédula? Parece una hoja grande. Si no es, tome la foto de la cédula sola."),
        Code.NOT_A_SHEET: _("¿Es la hoja que se pide? Parece una cédula. Si no es, tome la foto de la hoja entera."),
        Code.SIDEWAYS: _("El papel salió de lado. Gírelo aquí, o tome la foto otra vez con las letras derechas."),
        Code.TILTED: _("El papel salió torcido. Póngalo derecho y tome la foto desde arriba."),
    }


def _scanned() -> dict[Code, str]:
    return {
        Code.NO_PAPER: _(
            "Aquí no se ve un papel con letras. Póngalo sobre el vidrio, con las letras hacia abajo, y escanee otra vez."
        ),
        Code.HARDLY_PAPER: _("¿Se ve el papel? Si no, póngalo sobre el vidrio, con las letras hacia abajo, y escanee otra vez."),
        Code.BLANK: _("Esta hoja está en blanco. Dele la vuelta al lado que tiene letras, y escanéela otra vez."),
        Code.LOW_RESOLUTION: _(
            "Las letras salieron muy pequeñas. Escanee otra vez con más calidad; si sigue igual, avise al personal."
        ),
        Code.BLURRED: _("Salió borrosa. Ponga el papel bien plano, cierre la tapa y escanéelo otra vez sin moverlo."),
        Code.TOO_DARK: _("Salió muy oscura. Cierre bien la tapa y escanee otra vez; si sigue igual, avise al personal."),
        Code.WASHED_OUT: _(
            "Salió demasiado clara y las letras se pierden. Cierre bien la tapa y escanee otra vez; "
            "si sigue igual, avise al personal."
        ),
        Code.LOW_CONTRAST: _("Las letras salieron muy pálidas. Limpie el vidrio del escáner, cierre la tapa y escanee otra vez."),
        Code.GLARE: _(
            "Hay un brillo que tapa una parte. Saque el papel de su funda de plástico, cierre la tapa y escanéelo otra vez."
        ),
        Code.SHADOW: _("Una sombra tapa una parte. Ponga el papel bien plano, cierre la tapa y escanéelo otra vez."),
        Code.CUT_OFF: _(
            "Le falta una parte del papel. Póngalo entero sobre el vidrio, sin que se salga del borde, y escanéelo otra vez."
        ),
        Code.NOT_A_CARD: _("¿Es la cédula? Parece una hoja grande. Si no es, escanee la cédula sola."),
        Code.NOT_A_SHEET: _("¿Es la hoja que se pide? Parece una cédula. Si no es, escanee la hoja entera."),
        Code.SIDEWAYS: _("El papel salió de lado. Gírelo aquí, o escanéelo otra vez con las letras derechas."),
        Code.TILTED: _("El papel salió torcido. Póngalo derecho, junto al borde del vidrio, y escanéelo otra vez."),
    }


def _of_a_scan() -> dict[Code, str]:
    """Return what is said otherwise where the document came from a scanner."""
    again = _("Este papel llegó dañado. Escanéelo otra vez.")
    return {
        Code.EMPTY: _("No llegó nada del escáner. Escanee el papel otra vez."),
        Code.TOO_LARGE: _(
            "Pesa {size} MB, y no cabe en los {limit} MB que aquí se reciben sin que se pierdan las letras. "
            "Si son varias páginas, escanéelas por partes."
        ),
        Code.FAR_TOO_LARGE: _("Pesa más de {opened} MB y aquí se reciben hasta {limit} MB. Escanee otra vez con menos calidad."),
        Code.PNG_DAMAGED: again,
        Code.JPEG_TRUNCATED: _("La imagen llegó incompleta: le falta una parte. Escanee el papel otra vez."),
        Code.JPEG_DAMAGED: again,
        Code.JPEG_DEEP: _(
            "La imagen guarda sus colores en {count} bits, y aquí se abren las de 8. "
            "Escanee otra vez y elija guardar como PDF o JPG."
        ),
        Code.TOO_MANY_PIXELS: _(
            "La imagen es demasiado grande para abrirla ({count} millones de puntos). Escanee otra vez con menos calidad."
        ),
        Code.PDF_LOCKED: _("El PDF pide una contraseña. Escanee otra vez y guárdelo sin contraseña."),
        Code.PDF_DAMAGED: _("El PDF no se puede abrir. Escanee el papel otra vez."),
        Code.TOO_MANY_PAGES: _(
            "El PDF tiene {count} páginas y aquí se reciben hasta {pages}. Escanee solo las páginas de este papel."
        ),
        Code.PAGE_SIZE: _("Una página del PDF tiene un tamaño que ningún papel tiene. Escanee el papel otra vez, en tamaño A4."),
        Code.PAGE_DAMAGED: _("Una página del PDF no se puede mostrar. Escanee el papel otra vez."),
        Code.FAILED: _("El kiosco no pudo revisar este archivo: está dañado o es muy complicado. Escanee el papel otra vez."),
        Code.SLOW: _("Revisar este archivo toma demasiado tiempo. Escanee el papel otra vez, con menos páginas."),
    }


def _sentences() -> dict[Code, str]:
    again = _("Este papel llegó dañado. Cópielo otra vez a la memoria, o tome una foto nueva del papel.")
    return {
        Code.EMPTY: _("El archivo está vacío. Cópielo otra vez a la memoria, o tome una foto nueva del papel."),
        Code.TOO_LARGE: _(
            "Pesa {size} MB, y no cabe en los {limit} MB que aquí se reciben sin que se pierdan las letras. "
            "Si son varias páginas, póngalas en archivos aparte. Si es una foto, tome otra con buena luz."
        ),
        Code.FAR_TOO_LARGE: _(
            "Pesa más de {opened} MB y aquí se reciben hasta {limit} MB. Tome una foto del papel con la cámara del teléfono."
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
        Code.PNG_DAMAGED: again,
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
        Code.PAGE_SIZE: _(
            "Una página del PDF tiene un tamaño que ningún papel tiene. Escanee el papel otra vez, o tómele una foto."
        ),
        Code.PAGE_DAMAGED: _("Una página del PDF no se puede mostrar. Escanee el papel otra vez, o tómele una foto."),
        Code.NO_SUCH_PAGE: _("El documento no tiene esa página. Elija otra."),
        Code.FAILED: _(
            "El kiosco no pudo revisar este archivo: está dañado o es muy complicado. Tome una foto del papel y elija esa foto."
        ),
        Code.SLOW: _("Revisar este archivo toma demasiado tiempo. Tome una foto del papel y elija esa foto."),
        Code.UNAVAILABLE: _("El kiosco no pudo revisar el archivo ahora. Inténtelo otra vez; si sigue igual, avise al personal."),
    }
