"""The application's side of reading bounces: asks a child of its own about a mail, and believes only an id and numbers."""

import re

from kiosk.children.child import ChildFailed, command_of
from kiosk.children.standing import StandingChild
from kiosk.domain.machine.bounce import Bounce, ReportedAction

CHILD = command_of("kiosk.inspection.child.bounces")
_SECONDS = 5.0
"""A mail takes 2 ms; the first one waits for the child to start."""


class BounceReader:
    """Reads mails one after the other, in a child that is started for the first one and replaced when it fails."""

    def __init__(self, domain: str, *, command: tuple[str, ...] = CHILD) -> None:
        self._domain = domain
        self._child = StandingChild(command)

    def read(self, content: bytes) -> Bounce | None:
        """Return what a mail tells of a message of the domain, None where it tells nothing; raises OSError without a child."""
        try:
            return self._child.ask({"domain": self._domain}, content, _believed, answer_bytes=0, seconds=_SECONDS)
        except ChildFailed:
            return None

    def close(self) -> None:
        """End the child, if there is one."""
        self._child.close()


def _believed(header: object, _body: bytes) -> Bounce | None:
    """Return a bounce; ValueError where the answer cannot be true, for the mail may have taken the child over."""
    if not isinstance(header, dict) or set(header) != {"bounce"}:
        raise ValueError("keys")
    told = header["bounce"]
    if told is None:
        return None
    if not isinstance(told, dict) or set(told) != {"message", "outcome", "status", "reply"}:
        raise ValueError("keys")
    message, status, reply = told["message"], told["status"], told["reply"]
    if not (isinstance(message, str) and re.fullmatch(r"[0-9a-f]{32}", message)):
        raise ValueError("message")
    if not (isinstance(status, str) and re.fullmatch(r"([45]\.[0-9]{1,3}\.[0-9]{1,3})?", status)):
        raise ValueError("status")
    if type(reply) is not int or not (reply == 0 or 400 <= reply < 600):
        raise ValueError("reply")
    return Bounce(message, ReportedAction(told["outcome"]), status, reply)
