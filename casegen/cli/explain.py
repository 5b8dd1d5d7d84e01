"""``casegen explain``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import fill, indent

import click

from casegen.check.profiles import Profile, find_profile, profile_names
from casegen.check.suppress import why_invalid
from casegen.cli.completion import complete_rules
from casegen.cli.console import result
from casegen.cli.exits import CLEAN
from casegen.cli.options import make_command
from casegen.cli.tables import table
from casegen.load import find_workspace
from casegen.rules import Rule, Stage, find

_WIDTH = 90
_STAGE: Stage = "submission"
# What is silenced in these families needs a reason that an editor can read.
_PATIENT = ("ETH", "PRV")


@make_command(
    """
    casegen explain CIT001
    casegen explain undefined-key
    """
)
@click.argument("rule", metavar="CODE-OR-NAME", shell_complete=complete_rules)
def command(rule: str) -> int:
    """Say what a rule wants, why, what is bad and good, who asks for it, and how to mend or silence it."""
    found = find(rule)
    own = find_workspace(Path()).profiles
    result(explanation(found, [find_profile(name, own) for name in profile_names(own)]))
    return CLEAN


def explanation(rule: Rule, profiles: Sequence[Profile]) -> str:
    """All that there is to say of *rule*, as text for a terminal."""
    parts = [f"{rule.code} {rule.name} ({weight(rule)})", _filled(rule.summary)]
    parts += [_filled(paragraph) for paragraph in rule.what.split("\n\n")]
    parts.append(_filled(f"Why: {rule.why}"))
    for title, example in (("Bad", rule.bad), ("Good", rule.good)):
        if example:
            parts.append(f"{title}:\n\n{indent(example, '    ')}")
    parts += [_filled(remark) for remark in remarks(rule)]
    asked = asked_by(rule, profiles)
    if asked:
        parts.append(f"Profiles:\n\n{_listed(asked)}")
    if rule.source:
        parts.append(_filled(f"Source: {rule.source}"))
    how = silenced(rule)
    parts.append(
        "To silence it:\n\n" + indent(table(how), "    ") if how else "It cannot be silenced, only mended."
    )
    return "\n\n".join(part for part in parts if part)


def weight(rule: Rule) -> str:
    """How much a finding of *rule* weighs, at which stage, and whether it stops a build."""
    stages = [
        f"{severity} at stage {stage}"
        for stage, severity in rule.stages.items()
        if severity is not rule.severity
    ]
    blocks = ["stops a build"] if rule.blocking else []
    return ", ".join([str(rule.severity), *stages, *blocks])


def remarks(rule: Rule) -> Iterator[str]:
    """What is to be known of *rule* before its findings are believed or mended, each in a paragraph."""
    if rule.suspicious:
        yield (
            "This rule may be wrong, and so it asks: read the place and decide. A profile can switch off all "
            "rules of this kind."
        )
    if rule.optional:
        yield "It runs only under a profile that asks for it, or where `--select` names its code."
    if rule.english:
        yield "It reads English: a report in another language is told as not checked."
    match rule.fixing:
        case "safe":
            yield "`casegen check --fix` mends it: the report says the same as before."
        case "suggested":
            yield (
                "`casegen check --fix --unsafe-fixes` mends it where it can, and changes words: look at the "
                "change first, with `--diff`."
            )


def asked_by(rule: Rule, profiles: Sequence[Profile]) -> list[tuple[str, str, str]]:
    """What each of *profiles* makes of *rule*: its name, the severity or "off", and the item with its words.

    Empty where they all take it as it is.
    """
    rows = [
        (profile.name, word(rule, profile), _item(rule, profile) if profile.runs(rule) else "")
        for profile in profiles
    ]
    as_it_is = all(said == str(rule.severity_at(_STAGE)) and not item for _, said, item in rows)
    return [] if as_it_is or rule.function is None else rows


def word(rule: Rule, profile: Profile) -> str:
    """How much *rule* weighs under *profile* at submission; "off" where it does not run."""
    return str(profile.severity(rule, _STAGE)) if profile.runs(rule) else "off"


def _item(rule: Rule, profile: Profile) -> str:
    setting = profile.rules.get(rule.code)
    if setting is None:
        return ""
    item = profile.source(rule) if setting.item else ""
    return ": ".join(part for part in (item, setting.says) if part)


def silenced(rule: Rule) -> list[tuple[str, str]]:
    """Where a finding of *rule* can be silenced, and what is written there; empty where it cannot be."""
    if rule.function is None or why_invalid(rule.code, "for a reason"):
        return []
    reason = "why it is right" if rule.family in _PATIENT else "why"
    return [
        ("one finding, in the text before it", f"<!-- casegen: ignore-next {rule.code} {reason} -->"),
        ("in the whole case", f"lint: {{ignore: [{{code: {rule.code}, reason: {reason}}}]}}"),
        ("in every case, in casegen.toml", "[lint]"),
        ("", f'ignore = [{{code = "{rule.code}", reason = "{reason}"}}]'),
    ]


def _listed(rows: Sequence[tuple[str, str, str]]) -> str:
    """*rows* as a table, its last column broken where it is long."""
    begin = max(len(name) for name, *_ in rows) + max(len(said) for _, said, _ in rows) + 8
    lines = table(rows).splitlines()
    return "\n".join(
        fill(f"    {line}", _WIDTH, subsequent_indent=" " * begin, break_on_hyphens=False) for line in lines
    )


def _filled(text: str) -> str:
    return fill(" ".join(text.split()), _WIDTH, break_on_hyphens=False)
