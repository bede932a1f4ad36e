"""`kiosk stats [--json|--csv]`, `kiosk stats import FILE`: figures for an office, without anybody in them."""

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kiosk.commands.opening import open_kiosk
from kiosk.commands.printing import as_json
from kiosk.domain.machine.journey_figures import FEWEST, JourneyFigures
from kiosk.domain.machine.month_figures import HEADER, MOST_BYTES, MonthFigures
from kiosk.domain.text import clean
from kiosk.locale import _, ngettext
from kiosk.services.journal import figures
from kiosk.words.system import fault_in_words

_TABLES = ("months", "published", "journey")
_JOURNEY = ("from", "to", "channel", "step", "visits", "left", "minutes", "refused")
_FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula, as it does a tab, which `clean` takes away."""


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("stats", help=_("las cifras: atenciones y quejas por mes, y cómo les va a las personas"))
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=_("para otro programa"))
    form.add_argument(
        "--csv",
        nargs="?",
        const="months",
        choices=_TABLES,
        help=_("una tabla para una hoja de cálculo: los meses de este kiosco, los publicados o los pasos"),
    )
    parser.set_defaults(run=_run)
    verbs = parser.add_subparsers(metavar=_("VERBO"))
    importing = verbs.add_parser("import", help=_("guardar los meses que publica el IESS (CSV: year,month,complaints,attentions)"))
    importing.add_argument("file", type=Path, metavar=_("ARCHIVO"))
    importing.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> int:
    try:
        if not options.file.is_file():
            return _unreadable(options.file, _("no es un archivo"))
        with options.file.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        return _unreadable(options.file, fault_in_words(error))
    count = figures.import_published(open_kiosk(options), content)
    print(ngettext("Se guardó {count} mes.", "Se guardaron {count} meses.", count).format(count=count))
    return 0


def _unreadable(file: Path, reason: str) -> int:
    print(_("No se puede leer {file}: {reason}.").format(file=clean(str(file)), reason=reason), file=sys.stderr)
    return 2


def _run(options: argparse.Namespace) -> int:
    found = figures.figures(open_kiosk(options))
    if options.json:
        tables = {"months": found.months, "published": found.published}
        records = {name: [asdict(each) for each in months] for name, months in tables.items()}
        print(as_json(records | {"journey": [_record(each) for each in found.journey]}))
    elif options.csv == "journey":
        _write(_JOURNEY, (row for each in found.journey for row in _rows(each)))
    elif options.csv:
        months = found.months if options.csv == "months" else found.published
        _write(HEADER, ([each.year, each.month, each.complaints, each.attentions] for each in months))
    else:
        _show(found)
    return 0


def _record(each: JourneyFigures) -> dict[str, Any]:
    steps = [dict(zip(_JOURNEY[3:], row[3:], strict=True)) for row in _rows(each)]
    return {
        "from": _month(each.first),
        "to": _month(each.last),
        "channel": each.channel,
        "began": each.began,
        "finished": each.finished,
        "steps": steps,
    }


def _rows(each: JourneyFigures) -> list[list[Any]]:
    where = [_month(each.first), _month(each.last), each.channel]
    return [[*where, step.step, step.visits, step.left, step.minutes, step.refused] for step in each.steps.values()]


def _month(month: tuple[int, int]) -> str:
    return "{}-{:02d}".format(*month)


def _write(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([_cell(each) for each in row] for row in rows)


def _cell(value: Any) -> Any:  # noqa: ANN401 - a number, a text or nothing
    """Return a value that no spreadsheet computes, on one line."""
    if not isinstance(value, str):
        return value
    text = clean(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _show(found: figures.Figures) -> None:
    for title, months in ((_("Este kiosco"), found.months), (_("Publicado por el IESS"), found.published)):
        _show_months(title, months)
    if not found.journey:
        print(_("De las visitas se cuenta cuando hay {fewest} o más.").format(fewest=FEWEST))
    for each in found.journey:
        words = _("{first} a {last}, {channel}: empezaron {began}, terminaron {finished}, documentos no aceptados {refused}")
        print(
            words.format(
                first=_month(each.first),
                last=_month(each.last),
                channel=each.channel,
                began=each.began,
                finished=each.finished,
                refused=each.refused,
            )
        )
        for step in each.steps.values():
            words = _("    {step}: se fueron {left} de {visits}, {minutes} minutos")
            minutes = "—" if step.minutes is None else step.minutes
            print(words.format(step=step.step, left=step.left, visits=step.visits, minutes=minutes))


def _show_months(title: str, months: Sequence[MonthFigures]) -> None:
    if not months:
        print(_("{title}: ningún mes todavía.").format(title=title))
    for each in months:
        words = _("{title}, {month}: atenciones {attentions}, quejas {complaints}")
        month = _month((each.year, each.month))
        print(words.format(title=title, month=month, attentions=each.attentions, complaints=each.complaints))
