"""What holds of whatever was read and checked: the oracles of the property tests and of the fuzz targets."""

from __future__ import annotations

from functools import cache

from casegen.check import Checked, check, find_profile
from casegen.check.profiles import Profile, Setting
from casegen.load import Loaded
from casegen.load.codes import NAMES
from casegen.prose import Prose, nodes
from casegen.rules import Stage, rules


def keeps_places(loaded: Loaded) -> None:
    """It is a case or has problems, and every problem and every node of its prose stands in the file."""
    assert loaded.problems or loaded.case is not None
    for problem in loaded.problems:
        assert problem.code in NAMES
        assert problem.name == NAMES[problem.code]
        assert problem.message
        spans = [problem.span, *(related.span for related in problem.related)]
        for span in spans:
            source = loaded.places.main
            assert span.path == source.path
            assert (1, 1) <= (span.line, span.column) <= (span.end_line, span.end_column)
            assert span.end_column <= len(source.line(span.end_line)) + 3  # past the end, behind CR LF
            assert span.end_line <= len(source.text.splitlines()) + 1
    if loaded.case is not None:
        for at, prose in loaded.case.prose():
            for node in prose.walk():
                loaded.places.locate(at, (node.start, node.end))


def keeps_characters(prose: Prose) -> None:
    """Every node of *prose* stands in its text, where it was typed."""
    for found, node in exact(prose):
        assert prose.text[node.start : node.end] == found
    for node in prose.walk():
        assert 0 <= node.start <= node.end <= len(prose.text)
    assert prose.inlines is not None


def exact(prose: Prose) -> list[tuple[str, nodes.Node]]:
    """The nodes of *prose* that hold characters of its text as they are, and those characters."""
    found: list[tuple[str, nodes.Node]] = []
    for node in prose.walk():
        if isinstance(node, nodes.Text) and len(node.text) == node.end - node.start:
            found.append((node.text, node))
        elif isinstance(node, nodes.Cite):
            found.extend((item.key, item) for item in node.items)
    return found


@cache
def everything() -> Profile:
    """A profile that asks for every rule."""
    care = find_profile("care")
    return care.replace(
        rules={
            **care.rules,
            **{
                rule.code: care.rules.get(rule.code, Setting()).replace(on=True)
                for rule in rules()
                if rule.function
            },
        }
    )


def verdict(loaded: Loaded, stage: Stage = "submission") -> Checked:
    """The verdict of every rule on *loaded*: none fails, and every problem stands in the file."""
    checked = check(loaded, stage=stage, profile=everything())
    assert not [unchecked for unchecked in checked.not_checked if "failed" in unchecked.reason]
    for problem in checked.problems:
        assert problem.message
        for span in (problem.span, *(related.span for related in problem.related)):
            assert (1, 1) <= (span.line, span.column) <= (span.end_line, span.end_column)
            assert span.end_column <= len(loaded.places.main.line(span.end_line)) + 1
    return checked
