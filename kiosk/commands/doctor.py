"""`kiosk doctor`: what works, what does not, and what to do; it changes nothing."""

import argparse
from dataclasses import asdict

from kiosk.commands.printing import as_json
from kiosk.config import load_what_is_right
from kiosk.domain.email import parse_email
from kiosk.domain.health import Check, Health
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
    from kiosk.services import doctor  # noqa: PLC0415 - as above

    probe = parse_email(options.probe) if options.probe is not None else None
    settings, mistakes, left_out = load_what_is_right(config=options.config, demo=options.demo)
    checks = doctor.examine(settings, mistakes, left_out, bootstrap.devices(settings), probe=probe)
    if options.json:
        print(as_json([asdict(each) for each in checks]))
    else:
        _show(checks)
    return 1 if any(each.state is Health.FAILED for each in checks) else 0


def _show(checks: list[Check]) -> None:
    states = {Health.OK: _("bien"), Health.WARNING: _("aviso"), Health.FAILED: _("falla")}
    names = _names()
    room = max(len(names.get(each.name, each.name)) for each in checks)
    for each in checks:
        name = names.get(each.name, each.name)
        print(f"{_SIGNS[each.state]} {states[each.state]:5}  {name:{room}}  {each.message}")
        if each.mend and each.state is not Health.OK:
            print(f"{'':{room + 11}}→ {each.mend}")


def _names() -> dict[str, str]:
    return {
        "settings": _("ajustes"),
        "procedures": _("trámites"),
        "keys": _("llave"),
        "database": _("base de datos"),
        "clock": _("reloj"),
        "outbox": _("por enviar"),
        "backup": _("copia de seguridad"),
        "disk": _("disco"),
        "responsible": _("persona responsable"),
        "passwords": _("contraseñas"),
        "passwords_mail": _("contraseña del correo"),
        "passwords_bounces": _("contraseña del buzón"),
        "mail": _("correo"),
        "probe": _("correo de prueba"),
        "bounces": _("correos devueltos"),
        "printer": _("impresora"),
        "printer_roll": _("impresora de rollo"),
        "printer_a4": _("impresora A4"),
        "scanner": _("escáner"),
    }
