from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from casegen.problem import CasegenError
from casegen.themes import list_themes, load_theme, shipped_templates
from casegen.writers import write
from tests.writers.articles import empty


def themes(root: Path, files: Mapping[str, str]) -> Path:
    """A folder of themes with *files*."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return root


def test_the_shipped_themes() -> None:
    shipped = {theme.name: theme for theme in list_themes([shipped_templates()])}
    assert {"classic", "modern"} <= set(shipped)
    assert all(theme.description for theme in shipped.values())
    assert [folder.name for folder in shipped["modern"].chain] == ["modern", "classic"]


def test_a_theme_has_what_it_lacks_from_its_ancestors(tmp_path: Path) -> None:
    root = themes(
        tmp_path,
        {
            "a/theme.toml": 'description = "A"\nparent = "b"\n[options]\naccent = "#111"',
            "b/theme.toml": 'parent = "c"\n[options]\naccent = "#222"\nsize = 9.5',
            "b/print.css": "b",
            "c/theme.toml": '[options.paper]\ndefault = "A4"\nchoices = ["A4", "letter"]',
            "c/print.css": "c",
            "c/screen.css": "c",
        },
    )
    theme = load_theme("a", [root], {"paper": "letter", "size": 10})
    assert theme.find("print.css").read_text() == "b"
    assert theme.find("screen.css").read_text() == "c"
    assert dict(theme.options) == {"paper": "letter", "accent": "#111", "size": 10}
    with pytest.raises(CasegenError, match=r"theme 'a' has no file 'article\.html\.j2'"):
        theme.find("article.html.j2")


def test_a_workspace_theme_comes_first_and_may_build_on_the_shipped_one(tmp_path: Path) -> None:
    own = themes(
        tmp_path,
        {
            "classic/theme.toml": 'parent = "classic"',
            "classic/masthead.html.j2": "<p>Our own masthead</p>",
            "classic/print.css": '{% include "classic/print.css" %}',
        },
    )
    theme = load_theme("classic", [own, shipped_templates()])
    assert theme.chain == (own / "classic", shipped_templates() / "classic")
    assert b"Our own masthead" in write(empty(), "html", theme).data


BROKEN = [
    (
        "clasic",
        {"classic/theme.toml": ""},
        r"theme 'clasic' does not exist \(did you mean 'classic'\?\): there is classic",
    ),
    ("a", {}, "theme 'a' does not exist: there are none"),
    ("../a", {}, "a theme's name is a plain folder name"),
    ("a/b", {}, "a theme's name is a plain folder name"),
    ("", {}, "a theme's name is a plain folder name"),
    ("a", {"a/theme.toml": 'parent = "b"'}, "theme 'a': its parent 'b' does not exist"),
    ("a", {"a/theme.toml": 'parent = "a"'}, "theme 'a' is its own ancestor: a -> a"),
    ("a", {"a/theme.toml": 'parent = "b"', "b/theme.toml": 'parent = "a"'}, "its own ancestor: a -> b -> a"),
    ("a", {"a/theme.toml": "parent = "}, r"theme\.toml cannot be read: "),
    ("a", {"a/theme.toml": 'parrent = "b"'}, r"unknown key 'parrent' \(did you mean 'parent'\?\)"),
    ("a", {"a/theme.toml": "parent = 1"}, "'parent' is not a string"),
    ("a", {"a/theme.toml": 'name = "b"'}, "the name 'b' is not the folder's, 'a'"),
    ("a", {"a/theme.toml": "[options.x]\nchoices = [1]"}, "option 'x' needs a default"),
    ("a", {"a/theme.toml": "[options.x]\ndefault = 1\nsize = 1"}, "option 'x' has an unknown key 'size'"),
]


@pytest.mark.parametrize(("name", "files", "message"), BROKEN)
def test_a_broken_theme_is_one_clear_line(
    tmp_path: Path, name: str, files: dict[str, str], message: str
) -> None:
    with pytest.raises(CasegenError, match=message) as caught:
        load_theme(name, [themes(tmp_path, files)])
    assert "\n" not in str(caught.value)


OPTIONS = [
    ({"acent": "red"}, r"no option 'acent' \(did you mean 'accent'\?\): its options are paper, accent"),
    ({"paper": "A3"}, "option 'paper' is one of A4, letter, not 'A3'"),
    ({"accent": 3}, "option 'accent' takes a text, not 3"),
    ({"font_size": "9pt"}, "option 'font_size' takes a number, not '9pt'"),
    ({"font_size": True}, "option 'font_size' takes a number, not True"),
    ({"font_size": 1e6}, "option 'font_size' takes 6 to 24, not 1000000.0"),
    ({"font_size": -5}, "option 'font_size' takes 6 to 24, not -5"),
    ({"font_size": 0}, "option 'font_size' takes 6 to 24, not 0"),
    ({"font_size": float("inf")}, "option 'font_size' takes 6 to 24, not inf"),
    ({"font_size": float("nan")}, "option 'font_size' takes 6 to 24, not nan"),
    ({"font_size": 10**400}, "option 'font_size' takes 6 to 24, not 1000"),
    ({"accent": "red; } </style><script>"}, "a character that a style sheet cannot take"),
]


@pytest.mark.parametrize(("options", "message"), OPTIONS)
def test_an_option_that_cannot_be_taken_is_one_clear_line(options: dict[str, object], message: str) -> None:
    with pytest.raises(CasegenError, match=message):
        load_theme("classic", [shipped_templates()], options)


LIMITS = [
    ("default = 1", "-inf", "takes at most 1,000,000,000, not -inf"),
    ("default = 1", "nan", "takes at most 1,000,000,000, not nan"),
    ("default = 1\nmin = 0", "-1", "takes at least 0, not -1"),
    ("default = 1\nmax = 2", "3", "takes at most 2, not 3"),
    ("default = 1\nmin = 2", "3", "takes at least 2, not 1"),
    ("default = 1\nmin = '2'", "3", "has a 'min' or 'max' that is no number"),
]


@pytest.mark.parametrize(("option", "value", "message"), LIMITS)
def test_a_theme_says_which_numbers_an_option_takes(
    tmp_path: Path, option: str, value: str, message: str
) -> None:
    # The limits are the parent's, the value the child's.
    child = f"parent = 'a'\n[options]\nsize = {value}\n"
    root = themes(tmp_path, {"a/theme.toml": f"[options.size]\n{option}\n", "b/theme.toml": child})
    with pytest.raises(CasegenError, match=message):
        load_theme("b", [root])


TEMPLATES = [
    ("{{ doc.titel }}", "has no attribute 'titel'"),
    ("{{ nothing }}", "'nothing' is undefined"),
    ("{% if %}", "line 1"),
    ("{{ doc.__class__.__mro__ }}", "unsafe"),
    ("{{ ''.__class__ }}", "unsafe"),
    ("{% include 'other.html' %}", "has no file 'other.html'"),
    ("{% include '../b/secret.html' %}", "has no file"),
    ("{% include '/etc/passwd' %}", "has no file"),
    ("{{ 1 / 0 }}", "division by zero"),
    ("{{ doc.title.append(1) }}", "has no attribute 'append'"),
]


@pytest.mark.parametrize(("template", "message"), TEMPLATES)
def test_a_template_runs_in_a_sandbox_and_fails_in_one_line(
    tmp_path: Path, template: str, message: str
) -> None:
    root = themes(tmp_path, {"a/theme.toml": "", "a/article.html.j2": template, "b/secret.html": "x"})
    with pytest.raises(CasegenError, match=f"^theme 'a'.*{message}") as caught:
        write(empty(), "html", load_theme("a", [root]))
    assert "\n" not in str(caught.value)


def test_a_theme_that_was_edited_is_read_again(tmp_path: Path) -> None:
    root = themes(tmp_path, {"a/theme.toml": "", "a/article.html.j2": "one"})
    assert write(empty(), "html", load_theme("a", [root])).data == b"one"
    template = root / "a" / "article.html.j2"
    before = template.stat().st_mtime_ns
    template.write_text("two", "utf-8")
    while template.stat().st_mtime_ns == before:
        template.touch()
    assert write(empty(), "html", load_theme("a", [root])).data == b"two"
