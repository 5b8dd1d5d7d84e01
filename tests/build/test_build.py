"""Building: what is written, what is left alone, and that no case stops another."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from casegen import writers
from casegen.document import Document
from casegen.problem import CaseError, CasegenError
from casegen.themes import Theme
from casegen.writers import Writer
from tests.build.workspaces import SVG, write
from tests.cli.runner import run, text_of

FIGURE = "figures: [{id: f, file: f.svg, caption: A figure, alt: A square}]\n"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the cases a and b, each with a figure."""
    monkeypatch.chdir(tmp_path)
    write({"casegen.toml": "[casegen]\nformats = ['html']\n"})
    text = text_of({"copy": "clean.yaml", "append": FIGURE, "replace": {"headache.": "headache (@fig-f)."}})
    for name in "ab":
        write({f"cases/{name}/case.yaml": text, f"cases/{name}/f.svg": SVG})
    return tmp_path


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[Document], bytes]], None]:
    """Make a format whose writer is a function of the document."""

    def make(name: str, function: Callable[[Document], bytes]) -> None:
        def write(document: Document, theme: Theme) -> bytes:  # noqa: ARG001 -- a writer's signature
            return function(document)

        writers.formats()
        made = Writer(name, f".{name}", "text/plain", "made for a test", write)
        monkeypatch.setitem(writers._writers, name, made)  # noqa: SLF001 -- there is no way to unregister

    return make


def manifest(name: str = "a") -> dict[str, dict[str, Any]]:
    stored = json.loads(Path("output", name, "manifest.json").read_text(encoding="utf-8"))
    assert (stored["version"], stored["case"]) == (1, name)
    return {artifact["format"]: artifact for artifact in stored["artifacts"]}


@pytest.mark.usefixtures("workspace")
def test_the_manifest_says_what_was_written() -> None:
    assert run("build", "cases/a").code == 0
    (artifact,) = manifest().values()
    data = Path("output/a", artifact["file"]).read_bytes()
    assert artifact == {
        "file": "a.html",
        "format": "html",
        "media_type": "text/html",
        "sha256": sha256(data).hexdigest(),
        "fingerprint": artifact["fingerprint"],
        "inputs": artifact["inputs"],
    }
    assert sorted(path.name for path in Path("output/a").iterdir()) == ["a.html", "manifest.json"]


@pytest.mark.usefixtures("workspace")
def test_other_formats_stay_and_stay_in_the_manifest(fake: Callable[..., None]) -> None:
    fake("one", lambda _: b"1")
    fake("two", lambda _: b"2")
    assert run("build", "cases/a", "-f", "one,two").code == 0
    before = manifest()
    assert run("build", "cases/a", "-f", "html").code == 0
    assert {name: manifest()[name] for name in before} == before
    assert manifest().keys() == {"one", "two", "html"}
    Path("output/a/a.two").unlink()
    assert run("build", "cases/a", "-f", "html").code == 0
    assert manifest().keys() == {"one", "html"}


@pytest.mark.parametrize("nonsense", [b"", b"[]", b"\xff", b'{"artifacts": [1]}', b'{"artifacts": {}}'])
@pytest.mark.usefixtures("workspace")
def test_a_manifest_that_is_none_is_written_anew(nonsense: bytes) -> None:
    Path("output/a").mkdir(parents=True)
    Path("output/a/manifest.json").write_bytes(nonsense)
    assert run("build", "cases/a").code == 0
    assert manifest().keys() == {"html"}


@pytest.mark.usefixtures("workspace")
def test_nothing_is_written_until_every_format_is_made(fake: Callable[..., None]) -> None:
    def fail(_: Document) -> bytes:
        raise CasegenError("the engine is missing")

    fake("bad", fail)
    assert run("build", "cases/a").code == 0
    before = Path("output/a/a.html").stat().st_mtime_ns, Path("output/a/manifest.json").read_bytes()
    answer = run("build", "cases/a", "-f", "html,bad")
    assert answer.code == 2
    assert "casegen: cases/a/case.yaml was not built: the engine is missing" in answer.stderr
    assert before == (
        Path("output/a/a.html").stat().st_mtime_ns,
        Path("output/a/manifest.json").read_bytes(),
    )


@pytest.mark.parametrize(("error", "code"), [(CasegenError("no paper"), 1), (KeyError("oops"), 3)])
@pytest.mark.usefixtures("workspace")
def test_a_case_that_fails_stops_no_other(error: Exception, code: int, fake: Callable[..., None]) -> None:
    def write(document: Document) -> bytes:
        if document.slug == "a":
            raise error
        return b"b"

    fake("some", write)
    answer = run("build", "-f", "some")
    assert answer.code == code
    assert answer.stdout == "output/b/b.some\n"
    assert "casegen: not built: 1 of 2 cases" in answer.stderr
    assert ("bug in casegen: KeyError: 'oops'" in answer.stderr) == (code == 3)


@pytest.mark.usefixtures("workspace")
def test_the_same_input_gives_the_same_bytes() -> None:
    for out in ("first", "second"):
        assert run("build", "cases/a", "-f", "html,pdf", "--out", out).code == 0
    first, second = (
        {path.relative_to(out): path.read_bytes() for path in Path(out).rglob("*.*")}
        for out in ("first", "second")
    )
    assert len(first) == 3
    assert first == second


@pytest.mark.usefixtures("workspace")
def test_one_reason_for_all_is_told_once_and_means_that_casegen_could_not_run(
    fake: Callable[..., None],
) -> None:
    def fail(_: Document) -> bytes:
        raise CasegenError("the engine is missing")

    fake("bad", fail)
    answer = run("build", "-f", "bad")
    assert (answer.code, answer.stdout) == (2, "")
    assert answer.stderr.splitlines() == [
        "casegen: cases/a/case.yaml was not built: the engine is missing",
        "casegen: cases/b/case.yaml was not built: the same reason",
        "casegen: not built: 2 of 2 cases",
    ]


@pytest.mark.usefixtures("workspace")
def test_a_reason_that_lies_in_the_case_is_no_reason_for_casegen_not_to_run(
    fake: Callable[..., None],
) -> None:
    def fail(_: Document) -> bytes:
        raise CaseError("it is too much")

    fake("bad", fail)
    assert run("build", "cases/a", "-f", "bad").code == 1


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("drawn", "formats"),
    [
        pytest.param('<text font-size="1e30">a</text>', "pdf", id="it cannot be drawn"),
        # A package has the PDF in it.
        pytest.param(
            f"<style>{'a ' * 20_000}{{fill: red}}</style><rect/>",
            "meca",
            id="it cannot be read, in a package",
        ),
    ],
)
def test_a_drawing_that_the_pdf_cannot_show_is_a_problem_of_the_figure(drawn: str, formats: str) -> None:
    write({"cases/a/f.svg": SVG.replace("</svg>", f"{drawn}</svg>")})
    answer = run("build", "cases/a", "-f", formats)
    assert answer.code == 1
    assert "error FIG011 unreadable-image" in answer.stderr
    assert "figure 'f', 'f.svg': it is an image that the PDF cannot show" in answer.stderr
    assert "Failed" not in answer.stderr
    assert not Path("output/a").exists()


# A character of the private use area, which no font is asked to have.
UNDRAWN = "\ue8f5"


@pytest.mark.usefixtures("workspace")
def test_a_character_that_no_font_draws_is_a_problem_where_it_stands() -> None:
    file = Path("cases/a/case.yaml")
    text = file.read_text("utf-8").replace("headache (", f"headache {UNDRAWN} (")
    file.write_text(text, "utf-8")
    line = next(number for number, row in enumerate(text.splitlines(), 1) if UNDRAWN in row)
    column = text.splitlines()[line - 1].index(UNDRAWN) + 1
    place = f"{line}:{column}: warning TXT011 undrawn-character"
    loose = run("build", "cases/a", "-f", "pdf")
    assert loose.code == 0
    assert place in loose.stderr
    assert Path("output/a/a.pdf").exists()
    Path("output/a/a.pdf").unlink()
    strict = run("build", "cases/a", "-f", "pdf", "--strict", "--fail-on", "warning")
    assert strict.code == 1
    assert place in strict.stderr
    assert not Path("output/a/a.pdf").exists()
