"""What a filing says as codes, in words: one table each, so that screens, forms and the dossier agree."""

from kiosk.domain.filing.answers import Capacity, Role, Scope
from kiosk.domain.filing.attestation import Seen, Subject
from kiosk.locale import _


def capacity_in_words(capacity: Capacity) -> str:
    """Return as what somebody asks or leaves."""
    return {
        Capacity.HEAD: _("Jefe o jefa de familia"),
        Capacity.DEPENDANT: _("Dependiente"),
        Capacity.REPRESENTATIVE: _("Representante de otra persona"),
    }[capacity]


def scope_in_words(scope: Scope) -> str:
    """Return who leaves, for a paper; on the screen the person is spoken to (`screens.visit.review_lines`)."""
    return {
        Scope.ME: _("Solo quien pide"),
        Scope.ALL: _("Todo el grupo familiar"),
        Scope.SOME: _("Solo las personas de esta lista"),
    }[scope]


def role_in_words(role: Role) -> str:
    """Return as what somebody else stands in a filing."""
    return {Role.LEAVER: _("persona que sale"), Role.NEW_HEAD: _("jefe de familia nuevo")}[role]


def subject_in_words(subject: Subject) -> str:
    """Return what was vouched for."""
    return {Subject.IDENTITY: _("Identidad"), Subject.CONTACT: _("Correo"), Subject.READING: _("Lectura")}[subject]


def seen_in_words(how: Seen) -> str:
    """Return what was seen, for the person."""
    return {
        Seen.CARD: _("cédula original"),
        Seen.APP: _("app GOB.EC"),
        Seen.OTHER_PAPER: _("otro documento"),
        Seen.KNOWN: _("persona conocida en el dispensario"),
        Seen.OWN_ADDRESS: _("revisó su correo"),
        Seen.NO_EMAIL: _("no tiene correo"),
        Seen.EMAIL_LATER: _("dará su correo después"),
        Seen.READ_ALOUD: _("se le leyó en voz alta"),
        Seen.READ_BY_THEMSELVES: _("lo leyó la persona"),
    }[how]


def sight_in_words(how: Seen) -> str:
    """Return what a member of staff vouches for, to be read behind their name."""
    return {
        Seen.CARD: _("vio la cédula original"),
        Seen.APP: _("vio la app GOB.EC"),
        Seen.OTHER_PAPER: _("vio otro documento"),
        Seen.KNOWN: _("dijo que el dispensario conoce a la persona"),
        Seen.OWN_ADDRESS: _("vio que el correo es de la persona"),
        Seen.NO_EMAIL: _("anotó que la persona no tiene correo"),
        Seen.EMAIL_LATER: _("anotó que la persona traerá su correo después"),
        Seen.READ_ALOUD: _("leyó el texto en voz alta"),
        Seen.READ_BY_THEMSELVES: _("vio que la persona lo leyó"),
    }[how]
