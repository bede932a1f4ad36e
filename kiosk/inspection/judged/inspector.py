"""The application's side of the inspection: asks the child about a file and believes only what it has checked."""

import contextlib
from collections.abc import Callable, Sequence
from typing import TypeVar

from kiosk.children.child import ChildFailed, command_of
from kiosk.children.standing import StandingChild
from kiosk.domain.documents.document import (
    LARGEST_BYTES,
    Finding,
    GreyPicture,
    IndexedPicture,
    Inspection,
    MediaType,
    Origin,
    Paper,
    Part,
    Picture,
    Verdict,
)
from kiosk.domain.errors import BadInput
from kiosk.inspection.codes import Code
from kiosk.inspection.judged import answer
from kiosk.inspection.judged.sentences import sentence
from kiosk.inspection.limits import (
    ARRANGED_BYTES,
    GREY_BYTES,
    GREY_SIDE,
    MOST_COLOURS,
    OPENED_BYTES,
    PAGES_LIMIT,
    PICTURE_BYTES,
    QUESTIONS_LIMIT,
    RULES_VERSION,
    VIEW_BYTES,
    VIEW_SIDE,
    WALL_SECONDS,
)

CHILD = command_of("kiosk.inspection.child.documents")
T = TypeVar("T")
_WHOLE = Part()


class Inspector:
    """Looks at documents, one at a time, in a child that is kept warm and replaced when it fails or has seen many."""

    def __init__(
        self, document_bytes: int = LARGEST_BYTES, *, wall_seconds: float = WALL_SECONDS, command: Sequence[str] = CHILD
    ) -> None:
        self._document_bytes = document_bytes
        self._wall_seconds = wall_seconds
        self._child = StandingChild(command, most=QUESTIONS_LIMIT)

    def inspect(
        self, content: bytes, paper: Paper = Paper.PAGE, *, most: int = OPENED_BYTES, origin: Origin = Origin.FILE
    ) -> Inspection:
        """Return what is found in a document's bytes; never raises for anything that they hold. May take `wall_seconds`.

        What is kept has at most `most` bytes, and never more than the institution takes. What mends it is said for its `origin`.
        """
        if len(content) > OPENED_BYTES:
            return self._refused(Code.FAR_TOO_LARGE, content, origin)
        most = min(most, self._document_bytes)
        question: dict[str, object] = {"ask": "judge", "document_bytes": most, "paper": paper}

        def believe(header: object, body: bytes) -> Inspection:
            return answer.judged(header, body, content, most, paper=paper, origin=origin)

        try:
            return self._ask(question, content, PICTURE_BYTES + most, believe)
        except ChildFailed as failure:
            return self._refused(_code(failure), content, origin)
        except OSError:  # no process or pipe to be had: the kiosk's trouble, not the file's
            return self._refused(Code.UNAVAILABLE, content, origin)

    def view(  # noqa: PLR0913 - what is looked at, how it lies, and how large it is wanted
        self,
        content: bytes,
        *,
        page: int = 0,
        part: Part = _WHOLE,
        turned: int = 0,
        width: int,
        height: int,
    ) -> Picture:
        """Return a page (from 0), turned clockwise, or the part of it as turned, of at most `width` × `height` pixels.

        Raises BadInput. Pictures are never enlarged, and no side is longer than 2000.
        """
        most = (min(width, VIEW_SIDE), min(height, VIEW_SIDE))
        question: dict[str, object] = {"ask": "view", "page": page, "part": _within(part), "turned": turned % 360}

        def believe(header: object, body: bytes) -> Picture:
            return Picture(*answer.size(header, body, most, 3), body)

        return self._done(question | {"width": most[0], "height": most[1]}, content, VIEW_BYTES, believe)

    def indexed(self, content: bytes, *, page: int, part: Part, most: tuple[int, int], colours: int) -> IndexedPicture:
        """Return a part of a page (from 0) as a picture of few colours that fills `most` pixels, enlarged too. Raises BadInput."""
        most = (min(most[0], VIEW_SIDE), min(most[1], VIEW_SIDE))
        colours = min(colours, MOST_COLOURS)
        question: dict[str, object] = {"ask": "indexed", "page": page, "part": _within(part), "turned": 0, "colours": colours}

        def believe(header: object, body: bytes) -> IndexedPicture:
            return answer.indexed(header, body, most, colours)

        return self._done(question | {"width": most[0], "height": most[1]}, content, VIEW_BYTES, believe)

    def grey(self, content: bytes, *, page: int = 0, turned: int = 0, paper: Paper = Paper.PAGE) -> GreyPicture:
        """Return a page (from 0), turned clockwise, to be read: about 225 dpi of a page, 300 of a card. Raises BadInput."""
        question: dict[str, object] = {"ask": "grey", "page": page, "turned": turned % 360, "paper": paper}

        def believe(header: object, body: bytes) -> GreyPicture:
            return GreyPicture(*answer.size(header, body, (GREY_SIDE, GREY_SIDE), 1), body)

        return self._done(question, content, GREY_BYTES, believe)

    def turn(self, content: bytes, degrees: int) -> bytes:
        """Return a document turned clockwise by 90, 180 or 270 degrees, without loss. Raises BadInput."""
        media_type = MediaType.of(content) or MediaType.JPEG

        def believe(header: object, body: bytes) -> bytes:
            return answer.document(header, body, media_type)

        return self._done({"ask": "turn", "degrees": degrees % 360}, content, OPENED_BYTES, believe)

    def arrange(self, documents: Sequence[bytes], picks: Sequence[tuple[int, int]]) -> bytes:
        """Return one PDF of the picked (document, page) pairs, both from 0, without loss. Raises BadInput."""
        if len(picks) > PAGES_LIMIT:
            raise BadInput(sentence(Code.TOO_MANY_PAGES, len(picks), self._document_bytes), field="file")
        if sum(map(len, documents)) > ARRANGED_BYTES:
            raise BadInput(sentence(Code.FAR_TOO_LARGE, 0, self._document_bytes), field="file")
        question: dict[str, object] = {"ask": "arrange", "lengths": [len(each) for each in documents], "picks": list(picks)}

        def believe(header: object, body: bytes) -> bytes:
            return answer.document(header, body, MediaType.PDF)

        return self._done(question, b"".join(documents), OPENED_BYTES, believe)

    def bind(self, sheets: bytes, documents: Sequence[bytes], leaf: tuple[float, float, float, float]) -> bytes:
        """Return the sheets, our own PDF, with the documents' pages laid into `leaf` (points) of its last ones. Raises BadInput.

        The documents have at most BOUND_BYTES together.
        """
        question: dict[str, object] = {"ask": "bind", "lengths": [len(sheets), *map(len, documents)], "leaf": list(leaf)}

        def believe(header: object, body: bytes) -> bytes:
            return answer.document(header, body, MediaType.PDF)

        return self._done(question, b"".join((sheets, *documents)), ARRANGED_BYTES, believe)

    def warm(self) -> None:
        """Start the child, that takes half a second, so that the first question does not wait for it; never raises."""
        with contextlib.suppress(OSError):
            self._child.warm()

    def close(self) -> None:
        """End the child, if there is one; the next question starts another."""
        self._child.close()

    def _done(self, question: dict[str, object], body: bytes, most: int, believe: Callable[[object, bytes], T]) -> T:
        """Ask for something to be made of a document; raises BadInput with the sentence where that cannot be."""

        def believed(header: object, body: bytes) -> tuple[Code, int] | tuple[T]:
            return answer.refused(header) or (believe(header, body),)

        try:
            if len(body) > ARRANGED_BYTES:
                raise BadInput(sentence(Code.FAR_TOO_LARGE, 0, self._document_bytes), field="file")
            made = self._ask(question, body, most, believed)
        except ChildFailed as failure:
            raise BadInput(sentence(_code(failure), 0, self._document_bytes), field="file") from failure
        except OSError as trouble:
            raise BadInput(sentence(Code.UNAVAILABLE, 0, self._document_bytes), field="file") from trouble
        if len(made) == 2:
            raise BadInput(sentence(*made, self._document_bytes), field="file")
        return made[0]

    def _ask(self, question: dict[str, object], body: bytes, most: int, believe: Callable[[object, bytes], T]) -> T:
        return self._child.ask(question, body, believe, answer_bytes=most, seconds=self._wall_seconds)

    def _refused(self, code: Code, content: bytes, origin: Origin) -> Inspection:
        finding = Finding(code, sentence(code, 0, self._document_bytes, origin))
        return Inspection(
            Verdict.REFUSED, None, 0, len(content), findings=(finding,), rules_version=RULES_VERSION, original_bytes=len(content)
        )


def _within(part: Part) -> list[float]:
    """Return a part of a page as its sides are told the child, within the page and not smaller than a 200th of it."""
    left, top = min(max(part.left, 0.0), 0.995), min(max(part.top, 0.0), 0.995)
    return [left, top, min(max(part.width, 0.005), 1 - left), min(max(part.height, 0.005), 1 - top)]


def _code(failure: ChildFailed) -> Code:
    if failure.unable:
        return Code.UNAVAILABLE
    return Code.SLOW if failure.slow else Code.FAILED
