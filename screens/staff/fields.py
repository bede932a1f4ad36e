"""What members of staff type to say who they are: the same two fields over SSH and at the public screen."""

from kiosk.domain.errors import BadInput
from kiosk.locale import _
from screens.widgets.field import Field


def missing(name: str | None, code: str) -> list[BadInput]:
    """Return what is still to be typed; a `name` of None is not asked for."""
    refusals = [BadInput(_("Escriba su nombre de usuario, como rosa.quishpe."), field="name")] if name == "" else []
    return refusals + (
        [] if code else [BadInput(_("Escriba los 6 números de su teléfono, o un código de recuperación."), field="code")]
    )


def name_field() -> Field:
    """Return the field for the name."""
    return Field("name", _("Su nombre de usuario"), width=32, limit=40)


def code_field() -> Field:
    """Return the field for the code, of either kind."""
    return Field("code", _("Los 6 números de su teléfono, o un código de recuperación"), groups=(3, 3), width=16, limit=20)
