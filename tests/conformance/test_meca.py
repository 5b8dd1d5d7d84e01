"""MECA packages, judged by the validator of others that reads them, by `unzip`'s test, and by the JATS DTD."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.build_articles import BLIND, THEMES, copies
from tests.conformance.conftest import Judged

JUDGE = "meca 1.1.1, with the manifest's and JATS's DTD"
COPIES = copies(THEMES[0], BLIND)
# Warnings that are listed, with their reasons.
KNOWN = (
    # A name for people; who receives a package asks for a name of their own anyhow.
    "Some providers may require a file ending with",
    # The Recommended Practice leaves the list of types open, and has these two in its own examples.
    'manifest item has unknown item-type "figure"',
    'manifest item has unknown item-type "supplemental"',
)
PASSED = "MECA validation passed!"
Find = Callable[[str, str, str], Path]
Judge = Callable[[Path], list[str]]


@pytest.fixture(scope="session")
def judge(validators: Path, tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """What the validator says of a package but that it is valid, and what is listed above."""
    # Where it looks for the DTD before it would fetch it.
    dtds = tmp_path_factory.mktemp("dtds")
    (dtds / "JATS-Publishing-1-3-MathML3-DTD").symlink_to(validators / "jats" / "dtd")
    program = validators / "meca" / "package" / "dist" / "meca.cjs"

    def run(path: Path) -> list[str]:
        done = subprocess.run(
            ["node", program, "validate", "--directory", dtds, path],
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        assert "JATS-Publishing-1-3-MathML3-DTD" in done.stdout or done.returncode, (
            "the JATS was not looked at"
        )
        assert (PASSED in said) == (done.returncode == 0)
        told = [line for line in said if line != PASSED and "Validating against" not in line]
        return [line for line in told if not line.startswith(KNOWN)]

    return run


@pytest.mark.parametrize(("folder", "case"), COPIES)
def test_packages_are_valid(case: str, folder: str, articles: Find, judge: Judge, judged: Judged) -> None:
    path = articles(folder, case, ".meca.zip")
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None
        assert len(package.namelist()) >= 3
        has_source = any(name.startswith("source/") for name in package.namelist())
    assert has_source == (folder != BLIND)
    judged("meca", JUDGE, judge(path))


def spoilt(path: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    with zipfile.ZipFile(target, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return target


def exchange(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new)

    return change


FAULTS = {
    "a file that is not there": lambda parts: parts.pop(
        next(name for name in parts if name.endswith(".pdf"))
    ),
    "a file that is not listed": lambda parts: parts.update({"more.txt": b"x"}),
    "no manifest": lambda parts: parts.pop("manifest.xml"),
    "a manifest of no version": exchange("manifest.xml", b' manifest-version="1"', b""),
    "an item of no file": exchange("manifest.xml", b"<instance ", b"<instances "),
    "a type of no kind": exchange("manifest.xml", b'"article-source"', b'"article-sources"'),
    "JATS that is none": exchange("article.xml", b"<article-meta>", b"<article-meta><p/>"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_are_found(fault: str, articles: Find, judge: Judge, tmp_path: Path) -> None:
    # As it is, it is judged above.
    path = articles(*COPIES[0], ".meca.zip")
    assert judge(spoilt(path, tmp_path / "spoilt.meca.zip", FAULTS[fault]))
