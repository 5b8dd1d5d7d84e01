"""``casegen explain``."""

from __future__ import annotations

from textwrap import fill, indent

import click

from casegen.cli.completion import complete_rules
from casegen.cli.console import result
from casegen.cli.exits import CLEAN
from casegen.cli.options import make_command
from casegen.rules import Rule, find

_WIDTH = 90


@make_command(
    """
    casegen explain CIT001
    casegen explain undefined-key
    """
)
@click.argument("rule", metavar="CODE-OR-NAME", shell_complete=complete_rules)
def command(rule: str) -> int:
    """Say what a rule wants, why, what is bad and good, and where it comes from."""
    result(explanation(find(rule)))
    return CLEAN


def explanation(rule: Rule) -> str:
    """All that *rule* says of itself, as text for a terminal."""
    parts = [f"{rule.code} {rule.name} ({_weight(rule)})", fill(rule.summary, _WIDTH)]
    parts += [fill(" ".join(paragraph.split()), _WIDTH) for paragraph in rule.what.split("\n\n") if paragraph]
    parts.append(fill(f"Why: {rule.why}", _WIDTH))
    for title, example in (("Bad", rule.bad), ("Good", rule.good)):
        if example:
            parts.append(f"{title}:\n\n{indent(example, '    ')}")
    if rule.source:
        parts.append(fill(f"Source: {rule.source}", _WIDTH))
    return "\n\n".join(parts)


def _weight(rule: Rule) -> str:
    stages = [
        f"{severity} at stage {stage}"
        for stage, severity in rule.stages.items()
        if severity is not rule.severity
    ]
    blocks = ["stops a build"] if rule.blocking else []
    return ", ".join([str(rule.severity), *stages, *blocks])
