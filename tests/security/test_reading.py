"""No name in a case leads to a file outside its folder, whoever asks for it, and whenever it is put there."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from casegen.assets import read_image, read_table
from casegen.citations.styles import StyleFault, find_style
from casegen.compose.sources import source_files
from casegen.document import Asset
from casegen.files import Refused, read_inside, resolve_inside
from casegen.load import load
from casegen.media.images import published
from casegen.problem import CasegenError
from tests._support.cases import case_from, composed
from tests.cli.runner import run, text_of

NAMES: dict[str, str] = yaml.safe_load(Path(__file__).with_name("outside.yaml").read_text("utf-8"))
CANARY = "CANARY-7731"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>{CANARY}</text></svg>'
STYLES = Path(__file__).parents[1] / "citations" / "styles"
FILES = {
    "a.svg": SVG,
    "a.csv": f"a,b\n{CANARY},2\n",
    "a.json": f'[{{"id": "x", "type": "book", "title": "{CANARY}"}}]',
    "a.csl": """<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>T</title><id>t</id>
<updated>2020-01-01T00:00:00+00:00</updated></info><citation><layout><text variable="title"/></layout></citation></style>""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case's folder, with links that lead out of it, and a folder of another's beside it."""
    outside, case = tmp_path / "outside", tmp_path / "case"
    for place in (outside, case / "figures", case / "here", case / "own"):
        place.mkdir(parents=True)
    for name, text in FILES.items():
        (outside / name).write_text(text, "utf-8")
        (case / "own" / name).write_text(text, "utf-8")
        (case / f"link-{name}").symlink_to(outside / name)
    (case / "folder").symlink_to(outside)
    (case / "here" / "up").symlink_to("..")
    (case / "chain").symlink_to("here/../folder")
    return case


def refusals(folder: Path, pattern: str) -> dict[str, bool]:
    """By who was asked for the file that *pattern* names: whether that was refused."""

    def name(file: str) -> str:
        return pattern.replace("{outside}", str(folder.parent / "outside")).replace("{file}", file)

    def refused(ask: Callable[[], object]) -> bool:
        try:
            ask()
        except (Refused, StyleFault):
            return True
        return False

    given: dict[str, object] = {
        "tables": [{"id": "t", "file": name("a.csv"), "caption": "c"}],
        "supplementary": [{"file": name("a.csv"), "title": "t"}],
        "figures": [{"id": "f", "file": name("a.svg"), "caption": "c", "alt": "a"}],
        "style": {"csl": name("a.csl")},
    }
    case = case_from(given, folder)
    loaded = load(folder / "case.yaml", data=yaml.safe_dump({"bibliography": [name("a.json")]}).encode())
    return {
        "an image": refused(lambda: read_image(folder, name("a.svg"))),
        "a table": refused(lambda: read_table(case, case.tables[0])),
        "a style": refused(lambda: find_style(name("a.csl"), [folder])),
        "a bibliography": "YML012" in {problem.code for problem in loaded.problems}
        and CANARY not in str(loaded.problems),
        "the source": [file.name for file in source_files(case)] == ["case.yaml"],
        "a supplementary file": refused(lambda: resolve_inside(folder, case.supplementary[0].file)),
    }


@pytest.mark.parametrize("name", NAMES)
def test_t01_no_name_leads_outside(name: str, folder: Path) -> None:
    assert [asked for asked, refused in refusals(folder, NAMES[name]).items() if not refused] == []


def test_t01_a_file_of_the_case_is_read_by_each_of_them(folder: Path) -> None:
    """What the tests above ask would find what they look for."""
    assert not any(refused for asked, refused in refusals(folder, "own/{file}").items())


@pytest.mark.parametrize("kind", ["pipe", "folder", "device", "socket"])
def test_t06_what_is_no_file_is_not_opened(kind: str, folder: Path) -> None:
    path = folder / "odd.svg"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        import socket

        with socket.socket(socket.AF_UNIX) as listening:
            # A socket's whole path may have some hundred characters.
            (folder.parent / "s").symlink_to(folder)
            os.chdir(folder)
            listening.bind("odd.svg")
    with pytest.raises(Refused):
        read_image(folder, "odd.svg")


# --- what was put there between the look and the use ---------------------------------------------------------


def test_t07_a_link_that_was_put_there_later_is_not_followed(folder: Path) -> None:
    outside = folder.parent / "outside"
    for swapped in ("own/a.svg", "own"):
        path = resolve_inside(folder, "own/a.svg")
        assert CANARY.encode() in read_inside(path, 10_000)
        (folder / swapped).rename(folder / "away")
        (folder / swapped).symlink_to(outside / "a.svg" if swapped.endswith("svg") else outside)
        assert CANARY in path.read_text("utf-8")  # as whoever opened it by its path would
        with pytest.raises(Refused, match="a link was put in its way"):
            read_inside(path, 10_000)
        (folder / swapped).unlink()
        (folder / "away").rename(folder / swapped)


@pytest.mark.parametrize("module", ["images", "tables"])
def test_t07_the_readers_of_assets_follow_none(
    module: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from casegen import assets

    reader = getattr(assets, module)
    look = reader.stamp

    def swap(path: Path) -> tuple[int, int]:
        path.unlink()
        path.symlink_to(folder.parent / "outside" / path.name)
        return look(path)  # type: ignore[no-any-return]

    monkeypatch.setattr(reader, "stamp", swap)
    case = case_from({"tables": [{"id": "t", "file": "own/a.csv", "caption": "c"}]}, folder)
    with pytest.raises(Refused, match="a link was put in its way"):
        read_image(folder, "own/a.svg") if module == "images" else read_table(case, case.tables[0])


def test_t07_a_drawing_that_was_exchanged_after_the_check_is_looked_at_again(folder: Path) -> None:
    document = composed({"figures": [{"id": "f", "file": "own/a.svg", "caption": "c", "alt": "a"}]}, folder)
    asset = Asset("f.svg", "image/svg+xml", 9, 9, path=folder.resolve() / "own" / "a.svg")
    assert document.body or document.closing
    assert CANARY.encode() in published(asset)
    (folder / "own" / "a.svg").write_text(SVG.replace("<text>", "<script/><text>"), "utf-8")
    with pytest.raises(CasegenError, match=r"cannot be published: .* <script> element"):
        published(asset)
    (folder / "own" / "a.svg").unlink()
    (folder / "own" / "a.svg").symlink_to(folder.parent / "outside" / "a.svg")
    with pytest.raises(CasegenError, match="a link was put in its way"):
        published(asset)


# --- the case file itself ------------------------------------------------------------------------------------


def test_t08_a_case_file_that_is_a_link_out_of_its_folder_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("casegen.toml").write_text("[casegen]\n", "utf-8")
    for name in ("ours", "theirs"):
        Path("cases", name).mkdir(parents=True)
    secret = text_of({"copy": "clean.yaml", "replace": {"A small case report": CANARY}})
    Path("cases/ours/case.yaml").write_text(secret, "utf-8")
    Path("cases/theirs/case.yaml").symlink_to("../ours/case.yaml")
    for typed in (
        "check cases/theirs",
        "build cases/theirs -f html",
        "refs export cases/theirs --format bib",
    ):
        answer = run(*typed.split())
        assert answer.code != 0
        assert typed.startswith("refs") or "leads out of its folder" in answer.stdout + answer.stderr
        assert CANARY not in answer.stdout + answer.stderr
    assert not Path("output").exists()
    assert CANARY in run("build", "cases/ours", "-f", "html").stdout + Path(
        "output/ours/ours.html"
    ).read_text("utf-8")


def test_t08_a_folder_that_is_a_link_out_of_the_cases_is_read_only_where_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "space" / "cases" / "group" / "ours").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "space")
    Path("casegen.toml").write_text("[casegen]\n", "utf-8")
    for name in ("cases/group/ours", "../elsewhere"):
        Path(name, "case.yaml").write_text(text_of({"copy": "clean.yaml"}), "utf-8")
    Path("cases/group/within").symlink_to("../again")
    Path("cases/again").symlink_to("group/ours")
    assert run("build", "cases/group", "-f", "html").code == 0
    shutil.rmtree("output")
    Path("cases/group/out").symlink_to("../../../elsewhere")
    # It would be written over another case's outputs, which stops no other case either.
    shutil.copytree("cases/group/ours", "cases/out")
    (tmp_path / "elsewhere" / "casegen.toml").write_text("[casegen]\nnonsense = 1\n", "utf-8")
    for typed in (
        *("build -f html", "build cases/group -f html", "build -f html --force -j2"),
        *("check", "check .", "check cases", "check --fix"),
    ):
        answer = run(*typed.split())
        said = " ".join((answer.stdout + answer.stderr).split())
        assert answer.code == 1
        assert said.count("cases/group/out is a link that leads out of ") == 1
        assert str(tmp_path) not in said
        assert "nonsense" not in said
        # The others are built.
        built = {path.stem for path in Path("output").rglob("*.html")}
        assert built == {"build cases/group -f html": {"ours"}}.get(
            typed, {"again", "out"} if "build" in typed else set()
        )
        shutil.rmtree("output", ignore_errors=True)
    for typed in ("cases/group/out", "cases/group cases/group/out"):
        assert run("build", *typed.split(), "-f", "html", "--out", typed.replace("/", "")).code == 0
        assert Path(typed.replace("/", ""), "out/out.html").exists()
    shutil.rmtree("cases/group/ours")
    assert run("refs", "sort", "cases/group").stderr.startswith(
        "casegen: cases/group/out is a link that leads"
    )


def test_t08_of_a_link_that_leads_to_itself_no_whole_path_is_told(folder: Path) -> None:
    (folder / "loop.svg").symlink_to("loop.svg")
    with pytest.raises(Refused) as caught:
        resolve_inside(folder, "loop.svg")
    assert str(folder) not in str(caught.value)


# --- what a case would bring with it -------------------------------------------------------------------------


def hostile_theme(folder: Path) -> None:
    """A theme and settings, as a workspace has them, put into *folder*."""
    theme = folder / "templates" / "theirs"
    theme.mkdir(parents=True)
    (theme / "theme.toml").write_text('parent = "classic"\n', "utf-8")
    (theme / "masthead.html.j2").write_text(CANARY, "utf-8")
    shutil.copytree(theme, folder / "templates" / "classic")
    (folder / "casegen.toml").write_text('[casegen]\noutput = "../../../elsewhere"\n', "utf-8")


@pytest.mark.parametrize("start", [".", "cases", "cases/evil", "cases/evil/inner"])
@pytest.mark.parametrize("declared", [True, False])
def test_t09_a_case_brings_no_theme_and_no_settings(
    start: str, declared: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    for name in ("evil", "evil/inner"):
        case = home / "cases" / name
        case.mkdir(parents=True)
        (case / "case.yaml").write_text(text_of({"copy": "clean.yaml"}), "utf-8")
        hostile_theme(case)
    if declared:
        (home / "casegen.toml").write_text("[casegen]\n", "utf-8")
    monkeypatch.chdir(home / start)
    case = home / "cases" / ("evil/inner" if start.endswith("inner") else "evil")
    for options in ([], ["-t", "theirs"]):
        answer = run("build", os.path.relpath(case), "-f", "html", *options)
        assert answer.code == (2 if options else 0), answer.stderr
        assert "theme 'theirs' does not exist" in answer.stderr if options else "is not read" in answer.stderr
    pages = list(tmp_path.rglob("*.html"))
    assert len(pages) == 1
    assert pages[0].is_relative_to(home)
    assert CANARY not in pages[0].read_text("utf-8")
    (case / "case.yaml").write_text(
        text_of({"copy": "clean.yaml", "append": "style: {theme: theirs}\n"}), "utf-8"
    )
    assert "theme 'theirs' does not exist" in run("build", os.path.relpath(case), "-f", "html").stderr


def test_t09_a_folder_among_the_cases_is_no_workspace_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("casegen.toml").write_text("[casegen]\n", "utf-8")
    case = Path("cases/handed-in/report")
    case.mkdir(parents=True)
    (case / "case.yaml").write_text(text_of({"copy": "clean.yaml"}), "utf-8")
    hostile_theme(case.parent)
    assert run("build", "-f", "html").stdout == "output/report/report.html\n"
    assert run("build", str(case), "-f", "html").code == 0
    assert CANARY not in Path("output/report/report.html").read_text("utf-8")
    assert not Path("../elsewhere").exists()


@pytest.mark.parametrize(
    "theme", ["../../templates/theirs", "/templates/theirs", "templates/theirs", ".", "..", "a\\b"]
)
def test_t09_a_theme_is_named_not_pointed_at(
    theme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("casegen.toml").write_text("[casegen]\n", "utf-8")
    case = Path("cases/a")
    case.mkdir(parents=True)
    hostile_theme(case)
    asked = yaml.safe_dump({"style": {"theme": theme}})
    (case / "case.yaml").write_text(text_of({"copy": "clean.yaml", "append": asked}), "utf-8")
    answer = run("build", "-f", "html")
    assert answer.code == 1
    assert "a theme's name is a plain folder name" in answer.stderr
    assert not Path("output").exists()
