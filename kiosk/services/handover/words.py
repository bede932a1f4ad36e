"""The words of a dossier's cover for what its record holds as codes."""

from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.documents.document import Reading, Verdict
from kiosk.domain.filing.acceptance import AcceptanceKind, GivenHow
from kiosk.domain.filing.answers import Remaining
from kiosk.domain.filing.attestation import Confirmation
from kiosk.locale import _


def remaining_words(remaining: Remaining) -> str:
    """Return who stays when the head of family leaves."""
    return {
        Remaining.NOBODY: _("No se queda nadie de la familia."),
        Remaining.NEW_HEAD: _("Se queda un nuevo jefe o jefa de familia."),
        Remaining.UNDECIDED: _("Otros se quedan; no se ha dicho quién será el jefe de familia."),
    }[remaining]


def verdict_words(verdict: Verdict) -> str:
    """Return what the kiosk measured of a document."""
    return _("Se lee bien.") if verdict is Verdict.FINE else _("Con duda:")


def reading_words(reading: Reading | None) -> str:
    """Return whether the identity number was read on a document; nothing where it was not looked for."""
    return {
        Reading.FOUND: _("Se leyó en él el número de identidad."),
        Reading.NOT_FOUND: _("No se alcanzó a leer en él el número de identidad."),
        Reading.OTHER_PERSON: _("Se leyó en él otro número de identidad."),
        Reading.MEANT: _("No se leyó en él el número de identidad; la persona dijo que es el correcto."),
    }.get(reading or Reading.UNAVAILABLE, "")


def acceptance_words(kind: AcceptanceKind, how: GivenHow) -> str:
    """Return what was accepted, and how it reached the person; with {when}, {version} and {reader}."""
    return {
        (AcceptanceKind.NOTICE, GivenHow.READ): _("Aviso leído en pantalla, {when}, versión {version}"),
        (AcceptanceKind.NOTICE, GivenHow.READ_ALOUD): _("Aviso leído en voz alta por {reader}, {when}, versión {version}"),
        (AcceptanceKind.NOTICE, GivenHow.PAPER): _("Aviso aceptado en papel, {when}, versión {version}"),
        (AcceptanceKind.CONSENT, GivenHow.READ): _("Consentimiento leído en pantalla, {when}, versión {version}"),
        (AcceptanceKind.CONSENT, GivenHow.READ_ALOUD): _(
            "Consentimiento leído en voz alta por {reader}, {when}, versión {version}"
        ),
        (AcceptanceKind.NOTICE, GivenHow.AWAITED): _("Aviso por aceptar en papel desde el {when}, versión {version}"),
        (AcceptanceKind.CONSENT, GivenHow.AWAITED): _(
            "Consentimiento por dar: la hoja para firmar no está escaneada. Se pidió el {when}, versión {version}"
        ),
        (AcceptanceKind.CONSENT, GivenHow.PAPER): _("Consentimiento dado en papel, con firma o huella, {when}, versión {version}"),
    }[kind, how]


def confirmation_words(how: Confirmation) -> str:
    """Return how the person confirmed what staff had typed."""
    return {
        Confirmation.NONE: _("La persona todavía no lo confirma: falta la hoja firmada."),
        Confirmation.PAPER: _("La persona lo confirmó en papel, con firma o huella."),
        Confirmation.SCREEN: _("La persona lo confirmó en la pantalla del kiosco."),
    }[how]


def taken_back_words(what: TakenBack) -> str:
    """Return what the person took back."""
    return {
        TakenBack.CONSENT: _("La persona QUITÓ SU PERMISO (consentimiento)"),
        TakenBack.REQUEST: _("La persona CANCELÓ SU SOLICITUD"),
    }[what]


def undone_words(what: TakenBack) -> str:
    """Return that what was taken back stands again; with {name}, who undid it."""
    return {
        TakenBack.CONSENT: _("{name} deshizo lo del permiso: vale otra vez"),
        TakenBack.REQUEST: _("{name} deshizo la cancelación: el trámite sigue"),
    }[what]
