"""`kiosk audit verify|list`: whether what is written of the past is what was written then (0, else 1), and who did what."""

import argparse
import contextlib
import sys
from dataclasses import asdict, replace
from datetime import date, datetime

from kiosk.commands.opening import acting, open_kiosk
from kiosk.commands.printing import as_json, at_most
from kiosk.domain.errors import BadInput
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.chain import Broken, ChainCheck, ChainFault, printed
from kiosk.locale import _
from kiosk.services.desk import acts
from kiosk.services.journal import audit, searches
from kiosk.services.kiosk import Kiosk
from kiosk.words.cases import actor_in_words, event_in_words
from kiosk.words.dates import zoned
from kiosk.words.history import act_in_words


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("audit", help=_("el registro de lo que se hizo en este kiosco"))
    verbs = parser.add_subparsers(required=True, metavar=_("VERBO"))
    verifying = verbs.add_parser("verify", help=_("si nadie lo cambió, quitó, añadió o cortó"))
    verifying.add_argument(
        "--receipt",
        nargs=2,
        action="append",
        default=[],
        metavar=(_("NÚMERO"), _("SELLO")),
        help=_("y si ahí está lo que dice un comprobante: su número y su sello del registro"),
    )
    verifying.set_defaults(run=_verify)
    listing = verbs.add_parser("list", help=_("quién hizo qué; o quién buscó a alguien, y quién miró sus trámites"))
    listing.add_argument("--who", default="", metavar=_("NOMBRE"), help=_("solo lo que hizo esta persona del personal"))
    listing.add_argument("--day", type=_day, metavar=_("DÍA"), help=_("solo lo de este día, como 23/11/2026"))
    listing.add_argument("--case", type=_number, metavar=_("NÚMERO"), help=_("solo lo de este trámite"))
    listing.add_argument(
        "--limit", metavar=_("CUÁNTOS"), type=at_most(acts.MOST_TOLD), default=acts.MOST_TOLD, help=_("cuántos como máximo (1000)")
    )
    listing.add_argument("--after", type=int, default=0, metavar=_("HECHO"), help=_("los que siguen a este hecho, por su número"))
    listing.add_argument("--searched", metavar=_("PALABRAS"), help=_("quién buscó un número de trámite, una identidad o un nombre"))
    listing.set_defaults(run=_list, misused=listing.error)
    for each in (verifying, listing):
        each.add_argument("--json", action="store_true", help=_("para otro programa"))


def _verify(options: argparse.Namespace) -> int:
    receipts = [(number, seal) for number, seal in options.receipt]
    kiosk = open_kiosk(options, in_order=False)
    check = _local(kiosk, audit.verify(kiosk.database, receipts))
    print(as_json(_record(check)) if options.json else "\n".join(_words(check)))
    return 0 if check.is_whole else 1


def _day(typed: str) -> date:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        with contextlib.suppress(ValueError):
            return datetime.strptime(typed, form).date()  # noqa: DTZ007 - a day has no zone
    raise argparse.ArgumentTypeError(_("un día como 23/11/2026"))


def _number(typed: str) -> CaseNumber:
    try:
        return CaseNumber.parse(typed)
    except BadInput as wrong:
        raise argparse.ArgumentTypeError(wrong.message) from None


def _list(options: argparse.Namespace) -> int:
    if options.searched is None:
        return _list_acts(options)
    if options.who or options.day or options.case:
        options.misused(_("--searched va sin --who, --day ni --case"))
    return _list_searches(options)


def _list_acts(options: argparse.Namespace) -> int:
    kiosk = acting(options, open_kiosk(options, in_order=False))
    found = acts.acts(kiosk, who=options.who, day=options.day, number=options.case, after=options.after, limit=options.limit)
    if options.json:
        print(as_json([asdict(each) | {"at": each.at.isoformat(timespec="seconds")} for each in found]))
        return 0
    for each in found:
        did = act_in_words(each.name, each.why)
        print("  ".join(filter(None, (str(each.id), zoned(each.at), actor_in_words(each.actor), did, each.number, each.detail))))
    if not found:
        print(_("No hay nada así en lo que este registro guarda."))
    if len(found) == options.limit:
        print(_("Puede haber más: siga con --after {id}").format(id=found[-1].id), file=sys.stderr)
    return 0


def _list_searches(options: argparse.Namespace) -> int:
    found = searches.who_looked_for(acting(options, open_kiosk(options, in_order=False)), options.searched)
    if options.json:
        print(as_json([asdict(each) | {"at": each.at.isoformat(timespec="seconds")} for each in found]))
        return 0
    for each in found:
        print(_looked(each))
    if not found:
        print(_("Nadie lo buscó ni lo miró, en lo que este registro guarda. Un nombre se pregunta con las mismas palabras."))
    return 0


def _looked(each: searches.Looked) -> str:
    did = event_in_words(each.name)
    if each.found is not None:
        by = {
            searches.Kind.NUMBER: _("por su número"),
            searches.Kind.SIGNS: _("por su identidad u otro número"),
            searches.Kind.NAME: _("por su nombre"),
        }[searches.Kind(each.kind)]
        did = _("{did} {by}: encontró {count}").format(did=did, by=by, count=each.found)
    else:
        did = "  ".join(filter(None, (act_in_words(each.name, each.why), each.number)))
    return "  ".join((zoned(each.at), actor_in_words(each.actor), did))


def _record(check: ChainCheck) -> dict[str, object]:
    return {
        "whole": check.is_whole,
        "events": check.events,
        "sha256": check.sha256,
        "purged_through": check.purged_through or None,
        "purged_at": check.purged_at.isoformat() if check.purged_at else None,
        "removed_at": check.removed_at.isoformat() if check.removed_at else None,
        "broken": [
            {
                "fault": each.fault,
                "event": each.event,
                "at": each.at.isoformat() if each.at else None,
                "name": each.name or None,
                "case": each.case or None,
            }
            for each in check.broken
        ],
    }


def _words(check: ChainCheck) -> list[str]:
    if check.is_whole:
        sentence = _("El registro está entero: {events} hechos, uno tras otro. Su último sello es {seal}.")
        return [sentence.format(events=check.events, seal=printed(check.sha256)), *_missing(check)]
    return [_sentence(each) for each in check.broken]


def _missing(check: ChainCheck) -> list[str]:
    """Return what the purge has taken away, for nobody should think that the record begins there."""
    if not check.purged_through:
        return []
    words = _("Faltan los {count} hechos más antiguos, hasta el {through}: los quitó la conservación el {at}, y quedó anotado.")
    return [words.format(count=check.purged_through, through=_when(check.purged_at), at=_when(check.removed_at))]


def _sentence(broken: Broken) -> str:
    what = {
        ChainFault.LINK: _("El registro está roto en el hecho {event} ({name}, {at}): cambiaron algo ahí, o justo antes."),
        ChainFault.END: _(
            "El registro no termina donde debe, en el hecho {event} ({name}, {at}): le cortaron o le añadieron algo."
        ),
        ChainFault.CASE: _("El hecho {event} ({name}, {at}) es de un trámite que ya no está.")
        if broken.event
        else _("Del trámite {case} ({at}) falta en el registro que se envió."),
        ChainFault.PURGE: _("Faltan los hechos hasta el {event} ({at}), y nadie anotó que la conservación los quitara."),
        ChainFault.RECEIPT: _("Lo que dice el comprobante del trámite {case} no está en el registro, o ya pasó su tiempo."),
    }[broken.fault]
    nothing = "—"
    return what.format(event=broken.event or nothing, name=broken.name or nothing, at=_when(broken.at) or nothing, case=broken.case)


def _local(kiosk: Kiosk, check: ChainCheck) -> ChainCheck:
    """Return the same with its times in the dispensary's zone."""

    def here(at: datetime | None) -> datetime | None:
        return kiosk.local(at) if at else None

    broken = tuple(replace(each, at=here(each.at)) for each in check.broken)
    return replace(check, broken=broken, purged_at=here(check.purged_at), removed_at=here(check.removed_at))


def _when(at: datetime | None) -> str:
    return zoned(at) if at else ""
