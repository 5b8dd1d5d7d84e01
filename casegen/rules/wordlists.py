"""Where the word lists of the rules stand."""

from __future__ import annotations

from pathlib import Path

from casegen.lists import Folder

__all__ = ["DATA"]

DATA = Folder(Path(__file__).parent / "data")
