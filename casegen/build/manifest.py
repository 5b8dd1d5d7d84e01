"""A case's files in the output folder, and ``manifest.json``, which says what they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from casegen import __version__
from casegen.files import Refused, read_limited, resolve_inside, write_atomic
from casegen.load import Loaded, Workspace
from casegen.load.limits import MAX_BYTES
from casegen.load.workspace import FILE
from casegen.model import Case
from casegen.problem import CasegenError
from casegen.themes import Theme
from casegen.values import Value

__all__ = ["MANIFEST", "Entry", "fingerprint", "store"]

MANIFEST = "manifest.json"
# Figures count as inputs whatever their size; this only bounds what a mistake can cost.
_MAX_INPUT = 1024 * 1024 * 1024


class Entry(Value):
    """A file to write, its name in the output folder, and the fingerprint of all it was made from."""

    file: str
    format: str
    media_type: str
    data: bytes
    fingerprint: str


def store(folder: Path, slug: str, entries: Sequence[Entry], *, blind: bool) -> tuple[Path, ...]:
    """Write the files of one case, then its manifest; the files' paths.

    What the folder holds in other formats stays, and stays in the manifest. CasegenError where a file
    cannot be written, or where files that name the authors and *blind* ones would lie together.
    """
    described = {item["file"]: item for item in _stored(folder, blind=blind)}
    written = []
    for entry in entries:
        path = folder / entry.file
        write_atomic(path, entry.data)
        written.append(path)
        described[entry.file] = {
            "file": entry.file,
            "format": entry.format,
            "media_type": entry.media_type,
            "sha256": sha256(entry.data).hexdigest(),
            "fingerprint": entry.fingerprint,
        }
    manifest = {
        "version": 1,
        "case": slug,
        "blind": blind,
        "artifacts": [described[name] for name in sorted(described)],
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    write_atomic(folder / MANIFEST, text.encode("utf-8", "replace"))
    return tuple(written)


def _stored(folder: Path, *, blind: bool) -> Iterable[dict[str, Any]]:
    """The manifest's entries whose files are still there; none where it is missing or not ours."""
    try:
        manifest = json.loads(read_limited(folder / MANIFEST, MAX_BYTES))
        items = [item for item in manifest["artifacts"] if (folder / item["file"]).is_file()]
        apart = bool(items) and bool(manifest.get("blind")) is not blind
    except (Refused, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return []
    if apart:
        there, wanted = ("files that name the authors", "blind") if blind else ("a blind copy", "other")
        raise CasegenError(f"{folder} holds {there}: write the {wanted} files elsewhere, with --out")
    return items


def fingerprint(
    format: str, loaded: Loaded, theme: Theme, workspace: Workspace, *, blind: bool
) -> str:
    """The SHA-256 of everything that decides what an output looks like.

    That is: casegen's version, the format, the case file and the files it names, the theme's files and
    options, and the workspace's settings.
    """
    digest = sha256()

    def add(label: str, data: bytes) -> None:
        digest.update(f"{label}\0{len(data)}\0".encode())
        digest.update(data)

    add("casegen", __version__.encode())
    add("format", format.encode())
    add("blind", str(blind).encode())
    add("case", _bytes(loaded.path))
    if loaded.case is not None:
        for name in _named_files(loaded.case):
            try:
                path = resolve_inside(loaded.case.folder, name)
            except Refused:
                continue
            add(f"file {name}", _bytes(path))
    add("options", json.dumps(dict(theme.options), sort_keys=True).encode())
    for path in theme.files:
        add(f"theme {path.name}", _bytes(path))
    if workspace.declared:
        add("workspace", _bytes(workspace.root / FILE))
    return digest.hexdigest()


def _named_files(case: Case) -> list[str]:
    names = {*(figure.file for figure in case.figures), *(table.file for table in case.tables)}
    return sorted({*names, *case.bibliography} - {""})


def _bytes(path: Path) -> bytes:
    try:
        return read_limited(path, _MAX_INPUT)
    except Refused:
        return b""
