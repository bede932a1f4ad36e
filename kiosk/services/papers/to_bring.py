"""Composes the list of what to bring from a procedure's requirements, for whoever takes it home before anything was answered."""

from typing import Final

from kiosk.domain.documents.document import Paper
from kiosk.domain.filing.procedure import ForEach, Procedure, Requirement, When
from kiosk.domain.papers.form import PaperToBring, ToBring
from kiosk.locale import _
from kiosk.services.papers.ways import as_brought
from kiosk.settings import Settings

BLANK_ROWS: Final = 3
"""Rows of those who leave on a blank form."""


def room_in_words() -> str:
    """Return for how many a blank form has room, and what a larger family does."""
    return _("En la hoja caben {rows} personas. Si salen más, llene y firme otra igual: pídala al personal.").format(
        rows=BLANK_ROWS
    )


def compose_to_bring(settings: Settings, procedure: Procedure) -> ToBring:
    """Compose the list of a procedure, with each case in which a document is asked for, and how they may be brought here."""
    return ToBring(
        procedure=procedure.name,
        cost=procedure.cost,
        of_each_person=_papers(procedure, ForEach.PERSON),
        of_the_case=_papers(procedure, ForEach.CASE),
        steps=(
            _("Llene la solicitud con letra clara y fírmela, o ponga su huella con tinta. {room}").format(room=room_in_words()),
            _("Traiga la solicitud y los documentos a este dispensario, {how}.").format(how=as_brought(settings)),
            _("En la pantalla del kiosco elija «Empezar»."),
        ),
        contact=procedure.contact,
    )


def _papers(procedure: Procedure, for_each: ForEach) -> tuple[PaperToBring, ...]:
    asked = [each for each in procedure.requirements if each.for_each is for_each]
    return tuple(PaperToBring(each.name, _hint(each), _when(each)) for each in asked)


def _hint(requirement: Requirement) -> str:
    """Return what a document may be; what is said of the form and of the sides of a card is about putting them in."""
    return requirement.hint if requirement.paper is Paper.PAGE and not requirement.form else ""


def _when(requirement: Requirement) -> str:
    return {
        When.ALWAYS: "",
        When.WITH_CEDULA: _("Si tiene cédula."),
        When.WITH_FOREIGN_CODE: _("Si tiene código de extranjero."),
        When.WITHOUT_IDENTITY: _("Si es menor de edad y no tiene cédula."),
        When.REPRESENTATIVE: _("Si usted representa a otra persona."),
        When.HEAD_LEAVES: _("Si sale el jefe de familia."),
        When.HEAD_LEAVES_OTHERS_STAY: _("Si sale el jefe de familia y otros se quedan."),
    }[requirement.when]
