"""What was done to a filing, in words for the person whose data they are: no code of ours stands on an answer to their question."""

from kiosk.domain.cases.same_identity import SameDecision
from kiosk.domain.cases.whole import CaseEvent, CaseMessage
from kiosk.domain.filing.acceptance import Acceptance, AcceptanceKind, GivenHow
from kiosk.domain.filing.attestation import Attestation
from kiosk.domain.machine.message import MessageState
from kiosk.locale import _
from kiosk.storage.tables import SameIdentityRow
from kiosk.words.cases import actor_in_words, event_in_words, message_name
from kiosk.words.filings import sight_in_words


def acceptance_words(given: Acceptance) -> str:
    """Return what was accepted."""
    if given.how is GivenHow.AWAITED:
        return _("Todavía no autorizó el uso de sus datos: falta la hoja firmada")
    notice = given.kind is AcceptanceKind.NOTICE
    text = _("Leyó el aviso de datos personales") if notice else _("Autorizó el uso de sus datos")
    return _("{text} (se lo leyó {name})").format(text=text, name=given.read_by) if given.read_by else text


def vouched_words(said: Attestation) -> str:
    """Return what a member of staff vouched for."""
    line = _("{name}, del personal, {what}").format(name=said.actor, what=sight_in_words(said.how))
    return " ".join(filter(None, (line, said.value, said.document_number, said.reason)))


def message_words(message: CaseMessage) -> str:
    """Return what was sent or printed, and what became of it."""
    state = {
        MessageState.ACCEPTED: _("hecho"),
        MessageState.FAILED: _("no se pudo"),
        MessageState.WITHDRAWN: _("se quitó"),
        MessageState.UNKNOWN: _("no se sabe si llegó"),
    }.get(message.state, _("espera"))
    return _("{what}: {state}").format(what=message_name(message.kind), state=state)


def event_words(event: CaseEvent) -> str:
    """Return who did something, and what."""
    return _("{who}: {what}").format(who=actor_in_words(event.actor), what=event_in_words(event.name))


def same_words(row: SameIdentityRow) -> str:
    """Return what was decided about one identity in two cases, without the other one."""
    if row.decision == SameDecision.SAME_PERSON:
        return _("{name}, del personal, decidió que es la misma persona").format(name=row.decided_by)
    return _("{name}, del personal, anotó un error en la identidad: {note}").format(name=row.decided_by, note=row.note)
