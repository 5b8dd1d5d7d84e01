"""``casegen rules``."""

from __future__ import annotations

import json

import click

from casegen.cli.console import data, result
from casegen.cli.exits import CLEAN
from casegen.cli.options import make_command
from casegen.cli.tables import table
from casegen.rules import Rule, rules


@make_command(
    """
    casegen rules
    casegen rules --format json
    """
)
@click.option("--format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(format: str) -> int:
    """List the rules: code, how much a finding weighs, name, and what is wrong."""
    if format == "json":
        described = {"version": 1, "rules": [_described(rule) for rule in rules()]}
        data(json.dumps(described, indent=2, ensure_ascii=False))
    else:
        result(table([(rule.code, str(rule.severity), rule.name, rule.summary) for rule in rules()]))
    return CLEAN


def _described(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": str(rule.severity),
        "stages": {stage: str(severity) for stage, severity in rule.stages.items()},
        "blocking": rule.blocking,
        "summary": rule.summary,
        "description": rule.what,
        "why": rule.why,
        "bad": rule.bad,
        "good": rule.good,
        "source": rule.source,
    }
