"""The small picture that the screen paints with terminal cells, two pixels a cell."""

from PIL import Image

from kiosk.domain.document import Picture
from kiosk.inspection.limits import PICTURE_HEIGHT, PICTURE_WIDTH


def small_picture(image: Image.Image) -> Picture:
    """Return an image reduced to fit the small picture, in RGB; images smaller than that stay as they are."""
    small = image.convert("RGB")
    small.thumbnail((PICTURE_WIDTH, PICTURE_HEIGHT))
    return Picture(small.width, small.height, small.tobytes())
