"""What may truly be said of a code's mail: sent is what the server accepted, and an address is blamed only when it was refused."""

from kiosk.domain.machine.message import CodeStatus, MessageState, Trouble
from kiosk.locale import _

PATIENCE = 20
"""Seconds after which whoever waits for the mail is told that they need not."""


def is_refused(status: CodeStatus) -> bool:
    """Tell whether the mail could not be delivered because of its address."""
    return status.state is MessageState.FAILED and status.trouble is Trouble.ADDRESS


def code_words(status: CodeStatus, at: str, next_try_at: str, *, seconds: int) -> str:
    """Return what is told; `at` and `next_try_at` (empty: within a minute) are local times, `seconds` is the waiting so far."""
    if not status.can_send:
        return _(
            "No se puede confirmar ahora, y no hace falta: siga con su trámite. "
            "Otro día puede confirmarlo en un kiosco que envíe correo."
        )
    if status.state in {MessageState.QUEUED, MessageState.SENDING}:
        return _sending(seconds)
    sentences = {
        MessageState.ACCEPTED: _("● El correo ya salió, a las {time}. Mire también en «Correo no deseado»."),
        MessageState.DEFERRED: _deferred(next_try_at),
        MessageState.UNKNOWN: _("! No sabemos si salió el correo. Si no le llega en unos minutos, elija «Enviar otra vez»."),
        MessageState.WITHDRAWN: _("! El correo ya no sale. Elija «Enviar otra vez»."),
        MessageState.FAILED: _("! El correo no pudo salir, y no es por su dirección. {cause} Elija «Verificar después» y siga."),
    }
    said = sentences[status.state] if status.state else _("Preparando el correo…")
    if is_refused(status):
        said = _("! Esa dirección no recibe correo: revísela. Si está mal escrita, elija «Cambiar correo».")
    return said.format(time=at, next=next_try_at, cause=status.cause)


def _sending(seconds: int) -> str:
    if seconds < PATIENCE:
        return _("→ Enviando el correo… ({seconds} s)").format(seconds=seconds)
    return _("→ El correo tarda en salir ({seconds} s). Puede esperar, o elegir «Verificar después».").format(seconds=seconds)


def _deferred(next_try_at: str) -> str:
    if next_try_at:
        return _("! El correo todavía no sale. {cause} Se intenta otra vez a las {next}. Puede verificar después.")
    return _("! El correo todavía no sale. {cause} Se intenta otra vez en un momento. Puede verificar después.")
