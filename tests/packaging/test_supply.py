"""What casegen runs on: pinned, with hashes, and nothing that only tests or previews need."""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from casegen.citations.program import find_pandoc

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PIN = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.!+-]+)(.*)$", re.MULTILINE)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def name_of(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found
    return canonical(found.group())


def pinned(file: str) -> dict[str, str]:
    """The packages that a lock file pins, each with its version and what follows."""
    text = (ROOT / "requirements" / file).read_text(encoding="utf-8").replace("\\\n", " ")
    pins = PIN.findall(text)
    assert len(pins) == len([line for line in text.splitlines() if line and not line.startswith("#")])
    return {canonical(name): f"{version} {rest}" for name, version, rest in pins}


def names(table: list[object]) -> set[str]:
    return {name_of(entry) for entry in table if isinstance(entry, str)}


@pytest.mark.parametrize("file", ["runtime.txt", "dev.txt", "bench.txt"])
def test_every_package_is_pinned_with_hashes(file: str) -> None:
    pins = pinned(file)
    assert pins
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", said) for said in pins.values())


def test_what_only_tests_and_previews_need_is_not_installed_to_run() -> None:
    runtime = pinned("runtime.txt")
    wanted = names(PROJECT["project"]["dependencies"])
    assert wanted <= runtime.keys()
    extras = set().union(*map(names, PROJECT["project"]["optional-dependencies"].values()))
    groups = PROJECT["dependency-groups"]
    others = (names(groups["dev"]) | extras) - wanted
    assert not others & runtime.keys()


def test_the_bill_of_materials_names_what_is_pinned() -> None:
    subprocess.run(["make", "--silent", "sbom", "-o", "setup"], cwd=ROOT, check=True, capture_output=True)
    bill = json.loads((ROOT / "dist" / "casegen.cdx.json").read_text(encoding="utf-8"))
    listed = {canonical(part["name"]): part for part in bill["components"] if "purl" in part}
    pins = pinned("runtime.txt")
    assert listed.keys() == pins.keys()
    for name, part in listed.items():
        assert pins[name].startswith(f"{part['version']} ")
        hashes = {each["content"] for reference in part["externalReferences"] for each in reference["hashes"]}
        assert hashes == set(re.findall(r"sha256:([0-9a-f]{64})", pins[name]))
    assert bill["metadata"]["component"]["name"] == "casegen"
    others = {part["name"]: part.get("version", "") for part in bill["components"] if "purl" not in part}
    assert others.keys() == {"GLib", "HarfBuzz", "Pango", "Python", "fontconfig"}
    assert all(re.fullmatch(r"\d+(\.\d+)+\S*", others[name]) for name in ("Pango", "Python"))
    inside = {
        (name, held["name"]): held["version"]
        for name, part in listed.items()
        for held in part.get("components", ())
    }
    told = subprocess.run([find_pandoc(), "--version"], check=True, capture_output=True, text=True).stdout
    assert told.startswith(f"pandoc {inside['pypandoc-binary', 'pandoc']}\n")
    assert inside["font-source-sans-pro", "Source Sans Pro"]
    assert inside["font-source-serif-pro", "Source Serif Pro"]
