"""How far a case got, from its number to the answer in its person's hands."""

from enum import StrEnum


class CaseState(StrEnum):
    """A case is filed, handed over to the institute, answered, and the answer delivered; or it was withdrawn.

    What comes in after it was handed over (a correction, an observation) makes it filed again, to be handed over once more.
    """

    FILED = "filed"
    HANDED_OVER = "handed_over"
    ANSWERED = "answered"
    """The institute decided; the person does not have it yet."""
    DELIVERED = "delivered"
    """A mail with it was accepted for a confirmed address, or it was handed out and acknowledged."""
    WITHDRAWN = "withdrawn"
