"""A workspace in which casegen is watched, on a machine whose every name is telltale."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests._support.faces import keep_faces
from tests.assets.test_metadata import RASTERS

REPOSITORY = Path(__file__).parents[2]
GUARD = Path(__file__).parent / "guard"
CASE = "complete-example"
CANARY = "CANARY-7731"
# Of the machine: each stands where a program would find it.
MACHINE = {
    "USER": "telltaleuser", "LOGNAME": "telltalelogin", "USERNAME": "telltalename", "HOSTNAME": "telltalehost",
    "COMPUTERNAME": "telltalecomputer", "EMAIL": "telltale@mail.invalid", "NAME": "Telltale Fullname",
    "GIT_AUTHOR_NAME": "Telltale Gitname", "ORGANIZATION": "Telltale Licensee",
}  # fmt: skip
FOLDER = "telltalefolder"
FILE = "Pfarrkirchner-0815"
DRAWING = """<?xml version="1.0"?><!-- drawn in C:\\Users\\Ana Silva\\x.svg --><svg xmlns="http://www.w3.org/2000/svg"
 xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"
 width="90" height="60" inkscape:export-filename="/home/Ana Silva/x.png" sodipodi:docname="{file}.svg" data-name="Ana Silva">
<title>Left foot of J. Doe</title><desc>Left foot of J. Doe</desc><metadata>Ana Silva</metadata><sodipodi:namedview id="Ana Silva"/>
<text y="20" inkscape:label="Ana Silva">kept word</text><image width="24" height="16" href="data:image/jpeg;base64,{jpeg}"/></svg>"""


class Watched(NamedTuple):
    """A workspace in which casegen was watched."""

    root: Path
    log: Path

    @property
    def workspace(self) -> Path:
        return self.root / "workspace"

    def events(self) -> Iterator[tuple[str, list[Any]]]:
        for line in self.log.read_text("utf-8").splitlines():
            kind, *said = json.loads(line)
            yield kind, said


def run(watched: Watched, *arguments: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV_"))}
    environment = {
        **kept,
        **MACHINE,
        "GUARD_LOG": str(watched.log),
        "PYTHONPATH": f"{GUARD}{os.pathsep}{REPOSITORY}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": str(watched.root / "home"),
        "TMPDIR": str(watched.root / "temporary"),
        "CASEGEN_CACHE": str(watched.root / "cache"),
    }
    return subprocess.run(
        [*before, sys.executable, *arguments],
        cwd=watched.workspace, env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


def pictures() -> dict[str, bytes]:
    """A picture of each kind that is shown, with all that a camera or a program notes."""
    found = {f"{FILE}-{kind}.{kind}": make() for kind, make in RASTERS.items() if kind != "tiff"}
    found[f"{FILE}-turned.jpeg"] = RASTERS["jpeg"](orientation=6)
    drawing = DRAWING.format(file=FILE, jpeg=base64.b64encode(RASTERS["jpeg"]()).decode())
    return {**found, f"{FILE}-svg.svg": drawing.encode()}


def prepared(root: Path) -> Watched:
    """In *root*, the example with such pictures, beside a case and a home that are nobody's business."""
    found = Watched(root, root / "log")
    for name in ("home/.ssh", "temporary", "workspace/cases/other"):
        (root / name).mkdir(parents=True)
    keep_faces(root / "cache")
    case = found.workspace / "cases" / CASE
    shutil.copytree(REPOSITORY / "cases" / CASE, case)
    shutil.copy(REPOSITORY / "casegen.toml", found.workspace)
    for name in (
        "home/.ssh/id",
        "home/.netrc",
        "home/.pandoc",
        "workspace/cases/other/case.yaml",
        "workspace/secret",
    ):
        (root / name).write_text(CANARY, "utf-8")
    shown = pictures()
    for name, data in shown.items():
        (case / "figures" / name).write_bytes(data)
    figures = [
        {"id": f"p{at}", "file": f"figures/{name}", "caption": "A picture.", "alt": "Noise"}
        for at, name in enumerate(shown)
    ]
    text = (case / "case.yaml").read_text("utf-8")
    added = "".join(
        f"  - {yaml.safe_dump(figure, default_flow_style=True, width=10_000)}" for figure in figures
    )
    assert "\nfigures:\n" in text
    cited = " ".join(f"@fig-{figure['id']}." for figure in figures)
    text = text.replace("\nfigures:\n", f"\nfigures:\n{added}", 1).replace(
        "\npresentation: |\n", f"\npresentation: |\n  {cited}\n\n", 1
    )
    (case / "case.yaml").write_text(text, "utf-8")
    return found
