"""`kiosk case list|show|export|schema`: what was filed at this kiosk, and how it leaves for the institute."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kiosk.commands.opening import acting, open_kiosk
from kiosk.commands.printing import as_json, at_most
from kiosk.domain.cases.handover import Exported
from kiosk.domain.cases.status import Stage
from kiosk.domain.desk.task import Why
from kiosk.domain.errors import BadInput
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.people.identity import CEDULA_DIGITS, parse_cedula, parse_foreign_code
from kiosk.domain.text import clean, without_separators
from kiosk.locale import _
from kiosk.services.cases import lookup, same_identity
from kiosk.services.desk import access
from kiosk.services.handover import dossier_record, export, handovers
from kiosk.words.case_lines import CaseLine, case_lines
from kiosk.words.cases import lacking_in_words
from kiosk.words.dates import zoned
from kiosk.words.stages import stage_words


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("case", help=_("los trámites de este kiosco"))
    verbs = parser.add_subparsers(required=True, metavar=_("VERBO"))
    listing = verbs.add_parser("list", help=_("los trámites, los nuevos primero"))
    listing.add_argument("--identity", type=_identity, metavar=_("IDENTIDAD"), help=_("solo los de este número de identidad"))
    listing.add_argument(
        "--limit", metavar=_("CUÁNTOS"), type=at_most(lookup.MOST_LISTED), default=50, help=_("cuántos como máximo (50)")
    )
    listing.add_argument("--before", metavar=_("NÚMERO"), help=_("los que se enviaron antes que este trámite"))
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


def _identity(typed: str) -> str:
    """Return an identity number as it was typed, where it can be one."""
    digits = without_separators(typed)
    try:
        (parse_cedula if digits.isdecimal() and len(digits) == CEDULA_DIGITS else parse_foreign_code)(typed)
    except BadInput as wrong:
        told = _("no es un número de identidad, ni de cédula ni de extranjero. {why}").format(why=wrong.message)
        raise argparse.ArgumentTypeError(told) from None
    return typed


def _list(options: argparse.Namespace) -> int:
    kiosk = acting(options, open_kiosk(options))
    before = CaseNumber.parse(options.before) if options.before else None
    if options.json:
        print(as_json(access.records(kiosk, options.identity, options.limit, before)))
        return 0
    found = access.summaries(kiosk, options.identity, options.limit, before)
    for each in found:
        line = _line(each.number, each.submitted_at, each.procedure, each.stage)
        print("  ".join([line, *(lacking_in_words(lack) for lack in each.lacking)]))
    if not found:
        print(_("No hay trámites."))
    if len(found) == options.limit:
        print(_("Puede haber más: siga con --before {number}").format(number=found[-1].number), file=sys.stderr)
    return 0


def _show(options: argparse.Namespace) -> int:
    kiosk, number = acting(options, open_kiosk(options)), CaseNumber.parse(options.number)
    if options.json:
        print(as_json(access.record(kiosk, number, options.why)))
        return 0
    case = access.look(kiosk, number, options.why)
    choice = case.draft.answers.choice
    print(_line(case.number, case.submitted_at, choice.procedure if choice else "", case.stage))
    for lack in case.lacking:
        print(_("! {lacking}").format(lacking=lacking_in_words(lack)))
    for same in case.same_identity:
        print(_("! {lacking}").format(lacking=same_identity.in_words(same)))
    _print_lines(case_lines(case, kiosk.catalogue))
    return 0


def _print_lines(lines: Sequence[CaseLine]) -> None:
    """Print lines in groups: the labels in a column, what is told of each beside it."""
    column = max(len(each.label) for each in lines) + 2
    for each in lines:
        if each.heading:
            print(f"\n{each.heading}")
        told = [*each.text.splitlines(), *each.detail.splitlines()] or [""]
        for place, line in enumerate(told):
            print(f"  {'' if place else each.label:{column}}{line}")


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


def _line(number: str, submitted_at: datetime, procedure: str, stage: Stage) -> str:
    return f"{number}  {zoned(submitted_at)}  {procedure}  {stage_words(stage).short}"
