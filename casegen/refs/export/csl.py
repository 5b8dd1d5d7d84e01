"""References as CSL-JSON 1.0.2."""

from __future__ import annotations

import json
from collections.abc import Iterable

from casegen.citations.csl import as_csl
from casegen.model import Reference

__all__ = ["write_csl"]


def write_csl(references: Iterable[Reference]) -> str:
    """A JSON list of CSL items; their text keeps its markup."""
    text = json.dumps([as_csl(reference) for reference in references], ensure_ascii=False, indent=2)
    # A lone surrogate, which YAML's escapes can write, has no UTF-8.
    return text.encode("utf-8", "replace").decode("utf-8") + "\n"
