"""`kiosk doctor`: what works, what does not, and what to do; it changes nothing."""

import argparse
from dataclasses import asdict

from kiosk.commands.printing import as_json
from kiosk.config import load_what_is_right
from kiosk.domain.machine.health import Check, Health, check_words, state_words
from kiosk.domain.people.email import parse_email
from kiosk.locale import _

_SIGNS = {Health.OK: "+", Health.WARNING: "!", Health.FAILED: "x"}


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("doctor", help=_("revisar si el kiosco puede trabajar, y qué hacer si no"))
    parser.add_argument("--probe", metavar=_("CORREO"), help=_("enviar además un correo de prueba a esta dirección"))
    parser.add_argument("--json", action="store_true", help=_("para otro programa"))
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from kiosk import bootstrap  # noqa: PLC0415 - other commands start without what it loads
    from kiosk.services.health import doctor  # noqa: PLC0415 - other commands start without what it loads

    probe = parse_email(options.probe) if options.probe is not None else None
    settings, mistakes, left_out = load_what_is_right(config=options.config, demo=options.demo)
    checks = doctor.examine(settings, mistakes, left_out, bootstrap.devices(settings), probe=probe)
    if options.json:
        print(as_json([asdict(each) for each in checks]))
    else:
        _show(checks)
    return 1 if any(each.state is Health.FAILED for each in checks) else 0


def _show(checks: list[Check]) -> None:
    states, names = state_words(), check_words()
    room = max(len(names.get(each.name, each.name)) for each in checks)
    for each in checks:
        name = names.get(each.name, each.name)
        print(f"{_SIGNS[each.state]} {states[each.state]:5}  {name:{room}}  {each.message}")
        if each.mend and each.state is not Health.OK:
            print(f"{'':{room + 11}}→ {each.mend}")
