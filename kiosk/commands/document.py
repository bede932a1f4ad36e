"""`kiosk document check`: the same inspection as the attach screen, for staff at a desk and for tests."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from kiosk import config
from kiosk.domain.documents.document import LARGEST_BYTES, Inspection, MediaType, Paper
from kiosk.domain.errors import SettingsError
from kiosk.domain.text import clean
from kiosk.inspection.judged.inspector import Inspector
from kiosk.inspection.judged.sentences import size_sentence
from kiosk.inspection.limits import OPENED_BYTES
from kiosk.locale import _, ngettext
from kiosk.words.system import fault_in_words


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `document` to the command line."""
    parser = subparsers.add_parser("document", help=_("los documentos: revisar si uno se puede adjuntar"))
    parser.set_defaults(run=run)
    words = parser.add_subparsers(dest="word", required=True)
    checking = words.add_parser("check", help=_("revisar un archivo como lo hace la pantalla"))
    checking.add_argument("file", type=Path, help=_("una foto JPG o un PDF"))
    checking.add_argument(
        "--paper", type=Paper, choices=list(Paper), default=Paper.PAGE, help=_("qué papel es: card, una cédula; page, una hoja")
    )
    checking.add_argument("--json", action="store_true", help=_("responder en JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Look at a file; 0 it may be attached, 1 it may not, 2 there is no such file. Raises SettingsError."""
    document_bytes = _document_bytes(arguments)
    try:
        with arguments.file.open("rb") as file:
            content = file.read(OPENED_BYTES + 1)
    except OSError as error:
        reason = fault_in_words(error)
        message = _("No se puede leer {file}: {reason}.").format(file=clean(str(arguments.file)), reason=reason)
        sys.stderr.write(f"{message}\n")
        return 2
    inspector = Inspector(document_bytes)
    found = inspector.inspect(content, arguments.paper)
    inspector.close()
    lines = [json.dumps(_record(found), ensure_ascii=False, indent=2)] if arguments.json else _sentences(found)
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if found.verdict.may_be_attached else 1


def _document_bytes(arguments: argparse.Namespace) -> int:
    try:
        return config.load(config=arguments.config, demo=arguments.demo).limits.document_bytes
    except SettingsError as error:
        if error.setting != "kiosk.id":
            raise
        return LARGEST_BYTES  # no kiosk was ever set up here, and a document can be looked at all the same


def _record(found: Inspection) -> dict[str, object]:
    return {
        "verdict": found.verdict,
        "media_type": found.media_type,
        "pages": found.pages,
        "bytes": found.byte_count,
        "original_bytes": found.original_bytes,
        "facts": [asdict(each) for each in found.facts],
        "marks": [{"page": page, "text": text} for page, text in found.marks],
        "findings": [{"code": each.code, "message": each.message} for each in found.findings],
    }


def _sentences(found: Inspection) -> list[str]:
    if not found.verdict.may_be_attached:
        return [_("No se puede adjuntar."), *(each.message for each in found.findings)]
    size = max(1, round(found.byte_count / 1000))
    if found.media_type is MediaType.PDF:
        fact = ngettext("Es un PDF de {pages} página, {size} KB.", "Es un PDF de {pages} páginas, {size} KB.", found.pages)
    else:
        fact = _("Es una foto de {width} × {height} puntos, {size} KB.")
    fact = fact.format(pages=found.pages, width=found.width, height=found.height, size=size)
    reduced = size_sentence(found.original_bytes, found.byte_count)
    return [_("Se puede adjuntar."), fact, *([reduced] if reduced else []), *(each.message for each in found.findings)]
