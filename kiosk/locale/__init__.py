"""Gettext for every room: message ids are the Spanish texts, so Spanish needs no catalogue and nothing is read at start.

Call `_("Falta un número: escribió {written} de 10.").format(written=9)`; never join sentences from pieces.
"""

import gettext
from pathlib import Path

_translation: gettext.NullTranslations = gettext.NullTranslations()


def _(message: str) -> str:
    """Translate a whole sentence."""
    return _translation.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate a sentence that counts something."""
    return _translation.ngettext(singular, plural, count)


def use_language(language: str) -> None:
    """Take the catalogue of `language` (an ISO 639-1 code, "es" being the source); Spanish where there is none."""
    global _translation  # noqa: PLW0603 - one language per process, chosen at start
    _translation = gettext.translation("kiosk", Path(__file__).parent, [language], fallback=True)
