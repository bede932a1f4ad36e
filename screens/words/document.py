"""A document's state in words: the list, the document's own screen and the review must not say it each in its own way."""

from collections.abc import Iterator

from kiosk.domain.documents.document import Attachment, MediaType, Reading, Verdict
from kiosk.domain.filing.procedure import Slot
from kiosk.locale import _, ngettext
from screens.words.file import shown_size


def slot_in_words(slot: Slot) -> str:
    """Return which document it is, and of whom."""
    name = slot.requirement.name
    return _("{document}, de {name}").format(document=name, name=slot.person_name) if slot.person else name


def state_in_words(attachment: Attachment, *, being_read: bool = False) -> str:
    """Return the state of a document that stands in its place, in one word: the list and the review say the same one."""
    if being_read:
        return _("… leyendo")
    answered = attachment.reading is Reading.MEANT and not attachment.findings
    fine = not attachment.is_in_doubt and (answered or attachment.verdict is Verdict.FINE)
    return _("● listo") if fine else _("! dudoso")


def reading_in_words(attachment: Attachment, *, being_read: bool = False) -> str:
    """Return what the reading of its letters says, never a number; nothing where nothing was looked for yet."""
    if being_read:
        return _("… Leyendo el número de cédula. No hace falta esperar.")
    if attachment.reading is None:
        return ""
    return {
        Reading.FOUND: _("● Se lee el número que escribió."),
        Reading.NOT_FOUND: _("? No se lee el número: ¿lo tapa un dedo o un brillo?")
        if attachment.media_type is MediaType.JPEG
        else _("? No se lee el número: ¿está tapado o borroso?"),
        Reading.OTHER_PERSON: _("? En la foto se lee otro número de cédula.")
        if attachment.media_type is MediaType.JPEG
        else _("? En el documento se lee otro número de cédula."),
        Reading.MEANT: _("● Usted dijo que es el correcto."),
        Reading.UNAVAILABLE: _("? El kiosco no pudo leer el número. Mire usted si se lee entero."),
    }[attachment.reading]


def verdict_in_words(attachment: Attachment, *, being_read: bool = False) -> list[str]:
    """Return the one verdict on a document and what mends it: another's number, what is wanting, no number, or that it is fine."""
    read = reading_in_words(attachment, being_read=being_read)
    if being_read or attachment.reading is Reading.OTHER_PERSON:
        return [read]
    return list(findings_in_words(attachment)) if attachment.findings else [read or _("● Se ve con claridad.")]


def findings_in_words(attachment: Attachment) -> Iterator[str]:
    """Return what was found wanting, and for what is doubtful that it may stay so."""
    yield from (f"! {each.message}" for each in attachment.findings)
    if attachment.verdict is Verdict.DOUBTFUL:
        yield _("Puede dejarlo así; quien lo revise lo verá. Mejor, si puede, ponga otro.")


def kind_in_words(attachment: Attachment) -> str:
    """Return what kind of document it is."""
    if attachment.media_type is MediaType.JPEG:
        return _("Es una foto.")
    return ngettext("Es un PDF de una página.", "Es un PDF de {count} páginas.", attachment.pages).format(count=attachment.pages)


def size_in_words(attachment: Attachment) -> str:
    """Return how much it takes, and how much it did where it was made smaller."""
    now, before = shown_size(attachment.byte_count), shown_size(attachment.original_bytes)
    if attachment.original_bytes > attachment.byte_count and now != before:
        return _("Pesaba {before}; quedó en {now}.").format(before=before, now=now)
    return _("Pesa {size}.").format(size=now)
