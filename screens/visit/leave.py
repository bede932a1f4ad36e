"""Leaving before the end: what was answered is kept with its code, or removed at once, as the person says."""

from kiosk.domain.filing.resume_code import grouped, last_four_of
from kiosk.locale import _
from kiosk.services.filing import drafts
from screens.frame.dialog import Answer
from screens.frame.screen import KioskScreen
from screens.host import Host

KEEP, REMOVE, STAY = "keep", "remove", "stay"


async def leave(app: Host, screen: KioskScreen) -> None:
    """Ask, and do what was answered; staying is the default."""
    draft = app.visit.draft
    if draft is None:
        app.end_visit()
        return
    days = app.settings.limits.draft_days
    answer = await screen.ask(
        _("¿Quiere parar por hoy?"),
        _(
            "Su número para volver es {code}. Anótelo.\n\n"
            "Guardar y volver otro día: lo contestado queda guardado {days} días. Para seguir necesita "
            "este número y {last_four}.\n\n"
            "Borrar todo: se borra lo contestado y los documentos. No se puede deshacer."
        ).format(code=grouped(draft.code), days=days, last_four=last_four_of(draft)),
        [Answer(REMOVE, _("Borrar todo")), Answer(KEEP, _("Guardar y volver otro día")), Answer(STAY, _("Seguir"))],
    )
    if answer == REMOVE:
        await screen.call(drafts.discard, draft.id, say=_("Borrando…"))
        app.end_visit()
    elif answer == KEEP:
        app.end_visit()


def leave_case(screen: KioskScreen) -> None:
    """Leave what is done about a case that was filed: to the desk's screen below, or at the kiosk for good."""
    if screen.kiosk_app.staff:
        screen.dismiss(None)
    else:
        screen.kiosk_app.end_visit()
