"""What may truly be said of a receipt's paper and mail: printed is what the person saw come out, sent what a server accepted."""

from dataclasses import dataclass

from kiosk.domain.message import MessageState, PrintStatus
from kiosk.locale import _

PATIENCE = 20
"""Seconds after which whoever waits for paper is told to copy the number meanwhile."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The sentence, and what is offered: to say whether it came out, to print again; `in_hand` when the person has it."""

    words: str
    asks: bool = False
    again: bool = False
    in_hand: bool = False


def paper(status: PrintStatus, *, seconds: int, denied: bool) -> Paper:  # noqa: PLR0911 - one return for each thing that can be the case
    """Return what is told after `seconds` of waiting; `denied` when the person said that this copy did not come out."""
    if not status.can_print:
        return Paper(_("Este kiosco no tiene impresora: copie este número, por favor."))
    if status.came_out:
        return Paper(_("● Tiene su comprobante. Guárdelo: lleva este número."), in_hand=True)
    if denied:
        return Paper(_("! Copie este número y avise al personal. Si ya hay papel, imprima otra vez."), again=True)
    if status.state in {MessageState.QUEUED, MessageState.SENDING}:
        return _under_way(status, seconds)
    match status.state:
        case MessageState.ACCEPTED | MessageState.UNKNOWN:
            return Paper(_("La impresora recibió la hoja. ¿Salió su comprobante?"), asks=True)
        case MessageState.DEFERRED:
            said = _("! La impresora no pudo: {cause} Copie este número; el kiosco lo intenta otra vez solo.")
            return Paper(said.format(cause=status.cause))
        case MessageState.FAILED:
            return Paper(_("! No se pudo imprimir: {cause} Copie este número, por favor.").format(cause=status.cause), again=True)
        case MessageState.WITHDRAWN:
            return Paper(_("Ya no se imprime. Copie este número, o imprima otra vez."), again=True)
        case _:
            return Paper(_("Su comprobante todavía no se imprime. Puede imprimirlo ahora."), again=True)


def _under_way(status: PrintStatus, seconds: int) -> Paper:
    if seconds >= PATIENCE:
        return Paper(_("La impresora tarda ({seconds} s). Mientras tanto, copie este número.").format(seconds=seconds))
    words = _("Imprimiendo su comprobante…") if status.copies < 2 else _("Imprimiendo la copia {copy}…")
    return Paper(words.format(copy=status.copies))


def mail_words(state: MessageState | None, address: str, *, can_send: bool) -> str:
    """Return what is told of the mail with the receipt to a masked `address`; nothing where the person has none."""
    if not address or state is None:
        return ""
    if state is MessageState.ACCEPTED:
        return _("● El servidor de correo ya recibió su comprobante, para {address}.").format(address=address)
    if not can_send:
        return _("Este kiosco no envía correo: guarde su número.")
    if state in {MessageState.QUEUED, MessageState.SENDING}:
        return _("→ El correo para {address} espera para salir.").format(address=address)
    if state is MessageState.DEFERRED:
        return _("→ El correo para {address} todavía no sale; se intenta otra vez solo.").format(address=address)
    return _("! El correo para {address} no se pudo entregar: guarde su número.").format(address=address)
