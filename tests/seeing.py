"""Stands for the child that draws pages, so that what looks at them is tested without it."""

import io

import pypdfium2
from PIL import Image

from kiosk.domain.document import GreyPicture, Paper, Part, Picture
from kiosk.domain.errors import BadInput
from kiosk.inspection.inspector import Inspector


class SeeingInspector(Inspector):
    """Draws with Pillow and pypdfium2, here."""

    def view(self, content: bytes, *, page: int = 0, part: Part = Part(), turned: int = 0, width: int, height: int) -> Picture:  # noqa: B008, PLR0913 - the inspector's signature
        whole = _page(content, page, turned)
        left, top = round(part.left * whole.width), round(part.top * whole.height)
        cut = whole.crop((left, top, left + round(part.width * whole.width), top + round(part.height * whole.height)))
        cut.thumbnail((width, height))
        return Picture(*cut.size, cut.tobytes())

    def grey(self, content: bytes, *, page: int = 0, turned: int = 0, paper: Paper = Paper.PAGE) -> GreyPicture:  # noqa: ARG002 - the inspector's signature
        grey = _page(content, page, turned).convert("L")
        return GreyPicture(*grey.size, grey.tobytes())

    def turn(self, content: bytes, degrees: int) -> bytes:
        out = io.BytesIO()
        _page(content, 0, degrees).save(out, "PDF" if content.startswith(b"%PDF") else "JPEG")
        return out.getvalue()


def _page(content: bytes, page: int, turned: int) -> Image.Image:
    try:
        if content.startswith(b"%PDF"):
            image: Image.Image = pypdfium2.PdfDocument(content)[page].render(scale=200 / 72).to_pil()
        else:
            image = Image.open(io.BytesIO(content))
        return image.convert("RGB").rotate(-turned, expand=True)
    except (OSError, pypdfium2.PdfiumError) as error:
        raise BadInput("unreadable") from error
