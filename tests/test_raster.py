from __future__ import annotations

import pytest
from picture_bytes import avif, gif, jpeg, png, webp

from newscrawl.errors import UnusablePicture
from newscrawl.raster import MAX_PIXELS, Raster, read_raster, usable_raster

WHOLE = {
    "png": (png(550, 366), ".png", 550, 366),
    "progressive jpeg": (jpeg(640, 427), ".jpg", 640, 427),
    "baseline jpeg": (jpeg(640, 427, frame=0xC0), ".jpg", 640, 427),
    "jpeg with a thumbnail inside": (jpeg(640, 427, thumbnail=(160, 120)), ".jpg", 640, 427),
    "jpeg with bytes after its end": (jpeg(640, 427) + b"\0\0\r\n", ".jpg", 640, 427),
    "gif": (gif(320, 200), ".gif", 320, 200),
    "animated gif": (gif(320, 200, frames=((0, 0, 0, 0), (5, 5, 10, 10))), ".gif", 320, 200),
    "webp": (webp(800, 600), ".webp", 800, 600),
    "lossless webp": (webp(800, 600, "VP8L"), ".webp", 800, 600),
    "extended webp": (webp(800, 600, "VP8X"), ".webp", 800, 600),
    "avif": (avif(1200, 800), ".avif", 1200, 800),
    "avif under another first name": (avif(1200, 800, major=b"mif1"), ".avif", 1200, 800),
    "animated avif": (avif(1200, 800, brand=b"avis"), ".avif", 1200, 800),
}


@pytest.mark.parametrize(("data", "suffix", "width", "height"), WHOLE.values(), ids=WHOLE)
def test_kind_and_size(data: bytes, suffix: str, width: int, height: int) -> None:
    assert usable_raster(data) == Raster(suffix=suffix, width=width, height=height)


NO_PICTURE = {
    "nothing": b"",
    "html": b"<!DOCTYPE html><title>403</title>",
    "html behind spaces": b"\n\n <html>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>',
    "svg with a prolog": b'<?xml version="1.0"?><svg/>',
    "bmp": b"BM" + b"\0" * 60,
    "icon": b"\0\0\1\0\1\0" + b"\0" * 60,
    "tiff": b"II*\0" + b"\0" * 60,
    "heic": avif(10, 10, brand=b"heic"),
    "mp4": avif(10, 10, brand=b"isom"),
    "sound in riff": b"RIFF\x24\0\0\0WAVEfmt ",
    "pdf": b"%PDF-1.7",
    "png whose first chunk is another": png(10, 10).replace(b"IHDR", b"IHDX"),
    "jpeg whose headers run into each other": jpeg(10, 10).replace(b"\xff\xc4", b"\x00\xc4"),
    "gif with an unknown block": gif(10, 10)[:-1] + b"\x99",
    "jpeg without a frame": b"\xff\xd8\xff\xda\0\x02\xff\xd9",
}


@pytest.mark.parametrize("data", NO_PICTURE.values(), ids=NO_PICTURE)
def test_no_picture(data: bytes) -> None:
    with pytest.raises(UnusablePicture, match="not a picture"):
        usable_raster(data)


@pytest.mark.parametrize("data", [whole[0] for whole in WHOLE.values()], ids=WHOLE)
def test_no_beginning_of_a_picture_passes_for_the_whole(data: bytes) -> None:
    end = len(data) - (4 if data.endswith(b"\0\0\r\n") else 0)
    # a PNG's last four bytes are the checksum of its end mark
    for length in range(end - (4 if data.startswith(b"\x89PNG") else 0)):
        with pytest.raises(UnusablePicture):
            read_raster(data[:length])


@pytest.mark.parametrize("data", [png(64, 64)[:-40], jpeg(64, 64)[:-1], gif(64, 64)[:-1], webp(64, 64)[:-1]])
def test_a_picture_cut_short_says_so(data: bytes) -> None:
    with pytest.raises(UnusablePicture, match="cut short"):
        usable_raster(data)


HUGE = {
    "png": png(60_000, 60_000),
    "jpeg": jpeg(65_500, 65_500),
    "gif": gif(65_535, 65_535),
    "gif whose frame is larger than its screen": gif(10, 10, frames=((0, 0, 60_000, 60_000),)),
    "webp": webp(16_383, 16_383),
    "extended webp": webp(16_000_000, 1_000, "VP8X"),
    "avif": avif(4_000_000_000, 4_000_000_000),
}


@pytest.mark.parametrize("data", HUGE.values(), ids=HUGE)
def test_a_bomb(data: bytes) -> None:
    with pytest.raises(UnusablePicture, match="too many pixels"):
        usable_raster(data)


def test_the_largest_that_passes() -> None:
    assert usable_raster(png(MAX_PIXELS // 1000, 1000)).height == 1000
    with pytest.raises(UnusablePicture):
        usable_raster(png(MAX_PIXELS // 1000 + 1, 1000))


@pytest.mark.parametrize("data", [gif(1, 1), png(1, 1), png(600, 2), jpeg(3, 400)])
def test_a_placeholder(data: bytes) -> None:
    with pytest.raises(UnusablePicture, match="a placeholder of"):
        usable_raster(data)
