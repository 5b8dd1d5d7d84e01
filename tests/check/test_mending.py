"""What `casegen check --fix` does with files."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.cli.runner import run, text_of

FIGURES = """\
figures:
  - {id: ct, file: ct.jpg, caption: Axial slice, alt: A bright fragment}
  - {id: mr, file: images/mr.png, caption: Sagittal slice, alt: A dark fragment}
"""
SLIP = {"copy": "clean.yaml", "replace": {"Something known": "Something ,  known"}}


@pytest.fixture(autouse=True)
def _workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("casegen.toml").write_text("[casegen]\n", encoding="utf-8")


def write(name: str, given: Mapping[str, Any]) -> Path:
    file = Path("cases", name, "case.yaml")
    file.parent.mkdir(parents=True)
    file.write_bytes(text_of(given).encode())
    return file


def pictures(folder: Path) -> None:
    """A photograph that tells where it was taken, and a drawing that tells nothing."""
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (38.0, 42.0, 0.0), 3: "W", 4: (9.0, 8.0, 0.0)})
    picture = Image.effect_noise((400, 400), 40)
    picture.save(folder / "ct.jpg", exif=exif)
    (folder / "images").mkdir()
    picture.save(folder / "images" / "mr.png")


def test_the_metadata_of_images_are_taken_out_and_nothing_else() -> None:
    case = write("a", {"copy": "clean.yaml", "append": FIGURES})
    pictures(case.parent)
    photograph, drawing = case.parent / "ct.jpg", case.parent / "images" / "mr.png"
    before = {path: path.read_bytes() for path in (case, photograph, drawing)}
    with Image.open(photograph) as image:
        shown = image.tobytes()

    seen = run("check", "--select", "PRV007", "--diff")
    assert (seen.code, seen.stdout) == (1, "cases/a/ct.jpg: its metadata would be taken out\n")
    assert before == {path: path.read_bytes() for path in before}

    mended = run("check", "--select", "PRV007", "--fix")
    assert mended.code == 0, mended.stdout
    assert mended.stderr == "casegen: mended 1 finding in 1 file\n"
    assert {path for path in before if path.read_bytes() != before[path]} == {photograph}
    with Image.open(photograph) as image:
        assert image.tobytes() == shown
        assert not image.getexif()
    assert run("check", "--select", "PRV007", "--diff").code == 0


def test_text_and_images_are_mended_in_one_run() -> None:
    case = write("a", {**SLIP, "append": FIGURES})
    pictures(case.parent)
    answer = run("check", "--select", "PRV007,TXT003", "--fix", "--fail-on", "info", "--format", "json")
    assert answer.code == 0
    assert not json.loads(answer.stdout)["problems"]
    assert answer.stderr == "casegen: mended 3 findings in 2 files\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_a_byte_order_mark_stay(end: str, mark: bytes) -> None:
    case = write("a", SLIP)
    case.write_bytes(mark + case.read_bytes().replace(b"\n", end.encode()))
    expected = case.read_bytes().replace(b"Something ,  known", b"Something, known")
    run("check", "--select", "TXT003", "--fix")
    assert case.read_bytes() == expected


def test_what_needs_no_mending_is_not_written() -> None:
    slipped, clean = write("a", SLIP), write("b", {"copy": "clean.yaml"})
    before = {path: path.stat() for path in (slipped, clean)}
    run("check", "--select", "TXT003", "--fix")
    assert clean.stat() == before[clean]
    assert slipped.stat().st_ino != before[slipped].st_ino
    assert sorted(path.name for path in slipped.parent.iterdir()) == ["case.yaml"]


def test_a_case_that_cannot_be_read_stops_no_other() -> None:
    write("a", {"copy": "clean.yaml", "append": "title: again\n"})
    slipped = write("b", SLIP)
    answer = run("check", "--select", "TXT003", "--fix")
    assert answer.code == 1
    assert "YML002" in answer.stdout
    assert b"Something, known" in slipped.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o660])
def test_who_may_read_a_case_stays(mode: int) -> None:
    case = write("a", SLIP)
    case.chmod(mode)
    run("check", "--select", "TXT003", "--fix")
    assert b"Something, known" in case.read_bytes()
    assert case.stat().st_mode & 0o777 == mode


@pytest.mark.skipif(os.name == "nt", reason="symbolic links")
def test_a_link_stays_one_and_its_file_is_mended() -> None:
    case = write("a", SLIP)
    # Beside it: a link that leads out of the case's folder is not followed.
    real = case.with_name("real.yaml")
    case.rename(real)
    case.symlink_to(real.name)
    run("check", "--select", "TXT003", "--fix")
    assert case.is_symlink()
    assert b"Something, known" in real.read_bytes()


def test_what_one_of_several_profiles_asks_for_is_mended() -> None:
    case = write("a", SLIP)
    Path("casegen.toml").write_text("[profiles.lax.rules]\nTXT003 = {on = false}\n", encoding="utf-8")
    assert run("check", "--profile", "lax", "--fix").stderr.endswith("mended 0 findings in 0 files\n")
    run("check", "--profile", "lax,care", "--fix")
    assert b"Something, known" in case.read_bytes()


def test_the_diff_is_one_that_other_programs_can_read() -> None:
    case = write("a", SLIP)
    # Line ends of other standards are no line ends here.
    text = case.read_text("utf-8").replace("An example.", "An\u2028example\u0085of\u2029it ,  so.")
    case.write_text(text, encoding="utf-8", newline="")
    answer = run("check", "--select", "TXT003", "--diff")
    assert answer.code == 1
    lines = answer.stdout.split("\n")
    assert lines[:2] == ["--- cases/a/case.yaml", "+++ cases/a/case.yaml"]
    assert all(line[:1] in ("-", "+", " ", "@", "") for line in lines)
    assert [line for line in lines if line.startswith("+  ")] == [
        "+  Something, known [@one].",
        "+  An\u2028example\u0085of\u2029it, so.",
    ]
