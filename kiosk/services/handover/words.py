"""The words of a dossier's cover for what its record holds as codes."""

from kiosk.domain.cases.decision import Outcome
from kiosk.domain.cases.handover import HandoverHow
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.documents.document import Reading, Verdict
from kiosk.domain.filing.acceptance import AcceptanceKind, GivenHow
from kiosk.domain.filing.answers import Capacity, Remaining
from kiosk.domain.filing.attestation import Confirmation, Seen, Subject
from kiosk.locale import _


def capacity_words(capacity: Capacity) -> str:
    """Return as what the applicant asks."""
    return {
        Capacity.HEAD: _("jefe o jefa de familia"),
        Capacity.DEPENDANT: _("dependiente"),
        Capacity.REPRESENTATIVE: _("representa a otra persona"),
    }[capacity]


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


def subject_words(subject: Subject) -> str:
    """Return what was vouched for."""
    return {Subject.IDENTITY: _("Identidad"), Subject.CONTACT: _("Correo"), Subject.READING: _("Lectura")}[subject]


def seen_words(how: Seen) -> str:
    """Return how it was seen."""
    return {
        Seen.CARD: _("vio la cédula original"),
        Seen.APP: _("vio la app GOB.EC"),
        Seen.OTHER_PAPER: _("vio otro documento"),
        Seen.KNOWN: _("la persona es conocida en el dispensario"),
        Seen.OWN_ADDRESS: _("el correo es de la persona"),
        Seen.NO_EMAIL: _("la persona no tiene correo"),
        Seen.EMAIL_LATER: _("la persona traerá su correo después"),
        Seen.READ_ALOUD: _("leyó el consentimiento en voz alta"),
        Seen.READ_BY_THEMSELVES: _("lo leyó la persona"),
    }[how]


def outcome_words(outcome: Outcome) -> str:
    """Return what the institute answered."""
    return {
        Outcome.GRANTED: _("El IESS aceptó la solicitud."),
        Outcome.REFUSED: _("El IESS no aceptó la solicitud."),
        Outcome.MORE_WANTED: _("El IESS pidió más documentos."),
        Outcome.ANNULLED: _("Se anuló el registro de una respuesta."),
    }[outcome]


def taken_back_words(what: TakenBack) -> str:
    """Return what the person took back."""
    return {
        TakenBack.CONSENT: _("La persona QUITÓ SU PERMISO (consentimiento)"),
        TakenBack.REQUEST: _("La persona CANCELÓ SU SOLICITUD"),
    }[what]


def how_words(how: HandoverHow) -> str:
    """Return how dossiers were taken."""
    return {
        HandoverHow.STICK: _("en una memoria"),
        HandoverHow.MAIL: _("por correo"),
        HandoverHow.PAPER: _("en papel"),
        HandoverHow.NETWORK: _("por la red"),
    }[how]
