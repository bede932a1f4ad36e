"""Which procedure: sector, category, procedure, each asked only where there is more than one to choose from.

The province is the dispensary's own, asked only where the settings do not say it; it can be changed from the review.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, TypeVar

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.answers import Choice
from kiosk.domain.filing.procedure import Category, Procedure, Sector
from kiosk.locale import _
from screens.session.visit import Session
from screens.visit.question import JourneyScreen
from screens.widgets.choices import Choices, Option
from screens.widgets.columns import ColumnChoices, bare

Offered = TypeVar("Offered", Sector, Category, Procedure)


def sector_of(session: Session) -> Sector | None:
    """Return the sector that was chosen, or the only one."""
    return _known(session.catalogue.sectors_offered(), chosen(session, "sector"))


def category_of(session: Session) -> Category | None:
    """Return the category that was chosen, or the only one of its sector."""
    sector = sector_of(session)
    return _known(session.catalogue.categories_offered(sector), chosen(session, "category")) if sector else None


def procedure_of(session: Session) -> Procedure | None:
    """Return the procedure that was chosen, or the only one of its category; a draft keeps the version that it began with."""
    saved = session.draft.answers.choice if session.draft else None
    procedure = _known(procedures_offered(session), chosen(session, "procedure"))
    if procedure and saved and saved.procedure == procedure.id:
        return session.procedure or procedure
    return procedure


def procedures_offered(session: Session) -> tuple[Procedure, ...]:
    """Return the procedures of the category that was chosen."""
    sector, category = sector_of(session), category_of(session)
    return session.catalogue.offered(sector.id, category.id) if sector and category else ()


def choice_of(session: Session) -> Choice:
    """Return the answer that the questions of this step make together."""
    procedure = procedure_of(session)
    assert procedure, "it is asked, or the only one"  # noqa: S101 - a wrong place is a defect of ours
    province = chosen(session, "province") or session.province
    return Choice(province, procedure.sector, procedure.category, procedure.id, procedure.version)


def chosen(session: Session, name: str) -> str | None:
    """Return what was chosen in this visit or saved before, by the name of the choice's field."""
    saved = session.draft.answers.choice if session.draft else session.choice
    value: str | None = session.typed.get(name, getattr(saved, name) if saved else None)
    return value


def _known(offered: Sequence[Offered], wanted: str | None) -> Offered | None:
    return offered[0] if len(offered) == 1 else next((each for each in offered if each.id == wanted), None)


class ChooseOne(JourneyScreen):
    """One of these questions; `named` is the field of the choice that it settles."""

    named: ClassVar[str]

    @override
    def question(self) -> str:
        raise NotImplementedError

    def options(self) -> list[Option]:
        """Return what there is to choose from."""
        raise NotImplementedError

    @override
    def content(self) -> Iterable[Widget]:
        value, options = chosen(self.session, self.named), self.options()
        return (Choices(self.named, options, value=value, dense=len(options) > 4, at_once=True),)

    @override
    def help_text(self) -> str:
        return _(
            "# Elegir el trámite\n\nAquí están los trámites que se hacen en este kiosco.\n\n"
            "- Muévase con las flechas ↑ y ↓, o pulse el número de la línea.\n"
            "- **Enter** elige la línea marcada y sigue.\n\n"
            "Si no encuentra lo que busca, pregunte al personal del dispensario."
        )

    @override
    async def go_on(self) -> None:
        value = self.query_one(Choices).value
        if value is None:
            raise BadInput(_("Elija una línea: use las flechas y pulse Enter."), field=self.named)
        self.session.typed[self.named] = value
        self.session.mending = None  # another choice opens the questions after it
        self.advance()

    async def back(self) -> None:
        """Go back, keeping what was chosen."""
        if value := self.query_one(Choices).value:
            self.session.typed[self.named] = value
        await super().back()


class ChooseProvince(ChooseOne):
    """The province; where the settings say the dispensary's own it is already chosen, for nearly everybody is from there."""

    named = "province"

    @classmethod
    def asked(cls, session: Session) -> bool:
        """Ask on the way only where nobody told the kiosk where it stands."""
        return not session.province

    @override
    def question(self) -> str:
        return _("¿En qué provincia está su dispensario?")

    @override
    def hint(self) -> str:
        if not self.session.province:
            return _("Escriba su nombre o muévase con las flechas. Enter elige.")
        return _("Si es otra, escriba su nombre o muévase con las flechas. Enter elige.")

    @override
    def help_text(self) -> str:
        return _(
            "# La provincia\n\nEs la provincia del dispensario donde lo atienden.\n\n"
            "- Muévase con las flechas, o escriba las primeras letras: «pi» lleva a Pichincha.\n"
            "- **Enter** elige la línea marcada y sigue."
        )

    def options(self) -> list[Option]:
        """Return the provinces by name."""
        provinces = sorted(self.session.catalogue.provinces, key=lambda each: bare(each.name))
        return [Option(each.code, each.name) for each in provinces]

    def content(self) -> Iterable[Widget]:
        """Return the provinces, all in sight."""
        value = chosen(self.session, self.named) or self.session.province or None
        return (ColumnChoices(self.named, self.options(), value=value),)

    async def go_on(self) -> None:
        """Save it where there is a choice to keep it in: nothing else hangs on it."""
        draft, value = self.session.draft, self.query_one(Choices).value
        choice = draft.answers.choice if draft else None
        if choice is None or value is None:
            await super().go_on()
        else:
            await self.save(replace(choice, province=value))

    async def back(self) -> None:
        """Go back as it was."""
        await super(ChooseOne, self).back()


class ChooseSector(ChooseOne):
    """The sector."""

    named = "sector"

    @classmethod
    def asked(cls, session: Session) -> bool:
        """Ask where there are several."""
        return len(session.catalogue.sectors_offered()) > 1

    @override
    def question(self) -> str:
        return _("¿De qué se trata su trámite?")

    @override
    def options(self) -> list[Option]:
        return [Option(each.id, each.name) for each in self.session.catalogue.sectors_offered()]


class ChooseCategory(ChooseOne):
    """The category within the sector."""

    named = "category"

    @classmethod
    def asked(cls, session: Session) -> bool:
        """Ask where there are several."""
        sector = sector_of(session)
        return sector is not None and len(session.catalogue.categories_offered(sector)) > 1

    @override
    def question(self) -> str:
        return _("¿Qué clase de trámite es?")

    @override
    def options(self) -> list[Option]:
        sector = sector_of(self.session)
        return [Option(each.id, each.name) for each in self.session.catalogue.categories_offered(sector)] if sector else []


class ChooseProcedure(ChooseOne):
    """The procedure within the category."""

    named = "procedure"

    @classmethod
    def asked(cls, session: Session) -> bool:
        """Ask where there are several."""
        return len(procedures_offered(session)) > 1

    @override
    def question(self) -> str:
        return _("¿Qué trámite necesita?")

    @override
    def options(self) -> list[Option]:
        return [Option(each.id, each.short_name, each.summary) for each in procedures_offered(self.session)]
