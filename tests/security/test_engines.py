"""WeasyPrint, pandoc and resvg: none reads a file or asks the network, whatever a page, style or image says."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
import resvg_py
import weasyprint
import yaml
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from casegen.citations.processor import Processor
from casegen.citations.program import environment
from casegen.citations.styles import StyleFault, find_style
from casegen.document import Asset
from casegen.load import load
from casegen.media.pandoc import tree
from casegen.media.pandoc.program import convert
from casegen.problem import CasegenError
from casegen.themes import load_theme, shipped_templates
from casegen.writers import write
from casegen.writers.pdf.engine import Engine, Resources
from tests._support.cases import composed
from tests._support.searched import parts

REPOSITORY = Path(__file__).parents[2]
CANARY = "CANARY-7731"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{}</svg>'
# {file} is the address of a file that is nobody's business. `page` stands in the body, `css` is the style sheet, `svg`
# stands in an image that casegen handed over.
HOSTILE: dict[str, dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("engines.yaml").read_text("utf-8")
)
READ = [name for name, given in HOSTILE.items() if "never" not in given and "127.0.0.1" not in str(given)]
_watched: list[list[str]] = []


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _watched and (event == "open" or event.startswith(("socket.connect", "socket.getaddrinfo"))):
        _watched[-1].append(f"{event} {arguments[0] if event == 'open' else arguments[1:]}")


sys.addaudithook(_watch)


@contextmanager
def watched() -> Iterator[list[str]]:
    """What is opened and connected to meanwhile, in this process."""
    found: list[str] = []
    _watched.append(found)
    try:
        yield found
    finally:
        _watched.remove(found)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file that is an image, a style sheet and a text, as far as one can be all three."""
    path = tmp_path / "secret.svg"
    path.write_text(SVG.format(f"<text>{CANARY}</text>"), "utf-8")
    return path


def laid_out(given: dict[str, str], secret: Path, engine: Any) -> list[str]:
    def filled(key: str) -> str:
        return given.get(key, "").replace("{file}", secret.as_uri())

    images = {"casegen:image/a.svg": (SVG.format(filled("svg")).encode(), "image/svg+xml")}
    page = (
        f"<html lang=en><head><title>t</title>{filled('head')}</head>"
        f"<body><img src='casegen:image/a.svg' alt=a>{filled('page')}</body></html>"
    )
    with watched() as opened:
        data = engine(page, filled("css"), images)
    return [*opened, *(place for place, part in parts("a.pdf", data) if CANARY.encode() in part)]


def ours(page: str, css: str, images: Any) -> bytes:
    return Engine(css, images).pdf(page)


def theirs(page: str, css: str, images: Any) -> bytes:
    """As WeasyPrint does it where nobody keeps it from anything but its own images."""

    class Fetcher(URLFetcher):  # type: ignore[misc] # the engine has no types
        def fetch(self, url: str, headers: object = None) -> Any:
            if url in images:
                from weasyprint.urls import URLFetcherResponse

                return URLFetcherResponse(url, images[url][0], {"Content-Type": images[url][1]})
            return super().fetch(url, headers)

    fetcher = Fetcher()
    fonts = FontConfiguration()
    style = weasyprint.CSS(string=css, url_fetcher=fetcher, font_config=fonts)
    whole = weasyprint.HTML(string=page, url_fetcher=fetcher)
    return bytes(whole.write_pdf(stylesheets=[style], font_config=fonts))


@pytest.mark.parametrize("name", HOSTILE)
def test_t10_the_pdf_engine_fetches_nothing(name: str, secret: Path) -> None:
    seen = laid_out(HOSTILE[name], secret, ours)
    assert [line for line in seen if str(secret) in line or line.startswith(("socket", "a.pdf"))] == []


@pytest.mark.parametrize("name", READ)
def test_t10_the_pdf_engine_would_have_fetched_it(name: str, secret: Path) -> None:
    """What is asked above is a question: without the fetcher, the file is read."""
    assert any(str(secret) in line for line in laid_out(HOSTILE[name], secret, theirs))


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/a.png", "file:///etc/passwd", "casegen:image/b.svg", "ftp://a/b", "data:text/css,a{}", "data:image/svg+xml,<svg/>", "/etc/passwd", ""])  # fmt: skip
def test_t10_a_redirect_is_an_address_like_any_other(url: str) -> None:
    """GHSA-983w-rhvv-gwmv: what a fetcher of WeasyPrint's follows comes back to `fetch`, and ours asks nobody."""
    from urllib.request import Request

    from casegen.writers.pdf.engine import _fetcher

    fetcher = _fetcher(Resources({}))
    with watched() as opened:
        for ask in (fetcher, fetcher.fetch, fetcher.open):
            with pytest.raises(ValueError, match="not part of the article"):
                ask(url)
        if ":" in url:
            with pytest.raises(ValueError, match="not part of the article"):
                fetcher.open(Request(url))  # noqa: S310
    assert opened == []


def test_t10_every_fetcher_is_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GHSA-jf6q-chmf-3h3v: style sheets and XMP given as addresses had a fetcher of their own."""
    made: list[type] = []
    begin = URLFetcher.__init__

    def init(self: Any, *arguments: Any, **named: Any) -> None:
        made.append(type(self))
        begin(self, *arguments, **named)

    def fetch(_: Any, url: str, headers: object = None) -> None:  # noqa: ARG001 -- its signature
        pytest.fail(f"WeasyPrint's own fetcher was asked for {url}")

    PIL.Image.new("RGB", (9, 9)).save(tmp_path / "a.png")
    document = composed({"figures": [{"id": "f", "file": "a.png", "caption": "c", "alt": "a"}]}, tmp_path)
    monkeypatch.setattr(URLFetcher, "__init__", init)
    monkeypatch.setattr(URLFetcher, "fetch", fetch)
    assert write(document, "pdf", load_theme("classic", [shipped_templates()])).data.startswith(b"%PDF")
    assert {cls.__module__ for cls in made} == {"casegen.writers.pdf.engine"}


def test_t10_weasyprint_gets_texts_never_addresses() -> None:
    source = ast.parse((REPOSITORY / "casegen/writers/pdf/engine.py").read_text("utf-8"))
    calls = [
        node
        for node in ast.walk(source)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    named = {
        call.func.attr: {word.arg for word in call.keywords}
        for call in calls
        if isinstance(call.func, ast.Attribute)
    }
    assert "string" in named["HTML"]
    assert "string" in named["CSS"]
    for call in calls:
        if isinstance(call.func, ast.Attribute) and call.func.attr in ("HTML", "CSS", "Attachment"):
            assert not call.args
            assert "url_fetcher" in {word.arg for word in call.keywords}
    assert not {"xmp_metadata", "rdf_metadata", "base_url", "filename"} & set().union(*named.values())


def test_t10_weasyprint_is_one_that_is_mended() -> None:
    assert tuple(int(part) for part in weasyprint.__version__.split(".")[:2]) >= (70, 0)
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    assert "weasyprint>=70.0" in project["project"]["dependencies"]


# --- pandoc --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("to", ["docx", "epub3"])
def test_t11_pandoc_reads_no_image_and_no_file(to: str, secret: Path) -> None:
    """jgm/pandoc#8874 and #10682: images of a document are fetched, and extracted to where it says."""
    blocks = [
        tree.para([tree.image(source, "a")])
        for source in (str(secret), secret.as_uri(), "../secret.svg", "http://127.0.0.1:9/a.png")
    ]
    raws = [tree.raw("latex", rf"\input{{{secret}}}"), tree.code_block(f"!include {secret}")]
    data = convert([*blocks, *raws], to, metadata={"title": "t"})
    assert len(data) > 1000
    assert [place for place, part in parts("a", data) if CANARY.encode() in part] == []


@pytest.fixture
def hostile_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which pandoc's own folder holds templates, styles and programs, and an environment that runs one."""
    for place in (".local/share/pandoc", ".pandoc", "data/pandoc"):
        folder = tmp_path / place
        (folder / "templates").mkdir(parents=True)
        for name in ("templates/default.epub3", "templates/default.openxml", "epub.css", "abbreviations", "default.csl", "reference.docx"):  # fmt: skip
            (folder / name).write_text(f"{CANARY} $body$", "utf-8")
        (folder / "init.lua").write_text(f"error('{CANARY}')", "utf-8")
        (folder / "defaults.yaml").write_text(f"metadata: {{title: {CANARY}}}", "utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LUA_INIT", f"error('{CANARY}')")
    monkeypatch.setenv("LUA_PATH", str(tmp_path / "?.lua"))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    return tmp_path


@pytest.mark.parametrize("to", ["docx", "epub3", "markdown"])
def test_t05_pandoc_knows_nothing_of_the_users_folders(to: str, hostile_home: Path) -> None:
    data = convert([tree.para(tree.words("Mr. Word"))], to, metadata={"title": "t"})
    assert [place for place, part in parts("a", data) if CANARY.encode() in part] == []
    told = " ".join(environment().values())
    assert str(hostile_home) not in told
    assert CANARY not in told


@pytest.mark.usefixtures("hostile_home")
def test_t05_nor_does_the_citation_processor() -> None:
    processor = Processor()
    try:
        document = '{"pandoc-api-version":[1,23,1],"meta":{},"blocks":[]}'
        assert processor.ask({"document": document, "references": "[]"}) == []
    finally:
        processor.stop()


STYLE = """<?xml version="1.0"?>{doctype}<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"{kind}><info>
<title>T</title><id>t</id>{link}<updated>2020-01-01T00:00:00+00:00</updated></info>{rest}</style>"""
REST = '<citation><layout><text variable="title"/></layout></citation>'
STYLES = {
    "an external entity": {"doctype": '<!DOCTYPE style [<!ENTITY a SYSTEM "{file}">]>', "rest": REST.replace("<text", "&a;<text")},
    "an external document type": {"doctype": '<!DOCTYPE style SYSTEM "{file}">'},
    "a parent in a file": {"link": '<link rel="independent-parent" href="{file}"/>', "rest": ""},
    "a parent elsewhere": {"link": '<link rel="independent-parent" href="http://127.0.0.1:9/a.csl"/>', "rest": ""},
    "a template elsewhere": {"link": '<link rel="template" href="{file}"/>'},
}  # fmt: skip


@pytest.mark.parametrize("name", STYLES)
def test_t12_a_citation_style_fetches_nothing(name: str, secret: Path, tmp_path: Path) -> None:
    filled = {"doctype": "", "kind": ' class="in-text"', "link": "", "rest": REST, **STYLES[name]}
    (tmp_path / "own.csl").write_text(STYLE.format(**filled).replace("{file}", secret.as_uri()), "utf-8")
    with watched() as opened:
        try:
            style = find_style("own.csl", [tmp_path])
        except StyleFault:
            assert name != "a template elsewhere"
        else:
            given: dict[str, object] = {
                "style": {"csl": "own.csl"},
                "introduction": "A [@x].",
                "references": [{"id": "x", "type": "book", "title": "Book"}],
            }
            assert "Book" in str(composed(given, tmp_path).body)
            assert CANARY not in style.text
    assert [line for line in opened if str(secret) in line or "socket" in line] == []


BIBLIOGRAPHIES = {
    "a.bib": "@article{{x, title={{\\input{{{path}}} \\include{{{path}}} A}}, file={{:{path}:PDF}}, crossref={{{path}}}, "
    "abstract={{\\verbatiminput{{{path}}}}}, year=2020, url={{javascript:alert(1)}}}}\n@include{{{path}}}\n",
    "a.ris": "TY  - JOUR\nID  - x\nTI  - A\nL1  - file://{path}\nL4  - {path}\nUR  - javascript:alert(1)\nPY  - 2020\nER  - \n",
    "a.json": '[{{"id": "x", "type": "book", "title": "A", "URL": "javascript:alert(1)", "source": "{path}"}}]',
    "a.nbib": "PMID- 1\nTI  - A\nAU  - B C\nDP  - 2020\nLID - {path} [doi]\n",
    "a.yaml": "- id: x\n  type: book\n  title: !include {path}\n",
}


@pytest.mark.parametrize("name", BIBLIOGRAPHIES)
def test_t12_a_bibliography_includes_nothing(name: str, secret: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_text(BIBLIOGRAPHIES[name].format(path=secret), "utf-8")
    with watched() as opened:
        loaded = load(
            tmp_path / "case.yaml", data=f"title: a\nauthors: [A B]\nbibliography: {name}\n".encode()
        )
    assert any(str(tmp_path / name) in line or line == f"open {name}" for line in opened)
    assert [line for line in opened if secret.name in line or "socket" in line] == []
    assert CANARY not in str(loaded.case) + str(loaded.problems)


# --- resvg ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        '<image href="{path}" width="9" height="9"/>',
        '<image href="{file}" width="9" height="9"/>',
        '<image href="red.png" width="9" height="9"/>',
        '<image xmlns:x="http://www.w3.org/1999/xlink" x:href="../{folder}/red.png" width="9" height="9"/>',
        '<use href="{file}#a"/>',
        "<style>@import url({file}); rect {{fill: url({file})}}</style>",
    ],
)
def test_t13_resvg_draws_no_file(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawing program reads files, so a drawing that names one is refused at its door, whoever made it."""
    from casegen.writers.docx.images import _drawn

    path = tmp_path / "red.png"
    PIL.Image.new("RGB", (9, 9), "red").save(path)
    monkeypatch.chdir(tmp_path)
    svg = SVG.format(body.format(path=path, file=path.as_uri(), folder=tmp_path.name)).encode()
    with pytest.raises(CasegenError, match="refer"):
        _drawn(Asset("a.svg", "image/svg+xml", 9, 9, data=svg), svg, 9)


def test_t13_resvg_would_have_drawn_it(tmp_path: Path) -> None:
    """What is asked above is a question: with nobody at its door, the file is read."""
    path = tmp_path / "red.png"
    PIL.Image.new("RGB", (9, 9), "red").save(path)
    drawn = resvg_py.svg_to_bytes(svg_string=SVG.format(f'<image href="{path}" width="9" height="9"/>'))
    with PIL.Image.open(BytesIO(drawn)) as image:
        assert image.convert("RGB").getcolors() == [(81, (255, 0, 0))]
