"""Prints the application form: a draft's own, with the slip that brings it back, or a blank one with the list of what to bring."""

from datetime import timedelta

from kiosk.domain.errors import NotFound
from kiosk.domain.filing.answers import Draft
from kiosk.domain.machine.message import Media, MessageKind, PrintStatus
from kiosk.domain.papers.form import FormContent
from kiosk.locale import _
from kiosk.services.filing.drafts import as_draft, ensure_not_sent, row_of
from kiosk.services.kiosk import Kiosk
from kiosk.services.messages import outbox, prints
from kiosk.services.papers.form import compose_blank, compose_form, has_form
from kiosk.services.papers.to_bring import room_in_words

__all__ = ["blank_content", "blank_status", "content_of", "print_blank", "print_form", "room_in_words"]
_ONE_EVERY = timedelta(minutes=1)


def print_form(kiosk: Kiosk, draft_id: str) -> bool:
    """Put the form and the slip into the outbox, both or neither; False where the kiosk has no printer.

    Raises NotFound while it is not said who leaves, BadInput once the filing was sent.
    """
    if kiosk.printer is None or Media.A4 not in kiosk.printer.media:
        return False
    moment = kiosk.clock.now()
    with kiosk.database.transaction() as session:
        ensure_not_sent(session, draft_id)
        content_of(kiosk, as_draft(session, row_of(session, draft_id)))
        both = [(MessageKind.FORM_PRINT, draft_id), (MessageKind.SLIP_PRINT, draft_id)]
        outbox.enqueue_all(kiosk, session, both, moment)
    return True


def print_blank(kiosk: Kiosk) -> bool:
    """Put a blank form into the outbox for each procedure that has one; False where there is no printer, or no such procedure.

    Asked again within a minute it is still the same one: a child at the keys must not empty the printer.
    """
    blank = _blank_forms(kiosk)
    if kiosk.printer is None or Media.A4 not in kiosk.printer.media or not blank:
        return False
    moment = kiosk.clock.now()
    with kiosk.database.transaction() as session:
        last = [each.created_at for kind, name in blank if (each := outbox.newest(session, kind, name))]
        if not any(timedelta() <= moment.at - at < _ONE_EVERY for at in last):
            outbox.enqueue_all(kiosk, session, blank, moment)
    return True


def blank_status(kiosk: Kiosk) -> PrintStatus:
    """Return how far the newest blank form got; of several procedures', the first one's."""
    with kiosk.database.reading() as session:
        kind, procedure = next(iter(_blank_forms(kiosk)), (MessageKind.BLANK_FORM_PRINT, ""))
        return prints.status(kiosk, session, kind, procedure)


def _blank_forms(kiosk: Kiosk) -> list[tuple[MessageKind, str]]:
    offered = [kiosk.catalogue.procedure(each) for each in dict.fromkeys(each.id for each in kiosk.catalogue.procedures)]
    return [(MessageKind.BLANK_FORM_PRINT, each.id) for each in offered if each and has_form(each)]


def content_of(kiosk: Kiosk, draft: Draft) -> FormContent:
    """Return what stands on a draft's form; raises NotFound while it is not said who leaves."""
    return compose_form(kiosk.settings, kiosk.catalogue, draft, kiosk.local(kiosk.clock.now().at).date())


def blank_content(kiosk: Kiosk, procedure_id: str) -> FormContent:
    """Return what stands on a procedure's blank form; raises NotFound when it has none any more."""
    procedure = kiosk.catalogue.procedure(procedure_id)
    if procedure is None or not has_form(procedure):
        raise NotFound(_("Este trámite ya no tiene una solicitud que imprimir."))
    return compose_blank(kiosk.settings, kiosk.catalogue, procedure)
