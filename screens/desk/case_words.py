"""A case's state, its messages and its events in words: what the log holds are constants, and staff read sentences."""

from kiosk.domain.case_state import CaseState
from kiosk.domain.case_whole import CaseEvent, CaseMessage
from kiosk.domain.message import MessageKind, MessageState, Trouble
from kiosk.domain.task import TaskKind, Why
from kiosk.locale import _
from kiosk.services.kiosk import CITIZEN, MACHINE


def state_in_words(state: CaseState) -> str:
    """Return how far a case got."""
    return {
        CaseState.FILED: _("registrado, por entregar al IESS"),
        CaseState.HANDED_OVER: _("entregado al IESS, sin respuesta"),
        CaseState.ANSWERED: _("respondido, por entregar a la persona"),
        CaseState.DELIVERED: _("terminado: la persona tiene la respuesta"),
        CaseState.WITHDRAWN: _("retirado por la persona"),
    }[state]


def state_in_short(state: CaseState) -> str:
    """Return how far a case got in a word or two, for a list."""
    return {
        CaseState.FILED: _("registrado"),
        CaseState.HANDED_OVER: _("en el IESS"),
        CaseState.ANSWERED: _("respondido"),
        CaseState.DELIVERED: _("terminado"),
        CaseState.WITHDRAWN: _("retirado"),
    }[state]


def message_in_words(message: CaseMessage) -> str:
    """Return what became of a mail or print; accepted is what the server said, printed what the printer said."""
    if message.state is MessageState.FAILED and message.trouble is Trouble.ADDRESS:
        return _("! la dirección no recibe: corrija el correo")
    if message.state is MessageState.ACCEPTED:
        return _("● la impresora terminó") if message.kind.is_print else _("● el servidor lo aceptó")
    told = {
        MessageState.QUEUED: _("→ espera"),
        MessageState.SENDING: _("→ en la impresora") if message.kind.is_print else _("→ saliendo"),
        MessageState.DEFERRED: _("→ se intenta otra vez. {cause}"),
        MessageState.UNKNOWN: _("? no se sabe si salió"),
        MessageState.FAILED: _("! no salió. {cause}"),
        MessageState.WITHDRAWN: _("! ya no sale"),
    }[message.state]
    return told.format(cause=message.cause).strip()


def message_name(message: CaseMessage) -> str:
    """Return what a mail or print is."""
    name = {
        MessageKind.EMAIL_CODE: _("Correo con código"),
        MessageKind.FILING_EMAIL: _("Correo: comprobante"),
        MessageKind.RECEIPT_PRINT: _("Hoja: comprobante"),
        MessageKind.SLIP_PRINT: _("Hoja: código"),
        MessageKind.FORM_PRINT: _("Hoja: solicitud"),
        MessageKind.BLANK_FORM_PRINT: _("Hoja: solicitud vacía"),
        MessageKind.CONFIRMATION_PRINT: _("Hoja para firmar"),
        MessageKind.KEPT_RECEIPT_PRINT: _("Hoja: comprobante firmado"),
        MessageKind.CORRECTION_PRINT: _("Hoja: documento pedido"),
        MessageKind.CORRECTION_EMAIL: _("Correo: documento pedido"),
        MessageKind.ANSWER_EMAIL: _("Correo: respuesta"),
        MessageKind.ANSWER_PRINT: _("Hoja: respuesta"),
        MessageKind.WITHDRAWAL_PRINT: _("Hoja: retiro"),
        MessageKind.RIGHTS_PRINT: _("Hoja: sus datos"),
        MessageKind.TROUBLE_EMAIL: _("Correo: aviso"),
    }[message.kind]
    return _("{name}, copia {copy}").format(name=name, copy=message.copy_number) if message.copy_number > 1 else name


def actor_in_words(actor: str) -> str:
    """Return who did something."""
    return {CITIZEN: _("la persona"), MACHINE: _("el kiosco")}.get(actor, actor)


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


def event_in_words(event: CaseEvent) -> str:
    """Return what happened; a name that this screen does not know is shown as it is."""
    words = {
        "draft_begun": _("empezó el trámite"),
        "answer_saved": _("guardó una respuesta"),
        "draft_resumed": _("siguió con su código"),
        "draft_taken_up": _("siguió con el trámite sin terminar"),
        "document_attached": _("puso un documento"),
        "document_removed": _("quitó un documento"),
        "document_turned": _("giró un documento"),
        "document_read": _("leyó las letras de un documento"),
        "document_meant": _("dijo que el documento es el correcto"),
        "documents_lost": _("vio que faltaban documentos"),
        "code_requested": _("pidió un código por correo"),
        "email_verified": _("confirmó su correo"),
        "verification_postponed": _("dejó el correo para después"),
        "case_submitted": _("envió el trámite"),
        "mail_bounced": _("vio que un correo volvió"),
        "receipt_print_asked": _("pidió otra copia del comprobante"),
        "receipt_came_out": _("dijo que el comprobante salió"),
        "receipt_did_not_come_out": _("dijo que el comprobante no salió"),
        "case_looked_at": _("miró el trámite"),
        "document_looked_at": _("miró un documento"),
        "contact_corrected": _("corrigió el contacto"),
        "observation_added": _("añadió una observación"),
        "identity_vouched": _("dio fe de la identidad"),
        "vouched": _("dio fe de lo que vio"),
        "confirmation_print_asked": _("imprimió la hoja para firmar"),
        "confirmation_scanned": _("guardó la hoja firmada"),
        "kept_receipt_print_asked": _("imprimió el comprobante para firmar"),
        "case_exported": _("preparó el expediente para el IESS"),
        "case_handed_over": _("entregó el trámite al IESS"),
        "case_status_told": _("preguntó en qué va el trámite"),
        "correction_asked": _("pidió un documento otra vez"),
        "correction_dropped": _("dejó de pedir un documento"),
        "correction_opened": _("abrió el pedido con su código"),
        "correction_met": _("recibió el documento pedido"),
        "decision_recorded": _("registró la respuesta del IESS"),
        "decision_annulled": _("anuló una respuesta registrada"),
        "answer_mailed": _("vio que la respuesta llegó al correo"),
        "answer_handed_out": _("entregó la respuesta"),
        "consent_withdrawn": _("retiró el consentimiento"),
        "request_withdrawn": _("retiró el pedido"),
        "rights_asked": _("anotó un pedido sobre los datos"),
        "rights_removed": _("borró lo que se podía de los datos"),
        "rights_answered": _("respondió un pedido sobre los datos"),
    }
    what = words.get(event.name, event.name)
    why = why_in_words(event.why)
    return _("{what} ({why})").format(what=what, why=why) if why else what
