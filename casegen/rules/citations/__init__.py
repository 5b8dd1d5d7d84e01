"""CIT: citations and the references they name."""

from __future__ import annotations

from casegen.rules.citations import keys, spacing, statistics, styles, typed

__all__ = ["keys", "spacing", "statistics", "styles", "typed"]
