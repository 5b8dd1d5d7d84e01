"""The schema of CSL-JSON, as the Citation Style Language publishes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema


class CslSchema:
    """Judges lists of CSL items."""

    def __init__(self, validators: Path) -> None:
        path = validators / "crossref" / "commonmeta" / "resources" / "csl-data.json"
        schema: dict[str, Any] = json.loads(path.read_text("utf-8"))
        kind = jsonschema.validators.validator_for(schema)
        kind.check_schema(schema)
        self._validator = kind(schema)

    def findings(self, text: str) -> list[str]:
        """What is wrong with *text*, a line each."""
        return list(self._findings(json.loads(text)))

    def _findings(self, items: Any) -> Iterator[str]:
        for error in self._validator.iter_errors(items):
            yield f"{error.json_path}: {error.message}"
