"""Pictures as the PDF engine is given them."""

from __future__ import annotations

import logging
import zlib
from io import BytesIO

import pikepdf
import pytest
from PIL import Image, ImageCms

from casegen.document import Asset, Figure, Section
from casegen.themes import load_theme, shipped_templates
from casegen.writers import write
from casegen.writers.pdf.images import printable
from casegen.writers.pdf.pixels import Blanks
from tests.writers.articles import empty, text
from tests.writers.pdf.pictures import KINDS, MEDIA_TYPES, article_of, encoded, gradient
from tests.writers.pdf.reader import Pdf

# What the engine cannot draw rightly.
CHANGED = ("grey-16", "inks")
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def wide() -> bytes:
    """A profile of colours that are other than those of sRGB: its red and its green are exchanged."""
    exchanged = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ"}
    tags = bytearray(SRGB)
    for entry in range(132, 132 + 12 * int.from_bytes(tags[128:132], "big"), 12):
        if name := exchanged.get(bytes(tags[entry : entry + 4])):
            tags[entry : entry + 4] = name
    return bytes(tags).replace(b"s\0R\0G\0B", b"o\0t\0h\0e").replace(b"sRGB", b"othe")


@pytest.mark.parametrize(("name", "mode", "kind", "how"), KINDS, ids=[kind[0] for kind in KINDS])
def test_what_the_engine_draws_rightly_is_left_alone(
    name: str, mode: str, kind: str, how: dict[str, object]
) -> None:
    data = encoded(gradient(mode), kind, **how)
    assert (printable(data, MEDIA_TYPES[kind])[0] == data) == (name not in CHANGED)


def test_sixteen_bits_become_eight() -> None:
    data, media_type = printable(encoded(gradient("I;16"), "PNG"), "image/png")
    assert media_type == "image/png"
    with Image.open(BytesIO(data)) as image:
        assert image.mode == "L"
        assert image.tobytes() == gradient("L").tobytes()


def test_inks_become_colours() -> None:
    red = Image.new("CMYK", (8, 8), (0, 255, 255, 0))
    data, media_type = printable(encoded(red, "JPEG"), "image/jpeg")
    assert media_type == "image/jpeg"
    with Image.open(BytesIO(data)) as image:
        assert image.mode == "RGB"
        assert image.getpixel((4, 4)) == pytest.approx((255, 0, 0), abs=4)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_colours_are_those_their_profile_means(mode: str) -> None:
    picture = (
        Image.new("RGBA", (8, 8), (255, 0, 0, 128))
        if mode == "RGBA"
        else Image.new("RGB", (8, 8), (255, 0, 0)).convert(mode)
    )
    data, _ = printable(encoded(picture, "PNG", icc_profile=wide()), "image/png")
    with Image.open(BytesIO(data)) as image:
        assert "icc_profile" not in image.info
        assert image.getpixel((4, 4)) == ((0, 255, 0, 128) if mode == "RGBA" else (0, 255, 0))


@pytest.mark.parametrize("profile", [SRGB, b"no profile"], ids=["sRGB", "damaged"])
def test_what_is_srgb_or_may_be_is_left_alone(profile: bytes) -> None:
    data = encoded(gradient("RGB"), "PNG", icc_profile=profile)
    assert printable(data, "image/png") == (data, "image/png")


def test_a_profile_of_other_channels_is_none() -> None:
    data, _ = printable(encoded(gradient("CMYK"), "JPEG", icc_profile=wide()), "image/jpeg")
    with Image.open(BytesIO(data)) as image:
        assert image.mode == "RGB"


def test_every_picture_is_drawn(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that stands within a drawing, or that Pillow would warn of for its size."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with caplog.at_level(logging.WARNING, logger="casegen.pdf"):
        data = write(article_of(), "pdf", load_theme("classic", [shipped_templates()])).data
    assert caplog.messages == []
    read = Pdf(data)
    opacities = [image for image in read.images() if "/SMask" in image]
    assert len(read.images()) - len(opacities) == len(KINDS) + 1


# Modes that a PDF holds as a PNG does, how they are written, and the spaces of their colours in the PDF.
SPACES: list[tuple[str, dict[str, object], str]] = [
    ("1", {}, "/DeviceGray"),
    ("L", {}, "/DeviceGray"),
    ("P", {}, "/Indexed"),
    ("P", {"bits": 4}, "/Indexed"),
    ("RGB", {}, "/DeviceRGB"),
]


@pytest.mark.parametrize(("mode", "how", "space"), SPACES)
def test_pixels_are_in_the_pdf_as_in_their_file(mode: str, how: dict[str, object], space: str) -> None:
    drawn = gradient(mode) if "bits" not in how else gradient("RGB").quantize(16)
    data = encoded(drawn, "PNG", **how)
    read = pdf_with(data, (48, 32))
    (image,) = read.images()
    assert str(image.ColorSpace[0] if space == "/Indexed" else image.ColorSpace) == space
    assert image.read_raw_bytes() in data
    shown = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
    assert shown.tobytes() == drawn.convert("RGB").tobytes()


def with_header(png: bytes, at: int, value: int) -> bytes:
    """*png*, another *value* in its header, and the checksum right."""
    header = bytearray(png[12:29])
    header[4 + at] = value
    return png[:12] + bytes(header) + zlib.crc32(header).to_bytes(4, "big") + png[33:]


PLAIN = encoded(gradient("RGB"), "PNG")
NOT_AS_THEY_ARE = {
    "opacity": encoded(gradient("RGBA"), "PNG"),
    "a clear colour": encoded(gradient("P"), "PNG", transparency=3),
    "16 bits": encoded(gradient("I;16"), "PNG"),
    "interlaced": with_header(encoded(gradient("RGB", (1, 1)), "PNG"), 12, 1),
    "longer than its header says": with_header(PLAIN, 7, 31),
    "shorter than its header says": with_header(PLAIN, 7, 33),
    "cut short": PLAIN[:-60],
    "not packed": PLAIN.replace(PLAIN[41:43], b"\0\0"),
    "no PNG": b"GIF89a",
}


@pytest.mark.parametrize("png", NOT_AS_THEY_ARE.values(), ids=NOT_AS_THEY_ARE)
def test_what_a_pdf_cannot_hold_as_it_is_has_no_blank(png: bytes) -> None:
    assert Blanks().blank(PLAIN) is not None
    assert Blanks().blank(png) is None


def pdf_with(png: bytes, size: tuple[int, int]) -> Pdf:
    figure = Figure("fig-a", "Figure 1", Asset("a.png", "image/png", *size, data=png), "a", ())
    document = empty(body=(Section("sec-a", text("A"), 2, (figure,)),))
    return Pdf(write(document, "pdf", load_theme("classic", [shipped_templates()])).data)


@pytest.mark.parametrize("mode", ["L", "P"])
def test_a_picture_is_made_no_finer_than_print(mode: str) -> None:
    """On a column of 84 mm, 6000 pixels would be 1800 dpi."""
    fine = Image.new("L", (6000, 60), 200).convert(mode)
    read = pdf_with(encoded(fine, "PNG"), (6000, 60))
    (image,) = read.images()
    assert 3800 < image.Width < 4100
    shown = pikepdf.PdfImage(image).as_pil_image()
    assert shown.size == (image.Width, image.Height)
    assert shown.convert("L").getextrema() == (200, 200)


@pytest.mark.parametrize(
    ("given", "drawn"),
    [
        ('<g font-family="Source Sans Pro, Arial"/>', '<g font-family="casegen Sans, Arial"/>'),
        (
            "<g style=\"font: 12px Arial, 'Source Serif Pro'\"/>",
            "<g style=\"font: 12px Arial, 'casegen Serif'\"/>",
        ),
        ("<text>font: Source</text><text>Source Sans Pro</text>", None),
    ],
)
def test_a_drawing_that_asks_for_the_faces_casegen_brings_gets_these(given: str, drawn: str | None) -> None:
    data = f"<svg xmlns='http://www.w3.org/2000/svg'>{given}</svg>".encode()
    wanted = data if drawn is None else data.replace(given.encode(), drawn.encode())
    assert printable(data, "image/svg+xml") == (wanted, "image/svg+xml")
