"""The page on security and the tests that hold it name each other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "security.md"
_ROW = re.compile(r"^\| (T\d\d) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def threats() -> dict[str, list[str]]:
    """The tests that the page names, by threat."""
    rows = _ROW.findall(PAGE.read_text("utf-8"))
    found = {name: re.findall(r"`([^`]+)`", tests) for name, _, _, tests in rows}
    assert len(found) == len(rows), "a threat has two rows"
    return found


def functions(file: str) -> list[str]:
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    return [
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def bearing(name: str) -> set[str]:
    """The threats that the name of a test bears."""
    return {part.upper() for part in name.split("_") if re.fullmatch(r"t\d\d", part)}


def own() -> Iterator[tuple[str, str]]:
    """The tests of this folder, with their files."""
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        if path != Path(__file__):
            yield from ((f"security/{path.name}", name) for name in functions(f"security/{path.name}"))


def test_threats_are_numbered_without_a_gap() -> None:
    assert list(threats()) == [f"T{number:02}" for number in range(1, len(threats()) + 1)]


@pytest.mark.parametrize(("threat", "tests"), threats().items(), ids=list(threats()))
def test_each_threat_has_tests_that_are_there(threat: str, tests: list[str]) -> None:
    assert tests
    for test in tests:
        file, _, name = test.partition("::")
        assert (TESTS / file).is_file(), test
        if name:
            assert name in functions(file), test
        elif file.startswith("security/"):
            assert any(threat in bearing(one) for one in functions(file)), f"no test in {file} bears {threat}"
    assert any(threat in bearing(name) for _, name in own())


def test_each_test_of_this_folder_bears_a_threat_of_the_page() -> None:
    named = threats()
    for file, name in own():
        assert bearing(name), f"{file}::{name} bears no threat"
        for threat in bearing(name):
            assert file in named.get(threat, []), f"{threat} does not name {file}, where {name} is"
