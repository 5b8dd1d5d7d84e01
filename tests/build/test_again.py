"""A process that stays, as with `--watch`, builds from the files as they are now, whatever it has kept of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.build.look import theme_for
from casegen.build.press import Press
from casegen.citations import cite
from casegen.compose import compose
from casegen.load import find_workspace, load
from tests.build.workspaces import case_of_many_files, write
from tests.cli.runner import run

CHANGES = yaml.safe_load(Path(__file__).with_name("again.yaml").read_text("utf-8"))
FILES = {
    "casegen.toml": """\
[casegen]
formats = ['html']
theme = 'mine'
csl = 'house.csl'
[journals.a]
title = "Journal of A"
[themes.mine]
accent = '#123456'
""",
    "templates/mine/theme.toml": "parent = 'base'\n",
    "templates/mine/screen.css": "p { order: 7; color: {{ options.shade }}; background: {{ options.accent }} }\n",
    "templates/mine/front.html.j2": "<p>In front</p>\n",
    "templates/base/theme.toml": "parent = 'classic'\n[options]\nshade = {default = '#00aa00'}\n",
    "templates/base/masthead.html.j2": "<p>By base</p>\n",
    "house.csl": """\
<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info>
    <title>House</title><id>http://www.example.org/house</id>
    <category citation-format="numeric"/><updated>2024-01-01T00:00:00+00:00</updated>
  </info>
  <citation><layout prefix="&lt;" suffix="&gt;"><text variable="citation-number"/></layout></citation>
  <bibliography><layout><text variable="title"/></layout></bibliography>
</style>
""",
    **case_of_many_files("cases/a"),
}


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one case, and a theme of its own on another."""
    monkeypatch.chdir(tmp_path)
    write(FILES)
    return tmp_path


@pytest.mark.parametrize("change", [pytest.param(each, id=each["change"]) for each in CHANGES])
@pytest.mark.usefixtures("workspace")
def test_the_next_build_of_a_process_sees(change: Mapping[str, Any]) -> None:
    page = Path("output/a/a.html")
    assert run("build").code == 0
    assert change["seen"] not in page.read_text("utf-8")
    assert run("check").code == 0  # so that all is kept that can be
    path = Path(change["file"])
    if "old" in change:
        assert len(change["old"]) == len(change["new"])
        text, times = path.read_text("utf-8"), (path.stat().st_atime_ns, path.stat().st_mtime_ns)
        assert change["old"] in text
        path.write_text(text.replace(change["old"], change["new"]), encoding="utf-8")
        os.utime(path, ns=times)
    else:
        path.write_text(change["new"], encoding="utf-8")
    answer = run("build")
    assert (answer.code, answer.stdout) == (0, "output/a/a.html\n"), answer.stderr
    assert change["seen"] in page.read_text("utf-8")


def test_the_second_process_sees_a_theme_that_changes(workspace: Path) -> None:
    """It stays from one build to the next; what it prints is the page's text."""
    around = find_workspace(workspace)
    case = load(Path("cases/a"), around).case
    assert case is not None
    document = compose(case, cite(case))
    prints = []
    with Press() as second:
        for name, text in [
            ("base/masthead.html.j2", "<p>Of base</p>"),
            ("mine/masthead.html.j2", "<p>Of mine, and much longer</p>"),
            ("mine/print.css", "@page { size: 200mm 100mm }"),
        ]:
            prints.append(second.submit(document, ["pdf"], theme_for("mine", around))()[0].artifact.data)
            Path("templates", name).write_text(text, encoding="utf-8")
        prints.append(second.submit(document, ["pdf"], theme_for("mine", around))()[0].artifact.data)
    assert len(set(prints)) == 4
