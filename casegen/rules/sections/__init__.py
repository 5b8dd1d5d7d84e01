"""SEC: what the report must tell, and how it is divided."""

from __future__ import annotations

from casegen.rules.sections import content, headings, missing

__all__ = ["content", "headings", "missing"]
