"""What SARIF says of the rules, and of the guidelines they are taken from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import indent
from typing import Any

from casegen.check import Profile
from casegen.problem import Severity
from casegen.rules import Rule

__all__ = ["described", "taxonomies"]

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
# GitHub's words for a level.
_WEIGHTS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}


def described(rule: Rule, profile: Profile | None) -> dict[str, Any]:
    """*rule* as a reportingDescriptor, related to the item of *profile*'s guideline that asks for it."""
    item = _item(rule, profile)
    relation = {"target": {"id": item, "toolComponent": {"name": _guideline(rule, profile)}}}
    tags = [rule.family, *(["suspicious"] if rule.suspicious else [])]
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": " ".join(f"{rule.summary} {rule.what}".split())},
        "help": {"text": _help(rule), "markdown": _help(rule, markdown=True)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        **({"relationships": [{**relation, "kinds": ["relevant"]}]} if item else {}),
        "properties": {
            "tags": tags,
            # What GitHub sorts by.
            "precision": "medium" if rule.suspicious else "very-high",
            "problem.severity": _WEIGHTS[rule.severity],
            **({"source": rule.source} if rule.source else {}),
        },
    }


def taxonomies(rules: Iterable[Rule], profile: Profile | None) -> list[dict[str, Any]]:
    """The guidelines that *rules* are taken from under *profile*, with the items that ask for them."""
    taxa: dict[str, dict[str, dict[str, Any]]] = {}
    for rule in rules:
        if item := _item(rule, profile):
            taxa.setdefault(_guideline(rule, profile), {})[item] = _taxon(rule, item, profile)
    return [
        {
            "name": guideline,
            "shortDescription": {"text": f"The items of {guideline}."},
            **(
                {"informationUri": profile.url}
                if profile and guideline == profile.guideline and profile.url
                else {}
            ),
            "taxa": list(items.values()),
        }
        for guideline, items in sorted(taxa.items())
    ]


def _item(rule: Rule, profile: Profile | None) -> str:
    setting = profile.rules.get(rule.code) if profile else None
    return setting.item if setting else ""


def _guideline(rule: Rule, profile: Profile | None) -> str:
    setting = profile.rules.get(rule.code) if profile else None
    own = profile.guideline if profile else ""
    return setting.guideline or own if setting else own


def _taxon(rule: Rule, item: str, profile: Profile | None) -> dict[str, Any]:
    says = profile.rules[rule.code].says if profile else ""
    return {"id": item, **({"shortDescription": {"text": says}} if says else {})}


def _help(rule: Rule, *, markdown: bool = False) -> str:
    return "\n\n".join(_parts(rule, markdown=markdown))


def _parts(rule: Rule, *, markdown: bool) -> Iterator[str]:
    yield rule.summary
    if rule.what:
        yield rule.what
    yield f"Why: {rule.why}"
    for title, example in (("Bad", rule.bad), ("Good", rule.good)):
        if example:
            shown = f"```yaml\n{example}\n```" if markdown else indent(example, "    ")
            yield f"{title}:\n\n{shown}"
    if rule.source:
        yield f"Source: {rule.source}"
