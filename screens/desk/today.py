"""Today: what waits, how much of each kind and then one by one, the oldest first; Enter goes where it is done."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

from typing_extensions import override

from kiosk.domain.desk.permits import SEE_CASES
from kiosk.domain.desk.task import Task, TaskKind
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.watched import Watched
from kiosk.locale import _
from kiosk.services.desk import access, tasks
from kiosk.services.desk.tasks import WaitingTasks
from kiosk.services.health.trouble_letters import trouble_words
from kiosk.words.dates import ago
from screens.desk.base import DeskScreen
from screens.desk.case.confirmation import ScanConfirmation
from screens.desk.case.correction import AskAgain
from screens.desk.case.record_answer import RecordAnswer
from screens.desk.complaints import Complaints
from screens.desk.handover.choose import HandOver, HandOverOne
from screens.desk.listing import ListScreen
from screens.desk.rights import Rights
from screens.desk.same_identity import DecideSame
from screens.desk.task_words import cases_counted, counted, hint, to_do
from screens.frame.dialog import Answer
from screens.widgets.button import Button
from screens.widgets.field import Entry
from screens.widgets.table import Column, Line, Table

_ROOMS: Final[dict[TaskKind, Callable[[], DeskScreen]]] = {
    TaskKind.HAND_OVER: HandOver,
    TaskKind.RIGHTS: Rights,
    TaskKind.COMPLAINT: Complaints,
}
"""Where what is not about a single case is done. All that is to be handed over is one line: it is done in one go."""
_OF_A_CASE: Final[dict[TaskKind, Callable[[CaseNumber], DeskScreen]]] = {
    TaskKind.CONFIRMATION: ScanConfirmation,
    TaskKind.CORRECTION: AskAgain,
    TaskKind.ANSWER: RecordAnswer,
    TaskKind.WITHDRAWAL: HandOverOne,
    TaskKind.FOLLOW_UP: HandOverOne,
    TaskKind.SAME_IDENTITY: DecideSame,
}
"""Where what is about a case is done, when it is one thing; everything else begins with the case itself."""


class Today(ListScreen):
    """What waits by now, looked up anew whenever one comes back here."""

    needs = SEE_CASES

    def __init__(self) -> None:
        super().__init__()
        self._found = WaitingTasks((), {}, datetime.now(UTC))

    @override
    def question(self) -> str:
        return _("¿Qué espera hoy?")

    @override
    def help_text(self) -> str:
        return _(
            "# Lo que espera\n\nArriba, cuánto hay de cada cosa. Abajo, una por una: la que espera más está primero.\n\n"
            "- Con las flechas se elige, con **Enter** se abre. **Inicio** y **Fin** van a la primera y a la última.\n"
            "- **←** y **→** muestran una sola clase.\n"
            "- **/** busca en la lista mientras escribe: nombre, parte del número o tarea. **Esc** la muestra toda otra vez.\n"
            "- **o** ordena por otra columna.\n"
            "- Cuando algo está hecho, desaparece de aquí por sí solo.\n"
            "- Abrir un trámite queda anotado, con su nombre y para qué lo abrió."
        )

    @override
    def columns(self) -> Sequence[Column]:
        return (Column(_("Número")), Column(_("Persona"), 1), Column(_("Qué hacer"), 3), Column(_("Desde"), given=True))

    @override
    def lines(self, tab: str) -> Sequence[Line]:
        return [
            Line(
                _key(task),
                (str(task.number or ""), task.name, to_do(task), ago(task.since, self._found.now))
                if tab or task.kind is not TaskKind.HAND_OVER
                else ("", "", _all_to_hand_over(self._found), ago(task.since, self._found.now)),
            )
            for task in _gathered(self._found.tasks, tab)
        ]

    @override
    def about(self, value: str) -> str:
        task = next((each for each in self._found.tasks if _key(each) == value), None)
        return " · ".join(each for each in (task.name, to_do(task), hint(task)) if each) if task else ""

    def on_screen_resume(self) -> None:
        """Look what waits by now."""
        self.act(self.fetch)

    async def fetch(self) -> None:
        """Show what waits."""
        found = self._found = await self.call(tasks.today, say=_("Buscando lo que espera…"))
        tabs = [(str(kind), counted(kind, count)) for kind, count in found.counts.items() if count]
        everything = ("", _("Todo: {count}").format(count=len(found.tasks)))
        self.show([everything, *tabs] if tabs else [], nothing=_("No espera nada. ¡Todo está al día!"))
        if not isinstance(self.focused, Entry):
            (self.query_one(Table) if tabs else self.query_one("Button.-primary")).focus()

    def on_table_opened(self, event: Table.Opened) -> None:
        """Go where it is done."""
        event.stop()
        task = next((each for each in self._found.tasks if _key(each) == event.value), None)
        if task is None:
            return
        if task.kind in _ROOMS:
            self.open(_ROOMS[task.kind]())
        elif (number := task.number) is None:
            self.act(lambda: self.tell(task))
        elif task.kind in _OF_A_CASE:
            self.act(lambda: self.begin(task.kind, number))
        else:
            self.open(self.kiosk_app.case_view(number, task.kind))

    async def begin(self, kind: TaskKind, number: CaseNumber) -> None:
        """Go to the one thing that is done for a case, with a word in its log, as the case itself writes one."""
        await self.call(access.look, number, kind)
        self.open(_OF_A_CASE[kind](number))

    async def tell(self, task: Task) -> None:
        """Say what to do about a trouble of the machine, as the mail about it says it."""
        what, mend = trouble_words(Watched(task.detail))
        await self.ask(what, mend, [Answer("end", _("Entendido"))])

    def buttons(self) -> Sequence[Button]:
        """Return the ways on and back."""
        return (Button(_("Actualizar"), self.fetch), Button(_("Atrás"), self.back, primary=True))


def _gathered(found: Sequence[Task], tab: str) -> list[Task]:
    """Return a kind's tasks, or all, with one line for what is to be handed over; what is asked of a case at once is one."""
    oldest = next((task for task in found if task.kind is TaskKind.HAND_OVER), None)
    told = (task for task in found if (task.kind == tab if tab else task.kind is not TaskKind.HAND_OVER or task is oldest))
    return list({_key(task): task for task in told}.values())


def _all_to_hand_over(found: WaitingTasks) -> str:
    return _("Entregar al IESS: {counted}").format(counted=cases_counted(found.counts[TaskKind.HAND_OVER]))


def _key(task: Task) -> str:
    return f"{task.kind} {task.number} {task.detail} {task.since.isoformat()}"
