"""Today: what waits, how much of each kind and then one by one, the oldest first; Enter goes where it is done."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from textual.widget import Widget
from typing_extensions import override

from kiosk.domain.desk.permits import SEE_CASES
from kiosk.domain.desk.task import Task, TaskKind
from kiosk.domain.filing.case_number import CaseNumber
from kiosk.domain.machine.watched import Watched
from kiosk.locale import _, ngettext
from kiosk.services.desk import access, tasks
from kiosk.services.health.trouble_letters import trouble_words
from kiosk.words.dates import ago
from screens.desk.base import DeskScreen
from screens.desk.case.confirmation import ScanConfirmation
from screens.desk.case.correction import AskAgain
from screens.desk.case.record_answer import RecordAnswer
from screens.desk.complaints import Complaints
from screens.desk.handover.choose import HandOver, HandOverOne
from screens.desk.rights import Rights
from screens.desk.same_identity import DecideSame
from screens.desk.task_words import cases_counted, counted, hint, to_do
from screens.frame.dialog import Answer
from screens.widgets.button import Button
from screens.widgets.rows import Row, Rows
from screens.widgets.words import Words

MOST_SHOWN = 40
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


class Today(DeskScreen):
    """What waits by now, looked up anew whenever one comes back here."""

    needs = SEE_CASES

    AUTO_FOCUS = "Button.-primary"

    def __init__(self) -> None:
        super().__init__()
        self._tasks: Sequence[Task] = ()

    @override
    def question(self) -> str:
        return _("¿Qué espera hoy?")

    @override
    def help_text(self) -> str:
        return _(
            "# Lo que espera\n\nArriba, cuánto hay de cada cosa. Abajo, una por una: la que espera más está primero.\n\n"
            "- Con las flechas se elige, con **Enter** se abre.\n"
            "- Cuando algo está hecho, desaparece de aquí por sí solo.\n"
            "- Abrir un trámite queda anotado, con su nombre y para qué lo abrió."
        )

    def content(self) -> Iterable[Widget]:
        """Return the counts and the list."""
        return (Words(id="counts"), Rows([]), Words(id="more", classes="hint"))

    def on_screen_resume(self) -> None:
        """Look what waits by now."""
        self.act(self.fetch)

    async def fetch(self) -> None:
        """Show what waits."""
        found = await self.call(tasks.today, say=_("Buscando lo que espera…"))
        self._tasks = _gathered(found.tasks)
        counts = [counted(kind, count) for kind, count in found.counts.items() if count]
        self.query_one("#counts", Words).say(" · ".join(counts) or _("No espera nada. ¡Todo está al día!"))
        rows = self.query_one(Rows)
        await rows.show(
            [
                Row(_key(task), _label(task, found.counts), ago(task.since, found.now), hint(task))
                for task in self._tasks[:MOST_SHOWN]
            ]
        )
        left = len(self._tasks) - MOST_SHOWN
        more = ngettext("Y 1 cosa más, que espera menos tiempo.", "Y {count} cosas más, que esperan menos tiempo.", left)
        self.query_one("#more", Words).say(more.format(count=left) if left > 0 else "")
        (rows if self._tasks else self.query_one("Button.-primary")).focus()

    def on_rows_opened(self, event: Rows.Opened) -> None:
        """Go where it is done."""
        event.stop()
        task = next((each for each in self._tasks if _key(each) == event.value), None)
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


def _gathered(found: Sequence[Task]) -> list[Task]:
    """Return one line for all that is to be handed over, the oldest of it, and one for what is asked of a case at once."""
    oldest = next((task for task in found if task.kind is TaskKind.HAND_OVER), None)
    told = (task for task in found if task.kind is not TaskKind.HAND_OVER or task is oldest)
    return list({_key(task): task for task in told}.values())


def _label(task: Task, counts: Mapping[TaskKind, int]) -> str:
    if task.kind is TaskKind.HAND_OVER:
        return _("Entregar al IESS: {counted}").format(counted=cases_counted(counts[task.kind]))
    return _("{number}  {what}").format(what=to_do(task), number=task.number) if task.number else to_do(task)


def _key(task: Task) -> str:
    return f"{task.kind} {task.number} {task.detail} {task.since.isoformat()}"
