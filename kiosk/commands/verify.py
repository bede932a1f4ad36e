"""`kiosk verify [CODE]`: whether a receipt is genuine, at any post, with public keys alone: no database, network or kiosk."""

import argparse
import sys
from pathlib import Path

from kiosk.commands.printing import as_json
from kiosk.config import data_folder
from kiosk.domain import base32
from kiosk.domain.moment import Moment
from kiosk.domain.receipt_code import LENGTH
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.services.receipt_check import ReceiptCheck, ReceiptVerdict, check
from kiosk.services.receipt_content import date_words
from kiosk.storage.public_keys import known_keys

MISUSE = 2
_MOST_LINES = 40
_LONGEST_LINE = 2000
"""Bytes: what is longer was read by mistake."""


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("verify", help=_("si un comprobante es auténtico, sin red"))
    parser.add_argument(
        "code", nargs="*", metavar=_("CÓDIGO"), help=_("lo que dice su QR, o sus líneas; si falta, se lee de la entrada")
    )
    parser.add_argument(
        "--keys", type=Path, action="append", default=[], metavar=_("ARCHIVO"), help=_("archivo o carpeta con llaves de kioscos")
    )
    parser.add_argument("--json", action="store_true", help=_("para otro programa"))
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    try:
        known, complaints = known_keys(data_folder(demo=options.demo), options.keys)
    except OSError as error:
        sentence = _("No se puede leer {file}: {reason}. Revise el nombre del archivo de llaves.")
        return _misuse(sentence.format(file=clean(str(error.filename), limit=1000), reason=error.strerror))
    for each in complaints:
        print(each, file=sys.stderr)
    try:
        typed = " ".join(options.code) if options.code else _typed()
    except KeyboardInterrupt:
        return MISUSE
    if not typed.strip():
        return _misuse(_("Falta el código del comprobante: léalo con el lector, o escríbalo."))
    found = check(typed, known)
    print(as_json(_record(found)) if options.json else _words(found))
    return 0 if found.verdict is ReceiptVerdict.GENUINE else 1


def _misuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return MISUSE


def _typed() -> str:
    """Read until the code is whole (a reader ends it with Enter), an empty line after some of it, or the end."""
    if sys.stdin.isatty():
        print(_("Lea el QR del comprobante, o escriba sus líneas y al final una línea vacía:"), file=sys.stderr)
    lines: list[str] = []
    for _place in range(_MOST_LINES):
        line = sys.stdin.buffer.readline(_LONGEST_LINE).decode("utf-8", "replace")
        if not line or (lines and not line.strip()):
            break
        if line.strip():
            lines.append(line)
        if sum(char in base32.ALPHABET for char in base32.forgiving("".join(lines))) >= LENGTH:
            break
    return "\n".join(lines)


def _record(found: ReceiptCheck) -> dict[str, object]:
    said = found.said
    return {
        "verdict": found.verdict,
        "number": str(said.number) if said else None,
        "issued_at": said.issued_at.isoformat() if said else None,
        "documents": said.documents if said else None,
        "kiosk": said.number.kiosk if said else None,
        "key": base32.encode(said.key) if said else None,
        "documents_hash": said.documents_hash.hex() if said else None,
        "clock_trusted": said.clock_trusted if said else None,
        "lines": list(found.lines),
        "message": found.message,
    }


def _words(found: ReceiptCheck) -> str:
    title = {
        ReceiptVerdict.GENUINE: _("AUTÉNTICO"),
        ReceiptVerdict.FALSE: _("FALSO"),
        ReceiptVerdict.UNKNOWN_KIOSK: _("NO SE PUEDE SABER"),
    }[found.verdict]
    if found.said is None:
        title = _("NO SE PUDO LEER")
    lines = [title, found.message]
    said = found.said
    if said is not None:
        if found.verdict is not ReceiptVerdict.GENUINE:
            lines.append(_("Lo que dice el código, sin que se haya comprobado:"))
        lines += [
            _("Número de trámite: {number}").format(number=said.number),
            _("Enviado: {when}").format(when=_when(Moment(said.issued_at, said.clock_trusted))),
            _("Documentos: {count}").format(count=said.documents),
        ]
    return "\n".join(lines)


def _when(moment: Moment) -> str:
    words = _("{date}, {time}").format(date=date_words(moment.at), time=f"{moment.at:%H:%M}")
    return words if moment.trusted else _("{when} (hora no verificada)").format(when=words)
