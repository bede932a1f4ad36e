"""`kiosk receipt NUMBER`: a case's receipt as a PDF, to a file or to the printer."""

import argparse
import sys
from pathlib import Path

from kiosk.commands.opening import acting, open_kiosk
from kiosk.domain.errors import KioskError
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.message import Media, MessageState, PrintStatus
from kiosk.locale import _
from kiosk.services.cases import receipts
from kiosk.services.delivery import printing
from kiosk.words.system import fault_in_words

PATIENCE = 60.0
"""Seconds for which a copy is followed."""


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("receipt", help=_("el comprobante de un trámite"))
    parser.add_argument("number", metavar=_("NÚMERO"))
    target = parser.add_mutually_exclusive_group()
    target.add_argument("--output", type=Path, metavar=_("ARCHIVO"), help=_("dónde guardar el PDF"))
    target.add_argument("--print", action="store_true", help=_("imprimir una copia"))
    parser.add_argument("--paper", type=Media, choices=list(Media), help=_("rollo de 80 mm o A4"))
    parser.set_defaults(run=_run)


def _told(status: PrintStatus) -> int:
    """Say what became of a print, where there is something to say; raises KioskError when it did not come out."""
    if status.state is MessageState.UNKNOWN:
        print(_("No se sabe si salió: {cause} Revise la impresora.").format(cause=status.cause))
    elif status.state is not MessageState.ACCEPTED:
        cause = status.cause or _("ya no hay quien la espere.")
        raise KioskError(_("No se imprimió, y ya no está en la cola: {cause}").format(cause=cause))
    return 0


def _run(options: argparse.Namespace) -> int:
    kiosk = acting(options, open_kiosk(options)) if options.print else open_kiosk(options)
    number = CaseNumber.parse(options.number)
    if options.print:
        if kiosk.printer is None:
            raise KioskError(_("Este kiosco no tiene impresora. Use --output ARCHIVO."))
        if options.paper and options.paper not in kiosk.printer.media:
            raise KioskError(_("Este kiosco no tiene impresora para ese papel. Use --output ARCHIVO."))
        receipts.print_again(kiosk, number, options.paper)
        try:
            printing.finish(kiosk, PATIENCE)
        except KeyboardInterrupt:
            receipts.stop_printing(kiosk, number)
            raise
        if printing.under_way(kiosk):  # nobody is there to follow it any further
            receipts.stop_printing(kiosk, number)
        return _told(receipts.print_status(kiosk, number))
    content = receipts.pdf(kiosk, number, options.paper)
    if options.output is None:
        if sys.stdout.isatty():
            raise KioskError(_("Diga dónde guardar el PDF: --output ARCHIVO."))
        sys.stdout.buffer.write(content)
        return 0
    try:
        options.output.write_bytes(content)
    except OSError as error:
        told = _("No se pudo escribir {file}: {reason}.")
        raise KioskError(told.format(file=options.output, reason=fault_in_words(error))) from error
    return 0
