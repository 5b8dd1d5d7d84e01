"""Write docs/reference/ from the code: commands, rules, themes, formats and the schema of the case format.

python tools/reference.py            write the pages (make docs)
python tools/reference.py --check    say which pages are not what the code says, and exit 1
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path

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
        context = click.Context(
            command, info_name=name, parent=parent, max_content_width=88, terminal_width=88
        )
        parts += [f"## casegen {name}", fenced(command.get_help(context))]
    return page(parts)


def rules() -> str:
    """Return the page of the rules: what each wants, why, and where it comes from."""
    from casegen.rules import rules as every_rule

    parts = [WRITTEN, "# Rules", "`casegen explain CODE` prints the same in a terminal."]
    for rule in every_rule():
        weight = f"{rule.severity}, blocks the build" if rule.blocking else f"{rule.severity}"
        parts += [
            f"## {rule.code} {rule.name}",
            f"*{weight}*  \n{rule.summary}",
            rule.what,
            f"Why: {rule.why}",
        ]
        if rule.bad:
            parts += ["Bad:", fenced(rule.bad, "yaml")]
        if rule.good:
            parts += ["Good:", fenced(rule.good, "yaml")]
        if rule.source:
            parts.append(f"Source: {rule.source}")
    return page(parts)


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


PAGES = {
    "commands.md": commands,
    "rules.md": rules,
    "themes.md": themes,
    "formats.md": formats,
    "case.schema.json": schema,
}


def page(parts: list[str]) -> str:
    """Join the parts of a page that say anything."""
    return "\n\n".join(part for part in parts if part) + "\n"


def fenced(text: str, language: str = "text") -> str:
    """Return a block of code."""
    return f"```{language}\n{text}\n```"


def main() -> int:
    """Write or check the pages; the exit code."""
    parser = argparse.ArgumentParser(description="write docs/reference/ from the code")
    parser.add_argument("--check", action="store_true", help="only say which pages are stale")
    check = parser.parse_args().check
    stale = []
    for name, make in PAGES.items():
        path, text = FOLDER / name, make()
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.relative_to(REPOSITORY).as_posix())
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
    for name in stale:
        print(f"{name} {'is not what the code says: make docs' if check else 'written'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
