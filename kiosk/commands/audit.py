"""`kiosk audit verify|list`: whether what is written of the past is what was written then (0, else 1), and who looked for whom."""

import argparse
from dataclasses import asdict
from datetime import datetime

from kiosk.commands.opening import acting, open_kiosk
from kiosk.commands.printing import as_json
from kiosk.domain.machine.chain import Broken, ChainCheck, ChainFault, printed
from kiosk.locale import _
from kiosk.services.journal import audit, searches
from kiosk.words.cases import event_in_words


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
    listing = verbs.add_parser("list", help=_("quién buscó a alguien o un trámite, y quién miró sus trámites"))
    listing.add_argument(
        "--searched", required=True, metavar=_("PALABRAS"), help=_("un número de trámite, una identidad o un nombre")
    )
    listing.set_defaults(run=_list)
    for each in (verifying, listing):
        each.add_argument("--json", action="store_true", help=_("para otro programa"))


def _verify(options: argparse.Namespace) -> int:
    receipts = [(number, seal) for number, seal in options.receipt]
    check = audit.verify(open_kiosk(options, in_order=False).database, receipts)
    print(as_json(_record(check)) if options.json else "\n".join(_words(check)))
    return 0 if check.is_whole else 1


def _list(options: argparse.Namespace) -> int:
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
        did = " ".join(filter(None, (did, each.number, f"({each.why})" if each.why else "")))
    return _("{when}  {who}  {did}").format(when=_when(each.at)[:16], who=each.actor, did=did)


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


def _when(at: datetime | None) -> str:
    return at.isoformat(sep=" ", timespec="seconds") if at else ""
