"""What argparse says around our words, in Spanish: it asks gettext's standard domain, of which there is no catalogue here."""

import argparse
from typing import Final

from kiosk.locale import _, ngettext

SAID: Final = {
    "usage: ": _("uso: "),
    "positional arguments": _("palabras"),
    "options": _("opciones"),
    "show this help message and exit": _("mostrar esta ayuda"),
    "%(prog)s: error: %(message)s\n": _("%(prog)s: %(message)s\n"),
    "argument %(argument_name)s: %(message)s": _("%(argument_name)s: %(message)s"),
    "unrecognized arguments: %s": _("no se entiende: %s"),
    "ambiguous option: %(option)s could match %(matches)s": _("%(option)s puede ser %(matches)s: escríbalo entero"),
    "invalid choice: %(value)r (choose from %(choices)s)": _("%(value)r no está entre lo que puede ser: %(choices)s"),
    "invalid %(type)s value: %(value)r": _("no puede ser %(value)r"),
    "unknown parser %(parser_name)r (choices: %(choices)s)": _("%(parser_name)r no está entre lo que puede ser: %(choices)s"),
    "expected one argument": _("falta lo que va detrás"),
    "expected at most one argument": _("detrás va una sola palabra, o ninguna"),
    "expected at least one argument": _("falta lo que va detrás"),
    "the following arguments are required: %s": _("falta: %s"),
    "one of the arguments %s is required": _("falta una de estas: %s"),
    "not allowed with argument %s": _("no va junto con %s"),
    "ignored explicit argument %r": _("no lleva nada detrás: sobra %r"),
    "unexpected option string: %s": _("no se entiende: %s"),
    "can't open '%(filename)s': %(error)s": _("no se puede abrir «%(filename)s»: %(error)s"),
}
"""What it says to whoever types a command; its other sentences are for whoever builds one, and only in English."""


def speak_spanish() -> None:
    """Let argparse say it so."""
    argparse._ = lambda message: SAID.get(message, message)  # type: ignore[attr-defined] # that is where it looks its words up
    argparse.ngettext = _how_many  # type: ignore[attr-defined] # as above


def _how_many(one: str, many: str, count: int) -> str:
    if one == "expected %s argument":
        return ngettext("detrás va %s palabra", "detrás van %s palabras", count)
    return one if count == 1 else many
