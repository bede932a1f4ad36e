"""What became of a case's messages and documents, and why it was looked at, in words: the log holds constants, staff read words."""

from kiosk.domain.cases.whole import CaseEvent, CaseMessage
from kiosk.domain.desk.task import TaskKind, Why
from kiosk.domain.documents.document import Attachment
from kiosk.domain.machine.message import MessageState, Trouble
from kiosk.locale import _
from kiosk.words.cases import event_in_words, message_name
from kiosk.words.dates import shown_date


def message_in_words(message: CaseMessage) -> str:
    """Return what became of a mail or print; accepted is what the server said, printed what the printer said."""
    if message.state is MessageState.FAILED and message.trouble is Trouble.ADDRESS:
        return _("! la dirección no recibe: corrija el correo")
    if message.state is MessageState.ACCEPTED:
        return _("● la impresora terminó") if message.kind.is_print else _("● ya salió")
    told = {
        MessageState.QUEUED: _("→ espera"),
        MessageState.SENDING: _("→ en la impresora") if message.kind.is_print else _("→ saliendo"),
        MessageState.DEFERRED: _("→ se intenta otra vez. {cause}"),
        MessageState.UNKNOWN: _("? no se sabe si salió"),
        MessageState.FAILED: _("! no salió. {cause}"),
        MessageState.WITHDRAWN: _("! ya no sale"),
    }[message.state]
    return told.format(cause=message.cause).strip()


def name_of(message: CaseMessage) -> str:
    """Return what a mail or print is, and the how manieth copy."""
    name = message_name(message.kind)
    return _("{name}, copia {copy}").format(name=name, copy=message.copy_number) if message.copy_number > 1 else name


def why_in_words(why: str) -> str:
    """Return for what a case was looked at; nothing where nothing was said."""
    words: dict[str, str] = {
        Why.PERSON_HERE: _("la persona estaba aquí"),
        Why.TELEPHONED: _("la persona llamó por teléfono"),
        Why.DOCUMENTS: _("para revisar documentos"),
        Why.HANDING_OVER: _("para entregarlo al IESS"),
        Why.OTHER: _("por otra razón"),
        Why.DESK: _("desde otra lista"),
        Why.COMMAND: _("con una orden del sistema"),
        **dict.fromkeys(TaskKind, _("por lo que esperaba en Hoy")),
        "rights": _("por un pedido sobre sus datos"),
    }
    return words.get(why, why)


def what_happened(event: CaseEvent) -> str:
    """Return what happened, and for a look why."""
    return act_in_words(event.name, event.why)


def act_in_words(name: str, why: str) -> str:
    """Return what happened, by an event's constants, and for a look why."""
    what, told = event_in_words(name), why_in_words(why)
    return _("{what} ({why})").format(what=what, why=told) if told else what


def verdict_in_words(document: Attachment) -> str:
    """Return what staff decided about a document, or that it is to be; nothing of one without a doubt."""
    if document.judged_at is not None:
        return _("● Vale: lo decidió {name}, {date}").format(name=document.judged_by, date=shown_date(document.judged_at.date()))
    return _("! Con duda: falta decidir si vale") if document.is_undecided else ""
