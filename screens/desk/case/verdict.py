"""What somebody decided about a doubtful document of a case: the list and the document's own screen must say the same."""

from kiosk.domain.documents.document import Attachment, Verdict
from kiosk.locale import _
from kiosk.words.dates import shown_date
from screens.words.document import in_doubt


def is_undecided(document: Attachment) -> bool:
    """Tell whether somebody must decide whether a document will do, and can look at it still."""
    doubtful = document.verdict is Verdict.DOUBTFUL or in_doubt(document)
    return doubtful and document.judged_at is None and document.has_copy


def verdict_in_words(document: Attachment) -> str:
    """Return what was decided, or that it is to be; nothing of a document without a doubt."""
    if document.judged_at is not None:
        return _("● Vale: lo decidió {name}, {date}").format(name=document.judged_by, date=shown_date(document.judged_at.date()))
    return _("! Con duda: falta decidir si vale") if is_undecided(document) else ""
