"""Formulas: their MathML by the DTD of JATS, and their words by an engine that we did not write."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import yaml
from lxml import etree

from casegen.media.formulas import mathml_element, spoken
from casegen.reading.tex import read_tex
from tests.conformance.conftest import Judged

HERE = Path(__file__).parent
DATA = yaml.safe_load((HERE / "maths.yaml").read_text(encoding="utf-8"))
FIXTURE = re.compile(r"^(inline|display)\n\.\n([^\n]+)\n\.\n", re.MULTILINE)
FORMULAS = [
    (tex, style == "display")
    for path in sorted((HERE.parent / "media" / "formulas").glob("*.md"))
    for style, tex in FIXTURE.findall(path.read_text(encoding="utf-8"))
]
DOCUMENT = (
    '<article xmlns:mml="http://www.w3.org/1998/Math/MathML"><front><journal-meta><journal-id>j</journal-id>'
    "<issn>0000-0000</issn></journal-meta><article-meta><title-group><article-title>T</article-title>"
    "</title-group></article-meta></front><body><p>{}</p></body></article>"
)


def test_every_formula_is_valid_by_the_dtd_of_jats(validators: Path, judged: Judged) -> None:
    assert len(FORMULAS) > 150
    dtd = etree.DTD(str(validators / "jats" / "dtd" / "JATS-journalpublishing1-3-mathml3.dtd"))
    findings = [f"{tex}: {finding}" for tex, display in FORMULAS for finding in invalid(dtd, tex, display)]
    judged("maths", "JATS 1.3 DTD with MathML 3", findings)
    broken = document("x", display=False).replace("<mml:mi>", "<mml:mi><mml:wrong/>")
    assert not dtd.validate(etree.fromstring(broken))


def invalid(dtd: etree.DTD, tex: str, display: bool) -> list[str]:
    tree = etree.fromstring(document(tex, display))
    return [] if dtd.validate(tree) else [str(entry.message) for entry in dtd.error_log]


def document(tex: str, display: bool) -> str:
    ET.register_namespace("mml", "http://www.w3.org/1998/Math/MathML")
    found = mathml_element(tex, display=display)
    assert found is not None
    formula = f"<inline-formula>{ET.tostring(found, encoding='unicode')}</inline-formula>"
    return DOCUMENT.format(formula)


def test_formulas_are_spoken_as_clearspeak_has_it(
    validators: Path, judged: Judged, record_property: Callable[[str, object], None]
) -> None:
    answer = ask(validators / "maths" / "node_modules")
    assert answer["version"].startswith("4.1")
    differing = {
        tex: f"{tex}: {said!r}, and casegen says {spoken(tex, language='en')!r}"
        for (tex, _), said in zip(FORMULAS, answer["said"], strict=True)
        if said_alike(said, ours=False) != said_alike(spoken(tex, language="en"), ours=True)
    }
    known = {tex for texts in DATA["reasons"].values() for tex in texts}
    assert known <= set(differing), "these differ no longer"
    alike = len(FORMULAS) - len(differing)
    assert alike > len(FORMULAS) / 2
    record_property("said", f"{alike} of {len(FORMULAS)} formulas are spoken alike")
    judged(
        "maths",
        f"Speech Rule Engine {answer['version']}",
        [differing[tex] for tex in differing.keys() - known],
    )


def ask(modules: Path) -> Any:
    markup = [
        f"<math>{ET.tostring(read_tex(tex, display=display), encoding='unicode')}</math>"
        for tex, display in FORMULAS
    ]
    command = ["node", str(HERE / "maths_judge.js"), str(modules)]
    done = subprocess.run(command, input=json.dumps(markup), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def said_alike(words: str, *, ours: bool) -> str:
    """*words* as they are compared."""
    words = re.sub(r"[,;:]", "", words).lower()
    if ours:
        words = re.sub(DATA["ends"], "", words)
    else:
        for pattern, word, _reason in DATA["words"]:
            words = re.sub(pattern, word, words)
    return " ".join(words.split())
