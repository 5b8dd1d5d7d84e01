"""SVG files: their size, and what is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from casegen.assets.svg import measure_svg
from casegen.files import Refused
from casegen.limits import applied, limit, size

FILES = yaml.safe_load(Path(__file__).with_name("svg.yaml").read_text(encoding="utf-8"))
SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}>{}</svg>'


def svg(body: str) -> bytes:
    return SVG.format('width="60" height="40"', body).encode()


def content(case: dict[str, Any]) -> bytes:
    attributes = case.get("attributes", 'width="60" height="40"')
    return str(case.get("file", SVG.format(attributes, case.get("body", "")))).encode()


@pytest.mark.parametrize("case", FILES, ids=lambda case: case["name"])
def test_file(case: dict[str, Any]) -> None:
    if "size" in case:
        assert measure_svg(content(case)) == pytest.approx(case["size"])
        return
    with pytest.raises(Refused) as refusal:
        measure_svg(content(case))
    assert case["refused"] in str(refusal.value)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_encodings(encoding: str) -> None:
    header = "" if encoding == "utf-8-sig" else f'<?xml version="1.0" encoding="{encoding}"?>'
    assert measure_svg((header + svg("<desc>Größe</desc>").decode()).encode(encoding)) == (60, 40)


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(Refused):
        measure_svg(b'<?xml version="1.0" encoding="klingon"?>' + svg(""))


def test_depth() -> None:
    def nested(levels: int) -> bytes:
        return svg("<g>" * levels + "</g>" * levels)

    assert measure_svg(nested(limit("svg_levels") - 1)) == (60, 40)
    with pytest.raises(Refused, match="levels deep"):
        measure_svg(nested(limit("svg_levels")))


def test_repetition_that_grows_without_end() -> None:
    levels = "".join(f'<g id="g{n}">{f"""<use href="#g{n - 1}"/>""" * 10}</g>' for n in range(1, 10))
    with pytest.raises(Refused, match="draws over"):
        measure_svg(svg(f'<g id="g0"><rect/></g>{levels}'))


@pytest.mark.parametrize("part", ["<g/>", '<g id="a"/>'])
def test_too_many_elements(part: str) -> None:
    with applied({"svg_parts": 1_000}):
        measure_svg(svg(part * 999))  # the whole is one itself
        with pytest.raises(Refused, match="draws over"):
            measure_svg(svg(part * 1_000))


def test_too_many_bytes() -> None:
    with pytest.raises(Refused, match="10 MB"):
        measure_svg(svg(" " * size("svg_file")))


@given(st.binary(max_size=300) | st.text(max_size=200).map(svg))
def test_whatever_the_bytes_there_is_a_size_or_a_reason(data: bytes) -> None:
    try:
        width, height = measure_svg(data)
    except Refused:
        return
    assert width > 0
    assert height > 0
