"""ETH: what must be declared, and who consented to what."""

from __future__ import annotations

from casegen.rules.ethics import consent, residue, statements

__all__ = ["consent", "residue", "statements"]
