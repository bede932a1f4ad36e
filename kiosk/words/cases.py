"""What a case's rows hold as codes, in words: one table each, so that the desk, its lists and the paper of one's data agree."""

from collections.abc import Sequence
from typing import Final

from kiosk.domain.actor import CITIZEN, MACHINE
from kiosk.domain.cases.decision import Outcome
from kiosk.domain.cases.handover import HandoverHow
from kiosk.domain.cases.lacking import Lacking
from kiosk.domain.cases.rights import Right
from kiosk.domain.cases.withdrawal import TakenBack
from kiosk.domain.machine.message import MessageKind
from kiosk.locale import _

MOST_NAMED: Final = 2
"""Things that a case lacks of which each is named in a list's line."""


def lacking_in_words(lacking: Lacking) -> str:
    """Return what a case lacks."""
    return {
        Lacking.IDENTITY: _("Falta confirmar la identidad"),
        Lacking.SHEET: _("Falta la hoja firmada"),
        Lacking.DOCUMENT: _("Falta decidir si un documento dudoso vale"),
        Lacking.CORRECTION: _("Falta un documento que se pidió otra vez"),
    }[lacking]


def lacking_in_short(lacking: Sequence[Lacking]) -> str:
    """Return all that a case lacks in a few words, for a list; nothing of one that is complete."""
    words = {
        Lacking.IDENTITY: _("identidad"),
        Lacking.SHEET: _("hoja firmada"),
        Lacking.DOCUMENT: _("documento dudoso"),
        Lacking.CORRECTION: _("documento pedido"),
    }
    if len(lacking) > MOST_NAMED:
        return _("faltan {count} cosas").format(count=len(lacking))
    return _("falta: {what}").format(what=", ".join(words[each] for each in lacking)) if lacking else ""


def actor_in_words(actor: str) -> str:
    """Return who did something; a member of staff by name."""
    return {CITIZEN: _("la persona"), MACHINE: _("el kiosco")}.get(actor, actor)


def outcome_in_words(outcome: Outcome) -> str:
    """Return what the institute answered, for staff and the institute."""
    return {
        Outcome.GRANTED: _("El IESS aceptó la solicitud"),
        Outcome.REFUSED: _("El IESS no aceptó la solicitud"),
        Outcome.MORE_WANTED: _("El IESS pide más documentos"),
        Outcome.ANNULLED: _("Se anuló el registro de una respuesta"),
    }[outcome]


def outcome_told(outcome: Outcome) -> str:
    """Return what the institute answered, as it is said to the person whose request it is."""
    return {
        Outcome.GRANTED: _("El IESS aceptó su solicitud."),
        Outcome.REFUSED: _("El IESS no aceptó su solicitud."),
        Outcome.MORE_WANTED: _("El IESS pide más documentos."),
        Outcome.ANNULLED: _("Anulada."),
    }[outcome]


def taken_back_in_words(what: TakenBack) -> str:
    """Return what a person took back."""
    return {TakenBack.CONSENT: _("Quitó su permiso"), TakenBack.REQUEST: _("Canceló la solicitud")}[what]


def right_in_words(right: Right) -> str:
    """Return a right over one's data as it is said."""
    return {
        Right.ACCESS: _("Ver todo lo que se guarda"),
        Right.CORRECTION: _("Corregir lo que está mal"),
        Right.REMOVAL: _("Borrar lo que se pueda"),
    }[right]


def handover_in_words(how: HandoverHow) -> str:
    """Return how dossiers were taken."""
    return {
        HandoverHow.STICK: _("en una memoria"),
        HandoverHow.MAIL: _("por correo"),
        HandoverHow.PAPER: _("en papel"),
        HandoverHow.NETWORK: _("por la red"),
    }[how]


def message_name(kind: MessageKind) -> str:
    """Return what a mail or print is."""
    return {
        MessageKind.EMAIL_CODE: _("Correo: los 6 números"),
        MessageKind.FILING_EMAIL: _("Correo: comprobante"),
        MessageKind.RECEIPT_PRINT: _("Hoja: comprobante"),
        MessageKind.SLIP_PRINT: _("Hoja: número para volver"),
        MessageKind.FORM_PRINT: _("Hoja: solicitud"),
        MessageKind.BLANK_FORM_PRINT: _("Hoja: solicitud vacía"),
        MessageKind.CONFIRMATION_PRINT: _("Hoja para firmar"),
        MessageKind.KEPT_RECEIPT_PRINT: _("Hoja: comprobante firmado"),
        MessageKind.CORRECTION_PRINT: _("Hoja: documento pedido"),
        MessageKind.CORRECTION_EMAIL: _("Correo: documento pedido"),
        MessageKind.ANSWER_EMAIL: _("Correo: respuesta"),
        MessageKind.ANSWER_PRINT: _("Hoja: respuesta"),
        MessageKind.WITHDRAWAL_PRINT: _("Hoja: constancia"),
        MessageKind.WITHDRAWAL_EMAIL: _("Correo: cancelación"),
        MessageKind.RIGHTS_PRINT: _("Hoja: sus datos"),
        MessageKind.TROUBLE_EMAIL: _("Correo: aviso"),
    }[kind]


def event_in_words(name: str) -> str:
    """Return what happened, to be read behind who did it; a name that came later as it is."""
    words = {
        "draft_begun": _("empezó el trámite"),
        "consequences_shown": _("antes de empezar se mostró qué puede pasar al salir"),
        "draft_resumed": _("siguió con su número para volver"),
        "draft_taken_up": _("siguió con el trámite en el escritorio"),
        "draft_discarded": _("borró un trámite sin enviar"),
        "consent_declined": _("no dio su consentimiento"),
        "drafts_purged": _("borró trámites vencidos"),
        "copies_purged": _("borró las copias, porque pasó su tiempo"),
        "purged": _("borró lo que pasó de su tiempo"),
        "events_purged": _("borró lo más antiguo del registro"),
        "clock_confirmed": _("comparó la hora del kiosco y dijo que está bien"),
        "kiosk_id_taken": _("dio a este equipo el número del kiosco"),
        "backup_made": _("hizo una copia de seguridad"),
        "backup_incomplete": _("vio que faltaban documentos en la copia de seguridad"),
        "restored": _("recuperó los datos de una copia de seguridad"),
        "restore_finished": _("terminó de recuperar una copia de seguridad"),
        "restore_undone": _("deshizo una recuperación que se cortó"),
        "vault_incomplete": _("vio cuántos documentos guardados faltan"),
        "answer_saved": _("guardó una respuesta"),
        "document_attached": _("puso un documento"),
        "document_removed": _("quitó un documento"),
        "document_turned": _("giró un documento"),
        "document_read": _("leyó las letras de un documento"),
        "document_meant": _("dijo que el documento es el correcto"),
        "documents_lost": _("vio que faltaban documentos"),
        "document_looked_at": _("miró un documento"),
        "document_approved": _("decidió que un documento dudoso vale"),
        "same_identity_decided": _("decidió sobre la misma identidad en dos trámites"),
        "code_requested": _("pidió los números del correo"),
        "email_verified": _("confirmó el correo"),
        "verification_postponed": _("dejó el correo para después"),
        "vouched": _("dio fe de lo que vio"),
        "confirmation_print_asked": _("pidió la hoja para firmar"),
        "confirmation_scanned": _("guardó la hoja firmada"),
        "sheet_known_by_eye": _("miró la hoja y dijo que es la firmada: su cuadro no se lee"),
        "case_submitted": _("envió el trámite"),
        "case_status_told": _("dijo cómo va el trámite"),
        "holder_code_requested": _("pidió números por correo para cambiar el trámite"),
        "holder_shown": _("mostró que el trámite es suyo"),
        "case_looked_at": _("miró el trámite"),
        "cases_listed": _("miró una lista de trámites"),
        "cases_searched": _("buscó trámites"),
        "drafts_searched": _("buscó trámites sin terminar"),
        "searches_listed": _("pidió ver quién buscó a alguien"),
        "acts_listed": _("pidió ver lo que se hizo"),
        "case_handed_over": _("lo entregó al IESS"),
        "case_exported": _("escribió el expediente"),
        "contact_corrected": _("corrigió el contacto"),
        "observation_added": _("añadió una observación"),
        "mail_bounced": _("vio que un correo volvió"),
        "receipt_print_asked": _("pidió otra copia del comprobante"),
        "kept_receipt_print_asked": _("pidió otra copia del comprobante firmado"),
        "receipt_came_out": _("dijo que el comprobante salió"),
        "receipt_did_not_come_out": _("dijo que el comprobante no salió"),
        "receipt_key_replaced": _("cambió la clave de los comprobantes"),
        "correction_asked": _("pidió un documento otra vez"),
        "correction_dropped": _("dejó de pedir un documento"),
        "correction_opened": _("abrió el pedido con su número para volver"),
        "correction_met": _("recibió el documento pedido"),
        "decision_recorded": _("anotó la respuesta del IESS"),
        "decision_annulled": _("anuló lo anotado de la respuesta"),
        "answer_mailed": _("envió la respuesta por correo"),
        "answer_handed_out": _("entregó la respuesta"),
        "consent_withdrawn": _("quitó su permiso"),
        "request_withdrawn": _("canceló su solicitud"),
        "withdrawal_undone": _("deshizo lo que se canceló o quitó"),
        "rights_asked": _("anotó un pedido sobre los datos"),
        "rights_removed": _("borró los datos, porque la persona lo pidió"),
        "rights_answered": _("respondió un pedido sobre los datos"),
        "complaint_left": _("dejó una queja"),
        "complaint_read": _("leyó una queja"),
        "complaint_settled": _("atendió una queja"),
        "staff_added": _("inscribió a alguien del personal"),
        "staff_reset": _("dio códigos de recuperación nuevos a alguien del personal"),
        "staff_revoked": _("quitó a alguien del personal"),
        "staff_restored": _("devolvió el acceso a alguien del personal"),
        "staff_role_given": _("cambió lo que alguien del personal puede hacer"),
        "staff_key_added": _("añadió una clave de acceso"),
        "staff_key_removed": _("quitó una clave de acceso"),
        "staff_signed_in": _("entró con los números de su teléfono"),
        "staff_refused": _("no dejó entrar a alguien"),
        "taken_out_of_service": _("puso el kiosco fuera de servicio"),
        "put_back_into_service": _("puso el kiosco en servicio"),
        "devices_looked_at": _("revisó los aparatos"),
        "ended_by_staff": _("cerró el programa"),
        "trouble_began": _("vio que algo no funciona"),
        "trouble_ended": _("vio que algo ya funciona"),
    }
    return words.get(name, name)
