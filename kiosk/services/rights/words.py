"""What the rows say, in words for the person whose data they are: no code of ours stands on an answer to their question."""

from kiosk.domain.cases.same_identity import SameDecision
from kiosk.domain.filing.acceptance import GivenHow
from kiosk.domain.filing.attestation import Seen
from kiosk.domain.machine.message import MessageKind
from kiosk.locale import _
from kiosk.storage.tables import AcceptanceRow, AttestationRow, Event, Message, SameIdentityRow
from kiosk.words.cases import actor_in_words, event_in_words, message_name
from kiosk.words.filings import sight_in_words


def state_words(code: str) -> str:
    """Return an outcome, a role or a right in words; a code that came later as it is."""
    return {
        "granted": _("aceptada."),
        "refused": _("no aceptada."),
        "more_wanted": _("pide más documentos."),
        "annulled": _("anulada: se registró por error."),
        "consent": _("su permiso"),
        "request": _("su solicitud"),
        "leaver": _("persona que sale"),
        "new_head": _("jefe de familia nuevo"),
        "access": _("Ver sus datos."),
        "correction": _("Corregir:"),
        "removal": _("Borrar lo que se pueda."),
    }.get(code, code)


def acceptance_words(row: AcceptanceRow) -> str:
    """Return what was accepted."""
    if row.how == GivenHow.AWAITED:
        return _("Todavía no autorizó el uso de sus datos: falta la hoja firmada")
    text = _("Leyó el aviso de datos personales") if row.kind == "notice" else _("Autorizó el uso de sus datos")
    return _("{text} (se lo leyó {name})").format(text=text, name=row.read_by) if row.read_by else text


def vouched_words(row: AttestationRow) -> str:
    """Return what a member of staff vouched for."""
    said = _("{name}, del personal, {what}").format(name=row.actor, what=sight_in_words(Seen(row.how)))
    return " ".join(filter(None, (said, row.value, row.document_number, row.reason)))


def message_words(row: Message) -> str:
    """Return what was sent or printed, and what became of it."""
    state = {
        "accepted": _("hecho"),
        "failed": _("no se pudo"),
        "withdrawn": _("se quitó"),
        "unknown": _("no se sabe si llegó"),
    }.get(row.state, _("espera"))
    return _("{what}: {state}").format(what=message_name(MessageKind(row.kind)), state=state)


def event_words(row: Event) -> str:
    """Return who did something, and what."""
    return _("{who}: {what}").format(who=actor_in_words(row.actor), what=event_in_words(row.name))


def same_words(row: SameIdentityRow) -> str:
    """Return what was decided about one identity in two cases, without the other one."""
    if row.decision == SameDecision.SAME_PERSON:
        return _("{name}, del personal, decidió que es la misma persona").format(name=row.decided_by)
    return _("{name}, del personal, anotó un error en la identidad: {note}").format(name=row.decided_by, note=row.note)
