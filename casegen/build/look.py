"""Which theme a case is printed in, and what to tell of one that is not there."""

from __future__ import annotations

from pathlib import Path

from casegen.load import Loaded, Workspace
from casegen.load.codes import structural
from casegen.problem import CasegenError
from casegen.source import Pointer
from casegen.themes import Theme, load_theme, shipped_templates

__all__ = ["theme_folders", "theme_for", "with_theme_looked_up"]


def theme_for(name: str, workspace: Workspace) -> Theme:
    """The theme *name* as *workspace* sees it, with the options its ``casegen.toml`` sets.

    CasegenError where there is none, or where it or its options are not as they should be.
    """
    return load_theme(name, theme_folders(workspace), workspace.theme_options.get(name))


def theme_folders(workspace: Workspace) -> tuple[Path, ...]:
    """Where themes are looked for: the workspace's own first, then those that come with casegen.

    Only a workspace that is declared has its own: a folder without ``casegen.toml`` may be a case's.
    """
    shipped = shipped_templates()
    own = workspace.templates.resolve()
    return (shipped,) if own == shipped or not workspace.declared else (own, shipped)


def with_theme_looked_up(loaded: Loaded, workspace: Workspace) -> Loaded:
    """*loaded*, with a problem where it asks for a theme that cannot be used."""
    name = loaded.case.style.theme if loaded.case else ""
    if not name:
        return loaded
    try:
        load_theme(name, theme_folders(workspace))
    except CasegenError as error:
        at = Pointer(("style", "theme"))
        problem = structural("YML004", str(error), loaded.places.locate(at), at)
        return Loaded(loaded.path, loaded.slug, loaded.places, loaded.case, (*loaded.problems, problem))
    return loaded
