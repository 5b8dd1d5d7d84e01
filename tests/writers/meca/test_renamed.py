"""A case's text in a package: no figure's file is called there as it was, however that was typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.load import load
from casegen.problem import CasegenError
from casegen.writers.meca.renamed import case_renamed

CASES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("renamed.yaml").read_text("utf-8"))
LEAST = "casegen: 1\ntitle: A title\nauthors: [Ana Silva]\n"
MARKDOWN = "---\ncasegen: 1\ntitle: A title\nauthors: [Ana Silva]\n"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
NEW = "figures/x-figure-1.svg"


@pytest.mark.parametrize("name", CASES)
def test_a_name(name: str, tmp_path: Path) -> None:
    given = CASES[name]
    folder = tmp_path / "x"
    image = folder / given.get("file", "figures/Müller.svg")
    image.parent.mkdir(parents=True)
    image.write_text(DRAWING, "utf-8")
    if "link" in given:
        (folder / given["link"]).symlink_to(image)
    path = folder / given.get("named", "case.yaml")
    typed = (MARKDOWN if path.suffix == ".md" else LEAST) + given["typed"]
    data = given.get("before", "").encode() + typed.encode()
    assert load(path, data=data).case is not None

    def renamed() -> bytes:
        return case_renamed(path, data, {image.resolve(): NEW})

    if "refused" in given:
        with pytest.raises(
            CasegenError, match=rf"^{path.name}:{given['refused']}: the name of a figure's file"
        ):
            renamed()
        return
    text = renamed().decode()
    after = load(path, data=text.encode())
    assert after.case is not None
    assert {figure.file for figure in after.case.figures} == {NEW}
    for part in given.get("keeps", ()):
        assert part in text
    assert "ller" not in text
