"""What a drawing may repeat, and what is told of a case beside whose file a private one lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from casegen.assets.svg import measure_svg
from casegen.files import Refused
from tests.cli.runner import run

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90">{}</svg>'


@pytest.mark.parametrize(
    ("element", "refers"),
    [("mask", "mask='url(#{})'"), ("clipPath", "clip-path='url(#{})'"), ("pattern", "fill='url(#{})'")],
)
def test_t24_what_refers_to_itself_through_others_is_not_drawn_a_billion_times(
    element: str, refers: str
) -> None:
    levels = [f"<{element} id='a0'><path d='M0 0h9'/></{element}>"]
    for number in range(1, 12):
        each = f"<path d='M0 0h9' {refers.format(f'a{number - 1}')}/>"
        levels.append(f"<{element} id='a{number}'>{each * 10}</{element}>")
    drawn = f"<path d='M0 0h9' {refers.format('a11')}/>"
    with pytest.raises(Refused):
        measure_svg(SVG.format("".join([*levels, drawn])).encode())
    measure_svg(SVG.format("".join([*levels[:3], drawn.replace("a11", "a2")])).encode())


@pytest.mark.parametrize(
    "text",
    [
        "title: [Zelda Quimby\n",
        "zelda quimby: 1\ntitle: A\nauthors: [B]\n",
        "title: A\nauthors: [B]\nfigures: [{id: a, file: zelda-quimby.png, caption: C}]\n",
    ],
    ids=["no YAML", "a key", "the name of a figure"],
)
@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_t25_no_report_tells_what_the_private_file_keeps(
    text: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case.private.yaml").write_text("patient: {name: Zelda Quimby}\n", encoding="utf-8")
    (tmp_path / "case.yaml").write_text(f"casegen: 1\n{text}", encoding="utf-8")
    told = run("check", ".", "--format", form)
    assert told.code == 1
    assert "quimby" not in (told.stdout + told.stderr).casefold()
    built = run("build", ".", "-f", "html")
    assert built.code == 1
    assert "quimby" not in (built.stdout + built.stderr).casefold()
    (tmp_path / "case.private.yaml").unlink()
    assert "quimby" in run("check", ".").stdout.casefold()
