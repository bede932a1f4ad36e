"""What becomes of photos: good, turned, unusual, broken and hostile."""

import io
import struct
import zlib

import pytest
from PIL import Image

from kiosk.domain.documents.document import Inspection, MediaType, Paper, Picture, Verdict
from kiosk.inspection.judged.inspector import Inspector
from tests.inspection.hostile import CANARY, camera_photo, claiming, noisy_photo, photo, png, telling_photo


def codes(inspection: Inspection) -> list[str]:
    return [finding.code for finding in inspection.findings]


def brightness(picture: Picture, column: float, row: float) -> int:
    """Return the red of the pixel at this part of width and height."""
    x, y = int(column * picture.width), int(row * picture.height)
    return picture.rgb[(y * picture.width + x) * 3]


def test_a_good_photo_is_fine_and_comes_with_its_small_picture(inspector: Inspector) -> None:
    content = photo((1000, 630))
    seen = inspector.inspect(content)
    assert (seen.media_type, seen.pages, seen.byte_count) == (MediaType.JPEG, 1, len(seen.content))
    assert (seen.width, seen.height) == (1000, 630)
    assert (seen.facts[0].width, seen.facts[0].height) == (1000, 630)
    assert seen.picture is not None
    assert (seen.picture.width, seen.picture.height) == (133, 84)
    assert brightness(seen.picture, 0.2, 0.2) < 30
    assert brightness(seen.picture, 0.8, 0.8) > 200


@pytest.mark.parametrize(
    ("orientation", "dark_corner"),
    [(1, (0, 0)), (2, (1, 0)), (3, (1, 1)), (4, (0, 1)), (5, (0, 0)), (6, (1, 0)), (7, (1, 1)), (8, (0, 1)), (9, (0, 0))],
)
def test_a_photo_is_shown_the_way_up_that_its_camera_says(
    inspector: Inspector, orientation: int, dark_corner: tuple[int, int]
) -> None:
    seen = inspector.inspect(photo((1200, 800), orientation=orientation))
    assert (seen.width, seen.height) == ((800, 1200) if orientation in {5, 6, 7, 8} else (1200, 800))
    assert seen.picture is not None
    dark = [(x, y) for x in (0, 1) for y in (0, 1) if brightness(seen.picture, 0.25 + x / 2, 0.25 + y / 2) < 30]
    assert dark == [dark_corner]


@pytest.mark.parametrize("mode", ["L", "CMYK"])
@pytest.mark.parametrize("progressive", [False, True])
def test_grey_cmyk_and_progressive_photos_are_fine_and_keep_their_tones(inspector: Inspector, mode: str, progressive: bool) -> None:  # noqa: FBT001 - a parameter of the test
    seen = inspector.inspect(photo(mode=mode, progressive=progressive))
    assert seen.verdict.may_be_attached
    assert seen.picture is not None
    assert brightness(seen.picture, 0.2, 0.2) < 40
    assert brightness(seen.picture, 0.8, 0.8) > 190


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (20_000, 30)])
def test_photos_of_odd_shapes_do_no_harm(inspector: Inspector, size: tuple[int, int]) -> None:
    seen = inspector.inspect(photo(size))
    assert seen.verdict is not Verdict.REFUSED
    assert (seen.width, seen.height) == size


@pytest.mark.parametrize("part", [0.95, 0.5, 0.3])
def test_a_photo_that_was_cut_off_is_refused_as_incomplete(inspector: Inspector, part: float) -> None:
    content = noisy_photo(100_000)
    seen = inspector.inspect(content[: int(len(content) * part)])
    assert codes(seen) == ["jpeg_truncated"]
    assert "incompleta" in seen.findings[0].message


@pytest.mark.parametrize("length", [3, 20, 300])
def test_a_photo_with_hardly_a_beginning_is_refused(inspector: Inspector, length: int) -> None:
    assert codes(inspector.inspect(photo()[:length])) in (["jpeg_truncated"], ["jpeg_damaged"])


def test_noise_that_begins_like_a_photo_is_refused(inspector: Inspector) -> None:
    assert codes(inspector.inspect(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40)) == ["jpeg_damaged"]


def test_a_photo_that_claims_too_many_pixels_is_refused_with_their_number(inspector: Inspector) -> None:
    seen = inspector.inspect(claiming(photo(), 50_000, 50_000))
    assert codes(seen) == ["too_many_pixels"]
    assert "2500 millones" in seen.findings[0].message


def test_a_photo_that_takes_more_memory_than_there_is_is_refused_for_its_pixels(inspector: Inspector) -> None:
    seen = inspector.inspect(claiming(photo(progressive=True, subsampling=0), 12_000, 10_000))
    assert codes(seen) == ["too_many_pixels"]
    assert "120 millones" in seen.findings[0].message


def test_the_largest_photo_that_is_taken_is_opened_small(inspector: Inspector) -> None:
    seen = inspector.inspect(photo((12_000, 10_000), mode="L"))
    assert seen.verdict.may_be_attached
    assert seen.width * seen.height == 120_000_000


def test_what_follows_the_end_of_a_photo_is_no_part_of_it(inspector: Inspector) -> None:
    content = photo()
    seen = inspector.inspect(content + b"PK\x03\x04 and a program" + bytes(3_000_000))
    assert seen.verdict.may_be_attached
    assert seen.content == inspector.inspect(content).content


@pytest.mark.parametrize("restarts", [0, 4])
@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("part", [0.95, 0.5, 0.3])
def test_a_photo_that_was_cut_off_and_given_an_end_is_refused_as_incomplete(
    inspector: Inspector,
    part: float,
    progressive: bool,  # noqa: FBT001 - a parameter of the test
    restarts: int,
) -> None:
    image = Image.open(io.BytesIO(camera_photo((1600, 1200))))
    written = io.BytesIO()
    image.save(written, "JPEG", quality=90, progressive=progressive, restart_marker_blocks=restarts)
    whole = written.getvalue()
    assert inspector.inspect(whole).verdict.may_be_attached
    if progressive and part > 0.9:
        return  # only the last bit of its finest grain is gone, and the decoder does not miss it
    assert codes(inspector.inspect(whole[: int(len(whole) * part)] + b"\xff\xd9")) == ["jpeg_truncated"]


@pytest.mark.parametrize("bits", [12, 16])
def test_a_photo_of_more_than_eight_bits_is_refused_in_its_own_words(inspector: Inspector, bits: int) -> None:
    content = photo()
    at = content.find(b"\xff\xc0") + 4
    seen = inspector.inspect(content[:at] + bytes([bits]) + content[at + 1 :])
    assert codes(seen) == ["jpeg_deep"]
    assert f"en {bits} bits" in seen.findings[0].message


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_what_is_kept_has_every_pixel_and_lies_as_it_did_but_tells_nothing_of_its_maker(
    inspector: Inspector, mode: str, orientation: int
) -> None:
    content = telling_photo(mode=mode, orientation=orientation)
    assert content.count(CANARY) >= 4
    kept = inspector.inspect(content).content
    assert CANARY not in kept
    before, after = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(kept))
    assert (after.tobytes(), after.mode, after.info["icc_profile"]) == (before.tobytes(), mode, before.info["icc_profile"])
    assert dict(after.getexif()) == ({} if orientation == 1 else {0x0112: orientation})


@pytest.mark.parametrize(("paper", "least"), [(Paper.CARD, 674), (Paper.PAGE, 2339)])
def test_a_photo_over_the_limit_is_reduced_to_it_and_keeps_200_dpi(inspector: Inspector, paper: Paper, least: int) -> None:
    content = camera_photo((4000, 3000), quality=95, orientation=6)
    assert len(content) > 4_000_000
    seen = inspector.inspect(content, paper)
    assert seen.verdict.may_be_attached
    assert (seen.original_bytes, seen.byte_count) == (len(content), len(seen.content))
    assert seen.byte_count <= 2_000_000
    image = Image.open(io.BytesIO(seen.content))
    assert (image.width, image.height) == (seen.width, seen.height)
    assert image.height > image.width  # upright for good
    assert image.height >= least
    assert not image.getexif()


def test_a_photo_that_would_lose_its_letters_is_refused_with_its_size_and_the_limit() -> None:
    looking = Inspector(document_bytes=200_000)
    seen = looking.inspect(noisy_photo(6_000_000))
    looking.close()
    assert codes(seen) == ["too_large"]
    assert "no cabe en los 0,2 MB" in seen.findings[0].message
    assert (seen.content, seen.byte_count) == (b"", seen.original_bytes)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA", "1", "I;16"])
def test_a_png_becomes_a_jpeg_on_white(inspector: Inspector, mode: str) -> None:
    seen = inspector.inspect(png(mode))
    assert seen.verdict.may_be_attached
    assert (seen.media_type, seen.width, seen.height) == (MediaType.JPEG, 1000, 630)
    assert seen.picture is not None
    assert brightness(seen.picture, 0.2, 0.2) < 60
    assert brightness(seen.picture, 0.8, 0.8) > 190
    if mode in {"RGBA", "LA"}:  # what is transparent hides black
        assert brightness(seen.picture, 0.8, 0.2) > 250


def test_a_broken_png_is_refused_as_damaged(inspector: Inspector) -> None:
    assert codes(inspector.inspect(png("RGB")[:-300])) == ["png_damaged"]
    assert codes(inspector.inspect(png("RGB")[:20])) == ["png_damaged"]


def test_a_png_that_claims_too_many_pixels_is_refused(inspector: Inspector) -> None:
    content = png("RGB")
    header = b"IHDR" + struct.pack(">II", 30_000, 30_000) + content[24:29]
    seen = inspector.inspect(content[:12] + header + struct.pack(">I", zlib.crc32(header)) + content[33:])
    assert codes(seen) == ["too_many_pixels"]


def test_an_ordinary_photo_of_a_page_is_fine(inspector: Inspector) -> None:
    seen = inspector.inspect(camera_photo((4000, 3000)))
    assert (seen.verdict, seen.findings) == (Verdict.FINE, ())
    assert 200 <= seen.facts[0].dpi <= 300


def test_what_nobody_can_read_is_not_kept_and_what_is_doubtful_is(inspector: Inspector) -> None:
    unreadable = inspector.inspect(camera_photo((300, 225)))
    assert unreadable.verdict is Verdict.UNREADABLE
    assert (unreadable.content, unreadable.byte_count) == (b"", unreadable.original_bytes)
    assert unreadable.findings
    doubtful = inspector.inspect(photo())
    assert doubtful.verdict is Verdict.DOUBTFUL
    assert doubtful.content
    assert doubtful.rules_version == "5"
