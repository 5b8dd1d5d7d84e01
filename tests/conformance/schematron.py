"""Schematron (ISO/IEC 19757-3) with XPath 2 as an XSLT 2 stylesheet, for a processor that others wrote.

It covers what the schemas judged by have: includes, namespaces, patterns, rules, variables, asserts and reports. The
stylesheet tells of each rule that fired and of each finding.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

_SCH = "{http://purl.oclc.org/dsdl/schematron}"
_XSL_NAMESPACE = "http://www.w3.org/1999/XSL/Transform"
_XSL = f"{{{_XSL_NAMESPACE}}}"
# The processor reads no DTD, which alone says what an ID is; every anchor of JATS is an attribute `id`.
_UNTYPED = {"idref(@id)": "key('referring', @id)", "id(@rid)": r"key('anchored', tokenize(@rid, '\s+'))"}
_KEYS = (("anchored", "*[@id]", "@id"), ("referring", "*[@rid]", r"tokenize(@rid, '\s+')"))


def stylesheet(path: Path) -> bytes:
    """The stylesheet of the schema at *path*, for a document ``<files><file>URI</file> ...</files>``.

    It makes a ``<judged file="URI">`` of ``<fired/>`` and ``<finding pattern at>`` for each file.
    """
    schema = etree.parse(path).getroot()
    names = {ns.get("prefix", ""): ns.get("uri", "") for ns in schema.iter(f"{_SCH}ns")}
    out = etree.Element(
        f"{_XSL}stylesheet",
        {"version": "2.0"},
        nsmap={"xsl": _XSL_NAMESPACE, "xsd": "http://www.w3.org/2001/XMLSchema", **names},
    )
    for name, match, use in _KEYS:
        etree.SubElement(out, f"{_XSL}key", name=name, match=match, use=use)
    out.extend(schema.findall(f"{_XSL}function"))
    all_of_them = etree.SubElement(etree.SubElement(out, f"{_XSL}template", match="/files"), "all")
    each = etree.SubElement(all_of_them, f"{_XSL}for-each", select="file")
    start = etree.SubElement(each, "judged", file="{.}")
    for number, include in enumerate(schema.iter(f"{_SCH}include")):
        pattern = etree.parse(path.parent / include.get("href", "")).getroot()
        mode = f"pattern-{number}"
        etree.SubElement(start, f"{_XSL}apply-templates", select="doc(.)/*", mode=mode)
        rest = etree.SubElement(out, f"{_XSL}template", match="*", mode=mode, priority="-1")
        etree.SubElement(rest, f"{_XSL}apply-templates", select="*", mode=mode)
        # The first rule that matches an element is the only one that fires there.
        for rank, rule in enumerate(reversed(pattern.findall(f"{_SCH}rule")), 1):
            _template(out, rule, mode, pattern.get("id", ""), rank)
    return etree.tostring(out)


def _template(out: etree._Element, rule: etree._Element, mode: str, pattern: str, rank: int) -> None:
    match = _typed(rule.get("context", ""))
    template = etree.SubElement(out, f"{_XSL}template", match=match, mode=mode, priority=str(rank))
    etree.SubElement(template, "fired")
    for part in rule.iterchildren(f"{_SCH}let", f"{_SCH}assert", f"{_SCH}report"):
        if part.tag == f"{_SCH}let":
            etree.SubElement(
                template, f"{_XSL}variable", name=part.get("name", ""), select=part.get("value", "")
            )
            continue
        test = _typed(part.get("test", ""))
        wrong = test if part.tag == f"{_SCH}report" else f"not({test})"
        told = etree.SubElement(
            etree.SubElement(template, f"{_XSL}if", test=wrong), "finding", pattern=pattern
        )
        at = "{string-join(ancestor-or-self::*/concat(name(), @id/concat('#', .)), '/')}"
        told.set("at", at)
        told.text = " ".join("".join(part.itertext()).split())
    etree.SubElement(template, f"{_XSL}apply-templates", select="*", mode=mode)


def _typed(expression: str) -> str:
    for function, same in _UNTYPED.items():
        expression = expression.replace(function, same)
    return expression
