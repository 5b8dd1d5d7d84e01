"""No byte of any output tells of a machine, its user, a file's name or what a camera noted."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from pathlib import Path

import PIL.Image
import pytest

from casegen import writers
from casegen.assets.metadata import find_metadata
from casegen.load import load
from tests._support.searched import parts, plainly, texts_of
from tests.assets.test_metadata import exif, picture, saved
from tests.security.watched import CASE, FILE, FOLDER, MACHINE, Watched, pictures

pytestmark = pytest.mark.xdist_group("watched")

# What the pictures of tests/assets say beside what they show.
NOTED = (
    "Ana Silva",
    "J. Doe",
    "2021:03:12",
    "maker's own",
    "A program 1.0",
    "behind the picture",
    "example/ana",
)


@pytest.fixture(scope="module")
def built(watched: Watched) -> Path:
    """What was built of the example."""
    return watched.workspace / "output" / CASE


def artifacts(built: Path) -> list[Path]:
    # The manifest tells whoever builds what was made from what. It is not handed out.
    return sorted(path for path in built.rglob("*") if path.is_file() and path.name != "manifest.json")


@cache
def searched(path: Path) -> tuple[tuple[str, str], ...]:
    return tuple(texts_of(path.name, path.read_bytes()))


def hits(built: Path, sought: tuple[str, ...]) -> list[str]:
    names = {plainly(name) for name in sought}
    return [
        f"{place}: {name}"
        for path in artifacts(built)
        for place, text in searched(path)
        for name in names
        if name in text
    ]


def test_t21_no_output_tells_of_the_machine(built: Path) -> None:
    assert hits(built, (*MACHINE.values(), FOLDER, str(built.parents[1]), "telltale")) == []


def test_t22_no_output_tells_what_a_picture_was_called(built: Path) -> None:
    assert hits(built, (FILE,)) == []


def test_t23_no_output_tells_what_a_camera_or_a_program_noted(built: Path) -> None:
    assert hits(built, NOTED) == []


def test_t23_the_search_finds_what_it_seeks(built: Path, tmp_path: Path) -> None:
    """Each format is read, and each thing is found where nobody took it out."""
    kinds = {writer.suffix for writer in writers.formats()}
    assert {suffix for suffix in kinds if (built / f"{CASE}{suffix}").is_file()} == kinds
    for name, data in pictures().items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.zip").write_bytes(zipped(name, data))
        assert hits(tmp_path / name, (FILE,))
        assert hits(tmp_path / name, NOTED)
    for suffix in (".html", ".pdf", ".epub", ".docx", ".jats.xml", ".md", ".meca.zip"):
        assert any("doxycycline" in text for _, text in searched(built / f"{CASE}{suffix}")), suffix
    svgs = [path.read_text("utf-8") for path in artifacts(built) if path.suffix == ".svg"]
    assert any("kept word" in svg for svg in svgs)


def zipped(name: str, data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, data)
    return made.getvalue()


def test_t23_every_picture_of_every_output_is_bare(built: Path) -> None:
    pictures = 0
    for path in artifacts(built):
        for place, data in parts(path.name, path.read_bytes()):
            if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8")) or data[8:12] == b"WEBP":
                pictures += 1
                assert find_metadata(data) == (), place
                with PIL.Image.open(io.BytesIO(data)) as image:
                    assert 0x0112 not in image.getexif(), place
                    assert not set(image.info) & {
                        "exif",
                        "xmp",
                        "comment",
                        "photoshop",
                        "Author",
                        "Comment",
                    }, place
    assert pictures > 20


def test_t23_a_small_preview_and_what_dicom_tools_note_are_gone() -> None:
    from casegen.assets.published import published_picture

    data = exif()
    data[0x9286], data[0x8298] = "PatientName=DOE^JOHN", "DOE^JOHN"
    small = saved(picture(), "JPEG", comment=b"(0010,0010) PN DOE^JOHN")
    thumbnail = b"\xff\xe0" + (len(small) + 8).to_bytes(2, "big") + b"JFXX\0\x10" + small
    whole = saved(picture(), "JPEG", exif=data, comment=b"(0010,0010) PN DOE^JOHN")
    bare = published_picture(whole[:2] + thumbnail + whole[2:])
    assert b"DOE" not in bare
    assert b"JFXX" not in bare
    assert bare.count(b"\xff\xd8\xff") == 1


def test_t22_the_source_in_a_package_still_is_a_case(built: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(built / f"{CASE}.meca.zip") as package:
        package.extractall(tmp_path)
    case = load(tmp_path / "source" / "case.yaml").case
    assert case is not None
    named = {figure.file for figure in case.figures}
    assert len(named) == len(pictures()) + 3
    assert all((tmp_path / "source" / name).is_file() for name in named)
