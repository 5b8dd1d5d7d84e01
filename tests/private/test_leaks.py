"""A build beside a private file: what leaks stops the case, and nothing tells what it was."""

from __future__ import annotations

import base64
import io
import json
import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from PIL import Image

from casegen import writers
from casegen.build.leaks.search import Search
from casegen.files import Refused, resolve_inside
from casegen.load.private import Kept
from casegen.rules.privacy.secrets import Secrets
from tests.cli.runner import Answer, run, text_of

PRIVATE = Path("cases/a/case.private.yaml")
CASE = Path("cases/a/case.yaml")
KEPT = "patient: {name: Zelda Quimby, birth_date: 1951-03-02}\nrecord_numbers: [0048213]\n"
# In any spelling that a test plants.
VALUES = ("zelda", "quimby", "1951", "0048213", "004-82-13")
FORMATS = [writer.format for writer in writers.formats()]


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one case and a private file beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    Path("casegen.toml").write_text("[casegen]\nformats = ['html']\n", encoding="utf-8")
    CASE.parent.mkdir(parents=True)
    CASE.write_text(text_of({"copy": "clean.yaml"}), encoding="utf-8")
    PRIVATE.write_text(KEPT, encoding="utf-8")
    return tmp_path


def build(*options: str) -> Answer:
    """Build, and see that nothing was told or written of what is kept."""
    answer = run("build", *options)
    assert_untold(answer)
    return answer


def assert_untold(answer: Answer) -> None:
    told = (answer.stdout + answer.stderr).lower()
    assert not [value for value in VALUES if value in told], told
    for root in (Path("output"), Path("cache")):
        for path in root.rglob("*"):
            assert not [value for value in VALUES if value in path.name.lower()]
            if path.is_file() and path.suffix in (".json", ".html", ""):
                text = path.read_bytes().lower()
                assert not [value for value in VALUES if value.encode() in text], path


def outputs() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in Path("output").rglob("*") if path.is_file()}


def append(text: str) -> None:
    with CASE.open("a", encoding="utf-8") as file:
        file.write(text)


def test_a_clean_case_is_built_in_every_format_and_each_is_read() -> None:
    """A word of the article is found in each, and its author in the properties of those that have such."""
    answer = build("-f", ",".join(FORMATS))
    assert answer.code in (0, 1)  # 1: what a format lacks
    assert "PRV010" not in answer.stderr
    assert {Path(name).name for name in outputs()} >= {"a.html", "a.pdf", "a.docx", "a.epub", "a.meca.zip"}
    search = Search(Secrets([Kept("title", "A small case report"), Kept("author.name", "Ana Silva")]))
    told = {name: list(search.leaks(Path(name).name, data)) for name, data in outputs().items()}
    silent = {Path(name).name for name, lines in told.items() if not lines}
    assert silent <= {"manifest.json", "a-timeline.svg", "a.bib", "a.ris", "a.csl.json"}
    everything = "\n".join(line for lines in told.values() for line in lines)
    for place in (
        "a.docx: word/document.xml", "a.docx: docProps/core.xml", "a.epub: EPUB/content.opf", "a.epub: EPUB/text/",
        "a.pdf: properties and names", "a.pdf: metadata (XMP)", "a.pdf: a page", "a.pdf: an attached file",
        "a.meca.zip: a.pdf: a page", "a.meca.zip: article.xml", "a.meca.zip: source/case.yaml",
    ):  # fmt: skip
        assert place in everything


def drawing(text: str) -> Callable[[], None]:
    def plant() -> None:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><text x="2" y="20">{text}</text></svg>'
        Path("cases/a/f.svg").write_text(svg, encoding="utf-8")
        append("figures: [{id: f, file: f.svg, caption: A drawing, alt: A drawing}]\n")

    return plant


def supplements(files: Mapping[str, bytes]) -> Callable[[], None]:
    def plant() -> None:
        for name, data in files.items():
            Path("cases/a", name).write_bytes(data)
        append(f"supplementary: [{', '.join(f'{{file: {name}, title: More}}' for name in files)}]\n")

    return plant


def theme(text: str) -> Callable[[], None]:
    def plant() -> None:
        folder = Path("templates/own")
        folder.mkdir(parents=True)
        (folder / "theme.toml").write_text(
            'name = "own"\ndescription = "Ours"\nparent = "classic"\n', encoding="utf-8"
        )
        (folder / "screen.css").write_text(f"h1::after {{ content: '{text}' }}\n", encoding="utf-8")
        (folder / "print.css").write_text(f"h1::after {{ content: '{text}' }}\n", encoding="utf-8")
        append("style: {theme: own}\n")

    return plant


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", data)
    return out.getvalue()


def photograph() -> bytes:
    out = io.BytesIO()
    told = Image.Exif()
    told[0x013B] = "Zelda Quimby"
    Image.new("RGB", (8, 8), "white").save(out, "JPEG", exif=told)
    return out.getvalue()


PHOTO = base64.b64encode(photograph())

SUPPLEMENTS = {
    "data.csv": b"Name;Date\nQuimby, Z.;1\n",
    "sheet.xlsx": zipped(b"<t>0048213</t>"),
    "page.html": b'<img src="data:image/jpeg;base64,' + PHOTO + b'">',
}
LEAKS = {
    "supplements: data, a work sheet, a photograph in a page": (
        supplements(SUPPLEMENTS),
        "meca",
        ["a.meca.zip: data.csv", "a.meca.zip: sheet.xlsx: xl/shared", "a.meca.zip: page.html: embedded file 1: metadata"],
    ),
    "a theme": (theme("Zelda Quimby"), "html", ["a.html"]),
    "a theme in print": (theme("born 2 March 1951"), "pdf", ["a.pdf: a page"]),
}  # fmt: skip


@pytest.mark.parametrize("what", LEAKS)
def test_a_leak_stops_the_case(what: str) -> None:
    plant, written, places = LEAKS[what]
    plant()
    answer = build("-f", written, "--stage", "draft")
    assert answer.code == 1, answer.stderr
    told = " ".join(answer.stderr.split())
    assert [place for place in places if f"error PRV010 leak: {place}" not in told] == []
    assert ": what case.private.yaml keeps under" in told
    assert outputs() == {}


def test_a_leak_in_the_text_stops_the_case_before() -> None:
    append("acknowledgments: We thank Zelda Quimby.\n")
    answer = build()
    assert (answer.code, outputs()) == (1, {})
    assert "case.yaml:28:27: error PRV010 leak" in answer.stderr


def test_what_silences_a_rule_does_not_silence_the_build() -> None:
    append(
        "acknowledgments: We thank Zelda Quimby.\nlint: {ignore: [{code: PRV010, reason: She is an author}]}\n"
    )
    answer = build()
    assert (answer.code, outputs()) == (1, {})
    assert "case.yaml:28:27: error PRV010 leak" in answer.stderr


def test_what_an_image_tells_is_taken_out_and_no_leak() -> None:
    Path("cases/a/f.jpg").write_bytes(photograph())
    append("figures: [{id: f, file: f.jpg, caption: A photograph, alt: A photograph}]\n")
    assert build("-f", "html,docx").code == 0


def test_an_author_with_the_same_family_name_and_initial_is_no_leak() -> None:
    PRIVATE.write_text("name: Anders Silva\nother_name: Christa Dos\n", encoding="utf-8")
    assert build("-f", "html,jats,ris").code == 0


def test_the_folder_of_the_case_counts() -> None:
    Path("cases/a").rename("cases/zelda-quimby")
    answer = run("build")
    assert answer.code == 1
    assert "in the name of the case's folder" in " ".join(answer.stderr.split())
    assert outputs() == {}


@pytest.mark.parametrize("options", [["-j1"], ["-j2"], ["--blind"]])
def test_every_way_to_build_searches(options: list[str]) -> None:
    theme("Zelda Quimby")()
    for name in ("b", "c"):
        Path("cases", name).mkdir()
        Path("cases", name, "case.yaml").write_text(text_of({"copy": "clean.yaml"}), encoding="utf-8")
    answer = build(*options)
    assert answer.code == 1
    assert "PRV010" in answer.stderr
    assert {Path(name).parent.name for name in outputs()} == {"b", "c"}


def test_a_value_that_is_added_later_is_searched_for_in_what_is_built_already() -> None:
    theme("ward Zeta")()
    assert build("-f", "html,pdf").code == 0
    before = outputs()
    PRIVATE.write_text(KEPT + "place: ward Zeta\n", encoding="utf-8")
    answer = build("-f", "html,pdf")
    assert answer.code == 1
    told = " ".join(answer.stderr.split())
    assert "a.html: what case.private.yaml keeps under 'place' stands here (built before)" in told
    assert "a.pdf: a page: what case.private.yaml keeps under 'place' stands here (built before)" in told
    assert outputs() == before


def test_what_is_built_anew_needs_no_search_of_the_old() -> None:
    theme("ward Zeta")()
    assert build().code == 0
    PRIVATE.write_text(KEPT + "place: ward Zeta\n", encoding="utf-8")
    for css in Path("templates/own").glob("*.css"):
        css.write_text("", encoding="utf-8")
    assert build().code == 0


@pytest.mark.parametrize(
    "text", ["Zelda Quimby", "<tspan>Zel</tspan>da Quimby", "no. 004-82-13", "2 March 1951"]
)
def test_the_text_of_a_drawing_counts(text: str) -> None:
    drawing(text)()
    answer = build("--stage", "draft")
    assert (answer.code, outputs()) == (1, {})
    assert "stands here, in the text of the drawing" in " ".join(answer.stderr.split())


def test_no_digest_of_the_private_file_is_kept() -> None:
    build("-f", "html,meca")
    said = Path("output/a/manifest.json").read_text("utf-8")
    assert "private" not in said
    assert "origin" not in json.loads(said)
    with zipfile.ZipFile("output/a/a.meca.zip") as package:
        assert not [name for name in package.namelist() if "private" in name]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"name: [Zelda Quimby", "not YAML that can be read (line 1)"),
        (b"- Zelda Quimby", "not a mapping"),
        (b"Zelda Quimby \xff", "not UTF-8"),
        (b"# " + b"x" * 1024 * 1024, "over 1 MB"),
    ],
)
def test_a_private_file_that_cannot_be_read_stops_the_case(content: bytes, reason: str) -> None:
    PRIVATE.write_bytes(content)
    answer = build("--traceback")
    assert (answer.code, outputs()) == (1, {})
    assert reason in " ".join(answer.stderr.split())
    assert "nothing can be searched for what it keeps" in " ".join(answer.stderr.split())


def test_a_pipe_or_a_link_out_of_the_folder_stops_the_case() -> None:
    PRIVATE.unlink()
    os.mkfifo(PRIVATE)
    answer = build()
    assert (answer.code, outputs()) == (1, {})
    assert "is not a file" in " ".join(answer.stderr.split())
    PRIVATE.unlink()
    Path("elsewhere.yaml").write_text(KEPT, encoding="utf-8")
    PRIVATE.symlink_to(Path("elsewhere.yaml").absolute())
    assert "leads out of the case's folder" in " ".join(build().stderr.split())


FIELDS = {
    "figures": "figures: [{{id: f, file: {name}, caption: C, alt: A}}]\n",
    "tables": "tables: [{{id: t, file: {name}, caption: C}}]\n",
    "supplementary": "supplementary: [{{file: {name}}}]\n",
    "bibliography": "bibliography: [{name}]\n",
}


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_can_name_it(field: str) -> None:
    append(FIELDS[field].format(name=PRIVATE.name))
    answer = build("-f", "html")
    assert (answer.code, outputs()) == (1, {}), answer.stderr
    assert "is the private file, which nothing is made from" in " ".join(answer.stderr.split())


@pytest.mark.parametrize(
    "name", ["case.private.yaml", "./case.private.yaml", "linked.csv", "hard.csv", "sub/linked"]
)
def test_no_other_name_leads_to_it(name: str) -> None:
    os.link(PRIVATE, "cases/a/hard.csv")
    Path("cases/a/sub").mkdir()
    Path("cases/a/linked.csv").symlink_to(PRIVATE.name)
    Path("cases/a/sub/linked").symlink_to(f"../{PRIVATE.name}")
    with pytest.raises(Refused, match="is the private file"):
        resolve_inside(Path("cases/a"), name)


@pytest.mark.parametrize("command", ["check", "build"])
def test_it_is_never_read_as_a_case(command: str) -> None:
    Path("cases/a/other.yaml").symlink_to(PRIVATE.name)
    for path in (str(PRIVATE), "cases/a/other.yaml"):
        answer = run(command, path)
        assert_untold(answer)
        assert answer.code == 2
        assert "is private, and never read as a case" in answer.stderr


@pytest.mark.parametrize("report", ["text", "json", "sarif", "github", "junit"])
def test_no_report_shows_it(report: str) -> None:
    append("acknowledgments: We thank Zelda Quimby, born on 2 March 1951, no. 004-82-13.\n")
    answer = run("check", "--format", report)
    assert_untold(answer)
    assert "PRV010" in answer.stdout
