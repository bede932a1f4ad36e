"""Who leaves: the first question, and what the other questions of this step share."""

from collections.abc import Iterable
from dataclasses import replace

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.errors import BadInput
from kiosk.domain.filing.answers import Applicant, Capacity, Leaving, Remaining, Scope
from kiosk.domain.filing.leaving import still_to_say
from kiosk.locale import _
from kiosk.services.filing import drafts
from screens.frame.dialog import Answer
from screens.session.visit import Session
from screens.visit.question import JourneyScreen
from screens.widgets.choices import Choices, Option

ALONE, ME, ME_AND_SOME, OTHERS, ALL = "alone", "me", "me_and_some", "others", "all"
"""What is answered; `ALONE` is of a head in whose insurance nobody else is."""


def applicant_of(session: Session) -> Applicant:
    """Return who asks."""
    applicant = session.draft.answers.applicant if session.draft else None
    assert applicant, "who asks is known before"  # noqa: S101 - a wrong place is a defect of ours
    return applicant


def leaving_of(session: Session) -> Leaving | None:
    """Return what was said so far; who represents somebody stays, and says only whom."""
    leaving = session.draft.answers.leaving if session.draft else None
    if applicant_of(session).capacity is not Capacity.REPRESENTATIVE:
        return leaving
    return replace(leaving, scope=Scope.SOME, applicant_leaves=False) if leaving else Leaving(Scope.SOME, applicant_leaves=False)


class LeavingScreen(JourneyScreen):
    """A question about who leaves. Each answer is saved at once: a list of people is long to type again."""

    @property
    def applicant(self) -> Applicant:
        """Who asks."""
        return applicant_of(self.session)

    @property
    def leaving(self) -> Leaving:
        """What was said so far."""
        leaving = leaving_of(self.session)
        assert leaving, "how many leave is asked first"  # noqa: S101 - a wrong place is a defect of ours
        return leaving

    async def keep_leaving(self, leaving: Leaving) -> None:
        """Save what was said so far, and stay here."""
        self.keep(await self.call(drafts.save, self.draft.id, leaving, say=_("Guardando…")))

    async def settle(self, leaving: Leaving) -> None:
        """Save what was said so far and go on; after the last question, raise BadInput when something is missing."""
        await self.keep_leaving(leaving)
        after = self.session.place_after(self.place)
        missing = still_to_say(self.applicant, self.leaving)
        if missing and (after.step is not self.place.step or after.part <= self.place.part):
            raise BadInput(missing)
        self.kiosk_app.show_place(after)


class HowMany(LeavingScreen):
    """Only me, some of us, all of us."""

    @classmethod
    def asked(cls, session: Session) -> bool:
        """Ask whoever does not represent somebody."""
        return applicant_of(session).capacity is not Capacity.REPRESENTATIVE

    @override
    def question(self) -> str:
        return _("¿Quién sale del Seguro Social Campesino?")

    @override
    def help_text(self) -> str:
        return _(
            "# Quién sale\n\nSalir es dejar el seguro.\n\n"
            "- **Solo yo**: pide salir usted, nadie más.\n"
            "- **Yo y algunas personas**: después escribe quiénes.\n"
            "- **Algunas personas, yo no**: usted sigue en el seguro.\n"
            "- **Toda mi familia**: usted y todos los que están en el seguro con usted.\n\n"
            "Si sale el jefe de familia, los demás pueden quedar sin seguro, aunque no salgan. Pregunte antes al personal.\n\n"
            "Nada se entrega todavía: al final revisa todo."
        )

    @override
    def content(self) -> Iterable[Widget]:
        head = self.applicant.capacity is Capacity.HEAD
        alone = [
            Option(ALONE, _("Solo yo; nadie más está en el seguro conmigo")),
            Option(ME, _("Solo yo; mi familia se queda")),
        ]
        options = [
            *(alone if head else [Option(ME, _("Solo yo"))]),
            Option(ME_AND_SOME, _("Yo y algunas personas de mi familia")),
            Option(OTHERS, _("Algunas personas de mi familia; yo me quedo")),
            Option(ALL, _("Toda mi familia, también yo")),
        ]
        return (Choices("scope", options, value=self._said(), at_once=True),)

    def _said(self) -> str | None:
        leaving = leaving_of(self.session)
        if leaving is None:
            return None
        some = ME_AND_SOME if leaving.applicant_leaves else OTHERS
        alone = self.applicant.capacity is Capacity.HEAD and leaving.remaining is Remaining.NOBODY
        return {Scope.ME: ALONE if alone else ME, Scope.SOME: some, Scope.ALL: ALL}[leaving.scope]

    async def go_on(self) -> None:
        """Save it; people who no longer leave are taken off the list only when that was confirmed."""
        value = self.query_one(Choices).value
        if value is None:
            raise BadInput(_("Elija quién sale: pulse el número de una línea."), field="scope")
        scope = {ALONE: Scope.ME, ME: Scope.ME, ALL: Scope.ALL}.get(value, Scope.SOME)
        before = leaving_of(self.session) or Leaving(scope, applicant_leaves=True)
        if scope is Scope.ME and before.people and not await self._may_remove(before):
            self.query_one(Choices).choose(self._said())
            return
        people = () if scope is Scope.ME else before.people
        remaining = before.remaining
        if value == ALONE:
            remaining = Remaining.NOBODY
        elif value == ME and remaining is Remaining.NOBODY:
            remaining = None
        await self.settle(replace(before, scope=scope, applicant_leaves=value != OTHERS, people=people, remaining=remaining))

    async def _may_remove(self, leaving: Leaving) -> bool:
        names = "\n".join(f"• {each.full_name}" for each in leaving.people)
        answer = await self.ask(
            _("¿Sale solo usted?"),
            _("Entonces se quita de la lista a:\n\n{names}").format(names=names),
            [Answer("yes", _("Sí, solo yo")), Answer("no", _("Dejar la lista"))],
        )
        return answer == "yes"
