"""The case format as JSON Schema (draft 2020-12), for editors and for tools that make cases.

The models are the source: this module adds what `load` does before they see a case.

- Text may be a number (``volume: 3``), and an empty value counts as not given.
- Shorthands are admitted: ``author: Ana Silva``, ``license: CC-BY-4.0``, one entry where a list is meant.
- `properties` holds the canonical spellings alone, so that an editor offers no other. The aliases,
  with hyphen or underscore, stand under `patternProperties` and are marked deprecated. `load` also
  takes other capitals (``Title``), which the schema does not.
- Keys that begin with ``x-`` are the author's own, everywhere.

What a schema cannot say (that an id is declared, that a date exists) is the business of rules.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from casegen.load.aliases import LISTED, NAME_KEYS, fields
from casegen.model import Author, Case, Name, Part, Reference

__all__ = ["case_schema"]

_Schema = dict[str, Any]

_SCALAR: _Schema = {"type": ["string", "number"]}
# What says something of a value and does not test it.
_NOTES = ("description", "default")
# Keys whose values `load` reshapes before the model sees them.
_ALSO: dict[type[Part], _Schema] = {
    Case: {
        "date": {"$ref": "#/$defs/Dates/properties/published", "description": "`dates.published`"},
        "subtitle": {**_SCALAR, "description": "joined to the title with a colon"},
    },
    Author: {
        "attributes": {
            "type": "object",
            "additionalProperties": {"type": ["boolean", "string"]},
            "description": "as in Quarto: `corresponding` and `equal-contributor`",
        },
    },
}


def case_schema() -> _Schema:
    """The schema of ``case.yaml``, and of the front matter of ``case.md``."""
    schema = Case.model_json_schema(by_alias=True)
    parts = {part.__name__: part for part in _parts(Case)}
    defs: dict[str, _Schema] = schema.pop("$defs")
    refs = {name: _reference(part) for name, part in parts.items()}
    _complete(schema, Case, "#", refs)
    for name, definition in defs.items():
        _complete(definition, parts[name], f"#/$defs/{name}", refs)
    properties = schema["properties"]
    properties["journal"]["anyOf"].append({**_SCALAR, "description": "the id of a journal in casegen.toml"})
    _allow_split_name(defs["Author"])
    _allow_degree_by_role(defs["Role"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:casegen:case:1",
        "title": "casegen case, version 1",
        **schema,
        "$defs": defs,
    }


@cache
def _descriptions() -> dict[str, dict[str, str]]:
    """What is said of each key, by part."""
    file = files("casegen.model") / "descriptions.toml"
    return tomllib.loads(file.read_text("utf-8"))


def _parts(part: type[Part]) -> Iterator[type[Part]]:
    """*part* and every part inside it, once each."""
    found: dict[type[Part], None] = {}
    queue = [part]
    while queue:
        current = queue.pop()
        if current not in found:
            found[current] = None
            for field in current.model_fields.values():
                queue.extend(_inside(field.annotation))
    return iter(found)


def _inside(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _inside(argument)


def _reference(part: type[Part]) -> _Schema:
    """How *part* may be given: as a mapping, or as the value of the key it is known by."""
    mapping: _Schema = {"$ref": f"#/$defs/{part.__name__}"}
    if not part.shorthand:
        return mapping
    return {"anyOf": [mapping, {**_SCALAR, "description": f"short for `{part.shorthand}`"}]}


def _complete(schema: _Schema, part: type[Part], here: str, refs: dict[str, _Schema]) -> None:
    """Turn what pydantic says of *part* into what may be typed; *here* is where the schema stands."""
    required = [name for name in schema.pop("required", []) if (part, name) != (Reference, "type")]
    properties = schema["properties"]
    said = _descriptions().get(part.__name__, {})
    for name, plain in properties.items():
        typed = _typed(plain, refs)
        if name in said:
            typed["description"] = said[name]
        if name in LISTED and typed.get("type") == "array":
            typed = {**_notes(typed), "anyOf": _flat([_without_notes(typed), typed["items"]])}
        properties[name] = typed if name in required else _or_nothing(typed)
    spellings: dict[str, list[str]] = {}
    for folded, name in sorted(fields(part).items()):
        if folded != name or "_" in folded:
            spellings.setdefault(name, []).append(folded)
    schema["patternProperties"] = {
        "^x-": True,
        **{_pattern([key]): {**value, "deprecated": True} for key, value in _ALSO.get(part, {}).items()},
        **{
            _pattern(others, name): {
                "$ref": f"{here}/properties/{name}",
                "description": f"another spelling of `{name}`",
                "deprecated": True,
            }
            for name, others in spellings.items()
        },
    }
    needs = [_needs([name, *spellings.get(name, [])]) for name in required]
    if needs:
        schema["allOf"] = needs


def _typed(schema: _Schema, refs: dict[str, _Schema]) -> _Schema:
    """*schema* with numbers for text, shorthands for parts, and nothing that only pydantic needs."""
    if "$ref" in schema:
        part = schema["$ref"].rpartition("/")[2]
        return {**refs[part], **_notes(schema, "description")}
    out = {key: value for key, value in schema.items() if key != "title"}
    if out.get("default", "") in ("", None, []):
        out.pop("default", None)
    if isinstance(out.get("default"), dict):
        del out["default"]
    if out.get("type") == "string" and not out.keys() & {"enum", "const", "pattern"}:
        out["type"] = _SCALAR["type"]
    if "items" in out:
        out["items"] = _typed(out["items"], refs)
    if isinstance(out.get("additionalProperties"), dict):
        out["additionalProperties"] = _typed(out["additionalProperties"], refs)
    if "anyOf" in out:
        out["anyOf"] = _flat(_typed(option, refs) for option in out["anyOf"])
    return out


def _flat(options: Iterable[_Schema]) -> list[_Schema]:
    """*options* without choices inside choices, and without a kind of value that stands there already."""
    out: list[_Schema] = []
    for option in options:
        for one in option["anyOf"] if option.keys() == {"anyOf"} else [option]:
            if _without_notes(one) not in map(_without_notes, out):
                out.append(one)
    return out


def _or_nothing(schema: _Schema) -> _Schema:
    """*schema*, or an empty value: `key:` with nothing after it is as if it were not there."""
    nothing = {"type": "null"}
    if nothing in schema.get("anyOf", []):
        return schema
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], nothing]}
    kind = schema.get("type")
    if kind is not None and not schema.keys() & {"enum", "const"}:
        return {**schema, "type": [*(kind if isinstance(kind, list) else [kind]), "null"]}
    return {**_notes(schema), "anyOf": [_without_notes(schema), nothing]}


def _notes(schema: _Schema, *keys: str) -> _Schema:
    return {key: schema[key] for key in keys or _NOTES if key in schema}


def _without_notes(schema: _Schema) -> _Schema:
    return {key: value for key, value in schema.items() if key not in _NOTES}


def _pattern(spellings: Iterable[str], canonical: str = "") -> str:
    """A pattern for *spellings*, each ``_`` of which may be a hyphen, that *canonical* does not match."""
    choices = "|".join(re.sub("[-_]", "[-_]", spelling) for spelling in spellings)
    return f"^(?!{canonical}$)({choices})$" if canonical else f"^({choices})$"


def _needs(spellings: Iterable[str]) -> _Schema:
    names = dict.fromkeys(form for name in spellings for form in (name, name.replace("_", "-")))
    options = [{"required": [name]} for name in names]
    return options[0] if len(options) == 1 else {"anyOf": options}


def _allow_split_name(author: _Schema) -> None:
    """The parts of a name may stand beside an author's other keys."""
    parts = fields(Name)
    for key in sorted(NAME_KEYS):
        author["patternProperties"][_pattern([key])] = {
            "$ref": f"#/$defs/Name/properties/{parts[key]}",
            "description": f"`name.{parts[key]}`",
            "deprecated": True,
        }
    author["allOf"] = [_needs(["name", *sorted(NAME_KEYS)])]


def _allow_degree_by_role(role: _Schema) -> None:
    """``{writing-original-draft: lead}`` is a role and its degree."""
    by_role = {
        "minProperties": 1,
        "maxProperties": 1,
        "propertyNames": {"not": {"enum": ["role", "degree"]}},
        "additionalProperties": _SCALAR,
    }
    full = {
        key: role.pop(key) for key in [*role] if key not in ("type", "description", "properties", "title")
    }
    full["properties"] = dict.fromkeys(role["properties"], True)
    role["anyOf"] = [full, by_role]
