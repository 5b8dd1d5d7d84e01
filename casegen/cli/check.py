"""``casegen check``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from casegen.check import check
from casegen.cli.console import data, result, terminal_width, wants_colour
from casegen.cli.exits import CLEAN, FOUND
from casegen.cli.options import (
    SEVERITIES,
    listed,
    make_command,
    paths_argument,
    shown,
    stage_option,
)
from casegen.cli.progress import Progress
from casegen.cli.targets import find_targets
from casegen.load import Loaded, Workspace, find_workspace, load
from casegen.load.limits import MAX_BYTES
from casegen.problem import CasegenError, Severity
from casegen.reports import Options, Result, formats, render
from casegen.rules import Stage, choose

_STDIN = Path("-")


@make_command(
    """
    casegen check                                  the whole workspace
    casegen check cases/my-first-case --stage draft
    casegen check - --stdin-filename case.md < draft.md
    """
)
@paths_argument
@stage_option
@click.option(
    "--format",
    type=click.Choice(formats()),
    default="text",
    show_default=True,
    help="How to show the problems.",
)
@click.option("--select", metavar="RULES", multiple=True, help="Only these rules: codes, names or families.")
@click.option("--ignore", metavar="RULES", multiple=True, help="Without these rules.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="error",
    show_default=True,
    help="The lightest problem that makes the exit code 1.",
)
@click.option("--show-source/--no-show-source", default=True, help="The line under each problem.")
@click.option("--all", "all_problems", is_flag=True, help="Every problem, where one rule finds many.")
@click.option("--statistics", is_flag=True, help="How many problems of each rule.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing: the exit code is the answer.")
@click.option(
    "--stdin-filename",
    metavar="FILE",
    type=click.Path(path_type=Path),
    default="<stdin>",
    help="Where the text of standard input is from: its name says whether it is YAML or "
    "Markdown, and its folder is where figures are looked up.",
)
def command(  # noqa: PLR0913, PLR0917 -- an option is an argument
    paths: tuple[Path, ...],
    stage: Stage | None,
    format: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    show_source: bool,
    all_problems: bool,
    statistics: bool,
    quiet: bool,
    stdin_filename: Path,
) -> int:
    """Show what is wrong with cases, each problem at the place where it was typed.

    PATH is a case file, a case's folder or a folder of cases; - is standard input. Without one, the
    whole workspace is checked.
    """
    selected, ignored = listed(select), listed(ignore)
    for rules in (selected, ignored):
        choose(rules)
    results = [
        Result(shown(loaded.path), loaded, check(loaded, stage=at, select=selected, ignore=ignored))
        for loaded, at in _loaded(paths, stage, stdin_filename)
    ]
    if not quiet:
        options = Options(
            colour=wants_colour(sys.stdout),
            show_source=show_source,
            all=all_problems,
            statistics=statistics,
            width=terminal_width(sys.stdout),
        )
        report = render(format, results, options).rstrip("\n")
        if report:
            if format == "text":
                result(report)
            else:
                data(report)
    limit = Severity(fail_on).rank
    failed = any(p.severity.rank <= limit for r in results for p in r.checked.problems)
    return FOUND if failed else CLEAN


def _loaded(
    paths: tuple[Path, ...], stage: Stage | None, stdin_filename: Path
) -> Iterator[tuple[Loaded, Stage]]:
    if _STDIN in paths:
        if sys.stdin is None:  # the shell's `<&-`
            raise CasegenError("cannot read standard input: it is closed")
        text = sys.stdin.buffer.read(MAX_BYTES + 1)
        workspace = find_workspace(stdin_filename)
        yield _load(stdin_filename, workspace, text), stage or workspace.settings.stage
    files = tuple(path for path in paths if path != _STDIN)
    if paths and not files:
        return
    targets = find_targets(files)
    with Progress("checking", len(targets)) as progress:
        for target in targets:
            progress.next(shown(target.path.parent))
            yield _load(target.path, target.workspace), stage or target.workspace.settings.stage


def _load(path: Path, workspace: Workspace, data: bytes | None = None) -> Loaded:
    loaded = load(path, workspace, data=data)
    if loaded.case is None or not loaded.case.style.theme:
        return loaded
    from casegen.build.look import with_theme_looked_up  # a check of other cases needs no themes

    return with_theme_looked_up(loaded, workspace)
