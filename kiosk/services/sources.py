"""From wherever documents come, they are put into their slot in one way: here, so that no source has rules of its own."""

from collections.abc import Callable, Sequence

from kiosk.domain.answers import Draft
from kiosk.domain.errors import NotFound
from kiosk.locale import _
from kiosk.services import attachments
from kiosk.services.kiosk import Kiosk


def put(  # noqa: PLR0913 - what is put, where, and the two ways in which it may end early
    kiosk: Kiosk,
    draft_id: str,
    slot_id: str,
    documents: Sequence[bytes],
    *,
    twice: bool = False,
    given_up: Callable[[], bool] = lambda: False,
) -> Draft:
    """Put a document, or the single pages of several as one PDF, into a slot; raises as `attachments.attach` does."""
    if len(documents) == 1:
        content = documents[0]
    else:
        content = kiosk.inspector.arrange(documents, [(number, 0) for number in range(len(documents))])
    if given_up():
        raise NotFound(_("Se dejó de esperar."))
    return attachments.attach(kiosk, draft_id, slot_id, content, twice=twice, given_up=given_up)
