"""Workspaces in which a case is held to limits, beside one that is not."""

from __future__ import annotations

from pathlib import Path

from tests.cli.runner import text_of


def spaces(folder: Path, limits: str) -> Path:
    """Two workspaces with a case each; the case of the first, whose folder is returned, has *limits*."""
    text = text_of({"copy": "clean.yaml"})
    for name, settings in (("bounded", limits), ("free", "")):
        case = folder / name / "cases" / f"case-{name}"
        case.mkdir(parents=True)
        (case / "case.yaml").write_text(text, encoding="utf-8")
        (folder / name / "casegen.toml").write_text(f"[limits]\n{settings}\n", encoding="utf-8")
    return folder / "bounded" / "cases" / "case-bounded"


def add_drawing(case: Path, name: str, drawing: str) -> None:
    """Let the case in the folder *case* show the SVG *drawing*."""
    (case / f"{name}.svg").write_text(drawing, encoding="utf-8")
    with (case / "case.yaml").open("a", encoding="utf-8") as file:
        file.write(f"figures: [{{id: {name}, file: {name}.svg, caption: Drawn, alt: A drawing}}]\n")
