"""``casegen rules``."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path

import click

from casegen.check.profiles import Profile, find_profile
from casegen.cli.completion import complete_profiles
from casegen.cli.console import data, result
from casegen.cli.exits import CLEAN
from casegen.cli.explain import word
from casegen.cli.options import make_command
from casegen.cli.tables import table
from casegen.load import find_workspace
from casegen.rules import STAGES, Rule, rules

FAMILIES = {
    "AUT": "authors and affiliations",
    "CIT": "citations",
    "CLM": "claims",
    "CON": "contradictions within the report",
    "ETH": "consent and declarations",
    "FIG": "figures and tables",
    "FRT": "title, abstract and keywords",
    "LNT": "the checker's own instructions",
    "MET": "the record: identifiers, dates, licence",
    "PRV": "the patient's privacy",
    "REF": "references",
    "SEC": "sections and what they must tell",
    "TXT": "the text itself",
    "YML": "the file",
}


@make_command(
    """
    casegen rules
    casegen rules --profile bmj
    casegen rules --format json
    """
)
@click.option(
    "--profile",
    metavar="PROFILE",
    shell_complete=complete_profiles,
    help="What this profile makes of each rule: how much it weighs, or off, and which item asks for it.",
)
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(profile: str | None, format: str) -> int:
    """List the rules by family: code, how much a finding weighs, name, and what is wrong."""
    under = find_profile(profile, find_workspace(Path()).profiles) if profile else None
    if format == "json":
        described = [_described(rule, under) for rule in rules()]
        head = {"version": 1, **({"profile": under.name} if under else {})}
        data(json.dumps({**head, "rules": described}, indent=2, ensure_ascii=False))
    else:
        result(_listed(rules(), under))
    return CLEAN


def _listed(every: list[Rule], under: Profile | None) -> str:
    """The rules in columns, those of a family under its name."""
    rows = [_row(rule, under) for rule in every]
    lines = iter(table(rows).splitlines())
    blocks = []
    for family, of_family in groupby(every, key=lambda rule: rule.family):
        heading = " ".join([family, FAMILIES.get(family, "")]).rstrip()
        blocks.append("\n".join([heading, *(next(lines) for _ in of_family)]))
    return "\n\n".join(blocks)


def _row(rule: Rule, under: Profile | None) -> tuple[str, ...]:
    if under is None:
        return rule.code, str(rule.severity), rule.name, rule.summary
    asked = f" ({under.source(rule)})" if _asks(rule, under) else ""
    return rule.code, word(rule, under), rule.name, rule.summary + asked


def _asks(rule: Rule, under: Profile) -> bool:
    setting = under.rules.get(rule.code)
    return setting is not None and bool(setting.item) and under.runs(rule)


def _described(rule: Rule, under: Profile | None) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": str(under.severity(rule, "submission") if under else rule.severity),
        "stages": _stages(rule, under),
        **(_asked(rule, under) if under else {}),
        "blocking": rule.blocking,
        "suspicious": rule.suspicious,
        "optional": rule.optional,
        "english": rule.english,
        "fix": rule.fixing or None,
        "summary": rule.summary,
        "description": rule.what,
        "why": rule.why,
        "bad": rule.bad,
        "good": rule.good,
        "source": rule.source,
    }


def _stages(rule: Rule, under: Profile | None) -> dict[str, str]:
    """The severity at the stages where it is another one."""
    if under is None:
        return {stage: str(severity) for stage, severity in rule.stages.items()}
    weights = {stage: under.severity(rule, stage) for stage in STAGES}
    return {stage: str(weight) for stage, weight in weights.items() if weight != weights["submission"]}


def _asked(rule: Rule, under: Profile) -> dict[str, object]:
    setting = under.rules.get(rule.code)
    return {
        "on": under.runs(rule),
        "item": under.source(rule) if _asks(rule, under) else "",
        "says": setting.says if setting else "",
        "settings": dict(setting.settings) if setting else {},
    }
