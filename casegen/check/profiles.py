"""Profiles: which rules a guideline or journal asks for, how much each weighs, and from which of its items.

A profile is a TOML file, ``profiles/<name>.toml``, or a table ``[profiles.<name>]`` of a workspace; it
extends another one and says only what differs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from casegen.problem import CasegenError, Severity
from casegen.rules import STAGES, Rule, Stage, choose
from casegen.rules import find as find_rule
from casegen.rules.registry import registered
from casegen.values import Value

__all__ = ["DEFAULT", "Item", "Profile", "Setting", "find_profile", "profile_names"]

DEFAULT = "care"
_FOLDER = Path(__file__).parent / "profiles"
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Setting(Value):
    """What a profile says of one rule.

    *item* of the guideline, and in which words it *says* what the rule looks for. *on* turns an optional rule
    on, and any rule off. *settings* are for the rule itself, such as a number of words.
    """

    item: str = ""
    says: str = ""
    on: bool | None = None
    severity: Severity | None = None
    stages: Mapping[Stage, Severity] = MappingProxyType({})
    settings: Mapping[str, Any] = _NOTHING
    guideline: str = ""


class Item(Value):
    """One item of a guideline: what it *asks*, and by which *evidence* and *rules* it is met.

    *advice* says what to do where it is not met and none of its rules says more. *guideline* is the one that
    numbers it so: a profile may take the items of the one that it extends.
    """

    number: str
    topic: str
    asks: str
    evidence: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    advice: str = ""
    guideline: str = ""


class Profile(Value):
    """A guideline or a journal's instructions, as far as a program can check them."""

    name: str
    title: str
    guideline: str
    url: str = ""
    suspicious: bool = True
    rules: Mapping[str, Setting] = MappingProxyType({})
    items: tuple[Item, ...] = ()

    def runs(self, rule: Rule) -> bool:
        """Whether *rule* is asked for."""
        on = self.rules.get(rule.code, _ABSENT).on
        if on is not None:
            return on
        return not rule.optional and (self.suspicious or not rule.suspicious)

    def severity(self, rule: Rule, stage: Stage) -> Severity:
        """How the findings of *rule* weigh at *stage*: as the profile says, else as the rule does."""
        setting = self.rules.get(rule.code, _ABSENT)
        return setting.stages.get(stage) or rule.stages.get(stage) or setting.severity or rule.severity

    def source(self, rule: Rule) -> str:
        """Where *rule* comes from under this profile: the guideline's item, else the rule's own source."""
        setting = self.rules.get(rule.code, _ABSENT)
        return f"{setting.guideline or self.guideline}, item {setting.item}" if setting.item else rule.source

    def settings(self, code: str) -> Mapping[str, Any]:
        """What is set for the rule *code* itself."""
        return self.rules.get(code, _ABSENT).settings


_ABSENT = Setting()
# What a profile's tables may hold, and of which kind it is.
_PROFILE: Mapping[str, type] = {
    "title": str, "guideline": str, "url": str, "extends": str, "suspicious": bool,
    "rules": dict, "items": list,
}  # fmt: skip
_RULE: Mapping[str, type] = {
    "item": str, "says": str, "on": bool, "severity": str, "stages": dict, "settings": dict,
}  # fmt: skip
_ITEM: Mapping[str, type] = {
    "number": str, "topic": str, "asks": str, "evidence": list, "rules": list, "advice": str,
}  # fmt: skip
_KINDS = {str: "text in quotes", int: "a number", bool: "true or false", dict: "a table", list: "a list"}


def profile_names(own: Mapping[str, Any] = _NOTHING) -> tuple[str, ...]:
    """The names of the shipped profiles, and of a workspace's *own*."""
    return tuple(sorted({path.stem for path in _FOLDER.glob("*.toml")} | set(own)))


def find_profile(name: str, own: Mapping[str, Any] = _NOTHING) -> Profile:
    """The profile *name*: one of a workspace's *own* tables, by name, or a shipped one.

    CasegenError: there is none, it is not as it should be, or profiles extend one another in a circle.
    """
    return _find(name, own, ())


def _find(name: str, own: Mapping[str, Any], below: tuple[str, ...]) -> Profile:
    if name in below:
        raise CasegenError(f"profiles extend one another in a circle: {' -> '.join((*below, name))}")
    if name in own:
        return _made(name, own[name], own, below)
    if name not in profile_names():
        raise CasegenError(_unknown(name, own))
    return _shipped(name)


def _unknown(name: str, own: Mapping[str, Any]) -> str:
    from difflib import get_close_matches

    names = profile_names(own)
    close = get_close_matches(name.lower(), names, n=1)
    guess = f": did you mean {close[0]!r}?" if close else ""
    return (
        f"there is no profile {name!r}{guess} There are {', '.join(names)}"
        if guess
        else (f"there is no profile {name!r}: there are {', '.join(names)}")
    )


@cache
def _shipped(name: str) -> Profile:
    table = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return _made(name, table, _NOTHING, ())


def _made(name: str, table: Any, own: Mapping[str, Any], below: tuple[str, ...]) -> Profile:
    where = f"the profile {name!r}"
    _require(where, table, _PROFILE)
    # One that a workspace declares extends the default unless it says otherwise.
    base = table.get("extends", DEFAULT if name in own else "")
    parent = _find(base, own, (*below, name)) if base else Profile("", "", "")
    guideline = table.get("guideline", "")
    rules = dict(parent.rules)
    for key, given in table.get("rules", {}).items():
        for code in (key,) if key in registered() else choose((key,)):
            before = rules.get(code, _ABSENT)
            rules[code] = _setting(
                f"{where}: rules.{key}", given, code, before, guideline or parent.guideline
            )
    return Profile(
        name,
        table.get("title", parent.title or name),
        guideline or parent.guideline,
        table.get("url", parent.url),
        table.get("suspicious", parent.suspicious),
        rules,
        tuple(_item(where, entry, guideline or parent.guideline) for entry in table.get("items", ()))
        or parent.items,
    )


def _require(where: str, table: Any, shape: Mapping[str, type]) -> None:
    """CasegenError unless *table* is one and holds only what *shape* names, of the right kinds."""
    if not isinstance(table, dict):
        raise CasegenError(f"{where}: expected a table, found {table!r}")
    if unknown := sorted(table.keys() - shape.keys()):
        raise CasegenError(f"{where}: unknown key {unknown[0]!r}; it may have {', '.join(sorted(shape))}")
    for key, value in table.items():
        if not isinstance(value, shape[key]):
            raise CasegenError(f"{where}: {key}: expected {_KINDS[shape[key]]}, found {value!r}")


def _setting(where: str, given: Any, code: str, parent: Setting, guideline: str) -> Setting:
    _require(where, given, _RULE)
    if "settings" in given:
        _require(f"{where}.settings", given["settings"], find_rule(code).settings)
    try:
        severity = Severity(given["severity"]) if "severity" in given else parent.severity
        stages = {stage: Severity(weight) for stage, weight in given.get("stages", {}).items()}
    except ValueError as error:
        raise CasegenError(f"{where}: {error}; severities are error, warning and info") from None
    if unknown := sorted(stages.keys() - set(STAGES)):
        raise CasegenError(f"{where}: unknown stage {unknown[0]!r}; stages are {', '.join(STAGES)}")
    return Setting(
        given.get("item", parent.item),
        given.get("says", parent.says),
        given.get("on", parent.on),
        severity,
        {**parent.stages, **stages},
        {**parent.settings, **given.get("settings", {})},
        guideline if "item" in given else parent.guideline,
    )


def _item(profile: str, entry: Any, guideline: str) -> Item:
    where = f"{profile}: items"
    _require(where, entry, _ITEM)
    if missing := [key for key in ("number", "topic", "asks") if key not in entry]:
        raise CasegenError(f"{where}: an item needs {missing[0]!r}")
    return Item(
        entry["number"],
        entry["topic"],
        entry["asks"],
        tuple(entry.get("evidence", ())),
        tuple(entry.get("rules", ())),
        entry.get("advice", ""),
        guideline,
    )
