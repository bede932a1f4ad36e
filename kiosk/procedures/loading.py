"""Puts the catalogue together from the kiosk's own files and those of an office, and refuses to start with half of it."""

from pathlib import Path
from typing import Any

from kiosk.domain.errors import SettingsError
from kiosk.domain.filing.procedure import Catalogue, Procedure, Sector
from kiosk.locale import _
from kiosk.procedures import catalogue_file, procedure_file
from kiosk.procedures.checking import read
from kiosk.procedures.files import BUILT_IN, CATALOGUE, HOLIDAYS, SHARED, TERRITORY
from kiosk.procedures.texts import CONSENT, NOTICE, read_text
from kiosk.words.system import fault_in_words


def load(folder: Path | None = None, *, demo: bool) -> Catalogue:
    """Return everything to choose from; what stands in an office's `folder` replaces or joins what comes with the kiosk.

    Catalogue, territory and holidays are replaced whole; a procedure joins the others, and replaces one of the same id and version.
    The demonstration also takes the cédula prefixes that belong to nobody. Raises SettingsError at the first mistake.
    """
    if folder is not None and not folder.is_dir():
        raise SettingsError(_("La carpeta {folder} no existe.").format(folder=folder), setting="procedures", source=str(folder))
    own = folder or BUILT_IN
    for name in (NOTICE, CONSENT):
        _sound_text(name, own)
    territory = _sound(_either(own, TERRITORY), None)
    sectors = catalogue_file.build_sectors(_sound(_either(own, CATALOGUE), None))
    procedures = _procedures(BUILT_IN, sectors) | ({} if own == BUILT_IN else _procedures(own, sectors))
    return Catalogue(
        provinces=catalogue_file.build_provinces(territory),
        cedula_prefixes=catalogue_file.build_prefixes(territory, demo=demo),
        sectors=sectors,
        procedures=tuple(procedures[key] for key in sorted(procedures)),
        holidays=catalogue_file.build_holidays(_sound(_either(own, HOLIDAYS), None)),
    )


def _either(folder: Path, name: str) -> Path:
    own = folder / name
    return own if own.is_file() else BUILT_IN / name


def _procedures(folder: Path, sectors: tuple[Sector, ...]) -> dict[tuple[str, str], Procedure]:
    """Return the procedures of a folder by id and version; the same twice is a mistake."""
    found: dict[tuple[str, str], Procedure] = {}
    for path in sorted(folder.glob("*.toml")):
        if path.name in SHARED:
            continue
        procedure = procedure_file.build(_sound(path, sectors))
        key = (procedure.id, procedure.version)
        if key in found:
            message = _("{file}: el trámite «{id}» ya está en otro archivo con la versión {version}. Ponga otra versión.")
            raise SettingsError(
                message.format(file=path, id=procedure.id, version=procedure.version), setting="version", source=str(path)
            )
        found[key] = procedure
    return found


def _sound_text(name: str, folder: Path) -> None:
    """Read a legal text once at the start, so that a mistake in it does not wait for a citizen; raises SettingsError."""
    try:
        read_text(name, folder)
    except (OSError, ValueError) as error:
        raise SettingsError(str(error), setting=name, source=str(folder / name)) from error


def _sound(path: Path, sectors: tuple[Sector, ...] | None) -> dict[str, Any]:
    """Return the values of a file, or raise SettingsError with its first mistake."""
    try:
        values, mistakes = read(path, sectors)
    except OSError as error:
        message = _("No se puede leer {file}: {reason}.").format(file=path, reason=fault_in_words(error))
        raise SettingsError(message, setting=path.name, source=str(path)) from error
    if mistakes:
        first = mistakes[0]
        raise SettingsError(f"{path}:{first.line}: {first.key}: {first.message}", setting=first.key, source=str(path))
    return values
