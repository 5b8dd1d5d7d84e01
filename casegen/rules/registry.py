"""What a rule is, what it finds, and the register of all rules."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal, TypeVar

from casegen.model import Case
from casegen.problem import Severity
from casegen.rules.context import STAGES, Context, Stage
from casegen.source import Pointer, Source
from casegen.values import Value

__all__ = [
    "STAGES",
    "Context",
    "Deletion",
    "Elsewhere",
    "Finding",
    "Replacement",
    "Rule",
    "Stage",
    "Stripping",
    "Unchecked",
    "add",
    "registered",
    "rule",
]

Fixing = Literal["", "safe", "suggested"]

_CODE = re.compile(r"[A-Z]{3}\d{3}")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PART = re.compile(r"^(Why|Bad|Good):[ \t]*", re.MULTILINE)


class Replacement(Value):
    """The text at a finding's place becomes *text*. A *safe* one never changes what the case says.

    *at* and *within* are the place where it is not the finding's own.
    """

    description: str
    text: str
    safe: bool = True
    at: Pointer | None = None
    within: tuple[int, int] | None = None


class Deletion(Value):
    """The entry of a list at *at* is taken out. Made only where the entry has its lines to itself."""

    at: Pointer


class Stripping(Value):
    """The metadata of the image *file*, a name as the case gives it, are taken out of it. Always safe."""

    description: str
    file: str


class Elsewhere(Value):
    """Another place that a finding is about, such as where a key was given first."""

    at: Pointer
    message: str
    within: tuple[int, int] | None = None


class Finding(Value):
    """What a rule found at one place of the case.

    *within* narrows the place to a stretch of the text at *at*; *key* means the key that names the
    value. *source* is another file, which the case names at *at*: *within* is then a stretch of its text.
    *severity* and *blocking* stand in for the rule's own where one finding weighs differently.
    A *fix* of several parts begins with a replacement, whose description is that of all, and is made in full
    or not at all.
    """

    at: Pointer
    message: str
    hint: str = ""
    within: tuple[int, int] | None = None
    key: bool = False
    related: tuple[Elsewhere, ...] = ()
    fix: Replacement | Stripping | tuple[Replacement | Deletion, ...] | None = None
    severity: Severity | None = None
    blocking: bool | None = None
    source: Source | None = None


class Unchecked(Value):
    """What a rule yields where it could not look, and why: "offline", "the image could not be read"."""

    reason: str


Findings = Iterator[Finding | Unchecked]
# A rule takes the case, and where it asks for it the context: the stage, what the profile sets.
RuleFunction = (
    Callable[[Case], Iterator[Finding]] | Callable[[Case], Findings] | Callable[[Case, Context], Findings]
)


class Rule(Value):
    """One rule: what it is called, how its findings weigh, where it comes from, and what it says of itself.

    *suspicious*: it may be wrong, and asks. *optional*: it runs only under a profile that asks for it.
    *english*: it reads English prose, and gives no verdict on another language. *fixing*: how its findings
    can be mended. *private*: reports do not show the text that it finds.
    *settings*: what a profile may set for it, and of which kind that is. *function* is None for what `load`
    finds before any rule runs. *doc*, a docstring, holds a summary line, then paragraphs that begin with
    ``Why:``, ``Bad:`` and ``Good:``; the last two are YAML.
    """

    code: str
    name: str
    severity: Severity
    doc: str
    function: RuleFunction | None = None
    source: str = ""
    blocking: bool = False
    stages: Mapping[Stage, Severity] = MappingProxyType({})
    suspicious: bool = False
    optional: bool = False
    english: bool = False
    fixing: Fixing = ""
    private: bool = False
    settings: Mapping[str, type] = MappingProxyType({})

    def run(self, case: Case, context: Context) -> Findings:
        """What the rule finds in *case*; nothing where it has no function."""
        if self.function is None:
            return iter(())
        asks = self.function.__code__.co_argcount > 1
        return self.function(case, context) if asks else self.function(case)  # type: ignore[call-arg]

    @property
    def family(self) -> str:
        """The code's letters."""
        return self.code[:3]

    def severity_at(self, stage: Stage) -> Severity:
        """How findings weigh at *stage* of the report's life."""
        return self.stages.get(stage, self.severity)

    @property
    def summary(self) -> str:
        """What is wrong, in one line."""
        return self.doc.strip().partition("\n")[0]

    @property
    def what(self) -> str:
        """What else there is to say of what is found; empty where the summary says it."""
        return _PART.split(inspect.cleandoc(self.doc))[0].partition("\n")[2].strip()

    @property
    def why(self) -> str:
        """Why it matters."""
        return " ".join(self._part("Why").split())

    @property
    def bad(self) -> str:
        """A piece of a case in which the rule finds something; empty where none can be shown."""
        return self._part("Bad")

    @property
    def good(self) -> str:
        """The same piece as it should be."""
        return self._part("Good")

    def _part(self, name: str) -> str:
        pieces = _PART.split(inspect.cleandoc(self.doc))
        texts = dict(zip(pieces[1::2], pieces[2::2], strict=True))
        return inspect.cleandoc("\n" + texts.get(name, "")).strip()


_rules: dict[str, Rule] = {}
_names: set[tuple[str, bool]] = set()

F = TypeVar("F", bound=RuleFunction)


def rule(  # noqa: PLR0913 -- what a rule says of itself is named at each
    code: str,
    name: str,
    *,
    severity: Severity,
    source: str = "",
    blocking: bool = False,
    stages: Mapping[Stage, Severity] | None = None,
    suspicious: bool = False,
    optional: bool = False,
    english: bool = False,
    fixing: Fixing = "",
    private: bool = False,
    settings: Mapping[str, type] | None = None,
) -> Callable[[F], F]:
    """Register the decorated function as a rule.

    *source* names the guideline or check list it is taken from. *blocking*: with such a finding no
    output of the case is written. *stages* gives the severity at a stage where it is another one. The
    others are those of `Rule`.
    """

    def register(function: F) -> F:
        doc = function.__doc__ or ""
        add(
            Rule(
                code, name, severity, doc, function, source, blocking, stages or {},
                suspicious, optional, english, fixing, private, settings or {},
            )
        )  # fmt: skip
        return function

    return register


def add(rule: Rule) -> None:
    """Put *rule* on the register. A malformed or repeated code or name is fatal."""
    if not _CODE.fullmatch(rule.code) or not _NAME.fullmatch(rule.name):
        raise RuntimeError(f"{rule.code} {rule.name} is no code and name of a rule")
    if not rule.summary or "Why: " not in rule.doc:
        raise RuntimeError(f"the rule {rule.code} does not say what it wants and why")
    # What `load` finds has names of its own, which nobody needs to select by.
    name = (rule.name, rule.function is None)
    if rule.code in _rules or name in _names:
        raise RuntimeError(f"two rules are called {rule.code} or {rule.name}")
    _rules[rule.code] = rule
    _names.add(name)


def registered() -> Mapping[str, Rule]:
    """The rules of the modules imported so far, by code."""
    return _rules
