"""`kiosk key show|backup|replace`: the public key for other posts, a copy of the keys for safe keeping, and a new receipt key."""

import argparse
import sys
from pathlib import Path

from kiosk.commands.opening import acting, begun_folder, open_kiosk
from kiosk.commands.printing import as_json
from kiosk.domain.errors import KioskError
from kiosk.domain.papers.receipt_key import PublicKey
from kiosk.locale import _
from kiosk.services.cases import receipts
from kiosk.storage.files import write_safely
from kiosk.storage.key_backup import back_up
from kiosk.storage.public_keys import own_keys
from kiosk.words.system import fault_in_words


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("key", help=_("las llaves de este kiosco"))
    verbs = parser.add_subparsers(required=True, metavar=_("VERBO"))
    showing = verbs.add_parser("show", help=_("la llave pública, para comprobar comprobantes en otros puestos"))
    showing.add_argument("--output", type=Path, metavar=_("ARCHIVO"), help=_("guardarla en un archivo, con las anteriores"))
    showing.add_argument("--json", action="store_true", help=_("para otro programa"))
    showing.set_defaults(run=_show)
    backing = verbs.add_parser("backup", help=_("copiar las llaves a una carpeta segura"))
    backing.add_argument("folder", type=Path, metavar=_("CARPETA"))
    backing.set_defaults(run=_back_up)
    replacing = verbs.add_parser("replace", help=_("empezar una llave nueva para los comprobantes"))
    replacing.set_defaults(run=_replace)


def _show(options: argparse.Namespace) -> int:
    own = sorted(own_keys(begun_folder(options)), key=lambda each: (each.until is None, each.since), reverse=True)
    if not own:
        raise KioskError(_("Este kiosco todavía no tiene su llave: inícielo una vez."))
    used, lines = own[0], "".join(f"{each.line}\n" for each in own)
    if options.output is not None:
        try:
            write_safely(options.output, lines.encode())
        except OSError as error:
            raise KioskError(
                _("No se pudo escribir {file}: {reason}.").format(file=options.output, reason=fault_in_words(error))
            ) from error
    if options.json:
        print(as_json(_record(used) | {"earlier": [_record(each) for each in own[1:]]}))
    elif options.output is not None:
        print(_("Copie {file} a la carpeta keys/known de cada puesto.").format(file=options.output))
    else:
        print(used.line)
        if sys.stdout.isatty():
            _draw(used.line)
    return 0


def _draw(line: str) -> None:
    import segno  # noqa: PLC0415 - no other command needs it

    print()
    segno.make_qr(line, error="l").terminal(sys.stdout, compact=True)


def _record(key: PublicKey) -> dict[str, object]:
    until = key.until.isoformat() if key.until else None
    return {"kiosk": key.kiosk, "key": key.name, "since": key.since.isoformat(), "until": until, "line": key.line}


def _back_up(options: argparse.Namespace) -> int:
    written = back_up(begun_folder(options), options.folder)
    print(
        _("Se guardaron {count} archivos, y se leyeron otra vez. Lea LEEME.txt, y lleve la copia lejos.").format(count=len(written))
    )
    if any(each.stat().st_mode & 0o077 for each in written):
        print(_("En ese disco cualquiera puede leerlas: guárdelo bajo llave."), file=sys.stderr)
    return 0


def _replace(options: argparse.Namespace) -> int:
    used = receipts.replace_key(acting(options, open_kiosk(options)))
    print(_("La llave nueva es {key}. Los comprobantes de antes siguen siendo auténticos.").format(key=used.name))
    print(
        _("Reparta su archivo a los otros puestos (kiosk key show --output ARCHIVO), y haga otra copia (kiosk key backup CARPETA).")
    )
    return 0
