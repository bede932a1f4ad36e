"""Composes the paper that answers a person's own question about their data: it alone says all that is held."""

from dataclasses import replace

from sqlmodel import Session

from kiosk.domain.papers.paper import PaperContent, Section
from kiosk.locale import _
from kiosk.services.followup.papers import headed
from kiosk.services.kiosk import Kiosk
from kiosk.services.rights import requests
from kiosk.words.cases import right_in_words
from kiosk.words.dates import spoken_date


def content_of(kiosk: Kiosk, session: Session, request_id: str) -> PaperContent:
    """Return the paper that answers a request; raises NotFound when it is gone."""
    asked, held = requests.held_for(kiosk, session, request_id)
    return replace(
        headed(kiosk, _("SUS DATOS EN ESTE KIOSCO")),
        sections=(
            Section(
                _("Lo que pidió"),
                rows=(
                    (_("Derecho"), right_in_words(asked.right)),
                    (_("Fecha"), spoken_date(asked.asked_at)),
                    *([(_("Respuesta"), asked.answer)] if asked.answer else []),
                ),
            ),
            *held.sections,
        ),
        foot=(
            _("Aquí está lo que guarda este kiosco. Lo que tiene el IESS se pide al IESS."),
            _("Si algo está mal, pídalo al personal: se responde gratis, en 15 días."),
        ),
    )
