"""Documents with expectations in comments: the format of this folder's YAML files.

``# expect: CODE`` ends the line at which a finding of that code begins; several codes, several findings.
After a code may follow what else must hold: a severity, ``blocking`` or ``passing``, a part of the
message in quotation marks, ``hint "..."`` or ``fix "..."``. ``# stage: draft`` and ``# profile: bmj`` on
lines of their own set the stage and the profile; ``# not checked: CODE`` says that the rule gives no verdict, and
``# snapshot: works works/works.json`` names a file of what others know. What a document does not say of a case, `base.yaml` says, but for what is named after
``# without:``. Files are those of `files/`.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from casegen.check import DEFAULT, Checked, check
from casegen.load import Loaded, load
from casegen.load.aliases import fields
from casegen.model import Case
from casegen.problem import Problem
from casegen.rules import Stage

HERE = Path(__file__).parent
FILES = HERE / "files"
_EXPECT = re.compile(r"[ \t]*# expect:(.*)")
_STAGE = re.compile(r"^# stage: (\w+)$", re.MULTILINE)
_PROFILE = re.compile(r"^# profile: ([\w-]+)$", re.MULTILINE)
_SNAPSHOT = re.compile(r"^# snapshot: (\w+) (\S+)$", re.MULTILINE)
_NOT_CHECKED = re.compile(r"^# not checked: (\w+)$", re.MULTILINE)
_WITHOUT = re.compile(r"^# without: (.*)$", re.MULTILINE)
_KEY = re.compile(r"""^["']?([\w-]+)["']?:""", re.MULTILINE)
_CODE = re.compile(r"[A-Z]{3}\d{3}")
_SEVERITIES = ("error", "warning", "info")


@dataclass
class Expectation:
    """One finding that must be made, and what must hold for it."""

    line: int
    code: str
    severity: str | None = None
    blocking: bool | None = None
    message: list[str] = field(default_factory=list)
    hint: list[str] = field(default_factory=list)
    fix: str | None = None

    def met_by(self, problem: Problem) -> bool:
        """Whether *problem* is the finding that is meant, in every way that is said."""
        edit = problem.fix.edits[0].text if problem.fix and problem.fix.edits else None
        return (
            (problem.span.line, problem.code) == (self.line, self.code)
            and self.severity in (None, problem.severity)
            and self.blocking in (None, problem.blocking)
            and all(part in problem.message for part in self.message)
            and all(part in problem.hint for part in self.hint)
            and self.fix in (None, edit)
        )


@dataclass
class Document:
    """A case, or a part of one, with what must be found in it."""

    name: str
    text: str
    expected: list[Expectation]
    stage: Stage = "submission"
    profile: str = DEFAULT
    not_checked: frozenset[str] = frozenset()
    snapshots: Mapping[str, Path] = field(default_factory=dict)

    def load(self) -> Loaded:
        """The case, which must be one."""
        loaded = load(FILES / "case.yaml", data=completed(self.text).encode())
        assert loaded.case is not None, loaded.problems
        assert not loaded.problems, loaded.problems
        return loaded

    def check(self, *codes: str) -> Checked:
        """What the rules *codes*, all if none, find."""
        return check(
            self.load(), stage=self.stage, select=codes, profile=self.profile, snapshots=self.snapshots
        )


def read_documents(path: Path) -> list[Document]:
    texts = re.split(r"^---\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [_document(f"{path.stem}-{number}", text) for number, text in enumerate(texts, 1)]


def completed(text: str) -> str:
    """*text* with the keys of `base.yaml` that it lacks, after its own lines."""
    known = fields(Case)
    given = {known.get(key.replace("-", "_").lower()) for key in _KEY.findall(text)}
    if left_out := _WITHOUT.search(text):
        given |= set(left_out.group(1).split())
    base = (HERE / "base.yaml").read_text(encoding="utf-8").splitlines()
    return "\n".join([text.rstrip("\n"), *(line for line in base if line.partition(":")[0] not in given), ""])


def _document(name: str, text: str) -> Document:
    header = _STAGE.search(text)
    stage = cast("Stage", header.group(1) if header else "submission")
    expected = [
        expectation
        for number, line in enumerate(text.splitlines(), 1)
        if (match := _EXPECT.search(line))
        for expectation in _expectations(number, match.group(1))
    ]
    profile = _PROFILE.search(text)
    return Document(
        name,
        _EXPECT.sub("", text),
        expected,
        stage,
        profile.group(1) if profile else DEFAULT,
        frozenset(_NOT_CHECKED.findall(text)),
        {kind: FILES / name for kind, name in _SNAPSHOT.findall(text)},
    )


def _expectations(line: int, words: str) -> list[Expectation]:
    found: list[Expectation] = []
    words_left = iter(shlex.split(words))
    for word in words_left:
        if _CODE.fullmatch(word):
            found.append(Expectation(line, word))
        elif word in _SEVERITIES:
            found[-1].severity = word
        elif word in ("blocking", "passing"):
            found[-1].blocking = word == "blocking"
        elif word == "hint":
            found[-1].hint.append(next(words_left))
        elif word == "fix":
            found[-1].fix = next(words_left)
        else:
            found[-1].message.append(word)
    return found
