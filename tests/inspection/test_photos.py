"""What becomes of photos: good, turned, unusual, broken and hostile."""

import pytest

from kiosk.domain.document import Inspection, MediaType, Picture, Verdict
from kiosk.inspection.inspector import Inspector
from tests.inspection.hostile import claiming, noisy_photo, photo


def codes(inspection: Inspection) -> list[str]:
    return [finding.code for finding in inspection.findings]


def brightness(picture: Picture, column: float, row: float) -> int:
    """Return the red of the pixel at this part of width and height."""
    x, y = int(column * picture.width), int(row * picture.height)
    return picture.rgb[(y * picture.width + x) * 3]


def test_a_good_photo_is_fine_and_comes_with_its_small_picture(inspector: Inspector) -> None:
    content = photo((1000, 630))
    seen = inspector.inspect(content)
    assert (seen.verdict, seen.media_type, seen.pages, seen.byte_count) == (Verdict.FINE, MediaType.JPEG, 1, len(seen.content))
    assert (seen.width, seen.height, seen.findings) == (1000, 630, ())
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
    assert seen.verdict is Verdict.FINE
    assert seen.picture is not None
    assert brightness(seen.picture, 0.2, 0.2) < 40
    assert brightness(seen.picture, 0.8, 0.8) > 190


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (20_000, 30)])
def test_photos_of_odd_shapes_do_no_harm(inspector: Inspector, size: tuple[int, int]) -> None:
    seen = inspector.inspect(photo(size))
    assert seen.verdict is Verdict.FINE
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
    assert seen.verdict is Verdict.FINE
    assert seen.width * seen.height == 120_000_000


def test_a_photo_over_the_limit_is_refused_with_its_size_and_the_limit() -> None:
    looking = Inspector(document_bytes=200_000)
    content = noisy_photo(300_000)
    content += bytes(640_000 - len(content))
    seen = looking.inspect(content)
    looking.close()
    assert codes(seen) == ["too_large"]
    assert "Pesa 0,7 MB y aquí se reciben hasta 0,2 MB." in seen.findings[0].message


@pytest.mark.parametrize(("spare", "verdict"), [(0, Verdict.FINE), (-1, Verdict.REFUSED)])
def test_the_limit_itself_is_fine_and_one_byte_more_is_not(spare: int, verdict: Verdict) -> None:
    looking = Inspector(document_bytes=len(photo()) + spare)
    assert looking.inspect(photo()).verdict is verdict
    looking.close()
