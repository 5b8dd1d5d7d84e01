"""``casegen build``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from casegen.build.press import Press
from casegen.cli.completion import complete_formats, complete_themes
from casegen.cli.options import SEVERITIES, listed, make_command, paths_argument, stage_option

if TYPE_CHECKING:
    from casegen.rules import Stage


@make_command(
    """
    casegen build                                  the whole workspace
    casegen build cases/my-first-case -f pdf -t modern
    casegen build --strict --stage publication --out site
    """
)
@paths_argument
@click.option(
    "-f",
    "--formats",
    metavar="FORMATS",
    multiple=True,
    shell_complete=complete_formats,
    help="What to write, such as html,pdf: `casegen formats` lists them.  [default: the workspace's]",
)
@click.option(
    "-t",
    "--theme",
    metavar="THEME",
    default="",
    shell_complete=complete_themes,
    help="How it is to look: `casegen themes` lists them.  [default: the case's or the workspace's]",
)
@stage_option
@click.option("--strict", is_flag=True, help="Write no case that `casegen check` would fail.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    help="The lightest problem that --strict stops at (and implies it).  [default: error]",
)
@click.option(
    "--blind",
    is_flag=True,
    help="Take out whatever names the authors, for double-blind review, and write to `blind` in the "
    "output folder.",
)
@click.option("--force", is_flag=True, help="Write also what has not changed since the last build.")
@click.option("--prune", is_flag=True, help="Delete outputs whose case is no longer in the workspace.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and why; write nothing.")
@click.option(
    "-j",
    "--jobs",
    metavar="N",
    type=click.IntRange(min=1),
    help="How many cases are built at the same time.  [default: one for each core]",
)
@click.option("--watch", is_flag=True, help="Stay, and write again what a saved file changes.")
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    default="",
    help="Build on a Dask cluster, such as tcp://host:8786 (needs casegen[dask]).",
)
@click.option("--timings", is_flag=True, help="Show at the end what took how long.")
@click.option(
    "--format",
    "style",
    type=click.Choice(("text", "json")),
    default="text",
    help="How to tell what came of it.  [default: text]",
)
@click.option(
    "-o",
    "--out",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Where to write.  [default: the workspace's output folder]",
)
def command(  # noqa: PLR0913, PLR0917 -- an option is an argument
    paths: tuple[Path, ...],
    formats: tuple[str, ...],
    theme: str,
    stage: Stage | None,
    strict: bool,
    fail_on: str | None,
    blind: bool,
    force: bool,
    prune: bool,
    dry_run: bool,
    jobs: int | None,
    watch: bool,
    scheduler: str,
    timings: bool,
    style: str,
    out: Path | None,
) -> int:
    """Check cases, then write them in every format asked for, into a folder for each case.

    PATH is a case file, a case's folder or a folder of cases. Without one, the whole workspace is
    built. A problem that would make the article wrong or incomplete stops that case and leaves its
    earlier outputs alone; the other cases are still built. What has not changed is not written again.
    """
    wanted = listed(formats)
    with Press() as press:
        # The PDF engine starts while the rest of casegen is imported.
        press.ready(wanted)
        from casegen.build.plan import Request
        from casegen.cli.building import How, run
        from casegen.problem import Severity

        stop_at = Severity(fail_on or "error") if strict or fail_on else None
        request = Request(wanted, theme, stage, stop_at, out, blind, force, dry_run)
        how = How(jobs or 0, scheduler, timings, style == "json")
        if scheduler:
            from casegen.build.cluster.connection import require_address

            require_address(scheduler)
        if watch:
            from casegen.cli.watching import watch as stay

            return stay(paths, request, press, how)
        return run(paths, request, press, how, prune=prune)
