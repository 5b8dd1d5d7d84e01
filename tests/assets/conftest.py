"""What holds for all tests of files that are shown."""

from __future__ import annotations

import PIL.ImageFile
import pytest


@pytest.fixture(autouse=True)
def damaged_images_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has not imported the PDF engine, which lets Pillow make up what is missing."""
    monkeypatch.setattr(PIL.ImageFile, "LOAD_TRUNCATED_IMAGES", False)
