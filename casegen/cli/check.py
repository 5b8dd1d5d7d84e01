"""``casegen check``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from casegen.check.profiles import find_profile
from casegen.cli.baseline import new_findings, record
from casegen.cli.checking import STDIN, Asked, Read, read_cases, results, settle
from casegen.cli.completion import complete_profiles
from casegen.cli.console import data, result, silent, tell, terminal_width, wants_colour
from casegen.cli.exits import CLEAN, FOUND
from casegen.cli.options import (
    SEVERITIES,
    listed,
    make_command,
    paths_argument,
    shown,
    stage_option,
)
from casegen.files import write_atomic
from casegen.problem import CasegenError, Severity
from casegen.reports import Options, Result, formats, render
from casegen.rules import Stage, choose

_file = click.Path(path_type=Path, dir_okay=False)


@make_command(
    """
    casegen check                                  the whole workspace
    casegen check cases/my-first-case --stage draft
    casegen check --profile care --profile bmj     what another journal would say
    casegen check --fix --unsafe-fixes --diff      what could be mended
    casegen check cases/my-first-case --report care.html
    casegen check - --stdin-filename case.md < draft.md
    """
)
@paths_argument
@click.option(
    "--profile",
    "profiles",
    metavar="PROFILE",
    multiple=True,
    shell_complete=complete_profiles,
    help="The guideline or journal to check for: care, scare, jmcr, bmj, cureus, or one of the workspace's. "
    "Several give a verdict each.  [default: the case's or the workspace's]",
)
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
@click.option(
    "--fix", is_flag=True, help="Mend what can be mended safely, in the files, and show what is left."
)
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: words as well; read them after.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option(
    "--baseline",
    metavar="FILE",
    type=_file,
    help="Tell only what this file does not know.  [default: the workspace's]",
)
@click.option("--write-baseline", metavar="FILE", type=_file, help="Record today's findings in this file.")
@click.option(
    "--report",
    "report_file",
    metavar="FILE",
    type=_file,
    help="Write the guideline's items, and where the case meets each, as .html or .md.",
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
    profiles: tuple[str, ...],
    stage: Stage | None,
    format: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    baseline: Path | None,
    write_baseline: Path | None,
    report_file: Path | None,
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
    asked = Asked(stage, listed(profiles), listed(select), listed(ignore))
    for rules in (asked.select, asked.ignore):
        choose(rules)
    mending = fix or diff
    if unsafe_fixes and not mending:
        raise click.UsageError("--unsafe-fixes goes with --fix or --diff")
    if mending and STDIN in paths:
        raise click.UsageError("standard input cannot be mended: name the file")
    light = not mending and report_file is None
    reads = list(read_cases(paths, asked, stdin_filename, light=light))
    say = silent if quiet else tell
    if mending:
        from casegen.cli.mending import mend, show  # a check that mends nothing needs none of it

        if diff:
            return FOUND if show(reads, asked, unsafe=unsafe_fixes) else CLEAN
        reads = mend(reads, asked, unsafe=unsafe_fixes, say=say)
    if report_file is not None:
        say(_write_report(report_file, reads, stage))
    found = results(reads)
    if write_baseline is not None:
        return record(write_baseline, reads, found, say)
    found = [*new_findings(found, reads, baseline), *settle(reads, whole=not paths)]
    if not quiet:
        options = Options(
            colour=wants_colour(sys.stdout),
            show_source=show_source,
            all=all_problems,
            statistics=statistics,
            width=terminal_width(sys.stdout),
        )
        _print(format, found, options)
    limit = Severity(fail_on).rank
    failed = any(p.severity.rank <= limit for r in found for p in r.checked.problems)
    return FOUND if failed else CLEAN


def _print(format: str, found: Sequence[Result], options: Options) -> None:
    report = render(format, found, options).rstrip("\n")
    if report:
        if format == "text":
            result(report)
        else:
            data(report)


def _write_report(path: Path, reads: Sequence[Read], stage: Stage | None) -> str:
    """Write the report on the one case of *reads*; what is to be said of it."""
    from casegen.reports.care import care_report  # with the page it fills

    if path.suffix.lower() not in (".html", ".htm", ".md"):
        raise CasegenError(f"--report writes .html or .md, not {path.name}")
    if len(reads) != 1:
        raise CasegenError(f"--report is about one case, and there are {len(reads)}: name one")
    (read,) = reads
    if read.loaded.case is None:
        raise CasegenError(f"{shown(read.loaded.path)} could not be read as a case: `casegen check` says why")
    if len(read.verdicts) != 1:
        raise CasegenError("--report is about one guideline: name one --profile")
    (verdict,) = read.verdicts
    page = care_report(
        Result(shown(read.loaded.path), read.loaded, verdict),
        find_profile(verdict.profile, read.workspace.profiles),
        html=path.suffix.lower() != ".md",
        stage=stage or read.workspace.settings.stage,
    )
    write_atomic(path, page.encode("utf-8", "replace"))
    return f"casegen: wrote {shown(path)}"
