"""REF: what the references say of the works they name."""

from __future__ import annotations

from casegen.rules.references import duplicates, fields, identifiers, known, names, numbers, titles

__all__ = ["duplicates", "fields", "identifiers", "known", "names", "numbers", "titles"]
