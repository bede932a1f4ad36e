"""Reads and checks the settings: variable (`KIOSK_MAIL__HOST`) before file (`kiosk.toml`) before default.

A mistake names the setting and where it came from. What each setting may be is declared in `settings`; pydantic checks it.
"""

import atexit
import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import platformdirs
from pydantic import TypeAdapter, ValidationError

from kiosk import account
from kiosk.domain.errors import SettingsError
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.settings import BouncesSettings, KioskSettings, MailSettings, PrinterSettings, Settings
from kiosk.small_file import read_small
from kiosk.words.system import fault_in_words

FILE_NAME = "kiosk.toml"
PREFIX = "KIOSK_"
SYSTEM_FILE = Path("/etc/kiosk") / FILE_NAME
WHOLE_FILE = _("(todo el archivo)")
"""Named as the setting where no single one can be."""
UNNAMED = KioskSettings("0000")
"""What a kiosk without an id is looked at by; it must not serve with it."""

SECTIONS = {each.name for each in fields(Settings) if is_dataclass(each.default_factory)}
NAMES = SECTIONS | {"procedures"}
_SETTINGS = TypeAdapter(Settings)


def load(*, config: Path | None = None, demo: bool = False, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings from variables, file and defaults; raises SettingsError on the first mistake, OutOfService elsewhere."""
    settings, mistakes, _left_out = load_what_is_right(config=config, demo=demo, environ=environ)
    if mistakes:
        raise mistakes[0]
    return settings


def load_what_is_right(
    *, config: Path | None = None, demo: bool = False, environ: Mapping[str, str] = os.environ
) -> tuple[Settings, list[SettingsError], set[str]]:
    """Return what can be understood, the mistakes in the rest, and the sections that keep their defaults for them."""
    data_dir = data_folder(environ, demo=demo)
    account.ensure_own(data_dir)  # first of all: another account's settings could not even be read
    try:
        source, given = _read_file(config, data_dir)
    except SettingsError as mistake:
        return _placed(Settings(data_dir, demo, UNNAMED)), [mistake], set(SECTIONS)
    origins, unknown = _variables(environ, given)
    mistakes = [_wrong(name, source, _no_such_setting()) for name in given if name not in NAMES]
    given = {name: value for name, value in given.items() if name in NAMES} | {"data_dir": data_dir, "demo": demo}
    for name, taken in _of_a_demonstration(data_dir).items() if demo else ():
        if isinstance(given.setdefault(name, {}), dict):
            given[name] = taken | given[name]
    left_out: set[str] = set()
    try:
        settings = _SETTINGS.validate_python(given)
    except ValidationError as error:
        for each in error.errors():
            name = ".".join(map(str, each["loc"]))
            mistakes.append(_wrong(name, origins.get(name, source), _sentence(each["type"], *map(str, each["loc"]))))
            left_out.add(str(each["loc"][0]))
        kiosk = {"kiosk": UNNAMED} if "kiosk" in left_out else {}
        settings = _SETTINGS.validate_python({name: value for name, value in given.items() if name not in left_out} | kiosk)
    mistakes += [_wrong(name, _("variable de entorno"), _no_such_setting()) for name in unknown]
    for name, message in list(_contradictions(settings)):
        mistakes.append(_wrong(name, origins.get(name, source), message))
        section = name.partition(".")[0]
        left_out.add(section)
        default: Any = UNNAMED if section == "kiosk" else type(getattr(settings, section))()
        settings = replace(settings, **{section: default})
    return _placed(settings), mistakes, left_out & SECTIONS


def data_folder(environ: Mapping[str, str] = os.environ, *, demo: bool = False) -> Path:
    """Return the data folder, which may not exist; a demonstration without one of its own gets one that is thrown away."""
    if given := environ.get("KIOSK_DATA_DIR"):
        try:
            return Path(given).absolute()
        except FileNotFoundError:  # the folder from which it would count
            raise _wrong("KIOSK_DATA_DIR", given, _("la carpeta en la que usted está ya no existe: vaya a otra")) from None
    if demo:
        thrown_away = tempfile.mkdtemp(prefix="kiosk-demo-")
        atexit.register(shutil.rmtree, thrown_away, ignore_errors=True)
        return Path(thrown_away)
    return account.SERVICE_FOLDER if account.serves_here() else Path(platformdirs.user_data_dir("kiosk"))


def _read_file(config: Path | None, data_dir: Path) -> tuple[str, dict[str, Any]]:
    candidates = [config] if config else [data_dir / FILE_NAME, SYSTEM_FILE]
    for path in candidates:
        try:
            return str(path), tomllib.loads(read_small(path).decode("utf-8-sig"))  # editors of Windows begin a file with a mark
        except FileNotFoundError:
            if config:
                raise _wrong("--config", str(path), _("el archivo no existe")) from None
        except UnicodeDecodeError:
            raise _wrong(WHOLE_FILE, str(path), _("no se entiende: guárdelo como texto en UTF-8")) from None
        except tomllib.TOMLDecodeError as error:
            raise _wrong(WHOLE_FILE, str(path), _("no se entiende: {error}").format(error=error)) from None
        except RecursionError:
            raise _wrong(WHOLE_FILE, str(path), _("tiene demasiados niveles de corchetes o llaves")) from None
        except ValueError:  # Python reads no number of more than 4,300 digits
            raise _wrong(WHOLE_FILE, str(path), _("tiene un número demasiado largo")) from None
        except OSError as error:
            raise _wrong(WHOLE_FILE, str(path), _("no se puede leer: {error}").format(error=fault_in_words(error))) from None
    return _("valor por defecto"), {}


def _variables(environ: Mapping[str, str], given: dict[str, Any]) -> tuple[dict[str, str], list[str]]:
    """Put the variables over what the file gave; return the variable behind each setting, and the variables that name none."""
    origins: dict[str, str] = {}
    unknown = []
    for variable, text in sorted(environ.items()):
        section, _dots, name = variable.removeprefix(PREFIX).lower().partition("__")
        if not variable.startswith(PREFIX) or variable == "KIOSK_DATA_DIR":
            continue
        if variable == "KIOSK_PROCEDURES":
            given |= {"procedures": text} if text else {}
        elif name and section in SECTIONS and variable.isupper():
            if isinstance(given.setdefault(section, {}), dict):
                given[section][name] = text
                origins[f"{section}.{name}"] = variable
        else:
            unknown.append(variable)
    return origins, unknown


def _no_such_setting() -> str:
    return _("no existe; bórrelo o corrija su nombre")


def _sentence(mistake: str, section: str, name: str = "") -> str:
    """Return how to mend what pydantic refused, by what the setting's declaration asks for."""
    if mistake == "unexpected_keyword_argument":
        return _no_such_setting()
    if mistake == "dataclass_type":
        return _("debe ser una sección [{name}]").format(name=section)
    schema = _SETTINGS.json_schema()
    asked = schema["properties"][section]
    if name:
        asked = schema["$defs"][asked["$ref"].rpartition("/")[2]]["properties"][name]
    if "enum" in asked:
        return _("debe ser uno de: {values}").format(values=", ".join(asked["enum"]))
    if "maximum" in asked:
        return _("debe ser un número mayor que cero, y de {most} como mucho").format(most=asked["maximum"])
    if "path" in str(asked):
        return _("debe ser la ruta de un archivo o carpeta, entre comillas")
    return _("debe ser un texto entre comillas")


def _of_a_demonstration(folder: Path) -> dict[str, dict[str, str]]:
    """Return what a demonstration takes where nothing is set: an id and a place, a mailbox, a printer and a stick of its own."""
    place = {"parish": _("Parroquia de muestra"), "canton": _("Cantón de muestra"), "province": "17"}
    return {
        "kiosk": {"id": "0417", "dispensary": _("Dispensario 0417"), **place},
        "mail": {"kind": "maildir"},
        "printer": {"kind": "folder"},
        "stick": {"folder": str(folder / "memoria")},
    }


def _placed(settings: Settings) -> Settings:
    """Make the folders absolute below the data folder, and fill in what follows from other settings."""
    kiosk, printer, folder, backups = settings.kiosk, settings.printer, settings.data_dir, settings.backup.folder
    if printer.kind == "cups" and bool(printer.roll) != bool(printer.a4):  # receipts go on the paper of the one queue
        printer = replace(printer, paper="roll" if printer.roll else "a4")
    return replace(
        settings,
        kiosk=replace(kiosk, dispensary=kiosk.dispensary or _("Dispensario {id}").format(id=kiosk.id)),
        mail=replace(settings.mail, maildir=folder / settings.mail.maildir),
        bounces=replace(settings.bounces, maildir=folder / settings.bounces.maildir),
        printer=replace(printer, folder=folder / printer.folder),
        backup=replace(settings.backup, folder=folder / backups if backups else None),
        desk=replace(
            settings.desk,
            authorized_keys=folder / settings.desk.authorized_keys,
            handover_folder=folder / settings.desk.handover_folder,
        ),
    )


def _contradictions(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield each setting that does not go with the others or has no meaning, and how to mend it."""
    kiosk, desk = settings.kiosk, settings.desk
    if not re.fullmatch(r"[0-9A-Z]{4}", kiosk.id):
        yield "kiosk.id", _("escriba los 4 números o letras mayúsculas que identifican a este kiosco, como 0417")
    if not re.fullmatch(r"[A-Z]", kiosk.series):
        yield "kiosk.series", _("debe ser una letra mayúscula")
    if kiosk.province and not re.fullmatch(r"0[1-9]|1\d|2[0-4]", kiosk.province):
        yield "kiosk.province", _("debe ser el código de una provincia, de 01 a 24")
    yield from _of_mail(settings.mail)
    yield from _of_bounces(settings.bounces)
    if desk.responsible_email and not _is_address(desk.responsible_email):
        yield "desk.responsible_email", _("debe ser una dirección de correo sola, como persona@ejemplo.gob.ec")
    backups, folder = settings.backup.folder, settings.data_dir
    if backups and Path(os.path.normpath(folder / backups)).is_relative_to(folder):  # no look at a disk that may hang
        yield "backup.folder", _("debe ser una carpeta de otro disco, fuera de la carpeta de datos")
    yield from _of_printer(settings.printer)


def _of_mail(mail: MailSettings) -> Iterator[tuple[str, str]]:
    if not _is_address(mail.sender):  # as if its readers' addresses were wrong
        yield "mail.sender", _("debe ser una dirección de correo sola, como kiosco@ejemplo.gob.ec")
    if mail.kind != "smtp":
        return
    if not mail.host:
        yield "mail.host", _("escriba el nombre del servidor de correo")
    if mail.user and mail.password_file is None:
        yield "mail.password_file", _("escriba en qué archivo está la contraseña de mail.user")
    if mail.security == "none" and not _is_this_machine(mail.host):
        yield "mail.security", _("sin cifrar solo se envía dentro de esta misma máquina: use starttls o tls")


def _of_bounces(bounces: BouncesSettings) -> Iterator[tuple[str, str]]:
    if bounces.kind != "imap":
        return
    if bounces.security == "none" and not _is_this_machine(bounces.host):
        yield "bounces.security", _("sin cifrar solo se lee dentro de esta misma máquina: use tls o starttls")
    if not bounces.user:
        yield "bounces.user", _("escriba el usuario del buzón al que vuelven los correos")
    if bounces.password_file is None:
        yield "bounces.password_file", _("escriba en qué archivo está la contraseña del buzón")


def _of_printer(printer: PrinterSettings) -> Iterator[tuple[str, str]]:
    if printer.kind != "cups":
        return
    if printer.server and not _is_this_machine(printer.server.rpartition(":")[0] or printer.server):
        yield "printer.server", _("sin cifrar solo se imprime por el CUPS de esta misma máquina, como localhost:631")
    if not (printer.roll or printer.a4):
        yield "printer.a4", _("escriba el nombre de la cola de impresión, en a4 o en roll")
    for name in ("roll", "a4"):
        if not re.fullmatch(r"[^\s/#'\"\\-][^\s/#'\"\\]*|", getattr(printer, name)):
            yield f"printer.{name}", _("debe ser el nombre de una cola de impresión, sin espacios ni barras")


def _is_address(text: str) -> bool:
    """Tell whether a text is one plain address; any other would fail every mail for good (services.papers.letters)."""
    atoms = r"[^\s@<>.,:;()\[\]\\\"]+"
    return bool(re.fullmatch(rf"{atoms}(\.{atoms})*@{atoms}(\.{atoms})*", text))


def _is_this_machine(host: str) -> bool:
    return bool(re.fullmatch(r"localhost|::1|127(\.[0-9]{1,3}){3}", host))


def _wrong(setting: str, source: str, message: str) -> SettingsError:
    words = _("El ajuste {setting} ({source}): {message}.").format(setting=setting, source=source, message=message)
    return SettingsError(clean(words, limit=1000), setting=setting, source=source)  # a terminal obeys what it is shown
