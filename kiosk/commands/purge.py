"""`kiosk purge`: removes all whose time is over, for a timer; what the kiosk does itself at each start and every hour it runs."""

import argparse
from datetime import datetime

from kiosk.commands.opening import open_kiosk
from kiosk.commands.printing import as_json
from kiosk.locale import _
from kiosk.services.upkeep import housekeeping
from kiosk.words.dates import shown_moment


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("purge", help=_("borrar lo que pasó de su tiempo"))
    parser.add_argument("--json", action="store_true", help=_("para otro programa"))
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    kiosk = open_kiosk(options, in_order=False)
    removed, at = housekeeping.purge(kiosk), kiosk.local(kiosk.clock.now().at)
    print(as_json({"at": at.isoformat(), "removed": removed}) if options.json else _words(removed, at))
    return 0


def _words(removed: dict[str, int], at: datetime) -> str:
    names = {
        "drafts": _("trámites sin enviar"),
        "codes": _("números de correo"),
        "tries": _("intentos fallidos"),
        "messages": _("envíos e impresiones de trámites borrados"),
        "copies_withdrawn": _("copias de quien quitó su permiso"),
        "copies": _("copias de documentos entregados"),
        "vault_orphans": _("archivos sin dueño"),
        "copier_files": _("archivos de la copiadora"),
        "dossiers_in_clear": _("expedientes sin sellar"),
        "printed_pages": _("hojas en la carpeta de impresión"),
        "complaints": _("palabras de quejas atendidas"),
        "events": _("hechos y cuentas de hace años"),
        "log_files": _("archivos del registro de fallas"),
    }
    gone = [f"{names[kind]}: {count}" for kind, count in removed.items() if count]
    when = shown_moment(at)
    if not gone:
        return _("{when}. No había nada que borrar.").format(when=when)
    return "\n".join([_("{when}. Se borró:").format(when=when), *gone])
