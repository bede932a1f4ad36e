"""What may truly be said of a print: what the printer waits for, and that it came out only when the person saw it."""

from dataclasses import dataclass
from enum import Enum

from kiosk.domain.machine.message import MessageState, PrintStatus, Trouble
from kiosk.locale import _

PATIENCE = 20
"""Seconds after which whoever waits for paper may give up, though the printer tells of no trouble."""
_UNDER_WAY = frozenset({MessageState.QUEUED, MessageState.SENDING, MessageState.DEFERRED})


class Printout(Enum):
    """What a person waits for at the printer."""

    RECEIPT = "receipt"
    SLIP = "slip"
    FORM = "form"
    BLANK_FORM = "blank_form"
    CONFIRMATION = "confirmation"
    PAPER = "paper"
    """Any other, whose name stands beside."""
    COPY = "copy"
    """A receipt that staff print for somebody."""


@dataclass(frozen=True, slots=True)
class PrintTold:
    """The sentence, and what is offered: to give up waiting, to say whether it came out, to print again.

    `in_hand` when the person said that they have it.
    """

    words: str
    waits: bool = False
    gives_up: bool = False
    asks: bool = False
    again: bool = False
    in_hand: bool = False


def printing_words(sheet: Printout, status: PrintStatus, seconds: int) -> PrintTold:
    """Return what is told of a print after `seconds` of waiting."""
    if status.state in _UNDER_WAY:
        return _under_way(sheet, status, seconds)
    match status.state:
        case MessageState.ACCEPTED:
            return PrintTold(_asked(sheet), asks=True)
        case MessageState.UNKNOWN:
            said = _("La impresora ya no sabe de esta hoja. {asked}")
            return PrintTold(said.format(asked=_asked_only(sheet)), asks=True)
        case MessageState.FAILED:
            said = _("! No se pudo imprimir. {cause} {instead}")
            return PrintTold(said.format(cause=_cause(sheet, status), instead=_instead(sheet)), again=True)
        case MessageState.WITHDRAWN:
            return PrintTold(_("Ya no se imprime. {instead}").format(instead=_instead(sheet)), again=True)
        case _:
            return PrintTold("", again=True)


def _under_way(sheet: Printout, status: PrintStatus, seconds: int) -> PrintTold:
    troubled = status.trouble is not Trouble.NONE or status.state is MessageState.DEFERRED
    if troubled:
        said = _("! {cause} {instead} Esperando {seconds} s")
        return PrintTold(
            said.format(cause=_cause(sheet, status), seconds=seconds, instead=_instead(sheet)), waits=True, gives_up=True
        )
    if seconds >= PATIENCE:
        said = _("! La impresora tarda. {instead} Esperando {seconds} s")
        return PrintTold(said.format(seconds=seconds, instead=_instead(sheet)), waits=True, gives_up=True)
    if status.copies > 1 and sheet in {Printout.RECEIPT, Printout.COPY}:  # another is made anew, and may say something else
        return PrintTold(_("→ Imprimiendo la copia {copy}… {seconds} s").format(copy=status.copies, seconds=seconds), waits=True)
    return PrintTold(_("→ Imprimiendo {sheet}… {seconds} s").format(sheet=_name(sheet), seconds=seconds), waits=True)


def _cause(sheet: Printout, status: PrintStatus) -> str:
    """Return why it does not go on, and that only the staff can mend it, unless they stand in front."""
    cause, call = status.cause or _("La impresora no puede imprimir ahora."), _("Avise al personal.")
    if sheet is Printout.COPY:
        return cause.replace(call, "").strip()
    return cause if call in cause else _("{cause} Avise al personal.").format(cause=cause)


def _name(sheet: Printout) -> str:
    names = {
        Printout.RECEIPT: _("su comprobante"),
        Printout.SLIP: _("su número para volver"),
        Printout.FORM: _("su solicitud"),
        Printout.BLANK_FORM: _("la solicitud"),
        Printout.CONFIRMATION: _("la hoja para firmar"),
        Printout.PAPER: _("el papel"),
        Printout.COPY: _("el comprobante"),
    }
    return names[sheet]


def _asked(sheet: Printout) -> str:
    return _("La impresora dice que terminó. {asked}").format(asked=_asked_only(sheet))


def _asked_only(sheet: Printout) -> str:
    questions = {
        Printout.RECEIPT: _("¿Salió su comprobante?"),
        Printout.SLIP: _("Recoja el papel. Si no salió, copie el número."),
        Printout.FORM: _("Recoja las hojas. Si no salieron, avise al personal."),
        Printout.BLANK_FORM: _("Recoja la hoja. Si no salió, avise al personal."),
        Printout.CONFIRMATION: _("¿Salió la hoja? Si no, imprímala otra vez."),
        Printout.PAPER: _("¿Salió el papel?"),
        Printout.COPY: _("¿Salió el comprobante?"),
    }
    return questions[sheet]


def _instead(sheet: Printout) -> str:
    """Return what can be done without the paper."""
    ways = {
        Printout.RECEIPT: _("Copie este número."),
        Printout.SLIP: _("Copie el número a mano."),
        Printout.FORM: _("Puede pedir una en blanco, y copie su número para volver."),
        Printout.BLANK_FORM: _("Puede pedir una en papel."),
        Printout.CONFIRMATION: _("También se puede confirmar en la pantalla del kiosco."),
        Printout.PAPER: _("Lo que hizo ya está guardado."),
        Printout.COPY: _("Revise la impresora, o copie el número a mano."),
    }
    return ways[sheet]
