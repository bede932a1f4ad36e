"""A screen of the journey: it knows its place, keeps what was answered, and moves on or back as the answers say."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, Final

from textual.binding import Binding, BindingType
from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.filing.answers import Answer, Draft
from kiosk.domain.filing.attestation import Subject
from kiosk.domain.filing.journey import COUNTED, Step, counted
from kiosk.domain.filing.resume_code import grouped
from kiosk.domain.filing.vouching import vouched
from kiosk.domain.people.identity import Identity, IdentityKind, cedula_doubts
from kiosk.locale import _
from kiosk.services.filing import drafts
from kiosk.words.people import vouched_in_words
from screens.frame import dialog
from screens.frame.screen import KioskScreen
from screens.session.visit import Place, Session
from screens.visit.review_lines import answered_lines
from screens.widgets.answered import Answered
from screens.widgets.button import Action, Button
from screens.widgets.field import Field
from screens.widgets.words import Words

_VOUCHED: Final = (Step.IDENTIFY, Step.CONTACT, Step.VERIFY_EMAIL, Step.WHO_LEAVES, Step.REVIEW, Step.CONSENT)
_BESIDE: Final = (Step.IDENTIFY, Step.CONTACT, Step.VERIFY_EMAIL, Step.WHO_LEAVES)
_SIGNED: Final = {Step.IDENTIFY: Subject.IDENTITY, Step.CONTACT: Subject.CONTACT, Step.VERIFY_EMAIL: Subject.CONTACT}
"""What of it is told on a step's screens, once it was vouched for; the review tells all."""


class JourneyScreen(KioskScreen):
    """One question of one step."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "leave", show=False),
        Binding("f6", "vouch", show=False),
    ]

    vouches: ClassVar[bool] = True
    """Whether staff may vouch from here, where the step is one of those that say something of a person."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place

    @classmethod
    def asked(cls, session: Session) -> bool:  # noqa: ARG003 - for those whose answer decides
        """Tell whether this question is asked of the person, after what was answered."""
        return True

    @property
    def session(self) -> Session:
        """The visit."""
        return self.kiosk_app.visit

    @property
    def draft(self) -> Draft:
        """The draft, which is there from the first saved answer on."""
        draft = self.session.draft
        assert draft is not None, "no screen beyond identify is shown without a draft"  # noqa: S101 - a wrong place is a defect of ours
        return draft

    def steps(self) -> tuple[int, int]:
        """Return which of the counted steps this is."""
        return (counted(self.place.step), len(COUNTED))

    def what_is_kept(self) -> str:
        """Return that the answers are kept, from the first saved one on."""
        return _("Lo que ya contestó queda guardado con su número para volver.") if self.session.draft else ""

    def shown_code(self) -> str:
        """Return the draft's code in its groups."""
        draft = self.session.draft
        return grouped(draft.code) if draft else ""

    def extra_keys(self) -> tuple[str, ...]:
        """Offer to leave once something is kept, and staff to vouch where there is something to vouch for."""
        if not self.session.draft:
            return ()
        if self.session.staff and self._may_vouch:  # the key works at the public screen too, as F9 does
            return (_("F4 parar"), _("F6 dar fe"))
        return (_("F4 parar"),)

    @override
    def buttons(self) -> Sequence[Button]:
        return (Button(_("Atrás"), self.back), Button(_("Continuar"), self.go_on, primary=True))

    def beside(self) -> Iterable[Widget]:
        """Return what was already answered, where nothing else stands there; the papers need the room for themselves."""
        yield from (others := tuple(super().beside()))
        procedure = self.session.procedure
        if others or self.session.draft is None or procedure is None or self.place.step not in _BESIDE:
            return
        yield Answered(answered_lines(self.session.draft, procedure, self.session.catalogue))

    def keep(self, draft: Draft) -> None:
        """Hold the draft as the service returned it, with what was read behind meanwhile."""
        before = self.session.draft
        read = {each.id: each.reading for each in before.attachments if each.reading} if before else {}
        held = tuple(each if each.reading else replace(each, reading=read.get(each.id)) for each in draft.attachments)
        self.session.draft = replace(draft, attachments=held)
        self.draw_frame()

    def advance(self) -> None:
        """Show the next question."""
        self.kiosk_app.show_place(self.session.place_after(self.place))

    async def save(self, answer: Answer) -> None:
        """Save an answer and show the next question."""
        self.keep(await self.call(drafts.save, self.draft.id, answer, say=_("Guardando…")))
        self.advance()

    async def well_written(self, identity: Identity) -> bool:
        """Ask for a second look at a doubtful cédula, or at a code, which nothing checks; True when it is right."""
        if identity.kind is IdentityKind.FOREIGN_CODE:
            answer = await self.ask(
                _("¿Está bien escrito?"),
                _("{code}\n\nCompárelo con el papel que le dio el IESS, letra por letra.").format(code=identity.number),
                [dialog.Answer("fix", _("Corregir")), dialog.Answer("right", _("Sí, está bien"))],
            )
            return answer == "right"
        doubts = cedula_doubts(identity, self.session.catalogue.cedula_prefixes)
        if not doubts:
            return True
        answer = await self.ask(
            _("¿Está bien escrito?"),
            _("{number}\n\n{doubts}\n\nCompárelo con la cédula.").format(number=identity.number, doubts="\n".join(doubts)),
            [dialog.Answer("fix", _("Corregir")), dialog.Answer("right", _("Sí, está bien"))],
        )
        return answer == "right"

    def act(self, action: Action) -> None:
        """Do what a button or key says; going back throws away nothing that was typed."""
        for name, field in self._fields():
            if action == self.back and field.value:
                self.session.written[name] = field.value
            else:
                self.session.written.pop(name, None)
        super().act(action)

    def on_mount(self) -> None:
        """Show again what was typed before this question was left backwards."""
        for name, field in self._fields():
            if (written := self.session.written.get(name)) is not None and written != field.value:
                field.value = written

    def _fields(self) -> list[tuple[str, Field]]:
        if self.kiosk_app.session is None:  # the visit is over
            return []
        about = f"{self.place.step}.{type(self).__name__}.{getattr(self, 'key', '')}"
        return [(f"{about}.{each.field_name}", each) for each in self.query(Field)]

    async def back(self) -> None:
        """Show the question before; before the first one, leave."""
        before = self.session.place_before(self.place)
        if before is not None:
            self.kiosk_app.show_place(before)
        elif self.session.draft is None:
            self.kiosk_app.end_visit()
        else:
            await self.leave()

    def action_leave(self) -> None:
        """Offer to leave."""
        if self.session.draft is not None:
            self.act(self.leave)

    @property
    def _may_vouch(self) -> bool:
        draft = self.session.draft
        return self.vouches and self.place.step in _VOUCHED and draft is not None and draft.number is None

    def action_vouch(self) -> None:
        """Let staff vouch for what they saw."""
        if self._may_vouch:
            self.act(self.vouch)

    async def vouch(self, what: str = "") -> None:
        """Let staff vouch for this, or choose what."""
        await self.kiosk_app.vouch(self, what)

    def on_screen_resume(self) -> None:
        """See what was done over this screen."""
        self.call_after_refresh(self._look_again)

    def _look_again(self) -> None:
        if self.kiosk_app.session is not None and self.is_current and self.query("#hint"):  # else the visit is over meanwhile
            self.came_back()

    def came_back(self) -> None:
        """Show what was vouched for over this screen."""
        subject = _SIGNED.get(self.place.step)
        said = vouched(self.session.draft, subject) if subject and self.vouches and self.session.draft else None
        if said is None:
            self.query("#vouched").remove()
            return
        if not self.query("#vouched"):
            self.query_one("#column").mount(Words(id="vouched", classes="strong"), after="#hint")
        self.query_one("#vouched", Words).say(vouched_in_words(said))

    async def leave(self) -> None:
        """Ask how to leave, keeping the draft or not."""
        await self.kiosk_app.leave(self)
