"""Web pages, judged as pages by the Nu checker and axe-core, and as metadata by those who read it.

Each judge gets a page with faults beside the others, and must find them.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.build_articles import BLIND, THEMES, case_names, copies
from tests.conformance.conftest import JAVA, Judged

HERE = Path(__file__).parent / "html"
PAGES = copies(*THEMES, BLIND)
NAMED = [page for page in PAGES if page[0] != BLIND]
# A policy is a theme's, and this case has all that a page can have.
GUARDED = [(theme, "every-part") for theme in THEMES]
BROKEN = HERE / "broken.html"
ALL_PAGES = pytest.mark.parametrize(("theme", "case"), PAGES)
ALL_NAMED = pytest.mark.parametrize(("theme", "case"), NAMED)
# An unknown term; one that a person does not have, and a value that is none.
_ARTICLE = {"@context": "https://schema.org", "@type": "MedicalScholarlyArticle"}
WRONG = [
    {**_ARTICLE, "headlin": "A case"},
    {**_ARTICLE, "author": {"@type": "Person", "issn": "1234-5679"}, "publisher": 7},
]
# What the Nu checker says of a page's policy against what browsers do: it knows neither digests nor `data:`, and takes
# linked data for a script. Chromium judges the policy below.
NOT_SO = re.compile(
    r"Inline (script|style) violates Content Security Policy \(meta tag\): blocked by “(script|style)-src”"
    r"|Resource violates Content Security Policy \(meta tag\): image “data:image/"
)
Find = Callable[[str, str, str], Path]
Found = dict[Path, list[str]]


def lines_of(command: Iterable[object]) -> list[dict[str, Any]]:
    """What a program prints, a line of JSON each."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="session")
def judges(validators: Path) -> Path:
    return validators / "html"


@pytest.fixture(scope="session")
def pages(articles: Find) -> list[Path]:
    return [articles(theme, case, ".html") for theme, case in PAGES]


class Tags(HTMLParser):
    """The names or properties of a page's ``<meta>`` with their contents, in order."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: defaultdict[str, list[str]] = defaultdict(list)
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and (name := given.get("name") or given.get("property")):
            self.found[name].append(given["content"] or "")


# --- As pages ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def nu(judges: Path, pages: list[Path]) -> Found:
    jar = judges / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        [*JAVA, "-jar", jar, "--Werror", "--format", "json", *pages, BROKEN],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    found: Found = defaultdict(list)
    for message in json.loads(done.stderr)["messages"]:
        place = Path(message["url"].removeprefix("file:"))
        if not NOT_SO.match(message["message"]):
            found[place].append(f"line {message.get('lastLine')}: {message['message']}")
    assert any("Duplicate ID" in fault for fault in found[BROKEN]), "the checker read nothing"
    return found


@ALL_PAGES
def test_a_page_is_valid(theme: str, case: str, nu: Found, articles: Find, judged: Judged) -> None:
    judged("html", "Nu HTML checker, warnings too", nu[articles(theme, case, ".html")])


@pytest.fixture(scope="session")
def axe(judges: Path, articles: Find) -> Found:
    # A blind page is the manuscript's with other words.
    pages = [articles(theme, case, ".html") for theme, case in NAMED]
    chromium = shutil.which("chromium")
    assert chromium, "axe-core needs chromium"
    runs = lines_of(["node", HERE / "axe.js", judges / "node_modules", chromium, *pages, BROKEN])
    assert len(runs) == 4 * (len(pages) + 1)
    found: Found = defaultdict(list)
    for run in runs:
        told = f"{run['scheme']}, {run['width']} px: "
        assert run["passes"] or run["findings"], f"{told}nothing was asked of {run['page']}"
        found[Path(run["page"])] += [told + finding for finding in run["findings"]]
    faults = "\n".join(found[BROKEN])
    for fault in ("light, 320 px: image-alt", "light, 1280 px: heading-order", "light, 1280 px: color-contrast", "dark, 768 px: color-contrast",
                  "320 px: reflow", "320 px: motion: of A", "768 px: focus: not seen", "768 px: reflow: with its text spaced"):  # fmt: skip
        assert fault in faults, f"axe-core did not find {fault}"
    return found


@ALL_NAMED
def test_anybody_can_read_a_page(theme: str, case: str, axe: Found, articles: Find, judged: Judged) -> None:
    judged("html", "axe-core, WCAG 2.2 AA and best practice", axe[articles(theme, case, ".html")])


@pytest.fixture(scope="session")
def policy(judges: Path, articles: Find) -> dict[Path, dict[str, Any]]:
    pages = [articles(*page, ".html") for page in GUARDED]
    chromium = shutil.which("chromium")
    assert chromium, "a policy is for a browser to keep: it needs chromium"
    lines = lines_of(["node", HERE / "policy.js", judges / "node_modules", chromium, *pages])
    return {Path(line["page"]): line for line in lines}


@pytest.mark.parametrize(("theme", "case"), GUARDED)
def test_the_policy_of_a_page_refuses_attacks_and_nothing_else(
    theme: str, case: str, policy: dict[Path, dict[str, Any]], articles: Find, judged: Judged
) -> None:
    found = policy[articles(theme, case, ".html")]
    # The attack is one: without the policy, all of it runs.
    assert found["unguarded"] == ["inline", "data", "handler", "link", "drawing", "frame", "style"]
    assert found["faces"], "the page's faces were not drawn"
    findings = [f"{what} is refused" for what in found["refused"]] + [f"{what} runs" for what in found["ran"]]
    if not found["same"]:
        findings.append("the page looks another without it")
    judged("html", "Chromium, Content-Security-Policy", findings)


# --- As metadata ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def readers(judges: Path, pages: list[Path]) -> dict[Path, dict[str, Any]]:
    found: dict[Path, dict[str, Any]] = defaultdict(dict)
    for line in lines_of(["node", HERE / "tags.js", judges / "node_modules", *pages]):
        found[Path(line["page"])][line["reader"]] = line["found"]
    return found


@ALL_NAMED
@pytest.mark.parametrize("reader", ["html-metadata", "url-metadata"])
def test_every_highwire_tag_is_read(
    reader: str, theme: str, case: str, readers: dict[Path, dict[str, Any]], articles: Find, judged: Judged
) -> None:
    page = articles(theme, case, ".html")
    tags = {name: told for name, told in Tags(page).found.items() if name.startswith("citation_")}
    assert {"citation_title", "citation_author", "citation_pdf_url"} <= tags.keys()
    read = readers[page][reader]
    if reader == "html-metadata":
        read = {f"citation_{name}": told for name, told in read["highwirePress"].items()}
    judged(
        "html",
        f"{reader}, Highwire tags",
        [
            f"{name}: {told} was read as {read.get(name)}"
            for name, told in tags.items()
            if read.get(name) not in (told, told[0] if len(told) == 1 else None)
        ],
    )


@pytest.fixture(scope="session")
def linked(judges: Path, pages: list[Path]) -> dict[Path, dict[str, Any]]:
    python = judges / "venv" / "bin" / "python"
    found = lines_of([python, HERE / "linked_data.py", *pages])
    return {Path(line["page"]): line for line in found}


@ALL_NAMED
def test_linked_data_are_read(
    theme: str, case: str, linked: dict[Path, dict[str, Any]], articles: Find, judged: Judged
) -> None:
    page = articles(theme, case, ".html")
    tags, read = Tags(page).found, linked[page]
    findings = []
    if read["types"] != [["https://schema.org/MedicalScholarlyArticle"]] or read["triples"] < 20:
        findings.append(f"JSON-LD: {read['types']}, {read['triples']} triples")
    for prefix, given in (
        ("og:", read["opengraph"]),
        ("article:", read["opengraph"]),
        (
            "DC.",
            [
                (uri.replace("http://purl.org/dc/elements/1.1/", "DC."), told)
                for uri, told in read["dublincore"]
            ],
        ),
        (
            "DCTERMS.",
            [
                (uri.replace("http://purl.org/dc/terms/", "DCTERMS."), told)
                for uri, told in read["dublincore"]
            ],
        ),
    ):
        told = [(name, one) for name, contents in tags.items() if name.startswith(prefix) for one in contents]
        assert told, f"there is no {prefix}"
        heard = {(name.lower(), one) for name, one in given}
        findings += [f"{name}: {one} was not read" for name, one in told if (name.lower(), one) not in heard]
    judged("html", "extruct and pyld, linked data", findings)


@pytest.fixture(scope="session")
def schema_org(
    judges: Path, linked: dict[Path, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> dict[Path | None, list[str]]:
    """What the types of schema.org say against each page; under None, what they say of one with faults."""
    folder = tmp_path_factory.mktemp("schema-org")
    modules = (judges / "node_modules").resolve()
    programs: dict[str, Path | None] = {}
    told = [(page, data) for page, read in linked.items() for data in read["data"]]
    for page, data in [*told, *((None, wrong) for wrong in WRONG)]:
        name = f"article{len(programs)}.ts"
        programs[name] = page
        (folder / name).write_text(
            'import type { MedicalScholarlyArticle, WithContext } from "schema-dts";\n'
            f"export const article: WithContext<MedicalScholarlyArticle> = {json.dumps(data, indent=1)};\n"
        )
    options = {
        "strict": True, "noEmit": True, "skipLibCheck": True, "types": [], "target": "es2022", "module": "esnext",
        "moduleResolution": "bundler",
        "paths": {"schema-dts": [str(modules / "schema-dts" / "dist" / "schema.d.ts")]},
    }  # fmt: skip
    project = folder / "tsconfig.json"
    project.write_text(json.dumps({"compilerOptions": options, "files": list(programs)}))
    done = subprocess.run(
        ["node", modules / "typescript" / "bin" / "tsc", "-p", project, "--pretty", "false"],
        capture_output=True, text=True, check=False, cwd=folder,
    )  # fmt: skip
    found: dict[Path | None, list[str]] = defaultdict(list)
    for line in done.stdout.splitlines():
        name = line.partition("(")[0]
        assert name in programs or line.startswith(" "), line
        if name in programs:
            found[programs[name]].append(line)
    faults = "\n".join(found[None])
    assert all(fault in faults for fault in ('"headlin"', '"issn"', "'number'")), f"not all found: {faults}"
    return found


@ALL_NAMED
def test_schema_org_has_its_terms_where_they_stand(
    theme: str, case: str, schema_org: dict[Path | None, list[str]], articles: Find, judged: Judged
) -> None:
    judged("html", "schema-dts, terms of schema.org", schema_org[articles(theme, case, ".html")])


@pytest.mark.parametrize("case", case_names(BLIND))
def test_a_blind_page_tells_nobody_anything(case: str, articles: Find, judged: Judged) -> None:
    tags = Tags(articles(BLIND, case, ".html")).found
    allowed = {"viewport", "color-scheme", "generator", "description", "keywords", "robots"}
    judged(
        "html",
        "metadata of a blind page",
        [f"{name}: {told}" for name, told in tags.items() if name not in allowed],
    )
