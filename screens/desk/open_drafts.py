"""Going on with a filing that was not sent, without its code: staff find it by the person's name, and say for what."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.actor import CITIZEN
from kiosk.domain.desk.permits import SEE_CASES
from kiosk.domain.filing.journey import Step
from kiosk.domain.filing.resume_code import grouped
from kiosk.locale import _, ngettext
from kiosk.services.desk import open_drafts
from kiosk.services.desk.open_drafts import FoundDrafts, OpenDraft, WhyTaken
from screens.desk.base import DeskScreen
from screens.frame import dialog
from screens.widgets.button import Button
from screens.widgets.field import Field
from screens.widgets.rows import Row, Rows
from screens.widgets.words import Words
from screens.words.file import spoken_day

if TYPE_CHECKING:
    from kiosk.services.kiosk import Kiosk

REACHED: Final = {
    Step.IDENTIFY: _("quién pide"),
    Step.CONTACT: _("teléfono y correo"),
    Step.VERIFY_EMAIL: _("confirmar el correo"),
    Step.CHOOSE_PROCEDURE: _("elegir el trámite"),
    Step.WHO_LEAVES: _("quién sale"),
    Step.ATTACH_DOCUMENTS: _("documentos"),
    Step.REVIEW: _("revisar y enviar"),
    Step.CONSENT: _("la confirmación de la persona"),
}
"""Where a filing stands, by what is still to be done in it first."""


class OpenDrafts(DeskScreen):
    """The filings that were begun, one's own first, then the newest."""

    needs = SEE_CASES

    def __init__(self) -> None:
        super().__init__()
        self._found = FoundDrafts((), 0)

    @override
    def question(self) -> str:
        return _("¿Qué trámite va a seguir?")

    @override
    def help_text(self) -> str:
        return _(
            "# Seguir un trámite sin terminar\n\n"
            "Aquí están los trámites que se empezaron y no se enviaron. Se guardan 7 días desde la última vez que se usaron.\n\n"
            "- Primero están los suyos: los que usted fue la última persona en llenar.\n"
            "- Para buscar, escriba una parte del nombre de quien pide, o de su número para volver.\n"
            "- Un trámite que otra persona está llenando no se puede abrir hasta que lo cierre.\n"
            "- Queda anotado quién abrió cada trámite, y por qué."
        )

    def content(self) -> Iterable[Widget]:
        """Return the field to search by, what was found, and how many more there are."""
        return (
            Field("typed", _("Nombre o número para volver"), width=32, limit=40),
            Words(classes="hint", id="told"),
            Rows(()),
        )

    def buttons(self) -> Sequence[Button]:
        """Return the ways back and to search."""
        return (Button(_("Atrás"), self.back), Button(_("Buscar"), self.go_on, primary=True))

    def on_screen_resume(self) -> None:
        """Draw the list as it is by now."""
        self.act(self.go_on)

    async def go_on(self) -> None:
        """Search by what is typed."""
        self._found = await self.call(open_drafts.find, self.query_one(Field).value, say=_("Buscando…"))
        rows, kiosk = self.query_one(Rows), await self.kiosk_app.ready()
        await rows.show(_rows(self._found.drafts, kiosk))
        rows.display = bool(self._found.drafts)
        self.query_one("#told", Words).say(self._told())
        if self._found.drafts:
            rows.focus()
        else:
            self.query_one(Field).focus_entry()

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Take the filing up."""
        event.stop()
        draft = next((each for each in self._found.drafts if each.id == event.value), None)

        async def take_up() -> None:
            if draft is not None:
                await self._take_up(draft)

        self.act(take_up)

    async def _take_up(self, draft: OpenDraft) -> None:
        why = WhyTaken.OWN if draft.own else await self._ask_why(draft)
        if why is None:
            return
        taken = await self.call(open_drafts.take_up, draft.id, why, say=_("Abriendo…"))
        session = self.kiosk_app.begin_visit()
        session.draft = taken
        self.kiosk_app.show_place(session.next_place())

    async def _ask_why(self, draft: OpenDraft) -> WhyTaken | None:
        answer = await self.ask(
            _("¿Por qué lo abre?"),
            _("Es el trámite de {name}. Queda anotado que usted lo abrió, y por qué.").format(name=draft.name),
            [
                dialog.Answer("", _("No abrirlo")),
                dialog.Answer(WhyTaken.ASKED, _("Lo pidió por teléfono")),
                dialog.Answer(WhyTaken.PRESENT, _("Está aquí")),
            ],
        )
        return WhyTaken(answer) if answer else None

    def _told(self) -> str:
        if not self._found.drafts:
            if self.query_one(Field).value:
                return _(
                    "No hay ninguno con ese nombre o número. Pruebe con menos letras, o deje el campo vacío para verlos todos."
                )
            return _("No hay ningún trámite sin terminar.")
        more = self._found.more
        return (
            ngettext("Hay 1 más. Escriba una parte del nombre.", "Hay {count} más. Escriba una parte del nombre.", more).format(
                count=more
            )
            if more
            else ""
        )


def _rows(drafts: Sequence[OpenDraft], kiosk: "Kiosk") -> list[Row]:
    """Return the lines, with a heading above one's own and above the others' where there are both."""
    now, both = kiosk.local(kiosk.clock.now().at), len({each.own for each in drafts}) > 1
    rows: list[Row] = []
    for number, each in enumerate(drafts):
        first = number == 0 or drafts[number - 1].own != each.own
        heading = (_("Suyos") if each.own else _("De otras personas")) if both and first else ""
        note = _busy(each.writer) if each.writer else spoken_day(kiosk.local(each.touched_at), now)
        hint = _("Falta: {step} · Para volver: {code}").format(step=REACHED.get(each.step, ""), code=grouped(each.code))
        rows.append(Row(each.id, each.name, note, hint, heading))
    return rows


def _busy(writer: str) -> str:
    return _("abierto en el kiosco") if writer == CITIZEN else _("lo llena {name}").format(name=writer)
