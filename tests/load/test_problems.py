"""What is said of bad input: `*.md` files of `title / . / input / . / problems / .`.

The file's name says the dialect. A problem is `code line:column-line:column [pointer] message (hint)`,
with related places on lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from casegen.limits import LIMITS
from casegen.load import Loaded, load
from casegen.load.codes import NAMES
from casegen.problem import Problem
from casegen.source import Span

HERE = Path(__file__).parent
FIXTURE = re.compile(
    r"^(?P<title>\S[^\n]*)\n\.\n(?P<input>.*?)^\.\n(?P<problems>.*?)^\.\n", re.MULTILINE | re.DOTALL
)


@pytest.mark.parametrize("name", ["case.yaml", "case.md"])
def test_problems(name: str, golden: Callable[[Path, str], None], tmp_path: Path) -> None:
    path = HERE / f"problems-of-{name.replace('.', '-')}.md"
    fixtures = list(FIXTURE.finditer(path.read_text("utf-8")))
    blocks = [f"{f['title']}\n.\n{f['input']}.\n{told(tmp_path / name, f['input'])}.\n" for f in fixtures]
    golden(path, "\n".join(blocks))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", "YML005 1:1-1:1 the file is empty", id="empty"),
        pytest.param(b"\xef\xbb\xbf", "YML005 1:1-1:1 the file is empty", id="byte-order mark"),
        pytest.param(b"title: caf\xe9\n", "YML009 1:11-1:11 not UTF-8 text: the byte 0xE9", id="latin-1"),
        pytest.param(
            b"\xef\xbb\xbfa: \xc3\xa9\r\nb: \xc3\xa9\xff\r\n", "YML009 2:5-2:5 not UTF-8 text: the byte 0xFF", id="after CRLF"
        ),
        pytest.param("title: T".encode("utf-16"), "YML009 1:1-1:1 not UTF-8 text: the byte 0xFF", id="utf-16"),
        pytest.param(b"a: \xed\xa0\x80\n", "YML009 1:4-1:4 not UTF-8 text: the byte 0xED", id="surrogate"),
        pytest.param(b"a: b\nc: \x00\n", "YML001 2:4-2:5 the control character U+0000 is not allowed", id="NUL"),
        pytest.param(b"a: b\x07\n", "YML001 1:5-1:6 the control character U+0007 is not allowed", id="bell"),
        pytest.param(b"a: \x7f\n", "YML001 1:4-1:5 the control character U+007F is not allowed", id="delete"),
        pytest.param(b'a: "x\\x07"\n', "YML001 1:4-1:11 the control character U+0007", id="escaped bell"),
        pytest.param(b"[" * 70 + b"]" * 70, "YML010 1:65-1:66 nested more than 64 levels deep", id="deep"),
        pytest.param(b"- " * 20_000, "YML010 1:129-1:130 nested more than 64 levels deep", id="very deep"),
        pytest.param(b"a: " + b"[1, " * 20_000, "YML010 1:256-1:257 nested more than 64", id="very deep flow"),
        pytest.param(b"#" * (8 * 2**20 + 1), "YML008 1:1-1:1 the input is over 8 MB", id="large"),
        pytest.param(
            b"a: &a [" + b"x, " * 5000 + b"]\nb: [*a, *a, *a]\n", "YML007 2:9-2:11 aliases repeat more than 10,000", id="bomb"
        ),
    ],
)  # fmt: skip
def test_bytes(data: bytes, expected: str) -> None:
    loaded = load(Path("case.yaml"), data=data)
    assert loaded.case is None
    assert [shown(problem)[: len(expected)] for problem in loaded.problems] == [expected]


def test_a_file_with_too_many_values_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    few = LIMITS["values"].replace(default=1000)
    monkeypatch.setattr("casegen.limits.LIMITS", {**LIMITS, "values": few})
    (problem,) = load(Path("case.yaml"), data=b"- 1\n" * 2000).problems
    assert (
        shown(problem)
        == "YML008 1001:3-1001:4 more than 1,000 values (raise `values` under [limits] in casegen.toml)"
    )


def test_an_alias_bomb_of_levels_is_refused_at_once() -> None:
    levels = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    levels += [f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    (problem,) = load(Path("case.yaml"), data="\n".join(levels).encode()).problems
    assert (problem.code, problem.span.line) == ("YML007", 5)


def test_no_more_problems_are_told_than_anybody_reads() -> None:
    data = "title: T\nauthors: [A]\n" + "".join(f"unknown{n}: x\n" for n in range(500))
    assert len(load(Path("case.yaml"), data=data.encode()).problems) == 200


def test_every_code_has_a_fixture() -> None:
    texts = [path.read_text("utf-8") for path in HERE.glob("*.md")] + [Path(__file__).read_text("utf-8")]
    told_of = set(re.findall(r"\bYML\d{3}\b", "".join(texts)))
    assert told_of >= set(NAMES)


def told(path: Path, text: str) -> str:
    return described(load(path, data=text.encode()))


def described(loaded: Loaded) -> str:
    lines = []
    for problem in loaded.problems:
        assert problem.name == NAMES[problem.code]
        assert problem.blocking
        assert problem.path == loaded.path
        lines.append(shown(problem))
        lines += [f"    {place(related.span)} {related.message}" for related in problem.related]
    return "".join(f"{line}\n" for line in lines)


def shown(problem: Problem) -> str:
    hint = f" ({problem.hint})" if problem.hint else ""
    pointer = f" {problem.pointer}:" if problem.pointer else ""
    return f"{problem.code} {place(problem.span)}{pointer} {problem.message}{hint}"


def place(span: Span) -> str:
    return f"{span.line}:{span.column}-{span.end_line}:{span.end_column}"
