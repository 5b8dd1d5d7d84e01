"""``casegen new``."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import click

from casegen.cli.console import result, tell
from casegen.cli.exits import CLEAN
from casegen.cli.options import make_command, shown
from casegen.files import PRIVATE, write_atomic
from casegen.load import Workspace, find_workspace
from casegen.load.workspace import FILE
from casegen.problem import CasegenError

TEMPLATES = ("case-report", "case-series")
DIALECTS = ("yaml", "md")

_STARTER = Path(__file__).parent / "starter"
_SLUG = re.compile(r"[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*")
_MAX_SLUG = 80


@make_command(
    """
    casegen new my-first-case
    casegen new three-lyme-cases --template case-series --format md
    """
)
@click.argument("slug")
@click.option(
    "--template",
    type=click.Choice(TEMPLATES),
    default="case-report",
    show_default=True,
    help="What to start from.",
)
@click.option(
    "--format",
    "dialect",
    type=click.Choice(DIALECTS),
    default="yaml",
    show_default=True,
    help="Everything as YAML, or Markdown under YAML front matter.",
)
def command(slug: str, template: str, dialect: str) -> int:
    """Start a new case in the workspace's folder of cases, ready to be written over.

    SLUG names the case's folder and its outputs. Where there is no workspace, the current folder
    becomes one.
    """
    _require_slug(slug)
    workspace = find_workspace(Path())
    folder = workspace.cases / slug
    if folder.exists() or folder.is_symlink():
        raise CasegenError(f"{shown(folder)} is there already: choose another name, or remove it first")
    made = [] if workspace.declared else _make_workspace(workspace)
    case = folder / f"case.{dialect}"
    write_atomic(case, (_STARTER / f"{template}.{dialect}").read_bytes())
    _make_folder(folder / "figures")
    for path in [*made, case, *_keep_private(workspace, folder)]:
        result(shown(path))
    draft = "" if find_workspace(Path()).settings.stage == "draft" else " --stage draft"
    where = shown(folder)
    tell(
        f"\nWrite your report into {shown(case)}, and put its images into {shown(folder / 'figures')}.\n"
        f"Then:\n\n  casegen check {where}{draft}\n  casegen build {where}{draft}"
    )
    return CLEAN


def _require_slug(slug: str) -> None:
    if _SLUG.fullmatch(slug) and len(slug) <= _MAX_SLUG:
        return
    plain = unicodedata.normalize("NFKD", slug).encode("ascii", "ignore").decode().lower()
    guess = "-".join(re.findall(r"[a-z0-9]+", plain))[:_MAX_SLUG].rstrip("-") or "my-first-case"
    raise CasegenError(
        f"{slug!r} cannot name a case: use up to {_MAX_SLUG} letters, digits and single hyphens, "
        f"such as {guess}"
    )


def _make_workspace(workspace: Workspace) -> list[Path]:
    """Make the current folder a workspace; the files made. What is there already stays as it is."""
    made = []
    for name, source in ((FILE, FILE), (".gitignore", "gitignore")):
        path = workspace.root / name
        if not path.exists():
            write_atomic(path, (_STARTER / source).read_bytes())
            made.append(path)
    return made


# Git is also to pass over a private file that was given nearly the right name, until it is told of.
_NEARLY = "*[Cc][Aa][Ss][Ee]*[Pp][Rr][Ii][Vv][Aa][Tt][Ee]*.[Yy]*[Ll]*"


def _keep_private(workspace: Workspace, folder: Path) -> list[Path]:
    """See that git passes over a private file in a case's *folder*; the file made for that, if it must be."""
    try:
        ignored = (workspace.root / ".gitignore").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        ignored = []
    if {PRIVATE, _NEARLY} <= {line.strip().removeprefix("**/") for line in ignored}:
        return []
    path = folder / ".gitignore"
    write_atomic(path, f"{PRIVATE}\n{_NEARLY}\n".encode())
    return [path]


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir()
    except OSError as error:
        raise CasegenError(f"cannot make {shown(folder)}: {(error.strerror or '').lower()}") from None
