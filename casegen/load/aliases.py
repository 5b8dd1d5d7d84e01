"""Other spellings -> the canonical ones, as data and as positions.

Hyphen and underscore are the same, and so is upper case. What Quarto, MyST, CFF and CSL users have
typed before is accepted: `SYNONYMS` for a key, and small functions where the shape differs too.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from casegen.model import Affiliation, Author, Case, Figure, Journal, Name, Part, Renamed, Role, Table
from casegen.model.content import Event, Supplement
from casegen.model.publication import Copyright, Dates, License, Publication
from casegen.model.reference import Reference
from casegen.source import Pointer, Spot

# A list of one may be given as that one.
LISTED = frozenset(
    {
        "authors", "affiliations", "revised", "degrees", "roles", "bibliography", "supplementary", "covers",
        "ignore", "awards",
    }
)  # fmt: skip

SYNONYMS: Mapping[type[Part], Mapping[str, str]] = {
    Case: {
        "author": "authors",
        "affiliation": "affiliations",
        "lang": "language",
        "date": "dates",
        "running_head": "short_title",
        "running_title": "short_title",
        "keyword": "keywords",
        "background": "introduction",
        "case": "presentation",
        "case_presentation": "presentation",
        "case_report": "presentation",
        "case_description": "presentation",
        "conclusions": "conclusion",
        "learning_point": "learning_points",
        "patients_perspective": "patient_perspective",
        "section": "sections",
        "figure": "figures",
        "table": "tables",
        "supplement": "supplementary",
        "supplements": "supplementary",
        "supplementary_material": "supplementary",
        "supplementary_materials": "supplementary",
        "conflict": "competing_interests",
        "conflicts": "competing_interests",
        "conflict_of_interest": "competing_interests",
        "conflicts_of_interest": "competing_interests",
        "competing_interest": "competing_interests",
        "declaration_of_interest": "competing_interests",
        "acknowledgement": "acknowledgments",
        "acknowledgements": "acknowledgments",
        "acknowledgment": "acknowledgments",
        "data_availability_statement": "data_availability",
        "availability_of_data": "data_availability",
        "ai_disclosure": "ai_use",
        "reference": "references",
        "licence": "license",
        "how_to_cite": "citation",
    },
    Author: {
        "affiliation": "affiliations",
        "corresponding_author": "corresponding",
        "equal_contributors": "equal_contributor",
        "equal_contribution": "equal_contributor",
        "equally_contributing": "equal_contributor",
        "degree": "degrees",
        "role": "roles",
        "credit": "roles",
        "mail": "email",
    },
    Name: {
        "given_name": "given",
        "given_names": "given",
        "first": "given",
        "first_name": "given",
        "family_name": "family",
        "family_names": "family",
        "surname": "family",
        "last": "family",
        "last_name": "family",
        "name_particle": "particle",
        "non_dropping_particle": "particle",
        "dropping_particle": "particle",
        "name_suffix": "suffix",
    },
    Affiliation: {
        "name": "institution",
        "organization": "institution",
        "organisation": "institution",
        "institute": "institution",
        "ref": "id",
        "division": "department",
        "state": "region",
        "province": "region",
        "postcode": "postal_code",
        "zip": "postal_code",
    },
    Journal: {"name": "title", "abbrev": "abbreviation", "short_title": "abbreviation"},
    Publication: {
        "elocation": "elocation_id",
        "article_number": "elocation_id",
        "fpage": "first_page",
        "lpage": "last_page",
    },
    Dates: {"publication": "published", "revision": "revised"},
    Copyright: {"owner": "holder"},
    License: {"spdx": "id", "text": "statement"},
    Figure: {"label": "id", "src": "file", "path": "file", "image": "file", "alt_text": "alt"},
    Table: {"label": "id", "path": "file", "note": "notes", "footnotes": "notes"},
    Supplement: {"path": "file", "label": "title"},
    Event: {"label": "id", "description": "event", "type": "kind"},
    Reference: {"key": "id", "year": "issued", "date": "issued", "journal": "container-title"},
}

_Spots = dict[Pointer, Spot]


@cache
def fields(part: type[Part]) -> Mapping[str, str]:
    """Every accepted spelling of *part*'s keys, folded, with the canonical key it stands for."""
    canonical = {_fold(f.alias or name): f.alias or name for name, f in part.model_fields.items()}
    return {**{_fold(k): v for k, v in SYNONYMS.get(part, {}).items()}, **canonical}


@cache
def _annotations(part: type[Part]) -> Mapping[str, Any]:
    """What stands under each canonical key of *part*."""
    return {field.alias or name: field.annotation for name, field in part.model_fields.items()}


def _fold(key: str) -> str:
    return key.replace("-", "_").lower()


class Normaliser:
    """Rewrites typed data into canonical data, and its spots with it."""

    def __init__(self, spots: _Spots) -> None:
        self._typed = spots
        self.spots: _Spots = {}
        self.renamed: list[Renamed] = []
        self.clashes: list[tuple[Pointer, Pointer, str]] = []

    def case(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The data of a whole case, canonical. Problems found on the way are in `clashes`."""
        result: dict[str, Any] = self._part(Case, data, Pointer(), Pointer())
        return result

    # --- walk ---------------------------------------------------------------------------------------

    def _value(self, annotation: Any, value: Any, typed: Pointer, at: Pointer) -> Any:
        self._copy(typed, at)
        part = _part_in(annotation)
        if _is_list(annotation):
            if not isinstance(value, list):
                if at[-1] not in LISTED:
                    return value
                self._copy(typed, at / 0)
                return [self._item(annotation, value, typed, at / 0)]
            return [
                self._item(annotation, item, typed / index, at / index) for index, item in enumerate(value)
            ]
        if part is None:
            self._copy_inside(value, typed, at)
            return value
        return self._item(annotation, value, typed, at)

    def _item(self, annotation: Any, value: Any, typed: Pointer, at: Pointer) -> Any:
        self._copy(typed, at)
        part = _part_in(annotation)
        if part is not None and isinstance(value, dict):
            mapped = self._part(part, value, typed, at)
            if str in _leaves(annotation) and list(mapped) == ["id"]:
                # Quarto's `{ref: ubc}` is what `ubc` is here.
                self.spots[at] = self.spots[at / "id"]
                return mapped["id"]
            return mapped
        if part is not None and part.shorthand and not isinstance(value, list | dict):
            if str in _leaves(annotation) and isinstance(value, str):
                return value
            self._typed[typed / part.shorthand] = self._typed[typed]
            return self._part(part, {part.shorthand: value}, typed, at)
        self._copy_inside(value, typed, at)
        return value

    def _part(self, part: type[Part], data: Mapping[str, Any], typed: Pointer, at: Pointer) -> dict[str, Any]:
        self._copy(typed, at)
        paths = {key: typed / key for key in data}
        reshape = _RESHAPES.get(part)
        if reshape is not None:
            data = reshape(data, paths, self._typed)
        known = fields(part)
        annotations = _annotations(part)
        out: dict[str, Any] = {}
        given: dict[str, Pointer] = {}
        for key, value in data.items():
            if key.startswith("x-"):
                continue
            name = known.get(_fold(key), key)
            if value is None and name in annotations:
                self._copy(paths[key], at / name)
                continue
            if name in given:
                self.clashes.append((paths[key], given[name], name))
                continue
            given[name] = paths[key]
            if name != key and name in annotations:
                self.renamed.append(Renamed(at / name, key, name))
            if name in annotations:
                out[name] = self._value(annotations[name], value, paths[key], at / name)
            else:
                self._copy(paths[key], at / name)
                out[name] = value
        return out

    def _copy(self, typed: Pointer, at: Pointer) -> None:
        spot = self._typed.get(typed)
        if spot is not None:
            self.spots[at] = spot

    def _copy_inside(self, value: Any, typed: Pointer, at: Pointer) -> None:
        self._copy(typed, at)
        if isinstance(value, dict):
            for key, item in value.items():
                self._copy_inside(item, typed / key, at / key)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                self._copy_inside(item, typed / index, at / index)


@cache
def _leaves(annotation: Any) -> tuple[Any, ...]:
    """The plain types an annotation is made of: ``tuple[Text | Affiliation, ...]`` -> str, Affiliation."""
    if isinstance(annotation, type) and not typing.get_args(annotation):
        return (annotation,)
    args = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Annotated:
        args = args[:1]
    return tuple(leaf for arg in args for leaf in _leaves(arg))


@cache
def _part_in(annotation: Any) -> type[Part] | None:
    parts = [leaf for leaf in _leaves(annotation) if isinstance(leaf, type) and issubclass(leaf, Part)]
    return parts[0] if parts else None


@cache
def _is_list(annotation: Any) -> bool:
    options = [annotation, *typing.get_args(annotation)]
    return any(typing.get_origin(option) is tuple for option in options)


# --- shapes that differ ---------------------------------------------------------------------------

_Reshape = Callable[[Mapping[str, Any], dict[str, Pointer], _Spots], dict[str, Any]]


def _case(data: Mapping[str, Any], paths: dict[str, Pointer], spots: _Spots) -> dict[str, Any]:
    """`date` beside `dates` is `dates.published`; `subtitle` joins the title."""
    out = dict(data)
    dates = out.get("dates")
    if isinstance(dates, dict) and "date" in out and "published" not in dates:
        out["dates"] = {**dates, "published": out.pop("date")}
        spots[paths["dates"] / "published"] = spots[paths["date"]]
    subtitle = out.get("subtitle")
    if isinstance(subtitle, str) and isinstance(title := out.get("title"), str):
        del out["subtitle"]
        out["title"] = f"{title}: {subtitle}"
        first, second = spots[paths["title"]], spots[paths["subtitle"]]
        if first.runs and second.runs:
            shift = len(title) + 2
            runs = (*first.runs, *((at + shift, typed) for at, typed in second.runs))
            spots[paths["title"]] = Spot(
                first.source, first.start, first.end, first.key_start, first.key_end, runs
            )
    return out


NAME_KEYS = frozenset({*fields(Name), "given", "family", "particle", "suffix", "literal"} - {"first", "last"})


def _author(data: Mapping[str, Any], paths: dict[str, Pointer], spots: _Spots) -> dict[str, Any]:
    """The parts of a name given beside an author's other keys; Quarto's `attributes`."""
    out = dict(data)
    attributes = out.get("attributes")
    if isinstance(attributes, dict) and all(isinstance(v, bool | str) for v in attributes.values()):
        del out["attributes"]
        for key, value in attributes.items():
            if key not in out:
                out[key] = value
                paths[key] = paths["attributes"] / key
    parts = {key: out.pop(key) for key in list(out) if _fold(key) in NAME_KEYS}
    if parts and "name" not in out:
        first = next(iter(parts))
        paths["name"] = paths[first].parent / "name"
        spots[paths["name"]] = spots[paths[first]]
        for key in parts:
            spots[paths["name"] / key] = spots[paths[key]]
        out["name"] = parts
    else:
        out.update(parts)
    return out


def _role(data: Mapping[str, Any], paths: dict[str, Pointer], spots: _Spots) -> dict[str, Any]:
    """``{writing-original-draft: lead}`` -> role and degree."""
    if len(data) == 1 and (key := next(iter(data))) not in ("role", "degree"):
        spots[paths[key].parent / "role"] = spots[paths[key]]
        spots[paths[key].parent / "degree"] = spots[paths[key]]
        paths["role"], paths["degree"] = paths[key].parent / "role", paths[key]
        return {"role": key, "degree": data[key]}
    return dict(data)


_RESHAPES: Mapping[type[Part], _Reshape] = {Case: _case, Author: _author, Role: _role}
