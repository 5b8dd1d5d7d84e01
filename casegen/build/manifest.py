"""A case's files in the output folder, and ``manifest.json``, which says what they are and were made from."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from casegen.build.inputs import Inputs, changed, fingerprint
from casegen.files import Refused, digest_of, read_limited, write_atomic
from casegen.limits import size
from casegen.problem import CasegenError
from casegen.values import Value

__all__ = ["IMAGE", "MANIFEST", "Entry", "Known", "Made", "Origin", "known", "store"]

MANIFEST = "manifest.json"
IMAGE = "image"
"""The format of an image that stands beside those that name it."""
_VERSION = 1
_NOTHING: Mapping[str, Any] = MappingProxyType({})
# How a file is called while it is written (`casegen.files.write_atomic`).
_BEGUN = re.compile(r"\.(?P<file>.+)\.[a-z0-9_]{8}")
# The figures beside a page.
_IMAGES = (".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")


class Entry(Value):
    """A file to write, its name in the output folder, and what it was made from."""

    file: str
    format: str
    media_type: str
    data: bytes
    inputs: Inputs


class Origin(Value):
    """What decides on all outputs of a case: files of its own, by name, and the rest.

    *theme* is the one it was written in, *outside* a digest of what lies in no file of the case.
    """

    theme: str
    outside: str
    sources: Inputs


class Made(Value):
    """What is to be written of a case: *entries*; *images* are the names of all images, where they are known.

    *origin* is None in a blind copy, and where a format is lacking something, or a font: such a case is
    looked at again next time.
    """

    entries: tuple[Entry, ...]
    images: tuple[str, ...] | None
    origin: Origin | None
    blind: bool


class Known(Value):
    """What a manifest says: the files, by name, and the origin of the last build, where it was complete.

    *whole*: every file it names is there; those that are not are left out. *standing* are those that are what
    was written, where that was looked at before (`looked_at`).
    """

    folder: Path
    blind: bool = False
    artifacts: Mapping[str, Mapping[str, Any]] = _NOTHING
    origin: Origin | None = None
    whole: bool = False
    standing: frozenset[str] | None = None

    def looked_at(self) -> Known:
        """The same for who has not the files."""
        standing = frozenset(file for file in self.artifacts if self.stands(file))
        return self.replace(artifacts=dict(self.artifacts), standing=standing)

    def require(self, *, blind: bool) -> None:
        """CasegenError where files that name the authors and *blind* ones would lie together."""
        if self.artifacts and self.blind is not blind:
            there, wanted = ("files that name the authors", "blind") if blind else ("a blind copy", "other")
            raise CasegenError(f"{self.folder} holds {there}: write the {wanted} files elsewhere, with --out")

    def why(self, format: str, inputs: Inputs) -> str:
        """Why *format*, which would be made from *inputs*, is to be written; empty where it is not."""
        found = [file for file, said in self.artifacts.items() if said["format"] == format]
        if not found:
            return "not built yet"
        said = self.artifacts[found[0]]
        if said["fingerprint"] != fingerprint(inputs):
            names = changed(said["inputs"], inputs)
            more = f" and {len(names) - 2} more" if len(names) > 2 else ""
            return f"{', '.join(names[:2])}{more} changed" if names else "its inputs changed"
        return "" if self.stands(found[0]) else f"{found[0]} is not what was written"

    def staying(self, made: Made) -> Iterator[tuple[str, bytes]]:
        """The files that are there and stay once *made* is stored, each with what it holds.

        CasegenError where one cannot be read.
        """
        kept = None if made.images is None else set(made.images)
        written = {entry.file for entry in made.entries}
        for file, said in self.artifacts.items():
            if file in written or (said["format"] == IMAGE and kept is not None and file not in kept):
                continue
            try:
                yield file, read_limited(self.folder / file, size("input_file"))
            except Refused as refusal:
                raise CasegenError(f"{self.folder / file}: {refusal}") from None

    def stands(self, file: str) -> bool:
        """Whether *file* is there and is what was written."""
        if self.standing is not None:
            return file in self.standing
        try:
            return digest_of(self.folder / file, size("input_file")) == str(self.artifacts[file]["sha256"])
        except Refused:
            return False


def known(folder: Path) -> Known:
    """What the manifest in *folder* says of files that are there; nothing where it is missing or not ours.

    One of another case, which was copied or renamed with its outputs, is not ours.
    """
    try:
        said = json.loads(read_limited(folder / MANIFEST, size("settings_file")))
        if said["case"] != folder.name or said["version"] != _VERSION:
            return Known(folder)
        artifacts = {item["file"]: item for item in _checked(said["artifacts"], folder.name)}
        there = {file: item for file, item in artifacts.items() if (folder / file).is_file()}
    except (Refused, ValueError, TypeError, KeyError, RecursionError, OSError):
        return Known(folder)
    return Known(
        folder, bool(said.get("blind")), there, _origin(said.get("origin")), len(there) == len(artifacts)
    )


def _checked(items: Iterable[Mapping[str, Any]], slug: str) -> Iterator[dict[str, Any]]:
    """The entries of a manifest as this version writes them for the case *slug*.

    KeyError, TypeError or ValueError where one is none, or two are of one format.
    """
    formats = set()
    for item in items:
        texts = {key: str(item[key]) for key in ("file", "format", "media_type", "sha256", "fingerprint")}
        inputs = {str(name): str(content) for name, content in dict(item.get("inputs", {})).items()}
        home, _, name = texts["file"].rpartition("/")
        is_image = texts["format"] == IMAGE
        ours = home == "figures" and name.strip(".") if is_image else not home and name.startswith(f"{slug}.")
        if not ours or texts["format"] in formats:
            raise ValueError(f"{texts['file']} is no output of {slug}")
        if not is_image:
            formats.add(texts["format"])
        yield {**texts, "inputs": inputs}


def _origin(said: Any) -> Origin | None:
    try:
        sources = {str(name): str(content) for name, content in dict(said["sources"]).items()}
        return Origin(str(said["theme"]), str(said["outside"]), sources)
    except (KeyError, TypeError, ValueError):
        return None


def store(before: Known, slug: str, made: Made) -> tuple[Path, ...]:
    """Write what was *made* of one case, then its manifest; the files' paths.

    What the folder holds in other formats stays, and stays in the manifest; of the images beside them, only
    those that were made, where any were. CasegenError where a file cannot be written.
    """
    before.require(blind=made.blind)
    folder = before.folder
    _clear_away(folder, slug)
    described = dict(before.artifacts)
    written = []
    for entry in made.entries:
        path = folder / entry.file
        write_atomic(path, entry.data)
        written.append(path)
        described[entry.file] = {
            "file": entry.file,
            "format": entry.format,
            "media_type": entry.media_type,
            "sha256": sha256(entry.data).hexdigest(),
            "fingerprint": fingerprint(entry.inputs),
            "inputs": dict(sorted(entry.inputs.items())),
        }
    for file in [file for file, said in described.items() if said["format"] == IMAGE]:
        if made.images is not None and file not in made.images:
            with suppress(OSError):
                (folder / file).unlink()
            del described[file]
    manifest: dict[str, Any] = {
        "version": _VERSION,
        "case": slug,
        "blind": made.blind,
        "artifacts": [described[name] for name in sorted(described)],
    }
    if made.origin is not None:
        manifest["origin"] = {
            "theme": made.origin.theme,
            "outside": made.origin.outside,
            "sources": dict(made.origin.sources),
        }
    text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
    write_atomic(folder / MANIFEST, text.encode("utf-8", "replace"))
    return tuple(written)


def _clear_away(folder: Path, slug: str) -> None:
    """Remove what a build of *slug* that was killed had begun to write; other hidden files are somebody's."""
    for place, ours in ((folder, (MANIFEST, f"{slug}.")), (folder / "figures", ("",))):
        for path in place.glob(".*"):
            begun = _BEGUN.fullmatch(path.name)
            if begun is None or not begun["file"].startswith(ours):
                continue
            if place == folder or begun["file"].lower().endswith(_IMAGES):
                with suppress(OSError):
                    path.unlink()
