"""Handing cases over to the institute: choose which, write their dossiers, and say who took them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.cases.handover import HandedOver, WaitingCase
from kiosk.domain.errors import BadInput
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.locale import _, ngettext
from kiosk.services.cases import same_identity
from kiosk.services.handover import handovers
from kiosk.words.cases import handover_in_words, lacking_in_short, lacking_in_words
from kiosk.words.dates import spoken_date, spoken_time
from screens.desk.base import DeskScreen
from screens.desk.handover.taken import Taken
from screens.desk.handover.writing import DossierScreen
from screens.frame.dialog import Answer
from screens.widgets.button import Button
from screens.widgets.facts import Facts
from screens.widgets.marks import Marks
from screens.widgets.rows import Row
from screens.widgets.words import Words

RECORD, AGAIN = "record", "again"
WHOLE, AS_IT_IS = "whole", "as-it-is"
MOST_NAMED = 5
"""Incomplete cases that are named one by one."""


class HandOver(DossierScreen):
    """The cases that wait, oldest first; those that are marked are written together."""

    AUTO_FOCUS = "Marks, Button.-primary"

    def __init__(self) -> None:
        super().__init__()
        self._cases: dict[CaseNumber, WaitingCase] = {}
        self._chosen: set[str] = set()

    @override
    def question(self) -> str:
        return _("¿Qué trámites entrega al IESS?")

    @override
    def help_text(self) -> str:
        return _(
            "# Entregar trámites al IESS\n\n"
            "1. Marque los trámites con Espacio y pulse **Escribir**. De cada uno sale un expediente con todos sus documentos.\n"
            "   Los que dicen **falta** están incompletos: puede entregarlos, y lo que falta sigue esperando en «Hoy».\n"
            "2. Entregue los expedientes: en una memoria, por correo o como se acostumbre.\n"
            "3. Anote quién los recibió. Desde entonces cuentan los días que este kiosco guarda sus copias.\n\n"
            "Lo que no se entregó sigue aquí. Un trámite vuelve a la lista si después le llega algo nuevo, "
            "o si la persona cancela cuando el IESS ya lo tiene: **avisar al IESS**."
        )

    @override
    def content(self) -> Iterable[Widget]:
        return (Words(id="folder", classes="text"), Words(id="written"), Marks(()))

    @override
    def buttons(self) -> Sequence[Button]:
        return (
            Button(_("Atrás"), self.back),
            Button(_("Marcar completos"), self.mark_complete, id="complete"),
            Button(_("Todos"), self.mark_all, id="all"),
            Button(_("Escribir"), self.go_on, primary=True),
        )

    def on_screen_resume(self) -> None:
        """Show what waits by now."""
        self.act(self.look)

    async def look(self) -> None:
        """Look at what waits."""
        waits = await self.call(handovers.waiting, say=_("Buscando los trámites…"))
        await self.tell_folder()
        self._cases = {each.number: each for each in waits.cases}
        kiosk = await self.kiosk_app.ready()
        today = kiosk.local(kiosk.clock.now().at)
        marks = Marks([_row(each, today) for each in waits.cases], marked=self._chosen)
        await self.query_one(Marks).remove()
        await self.query_one("#column").mount(marks)
        self.query_one("#hint", Words).say(_counted(waits.count, len(waits.cases)))
        for name in ("#all", "#complete", "#folder"):
            self.query_one(name).display = bool(waits.cases)
        self.query_one("Button.-primary").display = bool(waits.cases)
        (marks if waits.cases else self.query("#buttons Button").first()).focus()

    def on_marks_toggled(self, event: Marks.Toggled) -> None:
        """Remember what is marked."""
        event.stop()
        self._chosen = event.marks.marked
        self.query_one("#written", Words).say("")

    async def mark_all(self) -> None:
        """Mark all, or none once all are marked."""
        self._mark(self._cases)

    async def mark_complete(self) -> None:
        """Mark those that lack nothing, or none once they are marked."""
        complete = [number for number, case in self._cases.items() if not case.lacking]
        if not complete:
            raise BadInput(_("Ninguno está completo. Lo que falta a cada uno espera en «Hoy»."))
        self._mark(complete)

    def _mark(self, numbers: Collection[CaseNumber]) -> None:
        marks = self.query_one(Marks)
        marks.mark(() if marks.marked == set(numbers) else numbers)
        marks.focus()

    async def go_on(self) -> None:
        """Write the dossiers of the marked ones, unless they are written and only remain to be recorded."""
        chosen = [number for number in self._cases if number in self._chosen]
        if not chosen:
            raise BadInput(_("Marque con Espacio los trámites que entrega, o pulse «Marcar completos»."))
        await take_out(self, [self._cases[each] for each in chosen])


class HandOverOne(DossierScreen):
    """One case: when it was handed over and until when its copies stay, or that it waits."""

    AUTO_FOCUS = "Button.-primary"

    def __init__(self, number: CaseNumber) -> None:
        super().__init__()
        self._number = number
        self._waits: WaitingCase | None = None

    @override
    def question(self) -> str:
        return _("Entrega al IESS del trámite {number}").format(number=self._number)

    @override
    def content(self) -> Iterable[Widget]:
        return (Facts(()), Words(id="folder", classes="aside"), Words(id="written"))

    def buttons(self) -> Sequence[Button]:
        """Return the ways on, of which only those that are open are shown."""
        return (
            Button(_("Atrás"), self.back),
            Button(_("Escribir otra copia"), self.go_on, id="copy"),
            Button(_("Escribir el expediente"), self.go_on, primary=True),
        )

    def on_screen_resume(self) -> None:
        """Show how it stands by now."""
        self.act(self.look)

    async def look(self) -> None:
        """Look at how it stands."""
        self._waits, last = await self.call(handovers.standing, self._number)
        await self.tell_folder()
        await self.query_one(Facts).remove()
        await self.query_one("#column").mount(Facts(_standing(self._waits, last)), before="#folder")
        self.query_one("Button.-primary").display = self._waits is not None
        self.query_one("#copy").display = self._waits is None and last is not None
        self.query_one("#folder").display = bool(self._waits or last)
        shown = [each for each in self.query("#buttons Button") if each.display]
        shown[-1 if self._waits else 0].focus()

    async def go_on(self) -> None:
        """Write its dossier; of a case that is handed over it is a second copy, and changes nothing."""
        if self._waits is not None:
            await take_out(self, [self._waits])
            return
        done = await self.write([self._number])
        self.query_one("#written", Words).say(_("Escrito: {path}").format(path=done.written[0].path))


async def take_out(screen: DossierScreen, cases: Sequence[WaitingCase]) -> None:
    """Write these dossiers and go on to who took them; what is written already need not be written again."""
    cases = await _complete_enough(screen, cases)
    if not cases:
        return
    numbers = [each.number for each in cases]
    answer = AGAIN
    if all(each.written_at for each in cases):
        title = ngettext("El expediente ya está escrito", "Los expedientes ya están escritos", len(cases))
        text = ngettext(
            "¿Ya se lo llevaron? Entonces anote quién lo recibió.",
            "¿Ya se los llevaron? Entonces anote quién los recibió.",
            len(cases),
        )
        answer = await screen.ask(title, text, [Answer(AGAIN, _("Escribir otra vez")), Answer(RECORD, _("Anotar quién"))])
    if answer == AGAIN:
        done = await screen.write(numbers)
        screen.open(Taken([each.number for each in done.written], done))
    elif answer == RECORD:
        screen.open(Taken(numbers))


async def _complete_enough(screen: DeskScreen, cases: Sequence[WaitingCase]) -> Sequence[WaitingCase]:
    """Name those that lack something, and return which are to go."""
    lacking = [each for each in cases if each.lacking]
    complete = [each for each in cases if not each.lacking]
    if not lacking:
        return cases
    line = _("{number}  {what}")
    named = [line.format(number=each.number, what=lacking_in_short(each.lacking)) for each in lacking[:MOST_NAMED]]
    if left := len(lacking) - len(named):
        named.append(ngettext("y 1 más", "y {count} más", left).format(count=left))
    title = ngettext("{count} trámite está incompleto", "{count} trámites están incompletos", len(lacking))
    text = _("{cases}\n\nEl expediente lo dice en su primera hoja, y la tarea sigue en «Hoy».").format(cases="\n".join(named))
    answers = [Answer(WHOLE, _("Solo los completos"))] if complete else []
    answers += [Answer(AS_IT_IS, _("Entregar así")), Answer("stay", _("Volver"))]
    answer = await screen.ask(title.format(count=len(lacking)), text, answers)
    return {WHOLE: complete, AS_IT_IS: cases}.get(answer, ())


def _row(case: WaitingCase, today: datetime) -> Row:
    days = (today.date() - case.submitted_at.date()).days
    waits = _("de hoy") if days <= 0 else ngettext("espera {days} día", "espera {days} días", days).format(days=days)
    if case.tells_withdrawal:
        waits = _("avisar al IESS")
    elif case.lacking:
        waits = lacking_in_short(case.lacking)
    elif case.is_there:
        waits = _("llevar lo que llegó")
    documents = ngettext("{count} documento", "{count} documentos", case.documents).format(count=case.documents)
    hint = _("{documents}; recibido el {date}").format(documents=documents, date=spoken_date(case.submitted_at))
    same = [same_identity.in_words(each) for each in case.same_identity[:1]]  # the newest: the case itself names all
    hint = "\n".join([hint, *(_("! {lacking}").format(lacking=each) for each in (*map(lacking_in_words, case.lacking), *same))])
    return Row(case.number, case.number, _("escrito · {waits}").format(waits=waits) if case.written_at else waits, hint)


def _counted(count: int, shown: int) -> str:
    if not count:
        return _("No hay trámites por entregar. Todo lo recibido ya lo tiene el IESS.")
    if count > shown:
        return _("Esperan {count}; aquí están los {shown} más antiguos.").format(count=count, shown=shown)
    return ngettext("Espera 1.", "Esperan {count}, los más antiguos primero.", count).format(count=count)


def _standing(waits: WaitingCase | None, last: HandedOver | None) -> Iterable[tuple[str, str]]:
    """Return what is told of one case."""
    if waits is not None:
        yield _("Recibido aquí"), spoken_date(waits.submitted_at)
        if waits.tells_withdrawal:
            yield _("Avisar"), _("la persona canceló la solicitud, o quitó su permiso: el IESS lo sabrá por este expediente")
        yield _("Documentos"), str(waits.documents)
        if waits.lacking:
            yield _("Falta"), "\n".join(lacking_in_words(each) for each in waits.lacking)
        yield (
            _("Expediente"),
            _("escrito el {date}").format(date=spoken_date(waits.written_at)) if waits.written_at else _("por escribir"),
        )
    elif last is None:
        yield _("Estado"), _("Cancelada por la persona: no se entrega.")
    if last is not None:
        when = spoken_time(last.at)
        yield _("Entregado") if waits is None else _("Entregado antes"), when
        yield _("Lo recibió"), _("{name}, {how}").format(name=last.taken_by, how=handover_in_words(last.how))
        if waits is None:
            yield _("Copias"), _("se quedan en este kiosco hasta el {date}").format(date=spoken_date(last.copies_until))
