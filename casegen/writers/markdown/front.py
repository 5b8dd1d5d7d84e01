"""The metadata at the head of the file, as pandoc and Quarto read it.

Pandoc sets ``author``, a list of names; Quarto reads ``authors``, where people are records, and
``affiliations`` (quarto.org, "Authors & Affiliations"), and leaves ``author`` to pandoc. ``citation`` is how
the article is cited (quarto.org, "Citable Articles"); ``references`` are CSL-JSON's items, as pandoc takes
them in YAML. All texts are Markdown but those of ``citation``, which Quarto takes as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from casegen.document import Affiliation, Author, Block, Document, Paragraph, Role, Strong, Text
from casegen.writers.markdown.blocks import Blocker
from casegen.writers.markdown.escape import clean, escaped
from casegen.writers.markdown.inlines import Liner
from casegen.writers.markdown.items import reference

__all__ = ["metadata", "references"]


def metadata(document: Document, liner: Liner) -> str:
    """The block of metadata of *document*, its opening and closing line included."""
    write = liner.within(line_break=" ")
    dates = {date.kind: clean(date.iso) for date in document.history}
    fields = {
        "title": write(document.title),
        "author": [_name(author.name) for author in document.authors],
        "authors": [_author(author) for author in document.authors],
        "affiliations": [_affiliation(affiliation) for affiliation in document.affiliations],
        "date": dates.get("published"),
        "lang": clean(document.language),
        "dir": document.direction if document.direction == "rtl" else None,
        "abstract": _abstract(document, liner),
        "keywords": [_text(keyword) for keyword in document.keywords],
        "doi": _text(document.doi),
        "license": _license(document),
        "copyright": _copyright(document),
        "funding": _funding(document),
        "citation": _citation(document, dates),
        "link-citations": bool(document.references),
        # An entry that nothing leads back to is cited nowhere.
        "nocite": "@*" if not all(entry.backlinks for entry in document.references) else None,
    }
    return _block(fields)


def references(document: Document, liner: Liner) -> str:
    """A block of metadata with the works cited, which may stand at the end; empty where there are none."""
    items = [reference(entry.key, entry.item, liner) for entry in document.references]
    return _block({"references": items}) if items else ""


def _block(fields: Mapping[str, Any]) -> str:
    return f"---\n{_yaml(_filled(fields))}---\n"


def _author(author: Author) -> dict[str, Any]:
    name = _name(author.name)
    parts = {"given": _name(author.given), "family": _name(author.family)}
    if " ".join(parts.values()) != name:
        parts["literal"] = name
    return _filled(
        {
            "name": name if author.group else _filled(parts),
            "orcid": author.orcid,
            "email": _text(author.email),
            "degrees": [_text(degree) for degree in author.degrees],
            "corresponding": author.corresponding,
            "equal-contributor": author.equal,
            "roles": [_role(role) for role in author.roles],
            "affiliations": [{"ref": anchor} for anchor in author.affiliations],
        }
    )


def _role(role: Role) -> str | dict[str, str]:
    """A contribution, with its degree; Quarto knows those of CRediT by their names."""
    named = _text(role.term or role.text)
    return {named: _text(role.degree)} if role.degree else named


def _affiliation(affiliation: Affiliation) -> dict[str, Any]:
    return _filled(
        {
            "id": affiliation.id,
            "department": _text(affiliation.department),
            "name": _text(affiliation.institution or affiliation.text),
            "city": _text(affiliation.city),
            "region": _text(affiliation.region),
            "postal-code": _text(affiliation.postal_code),
            "country": _text(affiliation.country),
            "ror": f"https://ror.org/{affiliation.ror}" if affiliation.ror else None,
        }
    )


def _abstract(document: Document, liner: Liner) -> str:
    """The abstract; each of its parts begins with its label."""
    blocks: list[Block] = []
    for part in document.abstract:
        label = (Strong((Text(f"{part.title}."),)), Text(" ")) if part.title else ()
        match part.children:
            case (Paragraph(children=children), *others):
                blocks += [Paragraph((*label, *children)), *others]
            case children:
                blocks += [Paragraph(label), *children]
    lines = Blocker(liner).lines(blocks)
    return "\n".join(lines) + "\n" if lines else ""


def _license(document: Document) -> list[dict[str, str]]:
    given = document.license
    return [_filled({"text": _text(given.statement), "url": clean(given.url)})] if given else []


def _copyright(document: Document) -> dict[str, str]:
    return _filled(
        {
            "holder": _text(document.copyright_holder),
            "year": clean(document.copyright_year),
            "statement": _text(document.copyright),
        }
    )


def _funding(document: Document) -> dict[str, Any]:
    awards = [_filled({"id": _text(award.id), "source": _text(award.source)}) for award in document.awards]
    return _filled({"awards": awards})


def _citation(document: Document, dates: Mapping[str, str]) -> dict[str, str]:
    item = {key: clean(value) for key, value in document.item.items() if isinstance(value, str)}
    return _filled(
        {
            "type": item.get("type"),
            "container-title": item.get("container-title"),
            "container-title-short": item.get("container-title-short"),
            "publisher": item.get("publisher"),
            "issn": item.get("ISSN"),
            "volume": item.get("volume"),
            "issue": item.get("issue"),
            "page": item.get("page"),
            "number": item.get("number"),
            "doi": item.get("DOI"),
            "url": item.get("URL"),
            "submitted": dates.get("received"),
        }
    )


def _text(text: str) -> str:
    """*text* as Markdown that says just that."""
    return escaped(text.strip())


def _name(text: str) -> str:
    """The same of a name, but for its apostrophes: Quarto cites the article by names as they stand."""
    return re.sub(r"(?<=\w)\\'(?=\w)", "'", _text(text))


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {key: value for key, value in fields.items() if value}


class _Dumper(yaml.SafeDumper):
    """Texts of several lines stand as they are, and numbers on one line.

    What YAML 1.2 might take for a number, and is a text, stands in quotes.
    """


def _scalar(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else "'" if text[:1] in "0123456789+-." else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


def _list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.SequenceNode:
    numbers = all(isinstance(item, int) or (isinstance(item, list) and item) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=numbers)


_Dumper.add_representer(str, _scalar)
_Dumper.add_representer(list, _list)


def _yaml(fields: dict[str, Any]) -> str:
    dumped: str = yaml.dump(fields, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))
    return dumped
