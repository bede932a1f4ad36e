"""What can be found in a document, as constants: the child names a code and the application has the words for it.

Were the words to come from the child, a file that took it over could speak to the person in the kiosk's name.
"""

from enum import StrEnum, unique


@unique
class Code(StrEnum):
    """One thing that was found: the first ones refuse the document, those on legibility are judged (judged.judging)."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    FAR_TOO_LARGE = "far_too_large"

    HEIC = "heic"
    TIFF = "tiff"
    WEBP = "webp"
    GIF = "gif"
    OTHER_IMAGE = "other_image"
    OFFICE = "office_document"
    ARCHIVE = "archive"
    PROGRAM = "program"
    VIDEO = "video"
    TEXT = "text"
    UNKNOWN = "unknown_type"

    PNG_DAMAGED = "png_damaged"
    JPEG_TRUNCATED = "jpeg_truncated"
    JPEG_DAMAGED = "jpeg_damaged"
    JPEG_DEEP = "jpeg_deep"
    TOO_MANY_PIXELS = "too_many_pixels"

    PDF_LOCKED = "pdf_locked"
    PDF_DAMAGED = "pdf_damaged"
    TOO_MANY_PAGES = "too_many_pages"
    PAGE_SIZE = "page_size"
    PAGE_DAMAGED = "page_damaged"
    NO_SUCH_PAGE = "no_such_page"

    FAILED = "inspection_failed"
    SLOW = "inspection_too_slow"
    UNAVAILABLE = "inspection_unavailable"

    NO_PAPER = "no_paper"
    HARDLY_PAPER = "hardly_paper"
    BLANK = "blank"
    NOT_A_CARD = "not_a_card"
    NOT_A_SHEET = "not_a_sheet"
    LOW_RESOLUTION = "low_resolution"
    BLURRED = "blurred"
    TOO_DARK = "too_dark"
    WASHED_OUT = "washed_out"
    LOW_CONTRAST = "low_contrast"
    GLARE = "glare"
    SHADOW = "shadow"
    CUT_OFF = "cut_off"
    SIDEWAYS = "sideways"
    TILTED = "tilted"
