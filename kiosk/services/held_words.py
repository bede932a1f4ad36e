"""What the rows say, in words for the person whose data they are: no code of ours stands on an answer to their question."""

from kiosk.domain.message import MessageKind
from kiosk.locale import _
from kiosk.services.kiosk import CITIZEN, MACHINE
from kiosk.storage.tables import AcceptanceRow, AttestationRow, Event, Message


def state_words(code: str) -> str:
    """Return a state, an outcome, a role or a right in words; a code that came later as it is."""
    return {
        "filed": _("registrado"),
        "handed_over": _("entregado al IESS"),
        "answered": _("respondido por el IESS"),
        "delivered": _("respondido, y la respuesta entregada"),
        "withdrawn": _("retirado"),
        "granted": _("aceptada."),
        "refused": _("no aceptada."),
        "more_wanted": _("pide más documentos."),
        "annulled": _("anulada: se registró por error."),
        "consent": _("su consentimiento"),
        "request": _("su pedido"),
        "leaver": _("persona que sale"),
        "new_head": _("jefe de familia nuevo"),
        "access": _("Ver sus datos."),
        "correction": _("Corregir:"),
        "removal": _("Borrar lo que se pueda."),
    }.get(code, code)


def acceptance_words(row: AcceptanceRow) -> str:
    """Return what was accepted."""
    text = _("Leyó el aviso de datos personales") if row.kind == "notice" else _("Autorizó el uso de sus datos")
    return _("{text} (se lo leyó {name})").format(text=text, name=row.read_by) if row.read_by else text


def vouched_words(row: AttestationRow) -> str:
    """Return what a member of staff vouched for."""
    what = {
        "card": _("vio la cédula original"),
        "app": _("vio la aplicación GOB.EC"),
        "other_paper": _("vio otro documento"),
        "known": _("conoce a la persona"),
        "own_address": _("vio que el correo es suyo"),
        "no_email": _("anotó que no tiene correo"),
        "email_later": _("anotó que traerá un correo después"),
        "read_aloud": _("leyó el consentimiento en voz alta"),
        "read_by_themselves": _("vio que leyó el consentimiento"),
    }.get(row.how, row.how)
    said = _("{name}, del personal, {what}").format(name=row.actor, what=what)
    return " ".join(filter(None, (said, row.value, row.document_number, row.reason)))


def message_words(row: Message) -> str:
    """Return what was sent or printed, and what became of it."""
    what = {
        MessageKind.EMAIL_CODE: _("Correo con un código"),
        MessageKind.FILING_EMAIL: _("Correo con su comprobante"),
        MessageKind.RECEIPT_PRINT: _("Comprobante impreso"),
        MessageKind.KEPT_RECEIPT_PRINT: _("Comprobante para firmar y guardar"),
        MessageKind.CONFIRMATION_PRINT: _("Hoja para confirmar con su firma"),
        MessageKind.CORRECTION_PRINT: _("Papel que pide un documento"),
        MessageKind.CORRECTION_EMAIL: _("Correo que pide un documento"),
        MessageKind.ANSWER_EMAIL: _("Correo con la respuesta"),
        MessageKind.ANSWER_PRINT: _("Respuesta impresa"),
        MessageKind.WITHDRAWAL_PRINT: _("Constancia de retiro"),
    }.get(MessageKind(row.kind), _("Papel"))
    state = {
        "accepted": _("hecho"),
        "failed": _("no se pudo"),
        "withdrawn": _("se quitó"),
        "unknown": _("no se sabe si llegó"),
    }.get(row.state, _("espera"))
    return _("{what}: {state}").format(what=what, state=state)


def event_words(row: Event) -> str:
    """Return what happened and who did it; of what has no words here, its name."""
    known = {
        "draft_begun": _("Empezó el trámite"),
        "draft_resumed": _("Siguió con el código"),
        "draft_taken_up": _("Siguió con el trámite sin terminar"),
        "answer_saved": _("Respondió una pregunta"),
        "document_attached": _("Puso un documento"),
        "document_removed": _("Quitó un documento"),
        "document_turned": _("Giró un documento"),
        "document_read": _("Se leyó el número en un documento"),
        "document_meant": _("Dijo que el documento es el correcto"),
        "document_looked_at": _("Miró un documento"),
        "documents_lost": _("Vio que faltaban documentos"),
        "vouched": _("Dio fe de lo que vio"),
        "identity_vouched": _("Dio fe de la identidad"),
        "confirmation_print_asked": _("Imprimió la hoja para firmar"),
        "confirmation_scanned": _("Guardó la hoja firmada"),
        "code_requested": _("Pidió un código por correo"),
        "email_verified": _("Confirmó su correo"),
        "verification_postponed": _("Dejó el correo para después"),
        "case_submitted": _("Envió el trámite"),
        "case_looked_at": _("Miró el trámite"),
        "case_status_told": _("Preguntó en qué va el trámite"),
        "case_exported": _("Preparó el expediente para el IESS"),
        "case_handed_over": _("Entregó el trámite al IESS"),
        "contact_corrected": _("Corrigió el contacto"),
        "observation_added": _("Añadió una observación"),
        "receipt_print_asked": _("Pidió otra copia del comprobante"),
        "kept_receipt_print_asked": _("Imprimió el comprobante para firmar"),
        "receipt_came_out": _("Dijo que salió el comprobante"),
        "receipt_did_not_come_out": _("Dijo que no salió el comprobante"),
        "correction_asked": _("Pidió un documento otra vez"),
        "correction_dropped": _("Dejó de pedir un documento"),
        "correction_opened": _("Abrió el pedido con su código"),
        "correction_met": _("Recibió el documento pedido"),
        "decision_recorded": _("Registró la respuesta del IESS"),
        "decision_annulled": _("Anuló un registro de la respuesta"),
        "answer_mailed": _("La respuesta llegó a su correo"),
        "answer_handed_out": _("Entregó la respuesta"),
        "consent_withdrawn": _("Retiró el consentimiento"),
        "request_withdrawn": _("Retiró el pedido"),
        "rights_asked": _("Pidió ver o corregir sus datos"),
        "rights_removed": _("Pidió borrar sus datos"),
        "rights_answered": _("Respondió a lo que pidió sobre sus datos"),
        "mail_bounced": _("Un correo no llegó"),
    }
    who = {CITIZEN: _("la persona, en el kiosco"), MACHINE: _("el kiosco")}.get(row.actor, row.actor)
    return _("{what}: {who}").format(what=known.get(row.name, row.name.replace("_", " ")), who=who)
