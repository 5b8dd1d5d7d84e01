"""What is wrong with a style, and where: told for whatever a file may hold."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casegen.citations.styles import StyleFault, find_style
from casegen.citations.styles.facts import facts_of
from casegen.citations.styles.repository import folder
from casegen.citations.styles.tree import NotXml, parse
from casegen.citations.styles.validate import faults_in

SCRIPT: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "faults.yaml").read_text(encoding="utf-8"))
STYLE: str = SCRIPT["style"]


def found_in(text: str, folder: Path) -> list[str]:
    (folder / "a.csl").write_text(text, encoding="utf-8")
    with pytest.raises(StyleFault) as caught:
        find_style("a.csl", (folder,))
    fault, first = caught.value, caught.value.faults[0]
    assert (str(fault), fault.hint) == (first.message, first.hint)
    assert (fault.line, fault.column) == (first.line, first.column)
    assert (fault.path, fault.text) == ((folder / "a.csl").resolve(), text)
    return [f"{f.line}:{f.column} {f.message}" + (f" | {f.hint}" if f.hint else "") for f in fault.faults]


def test_the_style_as_it_should_be() -> None:
    assert faults_in(parse(STYLE)) == ()


@pytest.mark.parametrize("change", SCRIPT["changes"], ids=lambda change: change["told"][0])
def test_change(change: dict[str, Any], tmp_path: Path) -> None:
    if "all" in change:
        text = change["all"]
    else:
        assert STYLE.count(change["old"]) >= 1
        text = STYLE.replace(change["old"], change["new"], 1)
    assert found_in(text, tmp_path) == change["told"]


def test_no_more_is_told_than_anybody_mends_at_once(tmp_path: Path) -> None:
    assert len(found_in(STYLE.replace("<choose>", '<text macro="none"/>' * 500 + "<choose>"), tmp_path)) == 20


def test_nothing_is_too_deep_to_be_told(tmp_path: Path) -> None:
    deep = STYLE.replace("<choose>", "<group>" * 50_000 + "<choose>")
    assert found_in(deep, tmp_path)[0].startswith("17:")
    assert "more than 100 deep" in found_in(deep, tmp_path)[0]


def test_a_long_chain_of_macros_is_followed() -> None:
    macros = "".join(f'<macro name="m{n}"><text macro="m{n + 1}"/></macro>' for n in range(5_000))
    text = STYLE.replace(
        "<citation ", f'{macros}<macro name="m5000"><text variable="locator"/></macro><citation '
    )
    root = parse(text.replace('<text variable="citation-number"/>', '<text macro="m0"/>', 1))
    assert faults_in(root) == ()
    assert facts_of(root).locators


def test_macros_that_call_others_twice_and_twice_again_never_end() -> None:
    macros = "".join(f'<macro name="m{n}">{f"""<text macro="m{n + 1}"/>""" * 2}</macro>' for n in range(30))
    text = STYLE.replace("<citation ", f'{macros}<macro name="m30"><text value="a"/></macro><citation ')
    (fault,) = faults_in(parse(text))
    assert "calls more than 1,000,000 macros" in fault.message


@pytest.mark.parametrize("part", [0, 1, 2, 3])
def test_styles_of_the_repository_are_right(part: int) -> None:
    styles = folder()
    assert styles is not None
    every = sorted(styles.glob("*.csl"))
    for path in every[part * 67 :: 283]:
        assert faults_in(parse(path.read_text(encoding="utf-8"))) == (), path.name


PIECES = st.sampled_from(re.findall(r"</?[\w-]+|[\w-]+=\"[^\"]*\"|/?>|[^<>]+", STYLE))


@given(st.lists(PIECES, max_size=40).map("".join))
def test_whatever_it_holds_it_is_a_tree_or_told_where_it_is_none(text: str) -> None:
    for whole in (text, STYLE.replace("<citation", text + "<citation", 1)):
        try:
            root = parse(whole)
        except NotXml as error:
            faults: tuple[Any, ...] = (error.fault,)
        else:
            faults = faults_in(root)
            facts_of(root)
        for fault in faults:
            assert 1 <= fault.line <= whole.count("\n") + 1
            assert fault.column >= 1
            assert fault.message


@given(st.text(max_size=60))
def test_any_text_that_is_no_xml_is_told_so(text: str) -> None:
    with pytest.raises(NotXml) as caught:
        parse(f"{text}<")
    assert caught.value.fault.message
