"""What a person brought, as a screen hands it to a service: by reference, so that its bytes are read where they are kept."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from kiosk.domain.documents.copier import ArrivedFile
from kiosk.domain.documents.document import Origin
from kiosk.domain.documents.stick import StickFile


@dataclass(frozen=True, slots=True)
class Documents:
    """Documents whose bytes are at hand, each a file by itself: the sides that the scanner gave."""

    contents: Sequence[bytes] = field(repr=False)
    origin: Origin = Origin.FILE
    mark: ClassVar[str] = ""

    def __add__(self, other: "Documents") -> "Documents":
        """Return these, and then the others."""
        return Documents([*self.contents, *other.contents], self.origin)

    def apart(self) -> "list[Documents]":
        """Return each by itself."""
        return [Documents([each], self.origin) for each in self.contents]


Brought = Documents | StickFile | ArrivedFile
