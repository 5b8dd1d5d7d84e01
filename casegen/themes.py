"""Find, inherit and describe themes: a theme is a folder with a ``theme.toml``.

A theme has what it does not hold itself from its parent. Templates and style sheets are found here
and run elsewhere: this module only reads ``theme.toml``.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from casegen.files import Refused, read_limited
from casegen.limits import size
from casegen.problem import CasegenError
from casegen.values import Value

__all__ = ["Option", "Setting", "Theme", "list_themes", "load_theme", "shipped_templates"]

Setting = str | int | float | bool

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# Options reach style sheets, so a text value holds only what a colour, a length or a word needs.
_TEXT = re.compile(r"[\w #.,%()/+-]*")
# Beyond any length, count or weight: a number of a theme that sets no limits is at least finite.
_LARGEST = 1e9
_KEYS = {"name", "description", "parent", "policy", "options"}
_OPTION_KEYS = {"default", "choices", "min", "max", "description"}


class Option(Value):
    """One thing a user may set.

    A new value has the default's type, is one of *choices* if there are any, and as a number lies
    between *minimum* and *maximum*.
    """

    name: str
    default: Setting
    choices: tuple[Setting, ...] = ()
    description: str = ""
    minimum: float = -_LARGEST
    maximum: float = _LARGEST

    @property
    def limits(self) -> str:
        """The values to choose from, or between, in words; empty where there are no limits."""
        if self.choices:
            return ", ".join(map(str, self.choices))
        least, most = self.minimum > -_LARGEST, self.maximum < _LARGEST
        if least and most:
            return f"{self.minimum:g} to {self.maximum:g}"
        if least:
            return f"at least {self.minimum:g}"
        return f"at most {self.maximum:g}" if most else ""

    def accept(self, theme: str, value: object) -> Setting:
        """*value* as this option takes it; CasegenError where it cannot."""
        number = isinstance(self.default, int | float) and not isinstance(self.default, bool)
        if number and isinstance(value, int | float) and not isinstance(value, bool):
            wanted: Setting | None = value
        else:
            wanted = value if isinstance(value, type(self.default)) else None
        if wanted is None:
            raise CasegenError(
                f"theme {theme!r}: option {self.name!r} takes a {_kind(self.default)}, not {value!r}"
            )
        if self.choices and wanted not in self.choices:
            raise CasegenError(
                f"theme {theme!r}: option {self.name!r} is one of {self.limits}, not {value!r}"
            )
        # NaN lies between no two numbers.
        if isinstance(wanted, int | float) and not self.minimum <= wanted <= self.maximum:
            limits = self.limits or f"at most {_LARGEST:,.0f}"
            raise CasegenError(f"theme {theme!r}: option {self.name!r} takes {limits}, not {value!r}")
        if isinstance(wanted, str) and not _TEXT.fullmatch(wanted):
            raise CasegenError(
                f"theme {theme!r}: option {self.name!r} holds a character that a style sheet "
                f"cannot take: {value!r}"
            )
        return wanted


class Theme(Value):
    """A theme ready for use. *chain* holds its folder and those of its ancestors, nearest first.

    *policy*: directives of a Content-Security-Policy that its page needs beside, or instead of, the usual.
    """

    name: str
    description: str
    chain: tuple[Path, ...]
    declared: Mapping[str, Option] = MappingProxyType({})
    options: Mapping[str, Setting] = MappingProxyType({})
    policy: str = ""

    def find(self, name: str) -> Path:
        """The file *name* (no folders) of this theme or its nearest ancestor; CasegenError if none has it."""
        if _NAME.fullmatch(name):
            for folder in self.chain:
                if (folder / name).is_file():
                    return folder / name
        raise CasegenError(f"theme {self.name!r} has no file {name!r}, nor has any theme above it")


def shipped_templates() -> Path:
    """The folder of the themes that come with casegen, in a wheel or in the repository."""
    package = Path(__file__).resolve().parent
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def list_themes(search: Sequence[Path]) -> list[Theme]:
    """Every theme in the folders *search*, by name; the first folder that has a name wins."""
    return [load_theme(name, search) for name in _names(search)]


def load_theme(name: str, search: Sequence[Path], options: Mapping[str, object] | None = None) -> Theme:
    """The theme *name*, looked for in the folders *search* in order, with *options* over its defaults.

    A theme may have a parent of its own name: the one further along the search path.
    CasegenError: no such theme or parent, a circle of parents, a broken theme.toml, an unknown option
    or a value it cannot take.
    """
    chain: list[Path] = []
    settings: list[dict[str, Any]] = []
    wanted: str | None = name
    while wanted is not None:
        folder = _folder(wanted, search, chain, child=chain[-1].name if chain else "")
        chain.append(folder)
        settings.append(_read(folder))
        wanted = settings[-1].get("parent")
    declared: dict[str, Option] = {}
    for folder, setting in zip(reversed(chain), reversed(settings), strict=True):
        for key, value in setting.get("options", {}).items():
            declared[key] = _option(folder, key, value, declared.get(key))
    values = {key: option.default for key, option in declared.items()}
    for key, value in (options or {}).items():
        if key not in declared:
            raise CasegenError(
                f"theme {name!r} has no option {key!r}{_suggest(key, declared)}: "
                f"its options are {', '.join(declared) or 'none'}"
            )
        values[key] = declared[key].accept(name, value)
    return Theme(
        name=name,
        description=settings[0].get("description", ""),
        chain=tuple(chain),
        declared=MappingProxyType(declared),
        options=MappingProxyType(values),
        policy=next((setting["policy"] for setting in settings if "policy" in setting), ""),
    )


def _names(search: Iterable[Path]) -> list[str]:
    return sorted(
        {
            folder.name
            for root in search
            if root.is_dir()
            for folder in root.iterdir()
            if (folder / "theme.toml").is_file()
        }
    )


def _folder(name: str, search: Sequence[Path], chain: Sequence[Path], child: str) -> Path:
    """The nearest folder called *name* that is not in *chain* already."""
    who = f"theme {child!r}: its parent" if child else "theme"
    if not _NAME.fullmatch(name):
        raise CasegenError(f"{who} {name!r}: a theme's name is a plain folder name")
    found = [root / name for root in search if (root / name / "theme.toml").is_file()]
    for folder in found:
        if folder not in chain:
            return folder
    if found:
        path = " -> ".join([*(folder.name for folder in chain), name])
        raise CasegenError(f"theme {chain[0].name!r} is its own ancestor: {path}")
    names = _names(search)
    raise CasegenError(
        f"{who} {name!r} does not exist{_suggest(name, names)}: "
        f"there {'is' if len(names) == 1 else 'are'} {', '.join(names) or 'none'}"
    )


def _read(folder: Path) -> dict[str, Any]:
    path = folder / "theme.toml"
    try:
        settings = tomllib.loads(read_limited(path, size("theme_file")).decode("utf-8"))
    except (Refused, ValueError) as error:
        raise CasegenError(f"{path} cannot be read: {error}") from None
    for key, value in settings.items():
        if key not in _KEYS:
            raise CasegenError(f"{path}: unknown key {key!r}{_suggest(key, _KEYS)}")
        kind = dict if key == "options" else str
        if not isinstance(value, kind):
            raise CasegenError(f"{path}: {key!r} is not a {'table' if kind is dict else 'string'}")
    if settings.get("name", folder.name) != folder.name:
        raise CasegenError(f"{path}: the name {settings['name']!r} is not the folder's, {folder.name!r}")
    return settings


def _option(folder: Path, name: str, given: object, inherited: Option | None) -> Option:
    """An option as a theme declares it: a table, or only its new default."""
    path = folder / "theme.toml"
    table = given if isinstance(given, dict) else {"default": given}
    if unknown := table.keys() - _OPTION_KEYS:
        raise CasegenError(f"{path}: option {name!r} has an unknown key {min(unknown)!r}")
    default = table.get("default", inherited.default if inherited else None)
    choices = table.get("choices", list(inherited.choices) if inherited else [])
    minimum: object = table.get("min", inherited.minimum if inherited else -_LARGEST)
    maximum: object = table.get("max", inherited.maximum if inherited else _LARGEST)
    if not isinstance(minimum, int | float) or not isinstance(maximum, int | float):
        raise CasegenError(f"{path}: option {name!r} has a 'min' or 'max' that is no number")
    if not isinstance(default, str | int | float | bool) or not isinstance(choices, list):
        raise CasegenError(f"{path}: option {name!r} needs a default (text, number or true/false)")
    description = str(table.get("description", inherited.description if inherited else ""))
    option = Option(name, default, tuple(choices), description, minimum, maximum)
    option.accept(folder.name, default)
    return option


def _suggest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f" (did you mean {close[0]!r}?)" if close else ""


def _kind(value: Setting) -> str:
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "number"
        case _:
            return "text"
