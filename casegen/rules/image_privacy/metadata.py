"""PRV007: metadata of images, and names of files."""

from __future__ import annotations

from collections.abc import Iterator

from casegen.files import Refused
from casegen.model import Case
from casegen.problem import Severity
from casegen.rules.image_privacy.files import author_names, called, files_of, in_name, unread
from casegen.rules.registry import Finding, Stripping, Unchecked, rule


@rule(
    "PRV007",
    "image-metadata",
    severity=Severity.ERROR,
    source="HIPAA Safe Harbor, 45 CFR 164.514(b)(2)",
    fixing="safe",
)
def image_metadata(case: Case) -> Iterator[Finding | Unchecked]:
    """A picture or supplementary file that tells more than it shows.

    Cameras, scanners and programs write into a file where and when a picture was taken, by whom, with which
    device, comments, and a small copy of the whole before it was cropped (EXIF, XMP, IPTC, comments of PNG,
    JPEG and GIF, metadata of SVG and PDF). The message names what is there, and never its content. The fix
    takes it out; no pixel changes. The program's name, the resolution and the colours are no problem.

    A file's name that may hold a name, a record number or a date is a warning. What the pixels themselves
    show, such as a name burned into a scan, is not looked for.

    Why: readers who download the figure can read all of it. The place and the day of a photograph are enough
    to find out who the patient is.
    Bad:
        presentation: See @fig-ct.
        figures: [{id: ct, file: images/camera.jpg, caption: The foot, alt: A foot}]
    Good:
        presentation: See @fig-ct.
        figures: [{id: ct, file: images/plain.png, caption: The foot, alt: A foot}]
    """
    from casegen.assets.metadata import metadata_of

    authors = author_names(case)
    for item, path in files_of(case):
        if suspected := in_name(item.file, authors):
            yield Finding(
                item.at / "file",
                f"may the file's name hold {suspected}?",
                "name files for what they show: foot-before-surgery.jpg",
                severity=Severity.WARNING,
            )
        if isinstance(path, Unchecked):
            yield path
            continue
        try:
            metadata = metadata_of(path)
        except (Refused, OSError) as refusal:
            yield unread(item, refusal)
            continue
        if metadata.tells:
            hint = "take it out with `casegen check --fix`, or export the picture without metadata"
            yield Finding(
                item.at / "file",
                f"{called(item)}, {item.file!r}, holds {_and(metadata.tells)}",
                hint if metadata.removable else "export it again without document properties",
                fix=Stripping(f"take the metadata out of {item.file}", item.file)
                if metadata.removable
                else None,
                # A document names its author, who is seldom the patient.
                severity=None if metadata.removable else Severity.WARNING,
            )


def _and(texts: tuple[str, ...]) -> str:
    return " and ".join(text for text in (", ".join(texts[:-1]), texts[-1]) if text)
