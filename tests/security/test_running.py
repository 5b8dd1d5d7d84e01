"""Nothing in a case runs: not when it is read, not when it is built, and not where its outputs are shown."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree

from casegen import writers
from casegen.document import Document
from casegen.load import load
from casegen.problem import CasegenError
from casegen.themes import Theme, load_theme, shipped_templates
from casegen.writers import write
from casegen.writers.html.policy import with_policy
from tests._support.cases import case_from, composed

PACKAGE = Path(__file__).parents[2] / "casegen"
# In every place of a case that takes words. What would run leaves 3844 behind, or an element.
PAYLOAD = (
    "{{ 62 * 62 }} {% set a = 1 %} {# a #} ${62*62} <script>alert(1)</script> <img src=x onerror=alert(1)> "
    '"><svg/onload=alert(1)> <!--#exec cmd="id"--> \\input{/etc/passwd} `=cmd|\'/c calc\'!A1`'
)
LINKS = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "java&#10;script:alert(1)",
    "&#106;avascript:alert(1)", "javascript&colon;alert(1)", "&#x6A&#x61vascript:alert(1)",     "javascript\u200b:alert(1)", "data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg onload=alert(1)>", "vbscript:msgbox(1)", "VBScript:msgbox(1)", "file:///etc/passwd",
    "blob:https://a/b", "view-source:javascript:alert(1)", "%6aavascript:alert(1)", "jar:javascript:alert(1)!/", "feed:javascript:alert(1)",
]  # fmt: skip
# Where the formats that are no XML have addresses.
ADDRESSES = {
    "md": r"(?<!\\)\]\(<?([^)>]*)|(?<!\\)<([a-z]+:[^>]*)>|(?m:^\s*(?:url|URL): *(.*))",
    "bib": r"(?:url|file) = \{([^}]*)",
}
ALLOWED = ("http://", "https://", "mailto:", "ftp://", "#")


def hostile() -> dict[str, Any]:
    """A case whose every text is the payload, and whose prose has every link."""
    links = "\n\n".join(
        f"[a]({link}) <{link}> [b][r{at}]\n\n[r{at}]: {link}" for at, link in enumerate(LINKS)
    )
    raw = "\n\n```{=html}\n<script>alert(1)</script>\n```\n\n`<script>alert(1)</script>`{=html}\n\n```{=openxml}\n<w:p/>\n```"
    words = (
        f"{PAYLOAD}\n\n<script>alert(1)</script>\n\n<iframe src=javascript:alert(1)></iframe>{raw}\n\n{links}"
    )
    maths = (
        r"$\text{<script>alert(1)</script>}$ $\href{javascript:alert(1)}{x}$ $\style{x}{y}$ $\class{x}{y}$"
    )
    return {
        "title": PAYLOAD,
        "short_title": PAYLOAD,
        "authors": [{"name": {"given": PAYLOAD, "family": f"{PAYLOAD} Silva"}, "degrees": [PAYLOAD], "affiliations": ["x"]}],
        "affiliations": [{"id": "x", "institution": PAYLOAD, "department": PAYLOAD, "city": PAYLOAD, "country": "PT"}],
        "correspondence": PAYLOAD,
        "keywords": [PAYLOAD],
        "journal": {"title": PAYLOAD, "publisher": PAYLOAD, "url": LINKS[0]},
        "copyright": {"year": 2020, "holder": PAYLOAD},
        "abstract": words,
        "introduction": f"{words}\n\n{maths} [@x]",
        "presentation": "| a | b |\n|---|---|\n| =cmd\\|' /c calc'!A1 | @SUM(1+1) |\n\n" + words,
        "discussion": f"A note.[^n]\n\n[^n]: {PAYLOAD}\n",
        "acknowledgments": PAYLOAD,
        "tables": [{"id": "t", "rows": [[PAYLOAD, "b"], ["=1+1", PAYLOAD]], "caption": PAYLOAD, "notes": PAYLOAD}],
        "timeline": [{"when": PAYLOAD, "event": PAYLOAD}],
        "references": [{"id": "x", "type": "book", "title": PAYLOAD, "publisher": PAYLOAD, "URL": LINKS[0], "DOI": LINKS[0], "author": [{"family": PAYLOAD}]}],
    }  # fmt: skip


@cache
def document() -> Document:
    return composed(hostile())


@cache
def theme() -> Theme:
    return load_theme("classic", [shipped_templates()])


@cache
def written(format: str) -> bytes:
    return write(document(), format, theme()).data


class Elements(HTMLParser):
    """What a browser makes elements of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def runs(elements: Iterator[tuple[str, dict[str, str]]]) -> Iterator[str]:
    """The elements and attributes that run or load anything."""
    for tag, attributes in elements:
        if tag in ("iframe", "object", "embed", "base", "form", "foreignobject", "audio", "video", "frame"):
            yield tag
        if tag == "script" and attributes.get("type") != "application/ld+json":
            yield tag
        for name, value in attributes.items():
            if name.startswith("on"):
                yield f"{tag} {name}"
            if name in ("href", "src", "action", "data") and tag not in ("img", "item", "image", "meta"):
                if not value.lower().startswith(ALLOWED):
                    yield f"{tag} {name}={value}"
            elif name == "src" and not value.startswith(("data:image/", "../media/", "media/")):
                yield f"{tag} src={value}"


def test_t14_nothing_in_a_web_page_runs() -> None:
    page = written("html").decode()
    elements = Elements(page).found
    assert list(runs(iter(elements))) == []
    assert "3844" not in page
    assert page.count("{{ 62 * 62 }}") > 10  # it stands there, as text
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(data[0])["headline"].startswith("{{ 62 * 62 }}")


def test_t14_nothing_in_a_book_runs() -> None:
    with zipfile.ZipFile(io.BytesIO(written("epub"))) as book:
        pages = [name for name in book.namelist() if name.endswith(".xhtml")]
        assert pages
        for name in pages:
            root = etree.fromstring(book.read(name))
            elements = [
                (
                    etree.QName(node).localname,
                    {etree.QName(key).localname: value for key, value in node.attrib.items()},
                )
                for node in root.iter(etree.Element)
            ]
            inside = [one for one in runs(iter(elements)) if ".xhtml" not in one and "styles/" not in one]
            assert inside == []
            assert "3844" not in "".join(root.itertext())


@pytest.mark.parametrize("format", ["docx", "jats", "md", "bib"])
def test_t14_no_address_in_any_format_runs(format: str) -> None:
    data = written(format)
    texts = [data.decode("utf-8", "replace")]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            texts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    for text in texts:
        targets = re.findall(ADDRESSES.get(format, r'(?:Target|xlink:href)="([^"]*)"'), text)
        assert [
            one
            for one in targets
            if re.match(r"\W*(?:(?:java|vb)script|data|file):", "".join(one), re.IGNORECASE)
        ] == []
        assert "3844" not in text
        assert "w:instrText" not in text or "DDE" not in text


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system ['touch owned']", "!!python/name:os.system", "!include /etc/passwd", "!ENV $HOME", "!!binary aGk=", "!<tag:yaml.org,2002:python/object/new:os.system> [a]"])  # fmt: skip
def test_t15_no_tag_of_yaml_makes_anything(tag: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    loaded = load(tmp_path / "case.yaml", data=f"title: a\nauthors: [A B]\nx-a: {tag}\n".encode())
    assert "YML004" in {problem.code for problem in loaded.problems}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["!include /etc/passwd", "{{< include /etc/passwd >}}", "```{.include}\n/etc/passwd\n```", "![[secret]]", "@include(/etc/passwd)", "`r readLines('/etc/passwd')`", "::: {.include file=/etc/passwd}\n:::"])  # fmt: skip
def test_t16_prose_includes_nothing(text: str) -> None:
    made = composed({"introduction": f"Before.\n\n{text}\n\nAfter."})
    for name in ("html", "md", "docx"):
        data = write(made, name, theme()).data
        assert b"root:" not in data
    assert "Before." in write(made, "md", theme()).data.decode()


def test_t17_no_table_is_written_as_one_that_computes() -> None:
    """Formulas are dangerous in CSV, which casegen reads and never writes; in what it writes they are text."""
    for path in PACKAGE.rglob("*.py"):
        assert not re.search(r"csv\.(?:writer|DictWriter)", path.read_text("utf-8")), path
    assert {writer.suffix for writer in writers.formats()}.isdisjoint({".csv", ".tsv", ".xlsx", ".ods"})
    with zipfile.ZipFile(io.BytesIO(written("docx"))) as archive:
        body = archive.read("word/document.xml").decode()
    assert "=1+1" in body
    assert not re.search(r"<w:fldSimple|<w:instrText[^>]*>\s*=", body)


# --- templates -----------------------------------------------------------------------------------------------


def own_theme(folder: Path, template: str, settings: str = "") -> Theme:
    (folder / "own").mkdir()
    (folder / "own" / "theme.toml").write_text(f'parent = "classic"\n{settings}', "utf-8")
    (folder / "own" / "masthead.html.j2").write_text(template, "utf-8")
    return load_theme("own", [folder, shipped_templates()])


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''|attr('__class__') }}",
        "{{ doc|attr('__init__')|attr('__globals__') }}",
        "{{ '{0.__class__.__init__.__globals__}'.format(doc) }}",
        "{{ '{a.__class__}'.format_map({'a': doc}) }}",
        "{{ stylesheet.__globals__ }}",
        "{{ word.__func__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self.__init__.__globals__ }}",
        "{{ lipsum.__globals__['os'] }}",
        "{% for a in range(10**9) %}{% endfor %}",
        "{% include '/etc/passwd' %}",
        "{% include '../../secret.html.j2' %}",
        "{% import 'os' as os %}",
        "{{ stylesheet('../../../etc/passwd') }}",
        "{{ doc.title.append(1) }}",
    ],
)
def test_t18_a_template_does_not_leave_its_sandbox(template: str, tmp_path: Path) -> None:
    (tmp_path.parent / "secret.html.j2").write_text("CANARY-7731", "utf-8")
    own = own_theme(tmp_path, template)
    with suppress(CasegenError):  # it was refused
        page = write(composed({}), "html", own).data.decode()
        assert not re.search(r"&lt;class|&lt;function|__globals__|root:|uid=|CANARY|&#39;os&#39;", page)


def test_t18_prose_is_no_template(tmp_path: Path) -> None:
    """A theme's template prints what a case says; it does not run it."""
    made = composed({"title": "{{ 62 * 62 }}"})
    page = write(made, "html", own_theme(tmp_path, "{{ doc.title_text }}{{ 3 * 3 }}")).data.decode()
    assert "{{ 62 * 62 }}9" in page


# --- the page's own policy -----------------------------------------------------------------------------------


def policy_of(page: str) -> dict[str, str]:
    elements = Elements(page).found
    (said,) = [
        given["content"]
        for tag, given in elements
        if given.get("http-equiv", "").lower() == "content-security-policy"
    ]
    directives = [directive.strip().partition(" ") for directive in said.split(";")]
    return dict(reversed([(name, value) for name, _, value in directives]))


@pytest.mark.parametrize("name", ["classic", "modern", "manuscript"])
def test_t19_every_page_states_a_policy_under_which_no_script_runs(name: str) -> None:
    page = write(document(), "html", load_theme(name, [shipped_templates()])).data.decode()
    policy = policy_of(page)
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert policy["img-src"] == policy["font-src"] == "data:"
    assert "script-src" not in policy
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", policy["style-src"])
    head = page.partition("</head>")[0]
    assert (
        head.index("charset")
        < head.index("Content-Security-Policy")
        < head.index("<title>")
        < head.index("<style>")
    )


def test_t19_a_theme_may_state_what_it_needs_instead(tmp_path: Path) -> None:
    own = own_theme(tmp_path, "", "policy = \"script-src 'sha256-abc='; img-src 'self' data:\"\n")
    policy = policy_of(write(composed({}), "html", own).data.decode())
    assert policy["script-src"] == "'sha256-abc='"
    assert policy["img-src"] == "'self' data:"
    assert policy["default-src"] == "'none'"


def test_t19_a_policy_cannot_end_its_element() -> None:
    page = with_policy("<head></head>", "script-src 'none'\"><script>alert(1)</script>")
    assert [tag for tag, _ in Elements(page).found] == ["head", "meta"]


def test_t20_a_case_cannot_set_what_is_a_workspaces() -> None:
    """What a theme, profile or workspace may say is no key of a case."""
    text = yaml.safe_dump(
        {"title": "a", "authors": ["A B"], "themes": {}, "templates": "x", "output": "x", "snapshots": {}}
    )
    codes = [
        (problem.code, problem.message) for problem in load(Path("case.yaml"), data=text.encode()).problems
    ]
    assert sum(code == "YML003" for code, _ in codes) == 4
    assert case_from({}).title
