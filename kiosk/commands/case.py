"""`kiosk case list|show`: what was filed at this kiosk."""

import argparse

from kiosk.commands.opening import acting, open_kiosk
from kiosk.commands.printing import as_json
from kiosk.domain.task import Why
from kiosk.locale import _
from kiosk.services import cases, looking


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
    for each in (listing, showing):
        each.add_argument("--json", action="store_true", help=_("para otro programa"))


def _limit(typed: str) -> int:
    if typed.isdecimal() and typed.isascii() and 0 < int(typed) <= cases.MOST_LISTED:
        return int(typed)
    raise argparse.ArgumentTypeError(_("un número de 1 a {most}").format(most=cases.MOST_LISTED))


def _list(options: argparse.Namespace) -> int:
    kiosk = acting(open_kiosk(options))
    if options.json:
        print(as_json(looking.records(kiosk, options.identity, options.limit)))
        return 0
    found = looking.summaries(kiosk, options.identity, options.limit)
    for each in found:
        print(_line(each.number, each.submitted_at.isoformat(), each.procedure, each.state))
    if not found:
        print(_("No hay trámites."))
    return 0


def _show(options: argparse.Namespace) -> int:
    record = looking.record(acting(open_kiosk(options)), options.number, options.why)
    if options.json:
        print(as_json(record))
        return 0
    applicant, contact = record["applicant"], record["contact"]
    print(_line(record["number"], record["submitted_at"], record["procedure"], record["state"]))
    print(
        _("Solicita: {names} {surnames}, {identity} ({capacity})").format(
            names=applicant["given_names"],
            surnames=applicant["surnames"],
            identity=applicant["identity"],
            capacity=applicant["capacity"],
        )
    )
    print(_("Contacto: {telephone} · {email}").format(telephone=contact["telephone"] or "—", email=contact["email"] or "—"))
    for person in record["leavers"]:
        print(_("Sale: {names} {surnames}").format(names=person["given_names"], surnames=person["surnames"]))
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


def _line(number: str, submitted_at: str, procedure: str, state: str) -> str:
    return f"{number}  {submitted_at[:16].replace('T', ' ')}  {procedure}  {state}"
