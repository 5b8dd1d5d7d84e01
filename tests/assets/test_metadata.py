"""Metadata of images: found by kind, taken out to the last, and never a pixel with them."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import PIL.Image
import PIL.ImageOps
import PIL.ImageSequence
import PIL.PngImagePlugin
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casegen.assets.metadata import find_metadata, metadata_of, strip_file, strip_metadata
from casegen.files import Refused
from casegen.problem import CasegenError

EVERYTHING = {
    "a place (GPS)",
    "a name (artist, author or owner)",
    "a serial number",
    "a date",
    "a title, description or comment",
    "notes of the camera's maker",
}
XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description photoshop:City="Example">
<dc:creator><rdf:Seq><rdf:li>Ana Silva</rdf:li></rdf:Seq></dc:creator><dc:title><rdf:Alt><rdf:li/></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
PROFILE = (132).to_bytes(4, "big") + bytes(32) + b"acsp" + bytes(92)
OF_XMP = {"a place (GPS)", "a name (artist, author or owner)"}


def picture(mode: str = "RGB", size: tuple[int, int] = (24, 16)) -> PIL.Image.Image:
    return PIL.Image.effect_noise(size, 90).convert(mode)


def exif(*, orientation: int = 1) -> PIL.Image.Exif:
    data = PIL.Image.Exif()
    data[0x0112] = orientation
    data[0x010F], data[0x0131] = "Example", "A program 1.0"  # maker and software tell nothing
    data[0x013B], data[0x0132], data[0x010E] = "Ana Silva", "2021:03:12 14:33:12", "Left foot of J. Doe"
    inner = data.get_ifd(0x8769)
    inner[0x9003], inner[0xA431], inner[0x927C] = "2021:03:12 14:33:12", "0815", b"maker's own"
    data.get_ifd(0x8825)[2] = (59.0, 20.0, 1.0)
    return data


def saved(image: PIL.Image.Image, kind: str, **options: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def jpeg(**options: Any) -> bytes:
    data = saved(
        picture(),
        "JPEG",
        exif=exif(**options),
        xmp=XMP,
        comment=b"J. Doe",
        dpi=(300, 300),
        icc_profile=PROFILE,
    )
    press = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\0\0\0\x04abcd"
    return (
        data[:2]
        + b"\xff\xed"
        + (len(press) + 2).to_bytes(2, "big")
        + press
        + data[2:]
        + b"behind the picture"
    )


def png(**options: Any) -> bytes:
    info = PIL.PngImagePlugin.PngInfo()
    info.add_text("Software", "A program 1.0")
    info.add_text("Author", "Ana Silva", zip=True)
    info.add_itxt("Comment", "Left foot of J. Doe", zip=True)
    info.add_itxt("XML:com.adobe.xmp", XMP.decode())
    info.add_text("Thumb::URI", "file:///example/ana/foot.png")
    info.add(b"tIME", b"\x07\xe5\x03\x0c\x0e!\x0c")
    data = saved(picture(), "PNG", exif=exif(**options), pnginfo=info, dpi=(300, 300), icc_profile=PROFILE)
    return data + b"behind"


def webp(**options: Any) -> bytes:
    return saved(picture(), "WEBP", exif=exif(**options), xmp=XMP, lossless=True, icc_profile=PROFILE)


def gif() -> bytes:
    frames = [picture("P"), picture("P")]
    return saved(frames[0], "GIF", comment=b"J. Doe", save_all=True, append_images=frames[1:], loop=3)


def tiff() -> bytes:
    pages = [picture("RGB"), picture("RGB")]
    return saved(
        pages[0],
        "TIFF",
        exif=exif(),
        compression="tiff_lzw",
        save_all=True,
        append_images=pages[1:],
        dpi=(300, 300),
    )


RASTERS: dict[str, Callable[..., bytes]] = {"jpeg": jpeg, "png": png, "webp": webp, "gif": gif, "tiff": tiff}


def seen(data: bytes) -> list[tuple[str, tuple[int, int], bytes]]:
    """What is shown: every frame, turned as its EXIF says."""
    with PIL.Image.open(BytesIO(data)) as image:
        return [
            (turned.mode, turned.size, turned.tobytes())
            for frame in PIL.ImageSequence.Iterator(image)
            for turned in [PIL.ImageOps.exif_transpose(frame)]
        ]


@pytest.mark.parametrize("kind", RASTERS)
def test_all_is_taken_out_and_the_picture_stays(kind: str) -> None:
    data = RASTERS[kind]()
    assert find_metadata(data)
    stripped = strip_metadata(data)
    assert find_metadata(stripped) == ()
    assert seen(stripped) == seen(data)
    assert strip_metadata(stripped) == stripped
    for secret in (b"Silva", b"Doe", b"2021", b"0815", b"maker", b"behind", b"A program"):
        assert secret not in stripped


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_turned_picture_stays_turned(kind: str, orientation: int) -> None:
    data = RASTERS[kind](orientation=orientation)
    stripped = strip_metadata(data)
    assert seen(stripped) == seen(data)
    assert find_metadata(stripped) == ()
    assert strip_metadata(stripped) == stripped


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_colours_and_resolution_stay(kind: str) -> None:
    with PIL.Image.open(BytesIO(strip_metadata(RASTERS[kind]()))) as image:
        assert image.info["icc_profile"] == PROFILE
        assert kind == "webp" or round(image.info["dpi"][0]) == 300


def test_kinds_of_jpeg() -> None:
    more = {"a press caption (IPTC)", "more data behind the picture"}
    assert set(find_metadata(jpeg())) == EVERYTHING | OF_XMP | more


def test_kinds_of_png() -> None:
    more = {"a path on somebody's computer", "more data behind the picture"}
    assert set(find_metadata(png())) == EVERYTHING | OF_XMP | more


def test_kinds_of_webp() -> None:
    assert set(find_metadata(webp())) == EVERYTHING | OF_XMP


def test_values_are_never_told() -> None:
    assert not any(
        "Silva" in text or "Doe" in text for kind in RASTERS for text in find_metadata(RASTERS[kind]())
    )


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_modes_of_png_and_tiff(mode: str) -> None:
    image = picture("I").convert("I;16") if mode == "I;16" else picture(mode)
    for kind in ("PNG", "TIFF"):
        data = saved(image, kind, exif=exif())
        assert seen(strip_metadata(data)) == seen(data)


def test_an_animation_still_moves() -> None:
    frames = [picture(), picture()]
    for kind in ("PNG", "WEBP", "GIF"):
        data = saved(
            frames[0],
            kind,
            save_all=True,
            append_images=frames[1:],
            duration=40,
            **({} if kind == "GIF" else {"exif": exif()}),
        )
        assert seen(strip_metadata(data)) == seen(data)
        with PIL.Image.open(BytesIO(strip_metadata(data))) as image:
            assert getattr(image, "n_frames", 1) == 2


@pytest.mark.parametrize(
    "data",
    [
        saved(picture(), "JPEG", dpi=(300, 300), progressive=True),
        saved(picture("CMYK"), "JPEG"),
        saved(picture(), "JPEG", comment=b"CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90"),
        saved(picture("P"), "GIF", comment=b"Created with GIMP"),
        saved(picture(), "WEBP"),
        saved(picture(), "TIFF", software="A program 1.0"),
        b"day,value\n1,2\n",
        b"",
    ],
)
def test_what_tells_nothing(data: bytes) -> None:
    assert find_metadata(data) == ()
    stripped = strip_metadata(data)
    assert strip_metadata(stripped) == stripped
    assert data[:4] in (b"day,", b"") or seen(stripped) == seen(data)


def test_fields_that_are_there_and_empty() -> None:
    blank = PIL.Image.Exif()
    blank[0x013B], blank[0x8298], blank[0x010E], blank[0x0132] = (
        "  ",
        " ",
        "          ",
        "0000:00:00 00:00:00",
    )
    blank.get_ifd(0x8825)[0] = b"\2\3\0\0"
    assert find_metadata(saved(picture(), "JPEG", exif=blank)) == ()


def test_png_texts_of_programs() -> None:
    info = PIL.PngImagePlugin.PngInfo()
    for key in ("Software", "date:create", "png:IHDR.bit-depth", "Comment", "signature"):
        info.add_text(key, "Created with GIMP")
    data = saved(picture(), "PNG", pnginfo=info)
    assert find_metadata(data) == ()
    assert b"GIMP" not in strip_metadata(data)


def test_a_profile_that_is_written_as_text() -> None:
    raw = exif(orientation=6).tobytes()
    text = f"\nexif\n{len(raw):8d}\n{raw.hex()}\n"
    info = PIL.PngImagePlugin.PngInfo()
    info.add_text("Raw profile type exif", text, zip=True)
    data = saved(picture(), "PNG", pnginfo=info)
    assert set(find_metadata(data)) >= EVERYTHING
    stripped = strip_metadata(data)
    assert seen(stripped) == seen(data)
    assert find_metadata(stripped) == ()


@pytest.mark.parametrize(
    "segment",
    [
        b"\xff\xe0\0\x08JFXX\0\x10",
        b"\xff\xe1\0\x28Exif\0\0II*\0\x08\0\0\0\0\0\x0e\0\0\0\x01\0\x01\x02\x04\0\x01\0\0\0\0\0\0\0\0\0\0\0",
    ],
)
def test_the_preview_of_a_camera(segment: bytes) -> None:
    plain = saved(picture(), "JPEG")
    data = plain[:2] + segment + plain[2:]
    assert find_metadata(data) == ("a small preview, which may show what was cut off",)
    assert strip_metadata(data) == plain


DRAWING = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- drawn in C:\\Users\\ana\\doe.svg -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
   xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:rdf="r" xmlns:dc="d"
   sodipodi:docname="doe.svg" viewBox="0 0 9 9"
   inkscape:export-filename='/media/ana/doe.png'>
  <!-- the foot -->
  <metadata><rdf:RDF><dc:creator><rdf:li>Ana Silva</rdf:li></dc:creator></rdf:RDF></metadata>
  <title>A circle</title>
  <circle r="4" inkscape:label="Doe"/><metadata/>
</svg>
"""


def test_a_drawing() -> None:
    assert set(find_metadata(DRAWING)) == {
        "a name (artist, author or owner)",
        "a path on somebody's computer",
    }
    stripped = strip_metadata(DRAWING)
    assert stripped.decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n\n<svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"\n   '
        'xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:rdf="r" xmlns:dc="d" '
        'viewBox="0 0 9 9">\n  <!-- the foot -->\n  \n  <title>A circle</title>\n  '
        '<circle r="4" inkscape:label="Doe"/>\n</svg>\n'
    )
    assert find_metadata(stripped) == ()
    assert strip_metadata(stripped) == stripped


def test_a_drawing_by_a_program_tells_nothing() -> None:
    plot = b"""<svg xmlns="http://www.w3.org/2000/svg"><metadata><dc:date>2021-03-12</dc:date>
    <dc:creator><cc:Agent><dc:title>Matplotlib v3.8.2, https://example.org/</dc:title></cc:Agent></dc:creator>
    </metadata></svg>"""
    assert find_metadata(plot) == ()


def test_a_photograph_within_a_drawing() -> None:
    photograph = jpeg()
    inner = base64.b64encode(photograph)
    data = (
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="data:image/jpeg;base64,' + inner + b'"/></svg>'
    )
    assert "a place (GPS)" in find_metadata(data)
    stripped = strip_metadata(data)
    assert find_metadata(stripped) == ()
    assert seen(base64.b64decode(stripped.partition(b"base64,")[2].partition(b'"')[0])) == seen(photograph)


@pytest.mark.parametrize(
    "data",
    [
        b"<svg><metadata></svg>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg><metadata/></svg>',
        '<svg a="é"><metadata/></svg>'.encode("latin-1"),
    ],
)
def test_a_drawing_that_is_no_xml_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        find_metadata(data)


def test_pdf() -> None:
    assert find_metadata(b"%PDF-1.7 /Author (Ana Silva)") == ("a name (artist, author or owner)",)
    assert find_metadata(b"%PDF-1.7 /Author <FEFF0041>") == ("a name (artist, author or owner)",)
    assert find_metadata(b"%PDF-1.7 /Author () /Title (A checklist)") == ()
    assert find_metadata(b"%PDF-1.7 /Author <FEF>") == ("a name (artist, author or owner)",)
    with pytest.raises(Refused, match="PDF"):
        strip_metadata(b"%PDF-1.7 /Author (Ana Silva)")


def test_raw_data_of_a_camera_are_left_alone() -> None:
    data = saved(picture(), "TIFF", tiffinfo={0x013B: "Ana Silva", 0xC612: b"\1\4\0\0"})
    with pytest.raises(Refused, match="cannot be written again"):
        strip_metadata(data)


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "foot.jpg"
    path.write_bytes(jpeg())
    assert metadata_of(path).removable
    assert strip_file(path)
    assert metadata_of(path).tells == ()
    assert not strip_file(path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["foot.jpg"]
    (tmp_path / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    with pytest.raises(Refused, match="cannot be looked for"):
        metadata_of(tmp_path / "film.mp4")
    for name in ("film.mp4", "missing.jpg"):
        with pytest.raises(CasegenError, match="are still there"):
            strip_file(tmp_path / name)


@given(
    kind=st.sampled_from(sorted(RASTERS)), at=st.integers(0, 1500), junk=st.binary(min_size=1, max_size=30)
)
def test_whatever_the_damage_there_is_an_answer_or_a_reason(kind: str, at: int, junk: bytes) -> None:
    data = RASTERS[kind]()
    for damaged in (data[:at] + junk + data[at + len(junk) :], data[:at], data[:at] + junk):
        try:
            find_metadata(damaged)
            strip_metadata(damaged)
        except Refused:
            continue


def test_a_huge_text_is_not_unpacked() -> None:
    bomb = b"Author\0\0" + zlib.compress(b" " * 50_000_000)
    chunk = len(bomb).to_bytes(4, "big") + b"zTXt" + bomb + zlib.crc32(b"zTXt" + bomb).to_bytes(4, "big")
    data = saved(picture(), "PNG")
    assert find_metadata(data[:33] + chunk + data[33:]) == ()
