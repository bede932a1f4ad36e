"""What was looked at to know whether a kiosk can work, and how it stands."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.locale import _


class Health(StrEnum):
    """How something stands: a kiosk works with a warning, and not with what failed."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `name` and `code` are for programs, `message` and what mends it for people."""

    name: str
    state: Health
    code: str
    message: str
    mend: str = ""


def state_words() -> dict[Health, str]:
    """Return each state in a word."""
    return {Health.OK: _("bien"), Health.WARNING: _("aviso"), Health.FAILED: _("falla")}


def check_words() -> dict[str, str]:
    """Return what each check is called."""
    return {
        "settings": _("ajustes"),
        "procedures": _("trámites"),
        "keys": _("llave"),
        "database": _("base de datos"),
        "vault": _("documentos guardados"),
        "aside": _("datos apartados"),
        "clock": _("reloj"),
        "outbox": _("por enviar"),
        "backup": _("copia de seguridad"),
        "audit": _("registro"),
        "disk": _("disco"),
        "responsible": _("persona responsable"),
        "certificate": _("certificado del IESS"),
        "staff": _("personal"),
        "ssh_keys": _("llaves del personal"),
        "passwords": _("contraseñas"),
        "passwords_mail": _("contraseña del correo"),
        "passwords_bounces": _("contraseña del buzón"),
        "mail": _("correo"),
        "probe": _("correo de prueba"),
        "bounces": _("correos devueltos"),
        "printer": _("impresora"),
        "printer_roll": _("impresora de rollo"),
        "printer_a4": _("impresora A4"),
        "scanner": _("escáner"),
    }
