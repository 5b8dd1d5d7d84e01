"""``casegen themes``."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

from casegen.build.look import theme_folders
from casegen.cli.console import result
from casegen.cli.exits import CLEAN
from casegen.cli.options import make_command
from casegen.cli.tables import table
from casegen.load import find_workspace
from casegen.themes import Option, Setting, Theme, list_themes


@make_command(
    """
    casegen themes
    casegen build -t modern
    """
)
def command() -> int:
    """List the themes, the workspace's own and those that come with casegen, with their options.

    A table [themes.NAME] in casegen.toml sets a theme's options.
    """
    result("\n\n".join(map(_described, list_themes(theme_folders(find_workspace(Path()))))))
    return CLEAN


def _described(theme: Theme) -> str:
    head = f"{theme.name}: {theme.description}"
    rows = [
        (option.name, f"= {_toml(option.default)}", _meaning(option)) for option in theme.declared.values()
    ]
    return f"{head}\n{indent(table(rows), '    ')}" if rows else head


def _toml(value: Setting) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
    return str(value)


def _meaning(option: Option) -> str:
    return f"{option.description} ({option.limits})" if option.limits else option.description
