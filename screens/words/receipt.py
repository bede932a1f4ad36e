"""What may truly be said of a receipt's paper and mail: printed is what the person saw come out, sent what a server accepted."""

from kiosk.domain.machine.message import Media, MessageState, PrintStatus
from kiosk.domain.papers.receipt import ReceiptStanding
from kiosk.locale import _
from screens.words.prints import Printout, PrintTold, printing_words


def paper(status: PrintStatus, *, seconds: int, denied: bool) -> PrintTold:
    """Return what is told after `seconds` of waiting; `denied` when the person said that this copy did not come out."""
    if not status.can_print:
        return PrintTold(_("Este kiosco no tiene impresora: copie este número, por favor."))
    if status.came_out:
        return PrintTold(_("● Tiene su comprobante. Guárdelo: lleva este número."), in_hand=True)
    if denied:
        return PrintTold(_("! Copie este número y avise al personal. O imprima otra vez."), again=True)
    if status.state is None:
        return PrintTold(_("Su comprobante todavía no se imprime. Puede imprimirlo ahora."), again=True)
    return printing_words(Printout.RECEIPT, status, seconds)


def kept_words(status: PrintStatus) -> str:
    """Return what is told of the second receipt, which is signed and kept; nothing where there is none."""
    if not status.can_print or status.state is None:
        return ""
    if status.state is MessageState.ACCEPTED:
        return _("● La segunda hoja es para el archivo: pida la firma o la huella, y guárdela.")
    if status.state in {MessageState.FAILED, MessageState.WITHDRAWN, MessageState.UNKNOWN}:
        return _("! La hoja para el archivo no salió. Con «Imprimir otra vez» sale de nuevo.")
    return _("→ Después sale una segunda hoja, para el archivo: la persona la firma.")


def on_other_paper(media: Media) -> str:
    """Return the words of the button that prints on the other paper; it stands beside "Imprimir otra vez"."""
    return _("En hoja A4") if media is Media.A4 else _("En el rollo")


def mail_words(standing: ReceiptStanding) -> str:
    """Return what is told of the mail with the receipt; nothing where the person has no address."""
    state, address = standing.mail, standing.address
    if not address or state is None:
        return ""
    if state is MessageState.ACCEPTED:
        return _("● El correo para {address} ya salió.").format(address=address)
    if not standing.can_mail:
        return _("Este kiosco no envía correo: guarde su número.")
    sentences = {
        MessageState.DEFERRED: _("→ El correo para {address} todavía no sale; se intenta otra vez solo."),
        MessageState.UNKNOWN: _("→ No sabemos si salió el correo para {address}; se envía otra vez."),
        MessageState.FAILED: _("! El correo para {address} no se pudo entregar: guarde su número."),
        MessageState.WITHDRAWN: _("! El correo para {address} ya no sale: guarde su número."),
    }
    return sentences.get(state, _("→ El correo para {address} espera para salir.")).format(address=address)
