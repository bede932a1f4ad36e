"""What waits at the desk in words: what there is to do, and how much of each kind."""

from datetime import timedelta

from kiosk.domain.desk.task import Task, TaskKind
from kiosk.domain.machine.watched import Watched
from kiosk.locale import _, ngettext
from kiosk.services.desk.tasks import MOST, SHEET, WAITING
from kiosk.services.health.trouble_letters import trouble_words
from kiosk.words.dates import shown_date

RIGHTS_DAYS = 15
"""Days within which whoever asks about their data is answered (LOPDP)."""


def to_do(task: Task) -> str:
    """Return what is to be done."""
    if task.kind is TaskKind.MAIL:
        return _mail(task.detail)
    if task.kind is TaskKind.TROUBLE:
        return trouble_words(Watched(task.detail))[0]
    return {
        TaskKind.IDENTITY: _("Confirmar la identidad"),
        TaskKind.CONFIRMATION: _("Escanear la hoja firmada"),
        TaskKind.PRINT: _("Imprimir el comprobante"),
        TaskKind.CORRECTION: _("Recibir un documento pedido"),
        TaskKind.DOCUMENT: _("Decidir si un documento vale"),
        TaskKind.SAME_IDENTITY: _("Decidir si es la misma persona"),
        TaskKind.HAND_OVER: _("Entregar al IESS"),
        TaskKind.FOLLOW_UP: _("Llevar al IESS la hoja firmada")
        if task.detail == SHEET
        else _("Llevar al IESS lo que llegó después"),
        TaskKind.ANSWER: _("Por entregar: la respuesta"),
        TaskKind.WITHDRAWAL: _("Avisar al IESS: cancelada o sin permiso"),
        TaskKind.RIGHTS: _("Responder un pedido sobre datos"),
        TaskKind.COMPLAINT: _("Atender una queja"),
    }[task.kind]


def hint(task: Task) -> str:
    """Return what else helps to do it."""
    if task.kind is TaskKind.RIGHTS:
        return _("Hay plazo hasta el {date}.").format(date=shown_date((task.since + timedelta(days=RIGHTS_DAYS)).date()))
    if task.kind is TaskKind.MAIL and task.detail == "address":
        return _("Esa dirección no recibe: pregunte a la persona cuál es.")
    if task.kind is TaskKind.CONFIRMATION:
        return _("La que firmó la persona, o en la que puso su huella.")
    if task.kind is TaskKind.FOLLOW_UP:
        return _("Llegó cuando el IESS ya tenía lo demás.")
    if task.kind is TaskKind.TROUBLE and task.detail == Watched.CLOCK:
        return trouble_words(Watched.CLOCK)[1]
    return ""


def counted(kind: TaskKind, count: int) -> str:
    """Return how much there is of a kind."""
    words = {
        TaskKind.IDENTITY: ngettext("{count} identidad por confirmar", "{count} identidades por confirmar", count),
        TaskKind.CONFIRMATION: ngettext("{count} hoja por escanear", "{count} hojas por escanear", count),
        TaskKind.PRINT: ngettext("{count} comprobante sin imprimir", "{count} comprobantes sin imprimir", count),
        TaskKind.MAIL: ngettext("{count} correo que no sale", "{count} correos que no salen", count),
        TaskKind.CORRECTION: ngettext("{count} documento por recibir", "{count} documentos por recibir", count),
        TaskKind.DOCUMENT: ngettext("{count} con documentos dudosos", "{count} con documentos dudosos", count),
        TaskKind.SAME_IDENTITY: ngettext("{count} identidad repetida", "{count} identidades repetidas", count),
        TaskKind.HAND_OVER: ngettext("{count} por entregar al IESS", "{count} por entregar al IESS", count),
        TaskKind.FOLLOW_UP: ngettext("{count} con algo más que llevar al IESS", "{count} con algo más que llevar al IESS", count),
        TaskKind.ANSWER: ngettext("{count} respuesta por entregar", "{count} respuestas por entregar", count),
        TaskKind.WITHDRAWAL: ngettext("{count} aviso para el IESS", "{count} avisos para el IESS", count),
        TaskKind.RIGHTS: ngettext("{count} pedido sobre datos", "{count} pedidos sobre datos", count),
        TaskKind.COMPLAINT: ngettext("{count} queja", "{count} quejas", count),
        TaskKind.TROUBLE: ngettext("{count} falla del kiosco", "{count} fallas del kiosco", count),
    }[kind]
    return words.format(count=_most(count))


def cases_counted(count: int) -> str:
    """Return so many cases."""
    return ngettext("1 trámite", "{count} trámites", count).format(count=_most(count))


def _most(count: int) -> str:
    return _("más de {most}").format(most=MOST - 1) if count >= MOST else str(count)


def _mail(trouble_code: str) -> str:
    if trouble_code == "address":
        return _("Corregir el correo")
    return _("Un correo espera más de un día") if trouble_code == WAITING else _("Un correo no pudo salir")


def _follow_up(what_came: str) -> str:
    return _("Llevar al IESS la hoja firmada") if what_came == SHEET else _("Llevar al IESS lo que llegó después")
