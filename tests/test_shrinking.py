from __future__ import annotations

import os
import random
from io import BytesIO
from typing import Any

import pytest
from picture_bytes import avif, jpeg, png

from newscrawl.raster import read_raster
from newscrawl.shrinking import shrunk

try:
    from PIL import Image
except ImportError:
    if os.environ.get("NEWSCRAWL_REQUIRE_ALL") == "1":
        raise
    pytest.skip("Pillow is not installed", allow_module_level=True)

KINDS = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".gif": "GIF", ".avif": "AVIF"}


def drawn(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Return a picture that no format makes small: noise."""
    noise = random.Random(7).randbytes(width * height * 4)
    return Image.frombytes("RGBA", (width, height), noise).convert(mode)


def saved(picture: Image.Image, kind: str, **how: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def shrink(data: bytes, width: int) -> bytes:
    small, suffix = shrunk(data, read_raster(data), width)
    assert suffix == read_raster(data).suffix
    return small


def size(data: bytes) -> tuple[int, int]:
    raster = read_raster(data)
    return raster.width, raster.height


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp"])
def test_a_wide_picture_gets_narrower_and_stays_of_its_kind(suffix: str) -> None:
    data = saved(drawn(640, 320), KINDS[suffix])
    small = shrink(data, 160)
    assert read_raster(small).suffix == suffix
    assert size(small) == (160, 80)
    assert len(small) < len(data)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_mode_of_a_png(mode: str) -> None:
    picture = drawn(640, 320, mode if mode != "I;16" else "I").convert(mode)
    assert size(shrink(saved(picture, "PNG"), 160)) == (160, 80)


def test_a_transparent_palette_stays_transparent() -> None:
    data = saved(drawn(640, 320, "P"), "PNG", transparency=3)
    assert Image.open(BytesIO(shrink(data, 64))).mode == "RGBA"


def test_printers_colours_stay() -> None:
    assert Image.open(BytesIO(shrink(saved(drawn(640, 320, "CMYK"), "JPEG"), 160))).mode == "CMYK"


def test_a_picture_that_was_taken_sideways_is_turned() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = saved(drawn(640, 320), "JPEG", exif=exif)
    # shown, it is 320 wide
    assert shrink(data, 400) == data
    assert size(shrink(data, 160)) == (160, 320)
    assert not Image.open(BytesIO(shrink(data, 160))).getexif().get(0x0112)


def test_nothing_about_its_place_and_camera_stays() -> None:
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    assert b"a camera" not in shrink(saved(drawn(640, 320), "JPEG", exif=exif), 160)


UNTOUCHED = {
    "narrow": saved(drawn(160, 90), "PNG"),
    "narrow and high": saved(drawn(100, 640), "PNG"),
    "moving gif": saved(drawn(640, 320, "P"), "GIF", save_all=True, append_images=[drawn(640, 320, "P").rotate(90)]),
    "still gif": saved(drawn(640, 320, "P"), "GIF"),
    "moving png": saved(drawn(640, 320), "PNG", save_all=True, append_images=[drawn(640, 320).rotate(90)]),
    "moving webp": saved(drawn(640, 320), "WEBP", save_all=True, append_images=[drawn(640, 320).rotate(90)]),
    "avif": avif(640, 320),
    "damaged png": saved(drawn(640, 320), "PNG").replace(b"IDAT\x78", b"IDAT\x00", 1),
    "jpeg without tables": jpeg(640, 320),
    "png without pixels": png(1000, 1000),
}


@pytest.mark.parametrize("data", UNTOUCHED.values(), ids=UNTOUCHED)
def test_what_is_left_alone(data: bytes) -> None:
    assert shrink(data, 160) == data


def test_what_would_not_get_smaller_is_left_alone() -> None:
    data = saved(drawn(640, 320, "1"), "PNG")
    assert shrink(data, 600) == data


@pytest.mark.parametrize(("mode", "kind"), [("RGB", "PNG"), ("RGBA", "PNG"), ("CMYK", "JPEG")])
def test_webp(mode: str, kind: str) -> None:
    data = saved(drawn(640, 320, mode), kind)
    small, suffix = shrunk(data, read_raster(data), webp=True)
    assert (suffix, read_raster(small).suffix, size(small)) == (".webp", ".webp", (640, 320))
    assert len(small) < len(data)
    narrow, suffix = shrunk(data, read_raster(data), 160, webp=True)
    assert (suffix, size(narrow)) == (".webp", (160, 80))


@pytest.mark.parametrize("name", ["moving gif", "still gif", "moving png", "moving webp", "avif", "damaged png"])
def test_what_does_not_become_webp(name: str) -> None:
    data = UNTOUCHED[name]
    assert shrunk(data, read_raster(data), webp=True) == (data, read_raster(data).suffix)
