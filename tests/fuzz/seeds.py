"""What fuzzing begins with: the project's own fixtures, and the words its readers know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import yaml

from tests.fuzz.targets import BIBLIOGRAPHIES

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
_FIXTURE = re.compile(r"^\S[^\n]*\n\.\n(?P<input>.*?)^\.\n.*?^\.\n", re.MULTILINE | re.DOTALL)
# What the readers look for: in YAML and Markdown, in bibliographies, as keys, in drawings and images.
_LOOKED_FOR = r"""
@ [@one] @fig-a;B ^[ [^1] [^1]: ![ ]( {# <!-- --> ``` $$ | |-|-| ** [a]: &amp;
!!python/object &a *a << ? : - |2- >+ %YAML --- ... ~ .nan 0x 1e999 \ud800
@article{ @string{ crossref xdata # \' \frac{ \begin{ \left( _{ ^{ \text{ PMID- FAU date-parts literal "
title authors abstract sections figures tables references bibliography timeline consent lint
<svg <style <macro <text xmlns http://purl.org/net/xbiblio/csl IHDR iTXt eXIf zTXt Exif
"""
_WORDS = (*_LOOKED_FOR.split(), "TY  - JOUR", "ER  - ", "\x1e", "\ufeff", "\u0085", "\u202e")


def dictionary() -> str:
    """The words, as libFuzzer reads them: each byte by its number."""
    numbered = ("".join(f"\\x{byte:02X}" for byte in word.encode()) for word in _WORDS)
    return "".join(f'"{word}"\n' for word in numbered)


def seeds(target: str) -> Iterator[bytes]:
    """What *target* begins with."""
    return _SEEDS[target]()


def _files(*patterns: str) -> Iterator[bytes]:
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            yield path.read_bytes()


def _prose() -> Iterator[bytes]:
    for path in sorted((TESTS / "prose").glob("*.md")):
        for found in _FIXTURE.finditer(path.read_text("utf-8")):
            yield found["input"].encode()


def _math() -> Iterator[str]:
    yield from (data.decode() for data in _prose())
    for path in sorted((TESTS / "reading").rglob("*.yaml")):
        yield path.read_text("utf-8")


def _bad_cases() -> Iterator[bytes]:
    given: dict[str, Any]
    for path in sorted((TESTS / "hostile" / "inputs").glob("*.yaml")):
        given = yaml.safe_load(path.read_text("utf-8"))
        yield from (
            one["text"].encode("utf-8", "surrogatepass")
            for one in given.values()
            if isinstance(one.get("text"), str)
        )


def _images() -> Iterator[bytes]:
    from io import BytesIO

    import PIL.Image

    for kind in ("PNG", "JPEG", "GIF", "WEBP", "TIFF"):
        file = BytesIO()
        exif = PIL.Image.Exif()
        exif[0x010F] = "Maker"
        PIL.Image.new("RGB", (4, 4), "red").save(file, kind, exif=exif)
        yield file.getvalue()
    yield b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><g><path d='M0 0'/></g></svg>"


def _bibliographies() -> Iterator[bytes]:
    for index, name in enumerate(BIBLIOGRAPHIES):
        kinds = ("tests/bibliography/*.csljson",) if name == "a.json" else ()
        for data in _files(f"tests/bibliography/*{Path(name).suffix}", *kinds):
            yield bytes([index]) + data


def _formulas() -> Iterator[bytes]:
    return (found.encode() for found in re.findall(r"\$([^$]+)\$", "\n".join(_math())))


def _cases() -> Iterator[bytes]:
    yield from _files("cases/*/case.yaml", "tests/cli/cases/*.yaml")
    yield from _bad_cases()


def _tables() -> Iterator[bytes]:
    yield from (b"a,b\n1,2\n", b'a;"b ""c"\nd";e\n', b"a\tb\n1\n")


_SEEDS: dict[str, Callable[[], Iterator[bytes]]] = {
    "load-yaml": _cases,
    "load-markdown": lambda: _files("tests/cli/cases/*.md"),
    "prose": _prose,
    "check": lambda: chain(_files("tests/fixtures/published-seed.txt"), _prose()),
    "bibliography": _bibliographies,
    "formula": _formulas,
    "style": lambda: _files("tests/citations/styles/*.csl"),
    "table": _tables,
    "image": _images,
}
