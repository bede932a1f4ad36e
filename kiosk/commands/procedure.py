"""`kiosk procedure list|check`: what may be filed here, and what is wrong in a file before it is put to use."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from kiosk import config
from kiosk.domain.filing.procedure import Procedure
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.procedures import check, load


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `procedure` to the command line."""
    parser = subparsers.add_parser("procedure", help=_("los trámites: ver la lista, revisar un archivo"))
    parser.set_defaults(run=run)
    words = parser.add_subparsers(dest="word", required=True)
    listing = words.add_parser("list", help=_("ver los trámites de este kiosco, con sus versiones"))
    checking = words.add_parser("check", help=_("revisar un archivo y explicar todos sus errores"))
    checking.add_argument("file", type=Path, help=_("archivo de un trámite, del catálogo, del territorio o de un texto legal"))
    for each in (listing, checking):
        each.add_argument("--json", action="store_true", help=_("responder en JSON"))


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked; 0 fine, 1 the file has mistakes, 2 there is no such file. Raises SettingsError from `list`."""
    if arguments.word == "list":
        settings = config.load(config=arguments.config, demo=arguments.demo)
        return _list(load(settings.procedures, demo=settings.demo).procedures, as_json=arguments.json)
    return _check(arguments.file, as_json=arguments.json)


def _list(procedures: tuple[Procedure, ...], *, as_json: bool) -> int:
    if as_json:
        keys = ("id", "version", "name", "sector", "category")
        _say(json.dumps([{key: getattr(each, key) for key in keys} for each in procedures], ensure_ascii=False, indent=2))
    else:
        for each in procedures:
            _say(f"{each.id}  {each.version}  {each.name}")
    return 0


def _check(path: Path, *, as_json: bool) -> int:
    file = clean(str(path), limit=1000)
    try:
        mistakes = check(path)
    except FileNotFoundError:
        sys.stderr.write(_("No existe el archivo {file}. Revise el nombre.").format(file=file) + "\n")
        return 2
    except OSError:
        sys.stderr.write(_("No se puede leer {file}: revise que sea un archivo y que tenga permiso.").format(file=file) + "\n")
        return 2
    if as_json:
        _say(json.dumps({"file": file, "mistakes": [asdict(each) for each in mistakes]}, ensure_ascii=False, indent=2))
    elif mistakes:
        for each in mistakes:
            _say(f"{file}:{each.line}: {each.key}: {each.message}" if each.key else f"{file}:{each.line}: {each.message}")
    else:
        _say(_("{file}: está bien.").format(file=file))
    return 1 if mistakes else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
