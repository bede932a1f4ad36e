"""`kiosk case list|show|export|schema`: what was filed at this kiosk, and how it leaves for the institute."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kiosk.commands.opening import acting, open_kiosk
from kiosk.commands.printing import as_json
from kiosk.domain.cases.handover import Exported
from kiosk.domain.cases.status import Stage
from kiosk.domain.desk.task import Why
from kiosk.domain.errors import BadInput
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.people.names import full_name
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.services.cases import lookup
from kiosk.services.desk import access
from kiosk.services.handover import dossier_record, export, handovers
from kiosk.words.cases import lacking_in_words
from kiosk.words.stages import stage_words


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("case", help=_("los trámites de este kiosco"))
    verbs = parser.add_subparsers(required=True, metavar=_("VERBO"))
    listing = verbs.add_parser("list", help=_("los trámites, los nuevos primero"))
    listing.add_argument("--identity", help=_("solo los de este número de identidad"))
    listing.add_argument("--limit", type=_limit, default=50, help=_("cuántos como máximo (50)"))
    listing.set_defaults(run=_list)
    showing = verbs.add_parser("show", help=_("un trámite completo"))
    showing.add_argument("number", metavar=_("NÚMERO"))
    showing.add_argument("--why", choices=[*Why], default=Why.COMMAND, help=_("para qué se mira; queda anotado"))
    showing.set_defaults(run=_show)
    exporting = verbs.add_parser("export", help=_("escribir expedientes para el IESS"))
    exporting.add_argument("numbers", nargs="*", metavar=_("NÚMERO"))
    exporting.add_argument("folder", type=Path, metavar=_("CARPETA"))
    exporting.add_argument("--waiting", action="store_true", help=_("todos los que esperan, los antiguos primero"))
    exporting.set_defaults(run=_export, misused=exporting.error)
    describing = verbs.add_parser("schema", help=_("el esquema (JSON Schema) de expediente.json"))
    describing.set_defaults(run=_schema)
    for each in (listing, showing, exporting):
        each.add_argument("--json", action="store_true", help=_("para otro programa"))


def _limit(typed: str) -> int:
    if typed.isdecimal() and typed.isascii() and 0 < int(typed) <= lookup.MOST_LISTED:
        return int(typed)
    raise argparse.ArgumentTypeError(_("un número de 1 a {most}").format(most=lookup.MOST_LISTED))


def _list(options: argparse.Namespace) -> int:
    kiosk = acting(options, open_kiosk(options))
    if options.json:
        print(as_json(access.records(kiosk, options.identity, options.limit)))
        return 0
    found = access.summaries(kiosk, options.identity, options.limit)
    for each in found:
        line = _line(each.number, each.submitted_at.isoformat(), each.procedure, each.stage)
        print("  ".join([line, *(lacking_in_words(lack) for lack in each.lacking)]))
    if not found:
        print(_("No hay trámites."))
    return 0


def _show(options: argparse.Namespace) -> int:
    record = access.record(acting(options, open_kiosk(options)), CaseNumber.parse(options.number), options.why)
    if options.json:
        print(as_json(record))
        return 0
    applicant, contact = record["applicant"], record["contact"]
    print(_line(record["number"], record["submitted_at"], record["procedure"], Stage(record["stage"])))
    for each in record["lacking"]:
        print(_("! {lacking}").format(lacking=lacking_in_words(each)))
    print(
        _("Solicita: {name}, {identity} ({capacity})").format(
            name=full_name(applicant["surnames"], applicant["given_names"]),
            identity=applicant["identity"],
            capacity=applicant["capacity"],
        )
    )
    print(_("Contacto: {telephone} · {email}").format(telephone=contact["telephone"] or "—", email=contact["email"] or "—"))
    for person in record["leavers"]:
        print(_("Sale: {name}").format(name=full_name(person["surnames"], person["given_names"])))
    for document in record["documents"]:
        print(_("Documento: {slot}, {bytes} bytes, {pages} páginas").format(**document))
    for delivery in record["deliveries"]:
        words = _("Envío: {kind}, {state} {trouble} {at} {cause}").format(
            **delivery | {"at": delivery["at"][:16].replace("T", " ")}
        )
        print(" ".join(words.split()))
        if delivery["next_try_at"]:
            print(_("    Se prueba otra vez: {at}").format(at=delivery["next_try_at"][:16].replace("T", " ")))
    return 0


def _export(options: argparse.Namespace) -> int:
    if not (options.numbers or options.waiting):
        options.misused(_("escriba al menos un número de trámite, o --waiting"))
    kiosk = acting(options, open_kiosk(options), alone=True)
    waiting = handovers.waiting_numbers(kiosk) if options.waiting else ()
    numbers, mistyped = _typed(options.numbers)
    done = export.export(kiosk, [*numbers, *waiting], options.folder)
    done = replace(done, failed=(*mistyped, *done.failed))
    if options.json:
        print(as_json(_exported(done)))
    else:
        for each in done.written:
            print(f"{each.number}  {each.sha256}  {each.path}")
        if not (done.written or done.failed):
            print(_("No hay trámites por entregar."))
    for warning in done.warnings:
        print(warning, file=sys.stderr)
    for number, reason in done.failed:
        print(_("{number}: {reason}").format(number=clean(number, limit=40), reason=reason), file=sys.stderr)
    return 1 if done.failed else 0


def _typed(numbers: Sequence[str]) -> tuple[list[CaseNumber], list[tuple[str, str]]]:
    """Return the numbers that were typed, and those that cannot be one, each with why."""
    good, mistyped = [], []
    for number in numbers:
        try:
            good.append(CaseNumber.parse(number))
        except BadInput as wrong:
            mistyped.append((number, wrong.message))
    return good, mistyped


def _exported(done: Exported) -> dict[str, object]:
    return {
        "written": [
            {"number": each.number, "path": str(each.path), "sha256": each.sha256, "sealed": each.sealed, "already": each.already}
            for each in done.written
        ],
        "failed": [{"number": clean(number, limit=40), "message": reason} for number, reason in done.failed],
        "warnings": list(done.warnings),
    }


def _schema(_options: argparse.Namespace) -> int:
    print(dossier_record.schema(), end="")
    return 0


def _line(number: str, submitted_at: str, procedure: str, stage: Stage) -> str:
    return f"{number}  {submitted_at[:16].replace('T', ' ')}  {procedure}  {stage_words(stage).short}"
