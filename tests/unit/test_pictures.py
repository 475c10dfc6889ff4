"""Photographs: rebuilt from pixels, hostile files refused, areas black in the pixels."""

import io
import struct
import zlib

import pytest
from photos import (
    BLACK,
    BLUE,
    CANARY,
    GREEN,
    GREY,
    PLACE,
    RED,
    colour_at,
    is_near,
    opened,
    photo,
    picture,
    telling_photo,
    telling_png,
)
from PIL import Image

from tracker.domain.errors import RuleBroken
from tracker.pictures import rules
from tracker.pictures.service import blacken, gridded, rebuild, rebuild_all

QUARTERS = ((0.1, 0.1, RED), (0.9, 0.1, GREEN), (0.1, 0.9, BLUE), (0.9, 0.9, GREY))


def sentence_for(data):
    with pytest.raises(RuleBroken) as caught:
        rebuild(data)
    assert caught.value.field == "photos"
    return str(caught.value)


@pytest.mark.parametrize("data", [telling_photo(), telling_png()], ids=["jpeg", "png"])
def test_nothing_but_pixels_is_left(data):
    assert CANARY in data
    made = rebuild(data)
    for one in (made.shown, made.thumb):
        assert CANARY not in one and PLACE not in one and b"Exif" not in one and b"adobe" not in one
        image = opened(one)
        assert image.format == "JPEG" and not image.getexif() and "comment" not in image.info
        assert one.endswith(b"\xff\xd9")
    assert made.original == data


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("JPEG", "RGB"), ("JPEG", "L"), ("JPEG", "CMYK"), ("PNG", "RGB"), ("PNG", "RGBA"), ("PNG", "P"),
     ("PNG", "L"), ("PNG", "LA"), ("PNG", "1"), ("WEBP", "RGB"), ("WEBP", "RGBA"), ("GIF", "P")],
)
def test_every_common_kind_of_picture_is_taken(kind, mode):
    made = rebuild(photo(kind, picture(mode=mode)))
    assert (made.width, made.height) == (640, 480) and opened(made.shown).mode == "RGB"
    if mode not in ("L", "LA", "1"):
        assert all(is_near(colour_at(made.shown, x, y), colour, 60) for x, y, colour in QUARTERS)


def test_sixteen_bits_keep_their_brightness():
    half = Image.new("I;16", (40, 40), 32768)
    assert is_near(colour_at(rebuild(photo("PNG", half)).shown, 0.5, 0.5), (128, 128, 128), 8)


def test_what_is_transparent_becomes_white():
    clear = Image.new("RGBA", (40, 40), (200, 0, 0, 0))
    assert is_near(colour_at(rebuild(photo("PNG", clear)).shown, 0.5, 0.5), (255, 255, 255), 5)
    palette = picture().quantize(8)
    made = rebuild(photo("PNG", palette, transparency=palette.getpixel((1, 1))))
    assert is_near(colour_at(made.shown, 0.1, 0.1), (255, 255, 255), 10)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_phone_held_sideways_gives_an_upright_picture(orientation):
    made = rebuild(telling_photo(orientation))
    size = (640, 480) if orientation < 5 else (480, 640)
    assert (made.width, made.height) == size
    upper_left = {1: RED, 2: GREEN, 3: GREY, 4: BLUE, 5: RED, 6: BLUE, 7: GREY, 8: GREEN}[orientation]
    assert is_near(colour_at(made.shown, 0.1, 0.1), upper_left)


def test_of_an_animation_the_first_frame_is_kept():
    frames = [picture(), Image.new("RGB", (640, 480), (0, 0, 0))]
    for kind in ("GIF", "WEBP"):
        data = photo(kind, frames[0], save_all=True, append_images=frames[1:], duration=100)
        assert is_near(colour_at(rebuild(data).shown, 0.1, 0.1), RED, 60), kind


def test_a_large_photograph_is_made_small():
    noisy = Image.effect_noise((4000, 3000), 60).convert("RGB")
    made = rebuild(photo("JPEG", noisy, quality=70))
    assert max(made.width, made.height) == rules.SHOWN_SIDE
    assert max(opened(made.thumb).size) == rules.THUMB_SIDE
    plain = rebuild(photo("PNG", picture(5000, 4000)))
    assert len(plain.shown) <= rules.SHOWN_BYTES and (plain.width, plain.height) == (1600, 1280)
    assert all(is_near(colour_at(plain.shown, x, y), colour) for x, y, colour in QUARTERS)


def test_a_long_and_narrow_picture_keeps_a_side():
    made = rebuild(photo("PNG", Image.new("RGB", (9000, 2))))
    assert made.width <= rules.SHOWN_SIDE and made.height >= 1


def png_claiming(width, height):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 5000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body


@pytest.mark.parametrize("size", [(12000, 12000), (60000, 60000), (2**31 - 1, 2)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_decoded(size):
    assert sentence_for(png_claiming(*size)) in (rules.TOO_MANY_PIXELS, rules.NOT_A_PICTURE)


def test_heic_is_refused_with_the_way_out():
    assert "HEIC" in sentence_for(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 500)


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"\xff\xd8\xff\xe0",
     photo()[:3000], photo("PNG")[:400], photo("BMP"), photo("TIFF"), b"MZ" + photo(),
     b"RIFF\0\0\0\0WEBPVP8 "],
)
def test_what_is_no_whole_picture_is_refused_in_plain_words(data):
    assert sentence_for(data) == rules.NOT_A_PICTURE


def test_a_page_hidden_behind_a_picture_does_not_come_along():
    both = photo("GIF", picture(mode="P")) + b"<script>alert(1)</script>"
    made = rebuild(both)
    assert b"script" not in made.shown + made.thumb


def test_a_jpeg_of_thousands_of_scans_is_refused_unread():
    assert sentence_for(photo()[:-2] + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" * 500) == rules.NOT_A_PICTURE


def test_ten_megabytes_are_the_limit_of_one_photograph():
    assert "10 MB" in sentence_for(photo() + b"\0" * rules.LARGEST_FILE)
    assert rebuild(photo().ljust(rules.LARGEST_FILE, b"\0"))


def test_four_photographs_at_once_are_one_too_many():
    with pytest.raises(RuleBroken, match="3 张"):
        rebuild_all([photo()] * 4)
    assert len(rebuild_all([photo()] * 3)) == 3


def test_black_cells_are_black_in_the_pixels_and_nothing_else():
    shown, thumb = blacken(rebuild(photo()).shown, rules.areas_of_cells(["A1", "F8"]))
    for data in (shown, thumb):
        assert all(is_near(colour_at(data, spot, spot), BLACK, 12) for spot in (0.05, 0.95))
        assert is_near(colour_at(data, 0.3, 0.3), RED) and is_near(colour_at(data, 0.95, 0.05), GREEN)


def test_dragged_areas_are_black_to_their_edges():
    shown, _thumb = blacken(rebuild(photo()).shown, rules.areas_of_text("500,500,500,500"))
    image = opened(shown)
    dark = [image.getpixel((x, y)) for x in range(330, 640, 20) for y in range(250, 480, 20)]
    assert all(max(one) < 30 for one in dark)


def test_all_cells_together_cover_the_whole_picture():
    image = opened(blacken(rebuild(photo()).shown, rules.areas_of_cells(rules.CELLS))[0])
    assert max(high for _low, high in image.getextrema()) < 12


@pytest.mark.parametrize("text", ["1,2,3", "a,b,c,d", "1,2,3,-4", "1,2,3,4;x", "１,2,3,4", "1e9,2,3,4"])
def test_areas_that_are_none_are_refused(text):
    with pytest.raises(RuleBroken):
        rules.areas_of_text(text)


def test_areas_survive_the_way_through_the_page():
    text = "10,20,300,400;500,500,500,500"
    assert rules.text_of_areas(rules.areas_of_text(text)) == text
    assert rules.areas_of_text("5000,0,10,10;0,0,0,5") == [(1000, 0, 10, 10)]
    assert len(rules.CELLS) == 48 and rules.CELLS[0] == "A1" and rules.CELLS[-1] == "F8"


def test_the_grid_is_drawn_over_the_picture():
    made = rebuild(photo())
    assert opened(gridded(made.shown)).size == (640, 480) and gridded(made.shown) != made.shown


def test_a_decoder_that_fails_gives_its_turn_back():
    for _n in range(5):
        sentence_for(b"hello")
    assert rebuild(photo())


def test_an_original_opens_once_within_a_day():
    from datetime import UTC, datetime, timedelta

    agreed = datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert rules.may_open(agreed, None, agreed + timedelta(hours=24))
    assert not rules.may_open(agreed, None, agreed + timedelta(hours=24, seconds=1))
    assert not rules.may_open(agreed, agreed, agreed) and not rules.may_open(None, None, agreed)


def test_the_buffer_of_a_test_is_a_real_picture():
    assert Image.open(io.BytesIO(photo("WEBP"))).format == "WEBP"
