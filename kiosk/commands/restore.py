"""`kiosk restore FOLDER`: a backup in the place of the data, which are moved aside; without a folder, which backups there are."""

import argparse
import sys
from pathlib import Path

from kiosk.commands.backup import ProgressOnTerminal
from kiosk.commands.opening import by_command
from kiosk.config import load
from kiosk.domain.errors import KioskError
from kiosk.domain.moment import local_zone
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.settings import Settings
from kiosk.storage.backups import MANIFEST, Backup, found_in, read_manifest
from kiosk.words.dates import shown_moment


def add_parser(nouns: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the noun to the command line."""
    parser = nouns.add_parser("restore", help=_("recuperar una copia, con el kiosco detenido"))
    parser.add_argument(
        "folder",
        type=Path,
        nargs="?",
        metavar=_("CARPETA"),
        help=_("la copia, o la carpeta de las copias; si falta, se dice cuáles hay"),
    )
    parser.add_argument("--aside", action="store_true", help=_("apartar los datos que hay en otra carpeta, sin borrar nada"))
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from kiosk import bootstrap  # noqa: PLC0415 - other commands start without what it loads
    from kiosk.services.upkeep import backups  # noqa: PLC0415 - other commands start without what it loads

    settings = load(config=options.config, demo=options.demo)
    if options.folder is None:
        return _show(settings, backups.known(settings))
    who = by_command(options)
    backup = _chosen(options.folder.absolute(), settings.kiosk.id)
    done = bootstrap.restore(settings, backup, actor=who, aside=options.aside, progress=ProgressOnTerminal())
    print(
        _("Se recuperó la copia del {day}: {documents} documentos.").format(day=_day(settings, backup), documents=backup.documents)
    )
    print(_("Desde ahora los números llevan la letra {letter}, para que ninguno se dé dos veces.").format(letter=done.series))
    if done.aside:
        print(_("Lo que había está en {folder}. Guárdelo hasta saber si le falta algo.").format(folder=done.aside))
    print(_("Revise el personal («kiosk staff list»): a quien se le quitó el acceso después de la copia, lo tiene otra vez."))
    if not done.noted:
        words = _(
            "La letra no se pudo anotar junto a la copia: si la recupera otra vez en otro equipo, ponga kiosk.series = {letter}."
        )
        print(words.format(letter=done.series), file=sys.stderr)
    return 0


def _chosen(folder: Path, kiosk: str) -> Backup:
    """Return the backup in a folder, or the newest of those in it; raises KioskError."""
    if (folder / MANIFEST).exists() or not (found := found_in(folder, kiosk)):
        return read_manifest(folder)
    return found[-1]


def _show(settings: Settings, found: list[Backup]) -> int:
    if not found:
        raise KioskError(_("No se sabe de ninguna copia: escriba «kiosk restore CARPETA» con la carpeta donde están."))
    for each in reversed(found):
        words = _("{day}, {documents} documentos: {folder}")
        print(words.format(day=_day(settings, each), documents=each.documents, folder=clean(str(each.folder), limit=1000)))
    print(
        _("Para recuperar una, detenga el kiosco y escriba «kiosk restore --aside CARPETA»: lo que hay se aparta, y no se borra.")
    )
    return 0


def _day(settings: Settings, backup: Backup) -> str:
    return shown_moment(backup.made_at.astimezone(local_zone(settings.kiosk.province)))
