"""Where the pages that were brought went, and what their person should know of it."""

from dataclasses import dataclass

from kiosk.domain.filing.answers import Draft
from kiosk.locale import _, ngettext


@dataclass(frozen=True, slots=True)
class Sorted:
    """Where pages went: `placed` are slots with their numbers of pages.

    `foreign` counts pages of somebody else's form, that were left out; `between` those without a readable QR that lay among
    pages of the form; `missing` are the form's pages (from 1) that are still to come.
    """

    draft: Draft
    placed: tuple[tuple[str, int], ...]
    foreign: int = 0
    between: int = 0
    missing: tuple[int, ...] = ()
    recognised: bool = False
    """Whether pages went to the form's slot though another was opened."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """Return what the person should know, in words."""
        said = []
        if self.recognised:
            said.append(_("Reconocimos su solicitud por su cuadro negro y la pusimos en su lugar."))
        if self.missing:
            sentence = ngettext(
                "Falta la hoja {pages} de la solicitud. Póngala también.",
                "Faltan las hojas {pages} de la solicitud. Póngalas también.",
                len(self.missing),
            )
            said.append(sentence.format(pages=", ".join(map(str, self.missing))))
        if self.between:
            sentence = ngettext(
                "Una hoja entre las de la solicitud no se reconoció. Mírela: puede ser de la solicitud.",
                "{count} hojas entre las de la solicitud no se reconocieron. Mírelas: pueden ser de la solicitud.",
                self.between,
            )
            said.append(sentence.format(count=self.between))
        if self.foreign:
            sentence = ngettext(
                "Una hoja es de la solicitud de otro trámite. No se guardó.",
                "{count} hojas son de la solicitud de otro trámite. No se guardaron.",
                self.foreign,
            )
            said.append(sentence.format(count=self.foreign))
        return tuple(said)
