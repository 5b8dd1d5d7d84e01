"""Write docs/reference/ from the code: commands, rules, profiles, themes, formats, the case format's schema.

python tools/reference.py            write the pages (make docs)
python tools/reference.py --check    say which pages are not what the code says, or too many, and exit 1
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

    from casegen.check import Profile
    from casegen.rules import Rule

REPOSITORY = Path(__file__).parent.parent
FOLDER = REPOSITORY / "docs" / "reference"
WRITTEN = "<!-- Written by `make docs` from the code: edit the code. -->"


def commands() -> str:
    """Return the page of the commands: the help each one prints."""
    import click

    from casegen.cli.app import COMMANDS, app

    settings = {**app.context_settings, "max_content_width": 88, "terminal_width": 88}
    parent = click.Context(app, info_name="casegen", **settings)
    parts = [WRITTEN, "# Commands", fenced(app.get_help(parent))]
    for name in COMMANDS:
        command: click.Command = importlib.import_module(f"casegen.cli.{name}").command
        parts += command_help(command, name, parent)
    return page(parts)


def command_help(command: click.Command, name: str, parent: click.Context) -> list[str]:
    """Return the heading and the help of *command*, and of the commands under it."""
    import click

    context = click.Context(command, info_name=name, parent=parent, max_content_width=88, terminal_width=88)
    parts = [f"## {context.command_path}", fenced(command.get_help(context))]
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            if (found := command.get_command(context, inner)) is not None:
                parts += command_help(found, inner, context)
    return parts


def rule_pages() -> dict[str, str]:
    """Return a page for each rule, and one that lists them."""
    from casegen.rules import rules

    pages = {f"rules/{rule.code}.md": rule_page(rule) for rule in rules()}
    return {**pages, "rules/README.md": rule_index()}


def rule_index() -> str:
    """Return the list of the rules, by family."""
    from casegen.cli.rules import FAMILIES
    from casegen.rules import rules

    parts = [WRITTEN, "# Rules", INDEX]
    for family, members in groupby(rules(), key=lambda rule: rule.family):
        rows = [
            (
                f"[{rule.code}]({rule.code}.md)",
                rule.name,
                rule.summary,
                by_stage(rule),
                ", ".join(asking(rule)),
                {"safe": "safe", "suggested": "suggested"}.get(rule.fixing, ""),
            )
            for rule in members
        ]
        parts += [
            f"## {family}: {FAMILIES.get(family, '')}",
            markdown_table(("code", "name", "what is wrong", "weight", "asked for by", "fix"), rows),
        ]
    return page(parts)


INDEX = """\
`casegen explain CODE` prints a rule's page in a terminal, `casegen rules` this list. A finding is an *error*,
a *warning* or *info*; only errors fail a check, unless `--fail-on` says otherwise. Where three weights are
given, they are those of a draft, a submission and a publication (`--stage`). A safe fix is made by
`casegen check --fix`, a suggested one by `--fix --unsafe-fixes`. What each guideline and journal asks for is
in [Profiles](../profiles.md)."""


def by_stage(rule: Rule) -> str:
    """Return how *rule* weighs: one word, or three where the stages differ."""
    from casegen.rules import STAGES

    weights = [str(rule.severity_at(stage)) for stage in STAGES]
    return weights[0] if len(set(weights)) == 1 else " · ".join(weights)


def asking(rule: Rule) -> list[str]:
    """Return the profiles whose guideline asks for *rule*, with the item; "only" those that turn it on."""
    named = []
    for profile in shipped_profiles():
        setting = profile.rules.get(rule.code)
        if setting is None or not profile.runs(rule):
            continue
        if setting.item or rule.optional:
            named.append(f"{profile.name} {setting.item}".strip())
    return ["only", *named] if rule.optional and not named else named


def rule_page(rule: Rule) -> str:
    """Return the page of *rule*: what it wants, why, where it comes from, how it is mended or silenced."""
    from casegen.cli.explain import asked_by, remarks, silenced
    from casegen.rules import STAGES

    weights = [str(rule.severity_at(stage)) for stage in STAGES]
    parts = [WRITTEN, f"# {rule.code} {rule.name}", rule.summary, rule.what, f"Why: {rule.why}"]
    for title, example in (("Bad:", rule.bad), ("Good:", rule.good)):
        if example:
            parts += [title, fenced(example, "yaml")]
    parts += ["## What it weighs", markdown_table(STAGES, [weights])]
    if rule.blocking:
        parts.append("A case with such a finding is not built.")
    parts += remarks(rule)
    if asked := asked_by(rule, shipped_profiles()):
        parts.append(markdown_table(("profile", "weight", "asked for by"), asked))
    if rule.source:
        parts.append(f"Source: {rule.source}")
    parts.append("## To silence it")
    if how := silenced(rule):
        parts.append(fenced("\n".join(line for row in how for line in commented(row))))
    else:
        parts.append("It cannot be silenced, only mended.")
    parts.append("[All rules](README.md)")
    return page(parts)


def commented(row: tuple[str, str]) -> list[str]:
    """Return what is written, under where."""
    where, what = row
    return [f"# {where}", what] if where else [what]


def profiles() -> str:
    """Return the page of the profiles: what each guideline or journal asks for."""
    from casegen.check.profiles import DEFAULT, find_profile

    default = find_profile(DEFAULT)
    parts = [WRITTEN, "# Profiles", PROFILES]
    for profile in shipped_profiles():
        base = default if profile != default and profile.rules.keys() >= default.rules.keys() else None
        source = f"[{profile.guideline}]({profile.url})" if profile.url else profile.guideline
        parts += [f"## {profile.name}", f"{profile.title}: {source}."]
        if rows := profile_rows(profile, base):
            parts.append(markdown_table(("rule", "weight", "item", "in its words", "settings"), rows))
        if base is not None:
            parts.append(f"All else is as in [{base.name}](#{base.name}).")
        if profile.items and (base is None or profile.items != base.items):
            parts.append("What it asks, item by item (`casegen check --report`):")
            items = [(item.number, item.topic, item.asks) for item in profile.items]
            parts.append(markdown_table(("item", "topic", "asks for"), items))
    return page(parts)


PROFILES = """\
A profile is what a guideline or a journal asks for, as far as a program can check it:
`casegen check --profile bmj`, or `profile = "bmj"` in `casegen.toml`. Several give a verdict each. Below is
what each says beside what [every rule](rules/README.md) says of itself. A workspace defines its own under
`[profiles.<name>]` in `casegen.toml`: it `extends` another one and says what differs."""


def profile_rows(profile: Profile, base: Profile | None) -> list[tuple[str, ...]]:
    """Return what *profile* says of each rule of which *base* does not say the same."""
    from casegen.cli.explain import word
    from casegen.rules import find

    rows: list[tuple[str, ...]] = []
    for code, setting in sorted(profile.rules.items()):
        if base is not None and base.rules.get(code) == setting:
            continue
        rule = find(code)
        asks = setting.item and profile.runs(rule)
        item = f"{setting.guideline or profile.guideline}, {setting.item}" if asks else ""
        settings = ", ".join(f"{key} = {json.dumps(value)}" for key, value in setting.settings.items())
        link = f"[{code}](rules/{code}.md) {rule.name}"
        rows.append(
            (
                link,
                word(rule, profile),
                item,
                setting.says if asks else "",
                f"`{settings}`" if settings else "",
            )
        )
    return rows


def shipped_profiles() -> list[Profile]:
    """Return the profiles that come with casegen, the default one first."""
    from casegen.check.profiles import DEFAULT, find_profile, profile_names

    return [find_profile(name) for name in sorted(profile_names(), key=lambda name: (name != DEFAULT, name))]


def themes() -> str:
    """Return the page of the themes and their options."""
    from casegen.themes import list_themes, shipped_templates

    how = (
        "`theme: classic` under `style:` of a case, or in `casegen.toml`, chooses one;\n"
        "`[themes.classic]` in `casegen.toml` sets its options."
    )
    parts = [WRITTEN, "# Themes", how]
    for theme in list_themes([shipped_templates()]):
        parts += [f"## {theme.name}", f"{theme.description}."]
        rows = []
        for name, option in sorted(theme.declared.items()):
            choices = ", ".join(f"`{choice}`" for choice in option.choices) or option.limits
            rows.append(f"| `{name}` | `{option.default}` | {choices} | {option.description} |")
        parts.append(
            "\n".join(["| option | default | choices | what it sets |", "| --- | --- | --- | --- |", *rows])
        )
    return page(parts)


def formats() -> str:
    """Return the page of the formats."""
    from casegen.writers import formats as every_format

    rows = [f"| `{f.format}` | `{f.suffix}` | {f.media_type} | {f.description} |" for f in every_format()]
    table = "\n".join(["| format | file | media type | what it is |", "| --- | --- | --- | --- |", *rows])
    return page([WRITTEN, "# Formats", table])


def limits() -> str:
    """Return the page of the limits: what each bounds, why, and how far it can be raised."""
    from casegen.limits import LIMITS

    rows = [
        (
            f"`{one.name}`",
            f"{one.default:,} {one.unit}",
            one.bounds,
            one.reason,
            "cannot be set" if one.fixed else f"to {one.most:,}" if one.most else "without end",
        )
        for one in LIMITS.values()
    ]
    head = ("limit", "default", "bounds", "why", "can be raised")
    return page([WRITTEN, "# Limits", LIMITS_TEXT, markdown_table(head, rows)])


LIMITS_TEXT = """\
How much is read of a case, and how long its build may take. A workspace raises or lowers a limit for all its
cases under `[limits]` in `casegen.toml`, a whole number in the unit below: `references = 5_000`. A case
cannot. More of this: [Limits](../limits.md)."""


def schema() -> str:
    """Return the JSON Schema of the case format, as `casegen schema` prints it."""
    import subprocess

    done = subprocess.run(
        [sys.executable, "-m", "casegen", "schema"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.dumps(json.loads(done.stdout), indent=2, ensure_ascii=False) + "\n"


def pages() -> dict[str, str]:
    """Return every page by its path in docs/reference/."""
    return {
        "commands.md": commands(),
        **rule_pages(),
        "profiles.md": profiles(),
        "themes.md": themes(),
        "formats.md": formats(),
        "limits.md": limits(),
        "case.schema.json": schema(),
    }


def page(parts: list[str]) -> str:
    """Join the parts of a page that say anything."""
    return "\n\n".join(part for part in parts if part) + "\n"


def fenced(text: str, language: str = "text") -> str:
    """Return a block of code."""
    return f"```{language}\n{text}\n```"


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of *rows* under *head*."""
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> int:
    """Write or check the pages; the exit code."""
    parser = argparse.ArgumentParser(description="write docs/reference/ from the code")
    parser.add_argument("--check", action="store_true", help="only say which pages are stale")
    check = parser.parse_args().check
    every = {FOLDER / name: text for name, text in pages().items()}
    stale = [path for path, text in every.items() if read(path) != text]
    superfluous = sorted(path for path in FOLDER.rglob("*") if path.is_file() and path not in every)
    if not check:
        for path in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(every[path], encoding="utf-8", newline="\n")
        for path in superfluous:
            path.unlink()
    tell(stale, "is not what the code says: make docs" if check else "written")
    tell(superfluous, "is about nothing that there is: make docs" if check else "removed")
    return 1 if check and (stale or superfluous) else 0


def read(path: Path) -> str | None:
    """Return the text of *path*; None where there is no such file."""
    return path.read_text(encoding="utf-8") if path.is_file() else None


def tell(paths: Iterable[Path], what: str) -> None:
    """Print *what* of each of *paths*."""
    for path in paths:
        print(f"{path.relative_to(REPOSITORY).as_posix()} {what}")


if __name__ == "__main__":
    sys.exit(main())
