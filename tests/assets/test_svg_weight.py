"""SVG files: how much they draw, and what is refused of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from casegen.assets.svg import measure_svg
from casegen.files import Refused

DRAWINGS = yaml.safe_load(Path(__file__).with_name("svg-weight.yaml").read_text(encoding="utf-8"))


def content(given: dict[str, Any]) -> bytes:
    count = given.get("count", 6)
    one = given.get("levels", "")
    levels = "".join(one.replace("§+", str(n + 1)).replace("§", str(n)) for n in range(count))
    opened = given.get("nested", "")
    around = (opened * count, "</g>" * count if opened else "")
    drawing = re.sub(r"(<[^<>]*/>)\*(\d+)", lambda found: found[1] * int(found[2]), levels + given["body"])
    drawing = drawing.join(around)
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40">{drawing}</svg>'.encode()


@pytest.mark.parametrize("given", DRAWINGS, ids=lambda given: given["name"])
def test_drawing(given: dict[str, Any]) -> None:
    if "size" in given:
        assert measure_svg(content(given)) == pytest.approx(given["size"])
        return
    with pytest.raises(Refused) as refusal:
        measure_svg(content(given))
    assert given["refused"] in str(refusal.value)
