"""Whether staff can get in, and what they write for the institute is sealed: found out before somebody stands at the counter."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.adapters.dossiers.sealing import open_seal
from kiosk.domain.errors import KioskError
from kiosk.domain.machine.health import Check, Health
from kiosk.locale import _
from kiosk.services.staff import members
from kiosk.settings import Settings
from kiosk.storage.database import Database
from kiosk.words.dates import shown_date

EXPIRES_SOON = timedelta(days=30)


def certificate(settings: Settings) -> list[Check]:
    """Look at the institute's certificate, to which dossiers are sealed."""
    path, mend = (
        settings.desk.institute_certificate,
        _("Pida al IESS su certificado, y diga dónde está en desk.institute_certificate."),
    )
    if path is None:
        words = _("No hay certificado del IESS: los expedientes se escriben sin sellar, y cualquiera puede leerlos.")
        return [Check("certificate", Health.WARNING, "none", words, mend)]
    try:
        until = open_seal(path).valid_until
    except KioskError as error:
        return [Check("certificate", Health.WARNING, "unusable", error.message, mend)]
    left, day = until - datetime.now(UTC), shown_date(until)
    if left < timedelta(0):
        return [
            Check("certificate", Health.WARNING, "expired", _("El certificado del IESS venció el {day}.").format(day=day), mend)
        ]
    if left < EXPIRES_SOON:
        return [
            Check("certificate", Health.WARNING, "expires_soon", _("El certificado del IESS vence el {day}.").format(day=day), mend)
        ]
    return [Check("certificate", Health.OK, "ok", _("Los expedientes se sellan para el IESS."))]


def access(settings: Settings, database: Database) -> list[Check]:
    """Look whether each member of staff has a way in over SSH, and whether sshd can read of it."""
    living = [each for each in members.members(database) if each.revoked_at is None]
    if not living:
        return [Check("staff", Health.OK, "nobody", _("Nadie del personal tiene acceso todavía."))]
    without = [each.name for each in living if all(key.revoked_at for key in each.keys)]
    checked = Check("staff", Health.OK, "ok", _("Cada persona del personal tiene su llave SSH."))
    if without:
        words = _("Sin llave SSH no entran al escritorio: {names}.").format(names=", ".join(without))
        mend = _("Escriba: kiosk staff key add NOMBRE ARCHIVO; o quite el acceso: kiosk staff revoke NOMBRE.")
        checked = Check("staff", Health.WARNING, "no_key", words, mend)
    return [checked, *([] if len(without) == len(living) else [_keys(settings)])]


def _keys(settings: Settings) -> Check:
    """Look whether sshd reads the file of keys: it must be the kiosk's own, and nobody else's to write (its StrictModes)."""
    path, again = settings.desk.authorized_keys, _("Con el usuario del kiosco, repita: kiosk staff key add NOMBRE ARCHIVO.")
    if not path.exists():
        words = _("Falta el archivo de llaves {file}: por SSH no entra nadie.").format(file=path)
        return Check("ssh_keys", Health.WARNING, "missing", words, again)
    own = settings.data_dir.stat().st_uid
    for each in _up_to(path, settings.data_dir):
        status = each.stat()
        if status.st_uid not in {own, 0} or (each == path and status.st_uid != own):
            words = _("{file} es de otra cuenta: por SSH no entra nadie.").format(file=each)
            return Check(
                "ssh_keys",
                Health.WARNING,
                "other_owner",
                words,
                _("Escriba: chown --reference={folder} {file}").format(folder=settings.data_dir, file=each),
            )
        if status.st_mode & 0o022:
            words = _("{file} lo pueden cambiar otras cuentas: por SSH no entra nadie.").format(file=each)
            return Check("ssh_keys", Health.WARNING, "open_to_others", words, _("Escriba: chmod go-w {file}").format(file=each))
    return Check("ssh_keys", Health.OK, "ok", _("SSH puede leer las llaves del personal."))


def _up_to(path: Path, home: Path) -> Iterator[Path]:
    """Give the file and the folders above it that sshd looks at: up to the account's home, or all of them."""
    yield path
    for folder in path.parents:
        yield folder
        if folder == home:
            return
