"""How far a case got, from its number to the answer in its person's hands, and which way it may go from there."""

from enum import StrEnum
from typing import Final


class CaseState(StrEnum):
    """A case is filed, handed over to the institute, answered, and the answer delivered; or it was withdrawn.

    What comes after it was handed over (a document, a signed sheet) leaves it so, and is handed over once more.
    """

    FILED = "filed"
    HANDED_OVER = "handed_over"
    ANSWERED = "answered"
    """The institute decided; the person does not have it yet."""
    DELIVERED = "delivered"
    """A mail with it was accepted for a confirmed address, or it was handed out and acknowledged."""
    WITHDRAWN = "withdrawn"


MOVES: Final[dict[CaseState, frozenset[CaseState]]] = {
    CaseState.FILED: frozenset({CaseState.HANDED_OVER, CaseState.ANSWERED, CaseState.WITHDRAWN}),
    CaseState.HANDED_OVER: frozenset({CaseState.ANSWERED, CaseState.WITHDRAWN}),
    CaseState.ANSWERED: frozenset({CaseState.DELIVERED, CaseState.HANDED_OVER, CaseState.FILED}),
    CaseState.DELIVERED: frozenset({CaseState.ANSWERED, CaseState.HANDED_OVER, CaseState.FILED}),
    CaseState.WITHDRAWN: frozenset({CaseState.FILED, CaseState.HANDED_OVER}),
}
"""Where a case may go: back from an answer when it was recorded wrongly or its mail came back, and from a withdrawal
where it was undone, to where it stood before."""
