"""The settings: read and checked before the first paint, so nothing but the standard library is imported here.

Strength: variable (`KIOSK_MAIL__HOST`), then file (`kiosk.toml`), then default. A mistake names the setting and where it came from.
"""

import atexit
import contextlib
import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import platformdirs

from kiosk import account
from kiosk.domain.errors import SettingsError
from kiosk.domain.text import clean
from kiosk.locale import _
from kiosk.settings import BouncesSettings, KioskSettings, MailSettings, PrinterSettings, Settings, StickSettings
from kiosk.small_file import read_small

FILE_NAME = "kiosk.toml"
PREFIX = "KIOSK_"
MOST_CHARACTERS = 1000
"""No text of a setting is longer."""
MOST: Final = {"years": 100, "days": 36_500, "hours": 8_760, "seconds": 86_400, "bytes": 20_000_000}
"""No number of a setting is larger, by the unit in which its name ends: a century, a year, a day, what a page may need."""
MOST_OF_ALL: Final = 1_000_000
"""Of a setting without a unit."""
LAST_PORT = 65535
LONGEST_MAIL_TIMEOUT = 60  # seconds: well within the lease of a message being sent, so that a second try cannot overlap the first
SYSTEM_FILE = Path("/etc/kiosk") / FILE_NAME

WHOLE_FILE = _("(todo el archivo)")
"""Named as the setting where no single one can be."""
UNNAMED = "0000"
"""The id that a kiosk without one is looked at by; it must not serve with it."""

SECTIONS = {each.name for each in fields(Settings) if is_dataclass(each.default_factory)}


def load(
    *, config: Path | None = None, demo: bool = False, environ: Mapping[str, str] = os.environ, without: Collection[str] = ()
) -> Settings:
    """Return the settings from variables, file and defaults; raises SettingsError on the first mistake, OutOfService elsewhere.

    What is named in `without` (sections, unknown names, or the whole file) is not read, and its defaults are taken.
    """
    data_dir = data_folder(environ, demo=demo)
    account.ensure_own(data_dir)  # first of all: another account's settings could not even be read
    source, table = ("", {}) if WHOLE_FILE in without else _read_file(config, data_dir)
    table = {key: value for key, value in table.items() if key not in without}
    passed_over = ("KIOSK_DATA_DIR", *(PREFIX + each.upper() + "__" for each in SECTIONS & set(without)))
    variables = {
        key: value
        for key, value in environ.items()
        if key.startswith(PREFIX) and not key.startswith(passed_over) and key not in without
    }
    sections: dict[str, object] = {}
    known = {each.name: each for each in fields(Settings)}
    for name, value in table.items():
        if name not in SECTIONS | {"procedures"}:
            raise _wrong(name, source, _("no existe; bórrelo o corrija su nombre"))
        if name in SECTIONS and not isinstance(value, dict):
            raise _wrong(name, source, _("debe ser una sección [{name}]").format(name=name))
    for name in sorted(SECTIONS):
        section_type = known[name].default_factory
        sections[name] = _section(section_type, name, table.get(name, {}), source, variables)  # type: ignore[arg-type] # a dataclass, see SECTIONS
    procedures = variables.pop("KIOSK_PROCEDURES", None) or table.get("procedures")
    if variables:
        name = min(variables)
        raise _wrong(name, _("variable de entorno"), _("no existe; bórrela o corrija su nombre"))
    if "kiosk" in without:
        sections["kiosk"] = KioskSettings(UNNAMED)
    settings = Settings(data_dir=data_dir, demo=demo, procedures=Path(str(procedures)) if procedures else None, **sections)  # type: ignore[arg-type] # each section has the type that its field names

    def refused(setting: str, message: str) -> SettingsError:
        variable = PREFIX + setting.upper().replace(".", "__")
        return _wrong(setting, variable if variable in environ else source, message)

    return _complete(_demonstration(settings) if demo else settings, refused)


def load_what_is_right(
    *, config: Path | None = None, demo: bool = False, environ: Mapping[str, str] = os.environ
) -> tuple[Settings, list[SettingsError], set[str]]:
    """Return what can be understood, the mistakes in the rest, and the sections that were left out for them."""
    mistakes: list[SettingsError] = []
    without: set[str] = set()
    while True:
        try:
            return load(config=config, demo=demo, environ=environ, without=without), mistakes, without & SECTIONS
        except SettingsError as mistake:
            mistakes += [mistake] if mistake.message not in {each.message for each in mistakes} else []
            narrow = [each for each in (mistake.setting, mistake.setting.partition(".")[0]) if each not in without]
            if WHOLE_FILE in without:
                raise
            if mistake.setting in {WHOLE_FILE, "--config"} or not narrow:
                without |= {*SECTIONS, WHOLE_FILE, *(each for each in environ if each.startswith(PREFIX))}
            else:
                without.add(narrow[0])  # what is named itself, else the section that it is in


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
            raise _wrong(WHOLE_FILE, str(path), _("no se puede leer: {error}").format(error=error.strerror)) from None
    return _("valor por defecto"), {}


def _section(section_type: type[Any], section: str, table: dict[str, object], source: str, variables: dict[str, str]) -> object:
    hints = get_type_hints(section_type)
    for key in table:
        if key not in hints:
            raise _wrong(f"{section}.{key}", source, _("no existe; bórrelo o corrija su nombre"))
    values: dict[str, object] = {}
    for key, hint in hints.items():
        variable = f"{PREFIX}{section.upper()}__{key.upper()}"
        if variable in variables:
            values[key] = _value(hint, variables.pop(variable), f"{section}.{key}", variable, from_text=True)
        elif key in table:
            values[key] = _value(hint, table[key], f"{section}.{key}", source, from_text=False)
    return section_type(**values)


def _value(hint: object, value: object, setting: str, source: str, *, from_text: bool) -> object:
    if get_origin(hint) is Literal:
        if value in get_args(hint):
            return value
        raise _wrong(setting, source, _("debe ser uno de: {values}").format(values=", ".join(get_args(hint))))
    if hint in {Path, Path | None}:
        if isinstance(value, str) and value:
            with contextlib.suppress(RuntimeError):  # nobody of that name has a home here
                return Path(value).expanduser()
        raise _wrong(setting, source, _("debe ser la ruta de un archivo o carpeta, entre comillas"))
    if hint in {int, float}:
        wanted: type = int if hint is int else float
        if from_text:
            try:
                value = wanted(str(value))
            except ValueError:
                value = None
        number = isinstance(value, (int, float)) and not isinstance(value, bool)
        most = MOST.get(setting.rpartition("_")[2], MOST_OF_ALL)
        if number and 0 < value <= most and wanted(value) == value:  # type: ignore[operator] # it is a number
            return wanted(value)
        raise _wrong(setting, source, _("debe ser un número mayor que cero, y de {most} como mucho").format(most=most))
    if isinstance(value, str):
        return clean(value, limit=MOST_CHARACTERS)  # it stands on screens, papers and mails
    raise _wrong(setting, source, _("debe ser un texto entre comillas"))


def _demonstration(settings: Settings) -> Settings:
    """Fill in what a demonstration may do without: a kiosk's id, a mailbox, a printer and a stick, all in its own folder."""
    folder, kiosk = settings.data_dir, settings.kiosk
    return replace(
        settings,
        kiosk=replace(
            kiosk,
            id=kiosk.id or "0417",
            dispensary=kiosk.dispensary or _("Dispensario 0417"),
            parish=kiosk.parish or _("Parroquia de muestra"),
            canton=kiosk.canton or _("Cantón de muestra"),
            province=kiosk.province or "17",
        ),
        mail=settings.mail if settings.mail.kind != "none" else replace(settings.mail, kind="maildir"),
        printer=settings.printer if settings.printer.kind != "none" else replace(settings.printer, kind="folder"),
        stick=settings.stick if settings.stick.folder else StickSettings(folder / "memoria"),
    )


def _complete(settings: Settings, refused: Callable[[str, str], SettingsError]) -> Settings:
    """Check what spans settings, and make the folders absolute below the data folder."""
    kiosk, folder = settings.kiosk, settings.data_dir
    if not re.fullmatch(r"[0-9A-Z]{4}", kiosk.id):
        raise refused("kiosk.id", _("escriba los 4 números o letras mayúsculas que identifican a este kiosco, como 0417"))
    if not re.fullmatch(r"[A-Z]", kiosk.series):
        raise refused("kiosk.series", _("debe ser una letra mayúscula"))
    if kiosk.province and not re.fullmatch(r"0[1-9]|1\d|2[0-4]", kiosk.province):
        raise refused("kiosk.province", _("debe ser el código de una provincia, de 01 a 24"))
    _check_mail(settings.mail, refused)
    _check_bounces(settings.bounces, refused)
    if settings.desk.responsible_email and not _is_address(settings.desk.responsible_email):
        raise refused("desk.responsible_email", _("debe ser una dirección de correo sola, como persona@ejemplo.gob.ec"))
    backups = settings.backup.folder
    if backups and Path(os.path.normpath(folder / backups)).is_relative_to(folder):  # no look at a disk that may hang
        raise refused("backup.folder", _("debe ser una carpeta de otro disco, fuera de la carpeta de datos"))
    printer = _with_paper(settings.printer, refused)
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


def _is_address(text: str) -> bool:
    """Tell whether a text is one plain address; any other would fail every mail for good (services.papers.letters)."""
    atoms = r"[^\s@<>.,:;()\[\]\\\"]+"
    return bool(re.fullmatch(rf"{atoms}(\.{atoms})*@{atoms}(\.{atoms})*", text))


def _check_mail(mail: MailSettings, refused: Callable[[str, str], SettingsError]) -> None:
    if not _is_address(mail.sender):  # as if its readers' addresses were wrong
        raise refused("mail.sender", _("debe ser una dirección de correo sola, como kiosco@ejemplo.gob.ec"))
    if mail.kind == "smtp" and not mail.host.strip():
        raise refused("mail.host", _("escriba el nombre del servidor de correo"))
    if mail.kind == "smtp" and mail.user and mail.password_file is None:
        raise refused("mail.password_file", _("escriba en qué archivo está la contraseña de mail.user"))
    _check_port("mail.port", mail.port, refused)
    if mail.timeout > LONGEST_MAIL_TIMEOUT:
        raise refused("mail.timeout", _("debe ser de {longest} segundos o menos").format(longest=LONGEST_MAIL_TIMEOUT))
    if mail.kind == "smtp" and mail.security == "none" and not _is_this_machine(mail.host):
        raise refused("mail.security", _("sin cifrar solo se envía dentro de esta misma máquina: use starttls o tls"))


def _check_bounces(bounces: BouncesSettings, refused: Callable[[str, str], SettingsError]) -> None:
    if bounces.kind != "imap":
        return
    if bounces.security == "none" and not _is_this_machine(bounces.host):
        raise refused("bounces.security", _("sin cifrar solo se lee dentro de esta misma máquina: use tls o starttls"))
    if not bounces.user:
        raise refused("bounces.user", _("escriba el usuario del buzón al que vuelven los correos"))
    if bounces.password_file is None:
        raise refused("bounces.password_file", _("escriba en qué archivo está la contraseña del buzón"))
    _check_port("bounces.port", bounces.port, refused)


def _check_port(setting: str, port: int, refused: Callable[[str, str], SettingsError]) -> None:
    if port > LAST_PORT:
        raise refused(setting, _("debe ser un puerto, de 1 a {last}").format(last=LAST_PORT))


def _is_this_machine(host: str) -> bool:
    return bool(re.fullmatch(r"localhost|::1|127(\.[0-9]{1,3}){3}", host))


def _with_paper(printer: PrinterSettings, refused: Callable[[str, str], SettingsError]) -> PrinterSettings:
    """Check the queues of CUPS; where there is one alone, receipts go on its paper."""
    if printer.kind != "cups":
        return printer
    if printer.server and not _is_this_machine(printer.server.rpartition(":")[0] or printer.server):
        raise refused("printer.server", _("sin cifrar solo se imprime por el CUPS de esta misma máquina, como localhost:631"))
    if not (printer.roll or printer.a4):
        raise refused("printer.a4", _("escriba el nombre de la cola de impresión, en a4 o en roll"))
    for name in ("roll", "a4"):
        if not re.fullmatch(r"[^\s/#'\"\\-][^\s/#'\"\\]*|", getattr(printer, name)):
            raise refused(f"printer.{name}", _("debe ser el nombre de una cola de impresión, sin espacios ni barras"))
    if printer.roll and printer.a4:
        return printer
    return replace(printer, paper="roll" if printer.roll else "a4")


def _wrong(setting: str, source: str, message: str) -> SettingsError:
    words = _("El ajuste {setting} ({source}): {message}.").format(setting=setting, source=source, message=message)
    return SettingsError(clean(words, limit=1000), setting=setting, source=source)  # a terminal obeys what it is shown
