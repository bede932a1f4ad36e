"""E-mail addresses: one address, typed once, with the likely typing mistakes offered instead of asked twice."""

import difflib

from email_validator import EmailNotValidError, validate_email

from kiosk.domain.errors import BadInput
from kiosk.domain.text import clean
from kiosk.locale import _

USUAL_DOMAINS = (
    "gmail.com",
    "hotmail.com",
    "hotmail.es",
    "outlook.com",
    "outlook.es",
    "yahoo.com",
    "yahoo.es",
    "icloud.com",
    "live.com",
)
_LIKENESS = 0.8
"""difflib ratio from which a domain is taken for a mistyped usual one: `gmial.com` scores 0.89, `iess.gob.ec` below 0.6."""


def parse_email(typed: str) -> str:
    """Return one address, its domain in small letters; raises BadInput. Nothing is asked of the network."""
    address = clean(typed, limit=1000)
    if not address:
        raise BadInput(_("Escriba su correo, o elija «No tengo correo»."), field="email")
    if "@" not in address:
        raise BadInput(_("Al correo le falta el signo @ (arroba), como en maria@ejemplo.com."), field="email")
    if not address.isascii():
        raise BadInput(_("El correo se escribe sin tildes y sin ñ. Revise y corrija."), field="email")
    try:
        found = validate_email(address, check_deliverability=False, test_environment=True, allow_smtputf8=False)
    except EmailNotValidError:
        raise BadInput(_("Revise el correo: se escribe como maria@ejemplo.com, sin espacios."), field="email") from None
    return found.ascii_email or found.normalized


def likely_meant(address: str) -> str | None:
    """Return the address with a usual domain when the typed one looks like a slip of it (`gmial.com`), else None."""
    local, _at, domain = address.rpartition("@")
    if domain in USUAL_DOMAINS:
        return None
    near = difflib.get_close_matches(domain, USUAL_DOMAINS, n=1, cutoff=_LIKENESS)
    return f"{local}@{near[0]}" if near else None


def masked(address: str) -> str:
    """Return the address for papers: `m•••@g•••.com`."""
    local, _at, domain = address.rpartition("@")
    host, _dot, top = domain.rpartition(".")
    return f"{local[:1]}•••@{host[:1]}•••.{top}"
