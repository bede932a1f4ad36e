"""The application's side of the inspection: asks the child about a file and believes only what it has checked."""

import threading
from collections.abc import Sequence

from kiosk.domain.document import LARGEST_BYTES, Finding, Inspection, Paper, Verdict
from kiosk.inspection.answer import believe
from kiosk.inspection.codes import Code
from kiosk.inspection.limits import OPENED_BYTES, PICTURE_BYTES, QUESTIONS_LIMIT, RULES_VERSION, WALL_SECONDS
from kiosk.inspection.sentences import sentence
from kiosk.inspection.warm_child import CHILD, ChildFailed, WarmChild


class Inspector:
    """Looks at documents, one at a time, in a child that is kept warm and replaced when it fails or has seen many."""

    def __init__(
        self, document_bytes: int = LARGEST_BYTES, *, wall_seconds: float = WALL_SECONDS, command: Sequence[str] = CHILD
    ) -> None:
        self._document_bytes = document_bytes
        self._wall_seconds = wall_seconds
        self._command = command
        self._lock = threading.Lock()
        self._child: WarmChild | None = None

    def inspect(self, content: bytes, paper: Paper = Paper.PAGE) -> Inspection:  # noqa: ARG002 - measured from the next version of the rules on
        """Return what is found in a document's bytes; never raises for anything that they hold. May take `wall_seconds`."""
        if len(content) > OPENED_BYTES:
            return self._refused(Code.FAR_TOO_LARGE, content)
        try:
            with self._lock:
                return self._asked(content)
        except ChildFailed as failure:
            return self._refused(Code.SLOW if failure.slow else Code.FAILED, content)
        except OSError:  # no process or pipe to be had: the kiosk's trouble, not the file's
            return self._refused(Code.UNAVAILABLE, content)

    def close(self) -> None:
        """End the child, if there is one; the next inspection starts another."""
        with self._lock:
            self._end_child()

    def _asked(self, content: bytes) -> Inspection:
        if self._child and (self._child.questions >= QUESTIONS_LIMIT or not self._child.fit):
            self._end_child()
        child = self._child = self._child or WarmChild(self._command)
        try:
            header, body = child.ask(
                {"document_bytes": self._document_bytes},
                content,
                answer_bytes=PICTURE_BYTES,
                seconds=self._wall_seconds,
            )
            return believe(header, body, content, self._document_bytes)
        except ValueError as lie:
            self._end_child()
            raise ChildFailed from lie
        except ChildFailed:
            self._child = None
            raise

    def _end_child(self) -> None:
        if self._child:
            self._child.end()
        self._child = None

    def _refused(self, code: Code, content: bytes) -> Inspection:
        finding = Finding(code, sentence(code, 0, self._document_bytes))
        return Inspection(
            Verdict.REFUSED, None, 0, len(content), findings=(finding,), rules_version=RULES_VERSION, original_bytes=len(content)
        )
