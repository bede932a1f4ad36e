"""`kiosk verify [CODE]`: whether a receipt is genuine, at any post, with public keys alone: no database, network or kiosk."""

import argparse
import sys
from pathlib import Path

from kiosk.commands.printing import as_json
from kiosk.config import data_folder, load
from kiosk.domain import base32
from kiosk.domain.errors import BadInput, SettingsError
from kiosk.domain.moment import Moment
from kiosk.domain.papers.receipt_code import LENGTH, SHORTEST, Mistyped, Statement, read
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.procedures import load as load_procedures
from kiosk.services.papers.receipt_check import ReceiptCheck, ReceiptVerdict, check, compared, procedure_of
from kiosk.storage.public_keys import known_keys
from kiosk.words.dates import local_words
from kiosk.words.system import fault_in_words

MISUSE = 2
_MOST_LINES = 40
_LONGEST_LINE = 2000
"""Bytes: what is longer was read by mistake."""


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("verify", help=_("si un comprobante es auténtico, sin red"))
    parser.add_argument(
        "code", nargs="*", metavar=_("LÍNEAS"), help=_("lo que dice su QR, o sus líneas; si falta, se lee de la entrada")
    )
    parser.add_argument(
        "--keys", type=Path, action="append", default=[], metavar=_("ARCHIVO"), help=_("archivo o carpeta con llaves de kioscos")
    )
    parser.add_argument(
        "--applicant", metavar=_("LÍNEA"), help=_("lo que dice el papel en «Quién pide», para compararlo con lo que se firmó")
    )
    parser.add_argument(
        "--leaver",
        action="append",
        default=[],
        metavar=_("LÍNEA"),
        help=_("con --applicant: cada línea de «Quiénes salen», en su orden"),
    )
    parser.add_argument("--json", action="store_true", help=_("para otro programa"))
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    try:
        known, complaints = known_keys(data_folder(demo=options.demo), options.keys)
    except OSError as error:
        sentence = _("No se puede leer {file}: {reason}. Revise el nombre del archivo de llaves.")
        return _misuse(sentence.format(file=clean(str(error.filename), limit=1000), reason=fault_in_words(error)))
    for each in complaints:
        print(each, file=sys.stderr)
    try:
        typed = " ".join(options.code) if options.code else _typed()
    except KeyboardInterrupt:
        return MISUSE
    if not typed.strip():
        return _misuse(_("Falta lo que dice el comprobante: lea su QR con el lector, o escriba sus líneas."))
    found, names = check(typed, known), _procedures(options)
    if options.applicant:
        try:
            found = compared(found, options.applicant, options.leaver, [each for each, _name in names])
        except BadInput as refusal:
            return _misuse(refusal.message)
    print(as_json(_record(found, names)) if options.json else _words(found, names))
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
        if _letters(lines) >= LENGTH or (_letters(lines) >= SHORTEST and _is_code(lines)):
            break
    return "\n".join(lines)


def _letters(lines: list[str]) -> int:
    return sum(char in base32.ALPHABET for char in base32.forgiving("".join(lines)))


def _is_code(lines: list[str]) -> bool:
    """Tell whether this is a whole code of the first version, which is shorter."""
    try:
        read("\n".join(lines))
    except Mistyped:
        return False
    return True


def _procedures(options: argparse.Namespace) -> list[tuple[str, str]]:
    """Return the ids and names of the procedures that this post knows: those of the program, where it has no settings."""
    try:
        catalogue = load_procedures(load(config=options.config, demo=options.demo).procedures, demo=options.demo)
    except SettingsError:
        catalogue = load_procedures(demo=options.demo)
    return [(each.id, each.name) for each in catalogue.procedures]


def _record(found: ReceiptCheck, names: list[tuple[str, str]]) -> dict[str, object]:
    said = found.said
    paper = said.paper if said else None
    return {
        "verdict": found.verdict,
        "number": str(said.number) if said else None,
        "issued_at": said.issued_at.isoformat() if said else None,
        "documents": said.documents if said else None,
        "kiosk": said.number.kiosk if said else None,
        "key": base32.encode(said.key) if said else None,
        "documents_hash": said.documents_hash.hex() if said else None,
        "clock_trusted": said.clock_trusted if said else None,
        "applicant": f"{paper.initials} {paper.visible}" if paper else None,
        "leavers": paper.leavers if paper else None,
        "procedure": procedure_of(said, names) or None if said else None,
        "lines": list(found.lines),
        "message": found.message,
    }


def _words(found: ReceiptCheck, names: list[tuple[str, str]]) -> str:
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
            lines.append(_("Lo que dicen sus líneas, sin que se haya comprobado:"))
        lines += [
            _("Número de trámite: {number}").format(number=said.number),
            _("Recibido: {when}").format(when=local_words(Moment(said.issued_at, said.clock_trusted))),
            _("Documentos: {count}").format(count=said.documents),
            *_whose(said, names),
        ]
    return "\n".join(lines)


def _whose(said: Statement, names: list[tuple[str, str]]) -> tuple[str, ...]:
    if said.paper is None:
        return ()
    dotted = "".join(f"{each}." for each in said.paper.initials)
    return (
        _("Trámite: {name}").format(name=procedure_of(said, names) or _("uno que este programa no conoce")),
        _("Quién pide: {initials} · {visible}… (sin tildes)").format(initials=dotted, visible=said.paper.visible),
        _("Quiénes salen: {count}. Para compararlos: --applicant y --leaver.").format(count=said.paper.leavers),
    )
