"""What a procedure needs, costs and may cause, read before it is begun: whoever knows it beforehand need not come back twice."""

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from kiosk.domain.answers import Capacity
from kiosk.domain.procedure import Consequence, ForEach, Procedure, Requirement, When
from kiosk.locale import _, ngettext
from screens.choose_procedure import ChooseCategory, ChooseProcedure, ChooseSector, category_of, choice_of, procedure_of, sector_of
from screens.session import Session
from screens.step import JourneyScreen
from screens.widgets.button import Button
from screens.widgets.facts import Facts, Points
from screens.widgets.main import Main
from screens.widgets.words import Words


def _procedure(session: Session) -> Procedure:
    procedure = procedure_of(session)
    assert procedure, "it is chosen before"  # noqa: S101 - a wrong place is a defect of ours
    return procedure


class WhatItNeeds(JourneyScreen):
    """Where it belongs, its cost and time, and the documents to bring."""

    CSS_PATH = "procedure_explained.tcss"

    def question(self) -> str:
        """Say what this is about."""
        return _("Esto necesita para su trámite")

    def hint(self) -> str:
        """Name the procedure."""
        name = _procedure(self.session).name
        if any(each.asked(self.session) for each in (ChooseSector, ChooseCategory, ChooseProcedure)):
            return name
        return _("{procedure}. Por ahora es el único trámite de este kiosco.").format(procedure=name)

    def help_text(self) -> str:
        """Explain."""
        return _(
            "# Los documentos\n\nTráigalos en una memoria (USB), como foto JPG o como PDF de hasta 2 MB cada uno.\n\n"
            "Si hoy no los tiene todos, puede seguir igual: lo que conteste queda guardado con su código.\n\n"
            "La hoja de la solicitud en blanco se pide en este dispensario."
        )

    def content(self) -> Iterable[Widget]:
        """Return the facts and the documents."""
        procedure = _procedure(self.session)
        return (Facts(_facts(self.session, procedure)), *_documents(self.session, procedure))

    async def go_on(self) -> None:
        """Go on to what it may cause, where there is something to say."""
        if WhatItMayCause.asked(self.session):
            self.advance()
        else:
            await self.save(choice_of(self.session))


class WhatItMayCause(JourneyScreen):
    """The consequences, said with "puede"; who goes on says that they were read."""

    CSS_PATH = "procedure_explained.tcss"

    @classmethod
    def asked(cls, session: Session) -> bool:
        """Ask where there is something to say."""
        procedure = procedure_of(session)
        return procedure is not None and bool(to_be_told(session, procedure.consequences))

    def question(self) -> str:
        """Say what this is about."""
        return _("Antes de seguir: qué puede pasar")

    def hint(self) -> str:
        """Say whom to ask."""
        return _("Léalo con calma. Si tiene dudas, pregunte en este dispensario.")

    def help_text(self) -> str:
        """Explain."""
        return _(
            "# Qué puede pasar\n\nSon advertencias para que decida con calma; no son un cálculo de su caso.\n\n"
            "Leerlas no lo obliga a nada. Puede volver atrás, o salir con **F4**: lo que contestó queda guardado."
        )

    def content(self) -> Iterable[Widget]:
        """Return the list."""
        return (Points(each.text for each in to_be_told(self.session, _procedure(self.session).consequences)),)

    def buttons(self) -> Sequence[Button]:
        """Return "Atrás", and the word that it was read."""
        return (Button(_("Atrás"), self.back), Button(_("Ya lo leí, continuar"), self.go_on, primary=True))

    async def go_on(self) -> None:
        """Save the procedure; where the window is short, show the rest first."""
        main = self.query_one(Main)
        if main.more_below:
            main.scroll_page_down(animate=False)
            return
        await self.save(choice_of(self.session))


def to_be_told(session: Session, consequences: Iterable[Consequence]) -> list[Consequence]:
    """Return what may concern this person: who leaves is not known yet, but who is no head cannot leave as one."""
    applicant = session.draft.answers.applicant if session.draft else None
    about_heads = {When.HEAD_LEAVES, When.HEAD_LEAVES_OTHERS_STAY}
    head = applicant is not None and applicant.capacity is not Capacity.DEPENDANT
    return [each for each in consequences if head or each.when not in about_heads]


def _facts(session: Session, procedure: Procedure) -> list[tuple[str, str]]:
    sector, category = sector_of(session), category_of(session)
    facts = [(_("Sector"), sector.name), (_("Categoría"), category.name)] if sector and category else []
    facts.append((_("Costo"), procedure.cost))
    if procedure.usual_days is not None:
        usual = ngettext("Lo usual es 1 día.", "Lo usual son {days} días.", procedure.usual_days)
        facts.append((_("Tarda"), usual.format(days=procedure.usual_days)))
    if procedure.answer_working_days is not None:
        term = ngettext("Plazo general: 1 día laborable.", "Plazo general: {days} días laborables.", procedure.answer_working_days)
        facts.append((_("Respuesta"), term.format(days=procedure.answer_working_days)))
    return facts


def _documents(session: Session, procedure: Procedure) -> Iterable[Widget]:
    needs = [each for each in procedure.requirements if _may_be_asked(session, each)]
    personal = [each for each in needs if each.for_each is ForEach.PERSON]
    general = [each for each in needs if each.for_each is ForEach.CASE]
    if personal:
        yield Words(_("Traiga en una memoria (USB), de usted y de cada persona que sale:"), classes="strong part")
        yield from (Words(f"• {_named(each)}", classes="item") for each in personal)
    if general:
        yield Words(_("Y una sola vez:"), classes="strong")
        yield from (Words(f"• {_named(each)}", classes="item") for each in general)


def _may_be_asked(session: Session, need: Requirement) -> bool:
    applicant = session.draft.answers.applicant if session.draft else None
    return need.when is not When.REPRESENTATIVE or (applicant is not None and applicant.capacity is Capacity.REPRESENTATIVE)


def _named(need: Requirement) -> str:
    condition = {
        When.WITH_FOREIGN_CODE: _("solo de extranjeros sin cédula"),
        When.WITHOUT_IDENTITY: _("solo de menores sin cédula"),
        When.HEAD_LEAVES: _("solo si sale el jefe de familia"),
        When.HEAD_LEAVES_OTHERS_STAY: _("solo si sale el jefe y alguien se queda"),
    }.get(need.when)
    return _("{document} ({condition})").format(document=need.name, condition=condition) if condition else need.name
