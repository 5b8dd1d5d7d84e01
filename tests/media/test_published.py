"""Images as every format carries them: upright, the same pixels, and nothing told beside them."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import PIL.Image
import PIL.ImageChops
import PIL.ImageOps
import PIL.ImageStat
import pytest

from casegen.assets import read_image
from casegen.assets.metadata import find_metadata
from casegen.document import Asset
from casegen.files import forget_case
from casegen.media import images
from casegen.media.images import published
from casegen.problem import CasegenError
from tests.assets.test_metadata import PROFILE, RASTERS, exif, picture, saved, seen

SECRETS = (b"Silva", b"Doe", b"2021", b"0815", b"maker", b"behind", b"A program", b"Example")
TYPES = {"jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif"}
SVG = "image/svg+xml"

DRAWING = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- Created by Ana Silva -->
<?xpacket begin="Silva"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="60" height="40"
  xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:i="http://ns.adobe.com/AdobeIllustrator/10.0/"
  inkscape:export-filename="/users/silva/foot.png" data-name="Silva">
<title>Silva foot.svg</title><desc>by Silva</desc>
<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">Silva</rdf:RDF></metadata>
<i:pgf>Silva</i:pgf>
<style>.a { fill: red }</style>
<g inkscape:label="Silva"><!-- Silva --><rect class="a" id="r" width="60" height="40"/>after</g>
<use xlink:href="#r"/><text xml:space="preserve"> a &lt; b<inkscape:x>Silva</inkscape:x> kept</text>
<image width="24" height="16" href="data:image/jpeg;base64,%s"/>
</svg>"""


def asset(folder: Path, data: bytes, media_type: str, name: str = "image") -> Asset:
    path = folder / name
    path.write_bytes(data)
    return Asset("image", media_type, 24, 16, path=path)


@pytest.mark.parametrize("kind", TYPES)
def test_the_picture_stays_and_nothing_beside_it(kind: str, tmp_path: Path) -> None:
    data = RASTERS[kind]()
    bare = published(asset(tmp_path, data, TYPES[kind]))
    assert seen(bare) == seen(data)
    assert find_metadata(bare) == ()
    assert [secret for secret in SECRETS if secret in bare] == []


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_the_colour_profile_and_the_resolution_stay(kind: str, tmp_path: Path) -> None:
    for orientation in (1, 6):
        bare = published(asset(tmp_path, RASTERS[kind](orientation=orientation), TYPES[kind]))
        with PIL.Image.open(BytesIO(bare)) as image:
            assert image.info["icc_profile"] == PROFILE
            assert [round(value) for value in image.info["dpi"]] == [300, 300]


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_a_turned_picture_is_turned(kind: str, orientation: int, tmp_path: Path) -> None:
    data = RASTERS[kind](orientation=orientation)
    bare = published(asset(tmp_path, data, TYPES[kind]))
    with PIL.Image.open(BytesIO(bare)) as image, PIL.Image.open(BytesIO(data)) as before:
        assert 0x0112 not in image.getexif()
        upright = PIL.ImageOps.exif_transpose(before)
        assert image.size == upright.size
        apart = PIL.ImageStat.Stat(PIL.ImageChops.difference(image.convert("RGB"), upright.convert("RGB")))
        assert max(apart.mean) < (8 if kind == "jpeg" else 0.001)
    assert find_metadata(bare) == ()
    assert [secret for secret in SECRETS if secret in bare] == []


def test_a_turned_jpeg_keeps_its_quality(tmp_path: Path) -> None:
    for quality in (40, 95):
        data = saved(picture(size=(64, 48)), "JPEG", exif=exif(orientation=6), quality=quality)
        bare = published(asset(tmp_path, data, "image/jpeg"))
        with PIL.Image.open(BytesIO(bare)) as image, PIL.Image.open(BytesIO(data)) as before:
            tables: list[Any] = [picture.quantization for picture in (image, before)]  # type: ignore[attr-defined]
            assert tables[0] == tables[1]


def test_its_size_is_that_of_the_turned_picture(tmp_path: Path) -> None:
    (tmp_path / "foot.jpg").write_bytes(RASTERS["jpeg"](orientation=6))
    image = read_image(tmp_path, "foot.jpg")
    bare = published(Asset("foot", image.media_type, image.width, image.height, path=image.path))
    with PIL.Image.open(BytesIO(bare)) as opened:
        assert opened.size == (image.width, image.height) == (16, 24)


def test_an_upright_jpeg_is_not_compressed_again(tmp_path: Path) -> None:
    data = RASTERS["jpeg"]()
    bare = published(asset(tmp_path, data, "image/jpeg"))
    scan = re.compile(rb"\xff\xda.*?\xff\xd9", re.DOTALL)
    assert scan.findall(bare)[-1] in data


def test_a_moving_picture_goes_on_moving(tmp_path: Path) -> None:
    frames = [picture(), picture()]
    data = saved(
        frames[0], "WEBP", save_all=True, append_images=frames[1:], exif=exif(orientation=6), lossless=True
    )
    bare = published(asset(tmp_path, data, "image/webp"))
    assert seen(bare) == seen(data)
    assert find_metadata(bare) == ()


def test_a_drawing_keeps_what_is_drawn_alone(tmp_path: Path) -> None:
    data = DRAWING % base64.b64encode(RASTERS["jpeg"]())
    bare = published(asset(tmp_path, data, SVG)).decode()
    for secret in ("Silva", "silva", "inkscape", "adobe", "metadata", "<!--", "<?", "rdf"):
        assert secret not in bare
    for kept in ('xlink:href="#r"', "fill: red", "after", '<text xml:space="preserve"> a &lt; b kept</text>'):
        assert kept in bare
    (inside,) = re.findall(r"base64,([^\"]+)", bare)
    assert [secret for secret in SECRETS if secret in base64.b64decode(inside)] == []
    assert find_metadata(bare.encode()) == ()


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_drawing_in_another_encoding(encoding: str, tmp_path: Path) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>é</text></svg>'
    bare = published(asset(tmp_path, text.encode(encoding), SVG))
    assert "é" in bare.decode() or b"&#233;" in bare


def test_what_casegen_drew_is_as_it_is() -> None:
    assert published(Asset("timeline.svg", SVG, 1, 1, data=b"<svg/>")) == b"<svg/>"


def test_one_picture_is_worked_on_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from casegen.assets import published as module

    data = RASTERS["png"]() + b"!"
    first = published(asset(tmp_path, data, "image/png"))
    monkeypatch.setattr(module, "published_picture", lambda _: pytest.fail("done again"))
    assert published(asset(tmp_path, data, "image/png")) is first


def test_no_more_pictures_are_kept_than_memory_allows() -> None:
    latest = images._Latest(10, 5)  # noqa: SLF001

    def kept() -> str:
        return "".join(key for key in "abcd" if latest.get(key.encode()))

    for key in (b"a", b"b", b"c"):
        latest.put(key, b"1234")
    # All of a case are asked for in turn: what came first stays.
    assert kept() == "ab"
    assert latest.get(b"a") == b"1234"
    latest.shrink()
    assert kept() == "a"
    latest.put(b"c", b"1234")
    assert kept() == "ac"


def test_pictures_of_one_case_are_all_kept_and_of_the_last_a_few(tmp_path: Path) -> None:
    noise = (PIL.Image.effect_noise((1500, 1500), 90 + number) for number in range(3))
    large = [saved(picture, "PNG") for picture in noise]
    assert sum(map(len, large)) > 4 * 2**20
    shown = [asset(tmp_path, data, "image/png", f"{number}.png") for number, data in enumerate(large)]
    first = [published(each) for each in shown]
    assert all(again is before for again, before in zip(map(published, shown), first, strict=True))
    forget_case()
    assert sum(published(each) is before for each, before in zip(shown, first, strict=True)) < 3


def test_a_png_that_only_a_decoder_forgives(tmp_path: Path) -> None:
    data = saved(picture(), "PNG", exif=exif())[:-12]  # its end is missing
    bare = published(asset(tmp_path, data, "image/png"))
    assert find_metadata(bare) == ()
    assert [secret for secret in SECRETS if secret in bare] == []


@pytest.mark.parametrize("media_type", ["image/png", SVG])
def test_a_damaged_image_is_a_clear_error(media_type: str, tmp_path: Path) -> None:
    with pytest.raises(CasegenError, match="the image image cannot be published: it "):
        published(asset(tmp_path, b"<svg", media_type))


def test_an_image_that_has_gone_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CasegenError, match="the image image cannot be read"):
        published(Asset("image", "image/png", 1, 1, path=tmp_path / "gone"))


def test_no_writer_reads_an_image_past_this() -> None:
    root = Path(__file__).parents[2] / "casegen"
    files = [
        *(root / "writers").rglob("*.py"),
        *(root / "build").rglob("*.py"),
        *(root / "media").rglob("*.py"),
    ]
    assert len(files) > 10
    for path in files:
        if path != root / "media" / "images.py":
            text = path.read_text("utf-8")
            assert not re.search(r"\b(?:asset|drawing)\.(?:read\(|data\b|path\.)", text), path
