"""`kiosk clock [confirm DAY TIME]`: how the clock stands, and a person's word that it is right."""

import argparse
from datetime import datetime, timedelta

from kiosk.commands.opening import acting, named, open_kiosk
from kiosk.domain.errors import BadInput, KioskError
from kiosk.locale import _
from kiosk.services.kiosk import Kiosk
from kiosk.services.upkeep import housekeeping
from kiosk.words.dates import shown_moment

NEAR = timedelta(minutes=10)
"""By so much a person's watch may differ from the clock."""


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("clock", help=_("la hora del kiosco: cómo está, y confirmar que es la correcta"))
    parser.set_defaults(run=_show)
    verbs = parser.add_subparsers(metavar=_("VERBO"))
    confirming = verbs.add_parser("confirm", help=_("confirmar la hora, con la de su reloj o su teléfono"))
    confirming.add_argument("day", metavar=_("DÍA"), help=_("como 30/11/2026"))
    confirming.add_argument("time", metavar=_("HORA"), help=_("como 10:41"))
    confirming.set_defaults(run=_confirm)


def _show(options: argparse.Namespace) -> int:
    kiosk = open_kiosk(options, in_order=False)
    if kiosk.clock.now().trusted:
        print(_("El reloj dice {now}, y está verificado.").format(now=_said(kiosk)))
        return 0
    words = [_("El reloj dice {now}, sin verificar.").format(now=_said(kiosk))]
    if kiosk.clock.is_astray():
        words.append(
            _("No va con el tiempo que el equipo estuvo encendido: no se borra nada por él hasta que alguien lo confirme.")
        )
    print(*words, _how(), sep="\n")
    return 1


def _confirm(options: argparse.Namespace) -> int:
    named(options)
    try:
        typed = datetime.strptime(f"{options.day} {options.time}", "%d/%m/%Y %H:%M")  # noqa: DTZ007 - of the dispensary's zone
    except ValueError as error:
        raise BadInput(_("Escriba el día y la hora de ahora así: kiosk clock confirm 30/11/2026 10:41")) from error
    kiosk = acting(options, open_kiosk(options, in_order=False))
    if abs(kiosk.local(kiosk.clock.says()).replace(tzinfo=None) - typed) > NEAR:
        words = _("El reloj del equipo dice {now}: póngalo primero en hora (timedatectl set-time), y confírmelo después.")
        raise KioskError(words.format(now=_said(kiosk)))
    housekeeping.confirm_clock(kiosk)
    print(_("La hora quedó confirmada: {now}.").format(now=_said(kiosk)))
    return 0


def _said(kiosk: Kiosk) -> str:
    return shown_moment(kiosk.local(kiosk.clock.says()))


def _how() -> str:
    return _("Compárelo con su reloj, y si está bien escriba: kiosk clock confirm DÍA HORA")
