"""PRV: what the files and pictures of a report tell of the patient."""

from __future__ import annotations

from casegen.rules.image_privacy import dicom, faces, metadata

__all__ = ["dicom", "faces", "metadata"]
