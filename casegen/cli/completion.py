"""What the Tab key offers as values of options and arguments."""

from __future__ import annotations

from pathlib import Path

import click
from click.shell_completion import CompletionItem

# Each imports what it lists when the key is pressed: no run of a command pays for it.


def complete_formats(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The formats, after the last comma of what is typed."""
    from casegen.writers import formats

    before, comma, last = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{known.format}", help=known.description)
        for known in formats()
        if known.format.startswith(last)
    ]


def complete_themes(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The themes of the workspace and those that come with casegen."""
    from casegen.build.look import theme_folders
    from casegen.load import find_workspace
    from casegen.themes import list_themes

    themes = list_themes(theme_folders(find_workspace(Path())))
    return [CompletionItem(t.name, help=t.description) for t in themes if t.name.startswith(incomplete)]


def complete_rules(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes and names of the rules."""
    from casegen.rules import rules

    words = [(word, rule.summary) for rule in rules() for word in (rule.code, rule.name)]
    return [
        CompletionItem(word, help=summary)
        for word, summary in words
        if word.lower().startswith(incomplete.lower())
    ]


def complete_profiles(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The profiles of the workspace and those that come with casegen."""
    from casegen.check.profiles import find_profile, profile_names
    from casegen.load import find_workspace

    own = find_workspace(Path()).profiles
    names = [name for name in profile_names(own) if name.startswith(incomplete)]
    return [CompletionItem(name, help=find_profile(name, own).title) for name in names]
