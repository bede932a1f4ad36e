"""What waits at the desk, and for what staff look at a case: codes, of which the screens make words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.domain.filing.case_number import CaseNumber


class TaskKind(StrEnum):
    """Why something waits for staff."""

    IDENTITY = "identity"
    """An identity that nobody vouched for: staff typed it, or it has doubts."""
    CONFIRMATION = "confirmation"
    """What staff typed is confirmed on paper, and the paper was not scanned yet."""
    PRINT = "print"
    """The receipt did not come out."""
    MAIL = "mail"
    """A mail failed, or has waited for more than a day."""
    CORRECTION = "correction"
    """A document was promised, or asked for again, and is not there yet."""
    DOCUMENT = "document"
    """A document with warnings of which nobody decided whether it will do."""
    SAME_IDENTITY = "same_identity"
    """An identity of the case stands in an earlier one, and nobody decided whether that is right."""
    HAND_OVER = "hand_over"
    FOLLOW_UP = "follow_up"
    """The institute has the case, and not yet what came to it since."""
    ANSWER = "answer"
    """The institute answered, and the person does not have it yet."""
    WITHDRAWAL = "withdrawal"
    """The institute has a case, and does not know yet what was taken back of it."""
    RIGHTS = "rights"
    COMPLAINT = "complaint"
    TROUBLE = "trouble"
    """Something of the machine that has not worked for a day."""


class Why(StrEnum):
    """For what a case is looked at, beside the kinds of tasks that lead to one."""

    PERSON_HERE = "person_here"
    TELEPHONED = "telephoned"
    DOCUMENTS = "documents"
    HANDING_OVER = "handing_over"
    OTHER = "other"
    DESK = "desk"
    """Another of the desk's screens led there."""
    COMMAND = "command"
    """On the command line, where nothing else was said."""


REASONS = frozenset[str]({*Why, *TaskKind})
"""Every code that an event may bear as its why."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits since a local time; `number` is the case's, where it is about one.

    `detail` is a code: a mail's trouble ("waiting" while it is only late), what a correction wants, what was taken
    back, what came after the hand-over ("sheet"), a trouble's name.
    """

    kind: TaskKind
    since: datetime
    number: CaseNumber | None = None
    detail: str = ""
    name: str = ""
    """The applicant's, where it is about a case."""
