"""The data notice and the informed consent as the person sees them: the hash that is stored is of exactly that text.

What the institution has not told is said to be unknown, with where to ask: nothing is invented (LOPDP arts. 8 and 12).
"""

import hashlib
import re
from functools import cache

from kiosk.domain.errors import OutOfService
from kiosk.domain.filing.acceptance import Acceptance, AcceptanceKind, GivenHow, LegalText
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.procedures.texts import CONSENT, NOTICE, read_text
from kiosk.services.kiosk import Kiosk
from kiosk.settings import InstitutionSettings, Settings


def notice(kiosk: Kiosk) -> LegalText:
    """Return the data notice, shown before anything is typed; raises OutOfService when an office's file has mistakes."""
    return _text(kiosk.settings, AcceptanceKind.NOTICE, NOTICE)


def in_short(text: LegalText) -> LegalText:
    """Return what a text says in short, its title and first list, as a text of its own: who saw no more accepted no more."""
    blocks = text.body.split("\n\n")
    end = next((place for place, block in enumerate(blocks) if block.startswith("- ")), len(blocks) - 1) + 1
    if end >= len(blocks):
        return text
    version = _("{version}, resumen").format(version=text.version)
    return _hashed(text.kind, version, "\n\n".join([*blocks[:end], _version_line(version)]))


def consent(kiosk: Kiosk) -> LegalText:
    """Return the informed consent, shown before the filing is sent; raises OutOfService when an office's file has mistakes."""
    return _text(kiosk.settings, AcceptanceKind.CONSENT, CONSENT)


def accept(kiosk: Kiosk, text: LegalText, how: GivenHow = GivenHow.READ, read_by: str = "") -> Acceptance:
    """Return the acceptance of a text now, with who read it aloud where somebody did."""
    return Acceptance(text.kind, text.version, text.sha256, kiosk.clock.now().at, how, clean(read_by))


@cache
def _text(settings: Settings, kind: AcceptanceKind, name: str) -> LegalText:
    """Return a text with its placeholders filled; read once, so that it cannot change between being shown and being accepted."""
    try:
        source = read_text(name, settings.procedures)
    except (OSError, ValueError) as error:
        raise OutOfService(_("No se puede mostrar el texto legal: {reason}.").format(reason=error)) from error
    sentences = _sentences(settings)
    said = re.sub(r"\{(\w+)\}", lambda found: sentences[found[1]], source.body)
    title_first = said.partition("\n")[2].strip()  # the file begins with its version, which says nothing to who reads little
    return _hashed(kind, source.version, f"{title_first}\n\n{_version_line(source.version)}")


def _hashed(kind: AcceptanceKind, version: str, body: str) -> LegalText:
    return LegalText(kind, version, body, hashlib.sha256(body.encode()).hexdigest())


def _version_line(version: str) -> str:
    return _("Versión {version}").format(version=version)


def _sentences(settings: Settings) -> dict[str, str]:
    """Return what stands for each placeholder."""
    institution = settings.institution
    return {
        "responsible": _said(
            institution.name,
            _("Responde por sus datos: {value}."),
            _("Quién responde por sus datos: pregúntelo en el dispensario."),
        ),
        "address": _said(
            institution.address,
            _("Su dirección: {value}."),
            _("La dirección de la institución: pregúntela en el dispensario."),
        ),
        "contact": _contact(
            institution,
            _("Puede comunicarse así: {value}"),
            _("Cómo comunicarse con la institución: pregúntelo en el dispensario."),
        ),
        "officer": _said(
            institution.officer,
            _("El delegado de protección de datos, que atiende sus preguntas: {value}."),
            _("Quién es el delegado de protección de datos: pregúntelo en el dispensario."),
        ),
        "retention": _said(
            institution.retention,
            _("El IESS guarda el trámite este tiempo: {value}."),
            _("Cuánto tiempo guarda el IESS el trámite: pregúntelo en el dispensario."),
        ),
        "rights": _contact(
            institution,
            _("Para quitar su permiso o usar sus derechos, pídalo en este dispensario o aquí: {value}"),
            _("Para quitar su permiso o usar sus derechos, pídalo en este dispensario."),
        ),
        "complaints": _said(
            institution.complaints,
            _("Puede presentar su queja aquí: {value}."),
            _("Dónde se presenta la queja: pregúntelo en el dispensario."),
        ),
        "draft_days": str(settings.limits.draft_days),
        "copies_days": str(settings.limits.copies_days),
    }


def _contact(institution: InstitutionSettings, known: str, unknown: str) -> str:
    ways = (institution.contact_email, institution.contact_telephone, institution.website)
    return _said(" · ".join(way for way in ways if way), known, unknown)


def _said(value: str, known: str, unknown: str) -> str:
    """Return the sentence with the value, or the one that says that it is not known."""
    value = clean(value, limit=400)
    return known.format(value=value.rstrip(".")) if value else unknown
