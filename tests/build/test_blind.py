"""``casegen build --blind``: no byte of any file names an author, and no blind copy lies among named files."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
import yaml

from casegen import writers
from casegen.citations import cite
from casegen.compose import compose
from casegen.document import Document
from casegen.load import load
from tests._support.searched import plainly, texts_of
from tests.cli.runner import run, text_of

# In one process, which builds the examples once.
pytestmark = pytest.mark.xdist_group("blind")

CASES = Path(__file__).parents[2] / "cases"
COMPLETE = "complete-example"
# A word of each article, by which a file that holds the text shows that it was read.
EXAMPLES = {COMPLETE: "dyspnoea", "vertebroplasty-cement-leakage": "fluoroscopy"}
# What a case says of the people behind it.
PEOPLE = (
    *("authors", "affiliations", "correspondence", "publication", "journal", "doi", "dates", "copyright"),
    *("funding", "competing_interests", "ethics", "acknowledgments"),
)
# These are of no use without their authors, and so are not written.
NAMED_ONLY = {"crossref", "pubmed"}
# These hold no text of the article.
RECORDS = (".bib", ".ris", ".csl.json", "manifest.json", ".svg", ".png")


@cache
def document(name: str) -> Document:
    case = load(CASES / name).case
    assert case is not None
    return compose(case, cite(case))


def names(document: Document) -> set[str]:
    """Everything that tells who wrote *document*, as `plainly` shows it."""
    found = {document.doi}
    for author in document.authors:
        found |= {author.name, author.family, author.email, author.orcid}
    for affiliation in document.affiliations:
        found |= {affiliation.institution, affiliation.department, affiliation.ror}
    for award in document.awards:
        found |= {award.id, award.source}
    without_accents = {"Zelazny"} if any(a.family == "Żelazny" for a in document.authors) else set()
    return {plainly(name) for name in found | without_accents if len(name) >= 3}


def hits(path: Path, sought: set[str]) -> Iterator[str]:
    """Where in the file at *path* one of the names *sought* stands."""
    for place, text in read(path):
        for name in sought:
            if name in text:
                at = text.index(name)
                yield f"{place}: {text[max(0, at - 40) : at + 60]}"


@cache
def read(path: Path) -> list[tuple[str, str]]:
    """Each text that may be read in the file at *path*, with its place."""
    return list(texts_of(path.name, path.read_bytes()))


def formats() -> list[str]:
    return [writer.format for writer in writers.formats() if writer.format not in NAMED_ONLY]


def built(cases: Path, out: Path, *options: str) -> list[Path]:
    answer = run("build", str(cases), "--out", str(out), *options)
    assert answer.code == 0, answer.stderr
    return sorted(path for path in out.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def blind_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Both examples, blind, in every format."""
    out = tmp_path_factory.mktemp("blind")
    return built(CASES, out, "--blind", "-t", "classic", "-f", ",".join(formats()))


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short case with all the people of the complete example."""
    folder = tmp_path_factory.mktemp("short") / "case"
    folder.mkdir()
    complete = yaml.safe_load((CASES / COMPLETE / "case.yaml").read_text("utf-8"))
    case = yaml.safe_load(text_of({"copy": "clean.yaml"})) | {key: complete[key] for key in PEOPLE}
    (folder / "case.yaml").write_text(yaml.safe_dump(case, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_byte_of_any_file_names_an_author(name: str, blind_files: Sequence[Path]) -> None:
    sought = names(document(name))
    files = [path for path in blind_files if name in path.parts]
    suffixes = {writer.suffix for writer in writers.formats() if writer.format not in NAMED_ONLY}
    assert {suffix for suffix in suffixes for path in files if path.name == name + suffix} == suffixes
    assert [hit for path in files for hit in hits(path, sought)] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_search_reads_what_it_searches(name: str, blind_files: Sequence[Path]) -> None:
    word = plainly(EXAMPLES[name])
    for path in blind_files:
        if name in path.parts and not path.name.endswith(RECORDS):
            assert any(hits(path, {word})), path
            if path.suffix == ".pdf":
                assert any(": page " in hit for hit in hits(path, {word}))


def test_no_byte_names_an_author_in_another_theme(short: Path, tmp_path: Path) -> None:
    files = built(short, tmp_path, "--blind", "-t", "manuscript", "-f", "html,pdf,docx")
    assert {".html", ".pdf", ".docx"} < {path.suffix for path in files}
    assert [hit for path in files for hit in hits(path, names(document(COMPLETE)))] == []


def test_the_search_finds_every_name_in_a_copy_that_is_not_blind(short: Path, tmp_path: Path) -> None:
    files = [path for path in built(short, tmp_path, "-f", "html,pdf") if path.stem == "case"]
    assert len(files) == 2
    for path in files:
        found = "".join(hits(path, names(document(COMPLETE))))
        for author in document(COMPLETE).authors:
            assert plainly(author.family) in found


NAME = "Żelazny-Müller"
PACKED = {
    "UTF-8": NAME.encode(),
    "Latin-2 and what is no text": b"\xff\xfe\0" + "Zelazny-Müller".encode("latin-1"),
    "UTF-16": b"\x89PNG\0\xff\xff" + NAME.encode("utf-16-le") + b"\xff\xd9",
    "UTF-16, the other way": b"\x89PNG\0\xff\xff" + NAME.encode("utf-16-be") + b"\xff\xd9",
    "a data URI": b"<img src='data:x/y;base64," + b64encode(NAME.encode()) + b"'>",
    "after a data URI": b"data:x/y;base64,AAAA\nZelazny\n-M\xc3\xbcller",
    "references": b"&#379;elazny-M&amp;uuml;ller",
    "an address": b"%C5%BBelazny-M%C3%BCller",
    "escapes": b"\\u017belazny-M\\u00fcller",
    "TeX": b'{\\.Z}elazny-M{\\"u}ller',
    "elements": "<b>Ż</b>elazny-<i>Müller</i>".encode(),
}


@pytest.mark.parametrize("how", PACKED)
def test_the_search_finds_a_name_that_is_packed_or_escaped(how: str) -> None:
    assert any(plainly(NAME) in text for _, text in texts_of("a", PACKED[how]))


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one case."""
    monkeypatch.chdir(tmp_path)
    Path("casegen.toml").write_text("[casegen]\nformats = ['html']\n", encoding="utf-8")
    Path("cases/a").mkdir(parents=True)
    Path("cases/a/case.yaml").write_text(text_of({"copy": "clean.yaml"}), encoding="utf-8")
    return tmp_path


def is_blind(folder: str) -> bool:
    return bool(json.loads(Path(folder, "manifest.json").read_text("utf-8"))["blind"])


@pytest.mark.usefixtures("workspace")
def test_blind_copies_have_a_folder_of_their_own() -> None:
    assert run("build").code == 0
    answer = run("build", "--blind")
    assert (answer.code, answer.stdout) == (0, "output/blind/a/a.html\n")
    assert is_blind("output/blind/a")
    assert not is_blind("output/a")


@pytest.mark.usefixtures("workspace")
@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        (
            [],
            ["--blind"],
            "out/a holds files that name the authors: write the blind files elsewhere, with --out",
        ),
        (["--blind"], [], "out/a holds a blind copy: write the other files elsewhere, with --out"),
    ],
)
def test_blind_and_named_files_never_lie_together(first: list[str], then: list[str], told: str) -> None:
    assert run("build", "--out", "out", *first).code == 0
    before = Path("out/a/a.html").read_bytes()
    answer = run("build", "--out", "out", *then)
    assert answer.code != 0
    assert told in answer.stderr
    assert Path("out/a/a.html").read_bytes() == before
    assert run("build", "--out", "out", *first).code == 0


@pytest.mark.usefixtures("workspace")
def test_the_option_of_a_theme_makes_a_blind_copy() -> None:
    with Path("casegen.toml").open("a", encoding="utf-8") as file:
        file.write("[themes.manuscript]\nblind = true\n")
    assert run("build", "-t", "manuscript").code == 0
    assert is_blind("output/a")
    author = document_of("cases/a").authors[0]
    assert author.family not in Path("output/a/a.html").read_text("utf-8")


def document_of(path: str) -> Document:
    case = load(Path(path)).case
    assert case is not None
    return compose(case, cite(case))


@pytest.mark.usefixtures("workspace")
def test_a_case_whose_folder_names_an_author_is_told() -> None:
    family = document_of("cases/a").authors[0].family.lower()
    Path("cases/a").rename(f"cases/{family}-2022")
    answer = run("build", "--blind")
    assert answer.code != 0
    assert f"the case's folder is named '{family}-2022', which holds a name" in answer.stderr
    assert not any(path.suffix == ".html" for path in Path("output").rglob("*"))


@pytest.mark.usefixtures("workspace")
def test_what_needs_the_authors_is_not_written_blind() -> None:
    answer = run("build", "--blind", "-f", "html,crossref,pubmed")
    assert answer.stdout == "output/blind/a/a.html\n"
    assert answer.stderr.count("this is a blind copy") == 2
