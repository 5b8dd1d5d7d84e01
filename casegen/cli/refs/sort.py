"""``casegen refs sort``."""

from __future__ import annotations

from pathlib import Path

import click

from casegen.check.fix import Change
from casegen.cli.changes import diff, write
from casegen.cli.console import result, tell
from casegen.cli.exits import CLEAN
from casegen.cli.options import make_command, shown
from casegen.cli.refs.choice import load_case, one_case, path_argument
from casegen.refs.casefile import CaseFile
from casegen.refs.order import ORDERS, citation_order, order_by
from casegen.refs.yaml_edit import reordered


@make_command(
    """
    casegen refs sort
    casegen refs sort --by citation cases/my-first-case --diff
    """
)
@path_argument
@click.option(
    "--by", type=click.Choice(ORDERS), default="key", show_default=True,
    help="The citation key; the first author, year and title; the year; or where each is first cited.",
)  # fmt: skip
@click.option("--diff", "show", is_flag=True, help="Show what would change, and change nothing.")
def command(path: Path | None, by: str, show: bool) -> int:
    """Put the references of a case in order, each with its comments.

    The order in print is the citation style's affair. References of bibliography files stay where they are.
    """
    target = one_case(path, option="casegen refs sort ")
    file = CaseFile(target.path)
    if by == "citation":
        _, case = load_case(target)
        order = citation_order(case, len(file.entries))
    else:
        order = order_by(file, by)
    change = Change(file.path, file.source.text, reordered(file, order))
    if show:
        for line in diff(change):
            result(line)
        return CLEAN
    count = f"{len(order)} reference{'' if len(order) == 1 else 's'}"
    if change.before == change.after:
        tell(f"casegen: the {count} of {shown(file.path)} stand in this order already")
        return CLEAN
    write(change)
    tell(f"casegen: sorted {count} in {shown(file.path)}")
    return CLEAN
