"""The data notice and the informed consent as the person sees them: the hash that is stored is of exactly that text.

What the institution has not told is said to be unknown, with where to ask: nothing is invented (LOPDP arts. 8 and 12).
"""

import hashlib
import re
from functools import cache

from kiosk.domain.acceptance import Acceptance, AcceptanceKind, GivenHow, LegalText
from kiosk.domain.errors import OutOfService
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.procedures.texts import CONSENT, NOTICE, read_text
from kiosk.services.kiosk import Kiosk
from kiosk.settings import InstitutionSettings, Settings


def notice(kiosk: Kiosk) -> LegalText:
    """Return the data notice, shown before anything is typed; raises OutOfService when an office's file has mistakes."""
    return _text(kiosk.settings, AcceptanceKind.NOTICE, NOTICE)


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
    body = re.sub(r"\{(\w+)\}", lambda found: sentences[found[1]], source.body)
    return LegalText(kind, source.version, body, hashlib.sha256(body.encode()).hexdigest())


def _sentences(settings: Settings) -> dict[str, str]:
    """Return what stands for each placeholder."""
    institution = settings.institution
    return {
        "responsible": _said(
            institution.name,
            _("Responde por sus datos: {value}."),
            _("El kiosco no tiene configurado quién responde por sus datos; pregunte en el dispensario."),
        ),
        "address": _said(
            institution.address,
            _("Su dirección: {value}."),
            _("El kiosco no tiene configurada la dirección de la institución; pregunte en el dispensario."),
        ),
        "contact": _contact(
            institution,
            _("Puede comunicarse así: {value}"),
            _("El kiosco no tiene configurado cómo comunicarse con la institución; pregunte en el dispensario."),
        ),
        "officer": _said(
            institution.officer,
            _("El delegado de protección de datos, que atiende sus preguntas: {value}."),
            _("El kiosco no tiene configurado quién es el delegado de protección de datos; pregunte en el dispensario."),
        ),
        "retention": _said(
            institution.retention,
            _("El IESS guarda el trámite este tiempo: {value}."),
            _("El kiosco no tiene configurado cuánto tiempo guarda el IESS el trámite; pregunte en el dispensario."),
        ),
        "rights": _contact(
            institution,
            _("Para retirar su consentimiento o usar sus derechos, pídalo en este dispensario o aquí: {value}"),
            _("Para retirar su consentimiento o usar sus derechos, pídalo en este dispensario."),
        ),
        "complaints": _said(
            institution.complaints,
            _("Puede presentar su queja aquí: {value}."),
            _("El kiosco no tiene configurado dónde se presenta la queja; pregunte en el dispensario."),
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
