"""Raster images: what they are, how large, and what is refused."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st

from casegen.assets import read_image
from casegen.assets.images import MEDIA_TYPES
from casegen.files import Refused

RASTERS = sorted(set(MEDIA_TYPES) - {"SVG"})


def raster(kind: str, size: tuple[int, int] = (60, 40), mode: str = "L", **options: Any) -> bytes:
    # Noise: an image that compresses well hardly changes when its end is cut off.
    image = PIL.Image.effect_noise(size, 90).convert(mode)
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def refusal(folder: Path, name: str) -> str:
    with pytest.raises(Refused) as refused:
        read_image(folder, name)
    return str(refused.value)


@pytest.mark.parametrize("kind", RASTERS)
def test_kinds_are_told_by_content(kind: str, tmp_path: Path) -> None:
    (tmp_path / "image.dat").write_bytes(raster(kind))
    image = read_image(tmp_path, "image.dat")
    assert (image.media_type, image.width, image.height) == (MEDIA_TYPES[kind], 60, 40)
    assert image.path == (tmp_path / "image.dat").resolve()


@pytest.mark.parametrize("kind", RASTERS)
@pytest.mark.parametrize("kept", [0.2, 0.6, 0.9])
def test_a_file_cut_short_is_refused(kind: str, kept: float, tmp_path: Path) -> None:
    data = raster(kind)
    (tmp_path / "image").write_bytes(data[: int(len(data) * kept)])
    assert "damaged or cut short" in refusal(tmp_path, "image")


def test_a_large_jpeg_cut_short_is_refused(tmp_path: Path) -> None:
    data = raster("JPEG", (2000, 1500), "RGB")
    (tmp_path / "image").write_bytes(data[: len(data) * 9 // 10])
    assert "damaged or cut short" in refusal(tmp_path, "image")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_modes(mode: str, tmp_path: Path) -> None:
    (tmp_path / "image").write_bytes(raster("PNG", mode=mode))
    assert read_image(tmp_path, "image").width == 60


@pytest.mark.parametrize(
    ("declared", "dpi"), [((300, 300), 300), ((300, 72), 72), ((1, 1), None), (None, None)]
)
def test_resolution(declared: Any, dpi: int | None, tmp_path: Path) -> None:
    (tmp_path / "image").write_bytes(raster("PNG", dpi=declared) if declared else raster("PNG"))
    assert read_image(tmp_path, "image").dpi == dpi


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (60, 40)), (3, (60, 40)), (6, (40, 60)), (8, (40, 60))]
)
def test_the_size_is_that_of_the_picture_as_it_is_shown(
    orientation: int, size: tuple[int, int], tmp_path: Path
) -> None:
    exif = PIL.Image.Exif()
    exif[0x0112] = orientation
    (tmp_path / "image").write_bytes(raster("JPEG", exif=exif))
    image = read_image(tmp_path, "image")
    assert (image.width, image.height) == size


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [10_001, 14_000, 60_000, 2**31 - 1])
def test_a_bomb_is_refused_before_it_is_decoded(side: int, tmp_path: Path) -> None:
    (tmp_path / "image.png").write_bytes(png_header(side, side))
    assert "over 60 million pixels" in refusal(tmp_path, "image.png")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "it is empty"),
        (b"not an image", "it is not an image; use PNG"),
        (b"II*\0rest", "a TIFF image"),
        (b"%PDF-1.7", "a PDF file"),
        (b"\0" * 128 + b"DICM", "a DICOM file"),
        (b"\0\0\0\x18ftypheic", "a HEIC"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1f\x8b\x08", "a compressed file"),
        (b"\x89PNG\r\n\x1a\n", "damaged or cut short"),
        (b"\x89PNG\r\n\x1a\nnonsense", "damaged or cut short"),
        (png_header(0, 40), "damaged or cut short"),
        (png_header(40, 40), "damaged or cut short"),
    ],
)
def test_other_content_is_refused(data: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "image.png").write_bytes(data)
    assert reason in refusal(tmp_path, "image.png")


def test_only_files_in_the_folder_are_read(tmp_path: Path) -> None:
    case = tmp_path / "case"
    case.mkdir()
    (tmp_path / "outside.png").write_bytes(raster("PNG"))
    (case / "link.png").symlink_to(tmp_path / "outside.png")
    assert "no file" in refusal(case, "missing.png")
    assert "leads out" in refusal(case, "../outside.png")
    assert "leads out" in refusal(case, "link.png")
    assert "absolute" in refusal(case, str(tmp_path / "outside.png"))
    assert "address" in refusal(case, "http://127.0.0.1:9/x.png")


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "image.png"
    path.write_bytes(raster("PNG"))
    assert read_image(tmp_path, path.name).width == 60
    path.write_bytes(raster("PNG", (61, 40)))
    assert read_image(tmp_path, path.name).width == 61


def test_an_svg_needs_no_image_library(repository: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from casegen.assets import read_image\n"
        "read_image(Path('tests/rules/files'), 'figures/ct.svg')\n"
        "assert not {'PIL', 'lxml'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], cwd=repository, check=True)


@given(kind=st.sampled_from(RASTERS), at=st.integers(0, 200), junk=st.binary(min_size=1, max_size=20))
def test_whatever_the_damage_there_is_an_image_or_a_reason(
    kind: str, at: int, junk: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("damage")
    data = raster(kind, (9, 9))
    (folder / "image").write_bytes(data[:at] + junk + data[at + len(junk) :])
    try:
        image = read_image(folder, "image")
    except Refused:
        return
    assert image.width > 0
